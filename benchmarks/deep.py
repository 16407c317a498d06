"""Times the life of a deep network: ResNet-50 on images of 64 x 64 pixels, 16 in a batch, Adam.

    python3 dev.py python benchmarks/deep.py                  the seconds of this Keras
    python3 dev.py python benchmarks/deep.py [--backend jax] OTHER_PYTHON
                                                              ... next to another Keras's, in turns

OTHER_PYTHON is the interpreter of an environment with Keras 3 or Keras 2.3.1.

    build     the layers, and `compile`
    first     the first training step, with all that is prepared for it
    step      one of the later ones
    predict   on one batch
    save      the model with its optimizer, 280 MB
    load      `load_model`, and the first prediction of what it returns
"""
import argparse
import os
import sys
import tempfile
import time

import numpy as np
from turns import output_of

STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))  # filters, blocks, strides
BATCH = 16
REPEATS = 8


def convolution(x, filters, size, strides=1, activation='relu'):
    from keras.layers import Activation, BatchNormalization, Conv2D
    x = Conv2D(filters, size, strides=strides, padding='same')(x)
    return Activation(activation)(BatchNormalization()(x))


def block(x, filters, strides, is_first):
    from keras.layers import Activation, add
    y = convolution(x, filters, 1, strides)
    y = convolution(y, filters, 3)
    y = convolution(y, 4 * filters, 1, activation='linear')
    if is_first:
        x = convolution(x, 4 * filters, 1, strides, activation='linear')
    return Activation('relu')(add([x, y]))


def resnet():
    from keras.layers import Dense, GlobalAveragePooling2D, Input, MaxPooling2D
    from keras.models import Model
    inputs = Input((64, 64, 3))
    x = MaxPooling2D(3, 2, padding='same')(convolution(inputs, 64, 7, 2))
    for filters, blocks, strides in STAGES:
        for i in range(blocks):
            x = block(x, filters, strides if i == 0 else 1, i == 0)
    model = Model(inputs, Dense(10, activation='softmax')(GlobalAveragePooling2D()(x)))
    model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
    return model


def seconds(function, repeats=1):
    """Returns the median seconds of some calls, and the result of the last."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        times.append(time.perf_counter() - start)
    return np.median(times), result


def measure(path):
    """Yields the name and the seconds of each stage, with the keras that can be imported."""
    from keras.models import load_model
    rng = np.random.RandomState(0)
    images = rng.uniform(size=(BATCH, 64, 64, 3)).astype('float32')
    classes = np.eye(10, dtype='float32')[rng.randint(10, size=BATCH)]
    took, model = seconds(resnet)
    yield 'build', took
    for name, repeats in ('first', 1), ('step', REPEATS):
        yield name, seconds(lambda: model.train_on_batch(images, classes), repeats)[0]
    model.predict_on_batch(images)
    yield 'predict', seconds(lambda: model.predict_on_batch(images), REPEATS)[0]
    yield 'save', seconds(lambda: model.save(path))[0]
    yield 'load', seconds(lambda: load_model(path).predict_on_batch(images))[0]


def measured_by(python, **variables):
    """Returns a dictionary of seconds from a process of another Python."""
    lines = [line.split() for line in output_of(python, 'deep.py', **variables).splitlines()]
    return {line[0]: float(line[1]) for line in lines if len(line) == 2}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('python', nargs='?')
    parser.add_argument('--backend', default='tensorflow', help="the other one's engine")
    parser.add_argument('--rounds', type=int, default=3)
    options = parser.parse_args()
    if options.python is None:
        with tempfile.TemporaryDirectory() as folder:
            for name, took in measure(os.path.join(folder, 'resnet.h5')):
                print('%-8s %.3f' % (name, took), flush=True)
        return
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(measured_by(sys.executable))
        theirs.append(measured_by(options.python, KERAS_BACKEND=options.backend))
    for name in ours[0]:
        mine, other = [np.median([times[name] for times in each]) for each in (ours, theirs)]
        print('%-8s this one %7.3f s, the other (%s) %7.3f s: ratio %.2f' % (
            name, mine, options.backend, other, mine / other))


if __name__ == '__main__':
    main()
