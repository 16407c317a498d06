"""Trains a convolution followed by an LSTM on the IMDB reviews: does the writer praise the film?

The data are 25,000 reviews for training and 25,000 for testing, half of each kind, as numbers of
words. An LSTM takes one step after the other, which is slow for long texts. Here a convolution
first looks for short phrases, and pooling keeps the strongest of every POOL positions: the LSTM
reads a summary that is POOL times shorter than the text, but still in the text's order.

With the small data that the script makes where the reviews cannot be downloaded, the test accuracy
is 1.0 after two epochs, some seconds on a CPU.
"""
import argparse

import example_data

from keras.layers import LSTM, Conv1D, Dense, Dropout, Embedding, MaxPooling1D
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences

WORDS = 20000
LENGTH = 100
EMBEDDING_SIZE = 128
FILTERS = 64
PHRASE_LENGTH = 5
POOL = 4
UNITS = 64


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): int arrays (reviews, LENGTH), and 0 or 1."""
    def prepare(reviews, labels):
        return pad_sequences(reviews, maxlen=LENGTH), labels
    train, test = example_data.imdb(WORDS, samples)
    return prepare(*train), prepare(*test)


def build_model():
    model = Sequential()
    model.add(Embedding(WORDS, EMBEDDING_SIZE, input_length=LENGTH))
    model.add(Dropout(0.25))
    model.add(Conv1D(FILTERS, PHRASE_LENGTH, activation='relu'))
    model.add(MaxPooling1D(POOL))
    model.add(LSTM(UNITS))
    model.add(Dense(1, activation='sigmoid'))
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=2)
    parser.add_argument('--batch-size', type=int, default=32)
    parser.add_argument('--samples', type=int, help='how many reviews at most; all by default')
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'training reviews,', len(x_test), 'test reviews')
    model = build_model()
    model.summary()
    model.fit(x_train, y_train, batch_size=options.batch_size, epochs=options.epochs,
              validation_data=(x_test, y_test))
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print('Test loss: %.4f' % loss)
    print('Test accuracy: %.4f' % accuracy)


if __name__ == '__main__':
    main()
