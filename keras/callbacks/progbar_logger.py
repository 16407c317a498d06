"""The progress bar of `fit`."""
from ..utils.progbar import Progbar
from .base import Callback


class ProgbarLogger(Callback):
    """Shows a progress bar with the loss and the metrics; `fit(verbose=1)` runs it.

    Args:
        count_mode: what the bar counts: `'samples'` or `'steps'`.
        stateful_metrics: names of the metrics that average over batches themselves.

    Raises:
        ValueError: for another `count_mode`.

    Example:
        >>> bar = keras.callbacks.ProgbarLogger('steps')
        >>> bar.use_steps
        True
    """

    is_for_first_process = True

    def __init__(self, count_mode='samples', stateful_metrics=None):
        super().__init__()
        if count_mode not in ('samples', 'steps'):
            raise ValueError("`count_mode` must be 'samples' or 'steps', but got %r."
                             % (count_mode,))
        self.use_steps = count_mode == 'steps'
        self.stateful_metrics = set(stateful_metrics or ())

    def on_train_begin(self, logs=None):
        self.verbose = self.params['verbose']
        self.epochs = self.params['epochs']

    def on_epoch_begin(self, epoch, logs=None):
        if self.verbose:
            print('Epoch %d/%d' % (epoch + 1, self.epochs))
        self.seen = 0
        self.target = self.params['steps' if self.use_steps else 'samples']
        self.progbar = Progbar(self.target, verbose=self.verbose,
                               stateful_metrics=self.stateful_metrics)

    def on_batch_begin(self, batch, logs=None):
        pass

    def on_batch_end(self, batch, logs=None):
        logs = logs or {}
        self.seen += 1 if self.use_steps else logs.get('size', 0)
        # The last update waits for the end of the epoch, when the validation is known too.
        if self.verbose == 1 and (self.target is None or self.seen < self.target):
            self.progbar.update(self.seen, self._values(logs))

    def on_epoch_end(self, epoch, logs=None):
        if self.verbose:
            # The logs of an epoch are averages already: show them unchanged.
            self.progbar.stateful_metrics = set(self.params['metrics'])
            self.progbar.update(self.seen, self._values(logs or {}), finalize=True)

    def _values(self, logs):
        return [(name, float(logs[name])) for name in self.params['metrics'] if name in logs]
