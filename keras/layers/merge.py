"""Layers that combine several inputs.

Each comes as a class, such as `Add`, and as a function that creates the layer and calls it, such
as `add`.
"""
import functools
from numbers import Integral

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers.arguments import integer, refuse, stores_arguments
from keras.utils.generic_utils import to_list


class _Merge(Layer):
    """Base of the layers that merge their inputs entry by entry.

    A subclass defines `_merge_function`, from a list of tensors to a tensor. Axes of length 1 are
    broadcast, and inputs with fewer axes get axes of length 1 after the batch axis.

    Layers that do not merge entry by entry (`Concatenate`, `Dot`) instead override `build`, which
    checks the shapes, `call`, `compute_output_shape` and `compute_mask`.
    """

    supports_masking = True

    def _merge_function(self, inputs):
        """Merges a list of tensors, all with the same number of axes, into one tensor."""
        raise NotImplementedError('%s must define _merge_function.' % type(self).__name__)

    def build(self, input_shape):
        if not isinstance(input_shape, list) or len(input_shape) < 2:
            raise ValueError('a merge layer must be called on a list of at least 2 inputs.')
        batches = {shape[0] for shape in input_shape} - {None}
        if len(batches) > 1:
            raise ValueError('the inputs have different batch sizes. Their shapes are %s.'
                             % (input_shape,))
        self.compute_output_shape(input_shape)  # raises for incompatible shapes
        super().build(input_shape)

    def call(self, inputs):
        if not isinstance(inputs, list):
            raise ValueError('a merge layer must be called on a list of inputs.')
        return self._merge_function(_with_equal_ranks(inputs))

    def compute_output_shape(self, input_shape):
        rank = max(len(shape) for shape in input_shape)
        padded = [tuple(shape[:1]) + (1,) * (rank - len(shape)) + tuple(shape[1:])
                  for shape in input_shape]
        batches = {shape[0] for shape in input_shape} - {None}
        batch = batches.pop() if len(batches) == 1 else None
        return (batch,) + tuple(_broadcast_length(lengths, input_shape)
                                for lengths in list(zip(*padded))[1:])

    def compute_mask(self, inputs, mask=None):
        masks = _checked_masks(inputs, mask)
        if all(m is None for m in masks):
            return None
        return _mask_of_all(_with_equal_ranks(inputs), [
            m if m is None else _with_axes_after_batch(m, _missing_axes(x, inputs))
            for x, m in zip(inputs, masks)])


def _broadcast_length(lengths, shapes):
    """Returns the output length of an axis, given the lengths of the inputs."""
    long = set(lengths) - {None, 1}
    if len(long) > 1:
        raise ValueError('the inputs cannot be merged entry by entry: their shapes are %s. '
                         'Along each axis the lengths must be equal, or 1.' % (list(shapes),))
    return long.pop() if long else None if None in lengths else 1


def _with_equal_ranks(tensors):
    """Gives tensors with fewer axes than others axes of length 1 after the batch axis.

    Tensors whose number of axes is unknown (on TensorFlow) are left unchanged.
    """
    return [_with_axes_after_batch(x, _missing_axes(x, tensors)) for x in tensors]


def _missing_axes(x, tensors):
    """Returns how many more axes than `x` another tensor has; 0 if this is unknown."""
    ranks = [K.ndim(other) for other in tensors]
    return 0 if None in ranks else max(ranks) - K.ndim(x)


def _with_axes_after_batch(x, count):
    for _ in range(count):
        x = K.expand_dims(x, 1)
    return x


def _checked_masks(inputs, mask):
    """Returns the list of the inputs' masks, with None for inputs without a mask."""
    if mask is None:
        return [None] * len(inputs)
    if not isinstance(mask, list) or not isinstance(inputs, list) or len(mask) != len(inputs):
        raise ValueError('A merge layer takes a list of inputs and a list of as many masks, but '
                         'got inputs %s and masks %s.' % (inputs, mask))
    return mask


def _mask_of_all(inputs, masks):
    """Returns the mask that is True where all masks are True, broadcast like the inputs.

    Args:
        inputs: list of tensors with the same number of axes.
        masks: list with a mask of the first axes of each input, or None for inputs without a mask.
    """
    present = [mask for mask in masks if mask is not None]
    is_repeated = _some_are_repeated([K.int_shape(x) for x in inputs])
    if len(present) == 1 and not is_repeated:
        return present[0]
    rank = max(K.ndim(mask) for mask in present)
    bits = [_with_axes_at_end(_as_bits(mask), rank - K.ndim(mask)) for mask in present]
    if is_repeated:
        bits += [_ones_of_first_axes(x, rank) for x, mask in zip(inputs, masks) if mask is None]
    return K.cast(functools.reduce(K.minimum, bits), 'bool')


def _some_are_repeated(shapes):
    """Returns whether axes of length 1 are broadcast; False if the axes are unknown."""
    return None not in shapes and any(1 in lengths and set(lengths) != {1}
                                      for lengths in list(zip(*shapes))[1:])


def _with_axes_at_end(x, count):
    for _ in range(count):
        x = K.expand_dims(x)
    return x


def _ones_of_first_axes(x, rank):
    """Returns ones of the shape of the first `rank` axes of a tensor."""
    ones = K.ones_like(x, dtype='uint8')
    while K.ndim(ones) > rank:
        ones = ones[..., 0]
    return ones


def _as_bits(mask):
    """Returns a mask as 1 and 0; in a mask of floats, anything except 0 counts as True."""
    return K.cast(K.cast(mask, 'bool'), 'uint8')


class Add(_Merge):
    """Adds its inputs, entry by entry.

    Args:
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        A list of at least two inputs `(batch, ...)` whose shapes are equal or can be broadcast; the
        outputs have the broadcast shape.

    Raises:
        ValueError: when the layer is built, if there are fewer than two inputs or their shapes do
            not match.

    Example:
        >>> a, b = K.constant([[1., 2.]]), K.constant([[3., 4.]])
        >>> K.eval(keras.layers.add([a, b])).tolist()  # or Add()([a, b])
        [[4.0, 6.0]]
    """

    def _merge_function(self, inputs):
        return functools.reduce(lambda x, y: x + y, inputs)


class Subtract(_Merge):
    """Subtracts the second of two inputs from the first, entry by entry.

    Args:
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        A list of two inputs `(batch, ...)` whose shapes are equal or can be broadcast; the outputs
        have the broadcast shape.

    Raises:
        ValueError: when the layer is built, if there are not exactly two inputs or their shapes do
            not match.

    Example:
        >>> a, b = K.constant([[1., 2.]]), K.constant([[3., 5.]])
        >>> K.eval(keras.layers.subtract([a, b])).tolist()
        [[-2.0, -3.0]]
    """

    def build(self, input_shape):
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            raise ValueError('Subtract must be called on a list of exactly 2 inputs.')
        super().build(input_shape)

    def _merge_function(self, inputs):
        return inputs[0] - inputs[1]


class Multiply(_Merge):
    """Multiplies its inputs, entry by entry.

    Args:
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        A list of at least two inputs `(batch, ...)` whose shapes are equal or can be broadcast; the
        outputs have the broadcast shape.

    Raises:
        ValueError: when the layer is built, if there are fewer than two inputs or their shapes do
            not match.

    Example:
        >>> a, b = K.constant([[1., 2.]]), K.constant([[3., 4.]])
        >>> K.eval(keras.layers.multiply([a, b])).tolist()
        [[3.0, 8.0]]
    """

    def _merge_function(self, inputs):
        return functools.reduce(lambda x, y: x * y, inputs)


class Average(_Merge):
    """Takes the mean of its inputs, entry by entry.

    Args:
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        A list of at least two inputs `(batch, ...)` whose shapes are equal or can be broadcast; the
        outputs have the broadcast shape.

    Raises:
        ValueError: when the layer is built, if there are fewer than two inputs or their shapes do
            not match.

    Example:
        >>> a, b = K.constant([[1., 2.]]), K.constant([[3., 4.]])
        >>> K.eval(keras.layers.average([a, b])).tolist()
        [[2.0, 3.0]]
    """

    def _merge_function(self, inputs):
        return functools.reduce(lambda x, y: x + y, inputs) / len(inputs)


class Maximum(_Merge):
    """Takes the maximum of its inputs, entry by entry.

    Args:
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        A list of at least two inputs `(batch, ...)` whose shapes are equal or can be broadcast; the
        outputs have the broadcast shape.

    Raises:
        ValueError: when the layer is built, if there are fewer than two inputs or their shapes do
            not match.

    Example:
        >>> a, b = K.constant([[1., 4.]]), K.constant([[3., 2.]])
        >>> K.eval(keras.layers.maximum([a, b])).tolist()
        [[3.0, 4.0]]
    """

    def _merge_function(self, inputs):
        return functools.reduce(K.maximum, inputs)


class Minimum(_Merge):
    """Takes the minimum of its inputs, entry by entry.

    Args:
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        A list of at least two inputs `(batch, ...)` whose shapes are equal or can be broadcast; the
        outputs have the broadcast shape.

    Raises:
        ValueError: when the layer is built, if there are fewer than two inputs or their shapes do
            not match.

    Example:
        >>> a, b = K.constant([[1., 4.]]), K.constant([[3., 2.]])
        >>> K.eval(keras.layers.minimum([a, b])).tolist()
        [[1.0, 2.0]]
    """

    def _merge_function(self, inputs):
        return functools.reduce(K.minimum, inputs)


@stores_arguments
class Concatenate(_Merge):
    """Concatenates its inputs along an axis.

    Args:
        axis: int, the axis, counted with the batch axis.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        A list of inputs whose shapes are equal except along `axis`; the output length along `axis`
        is the sum of the input lengths. A single input is returned unchanged.

    Raises:
        ValueError: if `axis` is not an integer, or, when the layer is built, if the shapes differ
            along other axes.

    Example:
        >>> from keras.layers import Concatenate, Input
        >>> K.int_shape(Concatenate(axis=1)([Input((3, 8)), Input((5, 8))]))
        (None, 8, 8)
    """

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = integer(self, 'axis', axis)

    def build(self, input_shape):
        input_shape = to_list(input_shape)
        ranks = {len(shape) for shape in input_shape}
        if len(ranks) > 1 or not -min(ranks) <= self.axis < min(ranks):
            raise ValueError('Concatenate(axis=%d) needs inputs that have this axis and the same '
                             'number of axes. Their shapes are %s.' % (self.axis, input_shape))
        others = [[n for i, n in enumerate(shape) if i != self.axis % len(shape)]
                  for shape in input_shape]
        if any(len(set(lengths) - {None}) > 1 for lengths in zip(*others)):
            raise ValueError('Concatenate(axis=%d) needs inputs with matching shapes except for '
                             'this axis. Their shapes are %s.' % (self.axis, input_shape))
        Layer.build(self, input_shape)

    def call(self, inputs):
        return K.concatenate(to_list(inputs), axis=self.axis)

    def compute_output_shape(self, input_shape):
        input_shape = to_list(input_shape)
        shape = [_known(lengths) for lengths in zip(*input_shape)]
        along = [other[self.axis] for other in input_shape]
        shape[self.axis] = None if None in along else sum(along)
        return tuple(shape)

    def compute_mask(self, inputs, mask=None):
        if not isinstance(inputs, list) or len(inputs) == 1:
            return mask
        masks = _checked_masks(inputs, mask)
        if all(m is None for m in masks):
            return None
        entries = [_mask_of_entries(x, m) for x, m in zip(inputs, masks)]
        return K.all(K.concatenate(entries, axis=self.axis), axis=-1)


def _known(lengths):
    return next((length for length in lengths if length is not None), None)


def _mask_of_entries(x, mask):
    """Returns the mask of each entry of `x`, given one of its first axes, or None.

    The last axis of a mask with as many axes as `x` may have another length.
    """
    if mask is not None and K.ndim(mask) == K.ndim(x):
        return K.cast(mask, 'bool')
    ones = K.ones_like(x, dtype='uint8')
    if mask is None:
        return K.cast(ones, 'bool')
    mask = _with_axes_at_end(_as_bits(mask), K.ndim(x) - K.ndim(mask))
    return K.cast(ones * mask, 'bool')


@stores_arguments
class Dot(_Merge):
    """Takes dot products of two inputs, for each sample.

    Args:
        axes: int or pair of ints, the axis of each input along which products are summed, counted
            with the batch axis.
        normalize: bool, whether to first scale the inputs to length 1 along these axes, so the
            results are cosine similarities.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Two inputs `(batch, ...)`. The outputs have the axes of the first input, then those of the
        second, without the second batch axis and without `axes`; `(batch, 1)` if only the batch
        axis is left.

    Raises:
        ValueError: if `axes` is neither an int nor a pair of ints, or, when the layer is built, if
            the inputs do not have these axes or their lengths differ.

    Example:
        >>> a, b = K.constant([[3., 4.]]), K.constant([[1., 0.]])
        >>> K.eval(keras.layers.dot([a, b], axes=1)).tolist()  # or Dot(axes=1)([a, b])
        [[3.0]]
    """

    def __init__(self, axes, normalize=False, **kwargs):
        super().__init__(**kwargs)
        pair = axes if isinstance(axes, (list, tuple)) else (axes, axes)
        if len(pair) != 2 or not all(isinstance(axis, Integral) for axis in pair):
            refuse(self, 'axes', 'an integer or a pair of integers', axes)

    def _axes_of(self, shapes):
        """Returns the axis of each input as a positive number, counted with the batch axis."""
        pair = self.axes if isinstance(self.axes, (list, tuple)) else (self.axes, self.axes)
        for axis, shape in zip(pair, shapes):
            if not -len(shape) <= axis < len(shape) or axis % len(shape) == 0:
                raise ValueError('Dot(axes=%s) needs inputs that have these axes, which must not '
                                 'be the batch axis. Their shapes are %s.' % (self.axes, shapes))
        return [axis % len(shape) for axis, shape in zip(pair, shapes)]

    def build(self, input_shape):
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            raise ValueError('Dot must be called on a list of exactly 2 inputs.')
        lengths = [shape[axis] for shape, axis in zip(input_shape, self._axes_of(input_shape))]
        if len(set(lengths) - {None}) > 1:
            raise ValueError('Dot(axes=%s) needs inputs with equal lengths along these axes, not '
                             '%s. Their shapes are %s.' % (self.axes, lengths, input_shape))
        Layer.build(self, input_shape)

    def call(self, inputs):
        axes = self._axes_of([K.int_shape(x) for x in inputs])
        if self.normalize:
            inputs = [K.l2_normalize(x, axis=axis) for x, axis in zip(inputs, axes)]
        return K.batch_dot(inputs[0], inputs[1], axes)

    def compute_output_shape(self, input_shape):
        first, second = [tuple(shape[:axis]) + tuple(shape[axis + 1:])
                         for shape, axis in zip(input_shape, self._axes_of(input_shape))]
        shape = first + second[1:]
        return shape if len(shape) > 1 else shape + (1,)

    def compute_mask(self, inputs, mask=None):
        return None


def _as_function(layer_class):
    """Returns the function that creates a layer of a class and calls it on a list of tensors."""
    def merged(inputs, **kwargs):
        return layer_class(**kwargs)(inputs)

    name = layer_class.__name__
    merged.__name__ = merged.__qualname__ = name.lower()
    merged.__doc__ = """Creates a `%s` layer and calls it: `%s(**kwargs)(inputs)`.

    Args:
        inputs: list of tensors.
        **kwargs: arguments of the layer.

    Returns:
        The output tensor.

    Raises:
        ValueError: if `inputs` is not a list of tensors with compatible shapes.
    """ % (name, name)
    return merged


add = _as_function(Add)
subtract = _as_function(Subtract)
multiply = _as_function(Multiply)
average = _as_function(Average)
maximum = _as_function(Maximum)
minimum = _as_function(Minimum)


def concatenate(inputs, axis=-1, **kwargs):
    """Concatenates tensors along an axis: `Concatenate(axis, **kwargs)(inputs)`.

    Args:
        inputs: list of tensors.
        axis: int, the axis, counted with the batch axis.
        **kwargs: other arguments of the layer.

    Returns:
        The output tensor.

    Raises:
        ValueError: if the shapes differ along other axes.

    Example:
        >>> a, b = K.constant([[1., 2.]]), K.constant([[3.]])
        >>> K.eval(keras.layers.concatenate([a, b])).tolist()
        [[1.0, 2.0, 3.0]]
    """
    return Concatenate(axis=axis, **kwargs)(inputs)


def dot(inputs, axes, normalize=False, **kwargs):
    """Takes dot products for each sample: `Dot(axes, normalize, **kwargs)(inputs)`.

    Args:
        inputs: list of two tensors.
        axes: int or pair of ints, the axis of each input along which products are summed, counted
            with the batch axis.
        normalize: bool, whether to first scale the inputs to length 1 along these axes.
        **kwargs: other arguments of the layer.

    Returns:
        The output tensor.

    Raises:
        ValueError: if the inputs do not have these axes, or their lengths differ.

    Example:
        >>> a, b = K.constant([[3., 4.]]), K.constant([[1., 0.]])
        >>> round(float(K.eval(keras.layers.dot([a, b], axes=1, normalize=True))[0, 0]), 4)
        0.6
    """
    return Dot(axes=axes, normalize=normalize, **kwargs)(inputs)
