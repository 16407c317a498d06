"""Initializers: initial values of weights.

An initializer is called with a shape and returns a NumPy array. NumPy draws the random numbers,
so a seed gives the same weights on every engine.
"""
import numpy as np

from keras import backend as K
from keras.backend.late_array import LateArray
from keras.backend.seeds import normal_within_two, seed_or_draw
from keras.utils.generic_utils import has_arg, serialize_keras_object
from keras.utils.identifiers import Registry, class_of, named
from keras.utils.limits import check_effort

# Standard deviation of a standard normal distribution truncated at -2 and 2.
_STD_OF_TRUNCATED = .87962566103423978


class Initializer:
    """Base class of initializers.

    A subclass defines `__call__`, which returns the values, and `get_config` if its constructor has
    arguments.

    Example::

        from keras.initializers import Initializer
        from keras.layers import Dense

        class Stripes(Initializer):
            def __call__(self, shape, dtype=None):
                values = np.zeros(shape, dtype or K.floatx())
                values[::2] = 1.
                return values

        layer = Dense(4, kernel_initializer=Stripes(), input_shape=(8,))
    """

    def __call__(self, shape, dtype=None):
        """Returns initial values.

        Args:
            shape: tuple of ints.
            dtype: string; `K.floatx()` by default.

        Returns:
            Array of this shape and dtype.
        """
        raise NotImplementedError('%s does not define its values: it needs a method '
                                  '__call__(self, shape, dtype=None).' % type(self).__name__)

    def get_config(self):
        """Returns the arguments of the constructor, as a dictionary that can be written to JSON."""
        return {}

    @classmethod
    def from_config(cls, config):
        """Creates an initializer from the result of `get_config`.

        Args:
            config: dictionary. An entry `dtype`, which tf.keras writes, is ignored.

        Returns:
            An initializer.
        """
        return cls(**{name: value for name, value in config.items() if name != 'dtype'})


class Zeros(Initializer):
    """Zeros.

    Example:
        >>> keras.initializers.Zeros()((2,)).tolist()
        [0.0, 0.0]
    """

    def __call__(self, shape, dtype=None):
        return np.zeros(shape, dtype or K.floatx())


class Ones(Initializer):
    """Ones.

    Example:
        >>> keras.initializers.Ones()((2,)).tolist()
        [1.0, 1.0]
    """

    def __call__(self, shape, dtype=None):
        return np.ones(shape, dtype or K.floatx())


class Constant(Initializer):
    """Given values.

    Args:
        value: number; or an array or list with as many numbers as the weight has entries.

    Raises:
        ValueError: when it is called, if the number of values differs from that of the entries.

    Example:
        >>> keras.initializers.Constant([1, 2, 3, 4])((2, 2)).tolist()
        [[1.0, 2.0], [3.0, 4.0]]
    """

    def __init__(self, value=0):
        self.value = value

    def __call__(self, shape, dtype=None):
        values = np.asarray(self.value, dtype=dtype or K.floatx())
        if values.ndim == 0:
            return np.full(shape, values)
        if values.size != _size(shape):
            raise ValueError('Constant has values of shape %s, which do not fill a weight of '
                             'shape %s. Pass one number, or as many as the weight has.'
                             % (values.shape, tuple(shape)))
        return values.reshape(shape)

    def get_config(self):
        return {'value': self.value}


class _Random(Initializer):
    """Base of the initializers that draw; a subclass defines `_drawn(generator, shape)`.

    An object with a seed draws different values at each call (it increments the seed), so layers
    that share a seeded initializer do not start equal. A new object with the same seed draws the
    same values again.
    """

    _calls = 0

    def __init__(self, seed=None):
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return np.asarray(self._drawn(self._generator(), shape), dtype=dtype or K.floatx())

    def _generator(self):
        if self.seed is None:
            return np.random.RandomState(seed_or_draw(None))
        self._calls += 1
        return np.random.RandomState(self.seed + self._calls - 1)


class _Normal(_Random):
    """Base of the normal distributions."""

    def __init__(self, mean=0., stddev=0.05, seed=None):
        super().__init__(seed)
        self.mean = mean
        self.stddev = stddev

    def get_config(self):
        return {'mean': self.mean, 'stddev': self.stddev, 'seed': self.seed}


class RandomNormal(_Normal):
    """Normal distribution.

    Args:
        mean: float, mean of the values.
        stddev: float, standard deviation of the values.
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Example:
        >>> keras.initializers.RandomNormal(stddev=0.01, seed=0)((3, 2)).shape
        (3, 2)
    """

    def _drawn(self, generator, shape):
        return generator.normal(self.mean, self.stddev, shape)


class RandomUniform(_Random):
    """Uniform distribution.

    Args:
        minval: float, lower bound of the values.
        maxval: float, upper bound of the values.
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Example:
        >>> values = keras.initializers.RandomUniform(0., 1., seed=0)((100,))
        >>> bool(values.min() >= 0 and values.max() <= 1)
        True
    """

    def __init__(self, minval=-0.05, maxval=0.05, seed=None):
        super().__init__(seed)
        self.minval = minval
        self.maxval = maxval

    def _drawn(self, generator, shape):
        return generator.uniform(self.minval, self.maxval, shape)

    def get_config(self):
        return {'minval': self.minval, 'maxval': self.maxval, 'seed': self.seed}


class TruncatedNormal(_Normal):
    """Normal distribution truncated at two standard deviations: values beyond are drawn again.

    Args:
        mean: float, mean of the values.
        stddev: float, standard deviation before truncation; that of the values is 0.88 times as
            large.
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Example:
        >>> values = keras.initializers.TruncatedNormal(stddev=0.5, seed=0)((100,))
        >>> bool(abs(values).max() <= 1)
        True
    """

    def _drawn(self, generator, shape):
        values = normal_within_two(lambda count: generator.normal(size=count), shape)
        return self.mean + self.stddev * values


class VarianceScaling(_Random):
    """Random values with variance `scale / n`, where `n` depends on the shape of the weight.

    For a matrix `(inputs, outputs)` the fan-in is `inputs` and the fan-out `outputs`; for a
    convolution kernel `(space..., inputs, outputs)` both are multiplied by the size of the window.
    The uniform distribution is from `-limit` to `limit` with `limit = sqrt(3 * scale / n)`.

    Args:
        scale: float, greater than 0.
        mode: string, what `n` is: `'fan_in'`, `'fan_out'`, or `'fan_avg'` (the mean of both).
        distribution: string, `'normal'` (truncated at two standard deviations) or `'uniform'`.
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Raises:
        ValueError: for any other argument.

    Example:
        >>> values = keras.initializers.VarianceScaling(mode='fan_out', seed=0)((50, 200))
        >>> round(float(values.var() * 200), 1)
        1.0
    """

    def __init__(self, scale=1.0, mode='fan_in', distribution='normal', seed=None):
        super().__init__(seed)
        if not scale > 0:
            raise ValueError('The scale of VarianceScaling must be greater than 0, but got %r.'
                             % (scale,))
        self.scale = scale
        self.mode = _one_of('mode', mode, ('fan_in', 'fan_out', 'fan_avg'))
        self.distribution = _one_of('distribution', distribution, ('normal', 'uniform'))

    def _drawn(self, generator, shape):
        fan_in, fan_out = _compute_fans(shape)
        n = {'fan_in': fan_in, 'fan_out': fan_out, 'fan_avg': (fan_in + fan_out) / 2.}[self.mode]
        variance = self.scale / max(1., n)
        if self.distribution == 'normal':
            values = normal_within_two(lambda count: generator.normal(size=count), shape)
            values *= np.sqrt(variance) / _STD_OF_TRUNCATED
            return values
        limit = np.sqrt(3. * variance)
        return generator.uniform(-limit, limit, shape)

    def get_config(self):
        return {'scale': self.scale, 'mode': self.mode, 'distribution': self.distribution,
                'seed': self.seed}


class Orthogonal(_Random):
    """Random matrix with orthonormal rows or columns, whichever are fewer.

    A weight with more than two axes is filled as a matrix `(all axes but the last, last axis)`.
    Source: Saxe et al., Exact solutions to the nonlinear dynamics of learning in deep linear neural
    networks, 2014, https://arxiv.org/abs/1312.6120.

    Args:
        gain: float, factor of the matrix.
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Raises:
        ValueError: when it is called, if the shape has fewer than two axes.

    Example:
        >>> matrix = keras.initializers.Orthogonal(seed=0)((2, 3))
        >>> bool(np.allclose(matrix.dot(matrix.T), np.eye(2), atol=1e-6))
        True
    """

    def __init__(self, gain=1., seed=None):
        super().__init__(seed)
        self.gain = gain

    def _drawn(self, generator, shape):
        if len(shape) < 2:
            raise ValueError('Orthogonal needs a shape with at least two axes, but got %s.'
                             % (tuple(shape),))
        rows, columns = _size(shape[:-1]), shape[-1]
        check_effort('an orthogonal weight', rows * columns * min(rows, columns) // 2000000)
        random = generator.normal(size=(rows, columns))
        left, _, right = np.linalg.svd(random, full_matrices=False)
        matrix = left if rows >= columns else right
        return self.gain * matrix.reshape(shape)

    def get_config(self):
        return {'gain': self.gain, 'seed': self.seed}


class Identity(Initializer):
    """Identity matrix; if it is not square, the remaining rows or columns are zeros.

    Args:
        gain: float, factor of the matrix.

    Raises:
        ValueError: when it is called, if the shape does not have two axes.

    Example:
        >>> keras.initializers.Identity()((2, 3)).tolist()
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """

    def __init__(self, gain=1.):
        self.gain = gain

    def __call__(self, shape, dtype=None):
        if len(shape) != 2:
            raise ValueError('Identity needs a shape with two axes, but got %s.' % (tuple(shape),))
        return self.gain * np.eye(shape[0], shape[1], dtype=dtype or K.floatx())

    def get_config(self):
        return {'gain': self.gain}


def lecun_uniform(seed=None):
    """LeCun's uniform initializer: from `-limit` to `limit`, `limit = sqrt(3 / fan_in)`.

    See `VarianceScaling` for fan-in and fan-out. Source: LeCun et al., Efficient BackProp, 1998,
    section 4.6.

    Args:
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Returns:
        A `VarianceScaling`.

    Example:
        >>> keras.initializers.lecun_uniform(seed=0)((3, 2)).shape
        (3, 2)
    """
    return VarianceScaling(scale=1., mode='fan_in', distribution='uniform', seed=seed)


def lecun_normal(seed=None):
    """LeCun's normal initializer: truncated, with standard deviation `sqrt(1 / fan_in)`.

    See `VarianceScaling` for fan-in and fan-out. Source: Klambauer et al., Self-Normalizing Neural
    Networks, 2017, https://arxiv.org/abs/1706.02515. Use it with the activation `selu`.

    Args:
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Returns:
        A `VarianceScaling`.

    Example:
        >>> keras.initializers.lecun_normal(seed=0)((3, 2)).shape
        (3, 2)
    """
    return VarianceScaling(scale=1., mode='fan_in', distribution='normal', seed=seed)


def glorot_uniform(seed=None):
    """Glorot's uniform initializer: `limit = sqrt(6 / (fan_in + fan_out))`.

    See `VarianceScaling` for fan-in and fan-out. Source: Glorot and Bengio, Understanding the
    difficulty of training deep feedforward neural networks, 2010,
    http://proceedings.mlr.press/v9/glorot10a.html. Also known as Xavier initialization.

    Args:
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Returns:
        A `VarianceScaling`.

    Example:
        >>> keras.initializers.glorot_uniform(seed=0)((3, 2)).shape
        (3, 2)
    """
    return VarianceScaling(scale=1., mode='fan_avg', distribution='uniform', seed=seed)


def glorot_normal(seed=None):
    """Glorot's normal initializer: truncated, standard deviation `sqrt(2 / (fan_in + fan_out))`.

    See `VarianceScaling` for fan-in and fan-out. Source: Glorot and Bengio, Understanding the
    difficulty of training deep feedforward neural networks, 2010,
    http://proceedings.mlr.press/v9/glorot10a.html.

    Args:
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Returns:
        A `VarianceScaling`.

    Example:
        >>> keras.initializers.glorot_normal(seed=0)((3, 2)).shape
        (3, 2)
    """
    return VarianceScaling(scale=1., mode='fan_avg', distribution='normal', seed=seed)


def he_uniform(seed=None):
    """He's uniform initializer: from `-limit` to `limit`, `limit = sqrt(6 / fan_in)`.

    See `VarianceScaling` for fan-in and fan-out. Source: He et al., Delving Deep into Rectifiers,
    2015, https://arxiv.org/abs/1502.01852.

    Args:
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Returns:
        A `VarianceScaling`.

    Example:
        >>> keras.initializers.he_uniform(seed=0)((3, 2)).shape
        (3, 2)
    """
    return VarianceScaling(scale=2., mode='fan_in', distribution='uniform', seed=seed)


def he_normal(seed=None):
    """He's normal initializer: truncated, with standard deviation `sqrt(2 / fan_in)`.

    See `VarianceScaling` for fan-in and fan-out. Source: He et al., Delving Deep into Rectifiers,
    2015, https://arxiv.org/abs/1502.01852.

    Args:
        seed: int, seed of the random numbers; None draws one from `np.random`.

    Returns:
        A `VarianceScaling`.

    Example:
        >>> keras.initializers.he_normal(seed=0)((3, 2)).shape
        (3, 2)
    """
    return VarianceScaling(scale=2., mode='fan_in', distribution='normal', seed=seed)


def _size(shape):
    return int(np.prod(shape, dtype='int64'))


def _one_of(name, value, allowed):
    if value not in allowed:
        raise ValueError('The %s of VarianceScaling must be one of %s, but got %r.'
                         % (name, ', '.join(map(repr, allowed)), value))
    return value


def _compute_fans(shape):
    """Returns the fan-in and fan-out: how many inputs an output depends on, and vice versa."""
    if 2 <= len(shape) <= 5:
        window = _size(shape[:-2])
        return shape[-2] * window, shape[-1] * window
    fan = np.sqrt(_size(shape))
    return fan, fan


zero = zeros = Zeros
one = ones = Ones
constant = Constant
uniform = random_uniform = RandomUniform
normal = random_normal = RandomNormal
truncated_normal = TruncatedNormal
identity = Identity
orthogonal = Orthogonal

_REGISTRY = Registry(
    'initializer', 'glorot_uniform', named(globals(), class_of(Initializer)),
    makers={maker.__name__: maker for maker in (
        lecun_uniform, lecun_normal, glorot_uniform, glorot_normal, he_uniform, he_normal)})


def start_value(initializer, shape, dtype):
    """Draws the initial values of a weight.

    Args:
        initializer: callable that takes `shape` and `dtype`; or only `shape`, as those written for
            Keras before 2.3 may do.
        shape: tuple of ints.
        dtype: string.

    Returns:
        Array or tensor.
    """
    try:
        takes_dtype = has_arg(initializer, 'dtype', accept_all=True)
    except ValueError:  # written in C, without a signature
        takes_dtype = True
    return initializer(shape, dtype=dtype) if takes_dtype else initializer(shape)


def start_of_weight(initializer, shape, dtype):
    """Does what `start_value` does, but returns a `LateArray` if random numbers can be drawn later.

    Their seed is drawn immediately, so the order in which weights are created determines them.
    """
    if type(initializer) is not VarianceScaling or initializer.seed is not None:
        return start_value(initializer, shape, dtype)
    config = dict(initializer.get_config(), seed=seed_or_draw(None))
    return LateArray(lambda: VarianceScaling(**config)(shape, dtype), shape)


def serialize(initializer):
    """Returns the configuration of an initializer.

    Args:
        initializer: an initializer.

    Returns:
        Dictionary `{'class_name': ..., 'config': ...}`, or the name of a function.

    Raises:
        ValueError: if it has neither a configuration nor a name.

    Example:
        >>> keras.initializers.serialize(keras.initializers.Constant(2))
        {'class_name': 'Constant', 'config': {'value': 2}}
    """
    return serialize_keras_object(initializer)


def deserialize(config, custom_objects=None):
    """Returns the initializer with a given name or configuration.

    Args:
        config: string; or dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to your own initializers.

    Returns:
        An initializer.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> keras.initializers.deserialize({'class_name': 'Constant', 'config': {'value': 2}}).value
        2
    """
    return _REGISTRY.deserialize(config, custom_objects)


def get(identifier):
    """Returns the initializer for an identifier, as layers accept it.

    Args:
        identifier: initializer, name, configuration, or function of `shape` and `dtype`.

    Returns:
        A callable that takes `shape` and `dtype`.

    Raises:
        ValueError: for anything else.

    Example:
        >>> keras.initializers.get('glorot_uniform')((2, 3)).shape
        (2, 3)
    """
    return _REGISTRY.get(identifier)
