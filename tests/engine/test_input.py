"""Inputs of models."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine.input_layer import Input, InputLayer
from keras.engine.training import Model
from keras.layers import Dense


def test_shapes_types_and_names():
    x = Input((5,))
    layer = x._keras_history[0]
    assert K.int_shape(x) == (None, 5) and K.dtype(x) == 'float32'
    assert K.is_placeholder(x) and K.is_keras_tensor(x)
    assert layer.name == 'input_1' and InputLayer((3,)).name == 'input_2'
    assert layer.get_config() == {'batch_input_shape': (None, 5), 'dtype': 'float32',
                                  'sparse': False, 'name': 'input_1'}
    assert K.int_shape(Input((None, 3))) == (None, None, 3)
    assert K.int_shape(Input(batch_shape=(4, 3))) == (4, 3)
    assert K.int_shape(Input(())) == (None,)
    assert K.dtype(Input((3,), dtype='int32', name='ids')) == 'int32'
    assert InputLayer((3,), batch_size=2).batch_input_shape == (2, 3)
    assert not layer.trainable and layer.built


def test_copy_from_config():
    layer = InputLayer((3,), dtype='int32', sparse=True, name='x')
    assert InputLayer.from_config(layer.get_config()).get_config() == layer.get_config()


def test_errors():
    with pytest.raises(ValueError, match=r'Input needs a shape.*Input\(shape=\(32,\)\)'):
        Input()
    with pytest.raises(TypeError, match=r'shape of layer x must be a tuple, but got 3.*\(3,\)'):
        Input(3, name='x')
    with pytest.raises(ValueError, match='needs an input_shape or a batch_input_shape'):
        InputLayer()
    with pytest.raises(ValueError, match='either input_shape or batch_input_shape'):
        InputLayer((3,), batch_input_shape=(None, 3))


def test_given_tensor():
    tensor = K.variable([[1., 2.]])
    x = Input(tensor=tensor)
    layer = x._keras_history[0]
    assert x is tensor and not layer.is_placeholder
    assert layer.batch_input_shape == (1, 2)
    free = Input((2,))
    model = Model([free, x], [Dense(1, kernel_initializer='ones')(x),
                              Dense(1, kernel_initializer='ones')(free)])
    assert len(model._feed_inputs) == 1 and model._feed_inputs[0] is free
    assert model._feed_input_names == [free._keras_history[0].name]
    assert model._feed_input_shapes == [(None, 2)]
    found = K.function(model._feed_inputs, model.outputs)([np.array([[3., 4.]])])
    np.testing.assert_allclose(np.ravel(found), [3., 7.])
    placeholder = K.placeholder((None, 4), dtype='int32')
    layer = Input(tensor=placeholder)._keras_history[0]
    assert layer.is_placeholder and layer.dtype == 'int32'


def test_sparse():
    x = Input((4,), sparse=True)
    assert K.is_sparse(x) and K.int_shape(x) == (None, 4)
    y = Dense(2, kernel_initializer='ones', bias_initializer='ones')(x)
    import scipy.sparse
    found = K.function([x], [y])([scipy.sparse.csr_matrix([[0., 1., 0., 2.]])])[0]
    np.testing.assert_allclose(found, [[4., 4.]])
