"""Comparing backend ops with NumPy: one place for how an op is fed, evaluated and differentiated.

An op can be given its arrays in three ways, and must give the same result in each of them:

- `'variable'`: as variables, all shapes known;
- `'static'`: as placeholders whose shapes are known;
- `'unknown'`: as placeholders of which only the number of dimensions is known.
"""
import numpy as np
from numpy.testing import assert_allclose

from keras import backend as K

WAYS = ('variable', 'static', 'unknown')
FLOATS = ('float16', 'float32', 'float64')
TOLERANCE = {'float16': 5e-3, 'float32': 1e-5, 'float64': 1e-10}


def random(*shape, **how):
    """Returns an array of `shape` drawn evenly from `low` to `high` (-1 to 1) in `dtype` (float32).

    The numbers depend on the shape and on `seed` alone.
    """
    low, high = how.get('low', -1), how.get('high', 1)
    generator = np.random.RandomState(how.get('seed', 0) + len(shape) + int(np.prod(shape)))
    return np.asarray(generator.uniform(low, high, shape), dtype=how.get('dtype', 'float32'))


def placeholder_like(array, unknown=False):
    """Returns a placeholder for `array`, with all dimensions `None` where `unknown`."""
    shape = (None,) * array.ndim if unknown else array.shape
    return K.placeholder(shape=shape, dtype=array.dtype.name)


def evaluate(op, *arrays, **how):
    """Returns what `op` computes from `arrays` in one of the three ways.

    Args:
        op: function from tensors to a tensor, or to a list or tuple of tensors.
        *arrays: NumPy arrays, one for each argument of `op`.
        way: `'variable'` (the default), `'static'` or `'unknown'`.

    Returns:
        A NumPy array, or a list of them where `op` returns several tensors.
    """
    way = how.get('way', 'variable')
    outputs, several = _evaluate_in(op, arrays, [way])
    return outputs[way] if several else outputs[way][0]


def check(op, expected, *arrays, **how):
    """Asserts that `op(*arrays)` equals `expected`, fed in each way.

    The static shape that the backend reports must agree with the shape that comes out, and an
    int, bool or float result must be of the kind that was expected.

    Args:
        op: function from tensors to a tensor, or to a list or tuple of tensors.
        expected: array, or list of arrays where `op` returns several tensors.
        *arrays: NumPy arrays, one for each argument of `op`.
        tolerance: relative and absolute; by default fit for the narrowest float among the arrays.
        ways: the ways to try, all three by default.
    """
    ways = how.get('ways', WAYS)
    tolerance = how.get('tolerance') or _tolerance(arrays)
    outputs, several = _evaluate_in(op, arrays, ways)
    expected = [np.asarray(e) for e in (expected if several else [expected])]
    for way in ways:
        assert len(outputs[way]) == len(expected), 'number of outputs, fed by ' + way
        for given, wanted in zip(outputs[way], expected):
            assert given.shape == wanted.shape, 'fed by {}: shape {} where {} was expected'.format(
                way, given.shape, wanted.shape)
            assert given.dtype.kind == wanted.dtype.kind, 'fed by {}: dtype {} for {}'.format(
                way, given.dtype, wanted.dtype)
            assert_allclose(np.asarray(given, dtype='float64'), np.asarray(wanted, dtype='float64'),
                            rtol=tolerance, atol=tolerance, err_msg='fed by ' + way)


def check_gradient(op, *arrays, **how):
    """Asserts that `K.gradients` of `op` equals central differences, in float64.

    The loss is the sum of the outputs of `op`, each entry with a weight of its own, so that
    no entry's gradient cancels another's.

    Args:
        op: function from tensors to one tensor.
        *arrays: the point at which to differentiate, cast to float64. Keep away from kinks.
        wrt: indices of the arrays to differentiate by, all by default; the others keep their dtype.
        way: `'static'` (the default) or `'unknown'`.
        step: half the distance of the differences.
        tolerance: relative and absolute.
    """
    wrt = how.get('wrt', range(len(arrays)))
    step, tolerance = how.get('step', 1e-5), how.get('tolerance', 1e-6)
    point = [np.array(a, dtype='float64' if i in wrt else None) for i, a in enumerate(arrays)]
    tensors = [placeholder_like(a, unknown=how.get('way') == 'unknown') for a in point]
    output = op(*tensors)
    shape = K.function(tensors, [output])(point)[0].shape
    loss = K.sum(output * K.constant(random(*shape, low=0.5, high=1.5), dtype='float64'))
    gradients = K.function(tensors, K.gradients(loss, [tensors[i] for i in wrt]))(point)
    loss = K.function(tensors, [loss])
    for i, gradient in zip(wrt, gradients):
        assert gradient.shape == point[i].shape, 'gradient {}: {}'.format(i, gradient.shape)
        wanted = _central_differences(lambda: loss(point)[0], point[i], step)
        assert_allclose(gradient, wanted, rtol=tolerance, atol=tolerance,
                        err_msg='gradient by argument {}'.format(i))


def _central_differences(function, array, step):
    """Differentiates `function()` by each entry of `array`, which is changed in place."""
    gradient = np.zeros(array.shape)
    for index in np.ndindex(*array.shape):
        middle = array[index]
        array[index] = middle + step
        above = function()
        array[index] = middle - step
        gradient[index] = (above - function()) / (2 * step)
        array[index] = middle
    return gradient


def _evaluate_in(op, arrays, ways):
    """Evaluates `op` in all `ways` with one call of one function."""
    arrays = [np.asarray(a) for a in arrays]
    inputs, feeds, outputs, several = [], [], {}, False
    for way in ways:
        tensors = _tensors(arrays, way)
        if way != 'variable':
            inputs += tensors
            feeds += arrays
        result = op(*tensors)
        several = isinstance(result, (list, tuple))
        outputs[way] = list(result) if several else [result]
    tensors = [t for way in ways for t in outputs[way]]
    values = iter(K.function(inputs, tensors)(feeds))
    values = {way: [_checked_shape(t, next(values)) for t in outputs[way]] for way in ways}
    return values, several


def _tensors(arrays, way):
    if way == 'variable':
        return [K.variable(a, dtype=a.dtype.name) for a in arrays]
    return [placeholder_like(a, unknown=way == 'unknown') for a in arrays]


def _checked_shape(tensor, value):
    """Returns `value`, after making sure that the static shape of `tensor` allows it."""
    static = K.int_shape(tensor)
    if static is not None:
        agrees = len(static) == value.ndim and all(
            s is None or s == v for s, v in zip(static, value.shape))
        assert agrees, 'static shape {} of a value of shape {}'.format(static, value.shape)
    return value


def _tolerance(arrays):
    names = [np.asarray(a).dtype.name for a in arrays]
    return max([TOLERANCE.get(name, 1e-7) for name in names] or [1e-7])
