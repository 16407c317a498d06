"""Saves the model during training."""
import os

from keras.utils.files import check_folder, is_remote

from .base import Callback
from .monitor import Monitor, improvement, with_old_names


class ModelCheckpoint(Callback):
    """Saves the model after epochs.

    Args:
        filepath: path of the file. `{epoch}` (from 1) and the names in the logs are filled in, as
            in `'weights.{epoch:02d}-{val_loss:.2f}.h5'`.
        monitor: name of the value in the logs that decides which epoch is best.
        verbose: int, 1 prints a line for each decision.
        save_best_only: bool, whether to save only if the monitored value improved.
        save_weights_only: bool, whether to save with `model.save_weights` instead of `model.save`.
        mode: `'min'` (lower is better), `'max'` (higher is better) or `'auto'`, which chooses
            `'max'` for names that contain `acc` or start with `fmeasure`.
        period: int, number of epochs between saves.

    Raises:
        FileNotFoundError: when training starts, if the folder does not exist.
        ValueError: during training, if `filepath` contains a name that the logs lack.

    Example::

        from keras.callbacks import ModelCheckpoint
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), epochs=2, verbose=0,
                  callbacks=[ModelCheckpoint('model.{epoch:02d}.h5')])
    """

    is_for_first_process = True
    _state_names = 'best', 'epochs_since_last_save'

    def __init__(self, filepath, monitor='val_loss', verbose=0, save_best_only=False,
                 save_weights_only=False, mode='auto', period=1):
        super().__init__()
        self.filepath = filepath
        self.monitor = monitor
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.period = period
        self.epochs_since_last_save = 0
        self.monitor_op, self.best = improvement(monitor, mode, 'ModelCheckpoint')
        self._look_up = Monitor(monitor, 'ModelCheckpoint')

    def on_epoch_begin(self, epoch, logs=None):
        path = str(self.filepath)
        # A folder with a placeholder in braces is not known yet.
        if '{' not in os.path.dirname(path) and not is_remote(path):
            check_folder(path)

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        self.epochs_since_last_save += 1
        if self.epochs_since_last_save < self.period:
            return
        self.epochs_since_last_save = 0
        if not self.save_best_only:
            self._save(epoch, logs, '')
            return
        current = self._look_up(logs)
        if current is None:
            return
        if self.monitor_op(current, self.best):
            reason = '%s improved from %.5f to %.5f, ' % (self.monitor, self.best, current)
            self.best = current
            self._save(epoch, logs, reason)
        elif self.verbose:
            print('Epoch %d: %s did not improve on %.5f.' % (epoch + 1, self.monitor, self.best))

    def _save(self, epoch, logs, reason):
        path = self._path(epoch, logs)
        if self.verbose:
            print('Epoch %d: %ssaving to %s.' % (epoch + 1, reason, path))
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)

    def _path(self, epoch, logs):
        values = dict(with_old_names(logs), epoch=epoch + 1)
        try:
            return str(self.filepath).format(**values)
        except (KeyError, IndexError, ValueError) as error:
            raise ValueError(
                'ModelCheckpoint cannot fill in the file name %r (%s: %s). Available names: %s.' % (
                    str(self.filepath), type(error).__name__, error,
                    ', '.join(sorted(values)))) from error
