"""Operators of Theano's tensors, as NumPy and TensorFlow have them."""
import numpy as np
import pytest
import theano.tensor as T
from numpy.testing import assert_array_equal
from reference import check, check_gradient, random

from keras import backend as K


def test_ints_leave_floats_as_they_are():
    x, n = K.placeholder((2,)), K.placeholder((2,), dtype='int32')
    for y in (x * n, n - x, x + K.constant([1, 2], dtype='int64'), n / x, x > n, x ** n):
        assert K.dtype(y) in ('float32', 'bool')
    assert K.dtype(n * 2) == 'int32'
    assert K.dtype(n * 2.5) == 'float32'


@pytest.mark.parametrize('dtype', ['float16', 'float32', 'float64'])
def test_numbers_take_the_type_of_the_tensor(dtype):
    x = K.placeholder((2,), dtype=dtype)
    for y in (x * .1, 2 - x, x + 1, x / 3., np.float64(2) * x, x + np.ones(2)):
        assert K.dtype(y) == dtype
    found, = K.function([x], [x * .1])([[1, 2]])
    assert_array_equal(found, np.array([1, 2], dtype) * np.array(.1, dtype))


def test_sizes_of_one_broadcast_wherever_they_come_from():
    x, y = random(4, 3), random(4, 1, seed=1)
    check(lambda x, y: [x[:, :1] * x, x + y, x - x[1:2], T.concatenate([y, y])[:4] / x],
          [x[:, :1] * x, x + y, x - x[1:2], y / x], x, y)
    check_gradient(lambda x, y: x[:, :1] * x + y, x, y)
    check_gradient(lambda x, y: x[:, :1] * x + y, x, y, way='unknown')


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r'\(None, 3\) and \(4,\)'):
        K.placeholder((None, 3)) + K.placeholder((4,))


def test_indices():
    x = random(3, 4)
    check(lambda x: [x[None], x[:, None], x[..., None], x[0, None], x[::-1, 1]],
          [x[None], x[:, None], x[..., None], x[0, None], x[::-1, 1]], x)
    with pytest.raises(ValueError, match=r'Index 4 .*axis 1 of the shape \(3, 4\)'):
        K.placeholder((3, 4))[:, 4]
