"""Random ops: their distributions, and what fixes their numbers."""
import numpy as np
import pytest
from reference import FLOATS

from keras import backend as K

OPS = [K.random_normal, K.truncated_normal, K.random_uniform, K.random_binomial]
SIZE = (200, 300)


def draws(tensor, count=2):
    """Returns the values of `tensor` in several calls of one function."""
    f = K.function([], [tensor])
    return [f([])[0] for _ in range(count)]


def test_random_normal():
    x = K.eval(K.random_normal(SIZE, mean=2., stddev=3., seed=1))
    assert x.shape == SIZE
    assert x.dtype == 'float32'
    assert abs(x.mean() - 2) < 0.05
    assert abs(x.std() - 3) < 0.05
    assert abs(np.mean(np.abs(x - 2) < 3) - 0.6827) < 0.01


def test_truncated_normal():
    x = K.eval(K.truncated_normal(SIZE, mean=-1., stddev=0.5, seed=1))
    assert abs(x.mean() + 1) < 0.01
    assert np.abs(x + 1).max() <= 1
    # The standard deviation of a normal distribution cut at two of its own.
    assert abs(x.std() - 0.5 * 0.8796) < 0.01


def test_random_uniform():
    x = K.eval(K.random_uniform(SIZE, minval=-2., maxval=4., seed=1))
    assert x.min() >= -2
    assert x.max() < 4
    counts, _ = np.histogram(x, bins=6, range=(-2, 4))
    assert np.all(np.abs(counts / x.size - 1 / 6.) < 0.01)


def test_random_uniform_of_ints():
    x = K.eval(K.random_uniform(SIZE, 0, 3, dtype='int32', seed=1))
    assert x.dtype == 'int32'
    np.testing.assert_array_equal(np.unique(x), [0, 1, 2])


@pytest.mark.parametrize('p', [0., 0.3, 1.])
def test_random_binomial(p):
    x = K.eval(K.random_binomial(SIZE, p=p, seed=1))
    assert set(np.unique(x)) <= {0, 1}
    assert abs(x.mean() - p) < (0.01 if 0 < p < 1 else 1e-9)


@pytest.mark.parametrize('op', OPS)
def test_types_and_shapes(op):
    for dtype in FLOATS:
        assert K.eval(op((2, 3), dtype=dtype)).dtype == dtype
    assert K.eval(op((), seed=1)).shape == ()
    assert K.int_shape(op([4, 0])) == (4, 0)
    K.set_floatx('float64')
    assert K.dtype(op((2, 3))) == 'float64'


@pytest.mark.parametrize('op', OPS)
def test_shape_may_be_known_later(op):
    x = K.placeholder((None, 3))
    f = K.function([x], [op(K.shape(x)), op((K.shape(x)[0], 2))])
    whole, part = f([np.zeros((5, 3))])
    assert whole.shape == (5, 3)
    assert part.shape == (5, 2)


def test_drawn_anew_in_each_call():
    for op in (K.random_normal, K.random_uniform, K.truncated_normal):
        first, second = draws(op((4, 4)))
        assert not np.any(first == second)


@pytest.mark.parametrize('op', [K.random_normal, K.random_uniform, K.truncated_normal])
def test_seed_fixes_the_numbers(op):
    first, again, other = (draws(op((4, 4), seed=seed)) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, again)
    assert not np.any(np.equal(first, other))


@pytest.mark.parametrize('op', [K.random_normal, K.random_uniform, K.truncated_normal])
def test_seed_of_numpy_fixes_the_numbers(op):
    def two():
        K.clear_session()
        np.random.seed(3)
        return draws(K.concatenate([op((4,)), op((4,))], axis=0))

    first, again = two(), two()
    np.testing.assert_array_equal(first, again)
    assert len(np.unique(first)) == 16


def test_random_variables_are_numpys():
    generator = np.random.RandomState(5)
    x = K.random_normal_variable((2, 3), mean=1., scale=2., seed=5, name='weight')
    np.testing.assert_allclose(K.get_value(x), generator.normal(1, 2, (2, 3)), rtol=1e-6)
    assert 'weight' in x.name
    generator = np.random.RandomState(6)
    x = K.random_uniform_variable((2, 3), low=-3., high=2., dtype='float64', seed=6)
    np.testing.assert_array_equal(K.get_value(x), generator.uniform(-3, 2, (2, 3)))
    assert K.dtype(x) == 'float64'


@pytest.mark.parametrize('make', [K.random_normal_variable, K.random_uniform_variable])
def test_random_variables_take_their_seed_from_numpy(make):
    def value():
        np.random.seed(4)
        return K.get_value(make((3, 3), 0., 1.))

    first = value()
    np.testing.assert_array_equal(first, value())
    assert not np.any(first == K.get_value(make((3, 3), 0., 1.)))


def test_set_random_seed():
    def numbers():
        K.clear_session()
        K.set_random_seed(12)
        return np.random.rand(4), draws(K.random_uniform((4,)))

    of_numpy, of_engine = numbers()
    np.testing.assert_array_equal(of_numpy, np.random.RandomState(12).rand(4))
    np.testing.assert_array_equal(of_engine, numbers()[1])
