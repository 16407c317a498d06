"""Trains models for 50 steps with batches of 64 samples of all workers together.

    trains_models.py FILE

Worker 0 writes the losses and the weights to an .npz file.
"""
import sys

import numpy as np

import keras
import keras.distribute as hvd
from keras import backend as K
from keras.layers import LSTM, Conv2D, Dense, Embedding, Flatten

SAMPLES, BATCH, EPOCHS, CLASSES = 640, 64, 5, 4


def mlp():
    return (np.random.rand(SAMPLES, 20),
            [Dense(32, activation='relu', input_shape=(20,)), Dense(CLASSES, activation='softmax')])


def convnet():
    return (np.random.rand(SAMPLES, 8, 8, 1),
            [Conv2D(8, 3, activation='relu', input_shape=(8, 8, 1)),
             Conv2D(8, 3, activation='relu'), Flatten(), Dense(CLASSES, activation='softmax')])


def lstm():
    return (np.random.randint(50, size=(SAMPLES, 10)),
            [Embedding(50, 8, input_length=10), LSTM(16), Dense(CLASSES, activation='softmax')])


def trained(make, optimizer):
    np.random.seed(1)
    K.set_random_seed(1)
    x, layers = make()
    y = keras.utils.to_categorical(np.random.randint(CLASSES, size=SAMPLES), CLASSES)
    model = keras.Sequential(layers)
    model.compile(hvd.DistributedOptimizer(optimizer), 'categorical_crossentropy',
                  metrics=['accuracy', keras.metrics.AUC(name='auc')])
    history = model.fit(x, y, batch_size=BATCH // hvd.size(), epochs=EPOCHS, verbose=0,
                        validation_data=(x[:333], y[:333]))
    names = ['loss', 'accuracy', 'auc', 'val_loss', 'val_accuracy', 'val_auc']
    return np.array([history.history[name] for name in names]), model.get_weights()


def main(path):
    hvd.init()
    arrays = {}
    for make in (mlp, convnet, lstm):
        for optimizer in (keras.optimizers.SGD(0.1, momentum=0.9), keras.optimizers.Adam(0.01)):
            name = '%s_%s' % (make.__name__, type(optimizer).__name__)
            arrays[name + '_history'], weights = trained(make, optimizer)
            arrays.update(('%s_%d' % (name, i), w) for i, w in enumerate(weights))
    if hvd.rank() == 0:
        np.savez(path, **arrays)


main(sys.argv[1])
