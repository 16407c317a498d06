"""Regularizers: penalties on weights or outputs, which are added to the loss."""
from keras import backend as K
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, class_of, named


class Regularizer:
    """Base class of regularizers.

    A subclass defines `__call__`, which returns the penalty on a tensor, and `get_config` if its
    constructor has arguments.

    Example::

        from keras.layers import Dense
        from keras.regularizers import Regularizer

        class Orthonormal(Regularizer):
            def __call__(self, x):
                product = K.dot(K.transpose(x), x)
                return 0.01 * K.sum(K.square(product - K.eye(K.int_shape(x)[-1])))

            def get_config(self):
                return {}

        layer = Dense(4, kernel_regularizer=Orthonormal(), input_shape=(8,))
    """

    def __call__(self, x):
        """Returns the penalty on a tensor.

        Args:
            x: tensor of any shape: a weight, or the outputs of a layer.

        Returns:
            Scalar tensor or number.
        """
        return 0.

    @classmethod
    def from_config(cls, config):
        """Creates a regularizer from the result of `get_config`.

        Args:
            config: dictionary.

        Returns:
            A regularizer.
        """
        return cls(**config)


class L1L2(Regularizer):
    """L1 and L2 penalty: `l1 * sum(abs(x)) + l2 * sum(square(x))`.

    Args:
        l1: float, factor of the sum of absolute values.
        l2: float, factor of the sum of squares.

    Example:
        >>> penalty = keras.regularizers.L1L2(l1=0.5, l2=1.)
        >>> float(K.eval(penalty(K.constant([[1., -2.]]))))
        6.5
    """

    def __init__(self, l1=0., l2=0.):
        # Arrays, rounded like the weights, so that attributes and configurations equal those of
        # Keras 2.
        self.l1 = K.cast_to_floatx(l1)
        self.l2 = K.cast_to_floatx(l2)

    def __call__(self, x):
        penalty = 0.
        if self.l1:
            penalty += K.sum(K.abs(x)) * self.l1
        if self.l2:
            penalty += K.sum(K.square(x)) * self.l2
        return penalty

    def get_config(self):
        """Returns the arguments of the constructor, as a dictionary that can be written to JSON."""
        return {'l1': float(self.l1), 'l2': float(self.l2)}


def l1(l=0.01):  # noqa: E741
    """Returns the L1 regularizer: `l * sum(abs(x))`.

    Args:
        l: float, factor of the penalty.

    Returns:
        An `L1L2`.

    Example:
        >>> float(K.eval(keras.regularizers.l1(0.5)(K.constant([[1., -2.]]))))
        1.5
    """
    return L1L2(l1=l)


def l2(l=0.01):  # noqa: E741
    """Returns the L2 regularizer: `l * sum(square(x))`.

    Args:
        l: float, factor of the penalty.

    Returns:
        An `L1L2`.

    Example:
        >>> float(K.eval(keras.regularizers.l2(0.5)(K.constant([[1., -2.]]))))
        2.5
    """
    return L1L2(l2=l)


def l1_l2(l1=0.01, l2=0.01):
    """Returns the L1 and L2 regularizer: `l1 * sum(abs(x)) + l2 * sum(square(x))`.

    Args:
        l1: float, factor of the sum of absolute values.
        l2: float, factor of the sum of squares.

    Returns:
        An `L1L2`.

    Example:
        >>> float(K.eval(keras.regularizers.l1_l2(0.5, 0.5)(K.constant([[1., -2.]]))))
        4.0
    """
    return L1L2(l1=l1, l2=l2)


_REGISTRY = Registry('regularizer', 'l2', named(globals(), class_of(Regularizer)),
                     makers={'l1': l1, 'l2': l2, 'l1_l2': l1_l2})


def serialize(regularizer):
    """Returns the configuration of a regularizer.

    Args:
        regularizer: a regularizer.

    Returns:
        Dictionary `{'class_name': ..., 'config': ...}`, or the name of a function.

    Raises:
        ValueError: if it has neither a configuration nor a name.

    Example:
        >>> keras.regularizers.serialize(keras.regularizers.l2(0.5))
        {'class_name': 'L1L2', 'config': {'l1': 0.0, 'l2': 0.5}}
    """
    return serialize_keras_object(regularizer)


def deserialize(config, custom_objects=None):
    """Returns the regularizer with a given name or configuration.

    Args:
        config: string; or dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to your own regularizers.

    Returns:
        A regularizer.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> config = {'class_name': 'L1L2', 'config': {'l1': 0.0, 'l2': 0.5}}
        >>> float(keras.regularizers.deserialize(config).l2)
        0.5
    """
    return _REGISTRY.deserialize(config, custom_objects)


def get(identifier):
    """Returns the regularizer for an identifier, as layers accept it.

    Args:
        identifier: regularizer, name, configuration, function from a tensor to a scalar tensor, or
            None.

    Returns:
        A callable; None for None.

    Raises:
        ValueError: for anything else.

    Example:
        >>> float(keras.regularizers.get('l2').l2)
        0.009999999776482582
    """
    return None if identifier is None else _REGISTRY.get(identifier)
