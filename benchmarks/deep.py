"""Times the life of a deep network: ResNet-50 on images of 64 x 64 pixels, 16 in a batch, Adam.

    python3 dev.py python benchmarks/deep.py

Prints lines of a name and a number, for whichever Keras can be imported; `against.py` compares
several (see there).

    build     the layers, and `compile`: seconds
    first     the first training step, with all that is prepared for it
    step      one of the later ones
    memory    the most memory that the process took until then: gigabytes
    predict   on one batch
    save      the model with its optimizer, 280 MB
    load      `load_model`, and the first prediction of what it returns
"""
import importlib
import os
import resource
import tempfile
import time

import numpy as np
from turns import median_seconds

keras = importlib.import_module(os.environ.get('KERAS_MODULE', 'keras'))
layers = keras.layers

STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))  # filters, blocks, strides
BATCH = 16
REPEATS = 8


def convolution(x, filters, size, strides=1, activation='relu'):
    x = layers.Conv2D(filters, size, strides=strides, padding='same')(x)
    return layers.Activation(activation)(layers.BatchNormalization()(x))


def block(x, filters, strides, is_first):
    y = convolution(x, filters, 1, strides)
    y = convolution(y, filters, 3)
    y = convolution(y, 4 * filters, 1, activation='linear')
    if is_first:
        x = convolution(x, 4 * filters, 1, strides, activation='linear')
    return layers.Activation('relu')(layers.add([x, y]))


def resnet():
    inputs = layers.Input((64, 64, 3))
    x = layers.MaxPooling2D(3, 2, padding='same')(convolution(inputs, 64, 7, 2))
    for filters, blocks, strides in STAGES:
        for i in range(blocks):
            x = block(x, filters, strides if i == 0 else 1, i == 0)
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.models.Model(inputs, layers.Dense(10, activation='softmax')(x))
    model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
    return model


def measure(path):
    """Yields the name and the number of each stage."""
    rng = np.random.RandomState(0)
    images = rng.uniform(size=(BATCH, 64, 64, 3)).astype('float32')
    classes = np.eye(10, dtype='float32')[rng.randint(10, size=BATCH)]
    start = time.perf_counter()
    model = resnet()
    yield 'build', time.perf_counter() - start
    for name, repeats in ('first', 1), ('step', REPEATS):
        yield name, median_seconds(lambda: model.train_on_batch(images, classes), repeats)
    yield 'memory', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2. ** 20
    model.predict_on_batch(images)
    yield 'predict', median_seconds(lambda: model.predict_on_batch(images), REPEATS)
    yield 'save', median_seconds(lambda: model.save(path))
    yield 'load', median_seconds(
        lambda: keras.models.load_model(path).predict_on_batch(images))


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, number in measure(os.path.join(folder, 'resnet.h5')):
            print('%-8s %.3f' % (name, number), flush=True)


if __name__ == '__main__':
    main()
