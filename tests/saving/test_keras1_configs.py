"""Descriptions of layers and models that Keras 1 wrote."""
import json
import warnings

import numpy as np
import pytest

from keras import backend as K
from keras import layers
from keras.layers import deserialize
from keras.models import Model, Sequential, model_from_config, model_from_json
from keras.utils import custom_object_scope


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        yield


def made(class_name, **config):
    return deserialize({'class_name': class_name, 'config': dict({'name': 'a'}, **config)})


def old_dense(units, **config):
    return {'class_name': 'Dense', 'config': dict({
        'trainable': True, 'output_dim': units, 'init': 'glorot_uniform', 'activation': 'linear',
        'W_regularizer': None, 'b_regularizer': None, 'activity_regularizer': None,
        'W_constraint': None, 'b_constraint': None, 'bias': True}, **config)}


def old_input(name, *shape):
    return {'name': name, 'class_name': 'InputLayer', 'inbound_nodes': [], 'config': {
        'name': name, 'batch_input_shape': [None] + list(shape), 'input_dtype': 'float32',
        'sparse': False}}


def merging(shape, **config):
    """A model that merges two inputs of the same shape."""
    return model_from_config({'class_name': 'Model', 'config': {'name': 'm', 'layers': [
        old_input('x', *shape), old_input('y', *shape),
        {'class_name': 'Merge', 'name': 'merge_1',
         'config': dict({'name': 'merge_1', 'mode_type': 'raw', 'concat_axis': -1,
                         'dot_axes': -1, 'output_shape': None, 'output_shape_type': 'raw',
                         'output_mask': None, 'output_mask_type': 'raw', 'arguments': {}},
                        **config),
         'inbound_nodes': [[['x', 0, 0], ['y', 0, 0]]]}],
        'input_layers': [['x', 0, 0], ['y', 0, 0]], 'output_layers': [['merge_1', 0, 0]]}})


def test_regularizers_and_constraints():
    layer = deserialize(old_dense(
        3, W_regularizer={'name': 'L1L2Regularizer', 'l1': 0.25, 'l2': 0.5},
        b_regularizer={'name': 'WeightRegularizer', 'l1': 0., 'l2': 2.},
        activity_regularizer={'name': 'ActivityRegularizer', 'l1': 1., 'l2': 0.},
        W_constraint={'name': 'MaxNorm', 'm': 3, 'axis': 0}, b_constraint={'name': 'NonNeg'}))
    config = layer.get_config()
    assert config['kernel_regularizer'] == {'class_name': 'L1L2',
                                            'config': {'l1': 0.25, 'l2': 0.5}}
    assert config['bias_regularizer']['config'] == {'l1': 0., 'l2': 2.}
    assert config['activity_regularizer']['config'] == {'l1': 1., 'l2': 0.}
    assert config['kernel_constraint'] == {'class_name': 'MaxNorm',
                                           'config': {'max_value': 3, 'axis': 0}}
    assert config['bias_constraint'] == {'class_name': 'NonNeg', 'config': {}}


def test_a_regularizer_that_is_gone_is_left_out_with_a_warning():
    with pytest.warns(UserWarning, match='Layer d: the EigenvalueRegularizer'):
        layer = deserialize(old_dense(3, name='d', W_regularizer={
            'name': 'EigenvalueRegularizer', 'k': 0.01}))
    assert layer.kernel_regularizer is None


@pytest.mark.parametrize('ordering, axes, expected', [
    ('tf', [0, 1, 2], [0, 1, 2]), ('th', [1, 2, 3], [2, 0, 1]), ('th', 0, 3)])
def test_axes_of_constraints_of_convolutions(ordering, axes, expected):
    layer = made('Convolution2D', nb_filter=4, nb_row=3, nb_col=2, dim_ordering=ordering,
                 init='one', W_constraint={'name': 'UnitNorm', 'axis': axes})
    assert layer.kernel_constraint.axis == expected


def test_axes_of_constraints_of_lines():
    layer = made('Convolution1D', nb_filter=4, filter_length=3, init='one',
                 W_constraint={'name': 'MaxNorm', 'm': 2, 'axis': [0, 1, 2]})
    assert set(layer.kernel_constraint.axis) == {0, 1}


def test_inputs_are_told_once():
    layer = deserialize(old_dense(3, input_dim=5))
    assert not hasattr(layer, 'batch_input_shape')
    embedding = made('Embedding', batch_input_shape=[None, 5], input_dtype='int32', input_dim=10,
                     output_dim=4, init='uniform', input_length=5, dropout=0.)
    assert embedding.dtype == 'float32'
    assert embedding.batch_input_shape == (None, 5)


def test_dilated_convolutions():
    layer = made('AtrousConvolution2D', nb_filter=3, nb_row=3, nb_col=2, atrous_rate=[2, 1],
                 dim_ordering='th', init='one')
    assert type(layer) is layers.Conv2D
    assert (layer.dilation_rate, layer.kernel_size) == ((2, 1), (3, 2))
    assert made('AtrousConvolution1D', nb_filter=3, filter_length=3, atrous_rate=2,
                init='one').dilation_rate == (2,)


@pytest.mark.parametrize('ordering, shape, padding, lengths, expected', [
    ('tf', [None, 9, 8, 2], 'valid', (4, 4), None),  # 3 * 2 + 3 rows, 4 * 2 columns
    ('tf', [None, 10, 8, 2], 'valid', (4, 4), (1, 1)),
    ('th', [None, 2, 10, 8], 'valid', (4, 4), (1, 1)),
    ('tf', [None, 8, 8, 2], 'same', (4, 4), None),
    ('tf', [None, 8, 7, 2], 'same', (4, 4), (1, 0)),
])
def test_shapes_of_transposed_convolutions(ordering, shape, padding, lengths, expected):
    layer = made('Deconvolution2D', nb_filter=2, nb_row=3, nb_col=1, output_shape=shape,
                 subsample=[2, 2], border_mode=padding, dim_ordering=ordering,
                 init='one')
    inputs = (None, 3) + lengths if ordering == 'th' else (None,) + lengths + (3,)
    assert layer.output_padding == expected
    assert list(layer.compute_output_shape(inputs)) == shape


def test_time_distributed_dense():
    dense = old_dense(4, name='t', batch_input_shape=[None, 5, 3], input_dtype='float32',
                      input_length=5, input_dim=3)['config']
    layer = deserialize({'class_name': 'TimeDistributedDense', 'config': dense})
    assert type(layer) is layers.TimeDistributed
    assert (layer.name, layer.layer.units, layer.batch_input_shape) == ('t', 4, (None, 5, 3))


def test_layers_that_did_not_tell_their_ordering_have_that_of_the_others():
    model = model_from_config({'class_name': 'Sequential', 'config': [
        {'class_name': 'Convolution2D', 'config': {
            'name': 'c', 'batch_input_shape': [None, 3, 6, 7], 'nb_filter': 2, 'nb_row': 3,
            'nb_col': 3, 'dim_ordering': 'th', 'init': 'one'}},
        {'class_name': 'UpSampling2D', 'config': {'name': 'u', 'size': [2, 2]}},
        {'class_name': 'ZeroPadding2D', 'config': {'name': 'z', 'padding': [1, 2]}}]})
    assert model.output_shape == (None, 2, 10, 14)


def test_normalizations_of_other_modes():
    x = np.array([[1., 2., 6.], [0., 0., 3.]], 'float32')
    for mode, axis in ((1, 1), (2, 0)):
        layer = made('BatchNormalization', mode=mode, epsilon=0.01, axis=-1, momentum=0.9,
                     batch_input_shape=[None, 3], input_dtype='float32')
        found = Sequential([layer]).predict(x)
        deviation = np.sqrt(x.var(axis, keepdims=True) + 0.01) + 0.01 * (mode == 1)
        np.testing.assert_allclose(found, (x - x.mean(axis, keepdims=True)) / deviation,
                                   rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match=r'a \(BatchNormalization\): mode must be .*but got 3'):
        made('BatchNormalization', mode=3)


X = np.array([[1., 2., -3.], [0., 4., 1.]], 'float32')
Y = np.array([[2., 0., 1.], [1., 1., 5.]], 'float32')


@pytest.mark.parametrize('mode, layer, expected', [
    ('sum', layers.Add, X + Y),
    ('mul', layers.Multiply, X * Y),
    ('ave', layers.Average, (X + Y) / 2),
    ('max', layers.Maximum, np.maximum(X, Y)),
    ('concat', layers.Concatenate, np.hstack([X, Y])),
    ('dot', layers.Dot, [[-1.], [9.]]),
    ('cos', None, [[[-1. / np.sqrt(14 * 5)]], [[9. / np.sqrt(17 * 27)]]]),
])
def test_modes_of_merge(mode, layer, expected):
    model = merging([3], mode=mode)
    assert layer is None or type(model.layers[-1]) is layer
    np.testing.assert_allclose(model.predict([X, Y]), expected, rtol=1e-5)
    again = Model.from_config(model.get_config())
    np.testing.assert_allclose(again.predict([X, Y]), expected, rtol=1e-5)


def test_the_cosine_of_zeros_is_zero_and_can_be_trained():
    model = merging([3], mode='cos')
    cosine = K.function(model.inputs, [model.output] + K.gradients(model.output, model.inputs))
    for value in cosine([0 * X, 0 * Y]):
        np.testing.assert_array_equal(value, 0 * value)


def test_axes_of_merge():
    assert merging([3, 4], mode='concat', concat_axis=1).output_shape == (None, 6, 4)
    assert merging([3, 4], mode='dot', dot_axes=[1, 1]).output_shape == (None, 4, 4)
    assert merging([3, 4], mode='dot', dot_axes=[[2], [2]]).output_shape == (None, 3, 3)
    assert merging([3, 4], mode='cos', dot_axes=[1, 1]).output_shape == (None, 1, 4, 4)


def test_functions_in_merge():
    bytecode = {'mode': ['\u00e3\u0001', None, None], 'mode_type': 'lambda',
                'output_shape': ['\u00e3\u0001', None, None], 'output_shape_type': 'lambda'}
    with pytest.raises(ValueError, match=r"custom_objects=\{'merge_1': function\}"):
        merging([3], **bytecode)
    with pytest.raises(ValueError, match="mode must be one of sum, mul.*but got 'join'"):
        merging([3], mode='join')
    with custom_object_scope({'merge_1': lambda tensors: tensors[0] - 2 * tensors[1]}):
        np.testing.assert_allclose(merging([3], **bytecode).predict([X, Y]), X - 2 * Y)
    with custom_object_scope({'difference': lambda tensors: tensors[0] - tensors[1]}):
        model = merging([3], mode='difference', mode_type='function')
    np.testing.assert_allclose(model.predict([X, Y]), X - Y)


def row(*described):
    return {'class_name': 'Sequential', 'config': list(described)}


def test_sequential_models_that_begin_with_others():
    left = row(old_dense(4, name='l', batch_input_shape=[None, 3], input_dtype='float32'))
    right = row(old_dense(2, name='r1', batch_input_shape=[None, 5], input_dtype='float32'),
                old_dense(4, name='r2', input_dim=2))
    merge = {'class_name': 'Merge', 'config': {
        'name': 'merge_1', 'mode': 'sum', 'mode_type': 'raw', 'layers': [left, right, left]}}
    model = model_from_json(json.dumps(row(merge, old_dense(2, name='out', input_dim=4))))
    assert model.input_names == ['l_input', 'r1_input']
    # The order in which files of Keras 1 hold the weights.
    assert [layer.name for layer in model.layers if layer.weights] == ['l', 'r1', 'r2', 'out']
    kernels = [np.ones(w.shape) if w.ndim == 2 else np.zeros(w.shape)
               for w in model.get_weights()]
    model.set_weights(kernels)
    x, y = np.array([[1., 2., 3.]]), np.array([[1., 1., 1., 1., 2.]])
    # Each of 4 sums is 6 + 2 * 6 + 6.
    np.testing.assert_allclose(model.predict([x, y]), [[96., 96.]])


def test_names_of_classes_of_your_own_come_first():
    class Merge(layers.Layer):
        def __init__(self, mode=None, **kwargs):
            super().__init__(**kwargs)
            self.mode = mode

    described = {'class_name': 'Merge', 'config': {'name': 'a', 'mode': 'mine'}}
    assert deserialize(described, {'Merge': Merge}).mode == 'mine'


def test_activations_that_are_gone():
    x = np.array([[-2., -0.5, 0.5, 3.]], 'float32')
    softplus = Sequential([made('ParametricSoftplus', alpha_init=0.5, beta_init=2.,
                                batch_input_shape=[None, 4], input_dtype='float32')])
    np.testing.assert_allclose(softplus.predict(x), 0.5 * np.log1p(np.exp(2 * x)), rtol=1e-5)
    model = Sequential([made('SReLU', t_left_init='zero', a_left_init='one', t_right_init='one',
                             a_right_init='one', batch_input_shape=[None, 4])])
    # From -1 to -1 + |-2|, with slopes 0.1 and 0.2 beyond it.
    model.set_weights([np.full(4, n) for n in (-1., 0.1, -2., 0.2)])
    np.testing.assert_allclose(model.predict(x), [[-1.1, -0.5, 0.5, 1.4]], rtol=1e-5)
