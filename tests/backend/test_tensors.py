"""Tensors and variables: making them, asking about them, reading and writing their values."""
import operator

import numpy as np
import pytest
import scipy.sparse
from reference import FLOATS, check, check_gradient, placeholder_like, random

from keras import backend as K

TYPES = FLOATS + ('int32', 'int64', 'uint8', 'bool')


# Making them


@pytest.mark.parametrize('value', [3, 2.5, [1, 2], [[1., 2.]], np.zeros((0, 2)), np.arange(6)],
                         ids=str)
def test_variable_and_constant_hold_their_value_in_floatx(value):
    for x in (K.variable(value), K.constant(value)):
        assert K.dtype(x) == 'float32'
        found = K.eval(x)
        assert found.dtype == 'float32'
        np.testing.assert_array_equal(found, np.asarray(value, dtype='float32'))
        assert K.int_shape(x) == np.shape(value)


@pytest.mark.parametrize('dtype', TYPES)
def test_types(dtype):
    array = np.array([[0, 1], [1, 0]], dtype=dtype)
    made = [K.variable(array, dtype=dtype), K.constant(array, dtype=dtype),
            K.zeros((2,), dtype=dtype), K.ones((2,), dtype=dtype),
            K.zeros_like(array, dtype=dtype), K.cast(K.variable(array), dtype)]
    for x in made:
        assert K.dtype(x) == dtype
        assert type(K.dtype(x)) is str
        assert K.eval(x).dtype == dtype
    assert K.dtype(K.placeholder((2,), dtype=dtype)) == dtype


def test_variables_attributes():
    def limit(x):
        return K.clip(x, 0, 1)

    x = K.variable(np.ones((2, 3)), name='weight', constraint=limit)
    assert x.constraint is limit
    assert 'weight' in x.name
    assert x._keras_shape == (2, 3)
    assert x._uses_learning_phase is False
    assert K.variable(1.).constraint is None
    assert K.zeros((2, 3))._keras_shape == (2, 3)


def test_variable_keeps_the_value_that_the_array_had():
    array = np.ones(3, dtype='float32')
    x = K.variable(array)
    array[:] = 5
    np.testing.assert_array_equal(K.get_value(x), [1, 1, 1])


def test_variable_from_a_tensor():
    first = K.variable([1., 2.])
    second = K.variable(first * 2)
    third = K.variable(second + 1, dtype='float64')
    np.testing.assert_array_equal(K.get_value(third), [3, 5])
    assert K.dtype(third) == 'float64'
    K.set_value(first, [7, 7])
    np.testing.assert_array_equal(K.get_value(second), [2, 4])


def test_variable_from_a_sparse_matrix():
    dense = np.array([[0, 2, 0], [0, 0, 3]])
    for make in (scipy.sparse.csr_matrix, scipy.sparse.csc_matrix, scipy.sparse.coo_matrix):
        x = K.variable(make(dense))
        assert K.is_sparse(x)
        assert K.dtype(x) == 'float32'
        assert K.int_shape(x) == (2, 3)
        assert K.ndim(x) == 2
        np.testing.assert_array_equal(K.eval(x), dense)
        np.testing.assert_array_equal(K.eval(K.to_dense(x)), dense)


def test_duplicate_entries_of_a_sparse_matrix_add_up():
    matrix = scipy.sparse.coo_matrix(([1., 2., 5.], ([1, 1, 0], [0, 0, 1])), shape=(2, 2))
    np.testing.assert_array_equal(K.eval(K.variable(matrix)), [[0, 5], [3, 0]])


def test_constant_of_a_shape():
    np.testing.assert_array_equal(K.eval(K.constant(3, shape=(2, 2))), [[3, 3], [3, 3]])
    np.testing.assert_array_equal(K.eval(K.constant([1, 2, 3, 4], shape=(2, 2))), [[1, 2], [3, 4]])


def test_placeholder():
    x = K.placeholder(shape=(None, 3), name='batch')
    assert K.int_shape(x) == x._keras_shape == (None, 3)
    assert x._uses_learning_phase is False
    assert 'batch' in x.name
    assert K.int_shape(K.placeholder(ndim=2)) == (None, None)
    assert K.int_shape(K.placeholder(shape=())) == ()
    K.set_floatx('float16')
    assert K.dtype(K.placeholder((2,))) == 'float16'


def test_sparse_placeholder():
    x = K.placeholder(shape=(None, 3), sparse=True)
    assert K.is_sparse(x)
    assert K.is_placeholder(x)
    assert K.int_shape(x) == (None, 3)
    dense = np.array([[0, 2, 0], [1, 0, 3]], dtype='float32')
    found = K.function([x], [K.to_dense(x) * 2])([scipy.sparse.csc_matrix(dense)])[0]
    np.testing.assert_array_equal(found, 2 * dense)


@pytest.mark.parametrize('shape', [(), (3,), 3, (2, 3), [2, 0]], ids=str)
def test_zeros_and_ones(shape):
    for make, reference in [(K.zeros, np.zeros), (K.ones, np.ones)]:
        x = make(shape, name='made')
        assert K.is_variable(x)
        assert 'made' in x.name
        np.testing.assert_array_equal(K.get_value(x), reference(shape))


def test_zeros_and_ones_of_a_shape_known_later_are_tensors():
    x = K.placeholder((None, 3))
    zeros, ones = K.zeros((K.shape(x)[0], 2)), K.ones(K.shape(x), dtype='int32')
    assert not K.is_variable(zeros)
    assert not K.is_variable(ones)
    zeros, ones = K.function([x], [zeros, ones])([np.ones((4, 3))])
    np.testing.assert_array_equal(zeros, np.zeros((4, 2)))
    np.testing.assert_array_equal(ones, np.ones((4, 3), dtype='int32'))


def test_zeros_and_ones_of_the_shape_of_a_tensor_that_is_known_are_variables():
    for x in K.placeholder((3, 2)), K.variable(np.zeros((3, 2))):
        zeros, ones = K.zeros(K.shape(x)), K.ones((K.shape(x)[1],), dtype='int32')
        assert K.is_variable(zeros)
        assert K.is_variable(ones)
        np.testing.assert_array_equal(K.get_value(zeros), np.zeros((3, 2)))
        np.testing.assert_array_equal(K.get_value(ones), np.ones(2))


@pytest.mark.parametrize('size', [1, 3, (2, 4), (4, 2)], ids=str)
def test_eye(size):
    x = K.eye(size, dtype='float64', name='made')
    assert K.is_variable(x)
    assert 'made' in x.name
    wanted = np.eye(*size) if isinstance(size, tuple) else np.eye(size)
    np.testing.assert_array_equal(K.get_value(x), wanted)


def test_zeros_like_and_ones_like():
    for dtype in FLOATS + ('int32',):
        x = random(2, 3, high=9, dtype=dtype)
        check(lambda x: [K.zeros_like(x), K.ones_like(x)], [np.zeros_like(x), np.ones_like(x)], x)
    check(lambda x: [K.zeros_like(x, dtype='int32'), K.ones_like(x, dtype='bool')],
          [np.zeros((2, 3), 'int32'), np.ones((2, 3), 'bool')], x)


def test_identity():
    x = random(2, 3)
    check(K.identity, x, x)
    check_gradient(K.identity, x)
    variable = K.variable(x)
    assert K.identity(variable, name='copy') is not variable


def test_cast():
    x = np.array([-1.7, 0, 0.2, 2.9], dtype='float32')
    check(lambda x: [K.cast(x, 'int32'), K.cast(x, 'bool'), K.cast(x, 'float16')],
          [[-1, 0, 0, 2], [True, False, True, True], x], x, tolerance=1e-3)
    check_gradient(lambda x: K.cast(K.cast(x, 'float32'), 'float64'), x, step=1e-2)


# Asking about them


def test_kinds():
    variable, constant = K.variable([1.]), K.constant([1.])
    dense, sparse = K.placeholder((2, 2)), K.placeholder((2, 2), sparse=True)
    array = np.zeros(2)
    for kind, those in [(K.is_tensor, [variable, constant, dense, sparse]),
                        (K.is_variable, [variable]),
                        (K.is_placeholder, [dense, sparse]),
                        (K.is_sparse, [sparse])]:
        for x in (variable, constant, dense, sparse, array, 3, [1.], None):
            assert kind(x) is any(x is t for t in those), '{} of {}'.format(kind.__name__, x)


def test_is_keras_tensor():
    x = K.placeholder((2,))
    assert not K.is_keras_tensor(x)
    x._keras_history = (None, 0, 0)
    assert K.is_keras_tensor(x)
    with pytest.raises(ValueError, match='ndarray'):
        K.is_keras_tensor(np.zeros(2))


def test_shapes_and_sizes():
    for shape in [(), (3,), (2, 3), (2, 0, 4)]:
        x = random(*shape)
        check(lambda x: [K.shape(x), K.size(x)], [np.array(x.shape, 'int32'), x.size], x)
        for way in (K.variable(x), placeholder_like(x)):
            assert K.int_shape(way) == shape
            assert K.ndim(way) == len(shape)
            assert K.count_params(way) == x.size
    assert 'length' in K.size(K.variable(x), name='length').name


def test_shapes_of_arrays():
    array = np.zeros((2, 3))
    assert K.int_shape(array) == (2, 3)
    assert K.ndim(array) == 2
    assert K.dtype(array) == 'float64'


def test_int_shape_prefers_what_keras_noted():
    x = K.placeholder((None, 3)) * 1.
    assert K.int_shape(x) == (None, 3)
    x._keras_shape = (5, 3)
    assert K.int_shape(x) == (5, 3)


def test_to_dense_leaves_dense_tensors_alone():
    x = K.variable([1.])
    assert K.to_dense(x) is x


# Reading and writing values


def test_eval():
    x = K.variable([1., 2.])
    np.testing.assert_array_equal(K.eval(x), [1, 2])
    np.testing.assert_array_equal(K.eval(x * 2), [2, 4])
    np.testing.assert_array_equal(K.eval(np.array([3., 4.])), [3, 4])
    assert K.eval(2.5) == 2.5


def test_eval_of_an_update_carries_it_out():
    x = K.variable([1., 2.])
    np.testing.assert_array_equal(K.eval(K.update_add(x, [1., 1.])), [2, 3])
    np.testing.assert_array_equal(K.get_value(x), [2, 3])


def test_borrow_values():
    x, y = K.variable([1., 2.]), K.variable(3, dtype='int32')
    for found, wanted in zip(K.borrow_values([x, y]), ([1., 2.], 3)):
        np.testing.assert_array_equal(found, wanted)
    K.set_value(x, [4., 5.])
    np.testing.assert_array_equal(K.borrow_values([x])[0], [4, 5])
    assert K.borrow_values([]) == []


def test_get_and_set_value():
    x = K.variable(np.zeros((2, 2)))
    K.set_value(x, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(K.get_value(x), [[1, 2], [3, 4]])
    K.set_value(x, np.full((2, 2), 7, dtype='int64'))
    assert K.get_value(x).dtype == 'float32'
    np.testing.assert_array_equal(K.get_value(x), [[7, 7], [7, 7]])
    rate = K.variable(0.1)
    K.set_value(rate, 0.5)
    assert K.get_value(rate) == 0.5


def test_scalars_that_are_read_do_not_change_where_they_are_kept():
    x = K.variable(0.5)
    for rate in [K.get_value(x), K.batch_get_value([x])[0], K.eval(x), K.eval(x * 1),
                 K.eval(K.update(x, 0.5)), K.function([], [x * 1, x])([])[0]]:
        kept = [rate]
        rate *= 3
        assert (rate, kept) == (1.5, [0.5])


@pytest.mark.parametrize('name, expected', [
    ('add', 5), ('sub', 1), ('mul', 6), ('truediv', 1.5), ('floordiv', 1), ('mod', 1), ('pow', 9)])
def test_operators_in_place_make_tensors(name, expected):
    x = K.variable(3.)
    y = getattr(operator, 'i' + name)(x, 2)
    assert not K.is_variable(y)
    assert K.eval(y) == expected
    assert K.get_value(x) == 3


def test_batch_get_and_set_value():
    xs = [K.variable(random(*shape), dtype=dtype)
          for shape, dtype in [((), 'float32'), ((3,), 'float64'), ((2, 3), 'int32')]]
    for start in range(3):
        values = [np.full(K.int_shape(x), start + i) for i, x in enumerate(xs)]
        K.batch_set_value(list(zip(xs, values)))
        for found, wanted, x in zip(K.batch_get_value(xs), values, xs):
            np.testing.assert_array_equal(found, wanted)
            assert found.dtype == K.dtype(x)
    for found, wanted in zip(K.batch_get_value(xs[::-1]), values[::-1]):
        np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(K.batch_get_value([xs[0] + 1.]), [K.get_value(xs[0]) + 1])


def test_batches_of_nothing():
    assert K.batch_get_value([]) == []
    assert K.batch_set_value([]) is None


def test_last_of_several_values_for_one_variable_holds():
    x = K.variable(0.)
    K.batch_set_value([(x, 1.), (x, 2.)])
    assert K.get_value(x) == 2


def test_set_value_of_another_shape_is_refused_and_changes_nothing():
    x, y = K.variable([0., 0.], name='rate'), K.variable(0.)
    for value in (1., [1.], [1., 1., 1.], [[1., 1.]]):
        with pytest.raises(ValueError, match=r'rate.*shape \(2,\)'):
            K.batch_set_value([(y, 1.), (x, value)])
    np.testing.assert_array_equal(K.get_value(x), [0, 0])
    assert K.get_value(y) == 0


def test_a_variable_that_starts_from_one_that_is_set():
    x = K.variable([1., 2.])
    y = K.variable(x * 3)
    K.set_value(x, [5., 5.])
    np.testing.assert_array_equal(K.get_value(y), [3, 6])


def test_set_value_takes_variables_only():
    for x in (K.constant(1.), K.placeholder(()), np.zeros(())):
        with pytest.raises(TypeError, match='variables'):
            K.set_value(x, 1.)


def test_variables_and_arrays_share_no_memory():
    for size in (3, 30, 300, 100000):
        # Engines take over the memory of arrays that begin at a multiple of 64 bytes.
        memory = np.ones(size + 16, dtype='float32')
        array = memory[-memory.ctypes.data % 64 // 4:][:size]
        x, y, new = K.variable(array), K.zeros((size,)), K.placeholder((size,))
        K.set_value(x, array)
        K.function([new], [], updates=[K.update(y, new)])([array])
        array[:] = 5
        for variable in (x, y):
            read = K.get_value(variable)
            np.testing.assert_array_equal(read, np.ones(size))
            read[:] = 6
            K.function([], [], updates=[K.update_add(variable, K.ones_like(variable))])([])
            np.testing.assert_array_equal(read, np.full(size, 6))
            np.testing.assert_array_equal(K.get_value(variable), np.full(size, 2))


def test_results_of_functions_share_no_memory_with_what_they_come_from():
    x, c = K.variable([1., 1.]), K.constant([1., 1.])
    f = K.function([], [x, K.reshape(x, (2, 1)), c, c * 1])
    for result in f([]):
        result[:] = 5
    for result in f([]):
        np.testing.assert_array_equal(result.ravel(), [1, 1])


def test_values_are_read_after_updates():
    x = K.variable(1.)
    step = K.function([], [], updates=[K.update_add(x, 1.)])
    for wanted in (2, 3):
        step([])
        assert K.get_value(x) == wanted
    K.set_value(x, 10)
    step([])
    assert K.get_value(x) == 11


def test_print_tensor_prints_at_each_run(capfd):
    x = K.placeholder((2,))
    f = K.function([x], [K.print_tensor(x * 2, message='twice x is') + 1])
    np.testing.assert_array_equal(f([[1, 2]])[0], [3, 5])
    f([[7, 8]])
    assert capfd.readouterr().out.split('\n') == ['twice x is [2 4]', 'twice x is [14 16]', '']


def test_print_tensor_lets_gradients_through(capfd):
    check_gradient(K.print_tensor, random(2, 3))
    assert capfd.readouterr().out


@pytest.mark.parametrize('name', ['my x', 'a:b', 'ä', '/', '_a', '-', 'a\\b', '<>', '.', '', 'a/b'])
def test_any_name_will_do(name):
    with K.name_scope(name or 'scope'), K.name_scope('_inner ' + name):
        variables = [K.variable([1., 2.], name=name), K.zeros((2,), name=name)]
    x = K.placeholder((2,), name=name)
    y = (K.identity(x, name=name) + K.constant([1., 2.], name=name) + K.ones_like(x, name=name)
         + K.zeros_like(x, name=name) + variables[0] + variables[1])
    assert K.function([x], [y])([np.array([1., 1.])])[0].tolist() == [4, 6]
