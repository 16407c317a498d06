"""Measures a step of training an LSTM against bare TensorFlow graphs that do the same work.

    python3 dev.py python benchmarks/lstm.py

The model: Embedding of 20000 words in 128 dimensions, LSTM(128) over 80 steps, Dense(1); Adam,
batch 32. The graphs are written by hand: one with a loop over the steps, one with the steps
written out. All take turns in one run; what counts is the ratio of the medians, since the times
of a shared machine drift.
"""
import functools

import numpy as np
import tensorflow as tf
from bare_graph import BareGraph, bare_adam, bare_dense
from turns import in_turns

from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential

tf1 = tf.compat.v1

WORDS, SIZE, UNITS, STEPS, BATCH = 20000, 128, 128, 80, 32


def keras_model(unroll):
    model = Sequential([Embedding(WORDS, SIZE, input_length=STEPS), LSTM(UNITS, unroll=unroll),
                        Dense(1, activation='sigmoid')])
    model.compile('adam', 'binary_crossentropy')
    return model


def bare_lstm(x, unrolled):
    """Returns the last output for `x`, (time, batch, features)."""
    kernel = tf1.Variable(tf.random.normal((SIZE, 4 * UNITS), stddev=.05), use_resource=True)
    recurrent = tf1.Variable(tf.random.normal((UNITS, 4 * UNITS), stddev=.05), use_resource=True)
    bias = tf1.Variable(tf.zeros((4 * UNITS,)), use_resource=True)
    mapped = tf.nn.bias_add(tf.matmul(tf.reshape(x, (-1, SIZE)), kernel), bias)
    mapped = tf.reshape(mapped, (STEPS, -1, 4 * UNITS))
    recurrent = tf.identity(recurrent)

    def step(x, h, c):
        i, f, g, o = tf.split(x + tf.matmul(h, recurrent), 4, axis=1)
        c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
        return tf.sigmoid(o) * tf.tanh(c), c

    h = c = tf.zeros((BATCH, UNITS))
    if unrolled:
        for x in tf.unstack(mapped):
            h, c = step(x, h, c)
        return h
    steps = tf.TensorArray('float32', STEPS).unstack(mapped)
    return tf1.while_loop(lambda time, *_: time < STEPS,
                          lambda time, h, c: (time + 1,) + step(steps.read(time), h, c),
                          (0, h, c))[1]


def bare_model(unrolled):
    def build():
        x = tf1.placeholder('int32', (None, STEPS))
        y = tf1.placeholder('float32', (None, 1))
        words = tf1.Variable(tf.random.uniform((WORDS, SIZE), -.05, .05), use_resource=True)
        embedded = tf.transpose(tf.gather(words, x), [1, 0, 2])
        logits = bare_dense(bare_lstm(embedded, unrolled), 1)
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
        return [x, y], [loss], bare_adam(loss)
    return BareGraph(build)


def main():
    rng = np.random.RandomState(0)
    x = rng.randint(WORDS, size=(BATCH, STEPS)).astype('int32')
    y = rng.randint(2, size=(BATCH, 1)).astype('float32')
    for name, unroll in (('loop', False), ('unrolled', True)):
        model, bare = keras_model(unroll), bare_model(unroll)
        ours, theirs = in_turns(functools.partial(model.train_on_batch, x, y),
                                functools.partial(bare.call, x, y), rounds=150)
        print('%-8s Keras %6.2f ms, bare graph %6.2f ms: ratio %.2f' % (
            name, 1e3 * ours, 1e3 * theirs, ours / theirs))


if __name__ == '__main__':
    main()
