"""Ending a training that gets no better."""
from .base import Callback
from .monitor import Monitor, improvement


class EarlyStopping(Callback):
    """Stops training when a watched value has stopped improving.

    Args:
        monitor: name of the value, as in the logs: `'val_loss'`, `'accuracy'`, ...
        min_delta: least change that counts as an improvement.
        patience: number of epochs without improvement after which to stop.
        verbose: 1 prints a line on stopping.
        mode: `'min'` (lower is better), `'max'` (higher is better) or `'auto'` (by the name).
        baseline: value that must be beaten for a first epoch to count as an improvement.
        restore_best_weights: whether to go back to the weights of the best epoch when training
            ends, for whichever reason.
    """

    def __init__(self, monitor='val_loss', min_delta=0, patience=0, verbose=0, mode='auto',
                 baseline=None, restore_best_weights=False):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.verbose = verbose
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.min_delta = min_delta
        self.monitor_op, self._worst = improvement(monitor, mode, 'EarlyStopping')
        self._look_up = Monitor(monitor, 'EarlyStopping')
        self._reset()

    def _reset(self):
        self.wait = 0
        self.stopped_epoch = 0
        self.best = self._worst if self.baseline is None else self.baseline
        self.best_weights = None

    def on_train_begin(self, logs=None):
        self._reset()

    def on_epoch_end(self, epoch, logs=None):
        current = self.get_monitor_value(logs)
        if current is None:
            return
        if self._is_better(current):
            self.best = current
            self.wait = 0
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True
            self._restore()

    def _restore(self):
        if self.best_weights is not None:
            if self.verbose:
                print('Early stopping: back to the weights of the best epoch.')
            self.model.set_weights(self.best_weights)

    def on_train_end(self, logs=None):
        if 0 < self.wait < self.patience:  # something else has ended the training
            self._restore()
        if self.stopped_epoch and self.verbose:
            print('Early stopping after epoch %d: %s did not improve on %.5f for %d epochs.' % (
                self.stopped_epoch + 1, self.monitor, self.best, self.wait))

    def get_monitor_value(self, logs):
        """Returns the watched value, or None (with a warning) if the logs lack it."""
        return self._look_up(logs or {})

    def _is_better(self, current):
        margin = self.min_delta if self._worst < 0 else -self.min_delta
        return self.monitor_op(current - margin, self.best)
