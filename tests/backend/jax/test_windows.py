"""Convolutions and poolings of JAX's arrays, and their gradients.

Values are compared with loops over the places of the output, gradients with finite differences and
with JAX's own.
"""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
import windows
from jax import lax
from jax.test_util import check_grads
from numpy.testing import assert_allclose, assert_array_equal

from keras.backend.jax_backend import convolutions, poolings

FORMATS = 'channels_last', 'channels_first'

# shape of the image without batch, kernel, strides, padding, dilation
CONVOLUTIONS = [
    ((7, 2), (3, 2, 4), (1,), 'valid', (1,)),
    ((8, 3), (3, 3, 2), (2,), 'same', (1,)),
    ((7, 2), (4, 2, 4), (2,), 'causal', (1,)),
    ((9, 2), (2, 2, 3), (1,), 'causal', (3,)),
    ((5, 1), (3, 1, 6), (2,), 'valid', (1,)),
    ((2, 2), (5, 2, 3), (1,), 'same', (1,)),
    ((1, 1), (1, 1, 1), (1,), 'valid', (1,)),
    ((5, 6, 2), (3, 2, 2, 3), (1, 1), 'valid', (1, 1)),
    ((5, 6, 2), (3, 2, 2, 3), (1, 1), 'same', (1, 1)),
    ((6, 5, 1), (3, 3, 1, 12), (2, 2), 'same', (1, 1)),
    ((6, 5, 1), (2, 3, 1, 2), (3, 1), 'valid', (1, 1)),
    ((7, 8, 2), (3, 2, 2, 2), (1, 1), 'same', (2, 3)),
    ((7, 8, 2), (3, 2, 2, 2), (1, 1), 'valid', (2, 1)),
    ((9, 9, 2), (2, 2, 2, 2), (2, 3), 'same', (2, 1)),
    ((6, 5, 2), (1, 1, 2, 3), (2, 3), 'same', (1, 1)),
    ((6, 5, 4), (1, 1, 4, 2), (1, 1), 'valid', (1, 1)),
    ((4, 3, 5, 1), (3, 2, 2, 1, 2), (2, 1, 2), 'same', (1, 1, 1)),
    ((4, 3, 5, 2), (2, 3, 2, 2, 3), (1, 1, 1), 'valid', (1, 1, 1)),
]
DEPTHWISE = [
    ((6, 5, 3), (3, 2, 3, 1), (1, 1), 'valid', (1, 1)),
    ((6, 5, 3), (3, 3, 3, 2), (2, 2), 'same', (1, 1)),
    ((7, 7, 2), (2, 3, 2, 3), (1, 1), 'same', (2, 2)),
    ((2, 1, 2), (3, 4, 2, 1), (1, 1), 'same', (1, 1)),
    ((5, 4, 1), (1, 1, 1, 2), (1, 2), 'valid', (1, 1)),
]
# shape of the image without batch, window, strides, padding
POOLINGS = [
    ((7, 2), (2,), (2,), 'valid'),
    ((7, 2), (3,), (1,), 'same'),
    ((6, 7, 2), (2, 2), (2, 2), 'valid'),
    ((6, 7, 2), (2, 2), (2, 2), 'same'),
    ((6, 7, 2), (3, 2), (2, 1), 'same'),
    ((6, 7, 2), (2, 1), (3, 2), 'same'),
    ((2, 3, 1), (5, 4), (1, 2), 'same'),
    ((1, 1, 1), (1, 1), (1, 1), 'valid'),
    ((4, 3, 5, 2), (2, 3, 2), (2, 1, 2), 'same'),
]


@pytest.fixture(params=['CPU', 'other devices'])
def device(request, monkeypatch):
    if request.param == 'other devices':
        monkeypatch.setattr(convolutions, 'is_on_cpu', lambda: False)
        monkeypatch.setattr(poolings, 'is_on_cpu', lambda: False)


@pytest.fixture(params=[False, True], ids=['small', 'large'])
def size(request, monkeypatch):
    """Has small arrays taken for large ones."""
    if request.param:
        monkeypatch.setattr(convolutions, '_CACHED', 100)
        monkeypatch.setattr(convolutions, '_RETAINED', 200)


def random(*shape, dtype='float64'):
    return np.random.standard_normal(shape).astype(dtype)


def in_format(x, data_format):
    return x if data_format == 'channels_last' else windows.channels_first(x)


def convolution(strides, padding, dilation, data_format='channels_last'):
    return lambda x, kernel: convolutions.convolution(x, kernel, strides, dilation, padding,
                                                      data_format)


def depthwise(strides, padding, dilation, data_format='channels_last'):
    return lambda x, kernel: convolutions.depthwise_convolution(
        x, kernel, strides, dilation, padding, data_format)


def check(make, args, expected):
    """Checks values in both data formats, and first and second gradients."""
    for data_format in FORMATS:
        y = jax.jit(make(data_format))(in_format(args[0], data_format), *args[1:])
        assert y.dtype == expected.dtype
        assert_allclose(y, in_format(expected, data_format), rtol=1e-9, atol=1e-9)
    check_grads(jax.jit(make('channels_last')), args, order=2, modes=['rev'], eps=1e-4, rtol=1e-5,
                atol=1e-5)


@pytest.mark.parametrize('shape, kernel_shape, strides, padding, dilation', CONVOLUTIONS)
def test_convolution(device, size, shape, kernel_shape, strides, padding, dilation):
    x, kernel = random(5, *shape), random(*kernel_shape)
    check(lambda data_format: convolution(strides, padding, dilation, data_format), (x, kernel),
          windows.conv(x, kernel, strides, padding, dilation))


@pytest.mark.parametrize('shape, kernel_shape, strides, padding, dilation', CONVOLUTIONS)
def test_transposed_convolution(device, shape, kernel_shape, strides, padding, dilation):
    counts, _ = windows.output_sizes(shape[:-1], kernel_shape[:-2], strides, padding, dilation)
    x, kernel = random(3, *counts, kernel_shape[-1]), random(*kernel_shape)

    def make(data_format):
        return lambda x, kernel: convolutions.transposed_convolution(
            x, kernel, shape[:-1], strides, dilation, padding, data_format)

    check(make, (x, kernel),
          windows.conv_transpose(x, kernel, shape[:-1], strides, padding, dilation))


@pytest.mark.parametrize('shape, kernel_shape, strides, padding, dilation', DEPTHWISE)
def test_depthwise_convolution(device, shape, kernel_shape, strides, padding, dilation):
    x, kernel = random(3, *shape), random(*kernel_shape)
    check(lambda data_format: depthwise(strides, padding, dilation, data_format), (x, kernel),
          windows.depthwise_conv(x, kernel, strides, padding, dilation))


@pytest.mark.parametrize('mode', ['max', 'avg'])
@pytest.mark.parametrize('shape, window, strides, padding', POOLINGS)
def test_pooling(device, shape, window, strides, padding, mode):
    # All entries differ by more than the steps of finite differences.
    x = np.random.permutation(3 * np.prod(shape)).reshape((3,) + shape) / 10.

    def make(data_format):
        return lambda x: poolings.pooling(x, window, strides, padding, data_format, mode)

    check(make, (x,), windows.pool(x, window, strides, padding, mode))


def plain_convolution(strides, padding):
    return lambda x, kernel: lax.conv_general_dilated(
        x, kernel, strides, padding.upper(), dimension_numbers=('NHWC', 'HWIO', 'NHWC'))


@pytest.mark.parametrize('shape, kernel_shape, strides, padding', [
    ((12, 28, 28, 1), (3, 3, 1, 32), (1, 1), 'valid'),
    ((33, 26, 26, 32), (3, 3, 32, 64), (1, 1), 'valid'),
    ((52, 26, 26, 32), (3, 3, 32, 8), (1, 1), 'valid'),
    ((4, 16, 16, 64), (1, 1, 64, 256), (1, 1), 'same'),
    ((4, 17, 16, 8), (1, 1, 8, 16), (2, 2), 'same'),
    ((4, 64, 64, 3), (7, 7, 3, 64), (2, 2), 'same'),
    ((2, 40, 40, 2), (12, 12, 2, 4), (2, 2), 'same'),
])
def test_large_convolutions_as_those_of_jax(shape, kernel_shape, strides, padding):
    x, kernel = random(*shape, dtype='float32'), random(*kernel_shape, dtype='float32')
    ours, plain = convolution(strides, padding, (1, 1)), plain_convolution(strides, padding)
    y = plain(x, kernel)
    dy = random(*y.shape, dtype='float32')
    for function in ours, plain:
        found, gradients = jax.vjp(function, x, kernel)
        results = (found,) + gradients(dy)
        if function is ours:
            compared = results
    for a, b in zip(compared, results):
        assert a.dtype == b.dtype == 'float32'
        assert_allclose(a, b, rtol=1e-3, atol=1e-4 * np.abs(b).max())


@pytest.mark.parametrize('dtype', ['float16', 'float32', 'float64'])
@pytest.mark.parametrize('batch', [0, 1, 2])
def test_dtypes_and_batches(device, dtype, batch):
    x = jnp.asarray(random(batch, 6, 6, 2, dtype=dtype))
    kernel, wide = (jnp.asarray(random(3, 3, 2, count, dtype=dtype)) for count in (2, 32))
    for function, args in [
            (convolution((1, 1), 'valid', (1, 1)), (x, kernel)),
            (convolution((2, 2), 'same', (1, 1)), (x, wide)),
            (convolution((1, 1), 'same', (1, 1)), (x, kernel[:1, :1])),
            (depthwise((1, 1), 'same', (1, 1)), (x, kernel)),
            (lambda x: poolings.pooling(x, (3, 3), (2, 2), 'same', 'channels_last', 'max'), (x,)),
            (lambda x: poolings.pooling(x, (3, 3), (2, 2), 'same', 'channels_last', 'avg'), (x,)),
            (lambda x: poolings.interpolated(x, 1, 2), (x,))]:
        y, gradients = jax.vjp(jax.jit(function), *args)
        assert y.dtype == dtype and len(y) == batch
        for arg, gradient in zip(args, gradients(jnp.ones_like(y))):
            assert gradient.dtype == dtype and gradient.shape == arg.shape
            assert np.isfinite(gradient).all()


def test_sums_over_many_places_in_float16():
    x, kernel = jnp.ones((64, 8, 8, 1), 'float16'), jnp.ones((3, 3, 1, 1), 'float16')
    _, gradients = jax.vjp(convolution((1, 1), 'valid', (1, 1)), x, kernel)
    _, gradient = gradients(jnp.full((64, 6, 6, 1), 1., 'float16'))
    assert_array_equal(gradient, np.full((3, 3, 1, 1), 64 * 36, 'float16'))


def gradient_of_maxima(x, window, strides, padding='valid'):
    return jax.grad(lambda x: poolings.pooling(x, window, strides, padding, 'channels_last',
                                               'max').sum())(np.asarray(x)[None, ..., None])


def test_the_first_of_equal_maxima_gets_the_gradient(device):
    found = gradient_of_maxima(np.zeros((4, 4)), (2, 2), (2, 2))
    assert_array_equal(found[0, ..., 0], [[1, 0, 1, 0], [0] * 4, [1, 0, 1, 0], [0] * 4])
    found = gradient_of_maxima([2., 2., 1., 3., 3.], (3,), (1,))
    assert_array_equal(found[0, :, 0], [1, 0, 0, 2, 0])


def test_padding_gets_no_gradient_of_maxima():
    # On other devices, JAX takes padding for a maximum if all entries are -inf.
    found = gradient_of_maxima([-np.inf] * 3, (3,), (1,), 'same')
    assert_array_equal(found[0, :, 0], [2, 1, 0])


@pytest.mark.parametrize('factor, expected', [
    (1, [1., 2., 4.]), (2, [1., 1.5, 2., 3., 4., 4.]),
    (4, [1., 1.25, 1.5, 1.75, 2., 2.5, 3., 3.5, 4., 4., 4., 4.])])
def test_interpolated(factor, expected):
    x = np.array([1., 2., 4.])
    for axis in range(3):
        wide = x.reshape([-1 if i == axis else 1 for i in range(3)]) * np.ones(
            [1 if i == axis else 2 for i in range(3)])
        y = poolings.interpolated(wide, axis, factor)
        assert_allclose(np.moveaxis(y, axis, -1), np.broadcast_to(expected, (2, 2, len(expected))))
        check_grads(lambda x, axis=axis: poolings.interpolated(x, axis, factor), (wide,), order=2,
                    modes=['rev'])


def test_windows_that_do_not_fit():
    x = random(2, 4, 4, 1)
    with pytest.raises(ValueError, match='do not fit into an input of spatial shape'):
        convolution((1, 1), 'valid', (1, 1))(x, random(5, 1, 1, 1))
    with pytest.raises(ValueError, match='do not fit'):
        poolings.pooling(x, (5, 1), (1, 1), 'valid', 'channels_last', 'avg')
    with pytest.raises(ValueError, match=r'cannot make an output of spatial shape \(5, 4\)'):
        convolutions.transposed_convolution(x, random(3, 3, 1, 1), (5, 4), (1, 1), (1, 1), 'same',
                                            'channels_last')
