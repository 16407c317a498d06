"""Constraints on weights, which are enforced after each training step."""
from keras import backend as K
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, class_of, named


class Constraint:
    """Base class of constraints.

    A subclass defines `__call__`, which returns the new value of a weight, and `get_config` if its
    constructor has arguments.

    Example::

        from keras.constraints import Constraint
        from keras.layers import Dense

        class Clip(Constraint):
            def __init__(self, limit=1.):
                self.limit = limit

            def __call__(self, w):
                return K.clip(w, -self.limit, self.limit)

            def get_config(self):
                return {'limit': self.limit}

        layer = Dense(4, kernel_constraint=Clip(0.5), input_shape=(8,))
    """

    def __call__(self, w):
        """Returns the value nearby that satisfies the constraint.

        Args:
            w: tensor, the weight.

        Returns:
            Tensor of the shape of `w`.
        """
        return w

    def get_config(self):
        """Returns the arguments of the constructor, as a dictionary that can be written to JSON."""
        return {}


class MaxNorm(Constraint):
    """Limits norms: `w * clip(norm, 0, max_value) / (norm + epsilon)`.

    `norm` is the Euclidean norm of `w` along `axis`. Source: Srivastava et al., Dropout: A Simple
    Way to Prevent Neural Networks from Overfitting, 2014, section 5.1.

    Args:
        max_value: float, the greatest norm allowed.
        axis: int or list of ints, axes along which norms are computed. For a `Dense` kernel
            `(inputs, outputs)`, 0 limits the weights of each output; for a `Conv2D` kernel
            `(rows, columns, inputs, outputs)`, `[0, 1, 2]` limits each filter.

    Example:
        >>> constraint = keras.constraints.MaxNorm(2.)
        >>> np.round(K.eval(constraint(K.constant([[3., 0.], [4., 1.]]))), 2)
        array([[1.2, 0. ],
               [1.6, 1. ]], dtype=float32)
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
    """Sets negative weights to 0: `maximum(w, 0)`.

    Example:
        >>> K.eval(keras.constraints.NonNeg()(K.constant([-1., 2.]))).tolist()
        [0.0, 2.0]
    """

    def __call__(self, w):
        return K.maximum(w, 0.)


class UnitNorm(Constraint):
    """Scales to norm 1: `w / (norm + epsilon)`.

    `norm` is the Euclidean norm of `w` along `axis`.

    Args:
        axis: int or list of ints, axes along which norms are computed, as for `MaxNorm`.

    Example:
        >>> constraint = keras.constraints.UnitNorm()
        >>> np.round(K.eval(constraint(K.constant([[3.], [4.]]))), 2)
        array([[0.6],
               [0.8]], dtype=float32)
    """

    def __init__(self, axis=0):
        self.axis = axis

    def __call__(self, w):
        return _with_norms(w, _norms(w, self.axis), 1.)

    def get_config(self):
        return {'axis': self.axis}


class MinMaxNorm(Constraint):
    """Moves norms toward the range from `min_value` to `max_value`.

    With the Euclidean norm of `w` along `axis`::

        wanted = rate * clip(norm, min_value, max_value) + (1 - rate) * norm
        w = w * wanted / (norm + epsilon)

    Args:
        min_value: float, the smallest norm.
        max_value: float, the greatest norm.
        rate: float from 0 to 1, how far to move in one step; 1 enforces the range.
        axis: int or list of ints, axes along which norms are computed, as for `MaxNorm`.

    Example:
        >>> constraint = keras.constraints.MinMaxNorm(1., 2., rate=0.5)
        >>> np.round(K.eval(constraint(K.constant([[3.], [4.]]))), 2)
        array([[2.1],
               [2.8]], dtype=float32)
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
    # Epsilon avoids division by zero for a weight of norm 0.
    return w * (wanted / (K.epsilon() + norms))


max_norm = maxnorm = MaxNorm
non_neg = nonneg = NonNeg
unit_norm = unitnorm = UnitNorm
min_max_norm = MinMaxNorm

_REGISTRY = Registry('constraint', 'max_norm', named(globals(), class_of(Constraint)))


def serialize(constraint):
    """Returns the configuration of a constraint.

    Args:
        constraint: a constraint.

    Returns:
        Dictionary `{'class_name': ..., 'config': ...}`, or the name of a function.

    Raises:
        ValueError: if it has neither a configuration nor a name.

    Example:
        >>> keras.constraints.serialize(keras.constraints.UnitNorm())
        {'class_name': 'UnitNorm', 'config': {'axis': 0}}
    """
    return serialize_keras_object(constraint)


def deserialize(config, custom_objects=None):
    """Returns the constraint with a given name or configuration.

    Args:
        config: string; or dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to your own constraints.

    Returns:
        A constraint.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> keras.constraints.deserialize({'class_name': 'UnitNorm', 'config': {'axis': 1}}).axis
        1
    """
    return _REGISTRY.deserialize(config, custom_objects)


def get(identifier):
    """Returns the constraint for an identifier, as layers accept it.

    Args:
        identifier: constraint, name, configuration, function from a weight to a tensor of the same
            shape, or None.

    Returns:
        A callable; None for None.

    Raises:
        ValueError: for anything else.

    Example:
        >>> keras.constraints.get('max_norm').max_value
        2
    """
    return None if identifier is None else _REGISTRY.get(identifier)
