"""Random arguments that many layers share."""
from keras import constraints, regularizers

ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid', 'elu', 'selu', 'softplus', 'softsign',
               'hard_sigmoid', 'exponential', 'softmax']


def activation(draw):
    return draw.choice(ACTIVATIONS) if draw.chance(.6) else None


def regularizer(draw):
    return draw.choice([regularizers.l1, regularizers.l2, regularizers.l1_l2])(.02)


def constraint(draw, rank):
    """Draws a constraint of a weight with so many axes."""
    axis = draw.choice([0, rank - 1, list(range(rank - 1)) or 0])
    return draw.choice([constraints.NonNeg(), constraints.MaxNorm(.7, axis=axis),
                        constraints.UnitNorm(axis=axis),
                        constraints.MinMaxNorm(.4, .9, rate=draw.choice([1., .5]), axis=axis)])


def of_weights(draw, **ranks):
    """Draws regularizers and constraints.

    Args:
        **ranks: the number of axes of each weight, by its name.
    """
    arguments = {}
    for name, rank in ranks.items():
        if draw.chance(.1):
            arguments[name + '_regularizer'] = regularizer(draw)
        if draw.chance(.1):
            arguments[name + '_constraint'] = constraint(draw, rank)
    return arguments


def of_layer(draw):
    """Draws what a layer with weights may have."""
    arguments = {}
    if draw.chance(.07):
        arguments['activity_regularizer'] = regularizer(draw)
    if draw.chance(.07):
        arguments['trainable'] = False
    return arguments


def spatial(draw, shape):
    """Draws a data format; returns it and the lengths of the spatial axes of a shape."""
    if draw.chance(.3):
        return 'channels_first', shape[1:]
    return 'channels_last', shape[:-1]


def window(draw, lengths, paddings=('valid', 'same'), dilation=True):
    """Draws the size, strides, padding and perhaps dilation of a window that fits into lengths."""
    padding = draw.choice(paddings)
    sizes = tuple(draw.size(min(3, n) if padding == 'valid' else 3) for n in lengths)
    arguments = {'kernel_size': sizes, 'padding': padding}
    if draw.chance(.35):
        arguments['strides'] = draw.shape(len(lengths), 3)
    elif dilation and draw.chance(.3):
        arguments['dilation_rate'] = tuple(
            draw.size((n - 1) // (k - 1) if padding == 'valid' and k > 1 else 3)
            for n, k in zip(lengths, sizes))
    return arguments
