"""Times training and prediction with whichever Keras can be imported: this one, or Keras 3.

    python3 dev.py python benchmarks/workloads.py lstm mlp
    KERAS_BACKEND=jax PYTHON_WITH_KERAS_3 benchmarks/workloads.py lstm mlp

Prints the name and the milliseconds of a step for each workload; `against.py` compares two
Pythons.

    tiny     Dense(64)-Dense(10), SGD, batch 32
    mlp      784-512-512-10 with dropout, Adam, batch 128
    cnn      the convnet of examples/mnist_cnn.py, Adam, batch 128
    lstm     Embedding of 20000 words in 128 dimensions, LSTM(128) over 80 steps, Adam, batch 32
    predict  `predict` of one row, model as in tiny
"""
import sys
import time

import numpy as np

from keras.layers import LSTM, Conv2D, Dense, Dropout, Embedding, Flatten, Input, MaxPooling2D
from keras.models import Model
from keras.optimizers import SGD, Adam

RNG = np.random.RandomState(0)
EPOCHS = 7


def stacked(shape, *layers, **options):
    """Returns a model of layers on top of each other."""
    x = inputs = Input(shape, **options)
    for layer in layers:
        x = layer(x)
    return Model(inputs, x)


def one_hot(samples):
    return np.eye(10, dtype='float32')[RNG.randint(10, size=samples)]


def tiny():
    model = stacked((100,), Dense(64, activation='relu'), Dense(10, activation='softmax'))
    model.compile(optimizer=SGD(learning_rate=.01), loss='categorical_crossentropy')
    return model, RNG.normal(size=(6400, 100)).astype('float32'), one_hot(6400), 32


def mlp():
    model = stacked((784,), Dense(512, activation='relu'), Dropout(.2),
                    Dense(512, activation='relu'), Dropout(.2), Dense(10, activation='softmax'))
    model.compile(optimizer=Adam(), loss='categorical_crossentropy')
    return model, RNG.normal(size=(12800, 784)).astype('float32'), one_hot(12800), 128


def cnn():
    model = stacked((28, 28, 1), Conv2D(32, 3, activation='relu'),
                    Conv2D(64, 3, activation='relu'), MaxPooling2D(), Dropout(.25), Flatten(),
                    Dense(128, activation='relu'), Dropout(.5), Dense(10, activation='softmax'))
    model.compile(optimizer=Adam(), loss='categorical_crossentropy')
    return model, RNG.normal(size=(2560, 28, 28, 1)).astype('float32'), one_hot(2560), 128


def lstm():
    model = stacked((80,), Embedding(20000, 128), LSTM(128), Dense(1, activation='sigmoid'),
                    dtype='int32')
    model.compile(optimizer=Adam(), loss='binary_crossentropy')
    words = RNG.randint(20000, size=(1280, 80)).astype('int32')
    return model, words, RNG.randint(2, size=(1280, 1)).astype('float32'), 32


def training(make):
    """Returns the milliseconds of a step in `fit`: the median over some epochs."""
    model, x, y, batch = make()
    model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
    seconds = []
    for _ in range(EPOCHS):
        start = time.perf_counter()
        model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
        seconds.append(time.perf_counter() - start)
    return 1e3 * np.median(seconds) / (len(x) // batch)


def prediction():
    """Returns the milliseconds of `predict` on one row, the median of 100."""
    model, x, _, _ = tiny()
    seconds = []
    for _ in range(120):
        start = time.perf_counter()
        model.predict(x[:1], verbose=0)
        seconds.append(time.perf_counter() - start)
    return 1e3 * np.median(seconds[20:])


def main():
    for name in sys.argv[1:] or ('tiny', 'mlp', 'cnn', 'lstm', 'predict'):
        ms = prediction() if name == 'predict' else training(globals()[name])
        print('%-8s %.4f' % (name, ms), flush=True)


if __name__ == '__main__':
    main()
