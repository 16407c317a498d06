"""Logs in a table."""
import csv

import numpy as np

from keras.utils.files import appended_file, check_folder
from keras.utils.warn import warn

from .base import Callback


class CSVLogger(Callback):
    """Writes the logs of each epoch as a row of a CSV file.

    What is missing in an epoch (the validation, when training stops within one) becomes `NA`.

    Args:
        filename: path of the file.
        separator: character between the columns.
        append: whether to add to an existing file, whose columns are kept.
    """

    def __init__(self, filename, separator=',', append=False):
        super().__init__()
        self.filename = str(filename)
        self.sep = separator
        self.append = append
        self.keys = None

    def on_train_begin(self, logs=None):
        # Opening the file here shows at once whether it can be written.
        check_folder(self.filename)
        with open(self.filename, 'a+' if self.append else 'w+', newline='') as file:
            file.seek(0)
            header = next(csv.reader(file, delimiter=self.sep), None)
        self.keys = header[1:] if header else None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.keys is None:
            self.keys = sorted(set(logs).union(self.params.get('metrics', [])))
            self._write(['epoch'] + self.keys)
        self._write([epoch] + [_cell(logs.get(key, 'NA')) for key in self.keys])
        lost = sorted(set(logs).difference(self.keys))
        if lost:
            warn('CSVLogger: %s has no column for %s.' % (
                self.filename, ', '.join(lost)), RuntimeWarning)

    def _write(self, row):
        with appended_file(self.filename, newline='') as file:
            csv.writer(file, delimiter=self.sep, lineterminator='\n').writerow(row)


def _cell(value):
    return value if np.ndim(value) == 0 else '[%s]' % ', '.join(map(str, value))
