"""Compares two deep networks on newswires from Reuters: one with relu, one that normalizes itself.

The data are 8,982 newswires for training and 2,246 for testing, on 46 topics, as bags of words.
Both networks have the same DEPTH hidden layers. With selu, weights drawn by `lecun_normal` and
inputs of mean 0 and variance 1, the outputs of each layer stay near mean 0 and variance 1, and
AlphaDropout keeps them there. So a deep network learns without batch normalization, where the
signal of one with relu fades from layer to layer.

With the small data that the script makes where the newswires cannot be downloaded, both reach a
test accuracy of 0.99, selu after about 5 epochs, relu after 10: less than a minute on a CPU. The
plot shows the losses. Those in training are higher, because only there dropout is at work.

Reference: Klambauer et al. (2017), "Self-Normalizing Neural Networks",
https://arxiv.org/abs/1706.02515.
"""
import argparse

import example_data
from example_pictures import save_plot

from keras.layers import Activation, AlphaDropout, Dense, Dropout
from keras.models import Sequential
from keras.preprocessing.text import Tokenizer

WORDS = 1000
TOPICS = 46
DEPTH = 8
UNITS = 64

NETWORKS = {
    'relu': dict(activation='relu', initializer='glorot_uniform', dropout=Dropout, rate=0.1),
    'selu': dict(activation='selu', initializer='lecun_normal', dropout=AlphaDropout, rate=0.1),
}


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): standardized bags of words, and topics."""
    (x_train, y_train), (x_test, y_test) = example_data.reuters(WORDS, samples)
    tokenizer = Tokenizer(num_words=WORDS)
    x_train = tokenizer.sequences_to_matrix(x_train, mode='binary')
    x_test = tokenizer.sequences_to_matrix(x_test, mode='binary')
    # Words that no training newswire has would have variance 0.
    mean, deviation = x_train.mean(axis=0), x_train.std(axis=0) + 1e-3
    return ((x_train - mean) / deviation, y_train), ((x_test - mean) / deviation, y_test)


def build_model(activation, initializer, dropout, rate):
    model = Sequential()
    for i in range(DEPTH):
        shape = {'input_shape': (WORDS,)} if i == 0 else {}
        model.add(Dense(UNITS, kernel_initializer=initializer, **shape))
        model.add(Activation(activation))
        model.add(dropout(rate))
    model.add(Dense(TOPICS, activation='softmax'))
    model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def draw(pyplot, histories):
    for name, history in histories.items():
        epochs = range(1, len(history['loss']) + 1)
        line, = pyplot.plot(epochs, history['val_loss'], label=name + ', test')
        pyplot.plot(epochs, history['loss'], '--', color=line.get_color(),
                    label=name + ', training')
    pyplot.xlabel('epoch')
    pyplot.ylabel('crossentropy')
    pyplot.title('%d hidden layers of %d units' % (DEPTH, UNITS))
    pyplot.legend()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=20)
    parser.add_argument('--batch-size', type=int, default=32)
    parser.add_argument('--samples', type=int, help='how many newswires at most; all by default')
    parser.add_argument('--picture', default='relu_vs_selu.png', help='where the plot goes')
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'training newswires,', len(x_test), 'test newswires')
    histories, results = {}, {}
    for name, settings in NETWORKS.items():
        print('The network with', name)
        model = build_model(**settings)
        histories[name] = model.fit(
            x_train, y_train, batch_size=options.batch_size, epochs=options.epochs,
            validation_data=(x_test, y_test), verbose=2).history
        results[name] = model.evaluate(x_test, y_test, verbose=0)
    for name, (loss, accuracy) in results.items():
        print('Test loss with %s: %.4f' % (name, loss))
        print('Test accuracy with %s: %.4f' % (name, accuracy))
    save_plot(options.picture, lambda pyplot: draw(pyplot, histories))


if __name__ == '__main__':
    main()
