"""Memory of one process that builds, trains and throws away one model after the other.

    python3 dev.py python benchmarks/memory.py [fits]

Prints the resident memory after every tenth of the fits. Between fits `K.clear_session()` is
called, so that it should stay flat once the engine has warmed up.
"""
import gc
import os
import sys

import numpy as np

from keras import backend as K
from keras.layers import LSTM, BatchNormalization, Dense, Dropout
from keras.models import Sequential


def resident():
    """Returns the resident memory of this process in MB."""
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 1e6


def fit():
    """Trains, tests and uses a small model with a bit of everything."""
    model = Sequential([LSTM(16, input_shape=(10, 8)), BatchNormalization(), Dropout(.5),
                        Dense(4, activation='softmax')])
    model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
    x, y = np.random.rand(256, 10, 8), np.eye(4)[np.random.randint(0, 4, 256)]
    model.fit(x, y, epochs=2, validation_split=.25, verbose=0)
    model.predict(x)
    K.clear_session()


def main():
    fits = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for i in range(1, fits + 1):
        fit()
        if i % max(1, fits // 10) == 0:
            gc.collect()
            print('%4d fits: %7.1f MB' % (i, resident()), flush=True)


if __name__ == '__main__':
    main()
