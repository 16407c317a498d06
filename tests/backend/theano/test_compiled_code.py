"""What is written in C, or put in the place of what Theano computes slowly, against NumPy.

The other tests run in Python, where the operations on windows are done by NumPy.
"""
import numpy as np
import pytest
import theano
import theano.tensor as T
from numpy.testing import assert_allclose
from reference import random

from keras.backend.theano_backend.scalars import positive, quick_tanh, rectified
from keras.backend.theano_backend.windows import (
    IMAGE,
    KERNEL,
    OUTPUT,
    Convolution,
    MaxPool,
    Spread,
)

pytestmark = pytest.mark.skipif(not theano.config.cxx, reason='there is no compiler')

COMPILED = theano.Mode(theano.gof.vm.VM_Linker(), 'fast_run')
IN_PYTHON = theano.Mode('py', 'fast_compile')

CASES = [
    # image, kernel, strides, dilation, padding
    ((2, 4, 5, 6, 2), (2, 3, 2, 2, 3), (1, 1, 1), (1, 1, 1), 'valid'),
    ((2, 4, 5, 6, 2), (2, 3, 2, 2, 3), (2, 1, 3), (1, 1, 1), 'same'),
    ((2, 1, 9, 8, 3), (1, 3, 2, 3, 1), (1, 1, 1), (1, 2, 3), 'same'),
    ((2, 1, 1, 8, 3), (1, 1, 3, 3, 4), (1, 1, 2), (1, 1, 2), 'causal'),
    ((2, 3, 4, 5, 3), (1, 1, 1, 3, 2), (1, 1, 1), (1, 1, 1), 'valid'),
    ((2, 7, 6, 5, 2), (2, 1, 2, 2, 2), (3, 2, 3), (1, 1, 1), 'valid'),
]


def in_both_ways(outputs):
    """Returns the values of `outputs` as the compiled code and as Python computes them."""
    return [theano.function([], outputs, mode=mode)() for mode in (COMPILED, IN_PYTHON)]


def test_convolutions():
    outputs = []
    for shape, kernel_shape, strides, dilation, padding in CASES:
        image = T.constant(random(*shape, dtype='float64'))
        kernel = T.constant(random(*kernel_shape, dtype='float64'))
        for by_channel in (False, True):
            made = [Convolution(part, strides, dilation, padding, by_channel)
                    for part in (OUTPUT, IMAGE, KERNEL)]
            output = made[0](image, kernel)
            outputs += [output, made[1](kernel, output, np.array(shape[1:4])),
                        made[2](image, output, np.array(kernel_shape[:3]))]
    for compiled, expected in zip(*in_both_ways(outputs)):
        assert_allclose(compiled, expected, rtol=1e-10, atol=1e-10)


def test_poolings():
    outputs = []
    for shape, kernel_shape, strides, _, padding in CASES:
        if padding == 'causal':
            continue
        # Several entries are the largest.
        image = T.constant(np.round(2 * random(*shape, dtype='float64')))
        largest, places = MaxPool(kernel_shape[:3], strides, padding)(image)
        outputs += [largest, places, Spread()(largest + 3, places, np.array(shape))]
    for compiled, expected in zip(*in_both_ways(outputs)):
        assert_allclose(compiled, expected, rtol=1e-10)


def test_what_does_not_fit_is_named():
    x, kernel = T.TensorType('float64', (False,) * 5)(), T.constant(np.ones((1, 3, 3, 2, 1)))
    f = theano.function([x], Convolution(OUTPUT, (1, 1, 1), (1, 1, 1), 'valid')(x, kernel),
                        mode=COMPILED)
    for shape, message in [((1, 1, 2, 9, 2), 'larger than the images'),
                           ((1, 1, 9, 9, 3), 'another number of channels')]:
        with pytest.raises(ValueError, match=message):
            f(np.zeros(shape))


def test_quick_operations():
    x = np.concatenate([np.linspace(-12, 12, 10001), [-1e30, 1e30, 1e-30, 0]]).astype('float32')
    tensor = T.constant(x)
    tanh, zeroed, other = theano.function(
        [], [quick_tanh(tensor), rectified(tensor), positive(tensor)], mode=COMPILED)()
    assert_allclose(tanh, np.tanh(x.astype('float64')), rtol=5e-7)
    assert abs(tanh).max() <= 1
    assert np.array_equal(zeroed, np.maximum(x, 0)) and np.array_equal(other, zeroed)


def test_sums_along_the_first_axes():
    x = T.ftensor4()
    sums = [T.sum(x, axis=axes, keepdims=keepdims) for axes in ([0], [0, 1], [0, 1, 2])
            for keepdims in (False, True)]
    f = theano.function([x], sums, mode=COMPILED)
    assert not any(isinstance(node.op, T.elemwise.Sum) for node in f.maker.fgraph.toposort())
    array = random(2, 3, 4, 5)
    expected = [array.sum(axes, keepdims=keepdims) for axes in ((0,), (0, 1), (0, 1, 2))
                for keepdims in (False, True)]
    for given, wanted in zip(f(array), expected):
        assert given.shape == wanted.shape
        assert_allclose(given, wanted, rtol=1e-5, atol=1e-5)
