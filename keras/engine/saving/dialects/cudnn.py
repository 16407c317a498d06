"""Conversion of weights between cuDNN layers and plain recurrent layers of the same kind."""
import numpy as np

from keras.engine.registry import is_a

_LAYERS_OF_CUDNN = ('CuDNNGRU', 'CuDNNLSTM')


def weights(arrays, layer, variables, written):
    """Converts arrays whose layer uses the other of the two layouts.

    Raises:
        ValueError: if weights of a GRU whose reset gate acts after the product with the kernel
            (as in cuDNN) are for one where it acts before, or the other way round.
    """
    if len(arrays) != len(variables):
        return arrays
    arrays = list(arrays)
    places = {id(variable): i for i, variable in enumerate(variables)}
    for inner in _recurrent_layers(layer):
        own = [places[id(variable)] for variable in inner.weights]
        if len(own) == 3:
            converted = _converted(inner, *[arrays[i] for i in own])
            for i, array in zip(own, converted):
                arrays[i] = array
    return arrays


def _recurrent_layers(layer):
    if is_a(layer, 'GRU', 'LSTM', *_LAYERS_OF_CUDNN):
        yield layer
    for inner in layer._layers:
        yield from _recurrent_layers(inner)


def _converted(layer, kernel, recurrent_kernel, bias):
    gates, units = layer.cell.gates, layer.units
    if recurrent_kernel.shape != (units, gates * units):
        return kernel, recurrent_kernel, bias
    is_gru = gates == 3
    from_cudnn = bias.shape == (2 * gates * units,)
    to_cudnn = is_a(layer, *_LAYERS_OF_CUDNN)
    if is_gru:
        resets_after = from_cudnn or bias.ndim == 2
        if resets_after != layer.cell.reset_after:
            raise ValueError(
                'layer %r (%s): the weights are those of %s, which uses another formula. '
                'Load them into a layer GRU(reset_after=%s)%s.'
                % (layer.name, type(layer).__name__, 'CuDNNGRU' if from_cudnn
                   else 'GRU(reset_after=%s)' % resets_after, resets_after,
                   ' or CuDNNGRU' if resets_after else ''))
    if from_cudnn == to_cudnn:
        return kernel, recurrent_kernel, bias
    relaid = _to_cudnn if to_cudnn else _from_cudnn
    kernels = [np.hstack([relaid(gate) for gate in np.hsplit(k, gates)])
               for k in (kernel, recurrent_kernel)]
    # cuDNN has two biases for each gate. In an LSTM, only their sum matters.
    if is_gru:
        bias = bias.ravel() if to_cudnn else bias.reshape(2, -1)
    else:
        bias = np.tile(bias / 2, 2) if to_cudnn else bias.reshape(2, -1).sum(axis=0)
    return kernels + [bias]


def _to_cudnn(gate):
    return gate.T.reshape(gate.shape)


def _from_cudnn(gate):
    return gate.reshape(gate.shape[::-1]).T
