"""What workers do together in `fit`."""
import contextlib

import numpy as np

from keras.utils.process_groups import ProcessGroup
from keras.utils.random_state import get_random_state, set_random_state

from . import process
from .collectives import allgather, broadcast_all, broadcast_variables, sums_of


class Workers(ProcessGroup):
    """All workers, of which this process is one."""

    @property
    def size(self):
        return process.size()

    @property
    def rank(self):
        return process.rank()

    def begin(self, model, source, validation, verbose):
        if self.size == 1:
            return
        broadcast_variables(model.weights + model.optimizer.weights)
        is_shared = self._share(source)
        self._check_steps(source)
        if verbose:
            print(('%d workers share the training data.' if is_shared else
                   'Each of %d workers has training data of its own.') % self.size)
        if validation:
            self._share(validation.source)

    def _share(self, source):
        """Makes a source read a part of the data, if all workers have the same.

        Returns:
            Whether they have.
        """
        checksum = source.checksum()
        known = allgather(-1 if checksum is None else checksum)
        is_shared = checksum is not None and (known == checksum).all()
        if is_shared:
            source.share(self)
        return is_shared

    def _check_steps(self, source):
        steps = allgather(source.steps_in_epoch())
        if steps.min() != steps.max():
            raise ValueError(
                'All workers must make the same number of steps in an epoch, since each step '
                'averages their gradients. But the data of the workers, which differ, make %s '
                'steps. Pass the same data to all, which are then shared out; or data for equally '
                'many steps.' % ', '.join(map(str, steps)))

    def sum(self, arrays):
        return sums_of([np.asarray(array) for array in arrays])

    def any(self, condition):
        return bool(self.sum([np.array(int(condition))])[0])

    def min(self, number):
        return int(allgather(number).min())

    @contextlib.contextmanager
    def same_random(self):
        own = get_random_state()
        (version, numbers, following), (name, keys, *others) = own['python'], own['numpy']
        others.append(np.nan if following is None else following)
        numbers, keys, others = broadcast_all([numbers, keys, np.array(others, 'float64')], 0)
        position, has_gauss, gauss, following = others.tolist()
        set_random_state({
            'python': [version, numbers, None if np.isnan(following) else following],
            'numpy': [name, keys, int(position), int(has_gauss), gauss]})
        try:
            yield
        finally:
            if self.rank:
                set_random_state(own)


WORKERS = Workers()
