"""Batches of samples, in a new order in each epoch."""
import threading
from numbers import Integral

import numpy as np

from keras.preprocessing.image.random_numbers import drawing_from
from keras.utils.sequence import Sequence

_PLACE = '_base_seed', '_first_batch', 'batch_index', 'total_batches_seen'


class Iterator(Sequence):
    """Base of the iterators over images; it chooses the samples of each batch.

    A subclass defines `_get_batches_of_transformed_samples`, which makes a batch of them.
    `iterator[3]` returns a batch of the current epoch, which lasts until `on_epoch_end` is called;
    `fit_generator` reads this way. `next(iterator)` returns one batch after the other, epoch after
    epoch.

    Each batch has separate random numbers, seeded with `seed` plus the number of the batch, counted
    over all epochs. A batch therefore does not depend on the thread or process that makes it, or on
    the batches made before. The order of an epoch comes from the random numbers of its first batch.

    Args:
        n: int, number of samples.
        batch_size: int, number of samples in a batch; the last batch of an epoch may have fewer.
        shuffle: bool, whether to draw a new order for each epoch.
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Raises:
        ValueError: if `batch_size` is not a positive integer, or `seed` not an integer from 0 to
            2**32 - 1.

    Example::

        from keras.preprocessing.image import Iterator

        class Pairs(Iterator):
            def __init__(self, left, right, batch_size=32):
                super().__init__(len(left), batch_size, shuffle=True, seed=None)
                self.left, self.right = left, right

            def _get_batches_of_transformed_samples(self, index_array):
                return self.left[index_array], self.right[index_array]

        left, right = next(Pairs(np.arange(8), np.arange(8), batch_size=4))
    """

    white_list_formats = ('png', 'jpg', 'jpeg', 'bmp', 'ppm', 'tif', 'tiff')

    def __init__(self, n, batch_size, shuffle, seed):
        if not isinstance(batch_size, Integral) or batch_size < 1:
            raise ValueError('`batch_size` must be a positive integer, but got %r.'
                             % (batch_size,))
        if seed is not None and not (isinstance(seed, Integral) and 0 <= seed < 2 ** 32):
            raise ValueError('`seed` must be an integer from 0 to 2**32 - 1, or None, but got '
                             '%r.' % (seed,))
        self.n = n
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.batch_index = 0
        self.total_batches_seen = 0
        self.index_array = None
        self._first_batch = 0  # of this epoch, counted over all epochs
        self._base_seed = np.random.randint(2 ** 31 - 1) if seed is None else int(seed)
        self._prepare_threads()

    def __len__(self):
        """Returns the number of batches in an epoch."""
        return -(-self.n // self.batch_size)

    def __getitem__(self, idx):
        """Returns a batch of the current epoch.

        Args:
            idx: int, index of the batch within the epoch, from 0.

        Returns:
            A batch.

        Raises:
            ValueError: if there is no such batch.
        """
        if not 0 <= idx < len(self):
            raise ValueError('There is no batch %d: an epoch has %d batches, counted from 0.'
                             % (idx, len(self)))
        with self.lock:
            if self.index_array is None:
                self._set_index_array()
        return self._batch(self._indices(idx))

    def __iter__(self):
        return self

    def __next__(self, *args, **kwargs):
        return self.next(*args, **kwargs)

    def next(self):
        """Returns the next batch; after the last batch of an epoch, the first of the next epoch."""
        with self.lock:
            index_array = next(self.index_generator)
        # Outside the lock, so several threads can make batches at the same time.
        return self._batch(index_array)

    def on_epoch_end(self):
        """Begins the next epoch and draws its order."""
        with self.lock:
            self.total_batches_seen = self._first_batch + len(self)
            self.batch_index = 0
            self._begin_epoch()

    def get_state(self):
        """Returns the place in the sequence of batches, for `BackupAndRestore`."""
        with self.lock:
            return {name: getattr(self, name) for name in _PLACE}

    def set_state(self, state):
        """Continues where another iterator over the same samples was.

        Args:
            state: what `get_state` returned.
        """
        with self.lock:
            vars(self).update(state)
            self._set_index_array()

    def reset(self):
        """Makes `next` begin a new epoch."""
        self.batch_index = 0

    def _begin_epoch(self):
        self._first_batch = self.total_batches_seen
        self._set_index_array()

    def _set_index_array(self):
        """Arranges the samples in the order of the current epoch."""
        self.index_array = (self._random_state(0).permutation(self.n) if self.shuffle
                            else np.arange(self.n))

    def _flow_index(self):
        """Yields the indices of the samples of each batch, epoch after epoch."""
        while True:
            if not self.n:
                raise ValueError('There are no samples from which to make batches.')
            if self.batch_index == 0:
                self._begin_epoch()
            number = self.batch_index
            self.batch_index = (number + 1) % len(self)
            self.total_batches_seen += 1
            yield self._indices(number)

    def _indices(self, number):
        """Returns the indices of the samples of a batch, which this thread will make."""
        random = self._random_state(number)
        if number == 0 and self.shuffle:
            random.permutation(self.n)  # the order of the epoch was drawn before
        self._making.random = random
        return self.index_array[self.batch_size * number:self.batch_size * (number + 1)]

    def _random_state(self, number):
        """Returns a new random state for a batch of this epoch."""
        return np.random.RandomState((self._base_seed + self._first_batch + number) % 2 ** 32)

    def _batch(self, index_array):
        with self._own_random_numbers():
            return self._get_batches_of_transformed_samples(index_array)

    def _own_random_numbers(self):
        """Makes augmentation draw from the random state of the batch that this thread makes."""
        return drawing_from(getattr(self._making, 'random', None))

    def _get_batches_of_transformed_samples(self, index_array):
        """Makes a batch.

        Args:
            index_array: array of ints, indices of the samples.

        Returns:
            A batch, in the form that a model takes.
        """
        raise NotImplementedError(
            '%s must define `_get_batches_of_transformed_samples(self, index_array)`, which '
            'returns a batch.' % type(self).__name__)

    def _prepare_threads(self):
        self.lock = threading.Lock()
        self.index_generator = self._flow_index()
        self._making = threading.local()

    def __getstate__(self):
        state = self.__dict__.copy()
        for name in ('lock', 'index_generator', '_making'):
            del state[name]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._prepare_threads()


def subset_slice(n, subset, validation_split):
    """Returns which samples belong to a subset; the first ones are for validation.

    Args:
        n: int, number of samples.
        subset: `'training'`, `'validation'`, or None for all samples.
        validation_split: float from 0 to 1, fraction for validation.

    Returns:
        A slice.

    Raises:
        ValueError: if the subset is unknown.
    """
    if subset is None:
        return slice(0, n)
    if subset not in ('training', 'validation'):
        raise ValueError('`subset` must be "training", "validation" or None, but got %r.'
                         % (subset,))
    if subset == 'validation' and not validation_split:
        raise ValueError('`subset="validation"` needs samples for validation: pass e.g. '
                         '`validation_split=0.2` to ImageDataGenerator.')
    border = int(validation_split * n)
    return slice(0, border) if subset == 'validation' else slice(border, n)
