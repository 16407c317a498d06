"""Arithmetic ops against NumPy."""
import numpy as np
import pytest
import scipy.sparse
import scipy.special
from reference import FLOATS, check, check_gradient, evaluate, random

from keras import backend as K

SHAPES = [(), (4,), (2, 3), (3, 1, 2)]

# Each op's NumPy function and the range of entries to try it on.
UNARY = {
    'abs': (np.abs, -2, 2),
    'sign': (np.sign, -2, 2),
    'square': (np.square, -2, 2),
    'sqrt': (lambda x: np.sqrt(np.maximum(x, 0)), -2, 4),
    'exp': (np.exp, -2, 2),
    'log': (np.log, 0.1, 3),
    'sin': (np.sin, -4, 4),
    'cos': (np.cos, -4, 4),
    'round': (np.round, -4, 4),
}
POSITIVE = ['sqrt', 'log']
COMPARISONS = ['equal', 'not_equal', 'greater', 'greater_equal', 'less', 'less_equal']
BINARY_SHAPES = [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1, 3), (4, 1)), ((), (2,))]
AXES = [None, 0, -1, (0, 2), [0, 1], [0, 1, 2]]
REDUCTIONS = {
    'sum': np.sum,
    'prod': np.prod,
    'max': np.max,
    'min': np.min,
    'mean': np.mean,
    'var': np.var,
    'std': np.std,
    'logsumexp': scipy.special.logsumexp,
}


def numpy_axis(axis):
    return tuple(axis) if isinstance(axis, list) else axis


# Entry by entry


@pytest.mark.parametrize('name', sorted(UNARY))
def test_unary(name):
    function, low, high = UNARY[name]
    for shape in SHAPES:
        for dtype in FLOATS:
            x = random(*shape, low=low, high=high, dtype=dtype)
            check(getattr(K, name), function(x), x)


@pytest.mark.parametrize('name', ['abs', 'sign', 'square'])
def test_unary_on_ints(name):
    x = np.array([[-3, 0, 2]], dtype='int32')
    check(getattr(K, name), getattr(np, name)(x), x)


@pytest.mark.parametrize('name', sorted(set(UNARY) - {'round', 'sign'}))
def test_unary_gradient(name):
    # Both signs where the op takes them; not near zero, where abs has a kink.
    signs = 1 if name in POSITIVE else np.array([[-1, 1, 1], [1, -1, 1]])
    check_gradient(getattr(K, name), signs * random(2, 3, low=0.3, high=1.5))


def test_sign_has_no_slope():
    check_gradient(K.sign, np.array([-1., 2.]))


def test_halves_are_rounded_to_even():
    check(K.round, np.array([-2., -0., 0., 2., 2.]), np.array([-1.5, -0.5, 0.5, 1.5, 2.5]))


def test_gradients_of_zero_stay_zero_at_roots_of_zero():
    x, scale = K.placeholder((4,)), K.placeholder((4,))
    chosen = K.switch(x > 0, K.sqrt(x), x)
    f = K.function([x, scale], K.gradients(K.sum(K.sqrt(x) * scale), x) + K.gradients(chosen, x))
    of_root, of_chosen = f([[0., -1., 4., 0.], [0., 1., 1., 0.]])
    np.testing.assert_allclose(of_root, [0, 0, 0.25, 0])
    np.testing.assert_allclose(of_chosen, [1, 1, 0.25, 1])


def test_sqrt_and_sign_of_what_is_not_a_number():
    assert np.isnan(evaluate(K.sqrt, np.array([np.nan], dtype='float32')))


@pytest.mark.parametrize('exponent', [0, 1, 2, 3, 0.5, -1])
def test_pow(exponent):
    for dtype in FLOATS:
        x = random(2, 3, low=0.5, high=2, dtype=dtype)
        check(lambda x: K.pow(x, exponent), x ** np.asarray(exponent, dtype=dtype), x)
    check_gradient(lambda x: K.pow(x, exponent), x)


def test_pow_of_tensors():
    x, a = random(2, 3, low=0.5, high=2), random(2, 3, low=-2, high=2)
    check(K.pow, x ** a, x, a)
    check_gradient(K.pow, x, a)


@pytest.mark.parametrize('low, high', [(-1, 1), (-0.5, None), (None, 0.5), (None, None),
                                       (1, -1), (0, np.inf), (np.float64(-1), np.float32(1))])
def test_clip(low, high):
    wanted_low = -np.inf if low is None else low
    wanted_high = np.inf if high is None else max(high, wanted_low)
    for dtype in FLOATS:
        x = random(3, 4, low=-2, high=2, dtype=dtype)
        check(lambda x: K.clip(x, low, high), np.clip(x, wanted_low, wanted_high).astype(dtype), x)
    check_gradient(lambda x: K.clip(x, low, high), x)


def test_clip_keeps_ints_and_takes_tensors():
    x = np.array([-3, 0, 3], dtype='int32')
    check(lambda x: K.clip(x, -1, 2), np.array([-1, 0, 2]), x)
    x, low, high = random(2, 3), np.array([-0.2], 'float32'), np.array([0.2], 'float32')
    check(K.clip, np.clip(x, low, high), x, low, high)


def test_clip_is_flat_outside_and_at_the_limits_still_passes_the_gradient():
    x = K.placeholder(shape=(5,))
    gradient = K.gradients(K.clip(x, -1, 1), [x])
    found = K.function([x], gradient)([[-2, -1, 0, 1, 2]])[0]
    np.testing.assert_array_equal(found, [0, 1, 1, 1, 0])


@pytest.mark.parametrize('name', ['maximum', 'minimum'] + COMPARISONS)
def test_binary(name):
    function = getattr(np, name)
    for x_shape, y_shape in BINARY_SHAPES:
        for dtype in FLOATS + ('int32',):
            # Few different values, so that some are equal.
            x = np.round(random(*x_shape, low=-2, high=2)).astype(dtype)
            y = np.round(random(*y_shape, low=-2, high=2, seed=1)).astype(dtype)
            check(getattr(K, name), function(x, y), x, y)


@pytest.mark.parametrize('name', ['maximum', 'minimum'] + COMPARISONS)
def test_binary_with_numbers_and_arrays(name):
    op, function = getattr(K, name), getattr(np, name)
    row = [0., 1., 2.]
    for dtype in FLOATS:
        x = np.array([[-1, 0, 1], [1, 2, 3]], dtype=dtype)
        check(lambda x: op(x, 1), function(x, 1), x)
        check(lambda x: op(1, x), function(1, x), x)
        check(lambda x: op(x, np.array(row)), function(x, row), x)
        check(lambda x: op(np.array(row), x), function(row, x), x)


@pytest.mark.parametrize('name', ['maximum', 'minimum'])
def test_gradients_of_maximum_and_minimum(name):
    for x_shape, y_shape in BINARY_SHAPES:
        check_gradient(getattr(K, name), random(*x_shape), random(*y_shape, seed=1))


def test_operators_of_tensors():
    x, y = random(2, 3, low=0.5, high=2), random(3, low=0.5, high=2, seed=1)
    check(lambda x, y: [x + y, x - y, x * y, x / y, -x, 2 - x, 1 / x, x ** 2, x > y, x <= y],
          [x + y, x - y, x * y, x / y, -x, 2 - x, 1 / x, x ** 2, x > y, x <= y], x, y)


# Along axes


@pytest.mark.parametrize('name', sorted(REDUCTIONS))
@pytest.mark.parametrize('axis', AXES, ids=str)
def test_reduction(name, axis):
    op, function = getattr(K, name), REDUCTIONS[name]
    x = random(2, 3, 4, low=0.5, high=1.5)
    for dtype in FLOATS:
        exact = x.astype(dtype).astype('float64')
        check(lambda x: op(x, axis=axis), function(exact, axis=numpy_axis(axis)), x.astype(dtype),
              tolerance=2e-2 if dtype == 'float16' else None)
    check(lambda x: op(x, axis=axis, keepdims=True),
          function(x, axis=numpy_axis(axis), keepdims=True), x)


@pytest.mark.parametrize('name', sorted(REDUCTIONS))
def test_reduction_gradient(name):
    op = getattr(K, name)
    x = random(2, 3, 2, low=0.5, high=1.5)
    check_gradient(lambda x: op(x, axis=[0, 2]), x)
    check_gradient(lambda x: op(x, axis=-1, keepdims=True), x, way='unknown')
    check_gradient(lambda x: op(x, axis=np.arange(1, 3)), x)
    check_gradient(op, x)


@pytest.mark.parametrize('name', ['sum', 'prod', 'max', 'min'])
def test_reduction_of_ints(name):
    x = np.array([[3, -2, 1], [4, 5, -6]], dtype='int32')
    for axis in (None, 0, -1):
        check(lambda x, axis=axis: getattr(K, name)(x, axis=axis),
              getattr(np, name)(x, axis=axis), x)


@pytest.mark.parametrize('name', ['mean', 'var', 'std'])
def test_reduction_of_bools_is_a_float(name):
    x = np.array([[True, False, False], [True, True, False]])
    check(lambda x: getattr(K, name)(x, axis=1), getattr(np, name)(x.astype('float32'), axis=1), x,
          tolerance=1e-6)


@pytest.mark.parametrize('op, sign', [(K.max, 1), (K.min, -1)])
def test_equal_extremes_share_the_gradient(op, sign):
    x = K.placeholder((2, 3))
    f = K.function([x], K.gradients(K.sum(op(x, axis=1)), x) + K.gradients(op(x), x)
                   + K.gradients(K.sum(op(x, axis=0, keepdims=True) * [[1., 2., 3.]]), x))
    rows, whole, columns = f([sign * np.array([[0., 1., -1.], [0., 1., 1.]])])
    np.testing.assert_allclose(rows, [[0, 1, 0], [0, .5, .5]])
    np.testing.assert_allclose(whole, [[0, 1 / 3., 0], [0, 1 / 3., 1 / 3.]], rtol=1e-6)
    np.testing.assert_allclose(columns, [[.5, 1, 0], [.5, 1, 3]])


def test_logsumexp_does_not_overflow():
    x = np.array([[1000., 1000.], [-1000., -1000.]], dtype='float32')
    check(lambda x: K.logsumexp(x, axis=1), np.array([1000, -1000]) + np.log(2), x)


def test_var_of_large_numbers_is_not_cancelled():
    x = np.array([10000., 10001., 10002.], dtype='float32')
    check(K.var, np.array(2 / 3.), x)


@pytest.mark.parametrize('name', ['any', 'all'])
@pytest.mark.parametrize('dtype', ['bool', 'float32', 'int32'])
def test_any_and_all(name, dtype):
    op, function = getattr(K, name), getattr(np, name)
    x = np.array([[[1, 0], [1, 1], [0, 0]], [[1, 1], [1, 1], [0, 1]]]).astype(dtype)
    for axis in (None, 0, -1, (1, 2)):
        check(lambda x, axis=axis: op(x, axis=axis), function(x, axis=axis), x)
        check(lambda x, axis=axis: op(x, axis=axis, keepdims=True),
              function(x, axis=axis, keepdims=True), x)


@pytest.mark.parametrize('name', ['argmax', 'argmin'])
def test_arg(name):
    op, function = getattr(K, name), getattr(np, name)
    for dtype in FLOATS + ('int32',):
        x = np.array([[1, 3, 3], [2, 0, 0]], dtype=dtype)
        check(op, function(x, axis=-1), x)
        check(lambda x: op(x, axis=0), function(x, axis=0), x)
    x = random(2, 3, 4)
    check(lambda x: op(x, axis=np.int64(1)), function(x, axis=1), x)


@pytest.mark.parametrize('name', ['cumsum', 'cumprod'])
def test_cumulated(name):
    op, function = getattr(K, name), getattr(np, name)
    for dtype in FLOATS:
        x = random(2, 3, 4, low=0.5, high=1.5, dtype=dtype)
        check(op, function(x, axis=0), x)
        check(lambda x: op(x, axis=-1), function(x, axis=-1), x)
    check_gradient(lambda x: op(x, axis=1), x)


# Products


@pytest.mark.parametrize('x_shape, y_shape', [
    ((2, 3), (3, 4)), ((1, 3), (3, 1)), ((5, 2, 3), (3, 4)), ((2, 3), (4, 3, 5)),
    ((2, 3, 4), (5, 4, 6)), ((2, 3, 4, 5), (5, 2)), ((3,), (3, 2)), ((2, 3), (3,)), ((3,), (3,)),
    ((0, 3), (3, 4)),
], ids=str)
def test_dot(x_shape, y_shape):
    for dtype in FLOATS:
        x, y = random(*x_shape, dtype=dtype), random(*y_shape, dtype=dtype, seed=1)
        check(K.dot, np.dot(x, y), x, y, tolerance=1e-2 if dtype == 'float16' else None)
    check_gradient(K.dot, x, y)
    check_gradient(K.dot, x, y, way='unknown')


@pytest.mark.parametrize('dtype', ['float32', 'float64'])
def test_gradients_of_dot_with_a_large_matrix(dtype):
    x, y = random(3, 512, dtype=dtype), random(512, 640, dtype=dtype, seed=1)
    weights = random(3, 640, dtype=dtype, seed=2)
    tensors = [K.placeholder(ndim=2, dtype=dtype), K.variable(y, dtype)]
    loss = K.sum(K.dot(*tensors) * K.constant(weights, dtype))
    found = K.function(tensors[:1], K.gradients(loss, tensors))([x])
    for gradient, wanted in zip(found, [weights.dot(y.T), x.T.dot(weights)]):
        np.testing.assert_allclose(gradient, wanted, rtol=1e-4, atol=1e-4)


def test_dot_keeps_the_known_shape():
    assert K.int_shape(K.dot(K.placeholder((None, 7, 3)), K.ones((3, 4)))) == (None, 7, 4)
    assert K.int_shape(K.dot(K.placeholder((None, 3)), K.ones((3, 4)))) == (None, 4)
    assert K.int_shape(K.dot(K.placeholder((2, None, None, 3)), K.ones((3, 4)))) == (
        2, None, None, 4)
    assert K.int_shape(K.dot(K.placeholder((None, None, 3)), K.ones((5, 3, 4)))) == (
        None, None, 5, 4)


def test_dot_of_sparse_and_dense():
    matrix = scipy.sparse.csr_matrix(np.array([[0, 2., 0], [1, 0, 0]], dtype='float32'))
    y = random(3, 4)
    wanted = matrix.toarray().dot(y)
    np.testing.assert_allclose(K.eval(K.dot(K.variable(matrix), K.variable(y))), wanted, rtol=1e-6)
    x = K.placeholder(shape=(None, 3), sparse=True)
    found = K.function([x], [K.dot(x, K.variable(y))])([matrix])[0]
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_dot_of_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match='3.*4'):
        K.dot(K.ones((2, 3)), K.ones((4, 5)))
    with pytest.raises(ValueError, match='3.*4'):
        K.dot(K.ones((2, 2, 3)), K.ones((4, 5)))


BATCH_DOT = [
    # shape of x, shape of y, axes, what to sum
    ((2, 3), (2, 3), None, 'bi,bi->b'),
    ((2, 3), (2, 3), 1, 'bi,bi->b'),
    ((2, 3), (2, 3), -1, 'bi,bi->b'),
    ((2, 3), (2, 3, 4), None, 'bi,bij->bj'),
    ((2, 3), (2, 3, 4), 1, 'bi,bij->bj'),
    ((2, 3), (2, 4, 3), (1, 2), 'bi,bji->bj'),
    ((2, 4, 3), (2, 3), None, 'bji,bi->bj'),
    ((2, 3, 4), (2, 3), 1, 'bij,bi->bj'),
    ((2, 4, 3), (2, 3), (-1, -1), 'bji,bi->bj'),
    ((2, 4, 3), (2, 3, 5), None, 'bji,bik->bjk'),
    ((2, 4, 3), (2, 5, 3), 2, 'bji,bki->bjk'),
    ((2, 3, 4), (2, 3, 5), np.int64(1), 'bij,bik->bjk'),
    ((2, 3, 4), (2, 5, 3), np.array([1, 2]), 'bij,bki->bjk'),
    ((2, 3, 4), (2, 5, 3), [-2, -1], 'bij,bki->bjk'),
    ((2, 4, 5, 3), (2, 3, 6), None, 'bjki,bil->bjkl'),
    ((2, 4, 5, 3), (2, 6, 3, 7), None, 'bjki,blim->bjklm'),
    ((2, 4, 3, 5), (2, 3, 7, 6), (2, 1), 'bjik,bilm->bjklm'),
    ((2, 3), (2, 4, 3, 5), (1, 2), 'bi,bjik->bjk'),
    ((2, 3, 4, 5), (2, 3), 1, 'bijk,bi->bjk'),
    ((1, 2, 1), (1, 1, 2), None, 'bji,bik->bjk'),
]


@pytest.mark.parametrize('x_shape, y_shape, axes, sums', BATCH_DOT, ids=str)
def test_batch_dot(x_shape, y_shape, axes, sums):
    x, y = random(*x_shape), random(*y_shape, seed=1)
    wanted = np.einsum(sums, x, y)
    wanted = wanted[:, None] if wanted.ndim == 1 else wanted
    check(lambda x, y: K.batch_dot(x, y, axes), wanted, x, y)
    check_gradient(lambda x, y: K.batch_dot(x, y, axes), x, y, way='unknown')


def test_batch_dot_of_other_floats():
    for dtype in ('float16', 'float64'):
        x, y = random(2, 4, 3, dtype=dtype), random(2, 3, 5, dtype=dtype, seed=1)
        check(K.batch_dot, np.matmul(x, y), x, y, tolerance=1e-2 if dtype == 'float16' else None)


def test_batch_dot_keeps_the_known_shape():
    x, y = K.placeholder((None, 20, 4)), K.placeholder((None, None, 4))
    assert K.int_shape(K.batch_dot(x, y, axes=2)) == (None, 20, None)
    assert K.int_shape(K.batch_dot(K.placeholder((32, 4)), K.placeholder((None, 4)))) == (32, 1)


@pytest.mark.parametrize('x_shape, y_shape, axes, message', [
    ((2,), (2, 3), None, 'batch axis'),
    ((2, 3), (2, 3), (0, 1), 'axis 0 .* is the batch'),
    ((2, 3), (2, 3), -2, 'axis -2 .* is the batch'),
    ((2, 3), (2, 3), (1, 2), 'axis 2 .* is missing'),
    ((2, 3, 4), (2, 3, 4), [(1, 2), (1, 2)], 'pair of ints'),
    ((2, 3, 4), (2, 3, 4), (1, 2, 3), 'pair of ints'),
    ((2, 3, 4), (2, 5, 6), None, 'sizes to sum over 4 and 5 differ'),
    ((2, 3), (4, 3), None, 'batch sizes 2 and 4 differ'),
])
def test_batch_dot_refuses_what_does_not_fit(x_shape, y_shape, axes, message):
    with pytest.raises(ValueError, match=message):
        K.batch_dot(K.placeholder(x_shape), K.placeholder(y_shape), axes)
