"""Layers that rearrange or repeat the entries of each sample."""
import operator

import numpy as np

from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import positive_int, refuse, stores_arguments


@stores_arguments
class Reshape(Layer):
    """Changes the shape of the samples.

    Args:
        target_shape: tuple of ints, shape of a sample without the batch axis. One entry may be -1;
            this length then follows from the others.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, ...)`, outputs `(batch,) + target_shape`.

    Raises:
        ValueError: if `target_shape` is not a tuple of positive integers with at most one -1, or,
            when the layer is called, if its number of entries differs from that of the inputs.

    Example:
        >>> model = keras.Sequential([keras.layers.Reshape((3, -1), input_shape=(12,))])
        >>> model.output_shape
        (None, 3, 4)
    """

    def __init__(self, target_shape, **kwargs):
        super().__init__(**kwargs)
        try:
            self.target_shape = tuple(operator.index(length) for length in target_shape)
        except TypeError:
            refuse(self, 'target_shape', 'a tuple of integers (-1 for a length that follows from '
                   'the others)', target_shape)
        if min(self.target_shape, default=0) < -1 or self.target_shape.count(-1) > 1:
            refuse(self, 'target_shape', 'positive, except for at most one -1', target_shape)

    def call(self, inputs):
        shape = self.compute_output_shape(K.int_shape(inputs))[1:]
        if None in K.int_shape(inputs)[1:]:
            # An inferred batch size would hide samples of the wrong size.
            return K.reshape(inputs, (K.shape(inputs)[0],) + self.target_shape)
        return K.reshape(inputs, (-1,) + shape)

    def compute_output_shape(self, input_shape):
        given, target = input_shape[1:], self.target_shape
        if None in given:
            return (input_shape[0],) + tuple(None if n == -1 else n for n in target)
        size, known = int(np.prod(given)), int(np.prod([n for n in target if n != -1]))
        if -1 in target:
            missing = size // known if known else 0
            target = tuple(missing if n == -1 else n for n in target)
        if int(np.prod(target)) != size:
            raise ValueError('The entries of samples of shape %s (%d entries) cannot be arranged '
                             'in the target shape %s.' % (tuple(given), size, self.target_shape))
        return (input_shape[0],) + target


@stores_arguments
class Permute(Layer):
    """Reorders the axes of the samples.

    Args:
        dims: tuple of ints. Axis `i` of the outputs is axis `dims[i]` of the inputs; axes count
            from 1, without the batch axis.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, ...)` with `len(dims)` more axes; outputs have the same axes in the new
        order.

    Raises:
        ValueError: if `dims` does not hold each of the integers from 1 to its length once.

    Example:
        >>> model = keras.Sequential([keras.layers.Permute((2, 1), input_shape=(10, 64))])
        >>> model.output_shape
        (None, 64, 10)
    """

    def __init__(self, dims, **kwargs):
        super().__init__(**kwargs)
        try:
            self.dims = tuple(operator.index(axis) for axis in dims)
        except TypeError:
            self.dims = ()
        if not self.dims or sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            refuse(self, 'dims', 'a tuple with each of the integers from 1 to the number of axes '
                   'of a sample', dims)
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def call(self, inputs):
        return K.permute_dimensions(inputs, (0,) + self.dims)

    def compute_output_shape(self, input_shape):
        return (input_shape[0],) + tuple(input_shape[axis] for axis in self.dims)


@stores_arguments
class Flatten(Layer):
    """Flattens each sample into a vector.

    Args:
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
            With `'channels_first'` the channels (axis 1) are first moved to the end, so the weights
            of the layers after `Flatten` fit models of either format.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, ...)` with at least two more axes, outputs `(batch, entries)`.

    Raises:
        ValueError: when the layer is called, if a length other than the batch size is unknown.

    Example:
        >>> model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28, 1))])
        >>> model.output_shape
        (None, 784)
    """

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(min_ndim=3)

    def call(self, inputs):
        if self.data_format == 'channels_first':
            axes = list(range(K.ndim(inputs)))
            inputs = K.permute_dimensions(inputs, [0] + axes[2:] + [1])
        shape = self.compute_output_shape(K.int_shape(inputs))
        return K.reshape(inputs, (-1,) + shape[1:])

    def compute_output_shape(self, input_shape):
        if None in input_shape[1:]:
            raise ValueError('Flatten needs the lengths of all axes except the batch axis, but '
                             'the shape is %s. Pass the full input_shape to the first layer.'
                             % (tuple(input_shape),))
        return input_shape[0], int(np.prod(input_shape[1:]))


@stores_arguments
class RepeatVector(Layer):
    """Repeats each sample `n` times, as a sequence.

    Args:
        n: int, number of time steps.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, features)`, outputs `(batch, n, features)`.

    Raises:
        ValueError: if `n` is not a positive integer.

    Example:
        >>> model = keras.Sequential([keras.layers.RepeatVector(3, input_shape=(32,))])
        >>> model.output_shape
        (None, 3, 32)
    """

    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        self.n = positive_int(self, 'n', n)
        self.input_spec = InputSpec(ndim=2)

    def call(self, inputs):
        return K.repeat(inputs, self.n)

    def compute_output_shape(self, input_shape):
        return input_shape[0], self.n, input_shape[1]
