"""Constraints on weights, restored after each training step."""
from keras import backend as K
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, class_of, named


class Constraint:
    """Base of all constraints; a subclass says in `__call__` what becomes of a weight."""

    def __call__(self, w):
        """Returns the weight that fulfils the constraint, close to `w`.

        Args:
            w: tensor.

        Returns:
            Tensor of the shape of `w`.
        """
        return w

    def get_config(self):
        """Returns the arguments of the constructor as a dictionary that JSON can hold."""
        return {}


class MaxNorm(Constraint):
    """Shrinks what is longer than `max_value`.

    Args:
        max_value: float, the greatest Euclidean norm allowed.
        axis: int, or list of ints: the axes along which norms are taken. For a `Dense` kernel
            of shape `(inputs, outputs)` 0 bounds the weights of each output; for a `Conv2D`
            kernel `(rows, columns, inputs, outputs)` `[0, 1, 2]` bounds each filter.

    Source: Srivastava et al., Dropout, section 5.1,
    http://www.cs.toronto.edu/~rsalakhu/papers/srivastava14a.pdf.
    """

    def __init__(self, max_value=2, axis=0):
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w):
        norms = _norms(w, self.axis)
        return _with_norms(w, norms, K.clip(norms, 0, self.max_value))

    def get_config(self):
        return {'max_value': self.max_value, 'axis': self.axis}


class NonNeg(Constraint):
    """Sets negative weights to 0."""

    def __call__(self, w):
        return K.maximum(w, 0.)


class UnitNorm(Constraint):
    """Scales to norm 1.

    Args:
        axis: int, or list of ints: the axes along which norms are taken, as for `MaxNorm`.
    """

    def __init__(self, axis=0):
        self.axis = axis

    def __call__(self, w):
        return _with_norms(w, _norms(w, self.axis), 1.)

    def get_config(self):
        return {'axis': self.axis}


class MinMaxNorm(Constraint):
    """Moves norms towards the range from `min_value` to `max_value`.

    Args:
        min_value: float, the least norm.
        max_value: float, the greatest norm.
        rate: float from 0 to 1, which part of the way to go in one step; 1 enforces the range.
        axis: int, or list of ints: the axes along which norms are taken, as for `MaxNorm`.
    """

    def __init__(self, min_value=0.0, max_value=1.0, rate=1.0, axis=0):
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w):
        norms = _norms(w, self.axis)
        nearest = K.clip(norms, self.min_value, self.max_value)
        return _with_norms(w, norms, self.rate * nearest + (1 - self.rate) * norms)

    def get_config(self):
        return {'min_value': self.min_value, 'max_value': self.max_value, 'rate': self.rate,
                'axis': self.axis}


def _norms(w, axis):
    return K.sqrt(K.sum(K.square(w), axis=axis, keepdims=True))


def _with_norms(w, norms, wanted):
    # Epsilon, for a weight of norm 0 has no direction to scale.
    return w * (wanted / (K.epsilon() + norms))


max_norm = maxnorm = MaxNorm
non_neg = nonneg = NonNeg
unit_norm = unitnorm = UnitNorm
min_max_norm = MinMaxNorm

_REGISTRY = Registry('constraint', 'max_norm', named(globals(), class_of(Constraint)))


def serialize(constraint):
    """Describes a constraint as `{'class_name': ..., 'config': ...}`."""
    return serialize_keras_object(constraint)


def deserialize(config, custom_objects=None):
    """Makes a constraint from its name or description.

    Args:
        config: string or dictionary.
        custom_objects: dictionary from names to constraints of your own.

    Returns:
        A constraint.

    Raises:
        ValueError: for a name that nobody knows.
    """
    return _REGISTRY.deserialize(config, custom_objects)


def get(identifier):
    """Returns the constraint that `identifier` stands for.

    Args:
        identifier: a constraint, its name or description, a function from a weight to a tensor of
            its shape, or None.

    Returns:
        A callable; None for None.

    Raises:
        ValueError: for anything else.
    """
    return None if identifier is None else _REGISTRY.get(identifier)
