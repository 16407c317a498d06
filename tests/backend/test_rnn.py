"""Recurrence, against a loop in NumPy."""
import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference import check, check_gradient, evaluate, random

from keras import backend as K

UNROLL = [False, True]


def loop(step, x, states, mask=None, go_backwards=False):
    """Returns the last output, all outputs and the last states."""
    times = range(x.shape[1])
    outputs = []
    for time in reversed(times) if go_backwards else times:
        output, new_states = step(x[:, time], states)
        if mask is not None:
            previous = outputs[-1] if outputs else np.zeros_like(output)
            output = choose(mask[:, time], output, previous)
            new_states = [choose(mask[:, time], n, s) for n, s in zip(new_states, states)]
        states = new_states
        outputs.append(output)
    return [outputs[-1], np.stack(outputs, axis=1)] + list(states)


def choose(rows, chosen, other):
    return np.where(rows.reshape((-1,) + (1,) * (chosen.ndim - 1)), chosen, other)


def flat(result):
    last, outputs, states = result
    return [last, outputs] + list(states)


W, U = random(3, 4), random(4, 4)


def simple_step(x, states):
    h = x.dot(W) + states[0].dot(U)
    return 2 * h, [h]


def simple_step_of_tensors(x, states):
    dtype = K.dtype(x)
    h = K.dot(x, K.constant(W, dtype=dtype)) + K.dot(states[0], K.constant(U, dtype=dtype))
    return 2 * h, [h]


MASK = np.array([[0, 1, 1, 0, 1], [1, 1, 0, 0, 0], [0, 0, 0, 0, 0]])


@pytest.mark.parametrize('unroll', UNROLL)
@pytest.mark.parametrize('go_backwards', [False, True])
@pytest.mark.parametrize('mask', [None, 'bool', 'int32', 'float32', 'with an axis of size 1'])
def test_steps_masks_and_directions(unroll, go_backwards, mask):
    x, h = random(3, 5, 3), random(3, 4)
    expected = loop(simple_step, x, [h], None if mask is None else MASK, go_backwards)
    arrays = [x, h]
    if mask == 'with an axis of size 1':
        arrays.append(MASK[..., None])
    elif mask:
        arrays.append(MASK.astype(mask))

    def op(x, h, mask=None):
        return flat(K.rnn(simple_step_of_tensors, x, [h], go_backwards=go_backwards, mask=mask,
                          unroll=unroll))

    check(op, expected, *arrays, ways=['variable', 'static'] if unroll else
          ['variable', 'static', 'unknown'])
    if mask in (None, 'int32'):
        for index in range(3):
            check_gradient(lambda *tensors, i=index: op(*tensors)[i], *arrays, wrt=[0, 1])


@pytest.mark.parametrize('unroll', UNROLL)
@pytest.mark.parametrize('mask', [None, MASK])
def test_no_states(unroll, mask):
    x = random(3, 5, 3)
    expected = loop(lambda x, states: (x + 1, []), x, [], mask)

    def step(x, states):
        assert states == []
        return x + 1, []

    mask = None if mask is None else K.constant(mask)
    check(lambda x: flat(K.rnn(step, x, [], mask=mask, unroll=unroll)), expected, x,
          ways=['static'])


@pytest.mark.parametrize('unroll', UNROLL)
@pytest.mark.parametrize('mask', [None, MASK])
def test_states_and_outputs_of_any_rank(unroll, mask):
    x = random(3, 5, 2, 3)
    states = [random(3), random(3, 2, 3), random(3, 2, 2, 2)]

    def step(x, states, sum=np.sum):
        a, b, c = states
        return sum(b, (1, 2)) + a, [a + 1, b + x, c * 2]

    expected = loop(step, x, states, mask)
    mask = None if mask is None else K.constant(mask)
    check(lambda x, *states: flat(K.rnn(lambda x, s: step(x, s, K.sum), x, list(states), mask=mask,
                                        unroll=unroll)),
          expected, x, *states, ways=['variable', 'static'], tolerance=1e-5)


@pytest.mark.parametrize('unroll', UNROLL)
def test_constants_follow_the_states(unroll):
    x = random(3, 5, 3)
    constant = random(3, 3)

    def step(x, states):
        h, factor, offset = states
        return factor * x + offset + h, [h + 1]

    expected = loop(lambda x, s: step(x, s + [2., constant]), x, [np.zeros((3, 1), 'float32')])
    check(lambda x, c: flat(K.rnn(step, x, [K.zeros((3, 1))], constants=[K.constant(2.), c],
                                  unroll=unroll)),
          expected, x, constant, ways=['static'])


def test_a_step_may_return_tuples_and_get_variables_as_states():
    x = random(3, 5, 3)
    last, _, states = K.rnn(lambda x, s: (x + s[0], (s[0] + 1,)), K.constant(x),
                            (K.variable(np.ones((3, 3))),))
    assert isinstance(states, list)
    assert_allclose(K.eval(last), x[:, -1] + 5, rtol=1e-6)
    assert_allclose(K.eval(states[0]), 6 * np.ones((3, 3)))


@pytest.mark.parametrize('unroll', UNROLL)
def test_shapes_that_can_be_known(unroll):
    x = K.placeholder((None, 5, 3))
    h = K.placeholder((None, 4))
    last, outputs, (state,) = K.rnn(simple_step_of_tensors, x, [h], unroll=unroll)
    assert K.int_shape(last) == (None, 4)
    assert K.int_shape(outputs) == (None, 5, 4)
    assert K.int_shape(state) == (None, 4)


def test_a_loop_takes_sequences_of_any_length():
    x, h = K.placeholder((None, None, 3)), K.zeros((2, 4))
    f = K.function([x], K.rnn(simple_step_of_tensors, x, [h])[:2])
    for length in (1, 2, 7):
        array = random(2, length, 3)
        last, outputs = f([array])
        expected = loop(simple_step, array, [np.zeros((2, 4))])
        assert_allclose(last, expected[0], rtol=1e-4, atol=1e-5)
        assert_allclose(outputs, expected[1], rtol=1e-4, atol=1e-5)


def test_the_length_may_be_told_apart_from_the_inputs():
    array = random(2, 5, 3)
    last = evaluate(lambda x: K.rnn(simple_step_of_tensors, x, [K.zeros((2, 4))], unroll=True,
                                    input_length=5)[0], array, way='unknown')
    assert_allclose(last, loop(simple_step, array, [np.zeros((2, 4))])[0], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('unroll', UNROLL)
@pytest.mark.parametrize('mask', [None, MASK])
def test_the_learning_phase_is_passed_on(unroll, mask):
    def step(x, states):
        return K.in_train_phase(2 * x, x), [states[0]]

    def plain_step(x, states):
        return x, [states[0]]

    x = K.placeholder((3, 5, 3))
    mask = None if mask is None else K.constant(mask)
    last, _, _ = K.rnn(step, x, [K.zeros((3, 1))], unroll=unroll)
    assert last._uses_learning_phase
    f = K.function([x, K.learning_phase()], [last])
    array = random(3, 5, 3)
    assert_allclose(f([array, 1])[0], 2 * array[:, -1])
    assert_allclose(f([array, 0])[0], array[:, -1])
    last, _, _ = K.rnn(plain_step, x, [K.zeros((3, 1))], unroll=unroll)
    assert not last._uses_learning_phase


def test_what_the_step_keeps_for_later_steps_can_be_used_outside():
    kept = []

    def step(x, states):
        if not kept:
            kept.append(K.dropout(K.ones((3, 3)), 0.5))
        return x * kept[0], [states[0]]

    _, outputs, _ = K.rnn(step, K.ones((3, 5, 3)), [K.zeros((3, 1))])
    outputs, mask = K.function([], [outputs, kept[0]])([])
    assert_allclose(outputs, np.repeat(mask[:, None], 5, axis=1))


@pytest.mark.parametrize('shape, how, message', [
    ((3, 5), {}, r'inputs.*\(batch, time, \.\.\.\).*\(3, 5\)'),
    ((3, 5, 2), {'mask': np.ones((3,))}, r'mask.*\(3,\)'),
    ((3, 5, 2), {'mask': np.ones((3, 5, 1, 1))}, r'mask.*\(3, 5, 1, 1\)'),
    ((3, None, 2), {'unroll': True}, r'unroll.*number of time steps.*\(3, None, 2\)'),
    ((3, 4, 2), {'mask': np.ones((3, 1))}, 'has 1 time steps, but the inputs have 4'),
])
def test_mistakes_are_named(shape, how, message):
    if 'mask' in how:
        how = {'mask': K.constant(how['mask'])}
    with pytest.raises(ValueError, match=message):
        K.rnn(lambda x, states: (x, states), K.placeholder(shape), [K.zeros((3, 2))], **how)


@pytest.mark.parametrize('unroll', UNROLL)
@pytest.mark.parametrize('way', ['static', 'unknown'])
def test_gradients_of_operands_that_are_broadcast(unroll, way):
    x, h, row, one_row, scalar = (
        random(3, 4, 2), random(3, 2, seed=1), random(2, seed=2), random(1, 2, seed=3),
        random(low=.5, high=1.))

    def last_output(x, h, row, one_row, scalar):
        def step(x, states):
            h = states[0]
            h = (1. - h * scalar) * (x - row) + one_row * (scalar - h) - row * x
            return h, [h]
        return K.rnn(step, x, [h], unroll=unroll, input_length=4)[0]
    check_gradient(last_output, x, h, row, one_row, scalar, way=way)


def test_gradient_of_an_output_that_is_no_state():
    x, h = random(3, 4, 2), random(3, 2, seed=1)

    def last_output(x, h):
        def step(x, states):
            h = K.tanh(x - states[0])
            return x * h, [h]
        return K.rnn(step, x, [h])[0]
    for way in ('static', 'unknown'):
        check_gradient(last_output, x, h, way=way)


def test_gradient_of_a_step_that_broadcasts_a_batch_of_one():
    x, row = K.placeholder((None, 3, 2)), K.placeholder((None, 2))
    last, _, _ = K.rnn(lambda inputs, states: (inputs * states[1] + states[0],
                                               [inputs * states[1] + states[0]]),
                       x, [K.zeros_like(x[:, 0])], constants=[row])
    gradient = K.function([x, row], K.gradients(K.sum(last), [row]))
    values = np.random.RandomState(0).normal(size=(4, 3, 2))
    assert_allclose(gradient([values, np.ones((1, 2))])[0], values.sum(axis=(0, 1))[None],
                    rtol=1e-5)


@pytest.mark.parametrize('unroll', UNROLL)
def test_gradient_of_a_step_that_sums_states(unroll):
    x, h = random(3, 4, 2), random(3, 2, seed=1)

    def outputs(x, h):
        def step(x, states):
            h = x * K.sum(states[0], axis=1, keepdims=True) + K.softmax(states[0])
            return h, [h]
        return K.rnn(step, x, [h], unroll=unroll)[1]
    check_gradient(outputs, x, h)


@pytest.mark.parametrize('go_backwards', [False, True])
@pytest.mark.parametrize('mask', [None, np.array([[1, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 0]], bool)])
def test_gradients_of_kernels(mask, go_backwards):
    x, h, kernel, used_twice = (
        random(3, 4, 2), random(3, 2, seed=1), random(2, 2, seed=2), random(2, 2, seed=3))

    def outputs(x, h, kernel, used_twice):
        def step(x, states):
            h = K.tanh(K.dot(x, kernel) + K.dot(states[0], used_twice))
            h = h + K.dot(K.sigmoid(h), used_twice) * used_twice[0]
            return h, [h]
        last, outputs, _ = K.rnn(step, x, [h], go_backwards=go_backwards,
                                 mask=None if mask is None else K.constant(mask, dtype='bool'))
        return K.concatenate([outputs, K.expand_dims(last, 1)], axis=1)
    for way in ('static', 'unknown'):
        check_gradient(outputs, x, h, kernel, used_twice, way=way)


@pytest.mark.parametrize('is_added', [False, True])
def test_gradient_of_a_kernel_that_a_condition_turns_off(is_added):
    x, h, kernel = random(3, 4, 2), random(3, 2, seed=1), random(2, 2, seed=2)

    def last_output(x, h, kernel, is_added):
        def step(x, states):
            h = K.switch(is_added, lambda: x + K.dot(states[0], kernel), lambda: x)
            return h, [h]
        return K.rnn(step, x, [h])[0]
    check_gradient(last_output, x, h, kernel, np.array(is_added), wrt=[0, 1, 2])


@pytest.mark.parametrize('is_taken', [False, True])
def test_gradients_of_a_loop_within_a_branch(is_taken):
    x, h, kernel = random(3, 4, 2), random(3, 2, seed=1), random(2, 2, seed=2)

    def last_output(x, h, kernel, is_taken):
        def step(x, states):
            h = K.dot(states[0], kernel) + x
            return h, [h]
        return K.switch(is_taken, lambda: K.rnn(step, x, [h])[0], lambda: h)
    check_gradient(last_output, x, h, kernel, np.array(is_taken), wrt=[0, 1, 2])


def test_gradients_of_a_loop_within_a_loop():
    x, h, kernel = random(3, 4, 2), random(3, 2, seed=1), random(2, 2, seed=2)

    def last_output(x, h, kernel):
        def step(x, states):
            h = K.dot(states[0], kernel) + x
            h = K.foldl(lambda total, row: total + K.dot(row[None], kernel)[0] * h, h, x)
            return h, [h]
        return K.rnn(step, x, [h])[0]
    check_gradient(last_output, x, h, kernel)


def test_gradients_within_a_batch():
    def op(x, y, bias):
        with K.within_a_batch():
            return x * y + bias

    check_gradient(op, random(4, 3), random(4, 3, seed=1), random(3), way='unknown')
