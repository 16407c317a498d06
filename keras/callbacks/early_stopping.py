"""Stops training when it no longer improves."""
from .base import Callback
from .monitor import Monitor, improvement


class EarlyStopping(Callback):
    """Stops training when a monitored value no longer improves.

    Args:
        monitor: name of the value in the logs, such as `'val_loss'` or `'accuracy'`.
        min_delta: float, smallest change that counts as an improvement.
        patience: int, number of epochs without improvement after which training stops.
        verbose: int, 1 prints a line when training stops.
        mode: `'min'` (lower is better), `'max'` (higher is better) or `'auto'`, which chooses
            `'max'` for names that contain `acc` or start with `fmeasure`.
        baseline: float, value that the first improvement has to beat; None for no baseline.
        restore_best_weights: bool, whether to restore the weights of the best epoch when training
            ends, for whatever reason.

    Example::

        from keras.callbacks import EarlyStopping
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        stop = EarlyStopping(patience=2, restore_best_weights=True)
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), epochs=5, verbose=0,
                  validation_split=0.25, callbacks=[stop])
    """

    _state_names = 'wait', 'stopped_epoch', 'best', 'best_weights'

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
                print('Early stopping: restored the weights of the best epoch.')
            self.model.set_weights(self.best_weights)

    def on_train_end(self, logs=None):
        if 0 < self.wait < self.patience:  # something else ended the training
            self._restore()
        if self.stopped_epoch and self.verbose:
            print('Early stopping after epoch %d: %s did not improve on %.5f for %d epochs.' % (
                self.stopped_epoch + 1, self.monitor, self.best, self.wait))

    def get_monitor_value(self, logs):
        """Returns the monitored value, or None (with a warning) if the logs lack it.

        Args:
            logs: dictionary of the epoch's logs.

        Returns:
            Number or None.
        """
        return self._look_up(logs or {})

    def _is_better(self, current):
        margin = self.min_delta if self._worst < 0 else -self.min_delta
        return self.monitor_op(current - margin, self.best)
