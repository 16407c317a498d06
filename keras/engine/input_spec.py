"""Requirements on the inputs of a layer."""
from keras import backend as K
from keras.utils.generic_utils import to_list


class InputSpec:
    """Requirements on one input of a layer; None allows anything.

    Args:
        dtype: string, the required type.
        shape: tuple, the required shape, with None for sizes that may vary.
        ndim: int, the required number of axes.
        max_ndim: int, the largest number of axes.
        min_ndim: int, the smallest number of axes.
        axes: dictionary from axes to their required sizes.

    Example::

        layer = keras.layers.Layer()
        layer.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: 5})
        y = layer(keras.Input(shape=(5,)))
    """

    def __init__(self, dtype=None, shape=None, ndim=None, max_ndim=None, min_ndim=None,
                 axes=None):
        self.dtype = dtype
        self.shape = shape
        self.ndim = ndim if shape is None else len(shape)
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = axes or {}

    def __repr__(self):
        given = ['%s=%s' % (name, getattr(self, name))
                 for name in ('dtype', 'shape', 'ndim', 'max_ndim', 'min_ndim', 'axes')
                 if getattr(self, name)]
        return 'InputSpec(%s)' % ', '.join(given)

    def complaint(self, x):
        """Describes how a tensor violates the requirements.

        Args:
            x: a tensor.

        Returns:
            A string such as `'expected ndim=3, found ndim=2'`, or None if nothing is wrong.
        """
        shape = K.int_shape(x)
        if self.dtype is not None and K.dtype(x) != self.dtype:
            return 'expected dtype=%s, found dtype=%s' % (self.dtype, K.dtype(x))
        if shape is None:
            return None
        ndim = len(shape)
        for name, fits in (('ndim', self.ndim is None or ndim == self.ndim),
                           ('max_ndim', self.max_ndim is None or ndim <= self.max_ndim),
                           ('min_ndim', self.min_ndim is None or ndim >= self.min_ndim)):
            if not fits:
                return 'expected %s=%d, found ndim=%d (shape %s)' % (
                    name, getattr(self, name), ndim, shape)
        for axis, size in self.axes.items():
            if not -ndim <= axis < ndim:
                return 'expected an axis %d, found shape=%s' % (axis, shape)
            if size is not None and shape[axis] not in (size, None):
                return 'expected axis %d of the input shape to have value %d, found shape=%s' % (
                    axis, size, shape)
        if self.shape is not None and any(
                None not in (wanted, found) and wanted != found
                for wanted, found in zip(self.shape, shape)):
            return 'expected shape=%s, found shape=%s' % (self.shape, shape)
        return None


def check_tensors(name, inputs):
    """Raises a ValueError unless all inputs of the layer called `name` are tensors."""
    for x in to_list(inputs):
        if not K.is_tensor(x):
            raise ValueError(
                'Layer %s was called with an input that is not a symbolic tensor, but of %s: %s. '
                'Call layers on the result of keras.layers.Input() or of another layer%s.'
                % (name, type(x), _short(x),
                   '; to run a model on arrays, use model.predict()'
                   if hasattr(x, 'shape') else ''))


def check_inputs(name, specs, inputs):
    """Raises a ValueError unless the inputs of the layer called `name` match its specs."""
    check_tensors(name, inputs)
    if not specs:
        return
    inputs, specs = to_list(inputs), to_list(specs, allow_tuple=True)
    if len(inputs) != len(specs):
        raise ValueError('Layer %s expects %d inputs, but it received %d input tensors: %s.'
                         % (name, len(specs), len(inputs), inputs))
    for i, (x, spec) in enumerate(zip(inputs, specs)):
        complaint = spec and spec.complaint(x)
        if complaint:
            raise ValueError('Input %d is incompatible with layer %s: %s.'
                             % (i, name, complaint))


def _short(x):
    text = repr(x)
    return text if len(text) <= 100 else text[:100] + '...'
