"""Trains a one-dimensional convnet on the IMDB reviews: does the writer praise the film or not?

The data are 25,000 reviews for training and 25,000 for testing, half of each kind, as numbers of
words. Convolutions look for telling phrases of two, three and four words; of each filter only the
greatest value counts, wherever in the review it is.
"""
import argparse

import example_data

from keras.layers import Conv1D, Dense, Dropout, Embedding, GlobalMaxPooling1D, Input, concatenate
from keras.models import Model
from keras.preprocessing.sequence import pad_sequences

WORDS = 5000
LENGTH = 400
EMBEDDING_SIZE = 50
PHRASE_LENGTHS = [2, 3, 4]
FILTERS = 80


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): int arrays (reviews, LENGTH), and 0 or 1."""
    def prepare(reviews, labels):
        return pad_sequences(reviews, maxlen=LENGTH), labels
    train, test = example_data.imdb(WORDS, samples)
    return prepare(*train), prepare(*test)


def build_model():
    review = Input((LENGTH,), dtype='int32')
    words = Dropout(0.2)(Embedding(WORDS, EMBEDDING_SIZE)(review))
    # One branch for each length of phrases, side by side.
    phrases = [GlobalMaxPooling1D()(Conv1D(FILTERS, length, activation='relu')(words))
               for length in PHRASE_LENGTHS]
    x = Dropout(0.3)(concatenate(phrases))
    x = Dense(100, activation='relu')(x)
    praises = Dense(1, activation='sigmoid')(x)
    model = Model(review, praises)
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
