"""What `K.function` does on Theano alone."""
import numpy as np
import pytest
import theano
from numpy.testing import assert_allclose, assert_array_equal

from keras import backend as K

COMPILED = theano.Mode('cvm', 'fast_run')


def test_arguments_of_theano():
    x, y = K.placeholder((2,)), K.placeholder((2,))
    double = K.function([x], [y + 1], givens={y: x * 2}, name='double', mode='FAST_COMPILE')
    assert_array_equal(double([[1, 2]])[0], [3, 5])
    with pytest.raises(ValueError, match="the mode 'fast'"):
        K.function([x], [x], mode='fast')
    with pytest.raises(ValueError, match='does not know the argument fetches'):
        K.function([x], [x], fetches=[])
    strict = K.function([x, y], [x], on_unused_input='raise')
    with pytest.raises(theano.compile.UnusedInputError):
        strict([[1, 2], [3, 4]])


def test_a_placeholder_that_is_not_fed_is_named():
    x, y = K.placeholder((2,)), K.placeholder((2,), name='height')
    with pytest.raises(ValueError, match='depend on height'):
        K.function([x], [x * y])
    with pytest.raises(ValueError, match='depend on height'):
        K.function([x], [x], updates=[(K.variable([1., 2.]), y)])


def test_pairs_of_theano_are_updates():
    x = K.variable([1., 2.])
    variable, value = K.update_add(x, [1., 1.])
    assert variable is x
    assert_array_equal(K.eval(value), [2, 3])
    with pytest.raises(ValueError, match=r'shape \(2,\).*shape \(3,\)'):
        K.update(x, K.ones((3,)))


def test_training_and_testing_are_two_programs():
    x = K.placeholder((2,))
    y = K.in_train_phase(lambda: K.exp(x), lambda: K.sin(x))
    f = K.function([x, K.learning_phase()], [y] + K.gradients(y, [x]),
                   mode=theano.Mode('py', 'fast_run'))
    value = np.array([.5, 1.], 'float32')
    assert_allclose(f([value, 1]), [np.exp(value)] * 2, rtol=1e-6)
    assert_allclose(f([value, 0]), [np.sin(value), np.cos(value)], rtol=1e-6)
    names = {phase: {str(node.op) for node in program.maker.fgraph.toposort()}
             for phase, program in f._compiled.items()}
    assert not any('sin' in name or 'if' in name for name in names[1])
    assert not any('exp' in name or 'if' in name for name in names[0])


def test_random_numbers_in_a_loop_differ_from_step_to_step():
    x = K.placeholder((None, 5))
    f = K.function([x], [K.map_fn(lambda row: row + K.random_normal((5,)), x)], mode=COMPILED)
    assert len(np.unique(f([np.zeros((4, 5))])[0])) == 20


def test_compiled_operations_give_the_numbers_of_those_in_python():
    rng = np.random.RandomState(0)
    image, kernel = K.placeholder((None, 7, 6, 2)), K.variable(rng.normal(size=(3, 3, 2, 4)))
    y = K.relu(K.conv2d(image, kernel, strides=(2, 1), padding='same'))
    y = K.pool2d(y, (2, 2), padding='same')
    rows = K.reshape(y, (-1, 2 * 6, 4))
    last, _, _ = K.rnn(lambda x, states: (K.tanh(x + states[0]), [K.tanh(x)]),
                       rows, [K.zeros_like(rows[:, 0])])
    loss = K.sum(K.batch_dot(rows, rows, axes=2)) + K.sum(last * last)
    outputs = [loss] + K.gradients(loss, [kernel, image])
    array = rng.normal(size=(3, 7, 6, 2))
    found, wanted = (K.function([image], outputs, mode=mode)([array])
                     for mode in (COMPILED, 'FAST_COMPILE'))
    for compiled, in_python in zip(found, wanted):
        assert_allclose(compiled, in_python, rtol=1e-4, atol=1e-4)
