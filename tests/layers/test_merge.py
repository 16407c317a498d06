import numpy as np
import pytest
from layer_checks import check_layer, random
from numpy.testing import assert_allclose, assert_array_equal

from keras import backend as K
from keras import layers
from keras.layers import Add, Concatenate, Dot, Input, Masking, Multiply, Subtract
from keras.models import Model, clone_model

ENTRYWISE = [('Add', lambda *xs: sum(xs)),
             ('Multiply', lambda *xs: np.prod(xs, axis=0)),
             ('Average', lambda *xs: np.mean(xs, axis=0)),
             ('Maximum', lambda *xs: np.max(xs, axis=0)),
             ('Minimum', lambda *xs: np.min(xs, axis=0))]


def inputs(*shapes):
    return [random(*shape, seed=i) for i, shape in enumerate(shapes)]


def mask_of(layer, masked, *arrays):
    """Returns the mask that a layer gives for arrays of which some went through `Masking`."""
    tensors = [Input(x.shape[1:]) for x in arrays]
    layer([Masking()(x) if is_masked else x for x, is_masked in zip(tensors, masked)])
    return K.function(tensors, [layer.output_mask])(list(arrays))[0]


@pytest.mark.parametrize('name, function', ENTRYWISE)
def test_entry_by_entry(name, function):
    make = getattr(layers, name)
    check_layer(make(), inputs((2, 3, 4), (2, 3, 4), (2, 3, 4)), function, free=(1,))
    tensors = [Input((3,)), Input((3,))]
    assert isinstance(getattr(layers, name.lower())(tensors, name='x')._keras_history[0], make)


def test_subtract():
    check_layer(Subtract(), inputs((2, 3), (2, 3)), np.subtract)
    with pytest.raises(ValueError, match='exactly 2'):
        Subtract()([Input((3,))] * 3)


def test_other_ranks_and_lengths_of_1():
    check_layer(Add(), inputs((2, 4), (2, 3, 4)), lambda x, y: x[:, None] + y)
    check_layer(Multiply(), inputs((2, 4), (2, 5, 3, 4)), lambda x, y: x[:, None, None] * y)
    check_layer(Add(), inputs((2, 1, 4), (2, 3, 1)), np.add)


def test_static_shapes():
    shape = Add().compute_output_shape
    assert shape([(None, 3), (None, 3)]) == (None, 3)
    assert shape([(None, 1, 3), (None, 5, 3)]) == (None, 5, 3)
    assert shape([(None, None, 3), (None, 5, 3)]) == (None, 5, 3)
    assert shape([(None, None, 3), (None, 1, 3)]) == (None, None, 3)
    assert shape([(2, 3), (None, 3)]) == (2, 3)
    assert shape([(None, 3), (None, 5, 3)]) == (None, 5, 3)


@pytest.mark.parametrize('shapes, message', [
    ([(None, 2, 4), (None, 3, 4)], r'cannot be merged.*\(None, 2, 4\), \(None, 3, 4\)'),
    ([(2, 4), (3, 4)], 'different batch sizes'),
    ([(None, 4)], 'at least 2'),
])
def test_inputs_that_do_not_go_together(shapes, message):
    with pytest.raises(ValueError, match='mine.*' + message):
        Add(name='mine')([Input(batch_shape=shape) for shape in shapes])


def test_input_that_is_no_list():
    with pytest.raises(ValueError, match='list of at least 2'):
        Add()(Input((3,)))


def test_masks_entry_by_entry():
    x, y = inputs((2, 3, 2), (2, 3, 2))
    x[0, 0] = y[1, 1] = 0
    assert_array_equal(mask_of(Add(), (True, True), x, y),
                       [[False, True, True], [True, False, True]])
    assert_array_equal(mask_of(Add(), (True, False), x, y),
                       [[False, True, True], [True, True, True]])
    assert Add().compute_mask([x, y], [None, None]) is None
    z = random(2, 2, 3, 2)
    z[0, 1, 2] = 0
    assert_array_equal(mask_of(Multiply(), (True, True), x, z),
                       [[[False, True, True], [False, True, False]], np.ones((2, 3))])
    with pytest.raises(ValueError, match='as many masks'):
        Add().compute_mask([x, y], [None])


@pytest.mark.parametrize('masked', [(True, False), (True, True)])
def test_masks_of_inputs_that_are_repeated(masked):
    x, y = inputs((2, 1, 2), (2, 3, 2))
    x[0, 0] = 0
    wanted = [[False] * 3, [True] * 3]
    assert_array_equal(mask_of(Multiply(), masked, x, y), wanted)
    assert_array_equal(mask_of(Multiply(), masked[::-1], y, x), wanted)
    # Inputs with fewer axes are repeated along the second: so is their mask.
    x, y = inputs((2, 3, 2), (2, 4, 3, 2))
    x[0, 1] = 0
    assert_array_equal(mask_of(Multiply(), masked, x, y),
                       np.repeat([[[True, False, True]], [[True] * 3]], 4, axis=1))


def test_recurrent_layer_behind_repeated_and_masked_inputs():
    x, y = inputs((2, 1, 2), (2, 3, 2))
    x[0] = 0
    a, b = Input((1, 2)), Input((3, 2))
    recurrent = layers.SimpleRNN(2, return_sequences=True)
    outputs = Model([a, b], recurrent(Add()([Masking()(a), b]))).predict([x, y])
    assert_array_equal(outputs[0], np.zeros((3, 2)))
    unmasked = Model([a, b], recurrent(Add()([a, b]))).predict([x, y])
    assert_allclose(outputs[1], unmasked[1], atol=1e-6)
    assert np.any(unmasked[0])


@pytest.mark.parametrize('name', [name for name, _ in ENTRYWISE] + ['Subtract', 'Concatenate'])
def test_of_masks_of_floats_all_but_zero_counts(name):
    layer = getattr(layers, name)()
    x, y = [K.ones((1, 4, 2)) for _ in range(2)]
    first, second = K.constant([[.3, .3, 0., -2.]]), K.constant([[.3, 0., 1., .1]])
    wanted = [[True, False, False, True]]
    assert_array_equal(K.eval(layer.compute_mask([x, y], [first, second])), wanted)
    entries = [K.repeat_elements(K.expand_dims(mask), 2, 2) for mask in (first, second)]
    mask = K.eval(layer.compute_mask([x, y], entries))
    assert_array_equal(mask.reshape(1, 4, -1).all(axis=2), wanted)


class TestConcatenate:
    @pytest.mark.parametrize('axis', [-1, 1, 2])
    def test_axes(self, axis):
        check_layer(Concatenate(axis=axis), inputs((2, 3, 3), (2, 3, 3), (2, 3, 3)),
                    lambda *xs: np.concatenate(xs, axis=axis), free=(1,))

    def test_static_shapes(self):
        shape = Concatenate(axis=1).compute_output_shape
        assert shape([(None, 2, 3), (None, 4, 3)]) == (None, 6, 3)
        assert shape([(None, 2, None), (None, None, 3)]) == (None, None, 3)
        assert Concatenate(axis=0).compute_output_shape([(2, 3), (5, 3)]) == (7, 3)

    @pytest.mark.parametrize('axis, shapes, message', [
        (1, [(None, 2, 3), (None, 2, 4)], 'matching shapes except'),
        (1, [(None, 2, 3), (None, 2)], 'the same number of axes'),
        (3, [(None, 2, 3), (None, 2, 3)], 'inputs that have this axis'),
    ])
    def test_inputs_that_do_not_go_together(self, axis, shapes, message):
        with pytest.raises(ValueError, match=message):
            Concatenate(axis=axis)([Input(batch_shape=shape) for shape in shapes])

    def test_masks(self):
        x, y = inputs((2, 3, 2), (2, 3, 2))
        x[0, 0] = y[1, 1] = 0
        assert_array_equal(mask_of(Concatenate(), (True, True), x, y),
                           [[False, True, True], [True, False, True]])
        assert_array_equal(mask_of(Concatenate(), (True, False), x, y),
                           [[False, True, True], [True, True, True]])
        y = y[:, :2]
        assert_array_equal(mask_of(Concatenate(axis=1), (True, True), x, y),
                           [[False, True, True, True, True], [True, True, True, True, False]])
        assert_array_equal(mask_of(Concatenate(axis=1), (False, True), x, y),
                           [[True] * 5, [True, True, True, True, False]])

    def test_a_single_input(self):
        x, = inputs((2, 3, 2))
        x[0, 0] = 0
        for given in lambda x: [x], lambda x: x:
            layer = Concatenate()
            tensor = Input((3, 2))
            masked = Masking()(tensor)
            y = layer(given(masked))
            assert K.int_shape(y) == (None, 3, 2)
            assert layer.output_mask is masked._keras_history[0].output_mask
            model = Model(tensor, y)
            for made in model, Model.from_config(model.get_config()), clone_model(model):
                assert_array_equal(made.predict(x), x)
        with pytest.raises(ValueError, match='inputs that have this axis'):
            layers.concatenate([Input((3,))], axis=2)

    def test_masks_with_entries_of_their_own(self):
        x, y = [K.ones((1, 3, size)) for size in (2, 4)]
        words = K.constant(np.array([[True, True, False]]), dtype='bool')
        letters = K.constant(np.array([[[1, 1, 1], [1, 0, 1], [1, 1, 1]]]) > 0, dtype='bool')
        mask = Concatenate().compute_mask([x, y], [words, letters])
        assert_array_equal(K.eval(mask), [[True, False, False]])


class TestDot:
    @pytest.mark.parametrize('axes, shapes, sum', [
        (1, [(2, 3), (2, 3)], 'na,na->n'),
        ((1, 2), [(2, 3, 4), (2, 5, 3)], 'nab,nca->nbc'),
        (-1, [(2, 3, 4), (2, 5, 4)], 'nab,ncb->nac'),
        ((2, 1), [(2, 3, 4), (2, 4)], 'nab,nb->na'),
        (2, [(2, 2, 3, 4), (2, 5, 3)], 'nabc,ndb->nacd'),
    ])
    def test_axes(self, axes, shapes, sum):
        def dot(x, y):
            product = np.einsum(sum, x, y)
            return product if product.ndim > 1 else product[:, None]
        check_layer(Dot(axes), inputs(*shapes), dot)

    def test_cosines(self):
        x, y = inputs((2, 3), (2, 3))
        cosines = (x * y).sum(1) / np.linalg.norm(x, axis=1) / np.linalg.norm(y, axis=1)
        check_layer(Dot(1, normalize=True), [x, y], cosines[:, None])

    def test_function_and_mask(self):
        tensors = [Input((3,)), Input((3,))]
        layer = layers.dot(tensors, axes=1, normalize=True)._keras_history[0]
        assert layer.get_config()['normalize'] is True
        assert layer.compute_mask(tensors, [1, 2]) is None

    @pytest.mark.parametrize('axes', ['a', (1, 2, 3), (1, 1.5), 1.5])
    def test_bad_axes(self, axes):
        with pytest.raises(ValueError, match='`axes` of .* must be an integer or a pair'):
            Dot(axes)

    @pytest.mark.parametrize('axes, shapes, message', [
        (1, [(3,), (4,)], r'equal lengths along these axes, not \[3, 4\]'),
        (3, [(3,), (3,)], 'inputs that have these axes'),
        (0, [(3,), (3,)], 'must not be the batch axis'),
        (1, [(3,), (3,), (3,)], 'exactly 2'),
    ])
    def test_inputs_that_do_not_go_together(self, axes, shapes, message):
        with pytest.raises(ValueError, match=message):
            Dot(axes)([Input(shape) for shape in shapes])


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='the others know the number of axes')
def test_tensors_with_any_number_of_axes():
    first, second = K.tf.placeholder('float32'), K.tf.placeholder('float32')
    for tensor in (first, second):
        tensor._keras_shape, tensor._uses_learning_phase = (None, 3), False
    a, b = inputs((2, 3), (2, 3))
    assert_array_equal(K.function([first, second], [Subtract()([first, second])])([a, b])[0], a - b)
