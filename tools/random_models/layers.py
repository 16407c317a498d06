"""Random layers that fit a shape; shapes are those of a sample, without the batch."""
from keras import layers

from . import recurrent
from .arguments import activation, of_layer, of_weights, spatial, window


def of_shape(draw, shape):
    """Draws a layer for inputs of a shape."""
    return draw.weighted(ANYWHERE + TABLES[len(shape)])(draw, shape)


# Anywhere


def dense(draw, shape):
    return layers.Dense(draw.size(), activation=activation(draw), use_bias=draw.chance(.8),
                        **of_weights(draw, kernel=2, bias=1), **of_layer(draw))


def activation_layer(draw, shape):
    axis = draw.randint(1, len(shape))
    return draw.choice([
        lambda: layers.Activation(activation(draw) or 'tanh'),
        lambda: layers.LeakyReLU(.2), lambda: layers.ELU(.7), lambda: layers.ThresholdedReLU(.1),
        lambda: layers.PReLU(shared_axes=draw.choice([None, [axis]]),
                             **of_weights(draw, alpha=len(shape))),
        lambda: layers.Softmax(axis=draw.choice([-1, axis])),
        lambda: layers.ReLU(max_value=draw.choice([None, .8]), threshold=draw.choice([0., .1]),
                            negative_slope=draw.choice([0., .3]))])()


def batch_normalization(draw, shape):
    return layers.BatchNormalization(
        axis=draw.choice([-1, 1, draw.randint(1, len(shape))]), center=draw.chance(.8),
        scale=draw.chance(.8), momentum=draw.choice([.8, .95]), epsilon=draw.choice([1e-3, .1]),
        **of_weights(draw, beta=1, gamma=1), **draw.sometimes(.1, trainable=False))


def activity_regularization(draw, shape):
    return layers.ActivityRegularization(l1=draw.choice([0., .02]), l2=.01)


def noise(draw, shape):
    if not draw.noisy:
        return layers.Dropout(0.)
    return draw.choice([layers.Dropout, layers.GaussianNoise, layers.GaussianDropout,
                        layers.AlphaDropout])(.3)


def flatten(draw, shape):
    return layers.Flatten(data_format=draw.choice(['channels_last', 'channels_first']))


def reshape(draw, shape):
    sizes = [n for n in shape if n > 1] or [1]
    draw.shuffle(sizes)
    while len(sizes) < 4 and draw.chance(.5):
        sizes.insert(draw.randint(0, len(sizes)), 1)
    if draw.chance(.3):
        sizes[draw.randrange(len(sizes))] = -1
    return layers.Reshape(sizes)


def permute(draw, shape):
    return layers.Permute(draw.sample(range(1, len(shape) + 1), len(shape)))


# Vectors


def repeat_vector(draw, shape):
    return layers.RepeatVector(draw.size())


# One, two or three spatial axes


def convolution(draw, shape):
    data_format, lengths = spatial(draw, shape)
    rank = len(lengths)
    causal = rank == 1 and data_format == 'channels_last' and draw.chance(.3)
    make = getattr(layers, 'Conv%dD' % rank)
    return make(draw.size(3), data_format=data_format, activation=activation(draw),
                use_bias=draw.chance(.8), **of_weights(draw, kernel=rank + 2, bias=1),
                **window(draw, lengths, ['causal'] if causal else ['valid', 'same']),
                **of_layer(draw))


def separable(draw, shape):
    data_format, lengths = spatial(draw, shape)
    rank = len(lengths)
    return getattr(layers, 'SeparableConv%dD' % rank)(
        draw.size(3), data_format=data_format, depth_multiplier=draw.size(2),
        activation=activation(draw), use_bias=draw.chance(.8), **window(draw, lengths),
        **of_weights(draw, depthwise=rank + 2, pointwise=rank + 2, bias=1), **of_layer(draw))


def depthwise(draw, shape):
    data_format, lengths = spatial(draw, shape)
    return layers.DepthwiseConv2D(
        data_format=data_format, depth_multiplier=draw.size(2), activation=activation(draw),
        use_bias=draw.chance(.8), **window(draw, lengths),
        **of_weights(draw, depthwise=4, bias=1), **of_layer(draw))


def transposed(draw, shape):
    data_format, lengths = spatial(draw, shape)
    rank = len(lengths)
    geometry = window(draw, lengths, dilation=False)
    strides = geometry.get('strides', ())
    if strides and min(lengths) > 1 and draw.chance(.4):
        # A window of even length takes an entry more away than an odd one.
        least = [int(geometry.get('padding') == 'same' and size % 2 == 0)
                 for size in geometry['kernel_size']]
        most = [min(stride, size) - 1 for stride, size in zip(strides, geometry['kernel_size'])]
        if all(a <= b for a, b in zip(least, most)):
            geometry['output_padding'] = tuple(draw.randrange(a, b + 1)
                                               for a, b in zip(least, most))
    return getattr(layers, 'Conv%dDTranspose' % rank)(
        draw.size(3), data_format=data_format, activation=activation(draw),
        use_bias=draw.chance(.8), **of_weights(draw, kernel=rank + 2, bias=1), **geometry,
        **of_layer(draw))


def locally_connected(draw, shape):
    data_format, lengths = spatial(draw, shape)
    rank = len(lengths)
    return getattr(layers, 'LocallyConnected%dD' % rank)(
        draw.size(3), data_format=data_format, activation=activation(draw),
        use_bias=draw.chance(.8), implementation=draw.choice([1, 2]),
        **window(draw, lengths, ['valid'], dilation=False),
        **of_weights(draw, kernel=3, bias=rank + 1), **of_layer(draw))


def pooling(draw, shape):
    data_format, lengths = spatial(draw, shape)
    geometry = window(draw, lengths, dilation=False)
    geometry['pool_size'] = geometry.pop('kernel_size')
    kind = draw.choice(['MaxPooling', 'AveragePooling'])
    if len(lengths) == 1:
        geometry = {name: value[0] if isinstance(value, tuple) else value
                    for name, value in geometry.items()}
    return getattr(layers, '%s%dD' % (kind, len(lengths)))(data_format=data_format, **geometry)


def global_pooling(draw, shape):
    data_format, lengths = spatial(draw, shape)
    kind = draw.choice(['GlobalMaxPooling', 'GlobalAveragePooling'])
    return getattr(layers, '%s%dD' % (kind, len(lengths)))(data_format=data_format)


def up_sampling(draw, shape):
    data_format, lengths = spatial(draw, shape)
    size = draw.shape(len(lengths), 2)
    if len(lengths) == 1:
        return layers.UpSampling1D(size[0])
    options = {'interpolation': draw.choice(['nearest', 'bilinear'])} if len(lengths) == 2 else {}
    return getattr(layers, 'UpSampling%dD' % len(lengths))(size, data_format, **options)


def zero_padding(draw, shape):
    data_format, lengths = spatial(draw, shape)
    border = tuple((draw.randint(0, 2), draw.randint(0, 1)) for _ in lengths)
    if len(lengths) == 1:
        return layers.ZeroPadding1D(border[0])
    return getattr(layers, 'ZeroPadding%dD' % len(lengths))(border, data_format)


def cropping(draw, shape):
    if len(shape) == 2:
        before = draw.randrange(shape[0])
        return layers.Cropping1D((before, draw.randrange(shape[0] - before)))
    data_format, lengths = spatial(draw, shape)
    border = []
    for length in lengths:
        before = draw.randrange(length)
        border.append((before, draw.randrange(length - before)))
    return getattr(layers, 'Cropping%dD' % len(lengths))(tuple(border), data_format)


# Sequences


def masking(draw, shape):
    return layers.Masking(draw.choice([0., .5]))


def time_distributed(draw, shape):
    inner = None
    while inner is None or not _has_one_output(inner) or isinstance(inner, layers.Masking):
        inner = of_shape(draw, shape[1:])
    return layers.TimeDistributed(inner, **draw.sometimes(.05, trainable=False))


def _has_one_output(layer):
    return not (getattr(layer, 'return_state', False) or layer.stateful
                or getattr(layer, 'merge_mode', '') is None)


ANYWHERE = [(3, dense), (3, activation_layer), (2, batch_normalization), (1, reshape),
            (.5, activity_regularization), (.5, noise)]
WITH_WINDOWS = [(4, convolution), (2, pooling), (1, global_pooling), (1, up_sampling),
                (1, zero_padding), (1, cropping), (1, permute), (1, flatten)]
TABLES = {
    1: [(3, dense), (1, repeat_vector)],
    2: WITH_WINDOWS + [(2, separable), (2, locally_connected), (10, recurrent.layer),
                       (4, recurrent.bidirectional), (2, time_distributed), (1, masking)],
    3: WITH_WINDOWS + [(2, separable), (2, locally_connected), (2, depthwise), (2, transposed),
                       (3, time_distributed)],
    4: WITH_WINDOWS + [(3, transposed), (5, recurrent.convolutional), (2, time_distributed)],
}
