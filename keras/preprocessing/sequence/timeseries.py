"""Windows of a series of measurements, batch by batch."""
import json
import operator

import numpy as np

from keras.utils.errors import readable_errors
from keras.utils.sequence import Sequence


class TimeseriesGenerator(Sequence):
    """Batches of windows of a series, each with the target of the step that follows it.

    Args:
        data: list or array of steps (numbers or arrays), along its first axis.
        targets: list or array of a target for each step.
        length: number of steps that a window spans.
        sampling_rate: distance of the steps that are taken from a window, of which there are
            `ceil(length / sampling_rate)`.
        stride: distance of a window from the next.
        start_index: step at which the first window starts.
        end_index: last step whose target is used; by default the last there is.
        shuffle: whether windows are drawn at random (from `np.random`, with replacement), instead
            of one after the other.
        reverse: whether the steps in a window are in reverse order.
        batch_size: number of windows in a batch; the last batch may have fewer.

    Raises:
        ValueError: if there are not as many targets as steps, or not enough for a window.

    Example:
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
        # The step of the first target, rather than that of the first window, as in Keras 2.
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
                'length = %d, and the last one is at %d. Shorten `length`, or use more data.'
                % (self.start_index, self.end_index))

    def __len__(self):
        windows = (self.end_index - self.start_index) // self.stride + 1
        return -(-windows // self.batch_size)

    def __getitem__(self, index):
        """Returns a batch.

        Args:
            index: number of the batch.

        Returns:
            A tuple of arrays `(samples, targets)`, of the shapes `(batch, steps, ...)` and
            `(batch, ...)`.
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
        """Returns the arguments and data as a dictionary, the data as JSON.

        `start_index` is that of the first target, as in Keras 2.
        """
        return {'data': _to_json('data', self.data), 'targets': _to_json('targets', self.targets),
                'length': self.length, 'sampling_rate': self.sampling_rate, 'stride': self.stride,
                'start_index': self.start_index, 'end_index': self.end_index,
                'shuffle': self.shuffle, 'reverse': self.reverse, 'batch_size': self.batch_size}

    def to_json(self, **kwargs):
        """Describes the generator with its data, for `timeseries_generator_from_json`.

        Args:
            **kwargs: arguments of `json.dumps`.

        Returns:
            A string in JSON.
        """
        return json.dumps({'class_name': type(self).__name__, 'config': self.get_config()},
                          **kwargs)


def timeseries_generator_from_json(json_string):
    """Makes a `TimeseriesGenerator` from its description.

    Args:
        json_string: string that `TimeseriesGenerator.to_json` returned.

    Returns:
        A `TimeseriesGenerator`, with its data as lists.

    Raises:
        ValueError: if the string is no such description.
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
