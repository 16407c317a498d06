"""Ops that rearrange entries, against NumPy."""
import numpy as np
import pytest
import scipy.sparse
from reference import FLOATS, check, check_gradient, evaluate, random

from keras import backend as K


@pytest.mark.parametrize('shape', [(6, 4), (-1,), (2, -1), (4, 3, 2), (2, 3, 4), (24, 1)])
def test_reshape(shape):
    x = random(2, 3, 4)
    check(lambda x: K.reshape(x, shape), x.reshape(shape), x)
    check_gradient(lambda x: K.reshape(x, shape), x, way='unknown')


def test_reshape_to_a_shape_known_later():
    x = random(2, 3, 4)
    check(lambda x: K.reshape(x, (K.shape(x)[0], -1)), x.reshape(2, 12), x)
    check(lambda x: K.reshape(x, K.shape(x)[1:2] * 8), x.reshape(24), x)


def test_reshape_keeps_the_known_shape():
    x = K.placeholder(shape=(None, 6))
    assert K.int_shape(K.reshape(x, (-1, 2, 3))) == (None, 2, 3)
    assert K.int_shape(K.reshape(x, (K.shape(x)[0], 3, 2))) == (None, 3, 2)


@pytest.mark.parametrize('shape', [(4,), (2, 3), (2, 3, 4), (1, 2, 3, 2), (0, 3)])
def test_flatten(shape):
    x = random(*shape)
    check(K.flatten, x.reshape(-1), x)
    check(K.batch_flatten, x.reshape(shape[0], int(np.prod(shape[1:]))), x)


def test_batch_flatten_knows_the_size_of_a_sample():
    assert K.int_shape(K.batch_flatten(K.placeholder((None, 3, 4)))) == (None, 12)
    assert K.int_shape(K.batch_flatten(K.placeholder((None, None, 4)))) == (None, None)


@pytest.mark.parametrize('pattern', [(0, 2, 1), (2, 0, 1), [1, 0, 2], (0, 1, 2)])
def test_permute_dimensions(pattern):
    x = random(2, 3, 4)
    check(lambda x: K.permute_dimensions(x, pattern), x.transpose(pattern), x)
    check_gradient(lambda x: K.permute_dimensions(x, pattern), x)


@pytest.mark.parametrize('shape', [(4,), (2, 3), (2, 3, 4)])
def test_transpose(shape):
    x = random(*shape)
    check(K.transpose, x.T, x)
    check_gradient(K.transpose, x)


@pytest.mark.parametrize('axis', [0, 1, 2, -1, -2])
def test_expand_dims(axis):
    x = random(2, 3)
    check(lambda x: K.expand_dims(x, axis), np.expand_dims(x, axis), x)
    check_gradient(lambda x: K.expand_dims(x, axis), x)


@pytest.mark.parametrize('axis', [1, 3, -1, -3])
def test_squeeze(axis):
    x = random(2, 1, 3, 1)
    check(lambda x: K.squeeze(x, axis), np.squeeze(x, axis), x)
    check_gradient(lambda x: K.squeeze(x, axis), x)


def test_only_axes_of_length_one_can_be_squeezed():
    with pytest.raises(ValueError, match='3'):
        K.squeeze(K.placeholder((2, 3)), 1)


@pytest.mark.parametrize('axis', [0, 1, 2, -1, -2, np.int64(1)])
def test_concatenate_and_stack(axis):
    x, y = random(2, 3, 2), random(2, 3, 2, seed=1)
    check(lambda *xs: K.concatenate(xs, axis=axis), np.concatenate([x, y, x], axis), x, y, x)
    check(lambda *xs: K.stack(xs, axis=axis), np.stack([x, y], axis), x, y)
    check_gradient(lambda *xs: K.concatenate(xs, axis=axis), x, y)
    check_gradient(lambda *xs: K.stack(list(xs), axis=axis), x, y)


def test_concatenate_different_lengths_along_the_last_axis():
    x, y = random(2, 3), random(2, 1)
    check(lambda x, y: K.concatenate([x, y]), np.concatenate([x, y], axis=-1), x, y)
    joined = K.concatenate([K.placeholder((None, 3)), K.placeholder((None, 4))])
    assert K.int_shape(joined) == (None, 7)


@pytest.mark.parametrize('axis, count', [(-1, 3), (2, 2), (0, 2), (1, 4), (1, 1)])
def test_split(axis, count):
    x = random(2, 4, 6)
    check(lambda x: K.split(x, count, axis), np.split(x, count, axis), x,
          ways=('variable', 'static'))
    check_gradient(lambda x: K.split(x, count, axis)[0], x)
    part = K.split(K.placeholder((None, 6)), 3)[1]
    assert K.int_shape(part) == (None, 2)


def test_concatenate_sparse():
    dense = np.array([[0, 1, 0], [2, 0, 0]], dtype='float32')
    x, y = (K.variable(scipy.sparse.csr_matrix(m)) for m in (dense, 3 * dense))
    for axis in (0, 1, -1):
        joined = K.concatenate([x, y], axis=axis)
        assert K.is_sparse(joined)
        np.testing.assert_array_equal(K.eval(joined), np.concatenate([dense, 3 * dense], axis))
    joined = K.concatenate([x, K.ones((2, 2))])
    assert not K.is_sparse(joined)
    np.testing.assert_array_equal(K.eval(joined), [[0, 1, 0, 1, 1], [2, 0, 0, 1, 1]])


@pytest.mark.parametrize('start, size', [((0, 0), (1, 2)), ((1, 2), (2, 1)), ([1, 0], [-1, -1]),
                                         ((0, 1), (3, -1)), ((2, 0), (0, 4))])
def test_slice(start, size):
    x = random(3, 4)
    wanted = x[tuple(slice(a, None if n < 0 else a + n) for a, n in zip(start, size))]
    check(lambda x: K.slice(x, start, size), wanted, x)
    check_gradient(lambda x: K.slice(x, start, size), x, way='unknown')


def test_slice_at_a_place_known_later():
    x = random(4, 3)
    place = np.array([1, 0], dtype='int32')
    check(lambda x, place: K.slice(x, place, (2, 3)), x[1:3], x, place)


def test_slice_needs_a_number_for_each_axis():
    x = K.placeholder((3, 4))
    for start, size in [((0,), (1,)), ((0, 0), (1,)), ((0, 0, 0), (1, 1, 1))]:
        with pytest.raises(ValueError, match='each of the 2 axes'):
            K.slice(x, start, size)


def test_indexing():
    x = random(3, 4, 2)
    check(lambda x: [x[0], x[:, 1], x[:, -1:], x[1:, ::2], x[..., 0]],
          [x[0], x[:, 1], x[:, -1:], x[1:, ::2], x[..., 0]], x)


@pytest.mark.parametrize('indices', [[2, 0, 2], [[0, 1], [3, 3]], 1, np.zeros((0, 2))], ids=str)
def test_gather(indices):
    indices = np.asarray(indices, dtype='int32')
    for dtype in FLOATS + ('int32',):
        x = random(4, 3, high=9, dtype=dtype)
        check(K.gather, x[indices], x, indices)
    check(K.gather, x[indices], x, indices.astype('int64'))
    check_gradient(K.gather, random(4, 3), indices, wrt=[0])


def test_gather_of_repeated_rows_adds_up_gradients_of_a_variable():
    table = K.variable(np.zeros((4, 2)))
    gradient = K.gradients(K.sum(K.gather(table, K.constant([1, 1, 3], dtype='int32'))), [table])
    np.testing.assert_array_equal(K.function([], [gradient[0] * 1.])([])[0],
                                  [[0, 0], [2, 2], [0, 0], [1, 1]])


@pytest.mark.parametrize('axes', [0, 1, -1, (0, 2), [1, -1]], ids=str)
def test_reverse(axes):
    x = random(2, 3, 4)
    wanted = np.flip(x, tuple(axes) if isinstance(axes, list) else axes)
    check(lambda x: K.reverse(x, axes), wanted, x)
    check_gradient(lambda x: K.reverse(x, axes), random(2, 3, 2))


@pytest.mark.parametrize('n', [1, 3])
def test_repeat(n):
    x = random(2, 3)
    check(lambda x: K.repeat(x, n), np.repeat(x[:, None], n, axis=1), x)
    check_gradient(lambda x: K.repeat(x, n), x)
    assert K.int_shape(K.repeat(K.placeholder((None, 4)), n)) == (None, n, 4)


def test_repeat_takes_matrices_only():
    with pytest.raises(ValueError, match='matrix'):
        K.repeat(K.placeholder((2, 3, 4)), 2)


@pytest.mark.parametrize('axis', [0, 1, 2, -1, np.int64(1)])
def test_repeat_elements(axis):
    for dtype in FLOATS + ('int32',):
        x = random(2, 3, 4, high=9, dtype=dtype)
        check(lambda x: K.repeat_elements(x, 3, axis), np.repeat(x, 3, axis), x)
    check_gradient(lambda x: K.repeat_elements(x, 2, axis), random(2, 3, 2), way='unknown')


def test_repeat_elements_keeps_the_known_shape():
    x = K.placeholder((None, 3, None))
    assert K.int_shape(K.repeat_elements(x, 2, 1)) == (None, 6, None)
    assert K.int_shape(K.repeat_elements(x, 2, 2)) == (None, 3, None)


@pytest.mark.parametrize('n', [2, (2, 1), [1, 3], (2, 2)], ids=str)
def test_tile(n):
    x = random(2, 3)
    check(lambda x: K.tile(x, n), np.tile(x, n), x)
    check_gradient(lambda x: K.tile(x, n), x)


def test_no_copies_of_what_was_computed():
    # Large enough for CNTK, which knows no arrays without entries.
    x, w = random(4, 300), random(300, 3)
    check(lambda x, w: [K.tile(K.dot(x, w), [0, 1]), K.repeat_elements(K.dot(x, w), 0, 1)],
          [np.zeros((0, 3)), np.zeros((4, 0))], x, w)


@pytest.mark.parametrize('shape', [(7, 5), (-1, 5), (0, 12), (-1, 0), (2**31 - 1, 2)], ids=str)
def test_reshape_of_what_was_computed_to_a_shape_that_cannot_be(shape):
    x, w = K.placeholder(ndim=2), K.placeholder(ndim=2)
    # Some engines see it at once.
    with pytest.raises(Exception, match='(?i)reshape|divi'):
        f = K.function([x, w], [K.reshape(K.tanh(K.dot(x, w)), shape)])
        f([np.ones((4, 300)), np.ones((300, 3))])


@pytest.mark.parametrize('n', [2, [2], (2, 1), (), np.array([2, 1, 1]), np.int64(2), 0], ids=str)
def test_tile_with_fewer_numbers_than_axes(n):
    x = random(1, 2, 3)
    check(lambda x: K.tile(x, n), np.tile(x, n), x)
    assert K.int_shape(K.tile(K.variable(x), n)) == np.tile(x, n).shape


@pytest.mark.parametrize('n, message', [
    ((1, 2, 2), '3 numbers of copies.*2 axes'), (-1, 'whole number'), ((2., 1), 'whole number')],
    ids=str)
def test_tile_refuses_what_makes_no_sense(n, message):
    with pytest.raises(ValueError, match=message):
        K.tile(K.placeholder((2, 3)), n)
    with pytest.raises(ValueError, match='1 numbers of copies.*0 axes'):
        K.tile(K.variable(1.), 2)


@pytest.mark.parametrize('pattern', [(0, 1), (0, 1, 1), (0, 1, 2, 3), (0, 1, 3)], ids=str)
def test_patterns_that_do_not_name_each_axis_once(pattern):
    with pytest.raises(ValueError, match='must name each of the 3 axes|no axis 3 among 3'):
        K.permute_dimensions(K.placeholder((2, 3, 4)), pattern)


@pytest.mark.parametrize('axis', [4, -5])
@pytest.mark.parametrize('op', [
    'expand_dims', 'stack', 'concatenate', 'squeeze', 'reverse', 'repeat_elements', 'cumsum',
    'cumprod', 'split', 'sum', 'prod', 'mean', 'max', 'min', 'std', 'argmax', 'argmin'])
def test_axes_that_are_not_there(op, axis):
    x = K.placeholder((1, 1, 1))
    arguments = {'stack': [[x, x]], 'concatenate': [[x, x]], 'repeat_elements': [x, 2],
                 'split': [x, 1]}.get(op, [x])
    with pytest.raises(ValueError):
        getattr(K, op)(*arguments, axis)


def test_tile_of_a_vector_and_by_a_tensor():
    x = random(3)
    check(lambda x: K.tile(x, 2), np.tile(x, 2), x)
    check(lambda x: K.tile(x, K.shape(x)), np.tile(x, 3), x)


@pytest.mark.parametrize('arguments', [
    (3,), (0,), (-3,), (1, 5), (1, 8, 3), (5, 1, -2), (2, 2), (0., 2., 0.5), (2.5,)], ids=str)
def test_arange(arguments):
    check(lambda: K.arange(*arguments), np.arange(*arguments))
    check(lambda: K.arange(*arguments, dtype='float32'), np.arange(*arguments, dtype='float32'))


def test_arange_types_and_lengths_known_later():
    assert K.dtype(K.arange(3)) == 'int32'
    assert K.dtype(K.arange(3, dtype='float64')) == 'float64'
    assert K.dtype(K.arange(3, dtype='int64')) == 'int64'
    x = random(5, 2)
    check(lambda x: K.arange(K.shape(x)[0]), np.arange(5), x)
    check(lambda x: K.arange(1, K.shape(x)[0], 2), np.arange(1, 5, 2), x)


@pytest.mark.parametrize('shape', [(), (3,), (2, 3), (2, 1, 2)])
def test_one_hot(shape):
    indices = random(*shape, low=0, high=4).astype('int32')
    check(lambda x: K.one_hot(x, 4), np.eye(4, dtype='float32')[indices], indices)
    check(lambda x: K.one_hot(x, 4), np.eye(4, dtype='float32')[indices], indices.astype('int64'))


def test_one_hot_out_of_range_and_floatx():
    found = evaluate(lambda x: K.one_hot(x, 2), np.array([-1, 1, 2], 'int32'))
    np.testing.assert_array_equal(found, [[0, 0], [0, 1], [0, 0]])
    K.set_floatx('float64')
    assert K.dtype(K.one_hot(K.constant([1], dtype='int32'), 2)) == 'float64'


@pytest.mark.parametrize('padding', [(1, 1), (0, 2), [3, 0]], ids=str)
def test_temporal_padding(padding):
    x = random(2, 3, 2)
    amounts = [(0, 0), padding, (0, 0)]
    check(lambda x: K.temporal_padding(x, padding), np.pad(x, amounts, 'constant'), x)
    check_gradient(lambda x: K.temporal_padding(x, padding), x)


SPATIAL = [(K.spatial_2d_padding, ((1, 2), (0, 3))), (K.spatial_2d_padding, [[0, 0], [1, 0]]),
           (K.spatial_3d_padding, ((1, 0), (2, 1), (0, 3)))]


@pytest.mark.parametrize('op, padding', SPATIAL)
@pytest.mark.parametrize('data_format', ['channels_first', 'channels_last', None])
def test_spatial_padding(op, padding, data_format):
    x = random(*[2, 3, 2, 2, 2][:len(padding) + 2])
    amounts = [(0, 0)] + [tuple(p) for p in padding]
    amounts.insert(1 if data_format == 'channels_first' else len(amounts), (0, 0))
    check(lambda x: op(x, padding, data_format), np.pad(x, amounts, 'constant'), x)
    check_gradient(lambda x: op(x, padding, data_format), x)


@pytest.mark.parametrize('padding', [[(1, 0), (0, 2), (3, 1)], [(0, 0), (0, 1), (0, 0)],
                                     [(0, 0)] * 3])
def test_pad(padding):
    x = random(2, 3, 4)
    check(lambda x: K.pad(x, padding), np.pad(x, padding, 'constant'), x)
    check_gradient(lambda x: K.pad(x, padding), x)


def test_padding_by_one_and_by_the_default_data_format():
    x = random(1, 2, 2, 1)
    check(K.spatial_2d_padding, np.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)], 'constant'), x)
    K.set_image_data_format('channels_first')
    check(K.spatial_2d_padding, np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)], 'constant'), x)
    x = random(1, 2, 2)
    check(K.temporal_padding, np.pad(x, [(0, 0), (1, 1), (0, 0)], 'constant'), x)


def test_padding_keeps_the_known_shape():
    x = K.placeholder((None, 4, None, 3))
    assert K.int_shape(K.spatial_2d_padding(x, ((1, 2), (3, 4)))) == (None, 7, None, 3)
    assert K.int_shape(K.temporal_padding(K.placeholder((None, 4, 3)), (1, 2))) == (None, 7, 3)


@pytest.mark.parametrize('op, ndim, padding', [
    (K.temporal_padding, 3, 1), (K.temporal_padding, 3, (1, 2, 3)),
    (K.spatial_2d_padding, 4, (1, 2)), (K.spatial_2d_padding, 4, ((1, 2),)),
    (K.spatial_3d_padding, 5, ((1, 1), (1, 1))), (K.spatial_3d_padding, 5, 2)])
def test_padding_of_another_form_is_refused(op, ndim, padding):
    with pytest.raises(ValueError, match='padding must be'):
        op(K.placeholder(ndim=ndim), padding)


def test_unknown_data_format_is_refused():
    with pytest.raises(ValueError, match='channel_last'):
        K.spatial_2d_padding(K.placeholder(ndim=4), data_format='channel_last')
