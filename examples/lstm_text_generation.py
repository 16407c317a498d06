"""Two stacked LSTMs learn to write text character by character, more or less boldly.

The data are any text that `--data` names; without it, the descriptions of scikit-learn's data sets,
some 13,000 characters. At each character the model predicts the one that comes next. To write, a
second model with the same weights draws a character from its own prediction and reads it as the
next input. It is stateful, so it need not read again what it has written before.

A temperature below 1 makes likely characters more likely still: the text has fewer errors and
repeats itself. A temperature above 1 makes the model bolder.

After 10 epochs, less than a minute on a CPU, the loss of the descriptions' last tenth is about 2.6.
Guessing by how often characters occur has 3.5. The model writes words of its source, but no whole
sentences: for those, 13,000 characters are too few.
"""
import argparse
import re

import numpy as np
from sklearn import datasets

from keras.callbacks import LambdaCallback
from keras.layers import LSTM, Dense, Dropout, Embedding, TimeDistributed
from keras.models import Sequential
from keras.optimizers import Adam

LENGTH = 60
STEP = 6
UNITS = 128
TEMPERATURES = [.3, .7, 1.2]


def load_text(path):
    """Returns the text of a file, or one that comes with scikit-learn."""
    if path:
        with open(path, encoding='utf-8') as file:
            return file.read()
    print('There is no --data: the descriptions of data sets in scikit-learn take its place.')
    loaders = [datasets.load_linnerud, datasets.load_digits, datasets.load_iris,
               datasets.load_diabetes, datasets.load_wine, datasets.load_breast_cancer]
    text = '\n'.join(load().DESCR for load in loaders)
    # Tables and underlined titles would teach little but to go on with blanks and with dashes.
    return re.sub(r'([ =-])\1+', r'\1', text)


def windows(numbers):
    """Returns (x, y): pieces of LENGTH characters, and the character that follows on each."""
    starts = np.arange(0, len(numbers) - LENGTH, STEP)
    x = numbers[starts[:, None] + np.arange(LENGTH)]
    y = numbers[starts[:, None] + np.arange(LENGTH) + 1]
    return x, y[..., None]


def build_model(characters, **first_layer):
    """Returns a model that predicts the next character; `first_layer` tells the input's shape."""
    stateful = 'batch_input_shape' in first_layer
    return Sequential([
        Embedding(characters, 32, **first_layer),
        LSTM(UNITS, return_sequences=True, stateful=stateful),
        Dropout(.2),
        LSTM(UNITS, return_sequences=True, stateful=stateful),
        Dropout(.2),
        TimeDistributed(Dense(characters, activation='softmax'))])


def draw(probabilities, temperature):
    """Draws a number: at 0 it would be the most likely one, far above 1 all are equally likely."""
    logits = np.log(probabilities.astype('float64') + 1e-10) / temperature
    probabilities = np.exp(logits - logits.max())
    return np.random.choice(len(probabilities), p=probabilities / probabilities.sum())


def write(writer, alphabet, beginning, temperature, length):
    """Returns `length` characters that follow on `beginning`."""
    writer.reset_states()
    text = beginning
    for i in range(len(beginning) + length - 1):
        number = alphabet.index(text[i])
        prediction = writer.predict_on_batch(np.array([[number]]))[0, 0]
        if i + 1 == len(text):
            text += alphabet[draw(prediction, temperature)]
    return text[len(beginning):]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--data', help='a text file (UTF-8)')
    parser.add_argument('--epochs', type=int, default=10)
    parser.add_argument('--samples', type=int, help='how many characters at most; all by default')
    parser.add_argument('--length', type=int, default=300, help='how many characters to write')
    options = parser.parse_args()
    np.random.seed(0)

    text = load_text(options.data)[:options.samples]
    alphabet = sorted(set(text))
    numbers = np.array([alphabet.index(character) for character in text])
    split = len(text) * 9 // 10
    (x_train, y_train), (x_test, y_test) = windows(numbers[:split]), windows(numbers[split:])
    print(len(text), 'characters,', len(alphabet), 'different ones')

    model = build_model(len(alphabet), input_length=LENGTH)
    model.summary()
    model.compile(Adam(lr=.004), 'sparse_categorical_crossentropy')
    writer = build_model(len(alphabet), batch_input_shape=(1, 1))
    beginning = text[split:split + 30]

    def show(epoch, logs):
        writer.set_weights(model.get_weights())
        print('It writes: %r' % write(writer, alphabet, beginning, .5, 40))
    model.fit(x_train, y_train, batch_size=32, epochs=options.epochs, verbose=2,
              validation_data=(x_test, y_test), callbacks=[LambdaCallback(on_epoch_end=show)])

    for temperature in TEMPERATURES:
        print('\nAt temperature %.1f, %r goes on:' % (temperature, beginning))
        print(write(writer, alphabet, beginning, temperature, options.length))
    share = (np.bincount(numbers[:split], minlength=len(alphabet)) + 1.) / split
    print('\nLoss of guessing by how often characters occur: %.4f' % -np.log(share[y_test]).mean())
    print('Test loss: %.4f' % model.evaluate(x_test, y_test, verbose=0))


if __name__ == '__main__':
    main()
