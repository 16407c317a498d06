"""Windows of a time series, batch by batch."""
import json
import operator

import numpy as np

from keras.utils.errors import readable_errors
from keras.utils.sequence import Sequence


class TimeseriesGenerator(Sequence):
    """Batches of windows of a time series, each with the target of the step after it.

    Args:
        data: list or array with one step (number or array) per entry of its first axis.
        targets: list or array with a target for each step.
        length: int, number of steps that a window spans.
        sampling_rate: int, spacing of the steps taken from a window; each sample has
            `ceil(length / sampling_rate)` steps.
        stride: int, distance from one window to the next.
        start_index: int, step at which the first window starts.
        end_index: int, last step whose target is used; by default the last step.
        shuffle: bool, whether to draw windows at random (from `np.random`, with replacement)
            instead of in order.
        reverse: bool, whether the steps in a window are in reverse order.
        batch_size: int, number of windows in a batch; the last batch may have fewer.

    Raises:
        TypeError: if an argument that must be an int is not.
        ValueError: if the numbers of targets and steps differ, if there are too few steps for a
            window, or for another invalid argument.

    Example:
        >>> from keras.preprocessing.sequence import TimeseriesGenerator
        >>> batches = TimeseriesGenerator([0, 1, 2, 3, 4], [0, 10, 20, 30, 40], length=2,
        ...                               batch_size=2)
        >>> batches[0]
        (array([[0, 1],
               [1, 2]]), array([20, 30]))
    """

    def __init__(self, data, targets, length, sampling_rate=1, stride=1, start_index=0,
                 end_index=None, shuffle=False, reverse=False, batch_size=128):
        if len(data) != len(targets):
            raise ValueError('There must be a target for each step, but `data` has length %d and '
                             '`targets` has length %d.' % (len(data), len(targets)))
        self.data = data
        self.targets = targets
        self.length = _whole('length', length, 1)
        self.sampling_rate = _whole('sampling_rate', sampling_rate, 1)
        self.stride = _whole('stride', stride, 1)
        # The step of the first target instead of the first window, as in Keras 2.
        self.start_index = _whole('start_index', start_index, 0) + self.length
        self.end_index = len(data) - 1 if end_index is None else _whole('end_index', end_index, 0)
        self.shuffle = shuffle
        self.reverse = reverse
        self.batch_size = _whole('batch_size', batch_size, 1)
        self._check_range()

    def _check_range(self):
        if self.end_index >= len(self.data):
            raise ValueError('`end_index` must be less than the length of `data`, %d, but got %d.'
                             % (len(self.data), self.end_index))
        if self.start_index > self.end_index:
            raise ValueError(
                'There is no target after the first window: its target would be at start_index + '
                'length = %d, but the last one is at %d. Reduce `length`, or use more data.'
                % (self.start_index, self.end_index))

    def __len__(self):
        windows = (self.end_index - self.start_index) // self.stride + 1
        return -(-windows // self.batch_size)

    def __getitem__(self, index):
        """Returns a batch.

        Args:
            index: int, index of the batch.

        Returns:
            Pair of arrays `(samples, targets)`, with shapes `(batch, steps, ...)` and `(batch,
            ...)`.
        """
        rows = self._rows(range(len(self))[index])
        samples = np.array([self.data[row - self.length:row:self.sampling_rate] for row in rows])
        targets = np.array([self.targets[row] for row in rows])
        return (samples[:, ::-1] if self.reverse else samples), targets

    def _rows(self, batch):
        """Returns the steps whose targets are in a batch."""
        if self.shuffle:
            return np.random.randint(self.start_index, self.end_index + 1, size=self.batch_size)
        span = self.batch_size * self.stride
        first = self.start_index + batch * span
        return range(first, min(first + span, self.end_index + 1), self.stride)

    def get_config(self):
        """Returns the arguments and the data as a dictionary, the data as JSON.

        `start_index` is that of the first target, as in Keras 2.

        Returns:
            Dictionary.

        Raises:
            TypeError: if the data cannot be written as JSON.
        """
        return {'data': _to_json('data', self.data), 'targets': _to_json('targets', self.targets),
                'length': self.length, 'sampling_rate': self.sampling_rate, 'stride': self.stride,
                'start_index': self.start_index, 'end_index': self.end_index,
                'shuffle': self.shuffle, 'reverse': self.reverse, 'batch_size': self.batch_size}

    def to_json(self, **kwargs):
        """Returns the generator and its data as JSON; see `timeseries_generator_from_json`.

        Args:
            **kwargs: arguments of `json.dumps`.

        Returns:
            String with JSON.

        Raises:
            TypeError: if the data cannot be written as JSON.
        """
        return json.dumps({'class_name': type(self).__name__, 'config': self.get_config()},
                          **kwargs)


def timeseries_generator_from_json(json_string):
    """Creates a `TimeseriesGenerator` from its JSON.

    Args:
        json_string: string that `TimeseriesGenerator.to_json` returned.

    Returns:
        A `TimeseriesGenerator`, with its data as lists.

    Raises:
        ValueError: if the string is not such JSON.

    Example:
        >>> from keras.preprocessing import sequence
        >>> generator = sequence.TimeseriesGenerator([0, 1, 2], [0, 10, 20], length=1)
        >>> copy = sequence.timeseries_generator_from_json(generator.to_json())
        >>> copy.length
        1
    """
    with readable_errors('`json_string` is not what `TimeseriesGenerator.to_json` returns'):
        config = json.loads(json_string).get('config')
        data, targets = json.loads(config.pop('data')), json.loads(config.pop('targets'))
        config['start_index'] -= config['length']
        return TimeseriesGenerator(data, targets, **config)


def _whole(name, value, least):
    try:
        value = operator.index(value)
    except TypeError as error:
        raise TypeError('`%s` must be an int, but got %r.' % (name, value)) from error
    if value < least:
        raise ValueError('`%s` must be at least %d, but got %d.' % (name, least, value))
    return value


def _to_json(name, data):
    try:
        return json.dumps(data.tolist() if isinstance(data, np.ndarray) else data)
    except TypeError as error:
        raise TypeError('`%s` cannot be written as JSON (%s). It must be a list or an array of '
                        'numbers.' % (name, error)) from error
