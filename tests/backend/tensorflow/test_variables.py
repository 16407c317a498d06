"""What TensorFlow's users rely on in the variables that Keras makes."""
import numpy as np
import pytest
import tensorflow as tf

from keras import backend as K

tf1 = tf.compat.v1


def test_start_values_are_not_part_of_the_graph():
    K.variable(np.ones((1000, 1000)))
    assert tf1.get_default_graph().as_graph_def().ByteSize() < 10000


def test_a_sessions_own_initialization():
    x, y = K.variable([1., 2.]), K.zeros((2,))
    with tf1.Session() as session:
        session.run(tf1.global_variables_initializer())
        np.testing.assert_array_equal(session.run(x + y), [1, 2])


def test_start_values_come_back():
    x = K.variable([1., 2.])
    K.set_value(x, [5., 5.])
    session = K.get_session()
    session.run(x.assign_add([1., 1.]))
    np.testing.assert_array_equal(K.get_value(x), [6, 6])
    session.run(tf1.global_variables_initializer())
    np.testing.assert_array_equal(K.get_value(x), [1, 2])


def test_values_follow_the_session():
    x = K.variable(1.)
    K.set_value(x, 2.)
    assert K.get_value(x) == 2
    K.set_session(tf1.Session())
    assert K.get_value(x) == 1
    K.set_value(x, 3.)
    assert K.get_value(x) == 3


def test_reads_and_writes_add_nothing_to_the_graph():
    xs = [K.variable(1.), K.zeros((2,)), K.eye(3)]
    K.batch_get_value(xs)
    size = len(tf1.get_default_graph().get_operations())
    K.batch_set_value(list(zip(xs, K.batch_get_value(xs))))
    K.set_value(xs[0], K.get_value(xs[0]) + 1)
    assert K.get_value(xs[0]) == 2
    assert len(tf1.get_default_graph().get_operations()) == size


def test_only_variables_that_are_not_set_at_once_are_given_their_start_values():
    made = []

    def start(value):
        return tf.numpy_function(lambda: (made.append(value), np.float32(value))[1], [], 'float32')

    x, y, z = [tf1.Variable(start(value), use_resource=True, shape=()) for value in range(3)]
    K.batch_set_value([(x, 5.), (z, 6.)])
    assert K.batch_get_value([x, y, z]) == [5, 1, 6]
    assert made == [1]


def test_values_of_variables_of_another_graph():
    x = K.variable([1., 2.])
    with tf1.Graph().as_default():
        K.set_value(x, [3., 4.])
        np.testing.assert_array_equal(K.get_value(x), [3, 4])
        np.testing.assert_array_equal(K.eval(x * 2), [6, 8])


def test_a_variable_made_by_tensorflow():
    x = tf1.get_variable('w', initializer=[1., 2.], use_resource=True)
    assert K.is_variable(x)
    assert K.int_shape(x) == (2,)
    K.set_value(x, [3., 4.])
    np.testing.assert_array_equal(K.get_value(x), [3, 4])


def test_variables_may_be_made_under_control_dependencies():
    x = K.placeholder(())
    with tf.control_dependencies([x]):
        y = K.variable([1.])
        K.set_value(y, [2.])
    assert K.get_value(y) == [2]


def test_dtypes_of_tensorflow():
    assert K.dtype(K.zeros((2,), dtype=tf.float16)) == 'float16'
    assert K.dtype(K.variable(np.ones(2), dtype='bfloat16')) == 'bfloat16'


def operations():
    return [op.type for op in tf1.get_default_graph().get_operations()]


def test_initializers_are_made_when_they_are_asked_for():
    x = K.variable([1., 2.])
    assert 'AssignVariableOp' not in operations()
    assert x.initializer is x.initializer
    assert x.initial_value is x.initializer.inputs[1]
    assert operations().count('AssignVariableOp') == 1
    with tf1.Session() as session:
        session.run(x.initializer)
        np.testing.assert_array_equal(session.run(x.initial_value), [1, 2])


def test_initializers_made_inside_of_branches_and_loops_can_be_run_outside():
    x = K.variable([1., 2.])
    tf1.while_loop(lambda i: i < 2, lambda i: i + len(x.initializer.inputs), [0])
    with tf1.Session() as session:
        session.run(x.initializer)
        np.testing.assert_array_equal(session.run(x), [1, 2])


def test_one_operation_reads_a_variable_for_many_uses():
    x = K.variable([1., 2.])
    y = K.switch(K.placeholder((), dtype='bool'), x + 1, lambda: x * 2) + x
    assert K.int_shape(y) == (2,)
    assert operations().count('ReadVariableOp') == 1


def test_what_waits_for_an_assignment_reads_afterwards():
    x = K.variable(1.)
    before = x + 0
    with tf.control_dependencies([before]):
        assignment = x.assign(5.).op
    with tf.control_dependencies([assignment]):
        after = x + 0
    assert K.get_session().run([before, after]) == [1, 5]


def test_loops_read_in_each_round():
    x = K.variable(0.)

    def step(i, total):
        with tf.control_dependencies([x.assign_add(1.).op]):
            return i + 1, total + x

    total = tf1.while_loop(lambda i, total: i < 3, step, [0, 0.], parallel_iterations=1)[1]
    assert K.get_session().run(total) == 1 + 2 + 3


def test_collections_saver_and_meta_graph(tmp_path):
    x = K.variable([1., 2.], name='x')
    assert tf1.trainable_variables() == tf1.global_variables() == [x]
    K.set_value(x, [3., 4.])
    path = tf1.train.Saver().save(K.get_session(), str(tmp_path / 'model'))
    with tf1.Graph().as_default(), tf1.Session() as session:
        tf1.train.import_meta_graph(path + '.meta').restore(session, path)
        np.testing.assert_array_equal(session.run(tf1.global_variables()[0]), [3, 4])


def test_unknown_attributes():
    x = K.variable(1.)
    assert not hasattr(x, 'initialiser')
    with pytest.raises(AttributeError, match="no attribute 'initialiser'"):
        x.initialiser  # noqa: B018


def test_zeros_of_a_shape_that_is_not_known():
    with pytest.raises((TypeError, ValueError)):
        K.zeros((None, 3))
