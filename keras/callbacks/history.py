"""The record that `fit` returns."""
from .base import Callback


class History(Callback):
    """Collects the logs of all epochs; `fit` returns it.

    Attributes:
        epoch: list of the epochs' numbers, from 0.
        history: dictionary from the name of the loss or metric to the list of its values.
    """

    def on_train_begin(self, logs=None):
        self.epoch = []
        self.history = {}

    def on_epoch_end(self, epoch, logs=None):
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
