"""Writes the logs to a table."""
import csv
import os

import numpy as np

from keras.utils.files import appended_file, check_folder
from keras.utils.warn import warn

from .base import Callback


class CSVLogger(Callback):
    """Writes the logs of each epoch as a row of a CSV file.

    Values that are missing in an epoch become `NA`, such as the validation when training stops in
    the middle of the epoch.

    Args:
        filename: path of the file.
        separator: character between the columns.
        append: bool, whether to append to an existing file, keeping its columns. If not, the first
            row replaces it.

    Raises:
        FileNotFoundError: when training starts, if the folder does not exist.

    Example::

        from keras.callbacks import CSVLogger
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0,
                  callbacks=[CSVLogger('log.csv')])
    """

    is_for_first_process = True

    def __init__(self, filename, separator=',', append=False):
        super().__init__()
        self.filename = str(filename)
        self.sep = separator
        self.append = append
        self.keys = None
        self._replaces = not append  # an older file, with the first row

    def get_state(self):
        return {'keys': self.keys, 'size': os.path.getsize(self.filename)}

    def set_state(self, state):
        self.keys, self._replaces = state['keys'], False
        # There may be a row of an epoch that will be trained again.
        if os.path.getsize(self.filename) > state['size']:
            os.truncate(self.filename, state['size'])

    def on_train_begin(self, logs=None):
        # Opening the file here fails early if it cannot be written.
        check_folder(self.filename)
        with open(self.filename, 'a+', newline='') as file:
            file.seek(0)
            header = next(csv.reader(file, delimiter=self.sep), None) if self.append else None
        self.keys = header[1:] if header else None
        self._replaces = not self.append

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.keys is None:
            self.keys = sorted(set(logs).union(self.params.get('metrics', [])))
            self._write(['epoch'] + self.keys)
        self._write([epoch] + [_cell(logs.get(key, 'NA')) for key in self.keys])
        lost = sorted(set(logs).difference(self.keys))
        if lost:
            warn('CSVLogger: %s has no column for %s; use append=False or another file to log '
                 'them.' % (self.filename, ', '.join(lost)), RuntimeWarning)

    def _write(self, row):
        if self._replaces:
            os.truncate(self.filename, 0)
            self._replaces = False
        with appended_file(self.filename, newline='') as file:
            csv.writer(file, delimiter=self.sep, lineterminator='\n').writerow(row)


def _cell(value):
    return value if np.ndim(value) == 0 else '[%s]' % ', '.join(map(str, value))
