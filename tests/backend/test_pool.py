"""Poolings, against loops over the places of their outputs."""
import numpy as np
import pytest
from reference import FLOATS, check, check_gradient, random
from windows import channels_first, pool

from keras import backend as K

CASES = [
    # input without batch, window, strides, padding
    ((6, 4, 2), (2, 2), (2, 2), 'valid'),
    ((5, 7, 2), (3, 2), (2, 1), 'valid'),
    ((5, 7, 3), (3, 2), (2, 3), 'same'),
    ((5, 4, 1), (2, 3), (1, 1), 'same'),
    ((4, 6, 4, 2), (2, 2, 2), (2, 2, 2), 'valid'),
    ((5, 4, 3, 2), (2, 3, 2), (2, 1, 2), 'same'),
]


def pooling(spatial, *arguments, **how):
    op = K.pool2d if spatial == 2 else K.pool3d
    return lambda x: op(x, *arguments, **how)


@pytest.mark.parametrize('mode', ['max', 'avg'])
@pytest.mark.parametrize('shape, window, strides, padding', CASES)
def test_pool(shape, window, strides, padding, mode):
    # All negative: zeros around the input must not count.
    x = random(2, *shape, low=-2, high=-1)
    expected = pool(x, window, strides, padding, mode)
    check(pooling(len(window), window, strides, padding, 'channels_last', mode), expected, x)
    check(pooling(len(window), window, strides, padding, 'channels_first', mode),
          channels_first(expected), channels_first(x))


@pytest.mark.parametrize('dtype', FLOATS)
@pytest.mark.parametrize('mode', ['max', 'avg'])
def test_pool_keeps_the_dtype(dtype, mode):
    for shape, window, strides in [((5, 4, 2), (2, 3), (2, 1)),
                                   ((4, 5, 3, 2), (2, 3, 2), (1, 2, 2))]:
        x = random(2, *shape, dtype=dtype)
        for padding in ('valid', 'same'):
            check(pooling(len(window), window, strides, padding, 'channels_last', mode),
                  pool(x, window, strides, padding, mode).astype(dtype), x)
        assert K.dtype(pooling(len(window), window)(K.constant(x, dtype=dtype))) == dtype


@pytest.mark.parametrize('mode', ['max', 'avg'])
@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_gradient_of_pool(mode, data_format):
    for shape, window, strides in [((2, 4, 5, 4), (2, 3), (2, 1)),
                                   ((2, 3, 4, 3, 3), (2, 2, 2), (1, 2, 1))]:
        # Entries far enough apart for differences not to change the maxima.
        x = np.random.permutation(int(np.prod(shape))).reshape(shape) / 10.
        check_gradient(pooling(len(window), window, strides, 'same', data_format, mode), x)


def test_pool_knows_the_sizes_that_can_be_known():
    y = K.pool2d(K.placeholder((None, 5, None, 2)), (2, 2), (2, 2), 'same')
    assert K.int_shape(y) == (None, 3, None, 2)
    y = K.pool3d(K.placeholder((None, 2, 4, 5, 6)), (2, 2, 2), (2, 2, 2), 'valid',
                 'channels_first')
    assert K.int_shape(y) == (None, 2, 2, 2, 3)


def test_pool_uses_the_default_data_format():
    K.set_image_data_format('channels_first')
    x = random(2, 3, 4, 4)
    check(pooling(2, (2, 2)), channels_first(pool(np.moveaxis(x, 1, -1), (2, 2), (1, 1), 'valid',
                                                  'max')), x, ways=['static'])


@pytest.mark.parametrize('call, message', [
    (lambda x: K.pool2d(x, (2, 2), pool_mode='mean'), "pool_mode.*'max', 'avg'.*'mean'"),
    (lambda x: K.pool2d(x, (2, 2), padding='full'), "padding.*'full'"),
    (lambda x: K.pool2d(x, (2, 2), data_format='last'), "data_format.*'last'"),
    (lambda x: K.pool2d(x, (2, 2, 2)), r'pool_size.*\(2, 2, 2\)'),
    (lambda x: K.pool2d(x, (2, 2), strides=(0, 1)), r'strides.*\(0, 1\)'),
    (lambda x: K.pool3d(x, (2, 2, 2)), 'pool3d.*depth.*4, 4, 3'),
    (lambda x: K.pool2d(x[0], (2, 2)), 'pool2d.*rows, columns'),
])
def test_mistakes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(K.placeholder((2, 4, 4, 3)))


@pytest.mark.parametrize('shape, window, strides, padding', CASES)
def test_what_engines_write_for_any_number_of_axes(shape, window, strides, padding):
    x = random(2, *shape)
    check(lambda x: K.pooling(x, window, strides, padding, 'channels_last', 'avg'),
          pool(x, window, strides, padding, 'avg'), x)
