"""Paths and names that were never documented, or no longer are, but that written code uses."""
import importlib

import numpy as np
import pytest

from keras import backend as K
from keras.callbacks import EarlyStopping
from keras.layers import LSTM, RNN, Dense, Input, Lambda, LSTMCell, Wrapper
from keras.layers.recurrent import _generate_dropout_mask, _standardize_args
from keras.legacy import interfaces
from keras.models import Model, Sequential
from keras.optimizers import Optimizer
from keras.regularizers import l1_l2


@pytest.mark.parametrize('module, names', [
    ('keras.backend.common', 'floatx set_floatx epsilon set_epsilon cast_to_floatx '
                             'image_data_format set_image_data_format normalize_data_format'),
    ('keras.callbacks.callbacks', 'Callback CallbackList BaseLogger CSVLogger EarlyStopping '
                                  'History LambdaCallback LearningRateScheduler ModelCheckpoint '
                                  'ProgbarLogger ReduceLROnPlateau RemoteMonitor TerminateOnNaN'),
    ('keras.engine.topology', 'Container Network Layer Node Input InputLayer InputSpec '
                              'get_source_inputs load_weights_from_hdf5_group '
                              'load_weights_from_hdf5_group_by_name save_weights_to_hdf5_group '
                              'preprocess_weights_for_loading')])
def test_names(module, names):
    module = importlib.import_module(module)
    for name in names.split():
        assert getattr(module, name).__name__ == {'Container': 'Network'}.get(name, name)


@pytest.mark.parametrize('module', ['keras.metrics', 'keras.optimizers', 'keras.layers.core',
                                    'keras.layers.convolutional'])
def test_the_backend_by_paths_of_others(module):
    assert importlib.import_module(module).K is K


def test_they_are_the_same_things():
    assert importlib.import_module('keras.callbacks.callbacks').EarlyStopping is EarlyStopping
    container = importlib.import_module('keras.engine.topology').Container
    x = Input((2,))
    assert K.int_shape(container(x, Dense(3)(x))(x)) == (None, 3)


def test_image_formats_as_keras_1_called_them():
    for old, new in (('th', 'channels_first'), ('tf', 'channels_last')):
        K.set_image_dim_ordering(old)
        assert K.image_data_format() == new and K.image_dim_ordering() == old
    with pytest.raises(ValueError, match="'th'.*'tf'.*'channels_last'"):
        K.set_image_dim_ordering('channels_last')


def test_optimizers_with_the_decorator_of_keras_2():
    class Plain(Optimizer):
        def __init__(self, lr, **kwargs):
            super().__init__(**kwargs)
            self.lr = K.variable(lr)

        @interfaces.legacy_get_updates_support
        @K.symbolic
        def get_updates(self, loss, params):
            self.updates = [K.update_sub(p, self.lr * g)
                            for p, g in zip(params, self.get_gradients(loss, params))]
            return self.updates

    model = Sequential([Dense(1, input_shape=(1,), use_bias=False, kernel_initializer='ones')])
    model.compile(Plain(.5), 'mse')
    one = np.array([[1.]])
    model.fit(one, 3 * one, verbose=0)  # the gradient is 2 (1 - 3)
    np.testing.assert_allclose(model.get_weights(), [[[3.]]])


def test_dropout_masks_of_cells():
    ones = K.ones((50, 4))
    mask = _generate_dropout_mask(ones, .5, training=True)
    assert set(np.unique(K.eval(mask))) == {0., 2.}
    masks = _generate_dropout_mask(ones, .5, training=False, count=3)
    assert len(masks) == 3
    np.testing.assert_array_equal(K.eval(masks[2]), np.ones((50, 4)))


def test_inputs_of_recurrent_layers():
    assert _standardize_args(['x', 'a', 'b', 'c'], None, None, 1) == ('x', ['a', 'b'], ['c'])
    assert _standardize_args(['x'], None, None, None) == ('x', None, None)
    assert _standardize_args('x', 's', ('c', 'd'), 2) == ('x', ['s'], ['c', 'd'])


def test_wrappers_look_for_inputs_that_they_have_seen():
    class Around(Wrapper):
        def call(self, inputs):
            return self._input_map.get(id(inputs), inputs)

    assert K.int_shape(Around(Dense(2))(Input((3,)))) == (None, 3)


def test_cells_with_the_dropout_masks_of_keras_2():
    class Cell(LSTMCell):
        def call(self, inputs, states, training=None):
            ones = K.ones_like(inputs)
            mask = _generate_dropout_mask(ones, .5, training=training, count=1)
            return super().call(inputs * mask, states, training=training)

    x = Input((3, 2))
    model = Model(x, RNN(Cell(2))(x))
    data = np.ones((4, 3, 2))
    np.testing.assert_allclose(model.predict(data), model.predict(data))


def test_ops_by_the_path_of_the_backend():
    module = importlib.import_module('keras.backend.%s_backend' % K.backend())
    for name in ['flatten', 'get_value', 'set_value', 'std', 'floatx', 'epsilon', 'symbolic']:
        assert getattr(module, name) is getattr(K, name), name


@pytest.mark.skipif(K.backend() == 'jax', reason='Keras 2 did not run on JAX.')
def test_the_engine_within_the_backend():
    engine, function = {'tensorflow': ('tf', 'gather_nd'), 'theano': ('T', 'arange'),
                        'cntk': ('C', 'combine')}[K.backend()]
    assert callable(getattr(getattr(K, engine), function))


def test_initializers_of_the_shape_alone():
    def threes(shape, name=None):
        return 3 * np.ones(shape)

    model = Sequential([LSTM(2, bias_initializer=lambda shape: K.ones(shape), input_shape=(3, 1)),
                        Dense(1, kernel_initializer=threes, bias_initializer=np.zeros)])
    _, _, ones, kernel, zero = model.get_weights()
    np.testing.assert_array_equal(ones, np.ones(8))
    np.testing.assert_array_equal(kernel, [[3.], [3.]])
    np.testing.assert_array_equal(zero, [0.])


def test_predictions_from_unequal_numbers_of_samples():
    image, queries = Input((2,)), Input((2,))
    scores = Lambda(lambda x: K.dot(x[0], K.transpose(x[1])))([image, queries])
    data = [np.array([[1., 2.]]), np.array([[1., 0.], [0., 1.], [1., 1.]])]
    model = Model([image, queries], scores)
    np.testing.assert_allclose(model.predict_on_batch(data), [[1., 2., 3.]])
    np.testing.assert_allclose(model.predict_generator(iter([data, data]), 2), [[1., 2., 3.]] * 2)


def test_arrays_for_predictions_alone():
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile('sgd', 'mse')
    arrays = model._standardize_user_data(np.array([[1, 2, 3]]))
    np.testing.assert_array_equal(arrays[0], [[[1, 2, 3]]])
    assert arrays[1:] == ([], [])
    function = K.function(model.inputs, model.outputs)
    np.testing.assert_array_equal(function(arrays)[0], model.predict(arrays[0]))
    np.testing.assert_array_equal(function([[[1, 2, 3]]])[0], model.predict(arrays[0]))


def test_functions_of_lists_of_arrays():
    model = Sequential([Dense(1, input_shape=(2,), kernel_initializer='ones')])
    model.compile('sgd', 'mse')
    function = K.function(model._feed_inputs + model._feed_targets + model._feed_sample_weights,
                          K.gradients(model.total_loss, model.trainable_weights[:1]))
    arrays = model._standardize_user_data(np.array([[1., 2.]]), np.array([[1.]]))
    np.testing.assert_allclose(function(arrays)[0], [[4.], [8.]])  # 2 (3 - 1) x


def test_nodes_as_keras_2_0_called_them():
    layer, other = Dense(1), Dense(2)
    y = other(layer(Input((3,))))
    assert other.inbound_nodes[0].inbound_layers == [layer]
    assert layer.outbound_nodes == other.inbound_nodes and K.int_shape(y) == (None, 2)


def test_factors_of_regularizers_are_arrays():
    regularizer = l1_l2(.5, .25)
    assert regularizer.l1.dtype == regularizer.l2.dtype == K.floatx()
    regularizer.l1 = np.array(0., dtype=regularizer.l1.dtype)
    assert regularizer.get_config() == {'l1': 0., 'l2': .25}
    assert K.eval(regularizer(K.constant([2., -2.]))) == 2.
