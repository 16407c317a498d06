"""Averages the logs over an epoch."""
from .base import Callback
from .monitor import with_old_names


class BaseLogger(Callback):
    """Averages the loss and the metrics of the batches into the logs of the epoch.

    Every model runs it before all other callbacks. Batches are weighted by their number of samples.

    Args:
        stateful_metrics: names of the metrics that average over batches themselves; their value
            after the last batch is used.

    Attributes:
        keeps_old_names: bool, whether logs also hold the accuracy as `acc`, its name before
            Keras 2.3. False unless `keras.legacy.old_world` was called.

    Example:
        >>> from keras.callbacks import BaseLogger
        >>> logger = BaseLogger()
        >>> logger.set_params({'metrics': ['loss']})
        >>> logger.on_epoch_begin(0)
        >>> logger.on_batch_end(0, {'size': 1, 'loss': 4.})
        >>> logger.on_batch_end(1, {'size': 3, 'loss': 0.})
        >>> logs = {}
        >>> logger.on_epoch_end(0, logs)
        >>> logs
        {'loss': 1.0}
    """

    keeps_old_names = False

    def __init__(self, stateful_metrics=None):
        super().__init__()
        self.stateful_metrics = set(stateful_metrics or ())

    def on_epoch_begin(self, epoch, logs=None):
        self.seen = 0
        self.totals = {}

    def on_batch_end(self, batch, logs=None):
        logs = logs or {}
        size = logs.get('size', 0)
        self.seen += size
        for name in self.params['metrics']:
            if name in logs:
                value = float(logs[name])  # sums of float32 would lose digits
                if name in self.stateful_metrics:
                    self.totals[name] = value
                else:
                    self.totals[name] = self.totals.get(name, 0.) + value * size
        if self.keeps_old_names:
            logs.update(with_old_names(logs))

    def on_epoch_end(self, epoch, logs=None):
        if logs is None:
            return
        for name, total in self.totals.items():
            stateful = name in self.stateful_metrics
            logs[name] = total if stateful or not self.seen else total / self.seen
        if self.keeps_old_names:
            logs.update(with_old_names(logs))
