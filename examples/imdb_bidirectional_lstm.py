"""Trains a bidirectional LSTM on the IMDB reviews: does the writer praise the film or not?

The data are 25,000 reviews for training and 25,000 for testing, half of each kind, as numbers of
words. One LSTM reads a review from its beginning, and another one from its end; what both have
found out is joined. Reviews that are too short are filled up, and masking leaves the filling out,
which otherwise would be the last thing that the second LSTM reads.
"""
import argparse

import example_data

from keras.layers import LSTM, Bidirectional, Dense, Dropout, Embedding
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences

WORDS = 20000
LENGTH = 100
EMBEDDING_SIZE = 64
UNITS = 64


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): int arrays (reviews, LENGTH), and 0 or 1."""
    def prepare(reviews, labels):
        return pad_sequences(reviews, maxlen=LENGTH), labels
    train, test = example_data.imdb(WORDS, samples)
    return prepare(*train), prepare(*test)


def build_model():
    model = Sequential()
    # Word 0 is what reviews are filled up with, and no word of any review.
    model.add(Embedding(WORDS, EMBEDDING_SIZE, mask_zero=True, input_length=LENGTH))
    model.add(Bidirectional(LSTM(UNITS), merge_mode='concat'))
    model.add(Dropout(0.5))
    model.add(Dense(1, activation='sigmoid'))
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=3)
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
