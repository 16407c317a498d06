"""Trains a model whose epochs depend on each other; killed by `test_backup_and_restore`.

Arguments: the folder to work in; when to be killed: `never`, `batch 2 1` (before that batch of that
epoch), `write 3` (before the third backup gets its name).
"""
import json
import os
import random
import signal
import sys

import numpy as np

from keras import backend as K
from keras import layers
from keras.callbacks import (
    BackupAndRestore,
    Callback,
    CSVLogger,
    EarlyStopping,
    ModelCheckpoint,
    ReduceLROnPlateau,
)
from keras.models import Model
from keras.utils import set_random_seed

EPOCHS = 6


def model_and_data():
    set_random_seed(3)
    x = np.random.rand(24, 5, 3)
    y = x.sum(axis=(1, 2), keepdims=True)[:, 0] / 8
    inputs = layers.Input(batch_shape=(6, 5, 3))
    hidden = layers.GaussianNoise(0.1)(inputs)
    hidden = layers.SimpleRNN(4, stateful=True, dropout=0.2, recurrent_dropout=0.2)(hidden)
    hidden = layers.Dropout(0.5)(layers.BatchNormalization()(hidden))
    model = Model(inputs, layers.Dense(1)(hidden))
    penalty = K.variable(0.)
    model.compile('adam', lambda y, p: K.mean(K.square(y - p)) + penalty * K.mean(K.abs(p)),
                  metrics=['mae'])
    return model, penalty, x, y


class Annealed(Callback):
    """Changes a variable of the loss, from random numbers of Python and from the last loss."""

    def __init__(self, variable):
        super().__init__()
        self.variable = variable
        self.sum = 0.

    def on_epoch_end(self, epoch, logs=None):
        self.sum += logs['loss'] * random.random()
        K.set_value(self.variable, K.get_value(self.variable) + 0.01 * self.sum)

    def get_state(self):
        return {'sum': self.sum}

    def set_state(self, state):
        self.sum = state['sum']


class Killed(Callback):
    """Kills the process before a batch."""

    def __init__(self, epoch, batch):
        super().__init__()
        self.when = epoch, batch

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_batch_begin(self, batch, logs=None):
        if (self.epoch, batch) == self.when:
            kill()


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def kill_in_write(number):
    """Kills the process before a file called backup.h5 is replaced for that time."""
    replace, left = os.replace, [number]

    def replace_or_die(source, target):
        if os.path.basename(target) == 'backup.h5':
            left[0] -= 1
            if not left[0]:
                kill()
        replace(source, target)

    os.replace = replace_or_die


def main(folder, when, *numbers):
    os.chdir(folder)
    model, penalty, x, y = model_and_data()
    callbacks = [Annealed(penalty), ReduceLROnPlateau(monitor='loss', patience=1, min_delta=0.05),
                 EarlyStopping(monitor='loss', patience=4, restore_best_weights=True),
                 ModelCheckpoint('best.h5', monitor='val_loss', save_best_only=True),
                 CSVLogger('log.csv'), BackupAndRestore('backup')]
    if when == 'batch':
        callbacks.append(Killed(*map(int, numbers)))
    elif when == 'write':
        kill_in_write(int(numbers[0]))
    history = model.fit(x, y, batch_size=6, epochs=EPOCHS, validation_data=(x[:12], y[:12]),
                        callbacks=callbacks, verbose=0)
    with open('history.json', 'w') as file:
        json.dump([history.epoch, history.history], file, default=lambda x: x.item())
    np.savez('weights.npz', *model.get_weights() + model.optimizer.get_weights() + [
        np.random.rand(3), K.get_value(penalty), K.get_value(model.optimizer.lr)])


if __name__ == '__main__':
    main(*sys.argv[1:])
