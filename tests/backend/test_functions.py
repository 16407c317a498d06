"""Functions, updates and gradients: what a step reads and what it leaves behind."""
from multiprocessing.pool import ThreadPool

import numpy as np
import pytest

from keras import backend as K


def test_function_maps_arrays_to_arrays():
    x = K.placeholder(shape=(None, 3))
    y = K.placeholder(ndim=0)
    f = K.function([x, y], [x * y, K.sum(x)])
    product, total = f([np.arange(6).reshape(2, 3), 2])
    np.testing.assert_array_equal(product, [[0, 2, 4], [6, 8, 10]])
    assert total == 15


def test_single_output_gives_a_list():
    x = K.placeholder(shape=(2,))
    result = K.function([x], x + 1.)([[1, 2]])
    assert isinstance(result, list)
    np.testing.assert_array_equal(result[0], [2, 3])


def test_input_may_be_output_and_intermediate_tensors_may_be_inputs():
    x = K.placeholder(shape=(2,))
    y = x * 2.
    f = K.function([y], [y, y + 1.])
    for found, wanted in zip(f([[5, 6]]), ([5, 6], [6, 7])):
        np.testing.assert_array_equal(found, wanted)


def test_values_are_cast_to_the_placeholder():
    x = K.placeholder(shape=(2,), dtype='int32')
    result, = K.function([x], [x])([np.array([1.9, -1.9])])
    assert result.dtype == np.int32
    np.testing.assert_array_equal(result, [1, -1])


@pytest.mark.parametrize('array, message', [
    (np.zeros((2, 4)), r'\(None, 3\).*\(2, 4\)'),
    (np.zeros(3), r'\(None, 3\).*\(3,\)'),
    ([['a', 'b', 'c']], 'float32'),
])
def test_wrong_arrays_are_named(array, message):
    x = K.placeholder(shape=(None, 3), name='points')
    with pytest.raises(ValueError, match='points.*' + message):
        K.function([x], [x + 1.])([array])


def test_wrong_calls_are_named():
    x = K.placeholder(shape=(None, 3))
    f = K.function([x], [x + 1.])
    with pytest.raises(TypeError, match='list of arrays'):
        f(np.zeros((1, 3)))
    with pytest.raises(ValueError, match='1 inputs.*2 arrays'):
        f([np.zeros((1, 3)), 1])
    with pytest.raises(TypeError, match='inputs of K.function'):
        K.function(x, [x])
    with pytest.raises(TypeError, match='updates of K.function'):
        K.function([x], [x], updates=1)
    with pytest.raises(ValueError, match='mode'):
        K.function([x], [x], mode='fast')


def test_outputs_are_read_before_updates():
    x = K.variable([1., 2.])
    f = K.function([], [x * 1.], updates=[K.update(x, x * 3.)])
    np.testing.assert_array_equal(f([])[0], [1, 2])
    np.testing.assert_array_equal(f([])[0], [3, 6])
    np.testing.assert_array_equal(K.get_value(x), [9, 18])


def test_updates_see_only_values_from_before():
    a, b = K.variable(1.), K.variable(2.)
    swap = K.function([], [], updates=[K.update(a, b + 0.), K.update(b, a + 0.)])
    swap([])
    assert (K.get_value(a), K.get_value(b)) == (2, 1)


@pytest.mark.parametrize('new', [1., [1., 2.], [[1., 2., 3.]]])
def test_updates_keep_the_shape(new):
    x = K.variable([5., 6., 7.])
    with pytest.raises(ValueError):
        K.function([], [], updates=[K.update(x, K.constant(new))])([])
    assert K.get_value(x).tolist() == [5, 6, 7]


def test_pairs_are_updates():
    x = K.variable(1.)
    K.function([], [], updates=[(x, x + 4.)])([])
    assert K.get_value(x) == 5


def test_additions_to_one_variable_add_up_and_the_last_value_holds():
    x, y = K.variable(10.), K.variable(10.)
    updates = [K.update_add(x, 1.), K.update_sub(x, 4.), K.moving_average_update(x, 0., .5),
               K.update(y, 3.), K.update(y, 7.)]
    K.function([], [], updates=updates)([])
    assert K.get_value(x) == 10 + 1 - 4 - 5
    assert K.get_value(y) == 7


def test_update_may_be_used_in_several_functions():
    x = K.variable(0.)
    step = K.update_add(x, 1.)
    K.function([], [], updates=[step])([])
    K.function([], [x * 1.], updates=[step])([])
    assert K.get_value(x) == 2


def test_update_can_be_evaluated():
    x = K.variable(1.)
    assert K.eval(K.update_add(x, 2.)) == 3
    assert K.get_value(x) == 3


def test_moving_average():
    x = K.variable([1., 2.])
    K.function([], [], updates=[K.moving_average_update(x, K.constant([3., 0.]), .75)])([])
    np.testing.assert_allclose(K.get_value(x), [1.5, 1.5])


def test_after_updates_sees_the_new_state_and_counts_once():
    x = K.placeholder(shape=(None,))
    total = K.variable(0.)
    step = K.update_add(total, K.sum(x))
    running = K.after_updates([step], lambda: total * 10.)
    f = K.function([x], [running], updates=[step])
    assert f([[1, 2]])[0] == 30
    assert f([[4]])[0] == 70
    assert K.get_value(total) == 7


def test_gradients():
    x, y = K.variable([1., 2.]), K.variable(3.)
    unrelated = K.variable(1.)
    loss = K.sum(x * x) * y
    dx, dy, none = K.gradients(loss, [x, y, unrelated])
    assert none is None
    np.testing.assert_allclose(K.eval(dx), [6, 12])
    assert K.eval(dy) == 5


def test_floats_of_several_widths():
    # Large enough for CNTK, which leaves less to NumPy.
    x, y = K.placeholder((30, 30), dtype='float32'), K.placeholder((30, 30), dtype='float64')
    a, b = np.random.RandomState(1).uniform(-1, 1, (2, 30, 30))
    xx, yy = K.dot(x, x), K.dot(y, y)
    loss = K.sum(K.cast(xx, 'float64') * yy)
    f = K.function([x, y], [xx, yy, K.cast(yy, 'float32') + xx] + K.gradients(loss, [x, y]))
    aa, bb = a @ a, b @ b
    wanted = [aa, bb, aa + bb, bb @ a.T + a.T @ bb, aa @ b.T + b.T @ aa]
    dtypes = ['float32', 'float64', 'float32', 'float32', 'float64']
    for found, expected, dtype in zip(f([a, b]), wanted, dtypes):
        assert found.dtype == dtype
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_gradients_by_tensors_with_and_without_entries():
    x, w = K.placeholder((0, 3)), K.placeholder((3, 2))
    loss = K.sum(K.dot(x * 2., w)) + K.sum(K.square(w))
    by_x, by_w = K.function([x, w], K.gradients(loss, [x, w]))([np.ones((0, 3)), np.ones((3, 2))])
    assert by_x.shape == (0, 3)
    np.testing.assert_allclose(by_w, np.full((3, 2), 2.))


def test_stop_gradient():
    x = K.variable(3.)
    held = K.stop_gradient(x * x)
    np.testing.assert_allclose(K.eval(K.gradients(held * x, [x])[0]), 9)
    first, second = K.stop_gradient([x * 1., x * 2.])
    np.testing.assert_allclose(K.eval(K.gradients(first * second * x, [x])[0]), 18)


def test_gradient_and_value_of_one_step_agree():
    x = K.variable([1., -2., 3.])
    for _ in range(3):
        loss = K.sum(x ** 2)
        gradient = K.gradients(loss, [x])[0]
        f = K.function([], [loss, gradient], updates=[K.update_sub(x, .1 * gradient)])
        before = K.get_value(x)
        value, slope = f([])
        np.testing.assert_allclose(value, np.sum(before ** 2), rtol=1e-6)
        np.testing.assert_allclose(slope, 2 * before, rtol=1e-6)
        np.testing.assert_allclose(K.get_value(x), before - .2 * before, rtol=1e-6)


def test_new_learning_phase():
    phase, x = K.new_learning_phase(), K.placeholder((2,))
    assert K.int_shape(phase) == () and phase is not K.learning_phase()
    f = K.function([x, phase], [K.switch(phase, x, -x)])
    np.testing.assert_array_equal(f([[1, 2]])[0], [-1, -2])
    np.testing.assert_array_equal(f([[1, 2], 1])[0], [1, 2])


def test_learning_phase_defaults_to_testing():
    phase = K.learning_phase()
    f = K.function([phase], [K.in_train_phase(K.constant(1.), K.constant(2.))])
    assert f([0])[0] == 2
    assert f([1])[0] == 1


@pytest.mark.parametrize('place', [0, 1, 2])
def test_learning_phase_may_be_left_out(place):
    x, y = K.placeholder((2,)), K.placeholder((2,))
    inputs, arrays = [x, y], [np.ones(2), np.full(2, 5.)]
    inputs.insert(place, K.learning_phase())
    f = K.function(inputs, [K.in_train_phase(x + y, x * y * 2)])
    np.testing.assert_array_equal(f(arrays)[0], [10, 10])
    np.testing.assert_array_equal(f([arrays])[0], [10, 10])
    np.testing.assert_array_equal(f(arrays[:place] + [1] + arrays[place:])[0], [6, 6])
    np.testing.assert_array_equal(f(arrays[:place] + [None] + arrays[place:])[0], [10, 10])
    with pytest.raises(ValueError, match='3 inputs.*1 arrays'):
        f(arrays[:1])
    alone = K.in_train_phase(K.constant(1.), K.constant(2.))
    assert K.function([K.learning_phase()], [alone])([])[0] == 2


@pytest.mark.parametrize('phase, expected', [(0, [2, 3]), (1, [3, 4])])
def test_fixed_learning_phase_may_be_left_out(phase, expected):
    K.set_learning_phase(phase)
    x = K.placeholder((2,))
    f = K.function([x, K.learning_phase()], [K.in_train_phase(x + 2, x + 1)])
    np.testing.assert_array_equal(f([[1, 2]])[0], expected)
    np.testing.assert_array_equal(f([[1, 2], phase])[0], expected)
    with pytest.raises(ValueError, match='phase %d, fixed by K.set_learning_phase' % phase):
        f([[1, 2], 1 - phase])
    with pytest.raises(TypeError, match='placeholders, but one is 2'):
        K.function([x, 2], [x])


def test_learning_phase_can_be_fixed():
    K.set_learning_phase(1)
    assert K.learning_phase() == 1
    assert K.eval(K.in_train_phase(K.constant(1.), K.constant(2.))) == 1
    with pytest.raises(ValueError, match='training'):
        K.set_learning_phase('training')


def test_names_count_from_one_after_a_new_start():
    assert [K.get_uid('layer'), K.get_uid('layer'), K.get_uid('other')] == [1, 2, 1]
    K.reset_uids()
    assert K.get_uid('layer') == 1
    K.clear_session()
    assert K.get_uid('layer') == 1


def test_names_of_variables_are_those_of_keras_2_3_1_on_tensorflow():
    def name(wanted):
        return K.variable(1., name=wanted).name

    with K.name_scope('a'):
        names = [name('b'), name('b')]
        with K.name_scope('c'):
            names += [name('b'), name('B')]
    with K.name_scope('a'):
        names += [name('b')]
    assert names == ['a/b:0', 'a/b_1:0', 'a/c/b:0', 'a/c/B_1:0', 'a_1/b:0']
    assert [name('a'), name('a')] == ['a_2:0', 'a_3:0']


def test_one_function_in_several_threads():
    x = K.placeholder((None, 50))
    f = K.function([x], [K.dot(x, K.transpose(x)) + 1])
    arrays = [np.full((size, 50), size, dtype='float32') for size in range(1, 9)] * 5
    with ThreadPool(8) as pool:
        results = pool.map(lambda array: f([array])[0], arrays)
    for array, result in zip(arrays, results):
        np.testing.assert_array_equal(result, array.dot(array.T) + 1)


def test_control_dependencies_is_a_context():
    x = K.variable(1.)
    with K.control_dependencies([K.update_add(x, 1.)]):
        y = K.constant(3.) * 2.
    assert K.eval(y) == 6


def test_building_on_tensors_in_another_thread():
    x = K.placeholder((2,))

    def build(factor):
        with K.building_on([x]):
            return K.function([x], [factor * x])

    with ThreadPool(1) as pool:
        double = pool.apply(build, [2])
    np.testing.assert_array_equal(double([[1, 2]])[0], [2, 4])


def test_variables_of():
    a, b, c, d = (K.variable(np.full(2, i), name='v%d' % i) for i in range(4))
    x = K.placeholder((2,))
    phase = K.learning_phase()
    f = K.function([x, phase], [K.sum(K.in_train_phase(lambda: a * x, lambda: b * x))],
                   [K.update_add(c, a)])
    assert {v.name for v in K.variables_of(f)} == {a.name, b.name, c.name}
    assert len(K.variables_of(f)) == 3
    assert [v.name for v in K.variables_of(f)] == [v.name for v in K.variables_of(f)]
    assert K.variables_of(K.function([], [d + 1])) == [d]


def test_variables_of_a_loop():
    w = K.variable(np.eye(3))
    x = K.placeholder((2, 4, 3))
    f = K.function([x], [K.rnn(lambda step, states: (K.dot(step, w), []), x, [])[0]])
    found = K.variables_of(f)
    assert len(found) == 1 and found[0] is w
