"""Convolutions, against loops over the places of their outputs."""
import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference import FLOATS, check, check_gradient, random
from windows import channels_first, conv, conv_transpose, depthwise_conv, windows

from keras import backend as K

FORMATS = ('channels_last', 'channels_first')
OPS = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}


def in_format(x, data_format):
    return x if data_format == 'channels_last' else channels_first(x)


def check_conv(op, expected, x, *kernels, **how):
    """Checks an op in both data formats, with known and unknown sizes of its input."""
    for data_format in FORMATS:
        check(lambda x, data_format=data_format: op(
            x, *[K.constant(k, dtype=k.dtype.name) for k in kernels], data_format=data_format),
            in_format(expected, data_format), in_format(x, data_format), **how)


CASES = [
    # input without batch, kernel, strides, padding, dilation
    ((7, 2), (3, 2, 4), 1, 'valid', 1),
    ((7, 2), (2, 2, 4), 1, 'same', 1),
    ((8, 3), (3, 3, 2), 2, 'same', 1),
    ((7, 3), (4, 3, 2), 3, 'valid', 1),
    ((7, 2), (3, 2, 4), 1, 'causal', 1),
    ((7, 2), (3, 2, 4), 2, 'causal', 1),
    ((9, 2), (2, 2, 3), 1, 'causal', 3),
    ((9, 2), (3, 2, 3), 1, 'same', 2),
    ((9, 2), (3, 2, 3), 1, 'valid', 2),
    ((5, 6, 2), (3, 2, 2, 3), (1, 1), 'valid', (1, 1)),
    ((5, 6, 2), (3, 2, 2, 3), (1, 1), 'same', (1, 1)),
    ((6, 5, 1), (3, 3, 1, 2), (2, 2), 'same', (1, 1)),
    ((6, 5, 1), (2, 3, 1, 2), (2, 1), 'valid', (1, 1)),
    ((7, 8, 2), (3, 2, 2, 2), (1, 1), 'same', (2, 3)),
    ((7, 8, 2), (3, 2, 2, 2), (1, 1), 'valid', (2, 1)),
    ((4, 3, 5, 2), (2, 3, 2, 2, 3), (1, 1, 1), 'valid', (1, 1, 1)),
    ((4, 3, 5, 1), (3, 2, 2, 1, 2), (2, 1, 2), 'same', (1, 1, 1)),
    ((5, 4, 5, 1), (2, 2, 2, 1, 2), (1, 1, 1), 'same', (2, 1, 2)),
    # Kernels of one entry may be treated in another way.
    ((7, 2), (1, 2, 3), 3, 'same', 1),
    ((6, 5, 2), (1, 1, 2, 3), (2, 1), 'valid', (1, 1)),
    ((4, 3, 5, 2), (1, 1, 1, 2, 3), (2, 1, 3), 'same', (1, 1, 1)),
]


def as_tuple(value):
    return (value,) if isinstance(value, int) else value


@pytest.mark.parametrize('shape, kernel_shape, strides, padding, dilation', CASES)
def test_conv(shape, kernel_shape, strides, padding, dilation):
    x, kernel = random(2, *shape), random(*kernel_shape)
    op = OPS[len(shape) - 1]
    expected = conv(x, kernel, as_tuple(strides), padding, as_tuple(dilation))
    check_conv(lambda x, k, data_format: op(x, k, strides, padding, data_format, dilation),
               expected, x, kernel, tolerance=1e-5)


@pytest.mark.parametrize('data_format', FORMATS)
@pytest.mark.parametrize('shape, kernel_shape, strides, padding, dilation', [
    ((5, 2), (2, 2, 2), 1, 'causal', 2),
    ((4, 3, 2), (2, 2, 2, 2), (2, 1), 'same', (1, 1)),
    ((4, 5, 1), (2, 2, 1, 2), (1, 1), 'valid', (2, 1)),
    ((3, 3, 2, 1), (2, 2, 2, 1, 2), (1, 2, 1), 'same', (1, 1, 1)),
    ((4, 6, 2), (1, 1, 2, 3), (2, 3), 'same', (1, 1)),
])
def test_gradient_of_conv(data_format, shape, kernel_shape, strides, padding, dilation):
    op = OPS[len(shape) - 1]
    check_gradient(lambda x, k: op(x, k, strides, padding, data_format, dilation),
                   in_format(random(2, *shape), data_format), random(*kernel_shape))


@pytest.mark.parametrize('dtype', FLOATS)
def test_conv_keeps_the_dtype(dtype):
    x, kernel = random(2, 5, 6, 2, dtype=dtype), random(3, 2, 2, 3, dtype=dtype)
    expected = conv(x.astype('float64'), kernel.astype('float64'), (2, 2), 'same')
    check(lambda x, k: K.conv2d(x, k, (2, 2), 'same'), expected, x, kernel,
          ways=('variable', 'static'))
    assert K.dtype(K.conv2d(K.constant(x, dtype=dtype), K.constant(kernel, dtype=dtype))) == dtype


def test_conv_is_a_cross_correlation():
    x = np.arange(4.).reshape(1, 4, 1)
    kernel = np.array([1., 10.]).reshape(2, 1, 1)
    check(K.conv1d, [[[10.], [21.], [32.]]], x, kernel, ways=['static'])


def test_conv_uses_the_default_data_format():
    x, kernel = random(2, 5, 6, 2), random(3, 2, 2, 3)
    K.set_image_data_format('channels_first')
    check(lambda x: K.conv2d(x, K.constant(kernel)),
          channels_first(conv(x, kernel, (1, 1), 'valid')), channels_first(x), ways=['static'])


def test_an_int_stands_for_all_axes():
    x, kernel = random(2, 5, 6, 2), random(3, 2, 2, 3)
    check(lambda x: K.conv2d(x, K.constant(kernel), strides=2),
          conv(x, kernel, (2, 2), 'valid'), x, ways=['static'])


@pytest.mark.parametrize('data_format, shape, expected', [
    ('channels_last', (None, 8, 6, 2), (None, 4, 3, 5)),
    ('channels_last', (None, None, 6, 2), (None, None, 3, 5)),
    ('channels_first', (None, 2, 8, None), (None, 5, 4, None)),
])
def test_conv_knows_the_sizes_that_can_be_known(data_format, shape, expected):
    y = K.conv2d(K.placeholder(shape), K.ones((3, 3, 2, 5)), (2, 2), 'same', data_format)
    assert K.int_shape(y) == expected


TRANSPOSED = [
    # input without batch, kernel, output sizes, strides, padding, dilation
    ((3, 4, 2), (3, 3, 3, 2), (6, 8), (2, 2), 'same', (1, 1)),
    ((3, 4, 2), (3, 2, 3, 2), (5, 7), (2, 2), 'same', (1, 1)),
    ((3, 4, 2), (3, 2, 3, 2), (7, 5), (2, 1), 'valid', (1, 1)),
    ((3, 4, 2), (3, 2, 3, 2), (8, 9), (2, 2), 'valid', (1, 1)),
    ((4, 3, 1), (2, 3, 2, 1), (4, 3), (1, 1), 'same', (1, 1)),
    ((5, 6, 2), (3, 2, 2, 2), (5, 6), (1, 1), 'same', (2, 3)),
    ((3, 4, 2), (3, 2, 2, 2), (7, 5), (1, 1), 'valid', (2, 1)),
    ((2, 3, 2, 2), (3, 2, 2, 3, 2), (4, 6, 2), (2, 2, 1), 'same', None),
    ((2, 2, 3, 1), (2, 3, 2, 2, 1), (3, 5, 4), (1, 2, 1), 'valid', None),
    ((3, 4, 2), (1, 1, 3, 2), (6, 12), (2, 3), 'same', (1, 1)),
    ((3, 4, 2), (1, 1, 3, 2), (5, 11), (2, 3), 'valid', (1, 1)),
    ((2, 2, 3, 2), (1, 1, 1, 3, 2), (4, 2, 7), (2, 1, 3), 'valid', None),
]


def conv_transpose_op(sizes, filters, strides, padding, dilation, batch=None):
    def op(x, kernel, data_format):
        shape = (batch,) + sizes + (filters,)
        if data_format == 'channels_first':
            shape = (batch, filters) + sizes
        if dilation is None:
            return K.conv3d_transpose(x, kernel, shape, strides, padding, data_format)
        return K.conv2d_transpose(x, kernel, shape, strides, padding, data_format, dilation)

    return op


@pytest.mark.parametrize('shape, kernel_shape, sizes, strides, padding, dilation', TRANSPOSED)
def test_conv_transpose(shape, kernel_shape, sizes, strides, padding, dilation):
    x, kernel = random(2, *shape), random(*kernel_shape)
    expected = conv_transpose(x, kernel, sizes, strides, padding, dilation)
    op = conv_transpose_op(sizes, kernel_shape[-2], strides, padding, dilation)
    check_conv(op, expected, x, kernel, tolerance=1e-5)


@pytest.mark.parametrize('data_format', FORMATS)
@pytest.mark.parametrize('case', [1, 5, 8, 9])
def test_gradient_of_conv_transpose(case, data_format):
    shape, kernel_shape, sizes, strides, padding, dilation = TRANSPOSED[case]
    op = conv_transpose_op(sizes, kernel_shape[-2], strides, padding, dilation)
    check_gradient(lambda x, k: op(x, k, data_format),
                   in_format(random(2, *shape), data_format), random(*kernel_shape))


@pytest.mark.parametrize('data_format', FORMATS)
def test_conv_transpose_takes_its_output_shape_in_many_forms(data_format):
    x, kernel = random(2, 3, 4, 2), random(3, 3, 3, 2)
    expected = in_format(conv_transpose(x, kernel, (6, 8), (2, 2), 'same'), data_format)
    known = expected.shape

    def transposed(x, output_shape):
        return K.conv2d_transpose(x, K.constant(kernel), output_shape, (2, 2), 'same', data_format)

    for output_shape in [
            lambda x: known,
            lambda x: list(known),
            lambda x: (None,) + known[1:],
            lambda x: (K.shape(x)[0],) + known[1:],
            lambda x: K.stack([K.shape(x)[0]] + list(known[1:])),
            lambda x: K.constant(known, dtype='int32')]:
        check(lambda x, shape=output_shape: transposed(x, shape(x)), expected,
              in_format(x, data_format))
    y = transposed(K.placeholder((None,) + in_format(x, data_format).shape[1:]),
                   (None,) + known[1:])
    assert K.int_shape(y) == (None,) + known[1:]


@pytest.mark.parametrize('sizes, strides, padding, possible', [
    ((5, 8), 2, 'same', True), ((4, 8), 2, 'same', False), ((6, 9), 2, 'same', False),
    ((7, 9), 2, 'valid', True), ((8, 10), 2, 'valid', True), ((6, 9), 2, 'valid', False),
    ((5, 6), 1, 'valid', True), ((6, 6), 1, 'valid', False)])
def test_output_shapes_that_a_transposed_convolution_cannot_give(sizes, strides, padding, possible):
    x, kernel = K.placeholder((None, 3, 4, 1)), K.constant(random(3, 3, 2, 1))

    def transposed():
        return K.conv2d_transpose(x, kernel, (None,) + sizes + (2,), (strides, strides), padding)
    if possible:
        y, = K.function([x], [transposed()])([random(1, 3, 4, 1)])
        assert y.shape == (1,) + sizes + (2,)
    else:
        with pytest.raises(ValueError, match=r'conv2d_transpose cannot.*output_shape \(None, %d'
                           % sizes[0]):
            transposed()


DEPTHWISE = [
    # input without batch, kernel, strides, padding, dilation
    ((5, 6, 2), (3, 2, 2, 1), (1, 1), 'valid', (1, 1)),
    ((5, 6, 2), (3, 2, 2, 3), (1, 1), 'same', (1, 1)),
    ((6, 5, 3), (2, 3, 3, 2), (2, 2), 'same', (1, 1)),
    ((6, 5, 3), (2, 3, 3, 2), (2, 1), 'same', (1, 1)),
    ((6, 5, 3), (2, 3, 3, 2), (1, 2), 'valid', (1, 1)),
    ((7, 8, 2), (3, 2, 2, 2), (1, 1), 'same', (2, 3)),
    ((7, 8, 2), (3, 2, 2, 2), (1, 1), 'valid', (1, 2)),
    # Engines may treat large windows in another way.
    ((7, 6, 3), (5, 4, 3, 2), (1, 1), 'same', (1, 1)),
    ((9, 7, 1), (5, 5, 1, 1), (2, 2), 'same', (1, 1)),
    ((9, 7, 2), (5, 5, 2, 3), (2, 1), 'valid', (1, 1)),
    ((9, 8, 2), (4, 3, 2, 1), (1, 1), 'valid', (2, 3)),
    ((1, 12, 4), (1, 11, 4, 1), (1, 1), 'same', (1, 1)),
    ((6, 5, 1), (1, 1, 1, 2), (2, 2), 'same', (1, 1)),
    ((6, 5, 3), (1, 1, 3, 2), (2, 1), 'valid', (1, 1)),
]


@pytest.mark.parametrize('shape, kernel_shape, strides, padding, dilation', DEPTHWISE)
def test_depthwise_and_separable_conv2d(shape, kernel_shape, strides, padding, dilation):
    x, kernel = random(2, *shape), random(*kernel_shape)
    channels = kernel_shape[2] * kernel_shape[3]
    mixing = random(1, 1, channels, 3)
    expected = depthwise_conv(x, kernel, strides, padding, dilation)
    check_conv(lambda x, k, data_format: K.depthwise_conv2d(
        x, k, strides, padding, data_format, dilation), expected, x, kernel, tolerance=1e-5)
    check_conv(lambda x, k, m, data_format: K.separable_conv2d(
        x, k, m, strides, padding, data_format, dilation),
        expected.dot(mixing[0, 0]), x, kernel, mixing, tolerance=1e-5)


@pytest.mark.parametrize('data_format', FORMATS)
@pytest.mark.parametrize('strides', [(1, 1), (2, 2), (2, 1)])
@pytest.mark.parametrize('window', [(2, 3), (4, 3)])
def test_gradient_of_separable_conv2d(window, strides, data_format):
    check_gradient(
        lambda x, k, m: K.separable_conv2d(x, k, m, strides, 'same', data_format),
        in_format(random(2, 4, 3, 2), data_format), random(*window + (2, 2)), random(1, 1, 4, 2))


@pytest.mark.parametrize('length, window, strides, padding, dilation', [
    (7, 3, 1, 'valid', 1),
    (8, 2, 2, 'same', 1),
    (7, 3, 1, 'same', 2),
    (8, 3, 3, 'valid', 1),
    (7, 3, 1, 'causal', 2),
])
def test_separable_conv1d(length, window, strides, padding, dilation):
    x, kernel, mixing = random(2, length, 2), random(window, 2, 3), random(1, 6, 4)
    # Each channel and each of its kernels by itself:
    parts = [conv(x[..., c:c + 1], kernel[:, c:c + 1, m:m + 1], (strides,), padding, (dilation,))
             for c in range(2) for m in range(3)]
    expected = np.concatenate(parts, axis=-1).dot(mixing[0])
    check_conv(lambda x, k, m, data_format: K.separable_conv1d(
        x, k, m, strides, padding, data_format, dilation), expected, x, kernel, mixing,
        tolerance=1e-5)


@pytest.mark.parametrize('sizes, window, strides', [
    ((7,), (3,), (1,)),
    ((8,), (2,), (3,)),
    ((4, 5), (2, 3), (1, 1)),
    ((5, 6), (3, 2), (2, 3)),
    ((3, 3), (1, 1), (1, 1)),
])
def test_local_conv(sizes, window, strides):
    x = random(2, *sizes + (2,))
    seen = list(windows(x, window, strides, 'valid'))
    output_sizes = tuple(np.max([place for place, _ in seen], axis=0) + 1)
    kernel = random(len(seen), 2 * int(np.prod(window)), 3)

    def expected(order):
        places = [np.transpose(s, order).reshape(2, -1).dot(k)
                  for (_, s), k in zip(seen, kernel)]
        return np.stack(places, axis=1).reshape((2,) + output_sizes + (3,))

    def op(data_format):
        if len(sizes) == 1:
            return lambda x: K.local_conv1d(x, K.constant(kernel), window, strides, data_format)
        return lambda x: K.local_conv2d(x, K.constant(kernel), window, strides, output_sizes,
                                        data_format)

    axes = tuple(range(1, 1 + len(sizes)))
    check(op('channels_last'), expected((0,) + axes + (len(axes) + 1,)), x)
    check(op('channels_first'), channels_first(expected((0, len(axes) + 1) + axes)),
          channels_first(x))


@pytest.mark.parametrize('data_format', FORMATS)
def test_gradient_of_local_conv2d(data_format):
    check_gradient(lambda x, k: K.local_conv2d(x, k, (2, 1), (1, 2), (2, 2), data_format),
                   in_format(random(2, 3, 3, 2), data_format), random(4, 4, 2))


@pytest.mark.parametrize('factors', [(2, 3), (1, 2), (3, 1)])
def test_resize_images(factors):
    x = random(2, 3, 4, 2)
    nearest = x.repeat(factors[0], axis=1).repeat(factors[1], axis=2)
    rows = [np.minimum(np.arange(size * factor) / factor, size - 1)
            for size, factor in zip((3, 4), factors)]
    bilinear = between(between(x, rows[0], 1), rows[1], 2)
    for interpolation, expected in [('nearest', nearest), ('bilinear', bilinear)]:
        check_conv(lambda x, data_format, how=interpolation: K.resize_images(
            x, factors[0], factors[1], data_format, interpolation=how), expected, x)


def between(x, places, axis):
    """Interpolates `x` at fractional `places` along `axis`."""
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, x.shape[axis] - 1)
    weights = (places - low).reshape([-1 if i == axis else 1 for i in range(x.ndim)])
    return x.take(low, axis) * (1 - weights) + x.take(high, axis) * weights


@pytest.mark.parametrize('factors', [(0, 1), (1, -2), ('x', 1)])
def test_factors_that_enlarge_nothing_are_refused(factors):
    for how in ('nearest', 'bilinear'):
        with pytest.raises(ValueError, match='factors of K.resize_images .*%r' % factors[0]):
            K.resize_images(K.placeholder((2, 3, 4, 2)), *factors + ('channels_last', how))
    with pytest.raises(ValueError, match='factors of K.resize_volumes .*%r' % factors[0]):
        K.resize_volumes(K.placeholder((2, 2, 3, 4, 2)), *factors + (1, 'channels_last'))


def test_resize_knows_the_sizes_that_can_be_known():
    for how in ('nearest', 'bilinear'):
        y = K.resize_images(K.placeholder((None, None, 4, 2)), 2, 3, 'channels_last', how)
        assert K.int_shape(y) == (None, None, 12, 2)
        y = K.resize_images(K.placeholder((5, 2, 4, 3)), 2, 3, 'channels_first', how)
        assert K.int_shape(y) == (5, 2, 8, 9)
    y = K.resize_volumes(K.placeholder((None, 2, 3, 4, 2)), 2, 3, 2, 'channels_last')
    assert K.int_shape(y) == (None, 4, 9, 8, 2)


@pytest.mark.parametrize('factors', [(2, 3, 1), (1, 2, 2)])
def test_resize_volumes(factors):
    x = random(2, 3, 2, 4, 2)
    expected = x
    for axis, factor in enumerate(factors, 1):
        expected = expected.repeat(factor, axis=axis)
    check_conv(lambda x, data_format: K.resize_volumes(x, *factors, data_format=data_format),
               expected, x)


def test_gradient_of_resizing():
    check_gradient(lambda x: K.resize_images(x, 2, 3, 'channels_first'), random(2, 2, 3, 2))
    check_gradient(lambda x: K.resize_volumes(x, 2, 1, 3, 'channels_last'), random(1, 2, 3, 2, 2))
    # Engines may interpolate in float32 alone.
    check_gradient(lambda x: K.resize_images(x, 2, 2, 'channels_last', 'bilinear'),
                   random(1, 2, 3, 2), step=1e-2, tolerance=1e-3)


@pytest.mark.parametrize('call, message', [
    (lambda x, k: K.conv2d(x, k, padding='vaild'), "padding.*'valid', 'same'.*'vaild'"),
    (lambda x, k: K.conv2d(x, k, padding='causal'), "padding.*'causal'"),
    (lambda x, k: K.conv2d(x, k, data_format='chanels_last'), 'data_format.*chanels_last'),
    (lambda x, k: K.conv1d(x, k), r'conv1d.*\(batch, steps, channels\).*\(2, 5, 6, 2\)'),
    (lambda x, k: K.conv3d(x, k), 'conv3d.*depth, rows, columns'),
    (lambda x, k: K.conv2d(x, k, strides=(1, 2, 1)), r'strides.*\(1, 2, 1\)'),
    (lambda x, k: K.conv2d(x, k, strides='2'), "strides.*'2'"),
    (lambda x, k: K.conv2d(x, k, strides=0), 'strides.*positive.*0'),
    (lambda x, k: K.conv2d(x, k, dilation_rate=(2,)), r'dilation_rate.*\(2,\)'),
    (lambda x, k: K.conv2d(x, k, strides=2, dilation_rate=2), r'strides \(2, 2\).*dilation'),
    (lambda x, k: K.conv2d(x[..., :1], k), r'1 channels.*takes 2'),
    (lambda x, k: K.conv2d(x, k, data_format='channels_first'), '5 channels.*channels_first'),
    (lambda x, k: K.depthwise_conv2d(x[..., :1], k), '1 channels.*takes 2'),
    (lambda x, k: K.conv2d_transpose(x, k, (2, 5, 6, 2)), '2 channels.*takes 3'),
    (lambda x, k: K.separable_conv1d(x, k, k), 'separable_conv1d.*steps'),
    (lambda x, k: K.local_conv1d(x[0], K.ones((3, 4, 1)), (3,), (1,)), 'local_conv1d.*6.*4'),
    (lambda x, k: K.resize_images(x, 2, 2, 'channels_last', 'cubic'), "interpolation.*'cubic'"),
    (lambda x, k: K.resize_images(x[0], 2, 2, 'channels_last'), 'resize_images.*rows'),
    (lambda x, k: K.resize_volumes(x, 2, 2, 2, 'channels_last'), 'resize_volumes.*depth'),
])
def test_mistakes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(K.placeholder((2, 5, 6, 2)), K.ones((3, 2, 2, 3)))


@pytest.mark.parametrize('op, axes', [
    (lambda x, w: K.conv1d(x, w), 1),
    (lambda x, w: K.conv1d(x, w[:2], dilation_rate=2), 1),
    (lambda x, w: K.conv2d(x, w), 2),
    (lambda x, w: K.conv3d(x, w), 3),
    (lambda x, w: K.depthwise_conv2d(x, w), 2),
    (lambda x, w: K.separable_conv2d(x, w, K.ones((1, 1, 4, 2))), 2),
    (lambda x, w: K.pool2d(x, (3, 3)), 2),
    (lambda x, w: K.pool2d(x, (3, 3), pool_mode='avg'), 2),
    (lambda x, w: K.pool3d(x, (3, 3, 3)), 3),
])
def test_images_of_unknown_size_with_no_room_for_a_window(op, axes):
    x = K.placeholder((None,) + (None,) * axes + (2,))
    run = K.function([x], [op(x, K.ones((3,) * axes + (2, 2)))])
    enough = np.ones((1,) + (3,) * axes + (2,))
    run([enough])
    with pytest.raises(Exception, match='window|convolution|pooling'):
        run([enough[:, :2]])
    with pytest.raises(Exception, match='window|convolution|pooling'):
        run([np.take(enough, [0, 1], axis=axes)])


@pytest.mark.parametrize('first', ['transposed', 'other'])
def test_gradients_of_a_transposed_convolution_and_of_another_use_add_up(first):
    x = random(2, 3, 4, 1)
    images = K.placeholder((2, 3, 4, 1))
    w, v = K.variable([[[[.7]]]]), K.variable([[[[-.4]]]])
    a = K.conv2d(images, w)
    b = K.conv2d_transpose(a, v, (2, 3, 4, 1))
    parts = [K.sum(K.square(b)), K.sum(K.square(a))]
    loss = parts[0] + parts[1] if first == 'transposed' else parts[1] + parts[0]
    wanted = 2 * .7 * np.sum(x ** 2) * (1 + .4 ** 2)
    for others in [], [b], [a], [K.mean(K.abs(b - 1.))]:
        gradient, *_ = K.function([images], K.gradients(loss, [w]) + others)([x])
        assert_allclose(gradient, np.full((1, 1, 1, 1), wanted), rtol=1e-5)

def whole(op, *arguments):
    """Returns a function of channels-last images and a kernel: `op` with one argument an axis."""
    def call(x, kernel):
        ones = (1,) * (K.ndim(x) - 2)
        return op(x, kernel, *arguments, ones, 'valid', 'channels_last', ones)
    return call


@pytest.mark.parametrize('sizes, window', [((5,), (2,)), ((4, 5), (3, 2)), ((3, 4, 3), (2, 2, 1))])
def test_what_engines_write_for_any_number_of_axes(sizes, window):
    ones = (1,) * len(sizes)
    x, kernel = random(2, *sizes, 3), random(*window, 3, 2)
    expected = conv(x, kernel, ones, 'valid')
    check(whole(K.convolution), expected, x, kernel, ways=['static'])
    check(whole(K.transposed_convolution, (2,) + sizes + (3,)),
          conv_transpose(expected, kernel, sizes, ones, 'valid'), expected, kernel, ways=['static'])
    if len(sizes) == 2:
        check(whole(K.depthwise_convolution), depthwise_conv(x, kernel, ones, 'valid'), x, kernel,
              ways=['static'])
