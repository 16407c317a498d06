"""Trains an LSTM on the IMDB reviews: does the writer praise the film or not?

The data are 25,000 reviews for training and 25,000 for testing, half of each kind, as numbers of
words. Of a long review, the last words are read: that is where a writer tends to sum up. The model
soon knows the training reviews by heart, so watch the validation loss: a few epochs are enough.
"""
import argparse

import example_data

from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences

WORDS = 20000
LENGTH = 80
UNITS = 128


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): int arrays (reviews, LENGTH), and 0 or 1."""
    def prepare(reviews, labels):
        # Short reviews are filled up, and long ones are cut, at their beginning.
        return pad_sequences(reviews, maxlen=LENGTH, padding='pre', truncating='pre'), labels
    train, test = example_data.imdb(WORDS, samples)
    return prepare(*train), prepare(*test)


def build_model():
    model = Sequential()
    model.add(Embedding(WORDS, UNITS, input_length=LENGTH))
    # Dropout inside of the layer: the same inputs and states are left out at each step.
    model.add(LSTM(UNITS, dropout=0.2, recurrent_dropout=0.2))
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
