"""Steps of optimizers against their formulas in NumPy: the backend's and the written-out ones."""
import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference import TOLERANCE, random

from keras import backend as K
from keras.backend.derived import steps as written_out

EPSILON = 1e-3  # large enough to tell where it is added


def average(past, present, weight):
    return weight * past + (1 - weight) * present


def momentum(p, g, velocity, lr, momentum, nesterov=False):
    velocity = momentum * velocity - lr * g
    return p + (momentum * velocity - lr * g if nesterov else velocity), velocity


def adagrad(p, g, accumulator, lr, epsilon):
    accumulator = accumulator + g ** 2
    return p - lr * g / (np.sqrt(accumulator) + epsilon), accumulator


def rmsprop(p, g, accumulator, lr, rho, epsilon):
    accumulator = average(accumulator, g ** 2, rho)
    return p - lr * g / (np.sqrt(accumulator) + epsilon), accumulator


def adadelta(p, g, accumulator, deltas, lr, rho, epsilon):
    accumulator = average(accumulator, g ** 2, rho)
    delta = g * np.sqrt(deltas + epsilon) / np.sqrt(accumulator + epsilon)
    return p - lr * delta, accumulator, average(deltas, delta ** 2, rho)


def adam(p, g, m, v, lr, beta_1, beta_2, epsilon):
    m, v = average(m, g, beta_1), average(v, g ** 2, beta_2)
    return p - lr * m / (np.sqrt(v) + epsilon), m, v


def amsgrad(p, g, m, v, vhat, lr, beta_1, beta_2, epsilon):
    m, v = average(m, g, beta_1), average(v, g ** 2, beta_2)
    vhat = np.maximum(vhat, v)
    return p - lr * m / (np.sqrt(vhat) + epsilon), m, v, vhat


def adamax(p, g, m, u, lr, beta_1, beta_2, epsilon):
    m, u = average(m, g, beta_1), np.maximum(beta_2 * u, np.abs(g))
    return p - lr * m / (u + epsilon), m, u


def nadam(p, g, m, v, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight):
    m, v = average(m, g, beta_1), average(v, g ** 2, beta_2)
    step = (grad_weight * g + m_weight * m) / (np.sqrt(v_weight * v) + epsilon)
    return p - lr * step, m, v


# What a step computes, the op of it, how many variables it keeps, and its numbers.
STEPS = {
    'momentum': (momentum, 'momentum_step', 1, dict(lr=0.1, momentum=0.9)),
    'nesterov': (momentum, 'momentum_step', 1, dict(lr=0.1, momentum=0.9, nesterov=True)),
    'no momentum': (momentum, 'momentum_step', 1, dict(lr=0.1, momentum=0.)),
    'adagrad': (adagrad, 'adagrad_step', 1, dict(lr=0.1, epsilon=EPSILON)),
    'rmsprop': (rmsprop, 'rmsprop_step', 1, dict(lr=0.1, rho=0.8, epsilon=EPSILON)),
    'adadelta': (adadelta, 'adadelta_step', 2, dict(lr=0.5, rho=0.8, epsilon=EPSILON)),
    'adam': (adam, 'adam_step', 2, dict(lr=0.1, beta_1=0.8, beta_2=0.9, epsilon=EPSILON)),
    'amsgrad': (amsgrad, 'adam_step', 3, dict(lr=0.1, beta_1=0.8, beta_2=0.5, epsilon=EPSILON)),
    'adamax': (adamax, 'adamax_step', 2, dict(lr=0.1, beta_1=0.8, beta_2=0.9, epsilon=EPSILON)),
    'nadam': (nadam, 'nadam_step', 2, dict(lr=0.1, beta_1=0.8, beta_2=0.9, epsilon=EPSILON,
                                           grad_weight=0.7, m_weight=0.4, v_weight=3.)),
}
SHAPE = (3, 2)


def gradients(shape):
    return [random(*shape, seed=seed) for seed in range(4)]


def expected(name, shape=SHAPE, after_step=lambda p: p):
    """Returns parameter and memory after all gradients, in float64."""
    formula, _, slots, numbers = STEPS[name]
    state = [random(*shape, seed=9).astype('float64')] + [np.zeros(shape)] * slots
    for g in gradients(shape):
        state = list(formula(state[0], g.astype('float64'), *state[1:], **numbers))
        state[0] = after_step(state[0])
    return state


def updates_of(name, param, gradient, memory, numbers, room=K):
    if name == 'amsgrad':
        memory, numbers = memory[:2], dict(numbers, vhat=memory[2])
    return getattr(room, STEPS[name][1])(param, gradient, *memory, **numbers)


def computed(name, room=K, shape=SHAPE, dtype='float32', tensors=True, constraint=None):
    """Returns the same from the ops of `room`, the numbers given as scalar tensors or as floats."""
    _, _, slots, numbers = STEPS[name]
    if tensors:
        numbers = {key: K.constant(value) if isinstance(value, float) else value
                   for key, value in numbers.items()}
    param = K.variable(random(*shape, seed=9), dtype=dtype, constraint=constraint)
    memory = [K.zeros(shape, dtype=dtype) for _ in range(slots)]
    gradient = K.placeholder(shape, dtype=dtype)
    updates = updates_of(name, param, gradient, memory, numbers, room)
    step = K.function([gradient], [], updates)
    for g in gradients(shape):
        step([g])
    return K.batch_get_value([param] + memory)


def assert_same(found, wanted, dtype='float32'):
    assert len(found) == len(wanted)
    for a, b in zip(found, wanted):
        assert a.dtype.name == dtype
        assert_allclose(a, b, rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype])


@pytest.mark.parametrize('name', sorted(STEPS))
def test_formula(name):
    wanted = expected(name)
    assert_same(computed(name), wanted)
    assert_same(computed(name, tensors=False), wanted)
    assert_same(computed(name, room=written_out), wanted)


@pytest.mark.parametrize('name', sorted(STEPS))
def test_formula_for_a_large_parameter(name):
    """An engine may go about large parameters another way."""
    assert_same(computed(name, shape=(300, 200)), expected(name, shape=(300, 200)))


@pytest.mark.parametrize('name', sorted(STEPS))
def test_numbers_in_floatx_serve_a_parameter_of_another_dtype(name):
    found = computed(name, dtype='float64')
    for a, b in zip(found, expected(name)):
        assert a.dtype == 'float64'
        assert_allclose(a, b, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize('name', sorted(STEPS))
def test_constraint_applies_to_the_new_value(name):
    found = computed(name, constraint=lambda p: K.clip(p, -0.3, 0.4))
    assert_same(found, expected(name, after_step=lambda p: np.clip(p, -0.3, 0.4)))


@pytest.mark.parametrize('name', sorted(STEPS))
def test_all_reading_precedes_the_step(name):
    """Two parameters, each the gradient of the other, and an output that reads both."""
    formula, _, slots, numbers = STEPS[name]
    start = [random(*SHAPE, seed=1), random(*SHAPE, seed=2)]
    params = [K.variable(array) for array in start]
    updates = []
    for param, gradient in zip(params, params[::-1]):
        memory = [K.zeros(SHAPE) for _ in range(slots)]
        updates += updates_of(name, param, gradient, memory, numbers)
    total = K.function([], [params[0] + params[1]], updates)([])[0]
    assert_allclose(total, start[0] + start[1], rtol=1e-6)
    zeros = [np.zeros(SHAPE)] * slots
    for param, p, g in zip(params, start, start[::-1]):
        wanted = formula(p, g, *zeros, **numbers)[0]
        assert_allclose(K.get_value(param), wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('name', sorted(STEPS))
def test_gradient_of_gathered_rows(name):
    """Rows that are taken twice add up; rows that are not taken have a gradient of zero."""
    formula, _, slots, numbers = STEPS[name]
    start, rows = random(5, 2), np.array([3, 1, 3])
    table = K.variable(start)
    memory = [K.zeros((5, 2)) for _ in range(slots)]
    loss = K.sum(K.square(K.gather(table, K.constant(rows, dtype='int32'))))
    gradient = K.gradients(loss, [table])[0]
    step = K.function([], [], updates_of(name, table, gradient, memory, numbers))
    state = [start] + [np.zeros((5, 2))] * slots
    for _ in range(3):
        step([])
        g = 2 * state[0] * np.array([0, 1, 0, 2, 0])[:, None]
        state = formula(state[0], g, *state[1:], **numbers)
    assert_same(K.batch_get_value([table] + memory), state)
