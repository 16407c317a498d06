"""Start values of weights.

An initializer is called with a shape and returns a NumPy array. The random numbers are NumPy's, so
that one seed gives the same weights on every backend.
"""
import numpy as np

from keras import backend as K
from keras.backend.late_array import LateArray
from keras.backend.seeds import normal_within_two, seed_or_draw
from keras.utils.generic_utils import has_arg, serialize_keras_object
from keras.utils.identifiers import Registry, class_of, named
from keras.utils.limits import check_effort

# Standard deviation of a standard normal distribution that is cut off at -2 and 2.
_STD_OF_TRUNCATED = .87962566103423978


class Initializer:
    """Base of all initializers; a subclass says in `__call__` what the values are."""

    def __call__(self, shape, dtype=None):
        """Returns start values.

        Args:
            shape: tuple of ints.
            dtype: string, `K.floatx()` by default.

        Returns:
            An array of that shape and type.
        """
        raise NotImplementedError('%s does not say how to make values: it needs a method '
                                  '__call__(self, shape, dtype=None).' % type(self).__name__)

    def get_config(self):
        """Returns the arguments of the constructor as a dictionary that JSON can hold."""
        return {}

    @classmethod
    def from_config(cls, config):
        """Makes an initializer from the result of `get_config`.

        Args:
            config: dictionary. An entry `dtype`, which tf.keras writes, is left out.
        """
        return cls(**{name: value for name, value in config.items() if name != 'dtype'})


class Zeros(Initializer):
    """Zeros everywhere."""

    def __call__(self, shape, dtype=None):
        return np.zeros(shape, dtype or K.floatx())


class Ones(Initializer):
    """Ones everywhere."""

    def __call__(self, shape, dtype=None):
        return np.ones(shape, dtype or K.floatx())


class Constant(Initializer):
    """Given values.

    Args:
        value: number, or an array or list with as many numbers as the weight has entries.
    """

    def __init__(self, value=0):
        self.value = value

    def __call__(self, shape, dtype=None):
        values = np.asarray(self.value, dtype=dtype or K.floatx())
        if values.ndim == 0:
            return np.full(shape, values)
        if values.size != _size(shape):
            raise ValueError('Constant has values of shape %s, which do not fill a weight of '
                             'shape %s.' % (values.shape, tuple(shape)))
        return values.reshape(shape)

    def get_config(self):
        return {'value': self.value}


class _Random(Initializer):
    """An initializer that draws; a subclass says in `_drawn(generator, shape)` how.

    Called again, an object with a seed draws other values (it counts the seed up): a seeded
    initializer that several layers share does not make them equal. A new object with the
    same seed draws the same values again.
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
        seed: int; None draws one from `np.random`.
    """

    def _drawn(self, generator, shape):
        return generator.normal(self.mean, self.stddev, shape)


class RandomUniform(_Random):
    """Uniform distribution.

    Args:
        minval: float, least value.
        maxval: float, upper bound.
        seed: int; None draws one from `np.random`.
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
    """Normal distribution without its tails: values beyond two `stddev` are drawn again.

    Args:
        mean: float, mean of the values.
        stddev: float, standard deviation before truncation (0.88 of it is left after).
        seed: int; None draws one from `np.random`.
    """

    def _drawn(self, generator, shape):
        values = normal_within_two(lambda count: generator.normal(size=count), shape)
        return self.mean + self.stddev * values


class VarianceScaling(_Random):
    """Values whose variance is `scale / n`, with `n` from the shape of the weight.

    For a matrix of shape `(inputs, outputs)` the fan-in is `inputs` and the fan-out `outputs`; for
    a convolution kernel of shape `(space..., inputs, outputs)` both are multiplied by the
    size of the window.

    Args:
        scale: float, greater than 0.
        mode: string, what `n` is: `'fan_in'`, `'fan_out'`, or `'fan_avg'`, their mean.
        distribution: string, `'normal'` (truncated at two standard deviations) or `'uniform'`.
        seed: int; None draws one from `np.random`.

    Raises:
        ValueError: for arguments that are none of these.
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
    """A matrix with orthonormal rows or columns, whichever are fewer.

    A weight with more axes is made as a matrix `(all axes but the last, last axis)`.

    Args:
        gain: float, factor of the matrix.
        seed: int; None draws one from `np.random`.

    Source: Saxe et al., Exact solutions to the nonlinear dynamics of learning in deep linear neural
    networks, https://arxiv.org/abs/1312.6120.
    """

    def __init__(self, gain=1., seed=None):
        super().__init__(seed)
        self.gain = gain

    def _drawn(self, generator, shape):
        if len(shape) < 2:
            raise ValueError('Orthogonal makes weights with two axes or more, but the shape is '
                             '%s.' % (tuple(shape),))
        rows, columns = _size(shape[:-1]), shape[-1]
        check_effort('an orthogonal weight', rows * columns * min(rows, columns) // 2000000)
        random = generator.normal(size=(rows, columns))
        left, _, right = np.linalg.svd(random, full_matrices=False)
        matrix = left if rows >= columns else right
        return self.gain * matrix.reshape(shape)

    def get_config(self):
        return {'gain': self.gain, 'seed': self.seed}


class Identity(Initializer):
    """The identity matrix; one that is not square has zeros in the rows or columns left over.

    Args:
        gain: float, factor of the matrix.
    """

    def __init__(self, gain=1.):
        self.gain = gain

    def __call__(self, shape, dtype=None):
        if len(shape) != 2:
            raise ValueError('Identity makes matrices, weights with two axes, but the shape is '
                             '%s.' % (tuple(shape),))
        return self.gain * np.eye(shape[0], shape[1], dtype=dtype or K.floatx())

    def get_config(self):
        return {'gain': self.gain}


def lecun_uniform(seed=None):
    """LeCun's uniform initializer: limit `sqrt(3 / fan_in)`.

    Args:
        seed: int; None draws one from `np.random`.

    Source: LeCun et al., Efficient BackProp, section 4.6,
    http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf.
    """
    return VarianceScaling(scale=1., mode='fan_in', distribution='uniform', seed=seed)


def lecun_normal(seed=None):
    """LeCun's normal initializer: truncated, standard deviation `sqrt(1 / fan_in)`.

    It goes along with the activation `selu`.

    Args:
        seed: int; None draws one from `np.random`.

    Source: Klambauer et al., Self-Normalizing Neural Networks, https://arxiv.org/abs/1706.02515.
    """
    return VarianceScaling(scale=1., mode='fan_in', distribution='normal', seed=seed)


def glorot_uniform(seed=None):
    """Glorot's uniform initializer: limit `sqrt(6 / (fan_in + fan_out))`.

    Args:
        seed: int; None draws one from `np.random`.

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
    networks, http://proceedings.mlr.press/v9/glorot10a.html.
    """
    return VarianceScaling(scale=1., mode='fan_avg', distribution='uniform', seed=seed)


def glorot_normal(seed=None):
    """Glorot's normal initializer: truncated, standard deviation `sqrt(2 / (fan_in + fan_out))`.

    Args:
        seed: int; None draws one from `np.random`.

    Source: as for `glorot_uniform`.
    """
    return VarianceScaling(scale=1., mode='fan_avg', distribution='normal', seed=seed)


def he_uniform(seed=None):
    """He's uniform initializer: limit `sqrt(6 / fan_in)`.

    Args:
        seed: int; None draws one from `np.random`.

    Source: He et al., Delving Deep into Rectifiers, https://arxiv.org/abs/1502.01852.
    """
    return VarianceScaling(scale=2., mode='fan_in', distribution='uniform', seed=seed)


def he_normal(seed=None):
    """He's normal initializer: truncated, standard deviation `sqrt(2 / fan_in)`.

    Args:
        seed: int; None draws one from `np.random`.

    Source: He et al., Delving Deep into Rectifiers, https://arxiv.org/abs/1502.01852.
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
    """Returns on how many inputs an entry of the output depends, and the other way round."""
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
    """Draws the start of a weight.

    Args:
        initializer: a callable that takes `shape` and `dtype`; or `shape` alone, as one that was
            written for Keras before 2.3 may do.
        shape: tuple of ints.
        dtype: string.

    Returns:
        Array or tensor.
    """
    try:
        takes_dtype = has_arg(initializer, 'dtype', accept_all=True)
    except ValueError:  # written in C, and does not tell
        takes_dtype = True
    return initializer(shape, dtype=dtype) if takes_dtype else initializer(shape)


def start_of_weight(initializer, shape, dtype):
    """Returns what `start_value` does, or a `LateArray` of it where only numbers are to be drawn.

    Their seed is drawn at once, so that the order in which weights are made decides them.
    """
    if type(initializer) is not VarianceScaling or initializer.seed is not None:
        return start_value(initializer, shape, dtype)
    config = dict(initializer.get_config(), seed=seed_or_draw(None))
    return LateArray(lambda: VarianceScaling(**config)(shape, dtype), shape)


def serialize(initializer):
    """Describes an initializer as `{'class_name': ..., 'config': ...}`."""
    return serialize_keras_object(initializer)


def deserialize(config, custom_objects=None):
    """Makes an initializer from its name or description.

    Args:
        config: string or dictionary.
        custom_objects: dictionary from names to initializers of your own.

    Returns:
        An initializer.

    Raises:
        ValueError: for a name that nobody knows.
    """
    return _REGISTRY.deserialize(config, custom_objects)


def get(identifier):
    """Returns the initializer that `identifier` stands for.

    Args:
        identifier: an initializer, its name or description, or a function of `shape` and `dtype`.

    Returns:
        A callable that takes `shape` and `dtype`.

    Raises:
        ValueError: for anything else.

    Example:
        >>> get('glorot_uniform')((2, 3)).shape
        (2, 3)
    """
    return _REGISTRY.get(identifier)
