"""The data that a method of `Model` gets, and their purpose."""
from numbers import Real
from typing import Any, NamedTuple

import numpy as np

_STEPS = {'training': 'steps_per_epoch', 'validation': 'validation_steps',
          'evaluation': 'steps', 'prediction': 'steps'}


class Readers(NamedTuple):
    """How to read a stream: see the arguments of `Model.fit`."""

    max_queue_size: Any = 10
    workers: Any = 1
    use_multiprocessing: Any = False


class Request(NamedTuple):
    """Data as the user passes them, and their purpose.

    Args:
        purpose: `'training'`, `'validation'`, `'evaluation'` or `'prediction'`.
        x, y, sample_weight, class_weight, batch_size, shuffle: arguments of `Model.fit`.
        steps: number of batches in an epoch, or None.
        readers: `Readers`.
    """

    purpose: str
    x: Any = None
    y: Any = None
    sample_weight: Any = None
    class_weight: Any = None
    batch_size: Any = None
    steps: Any = None
    shuffle: Any = False
    readers: Readers = Readers()

    @property
    def is_training(self):
        """Whether the data are for training."""
        return self.purpose == 'training'

    @property
    def steps_argument(self):
        """The user's name for `steps`."""
        return _STEPS[self.purpose]

    def whole_steps(self):
        """Returns `steps` as an int, rounded up, as it may be `samples / 32`.

        Raises:
            ValueError: if it is not a number above 0.
        """
        if self.steps is None:
            return None
        if not isinstance(self.steps, Real) or not self.steps > 0:
            raise ValueError('%s must be at least 1, but got %r.'
                             % (self.steps_argument, self.steps))
        return int(np.ceil(self.steps))
