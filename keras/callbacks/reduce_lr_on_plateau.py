"""Lowers the learning rate when training stalls."""
from keras import backend as K
from keras.utils.warn import warn

from .base import Callback
from .monitor import Monitor, improvement


class ReduceLROnPlateau(Callback):
    """Lowers the learning rate when a monitored value no longer improves.

    Args:
        monitor: name of the value in the logs.
        factor: float below 1, factor by which the learning rate is multiplied.
        patience: int, number of epochs without improvement after which the rate is lowered.
        verbose: int, 1 prints a line when the rate is lowered.
        mode: `'min'` (lower is better), `'max'` (higher is better) or `'auto'`, which chooses
            `'max'` for names that contain `acc` or start with `fmeasure`.
        min_delta: float, smallest change that counts as an improvement.
        cooldown: int, number of epochs to wait after lowering the rate before counting again.
        min_lr: float, lowest learning rate.
        **kwargs: `epsilon`, the name of `min_delta` in older releases.

    Raises:
        TypeError: for an unknown keyword argument.
        ValueError: if `factor` is not below 1.

    Example::

        from keras.callbacks import ReduceLROnPlateau
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        lower = ReduceLROnPlateau(factor=0.2, patience=2, min_lr=0.001)
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), epochs=5, verbose=0,
                  validation_split=0.25, callbacks=[lower])
    """

    _state_names = 'best', 'cooldown_counter', 'wait'

    def __init__(self, monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto',
                 min_delta=1e-4, cooldown=0, min_lr=0, **kwargs):
        super().__init__()
        if factor >= 1.0:
            raise ValueError('The factor of ReduceLROnPlateau must be below 1, but got %s.'
                             % factor)
        if 'epsilon' in kwargs:
            warn('ReduceLROnPlateau: `epsilon` was renamed; use `min_delta`.')
            min_delta = kwargs.pop('epsilon')
        if kwargs:
            raise TypeError('ReduceLROnPlateau got the unknown argument %s.'
                            % ', '.join(sorted(kwargs)))
        self.monitor = monitor
        self.factor = factor
        self.patience = patience
        self.verbose = verbose
        self.mode = mode
        self.min_delta = min_delta
        self.cooldown = cooldown
        self.min_lr = min_lr
        self._compare, self._worst = improvement(monitor, mode, 'ReduceLROnPlateau')
        self._look_up = Monitor(monitor, 'ReduceLROnPlateau')
        self._reset()

    def _reset(self):
        self.best = self._worst
        self.cooldown_counter = 0
        self.wait = 0

    def monitor_op(self, current, best):
        """Returns whether `current` is better than `best` by more than `min_delta`.

        Args:
            current: number.
            best: number.

        Returns:
            Bool.
        """
        margin = self.min_delta if self._worst < 0 else -self.min_delta
        return self._compare(current, best + margin)

    def on_train_begin(self, logs=None):
        self._reset()

    def on_epoch_end(self, epoch, logs=None):
        logs = {} if logs is None else logs
        logs['lr'] = K.get_value(self.model.optimizer.lr)
        current = self._look_up(logs)
        if current is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.monitor_op(current, self.best):
            self.best = current
            self.wait = 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch):
        old = float(K.get_value(self.model.optimizer.lr))
        if old > self.min_lr:
            new = max(old * self.factor, self.min_lr)
            K.set_value(self.model.optimizer.lr, new)
            if self.verbose:
                print('Epoch %d: learning rate lowered to %g.' % (epoch + 1, new))
            self.cooldown_counter = self.cooldown
            self.wait = 0

    def in_cooldown(self):
        """Returns whether the rate was lowered too recently to judge it."""
        return self.cooldown_counter > 0
