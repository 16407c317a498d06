import pytest
from numpy.testing import assert_allclose

from keras import backend as K


def test_updates_are_recorded_in_order():
    x, y = K.variable(1.), K.variable(2.)
    before = K.update_add(x, 1.)
    with K.recorded_updates() as outer:
        first = K.update(x, 5.)
        with K.recorded_updates() as inner:
            second = K.moving_average_update(y, 0., .5)
    K.update_sub(y, 1.)
    assert outer == [first, second] and inner == [second]
    assert before not in outer
    K.function([], [], updates=outer)([])
    assert_allclose(K.batch_get_value([x, y]), [5., 1.])


def test_an_error_ends_the_recording():
    x = K.variable(1.)
    with pytest.raises(RuntimeError), K.recorded_updates() as made:
        raise RuntimeError
    K.update_add(x, 1.)
    assert made == []


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='assignments are operations of TensorFlow')
def test_assignments_are_recorded_but_start_values_are_not():
    x = K.variable(1.)
    with K.recorded_updates() as made:
        x.assign_add(2.)
        K.variable(7.)
    assert len(made) == 1
    K.function([], [], updates=made)([])
    assert_allclose(K.get_value(x), 3.)


def test_changed_variables():
    x, y, z = K.variable(1.), K.variable(2.), K.variable(3.)
    updates = [K.update_add(x, z), (y, x * 2.), None, K.moving_average_update(x, y, .5)]
    changed = K.changed_variables(updates)
    assert len(changed) == 2 and changed[0] is x and changed[1] is y
    assert K.changed_variables([]) == []


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='assignments are operations of TensorFlow')
def test_variables_changed_by_assignments():
    x, y = K.variable(1.), K.variable(2.)
    changed = K.changed_variables([x.assign_add(2.), y.assign(3., read_value=False)])
    assert len(changed) == 2 and changed[0] is x and changed[1] is y


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='assignments are operations of TensorFlow')
def test_an_update_with_an_operation_is_recorded_once():
    x = K.variable(1.)
    with K.recorded_updates() as made:
        step = K.update_add(x, 2.)
        K.after_updates([step], lambda: x * 1.)
    assert made == [step]
