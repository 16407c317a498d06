"""Times training, testing and prediction with whichever Keras can be imported.

    python3 dev.py python benchmarks/workloads.py lstm mlp
    KERAS_BACKEND=jax PYTHON_WITH_KERAS_3 benchmarks/workloads.py lstm mlp
    KERAS_MODULE=tf_keras PYTHON_WITH_TF_KERAS benchmarks/workloads.py lstm mlp

Prints lines of a workload, a figure and its milliseconds; `against.py` compares several Pythons.
All models report their accuracy, as nearly every program has it.

    tiny       Dense(64)-Dense(10), SGD, batch 32
    mlp        784-512-512-10 with dropout, Adam, batch 128
    cnn        the convnet of examples/mnist_cnn.py, Adam, batch 128
    lstm       Embedding of 20000 words in 128 dimensions, LSTM(128) over 80 steps, Adam, batch 32
    gru        Embedding of 10000 words in 64 dimensions, with a mask, GRU(64) over 60 steps, Adam,
               batch 32
    text       Embedding of 10000 words in 64 dimensions, two Conv1D(128) of 5 words, Adam, batch 32
    auto       an autoencoder, 784-256-64-256-784, Adam, batch 128
    attention  four blocks of attention and dense layers on 64 words, 128 wide, Adam, batch 32

    first      the first training step, with all that is prepared for it
    fit        a training step in `fit`, the median of some epochs
    bar        the same with a progress bar, whose output is thrown away
    evaluate   a step of `evaluate`
    predict    a step of `predict`
    row        `predict` of one row
"""
import contextlib
import importlib
import os
import sys

import numpy as np
from turns import median_seconds

keras = importlib.import_module(os.environ.get('KERAS_MODULE', 'keras'))
layers = keras.layers

RNG = np.random.RandomState(0)
EPOCHS = 5
ROWS = 100


def stacked(shape, *stack, **options):
    """Returns a model of layers on top of each other."""
    x = inputs = layers.Input(shape, **options)
    for layer in stack:
        x = layer(x)
    return keras.models.Model(inputs, x)


def compiled(model, loss='categorical_crossentropy', optimizer='adam'):
    model.compile(loss=loss, optimizer=optimizer, metrics=['accuracy'])
    return model


def numbers(*shape):
    return RNG.uniform(size=shape).astype('float32')


def words(vocabulary, *shape):
    return RNG.randint(1, vocabulary, size=shape).astype('int32')


def one_hot(samples):
    return np.eye(10, dtype='float32')[RNG.randint(10, size=samples)]


def yes_or_no(samples):
    return RNG.randint(2, size=(samples, 1)).astype('float32')


def tiny():
    model = stacked((100,), layers.Dense(64, activation='relu'),
                    layers.Dense(10, activation='softmax'))
    return compiled(model, optimizer='sgd'), numbers(6400, 100), one_hot(6400), 32


def mlp():
    model = stacked((784,), layers.Dense(512, activation='relu'), layers.Dropout(.2),
                    layers.Dense(512, activation='relu'), layers.Dropout(.2),
                    layers.Dense(10, activation='softmax'))
    return compiled(model), numbers(12800, 784), one_hot(12800), 128


def cnn():
    model = stacked((28, 28, 1), layers.Conv2D(32, 3, activation='relu'),
                    layers.Conv2D(64, 3, activation='relu'), layers.MaxPooling2D(),
                    layers.Dropout(.25), layers.Flatten(), layers.Dense(128, activation='relu'),
                    layers.Dropout(.5), layers.Dense(10, activation='softmax'))
    return compiled(model), numbers(1280, 28, 28, 1), one_hot(1280), 128


def lstm():
    model = stacked((80,), layers.Embedding(20000, 128), layers.LSTM(128),
                    layers.Dense(1, activation='sigmoid'), dtype='int32')
    return compiled(model, 'binary_crossentropy'), words(20000, 1280, 80), yes_or_no(1280), 32


def gru():
    model = stacked((60,), layers.Embedding(10000, 64, mask_zero=True),
                    layers.GRU(64, reset_after=True), layers.Dense(1, activation='sigmoid'),
                    dtype='int32')
    x = words(10000, 1280, 60)
    for row, length in zip(x, RNG.randint(20, 60, size=len(x))):
        row[length:] = 0
    return compiled(model, 'binary_crossentropy'), x, yes_or_no(1280), 32


def text():
    model = stacked((200,), layers.Embedding(10000, 64), layers.Conv1D(128, 5, activation='relu'),
                    layers.MaxPooling1D(5), layers.Conv1D(128, 5, activation='relu'),
                    layers.GlobalMaxPooling1D(), layers.Dense(1, activation='sigmoid'),
                    dtype='int32')
    return compiled(model, 'binary_crossentropy'), words(10000, 1280, 200), yes_or_no(1280), 32


def auto():
    model = stacked((784,), layers.Dense(256, activation='relu'),
                    layers.Dense(64, activation='relu'), layers.Dense(256, activation='relu'),
                    layers.Dense(784, activation='sigmoid'))
    x = numbers(12800, 784)
    return compiled(model, 'binary_crossentropy'), x, x, 128


def attention():
    inputs = layers.Input((64,), dtype='int32')
    x = layers.Embedding(10000, 128)(inputs)
    for _ in range(4):
        query, key, value = [layers.Dense(128)(x) for _ in range(3)]
        weights = layers.Activation('softmax')(layers.Dot(axes=2)([query, key]))
        read = layers.Dense(128)(layers.Dot(axes=(2, 1))([weights, value]))
        x = layers.Add()([x, read])
        x = layers.Add()([x, layers.Dense(128)(layers.Dense(512, activation='relu')(x))])
    outputs = layers.Dense(10, activation='softmax')(layers.GlobalAveragePooling1D()(x))
    model = compiled(keras.models.Model(inputs, outputs))
    return model, words(10000, 640, 64), one_hot(640), 32


WORKLOADS = [tiny, mlp, cnn, lstm, gru, text, auto, attention]


def milliseconds(run, times=1):
    """Returns the median milliseconds of some calls."""
    return 1e3 * median_seconds(run, times)


def per_step(run, steps):
    """Returns the milliseconds of a step, the median of some epochs after a first one."""
    run()
    return milliseconds(run, EPOCHS) / steps


@contextlib.contextmanager
def nothing_printed():
    with open(os.devnull, 'w') as file, contextlib.redirect_stdout(file):
        yield


def figures(make):
    """Yields the name and the milliseconds of each figure of a workload."""
    model, x, y, batch = make()
    steps = len(x) // batch
    yield 'first', milliseconds(lambda: model.train_on_batch(x[:batch], y[:batch]))
    yield 'fit', per_step(lambda: model.fit(x, y, batch, verbose=0), steps)
    with nothing_printed():
        bar = per_step(lambda: model.fit(x, y, batch, verbose=1), steps)
    yield 'bar', bar
    yield 'evaluate', per_step(lambda: model.evaluate(x, y, batch, verbose=0), steps)
    yield 'predict', per_step(lambda: model.predict(x, batch, verbose=0), steps)
    yield 'row', per_step(lambda: [model.predict(x[:1], verbose=0) for _ in range(ROWS)], ROWS)


def main():
    for make in WORKLOADS:
        if make.__name__ in (sys.argv[1:] or make.__name__):
            for figure, ms in figures(make):
                print('%-10s %-9s %.4f' % (make.__name__, figure, ms), flush=True)


if __name__ == '__main__':
    main()
