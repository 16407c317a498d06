"""Random numbers of JAX's backend, as functions of the states of streams."""
import jax
import numpy as np
import pytest
import scipy.stats
from numpy.testing import assert_allclose, assert_array_equal

from keras.backend.jax_backend import draws

COUNT = 100000
FLOATS = ['float16', 'float32', 'float64']
KINDS = [draws.uniform, draws.normal, draws.truncated_normal]


def drawn(draw, *args, **kwargs):
    """Returns numbers from the stream of a seed, drawn in a compiled function."""
    state = draws.new_state(kwargs.get('seed', 1))
    shape = kwargs.get('shape', (COUNT,))
    return np.asarray(jax.jit(lambda state: draw(state, shape, *args))(state))


def probability_of(numbers, distribution):
    """Returns how likely numbers of `distribution` are as far from it as `numbers`."""
    return scipy.stats.kstest(numbers, distribution.cdf).pvalue


def correlation(x, y):
    return abs(np.corrcoef(x, y)[0, 1]) * np.sqrt(len(x))  # in standard deviations


@pytest.mark.parametrize('dtype', FLOATS)
@pytest.mark.parametrize('draw', KINDS)
def test_types_and_shapes(draw, dtype):
    for shape in [(), (3,), (2, 0), (2, 3, 5)]:
        numbers = drawn(draw, dtype, shape=shape)
        assert numbers.shape == shape and numbers.dtype == dtype


@pytest.mark.parametrize('dtype', ['float32', 'float64'])
@pytest.mark.parametrize('draw, distribution', [
    (draws.uniform, scipy.stats.uniform),
    (draws.normal, scipy.stats.norm),
    (draws.truncated_normal, scipy.stats.truncnorm(-2, 2)),
])
def test_distributions(draw, distribution, dtype):
    numbers = drawn(draw, dtype).astype('float64')
    assert probability_of(numbers, distribution) > .01
    mean, variance, skew, kurtosis = distribution.stats(moments='mvsk')
    assert_allclose(numbers.mean(), mean, atol=.01)
    assert_allclose(numbers.var(), variance, rtol=.02)
    assert_allclose(scipy.stats.skew(numbers), skew, atol=.03)
    assert_allclose(scipy.stats.kurtosis(numbers), kurtosis, atol=.06)


@pytest.mark.parametrize('draw', KINDS)
def test_halves_are_rounded_singles(draw):
    singles, halves = drawn(draw, 'float32'), drawn(draw, 'float16')
    assert_array_equal(halves, np.minimum(singles.astype('float16'), halves.max()))
    assert len(np.unique(halves)) > 5000  # more than the 2048 multiples of 2**-11


@pytest.mark.parametrize('dtype', FLOATS)
def test_limits(dtype, monkeypatch):
    words = np.array([0, 2**63 - 1, 2**63, 2**64 - 1], 'uint64')
    monkeypatch.setattr(draws, '_words', lambda state, shape: jax.numpy.asarray(words))
    numbers = np.asarray(draws.uniform(None, None, dtype))
    assert numbers[0] == 0 and numbers[2] == .5
    assert numbers[3] == np.nextafter(np.ones((), dtype), np.zeros((), dtype))
    numbers = np.asarray(draws.normal(None, None, dtype))
    assert np.isfinite(numbers).all() and (np.abs(numbers[1:3]) > 5).all()
    assert_array_equal(numbers, -numbers[[3, 2, 1, 0]])
    numbers = np.asarray(draws.truncated_normal(None, None, dtype))
    assert (np.abs(numbers) <= 2).all()
    assert_allclose(numbers[1:3], [2, -2], rtol=1e-3 if dtype == 'float16' else 1e-6)


@pytest.mark.parametrize('low, high, dtype', [
    (0, 10, 'int32'), (-3, 4, 'int8'), (250, 256, 'uint8'), (-2**63, 2**63 - 1, 'int64'),
    (2**63, 2**64 - 1, 'uint64'), (5, 6, 'int64')])
def test_integers(low, high, dtype):
    numbers = drawn(draws.integers, low, high, dtype)
    assert numbers.dtype == dtype
    assert numbers.min() >= low and numbers.max() < high
    if high - low <= 10:
        counts = [np.sum(numbers == number) for number in range(low, high)]
        assert scipy.stats.chisquare(counts).pvalue > .01 or len(counts) == 1
    else:
        mean = (low + high) / 2
        assert abs(numbers.astype('float64').mean() - mean) < .01 * (float(high) - low)


def test_integers_of_an_empty_range():
    with pytest.raises(ValueError, match='`minval` must be less than `maxval`, .* 3 and 3'):
        draws.integers(draws.new_state(1), (2,), 3, 3, 'int32')


def test_bits():
    numbers = drawn(draws.bits16)
    assert numbers.dtype == 'uint16'
    assert scipy.stats.chisquare(np.bincount(numbers >> 6, minlength=1024)).pvalue > .01
    assert scipy.stats.chisquare(np.bincount(numbers & 1023, minlength=1024)).pvalue > .01


def test_one_state_gives_one_sequence():
    state = draws.new_state(7)
    assert state.dtype == 'uint64' and state.shape == (2,)
    first = np.asarray(draws.uniform(state, (2, 3), 'float32'))
    assert_array_equal(first, drawn(draws.uniform, 'float32', seed=7, shape=(2, 3)))
    assert_array_equal(first.ravel(), drawn(draws.uniform, 'float32', seed=7, shape=(9,))[:6])
    # Numbers that were drawn must not change from one release to the next.
    assert draws.new_state(np.int64(0)).tolist() == [16294208416658607535, 0]
    assert drawn(draws.bits16, seed=0, shape=(4,)).tolist() == [12548, 15488, 21678, 13626]


@pytest.mark.parametrize('draw', KINDS)
def test_draws_continue_where_others_ended(draw):
    state = draws.new_state(3)
    after = draws.advanced(state, (4, 25))
    parts = [draw(state, (100,), 'float32'), draw(after, (7,), 'float32')]
    assert_array_equal(np.concatenate(parts), draw(state, (107,), 'float32'))
    traced = jax.jit(lambda state: draws.advanced(state, (4, 25)))(state)
    assert_array_equal(traced, after)
    assert after.dtype == 'uint64'


def test_streams_of_near_seeds_are_unrelated():
    streams = [drawn(draws.uniform, 'float64', seed=seed)
               for seed in (0, 1, 2, 3, 2**31 - 1, 2**32, -1)]
    assert len(np.unique(streams)) == np.size(streams)
    for i, x in enumerate(streams):
        for y in streams[:i]:
            assert correlation(x, y) < 4
    states = np.array([draws.new_state(seed) for seed in range(1000)])
    firsts = jax.vmap(lambda state: draws.uniform(state, (), 'float64'))(states)
    assert probability_of(firsts, scipy.stats.uniform) > .01


def test_streams_of_steps_are_unrelated():
    states = jax.vmap(lambda step: draws.of_step(draws.new_state(5), step))(np.arange(1000))
    streams = np.asarray(jax.vmap(lambda state: draws.uniform(state, (1000,), 'float64'))(states))
    whole = drawn(draws.uniform, 'float64', seed=5)
    assert len(np.unique(np.append(streams, whole))) == streams.size + whole.size
    for numbers in (streams[:, 0], streams[0], streams.ravel()):
        assert probability_of(numbers, scipy.stats.uniform) > .01
    assert correlation(streams[:-1].ravel(), streams[1:].ravel()) < 4
    assert correlation(streams[:, :-1].ravel(), streams[:, 1:].ravel()) < 4
    assert correlation(streams[:100].ravel(), whole) < 4


def test_steps_of_loops_in_loops():
    state = draws.new_state(5)
    keys = {int(draws.of_step(draws.of_step(state, i), j)[0]) for i in range(8) for j in range(8)}
    keys |= {int(draws.of_step(state, i)[0]) for i in range(8)} | {int(state[0])}
    assert len(keys) == 64 + 8 + 1
    assert int(draws.of_step(draws.advanced(state, (3,)), 1)[1]) == 3


def test_each_bit_depends_on_all_bits_of_the_state():
    states = np.random.randint(0, 2**62, (300, 2)).astype('uint64')
    words = jax.jit(jax.vmap(lambda state: draws._words(state, (1,))[0]))
    before = np.asarray(words(states))
    for part in (0, 1):
        for bit in range(64):
            other = states.copy()
            other[:, part] ^= np.uint64(1) << np.uint64(bit)
            changed = before ^ np.asarray(words(other))
            shares = np.unpackbits(changed[:, None].view('uint8'), axis=1).mean(axis=0)
            assert np.abs(shares - .5).max() < 5.5 * .5 / np.sqrt(300)
