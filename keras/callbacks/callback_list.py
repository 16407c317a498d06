"""All callbacks of a run, called together."""
import time
from collections import deque

import numpy as np

from keras.utils.warn import warn

from .base import own_hook

_SLOW = 0.1  # seconds that batch hooks may take without a warning


class CallbackList:
    """Calls the hooks of all callbacks in a list.

    Batch hooks that a callback does not override are skipped; the list of those to call is made
    at the first batch of a run.

    Args:
        callbacks: list of callbacks.
        queue_length: int, number of recent batches over which the time of batch hooks is judged.

    Example:
        >>> from keras.callbacks import CallbackList, LambdaCallback
        >>> callbacks = CallbackList([LambdaCallback(on_train_begin=lambda logs: print('begin'))])
        >>> callbacks.on_train_begin()
        begin
    """

    def __init__(self, callbacks=None, queue_length=10):
        self.callbacks = list(callbacks or [])
        self.queue_length = queue_length
        self.params = {}
        self.model = None
        self._forget_batch_hooks()

    def __iter__(self):
        return iter(self.callbacks)

    def append(self, callback):
        """Adds a callback at the end.

        Args:
            callback: the callback.
        """
        self.callbacks.append(callback)
        self._forget_batch_hooks()

    def set_params(self, params):
        """Passes the dictionary that describes the run to all callbacks.

        Args:
            params: dictionary.
        """
        self.params = params
        for callback in self.callbacks:
            callback.set_params(params)

    def set_model(self, model):
        """Passes the model to all callbacks.

        Args:
            model: the model.
        """
        self.model = model
        for callback in self.callbacks:
            callback.set_model(model)

    def on_epoch_begin(self, epoch, logs=None):
        """Calls `on_epoch_begin` of all callbacks."""
        self._call('on_epoch_begin', epoch, logs)
        self._forget_times()

    def on_epoch_end(self, epoch, logs=None):
        """Calls `on_epoch_end` of all callbacks."""
        self._call('on_epoch_end', epoch, logs)

    def on_train_batch_begin(self, batch, logs=None):
        """Calls `on_train_batch_begin` of all callbacks."""
        self._before_batch('train', batch, logs)

    def on_train_batch_end(self, batch, logs=None):
        """Calls `on_train_batch_end` of all callbacks."""
        self._after_batch('train', batch, logs)

    def on_batch_begin(self, batch, logs=None):
        """Calls `on_train_batch_begin` of all callbacks."""
        self._before_batch('train', batch, logs)

    def on_batch_end(self, batch, logs=None):
        """Calls `on_train_batch_end` of all callbacks."""
        self._after_batch('train', batch, logs)

    def on_test_batch_begin(self, batch, logs=None):
        """Calls `on_test_batch_begin` of all callbacks."""
        self._before_batch('test', batch, logs)

    def on_test_batch_end(self, batch, logs=None):
        """Calls `on_test_batch_end` of all callbacks."""
        self._after_batch('test', batch, logs)

    def on_predict_batch_begin(self, batch, logs=None):
        """Calls `on_predict_batch_begin` of all callbacks."""
        self._before_batch('predict', batch, logs)

    def on_predict_batch_end(self, batch, logs=None):
        """Calls `on_predict_batch_end` of all callbacks."""
        self._after_batch('predict', batch, logs)

    def on_train_begin(self, logs=None):
        """Calls `on_train_begin` of all callbacks."""
        self._begin('on_train_begin', logs)

    def on_train_end(self, logs=None):
        """Calls `on_train_end` of all callbacks."""
        self._call('on_train_end', logs)

    def on_test_begin(self, logs=None):
        """Calls `on_test_begin` of all callbacks."""
        self._begin('on_test_begin', logs)

    def on_test_end(self, logs=None):
        """Calls `on_test_end` of all callbacks."""
        self._call('on_test_end', logs)

    def on_predict_begin(self, logs=None):
        """Calls `on_predict_begin` of all callbacks."""
        self._begin('on_predict_begin', logs)

    def on_predict_end(self, logs=None):
        """Calls `on_predict_end` of all callbacks."""
        self._call('on_predict_end', logs)

    def _begin(self, name, logs):
        self._call(name, logs)
        # A callback may have added hooks when the run began.
        self._forget_batch_hooks()

    def _call(self, name, *args):
        args = args[:-1] + (_or_empty(args[-1]),)
        for callback in self.callbacks:
            hook = getattr(callback, name, None)
            if hook is not None:
                hook(*args)

    def _forget_batch_hooks(self):
        self._before = {}  # from the mode to a list of hooks
        self._after = {}
        self._forget_times()

    def _batch_hooks(self, mode, moment):
        hooks = [_batch_hook(callback, mode, moment) for callback in self.callbacks]
        return [hook for hook in hooks if hook is not None]

    def _forget_times(self):
        self._batch_start = time.time()
        self._batch_seconds = 0
        self._before_seconds = deque(maxlen=self.queue_length)
        self._after_seconds = deque(maxlen=self.queue_length)

    def _before_batch(self, mode, batch, logs):
        if mode not in self._before:
            self._before[mode] = self._batch_hooks(mode, 'begin')
        hooks = self._before[mode]
        if hooks:
            self._call_timed(hooks, self._before_seconds, batch, logs)
        self._batch_start = time.time()

    def _after_batch(self, mode, batch, logs):
        if mode not in self._after:
            self._after[mode] = self._batch_hooks(mode, 'end')
        hooks = self._after[mode]
        if hooks:
            self._batch_seconds = time.time() - self._batch_start
            self._call_timed(hooks, self._after_seconds, batch, logs)

    def _call_timed(self, hooks, times, batch, logs):
        logs = _or_empty(logs)
        start = time.time()
        for hook in hooks:
            hook(batch, logs)
        spent = time.time() - start
        times.append(spent)
        if spent > _SLOW:
            self._warn_if_slow(hooks, times)

    def _warn_if_slow(self, hooks, times):
        usual = np.median(times)
        if usual > _SLOW and 0 < self._batch_seconds < usual / 0.95:
            names = [getattr(hook, '__qualname__', repr(hook)) for hook in hooks]
            warn('Callbacks are slow: for each batch %s took %.2f s, the batch itself '
                 '%.2f s. Do the slow work less often, for instance in on_epoch_end.'
                 % (', '.join(names), usual, self._batch_seconds), RuntimeWarning)
            times.clear()


def _or_empty(logs):
    return {} if logs is None else logs


def _batch_hook(callback, mode, moment):
    hook = own_hook(callback, 'on_%s_batch_%s' % (mode, moment))
    if hook is None and mode == 'train':
        hook = own_hook(callback, 'on_batch_' + moment)
    return hook
