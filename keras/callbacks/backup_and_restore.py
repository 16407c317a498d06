"""Lets a training that died go on."""
import contextlib
import os
import tempfile

from keras.utils.errors import readable_errors
from keras.utils.files import refuse_remote
from keras.utils.process_groups import ALONE
from keras.utils.state_files import read_state, write_state

from .base import Callback


class BackupAndRestore(Callback):
    """Lets a training that was interrupted go on, when the same program is started again.

    At the end of each epoch, after all other callbacks, the state of the training is saved. If
    `fit` finds a backup, it goes on after the last finished epoch. The numbers are exactly those of
    a training that was never interrupted: losses, metrics and weights, to the last bit. The
    `History` that `fit` returns has all epochs. When the training ends, the backup is deleted.

    A backup holds the variables of the model and of the optimizer, the states of stateful layers,
    the random numbers of Python, NumPy and the engine, the order of samples, and the states of
    other callbacks. A callback or a `Sequence` of your own may define `get_state` and `set_state`
    (see `Callback`). Without them, `on_epoch_end` of a `Sequence` is called once for each finished
    epoch, the last time with the random numbers of that time.

    With several processes (see `keras.distribute`), each has a file of its own in the folder, which
    may be on its own machine. The number of processes must stay the same.

    What does not come back:

    - A generator starts at its beginning, and so does data read from tensors. Use a `Sequence`.
    - Random numbers that several threads (`workers` above 1) draw from `np.random` in
      `__getitem__` depend on timing, with or without a backup. Use processes, or draw from a
      `RandomState` for each batch, as the iterators of `keras.preprocessing.image` do.
    - On TensorFlow, random operations inside of loops such as `K.rnn`, and those of TensorFlow
      except `tf.random.uniform`, `normal` and `truncated_normal`, start again. A warning names
      them. Dropout in recurrent layers is not affected.
    - What the engine does not repeat in two runs with the same seed, such as some operations on
      GPUs.

    Args:
        backup_dir: path of a folder for the backup, which is created if necessary. Each training
            needs its own.
        save_freq: `'epoch'`. Numbers of batches, as in Keras 3, are refused, since a training can
            only go on exactly between two epochs.
        delete_checkpoint: bool, whether to delete the backup when training ends. If not, the next
            `fit` goes on from it, for instance with more `epochs`.

    Raises:
        TypeError: if `backup_dir` is not a path.
        ValueError: for another `save_freq`; when training starts, if the backup was made by another
            model or from other data.
        OSError: when training starts, if the folder cannot be used, or the backup cannot be read.

    Example::

        from keras.callbacks import BackupAndRestore
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('adam', 'mse')
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), epochs=3, verbose=0,
                  callbacks=[BackupAndRestore('backup')])
    """

    def __init__(self, backup_dir, save_freq='epoch', delete_checkpoint=True):
        super().__init__()
        if not isinstance(backup_dir, (str, os.PathLike)) or not os.fspath(backup_dir):
            raise TypeError('`backup_dir` of BackupAndRestore must be the path of a folder, but '
                            'got %r.' % (backup_dir,))
        if save_freq != 'epoch':
            raise ValueError("`save_freq` of BackupAndRestore must be 'epoch', but got %r. Only "
                             'after an epoch can a training go on with the same numbers.'
                             % (save_freq,))
        self.backup_dir = os.fspath(backup_dir)
        self.save_freq = save_freq
        self.delete_checkpoint = delete_checkpoint

    def load(self, group=ALONE):
        """Returns the state in the backup, or None if there is no backup.

        Of several processes, each has its own file. It keeps the one before, as a process that died
        may not have saved the last epoch.

        Args:
            group: `ProcessGroup` of the training.

        Raises:
            OSError: if the backup cannot be read, or another process has none.
        """
        states = (self._read(path) for path in self._paths(group) if os.path.exists(path))
        last = next(states, None)
        epochs = last['epochs'] if last else 0
        common = group.min(epochs)
        if common == epochs:
            return last
        before = next(states, None)
        if before and before['epochs'] == common:
            return before
        if epochs > 1:
            raise OSError('The backup in %s is that of %d epochs, but another process has one of '
                          '%d. A training must go on with the same number of processes and their '
                          'files, or delete them to train from the beginning.'
                          % (self.backup_dir, epochs, common))
        return None

    def _read(self, path):
        try:
            with readable_errors('its contents are not a backup'):
                return read_state(path)
        except (OSError, ValueError) as error:
            raise OSError('BackupAndRestore cannot read %s: %s. Delete it to train from the '
                          'beginning.' % (path, str(error).rstrip('.'))) from error

    def save(self, state, group=ALONE):
        """Replaces the backup.

        Args:
            state: dictionary; see `keras.utils.state_files.write_state`.
            group: `ProcessGroup` of the training.

        Raises:
            OSError: if the backup cannot be written. The last one remains.
        """
        last, *before = self._paths(group)
        try:
            for path in before:
                with contextlib.suppress(FileNotFoundError):  # at the first epoch
                    os.replace(last, path)
            write_state(last, state)
        except OSError as error:
            raise OSError('BackupAndRestore cannot write to %s: %s. Check that the folder is '
                          'writable, and that there is space left.'
                          % (self.backup_dir, str(error).rstrip('.'))) from error

    def check_folder(self):
        """Makes the folder if necessary, and removes what a killed program left unfinished.

        Raises:
            OSError: if there cannot be a file in it.
        """
        refuse_remote(self.backup_dir)
        try:
            os.makedirs(self.backup_dir, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.backup_dir):
                pass
            for name in os.listdir(self.backup_dir):
                if name.startswith('.keras-') and name.endswith('.tmp'):
                    os.remove(os.path.join(self.backup_dir, name))
        except OSError as error:
            raise OSError('`backup_dir` of BackupAndRestore must be a folder to write to, but %s '
                          'is not: %s.' % (self.backup_dir, error.strerror or error)) from error

    def delete(self, group=ALONE):
        """Deletes the backup, and the folder if it is empty, unless `delete_checkpoint=False`."""
        if self.delete_checkpoint:
            for path in self._paths(group):
                with contextlib.suppress(FileNotFoundError):  # if there was no epoch to train
                    os.remove(path)
            with contextlib.suppress(OSError):
                os.rmdir(self.backup_dir)

    def _paths(self, group):
        """Returns the paths of the last backup, and of the one before if it is kept."""
        names = ['backup.h5']
        if group.size > 1:
            names = ['backup-%d.h5' % group.rank, 'backup-%d-before.h5' % group.rank]
        return [os.path.join(self.backup_dir, name) for name in names]
