"""A Transformer's encoder reads IMDB reviews: does the writer praise the film or not?

The data are 25,000 reviews for training and 25,000 for testing, half of each kind, as numbers of
words. Attention is written with dense layers and dot products: each word asks all
others a question (a query), and takes up from them (their values) according to how well they answer
(their keys). Several heads do so side by side, each with questions of its own.

Words have no order in attention, so each position has a vector that is added to its word's. Reviews
are filled up to one length with zeros, which must get no attention, and do not count in the mean
either. `imdb_cnn.py` and `imdb_lstm.py` do the same task in other ways.

With the 1,000 easy reviews that take the place of IMDB where it cannot be downloaded, 99% of 1,000
others are recognized after an epoch, a few seconds on a CPU.

Reference: Vaswani et al. (2017), "Attention Is All You Need", https://arxiv.org/abs/1706.03762.
"""
import argparse

import example_data

from keras import backend as K
from keras.layers import (
    Activation,
    Dense,
    Dropout,
    Embedding,
    Input,
    Lambda,
    Layer,
    add,
    concatenate,
    dot,
)
from keras.models import Model
from keras.preprocessing.sequence import pad_sequences

WORDS = 5000
LENGTH = 200
SIZE = 32
HEADS = 2


class PositionEmbedding(Layer):
    """Adds to each step a vector that is learned for its position."""

    def build(self, input_shape):
        self.positions = self.add_weight(
            name='positions', shape=tuple(input_shape[1:]), initializer='uniform')
        super().build(input_shape)

    def call(self, inputs):
        return inputs + self.positions


class LayerNormalization(Layer):
    """Makes mean and variance the same in all steps, then scales and shifts."""

    def build(self, input_shape):
        size = (input_shape[-1],)
        self.gamma = self.add_weight(name='gamma', shape=size, initializer='ones')
        self.beta = self.add_weight(name='beta', shape=size, initializer='zeros')
        super().build(input_shape)

    def call(self, inputs):
        centered = inputs - K.mean(inputs, axis=-1, keepdims=True)
        variance = K.mean(K.square(centered), axis=-1, keepdims=True)
        return centered / K.sqrt(variance + K.epsilon()) * self.gamma + self.beta


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): int arrays (reviews, LENGTH), and 0 or 1."""
    def prepare(reviews, labels):
        return pad_sequences(reviews, maxlen=LENGTH, padding='post'), labels
    train, test = example_data.imdb(WORDS, samples)
    return prepare(*train), prepare(*test)


def attend(x, words):
    """Returns what each word takes up from the others, (words, SIZE)."""
    def scores(inputs):
        alike, numbers = inputs
        padding = K.cast(K.equal(numbers, 0), K.floatx())
        # So low that softmax makes it 0; in all rows the same columns are padding.
        return alike / (SIZE // HEADS) ** .5 - 1e9 * K.expand_dims(padding, 1)
    heads = []
    for _ in range(HEADS):
        query, key, value = [Dense(SIZE // HEADS)(x) for _ in range(3)]
        weights = Activation('softmax')(Lambda(scores)([dot([query, key], axes=(2, 2)), words]))
        heads.append(dot([weights, value], axes=(2, 1)))
    return Dense(SIZE)(concatenate(heads))


def mean_of_words(inputs):
    x, numbers = inputs
    there = K.expand_dims(K.cast(K.not_equal(numbers, 0), K.floatx()))
    return K.sum(x * there, axis=1) / K.sum(there, axis=1)


def build_model():
    words = Input((LENGTH,))
    x = Dropout(.2)(PositionEmbedding()(Embedding(WORDS, SIZE)(words)))
    x = LayerNormalization()(add([x, Dropout(.2)(attend(x, words))]))
    # The same two layers work on each word for itself.
    y = Dense(SIZE)(Dense(2 * SIZE, activation='relu')(x))
    x = LayerNormalization()(add([x, Dropout(.2)(y)]))
    x = Dropout(.2)(Lambda(mean_of_words)([x, words]))
    praises = Dense(1, activation='sigmoid')(x)
    model = Model(words, praises)
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
