"""What the weights in a file must go through before they fit a layer of today."""
import numpy as np

from keras import backend as K

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
        original_keras_version: version of Keras that wrote the file.
        original_backend: name of the backend that wrote the file. On Theano, Keras 2 convolved for
            real, so the kernels of convolutions are rotated by 180 degrees.
        reshape: whether to reshape arrays that have the right number of elements.

    Returns:
        List of arrays.

    Raises:
        ValueError: if weights of a GRU are for one that computes something else.
    """
    if original_backend == 'theano':
        weights = _with_rotated_kernels(layer, weights)
    if reshape:
        weights = _reshaped(layer, weights)
    return fit_to_cudnn(layer, weights)


def _with_rotated_kernels(layer, weights):
    if len(weights) != len(layer.weights):
        return weights
    kernels = {id(kernel) for kernel in _convolution_kernels(layer)}
    return [_rotated(array) if id(variable) in kernels else array
            for variable, array in zip(layer.weights, weights)]


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
