"""What the examples share that read sequences with CTC: training, reading, and counting errors.

A network for CTC gives probabilities of labels at each of its time steps, and of one more, the
blank, which means nothing new. A text is right however it is spread over the time steps:
'hheel-llo' and 'h-e-l-lo-' both read 'hello'. Training raises the sum of the probabilities of all
of these.

Reference: Graves et al. (2006), "Connectionist Temporal Classification: Labelling Unsegmented
Sequence Data with Recurrent Neural Networks", https://www.cs.toronto.edu/~graves/icml_2006.pdf.
"""
import numpy as np

from keras import backend as K
from keras.layers import Input, Lambda
from keras.models import Model
from keras.preprocessing.sequence import pad_sequences


def training_model(reader, longest):
    """Returns a model that computes the CTC loss; it shares its weights with the reader.

    K.ctc_batch_cost needs lengths besides labels and predictions, and a loss of Keras gets just two
    arrays. So a layer computes it, all arrays are inputs, and the model's output is the loss.

    Args:
        reader: model from sequences to probabilities (batch, time steps, labels + 1).
        longest: int, how many labels a text has at most.
    """
    labels = Input((longest,), name='labels')
    time_steps = Input((1,), dtype='int32', name='time_steps')
    length = Input((1,), dtype='int32', name='length')
    loss = Lambda(lambda tensors: K.ctc_batch_cost(*tensors), output_shape=(1,), name='ctc')(
        [labels, reader.output, time_steps, length])
    return Model([reader.input, labels, time_steps, length], loss)


def train(reader, train_data, test_data, optimizer, **arguments):
    """Trains a reader; `test_data` gives a validation loss.

    Args:
        train_data, test_data: tuples (x, texts), each text a list of labels.
        arguments: passed to `fit`.
    """
    longest = max(len(text) for _, texts in (train_data, test_data) for text in texts)
    model = training_model(reader, longest)
    model.compile(loss=lambda y_true, y_pred: y_pred, optimizer=optimizer)

    def arrays(x, texts):
        steps, blank = reader.output_shape[1], reader.output_shape[2] - 1
        labels = pad_sequences(texts, maxlen=longest, padding='post', value=blank)
        lengths = np.array([[len(text)] for text in texts])
        targets = np.zeros((len(x), 1))  # fit asks for some; the loss does not look at them
        return [x, labels, np.full((len(x), 1), steps), lengths], targets
    x, y = arrays(*train_data)
    return model.fit(x, y, validation_data=arrays(*test_data), **arguments)


def read(reader, x):
    """Returns a list of labels for each of the sequences: that of the likeliest path."""
    probabilities = reader.predict(x)
    time_steps = np.full(len(x), reader.output_shape[1])
    (labels,), _ = K.ctc_decode(K.constant(probabilities), K.constant(time_steps, 'int32'))
    return [[int(label) for label in row if label >= 0] for row in K.get_value(labels)]


def error_rate(guesses, texts):
    """Returns how many labels must be inserted, removed or replaced, as a share of all labels."""
    errors = sum(edit_distance(guess, text) for guess, text in zip(guesses, texts))
    return errors / sum(len(text) for text in texts)


def edit_distance(a, b):
    """Returns the number of labels to insert, remove or replace to make `a` into `b`."""
    distances = list(range(len(b) + 1))  # from the first i labels of a, i = 0, to each start of b
    for i, label in enumerate(a):
        previous, distances = distances, [i + 1]
        for j, other in enumerate(b):
            distances.append(min(previous[j] + (label != other), previous[j + 1] + 1,
                                 distances[j] + 1))
    return distances[-1]
