"""Keras 1 and 2 on Theano, which flipped the kernels of convolutions: they are rotated here."""
import numpy as np

from keras.engine.registry import is_a

from .series import each_series


def weights(arrays, layer, variables, written):
    if written.backend != 'theano' or len(arrays) != len(variables):
        return arrays
    kernels = {id(kernel) for kernel in _convolution_kernels(layer)}
    return [_rotated(array) if id(variable) in kernels else array
            for variable, array in zip(variables, arrays)]


def state(arrays, model, names, written):
    if written.backend != 'theano':
        return arrays
    variables = model._collected_trainable_weights
    return each_series(arrays, len(variables),
                       lambda series: weights(series, model, variables, written))


def _convolution_kernels(layer):
    """Yields the kernels of a convolution layer, or of all such layers within a layer."""
    # On Theano, Keras 2 did not flip the kernels of depthwise and separable convolutions.
    if is_a(layer, 'Conv1D', 'Conv2D', 'Conv3D') and not is_a(layer, 'DepthwiseConv2D'):
        yield layer.kernel
    if is_a(layer, 'ConvLSTM2DCell'):
        yield layer.kernel
        yield layer.recurrent_kernel
    for inner in layer._layers:
        yield from _convolution_kernels(inner)


def _rotated(kernel):
    """Rotates a kernel of shape `(space..., inputs, outputs)` by 180 degrees in space."""
    return np.flip(kernel, axis=tuple(range(kernel.ndim - 2)))
