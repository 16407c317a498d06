"""Measures how the cost of building, training and recurrence grows with the size of the task.

    python3 dev.py [--engine theano] python benchmarks/scaling.py [CURVE ...]

For each curve, prints the sizes, their seconds, and the exponent that fits the larger half of
them: 1 means that twice the size takes twice as long, 2 that it takes four times as long.

    depth       building and compiling a model of so many dense layers
    parameters  a training step of a dense layer with so many weights, batch 32
    batches     an epoch of so many small batches
    loop        a training step of an LSTM(32) over so many steps in time, batch 32
    unrolled    the same with `unroll=True`
    unrolling   building such a model, compiling it and training its first step
"""
import sys

import numpy as np
from turns import median_seconds

from keras import backend as K
from keras.layers import LSTM, Dense
from keras.models import Sequential

REPEATS = 7
FEATURES = 16


def compiled(*layers):
    model = Sequential(list(layers))
    model.compile('sgd', 'mse')
    return model


def step(model, x, y):
    """Returns the seconds of a training step."""
    model.train_on_batch(x, y)
    return median_seconds(lambda: model.train_on_batch(x, y), REPEATS)


def depth(layers):
    return median_seconds(lambda: compiled(Dense(8, input_shape=(8,)),
                                    *[Dense(8) for _ in range(layers - 1)]))


def parameters(count):
    width = int(count ** .5)
    x = np.zeros((32, width), 'float32')
    return step(compiled(Dense(width, use_bias=False, input_shape=(width,))), x, x)


def batches(count):
    model = compiled(Dense(8, input_shape=(8,)))
    x = np.zeros((32 * count, 8), 'float32')
    model.fit(x[:32], x[:32], verbose=0)
    return median_seconds(lambda: model.fit(x, x, verbose=0), 3)


def recurrent(length, unroll=False):
    """Returns a model with an LSTM, and its data."""
    model = compiled(LSTM(32, unroll=unroll, input_shape=(length, FEATURES)), Dense(1))
    return model, np.zeros((32, length, FEATURES), 'float32'), np.zeros((32, 1), 'float32')


def loop(length):
    return step(*recurrent(length))


def unrolled(length):
    return step(*recurrent(length, unroll=True))


def unrolling(length):
    def first_step():
        model, x, y = recurrent(length, unroll=True)
        model.train_on_batch(x, y)
    return median_seconds(first_step)


CURVES = {
    depth: (10, 30, 100, 300, 1000, 2000),
    parameters: (10 ** 4, 10 ** 5, 10 ** 6, 10 ** 7, 10 ** 8),
    batches: (10, 100, 1000, 10000),
    loop: (10, 30, 100, 300, 1000),
    unrolled: (10, 20, 40, 80, 160),
    unrolling: (10, 20, 40, 80, 160)}


def exponent(sizes, times):
    """Returns the exponent of the power of the size that fits the larger half of the times."""
    half = len(sizes) // 2
    return np.polyfit(np.log(sizes[half:]), np.log(times[half:]), 1)[0]


def main():
    for curve, sizes in CURVES.items():
        if curve.__name__ in (sys.argv[1:] or curve.__name__):
            times = []
            for size in sizes:
                K.clear_session()
                times.append(curve(size))
            print('%-10s' % curve.__name__, ', '.join(
                '%d: %.3g s' % pair for pair in zip(sizes, times)),
                'exponent %.2f' % exponent(sizes, times), flush=True)


if __name__ == '__main__':
    main()
