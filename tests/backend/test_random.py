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


def noise(x):
    """Returns tensors of every kind of random op, some of them in branches."""
    phase = K.learning_phase()
    return phase, [
        K.random_normal(K.shape(x), seed=1), K.random_uniform((2, 3), dtype='float64', seed=2),
        K.truncated_normal((3,), seed=3), K.random_uniform((4,), 0, 9, dtype='int32', seed=4),
        K.random_binomial((5,), 0.5, seed=5), K.dropout(x, 0.5, seed=6),
        K.dropout(x, K.constant(0.5), seed=6),
        K.in_train_phase(lambda: K.dropout(x, 0.3, seed=7), x),
        K.in_train_phase(lambda: K.random_uniform((3,), seed=8), lambda: K.zeros((3,)))]


def noisy():
    x = K.placeholder((None, 4))
    phase, outputs = noise(x)
    f = K.function([x, phase], outputs)
    return f, [lambda size=size: f([np.ones((size, 4)), 1]) for size in (3, 2, 3)]


def assert_same(first, second):
    for one, other in zip(first, second):
        np.testing.assert_array_equal(one, other)


def test_random_states_change_no_numbers():
    _, calls = noisy()
    expected = [call() for call in calls]
    f, calls = noisy()
    assert len(K.random_states(f)) == 9
    for call, outputs in zip(calls, expected):
        assert_same(call(), outputs)
        K.random_states(f)


def test_random_states_can_be_set_again():
    f, (first, second, third) = noisy()
    first()
    states = K.random_states(f)
    expected = second(), third()
    K.set_random_states(f, states)
    for call, outputs in zip((second, third), expected):
        assert_same(call(), outputs)


def test_random_states_can_be_set_in_a_copy_of_the_function():
    f, (first, second, _) = noisy()
    K.random_states(f)
    first()
    states = K.random_states(f)
    assert all(np.ndim(state) == 1 and state.dtype.kind in 'iu' for state in states)
    expected = second()
    K.clear_session()
    f, (_, second, _) = noisy()
    K.set_random_states(f, [np.array(state.tolist(), state.dtype) for state in states])
    assert_same(second(), expected)


def test_random_states_hold_in_all_functions_of_the_tensors():
    x = K.random_uniform((4,))
    f, g = K.function([], [2 * x]), K.function([], [x])
    g([])
    states = K.random_states(f)
    expected = f([])[0]
    assert not np.any(2 * g([])[0] == expected)
    K.set_random_states(f, states)
    np.testing.assert_array_equal(2 * g([])[0], expected)


def test_random_states_with_gradients_and_updates():
    w = K.variable(np.ones(4))
    loss = K.sum(K.dropout(w, 0.5, seed=3) ** 2)
    f = K.function([], [loss], [K.update_sub(w, 0.1 * K.gradients(loss, [w])[0])])
    states = K.random_states(f)
    assert len(states) == 1
    expected = [f([])[0] for _ in range(3)]
    K.set_value(w, np.ones(4))
    K.set_random_states(f, states)
    assert [f([])[0] for _ in range(3)] == expected


def test_random_states_of_a_function_without_random_tensors():
    f = K.function([], [K.constant(1.)])
    assert K.random_states(f) == []
    K.set_random_states(f, [])


@pytest.mark.parametrize('states, message', [
    ([], 'each of the 1 random tensors of the function, but has 0'),
    ([np.zeros(4)], r'vectors of \d ints, but one has the shape \(4,\)')])
def test_wrong_random_states(states, message):
    f = K.function([], [K.random_normal((2,))])
    with pytest.raises(ValueError, match=message):
        K.set_random_states(f, states)


def in_loop():
    def step(x, states):
        return x * K.random_uniform((2, 3), seed=1), []

    x = K.ones((2, 4, 3))
    return K.function([], [K.rnn(step, x, [])[1]])


def test_random_states_in_loops():
    f = in_loop()
    if K.backend() == 'tensorflow':
        with pytest.warns(UserWarning, match='neither read nor set: .*RandomUniform'):
            assert K.random_states(f) == []
        return
    states = K.random_states(f)
    assert len(states) == 1
    expected = f([])[0]
    assert len(np.unique(expected)) == 24
    K.set_random_states(f, states)
    np.testing.assert_array_equal(f([])[0], expected)
