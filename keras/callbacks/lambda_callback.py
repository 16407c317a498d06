"""Callbacks from functions."""
from keras.utils.errors import did_you_mean

from .base import Callback


class LambdaCallback(Callback):
    """Callback made from functions.

    Args:
        on_epoch_begin: function of `(epoch, logs)`.
        on_epoch_end: function of `(epoch, logs)`.
        on_batch_begin: function of `(batch, logs)`.
        on_batch_end: function of `(batch, logs)`.
        on_train_begin: function of `(logs)`.
        on_train_end: function of `(logs)`.
        **kwargs: other hooks of `Callback` by their names, or attributes.

    Raises:
        TypeError: for an argument that starts with `on_` but is not a hook.

    Example::

        from keras.callbacks import LambdaCallback

        show = LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs['loss']))
    """

    def __init__(self, on_epoch_begin=None, on_epoch_end=None, on_batch_begin=None,
                 on_batch_end=None, on_train_begin=None, on_train_end=None, **kwargs):
        super().__init__()
        functions = dict(kwargs, on_epoch_begin=on_epoch_begin, on_epoch_end=on_epoch_end,
                         on_batch_begin=on_batch_begin, on_batch_end=on_batch_end,
                         on_train_begin=on_train_begin, on_train_end=on_train_end)
        for name, function in functions.items():
            if name.startswith('on_') and not hasattr(Callback, name):
                raise TypeError('LambdaCallback has no hook %r.%s' % (
                    name, did_you_mean(name, dir(Callback), repr)))
            if function is not None:
                setattr(self, name, function)
