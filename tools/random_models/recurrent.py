"""Random recurrent layers."""
from keras import layers

from .arguments import of_layer, of_weights, spatial, window

GATES = ['sigmoid', 'hard_sigmoid', 'tanh']
OUTPUTS = ['tanh', 'tanh', 'relu', 'linear', 'softsign', 'elu']


def layer(draw, shape):
    """Draws a recurrent layer for sequences `(steps, features)`."""
    kind = draw.choice(['SimpleRNN', 'GRU', 'LSTM', 'RNN', 'CuDNN'])
    options = _of_sequence(draw)
    if kind == 'RNN':
        return layers.RNN(_cells(draw), **options)
    if kind == 'CuDNN':
        del options['unroll'], options['go_backwards']
        return draw.choice([layers.CuDNNGRU, layers.CuDNNLSTM])(
            draw.size(3), **options, **_of_weights(draw, 2), **of_layer(draw))
    arguments = _of_cell(draw, kind)
    return getattr(layers, kind)(**arguments, **options, **of_layer(draw))


def bidirectional(draw, shape):
    """Draws such a layer that goes both ways."""
    inner = layer(draw, shape)
    return layers.Bidirectional(inner, merge_mode=draw.choice(['concat', 'sum', 'mul', 'ave',
                                                               None]))


def convolutional(draw, shape):
    """Draws a `ConvLSTM2D` for sequences of images, one that goes both ways at times."""
    data_format, lengths = spatial(draw, shape[1:])
    options = _of_sequence(draw)
    found = layers.ConvLSTM2D(
        draw.size(2), data_format=data_format, activation=draw.choice(OUTPUTS),
        recurrent_activation=draw.choice(GATES), use_bias=draw.chance(.8),
        **window(draw, lengths), **_of_weights(draw, 4), **_dropped(draw), **options)
    if draw.chance(.2):
        return layers.Bidirectional(found, merge_mode=draw.choice(['concat', 'sum', None]))
    return found


def _of_sequence(draw):
    return {'return_sequences': draw.chance(.5), 'return_state': draw.chance(.2),
            'go_backwards': draw.chance(.2), 'unroll': draw.chance(.15),
            'stateful': draw.stateful and draw.chance(.6)}


def _of_weights(draw, rank):
    return of_weights(draw, kernel=rank, recurrent=rank, bias=1)


def _dropped(draw):
    return {'dropout': .3, 'recurrent_dropout': .2} if draw.noisy and draw.chance(.5) else {}


def _cells(draw):
    """Draws a cell, or a list of several."""
    found = []
    while not found or draw.chance(.3):
        kind = draw.choice(['SimpleRNN', 'GRU', 'LSTM'])
        found.append(getattr(layers, kind + 'Cell')(**_of_cell(draw, kind)))
    return found if len(found) > 1 or draw.chance(.2) else found[0]


def _of_cell(draw, kind):
    arguments = {'units': draw.size(3), 'activation': draw.choice(OUTPUTS),
                 'use_bias': draw.chance(.8)}
    arguments.update(_of_weights(draw, 2))
    arguments.update(_dropped(draw))
    if kind != 'SimpleRNN':
        arguments.update(recurrent_activation=draw.choice(GATES),
                         implementation=draw.choice([1, 2]))
    if kind == 'GRU':
        arguments.update(reset_after=draw.chance(.5))
    if kind == 'LSTM':
        arguments.update(unit_forget_bias=draw.chance(.5))
    return arguments
