"""Trains a model with backups, in which one worker may be disturbed in the middle of an epoch.

    is_disturbed.py FOLDER [SIGNAL]

SIGNAL is the name of a signal that worker 1 sends itself. The backups are in FOLDER/backup; worker
0 writes the final weights and the losses to FOLDER/weights.npz.
"""
import os
import signal
import sys

import numpy as np

import keras
import keras.distribute as hvd
from keras import backend as K
from keras.callbacks import BackupAndRestore, Callback, EarlyStopping
from keras.layers import BatchNormalization, Dense, Dropout


class Disturbance(Callback):
    def on_batch_end(self, batch, logs=None):
        if hvd.rank() == 1 and self.model.optimizer.get_weights()[0] == 9:
            os.kill(os.getpid(), getattr(signal, sys.argv[2]))


def main(folder):
    hvd.init(timeout=5)
    np.random.seed(1)
    K.set_random_seed(1)
    x = np.random.rand(64, 20)
    y = np.random.rand(64, 1)
    model = keras.Sequential([Dense(8, activation='relu', input_shape=(20,)),
                              BatchNormalization(), Dropout(0.5), Dense(1)])
    model.compile(hvd.DistributedOptimizer('adam'), 'mse')
    callbacks = [EarlyStopping('loss', patience=9),
                 BackupAndRestore(os.path.join(folder, 'backup'))]
    history = model.fit(x, y, batch_size=8, epochs=4, verbose=2,
                        callbacks=callbacks + [Disturbance()] * (len(sys.argv) > 2))
    if hvd.rank() == 0:
        np.savez(os.path.join(folder, 'weights.npz'), *model.get_weights(),
                 losses=history.history['loss'])


main(sys.argv[1])
