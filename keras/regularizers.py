"""Penalties on weights or outputs, added to the loss."""
from keras import backend as K
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, class_of, named


class Regularizer:
    """Base of all regularizers; a subclass says in `__call__` what the penalty is."""

    def __call__(self, x):
        """Returns the penalty on a tensor.

        Args:
            x: tensor.

        Returns:
            Scalar tensor or number.
        """
        return 0.

    @classmethod
    def from_config(cls, config):
        """Makes a regularizer from the result of `get_config`."""
        return cls(**config)


class L1L2(Regularizer):
    """The penalty `l1 * sum(abs(x)) + l2 * sum(square(x))`.

    Args:
        l1: float, factor of the sum of absolute values.
        l2: float, factor of the sum of squares.
    """

    def __init__(self, l1=0., l2=0.):
        # Arrays, rounded as the weights are, so that attributes and configurations are those of
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
        """Returns the arguments of the constructor as a dictionary that JSON can hold."""
        return {'l1': float(self.l1), 'l2': float(self.l2)}


def l1(l=0.01):  # noqa: E741
    """Returns the regularizer `l * sum(abs(x))`.

    Args:
        l: float, the factor.
    """
    return L1L2(l1=l)


def l2(l=0.01):  # noqa: E741
    """Returns the regularizer `l * sum(square(x))`.

    Args:
        l: float, the factor.
    """
    return L1L2(l2=l)


def l1_l2(l1=0.01, l2=0.01):
    """Returns the regularizer `l1 * sum(abs(x)) + l2 * sum(square(x))`.

    Args:
        l1, l2: floats, the factors.
    """
    return L1L2(l1=l1, l2=l2)


_REGISTRY = Registry('regularizer', 'l2', named(globals(), class_of(Regularizer)),
                     makers={'l1': l1, 'l2': l2, 'l1_l2': l1_l2})


def serialize(regularizer):
    """Describes a regularizer as `{'class_name': ..., 'config': ...}`."""
    return serialize_keras_object(regularizer)


def deserialize(config, custom_objects=None):
    """Makes a regularizer from its name or description.

    Args:
        config: string or dictionary.
        custom_objects: dictionary from names to regularizers of your own.

    Returns:
        A regularizer.

    Raises:
        ValueError: for a name that nobody knows.
    """
    return _REGISTRY.deserialize(config, custom_objects)


def get(identifier):
    """Returns the regularizer that `identifier` stands for.

    Args:
        identifier: a regularizer, its name or description, a function from a tensor to a scalar
            tensor, or None.

    Returns:
        A callable; None for None.

    Raises:
        ValueError: for anything else.
    """
    return None if identifier is None else _REGISTRY.get(identifier)
