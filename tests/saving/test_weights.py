"""Weights alone: by order and by name, from files of weights and of models."""
import io

import h5py
import numpy as np
import pytest

from keras import backend as K
from keras.engine import saving
from keras.layers import Activation, Conv2D, Dense, DepthwiseConv2D, Input, Layer
from keras.models import Model, Sequential


def model_of(*layers, shape=(4,)):
    model = Sequential()
    for i, layer in enumerate(layers):
        if i == 0:
            model.add(Activation('linear', input_shape=shape))
        model.add(layer)
    return model


def test_by_order_from_files_streams_and_groups(tmp_path):
    model = model_of(Dense(3), Dense(2))
    path, stream = str(tmp_path / 'w.h5'), io.BytesIO()
    model.save_weights(path)
    model.save_weights(stream)
    model.save(str(tmp_path / 'model.h5'))
    stream.seek(0)
    other = model_of(Dense(3), Activation('relu'), Dense(2))
    with h5py.File(path, 'r') as file:
        for source in (path, tmp_path / 'w.h5', str(tmp_path / 'model.h5'), stream, file):
            other.set_weights([np.zeros_like(w) for w in other.get_weights()])
            other.load_weights(source)
            for found, expected in zip(other.get_weights(), model.get_weights()):
                np.testing.assert_array_equal(found, expected)


def test_by_name(tmp_path):
    model = model_of(Dense(3, name='first'), Dense(2, name='second'))
    path = str(tmp_path / 'w.h5')
    model.save_weights(path)
    other = model_of(Dense(3, name='first'), Dense(5, name='new'))
    before = other.get_weights()
    other.load_weights(path, by_name=True)
    for found, expected in zip(other.get_weights(), model.get_weights()[:2] + before[2:]):
        np.testing.assert_array_equal(found, expected)


def test_shared_inner_model(tmp_path):
    def build():
        inner = model_of(Dense(3), Dense(3, name='frozen'), shape=(3,))
        inner.layers[1].trainable = False
        a, b = Input((3,)), Input((3,))
        return Model([a, b], [inner(a), Dense(2)(inner(b))])
    model, other = build(), build()
    model.save_weights(str(tmp_path / 'w.h5'))
    other.load_weights(str(tmp_path / 'w.h5'))
    x = np.arange(6.).reshape((2, 3))
    for found, expected in zip(other.predict([x, x]), model.predict([x, x])):
        np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize('layers, by_name, message', [
    ([Dense(3)], False, r'w.h5: it has weights for 2 layers \(first, second\), but .* has 1'),
    ([Dense(3), Dense(4)], False, r'layer .* \(Dense\): the weight .*kernel.* has the shape '
                                  r'\(3, 4\), but the saved one has \(3, 2\)'),
    ([Dense(3), Dense(2, use_bias=False)], False, r'has 1 weights.*\(3, 2\).* 2 are saved'),
    ([Dense(5, name='first')], True, r"'first' \(Dense\): .* \(4, 5\).* \(4, 3\)"),
])
def test_weights_that_do_not_fit_change_nothing(tmp_path, layers, by_name, message):
    model_of(Dense(3, name='first'), Dense(2, name='second')).save_weights(
        str(tmp_path / 'w.h5'))
    other = model_of(*[type(layer).from_config(layer.get_config()) for layer in layers])
    before = other.get_weights()
    with pytest.raises(ValueError, match=message):
        other.load_weights(str(tmp_path / 'w.h5'), by_name=by_name)
    for found, expected in zip(other.get_weights(), before):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize('by_name', [False, True])
def test_mismatches_can_be_skipped(tmp_path, by_name):
    model = model_of(Dense(3, name='first'), Dense(2, name='second'))
    path = str(tmp_path / 'w.h5')
    model.save_weights(path)
    other = model_of(Dense(3, name='first'), Dense(7, name='second'))
    before = other.get_weights()
    with pytest.warns(UserWarning, match='second.*not loaded|not loaded.*second'):
        other.load_weights(path, by_name=by_name, skip_mismatch=True)
    for found, expected in zip(other.get_weights(), model.get_weights()[:2] + before[2:]):
        np.testing.assert_array_equal(found, expected)


def test_reshape(tmp_path):
    model = model_of(Conv2D(6, 1, name='conv'), shape=(2, 2, 4))
    path = str(tmp_path / 'w.h5')
    model.save_weights(path)
    other = model_of(Dense(6, name='conv'))
    with pytest.raises(ValueError, match=r'\(4, 6\).*\(1, 1, 4, 6\)'):
        other.load_weights(path)
    other.load_weights(path, reshape=True)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0][0, 0])


def test_a_model_that_is_not_built(tmp_path):
    path = str(tmp_path / 'w.h5')
    model_of(Dense(3)).save_weights(path)
    deferred = Sequential([Dense(3)])
    for act in (deferred.load_weights, deferred.save_weights):
        with pytest.raises(ValueError, match='no weights yet.*input_shape'):
            act(path)
    deferred.build((None, 4))
    deferred.load_weights(path)


class Twins(Layer):
    """Has weights of the same name."""

    def build(self, input_shape):
        self.one = K.variable(np.zeros(2), name='twin')
        self.two = K.variable(np.ones(3), name='twin')
        super().build(input_shape)


def test_weights_of_the_same_name(tmp_path):
    class Variable:
        name = 'twin:0'
    store = saving.stores.H5Dict({})
    saving.stored_arrays.write_arrays(store, [Variable(), Variable()], [np.zeros(2), np.ones(3)])
    first, second = saving.stored_arrays.read_arrays(store)
    np.testing.assert_array_equal(first, np.zeros(2))
    np.testing.assert_array_equal(second, np.ones(3))
    model = model_of(Twins(name='twins'))
    model.save_weights(str(tmp_path / 'w.h5'))
    other = model_of(Twins(name='twins'))
    other.set_weights([np.full(2, 5.), np.full(3, 5.)])
    other.load_weights(str(tmp_path / 'w.h5'))
    np.testing.assert_array_equal(other.get_weights()[0], np.zeros(2))
    np.testing.assert_array_equal(other.get_weights()[1], np.ones(3))


def test_many_layers(tmp_path):
    """Their names together are longer than an HDF5 attribute can be."""
    inputs = outputs = Input((1,))
    for i in range(300):
        outputs = Activation('linear', name='layer%03d' % i + 'x' * 250)(outputs)
    model = Model(inputs, Dense(1)(outputs))
    model.save_weights(str(tmp_path / 'w.h5'))
    with h5py.File(str(tmp_path / 'w.h5'), 'r') as file:
        assert 'layer_names' not in file.attrs and 'layer_names1' in file.attrs
    expected = model.get_weights()
    model.set_weights([w + 1 for w in expected])
    model.load_weights(str(tmp_path / 'w.h5'))
    np.testing.assert_array_equal(model.get_weights()[0], expected[0])


def test_kernels_from_theano_are_rotated():
    layer = Conv2D(1, (2, 3))
    layer.build((None, 5, 5, 1))
    kernel, bias = np.arange(6.).reshape((2, 3, 1, 1)), np.ones(1)
    found = saving.preprocess_weights_for_loading(layer, [kernel, bias],
                                                  original_backend='theano')
    np.testing.assert_array_equal(found[0][:, :, 0, 0], [[5, 4, 3], [2, 1, 0]])
    np.testing.assert_array_equal(found[1], bias)
    depthwise = DepthwiseConv2D((2, 3), use_bias=False)
    depthwise.build((None, 5, 5, 1))
    np.testing.assert_array_equal(saving.preprocess_weights_for_loading(
        depthwise, [kernel], original_backend='theano')[0], kernel)
    for backend in ('tensorflow', 'cntk', 'jax', None):
        found = saving.preprocess_weights_for_loading(layer, [kernel, bias],
                                                      original_backend=backend)
        np.testing.assert_array_equal(found[0], kernel)


def test_kernels_from_theano_within_nested_models():
    inner = model_of(Conv2D(1, 2, use_bias=False), Dense(3), shape=(4, 4, 1))
    outer = model_of(inner, shape=(4, 4, 1))
    arrays = [np.arange(w.size, dtype='float32').reshape(w.shape) for w in outer.get_weights()]
    found = saving.preprocess_weights_for_loading(outer, arrays, original_backend='theano')
    np.testing.assert_array_equal(found[0][:, :, 0, 0], [[3, 2], [1, 0]])
    for array, expected in zip(found[1:], arrays[1:]):
        np.testing.assert_array_equal(array, expected)
