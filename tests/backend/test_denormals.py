"""Denormal numbers are taken as 0, in every engine and thread, but not outside of an engine."""
import numpy as np
import pytest

from keras import backend as K
from keras.backend.denormals import can_flush, flushing_denormals

pytestmark = pytest.mark.skipif(not can_flush(), reason='this kind of machine is not known')

TINY = np.full((4,), 1e-20, 'float32')


def assert_denormals_exist():
    square = TINY * TINY
    assert 0 < square.max() < np.finfo('float32').tiny


def squares():
    x = K.placeholder((4,))
    square = x * x
    return K.function([x], [square, K.sqrt(square), 1e30 * square])


def test_every_call_takes_denormals_as_zeros():
    function = squares()
    # Enough calls for TensorFlow to have tried all ways to run short ones, and to keep to one.
    for _ in range(50):
        for result in function([TINY]):
            np.testing.assert_array_equal(result, np.zeros(4))


def test_normal_numbers_stay():
    smallest = np.finfo('float32').tiny
    x = K.placeholder((1,))
    function = K.function([x], [2. * x])
    for _ in range(50):
        np.testing.assert_array_equal(function([[smallest]])[0], [2 * smallest])


def test_the_thread_computes_with_denormals_afterwards():
    function = squares()
    for _ in range(50):
        function([TINY])
        assert_denormals_exist()


def test_the_thread_computes_with_denormals_after_an_error():
    with pytest.raises(ZeroDivisionError):
        flushing_denormals(lambda: 1 / 0)()
    assert_denormals_exist()


def test_arguments_and_results_are_passed_on():
    assert flushing_denormals(divmod)(7, 2) == (3, 1)
    assert flushing_denormals(dict)(a=1) == {'a': 1}


def test_calls_may_be_nested():
    multiply = flushing_denormals(np.multiply)

    @flushing_denormals
    def twice():
        return multiply(TINY, TINY), TINY * TINY
    np.testing.assert_array_equal(twice(), np.zeros((2, 4)))
    assert_denormals_exist()
