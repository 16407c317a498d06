"""What the weights in a file must go through before they fit a layer of today."""
import itertools

import numpy as np

from keras import backend as K
from keras.legacy import weights as keras1

from .cudnn import fit_to_cudnn

# `K.conv*` slides the kernel as it is (cross-correlation) on every backend, as Keras 2 does on
# TensorFlow. So this is what a file names as its backend, whichever one wrote it.
KERNEL_CONVENTION = 'tensorflow'


def preprocess_weights_for_loading(layer, weights, original_keras_version=None,
                                   original_backend=None, reshape=False):
    """Converts the weights of a layer from the conventions of the file they were read from.

    Args:
        layer: the layer they are for.
        weights: list of arrays as in the file.
        original_keras_version: version of Keras that wrote the file. Keras 1 had other layouts of
            convolution kernels, and weights of their own for the gates of recurrent layers.
        original_backend: name of the backend that wrote the file. On Theano, Keras
            convolved for real, so the kernels of convolutions are rotated by 180 degrees.
        reshape: whether to reshape arrays that have the right number of elements.

    Returns:
        List of arrays.

    Raises:
        ValueError: if weights of a GRU are for one that computes something else.
    """
    weights = _in_todays_layout(layer, layer.weights, weights, original_keras_version,
                                original_backend)
    if reshape:
        weights = _reshaped(layer, weights)
    return fit_to_cudnn(layer, weights)


def preprocess_optimizer_weights(model, arrays, layers_and_weights, original_keras_version,
                                 original_backend):
    """Converts the state of an optimizer from the conventions of the file it was read from.

    An optimizer keeps series of arrays, each with one array for each weight that is trained.

    Args:
        model: a compiled model.
        arrays: list of arrays as in the file.
        layers_and_weights: iterable of layers and dictionaries, the weights of each as in the
            file, in order, by their names.
        original_keras_version, original_backend: as in `preprocess_weights_for_loading`.

    Returns:
        List of arrays.
    """
    variables = model._collected_trainable_weights
    is_keras1 = str(original_keras_version).startswith('1')
    if not is_keras1 and original_backend != 'theano':
        return arrays
    names = list(range(len(variables)))
    if is_keras1:
        names = [name for layer, weights in layers_and_weights for name in keras1.names_of(
            layer, variables, list(weights), list(weights.values()))]
    start = sum(1 for _ in itertools.takewhile(lambda array: array.ndim == 0, arrays))
    converted = arrays[:start]
    for i in range(start, len(arrays), len(names) or 1):
        # Keras 1 sorted the weights by name.
        series = dict(zip(sorted(names), arrays[i:i + len(names)]))
        if len(series) < len(names):
            return arrays
        converted += _in_todays_layout(model, variables, [series[name] for name in names],
                                       original_keras_version, original_backend)
    return converted


def _in_todays_layout(layer, variables, arrays, version, backend):
    if str(version).startswith('1'):
        arrays = keras1.as_keras_2(layer, variables, arrays)
    if backend == 'theano':
        arrays = _with_rotated_kernels(layer, variables, arrays)
    return arrays


def _with_rotated_kernels(layer, variables, arrays):
    if len(arrays) != len(variables):
        return arrays
    kernels = {id(kernel) for kernel in _convolution_kernels(layer)}
    return [_rotated(array) if id(variable) in kernels else array
            for variable, array in zip(variables, arrays)]


def _convolution_kernels(layer):
    """Yields the kernels of a convolution layer, or of all such layers within a layer."""
    from keras.layers import Conv1D, Conv2D, Conv3D, ConvLSTM2DCell, DepthwiseConv2D
    # The kernels of depthwise and separable convolutions Keras 2 did not rotate on Theano.
    if isinstance(layer, (Conv1D, Conv2D, Conv3D)) and not isinstance(layer, DepthwiseConv2D):
        yield layer.kernel
    if isinstance(layer, ConvLSTM2DCell):
        yield layer.kernel
        yield layer.recurrent_kernel
    for inner in layer._layers:
        yield from _convolution_kernels(inner)


def _rotated(kernel):
    """Turns a kernel of shape `(space..., inputs, outputs)` by 180 degrees in space."""
    return np.flip(kernel, axis=tuple(range(kernel.ndim - 2)))


def _reshaped(layer, weights):
    shapes = [K.int_shape(variable) for variable in layer.weights]
    return [array.reshape(shape) if array.size == np.prod(shape) else array
            for array, shape in zip(weights, shapes)] + weights[len(shapes):]
