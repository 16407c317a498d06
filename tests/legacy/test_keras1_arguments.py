"""Each call of Keras 1 makes the layer of the Keras 2 call beside it; the warning shows that."""
import copy
import inspect
import pickle
import warnings

import pytest

from keras import layers, regularizers
from keras.layers import Conv2D, Dense, Layer, deserialize
from keras.utils.generic_utils import has_arg

CALLS = [
    ("Dense(output_dim=5, init='one', bias=False)",
     "Dense(units=5, kernel_initializer='one', use_bias=False)"),
    ("Dense(5, W_regularizer='l2', b_regularizer='l1', W_constraint='nonneg', "
     "b_constraint='maxnorm')",
     "Dense(5, kernel_regularizer='l2', bias_regularizer='l1', kernel_constraint='nonneg', "
     "bias_constraint='maxnorm')"),
    ("Dense(output_dim=5, input_dim=3, activation='relu')",
     "Dense(units=5, input_dim=3, activation='relu')"),
    ("Embedding(10, 5, init='one', W_regularizer='l2', W_constraint='nonneg', dropout=0.2)",
     "Embedding(10, 5, embeddings_initializer='one', embeddings_regularizer='l2', "
     "embeddings_constraint='nonneg')"),
    ("InputLayer(input_shape=(3,), input_dtype='int32')",
     "InputLayer(input_shape=(3,), dtype='int32')"),

    ("Conv1D(nb_filter=4, filter_length=3, subsample_length=2, border_mode='causal')",
     "Conv1D(filters=4, kernel_size=3, strides=2, padding='causal')"),
    ("Conv1D(4, 3, init='one', W_regularizer='l2', b_regularizer='l1', W_constraint='nonneg', "
     "b_constraint='maxnorm', bias=True, atrous_rate=2)",
     "Conv1D(4, 3, kernel_initializer='one', kernel_regularizer='l2', bias_regularizer='l1', "
     "kernel_constraint='nonneg', bias_constraint='maxnorm', use_bias=True, dilation_rate=2)"),
    ("Conv1D(4, 3, input_dim=7)", "Conv1D(4, 3, input_shape=(None, 7))"),
    ("Conv1D(4, 3, input_length=9, name='c', input_dim=7)",
     "Conv1D(4, 3, input_shape=(9, 7), name='c')"),
    ("Conv2D(8, 3, 2)", "Conv2D(filters=8, kernel_size=(3, 2))"),
    ("Conv2D(8, 3, 2, border_mode='same', subsample=(2, 1), dim_ordering='th')",
     "Conv2D(filters=8, kernel_size=(3, 2), padding='same', strides=(2, 1), "
     "data_format='channels_first')"),
    ("Conv2D(nb_filter=8, nb_row=3, nb_col=2)", "Conv2D(filters=8, kernel_size=(3, 2))"),
    ("Conv2D(8, nb_row=3, nb_col=2)", "Conv2D(8, kernel_size=(3, 2))"),
    ("Conv2D(8, 3, nb_col=2)", "Conv2D(filters=8, kernel_size=(3, 2))"),
    ("Conv2D(8, (3, 2), dim_ordering='tf')", "Conv2D(8, (3, 2), data_format='channels_last')"),
    ("Conv2D(8, (3, 2), dim_ordering='default')", "Conv2D(8, (3, 2), data_format=None)"),
    ("Conv2D(8, 3, init='one', W_regularizer='l2', b_regularizer='l1', W_constraint='nonneg', "
     "b_constraint='maxnorm', bias=False, atrous_rate=2)",
     "Conv2D(8, 3, kernel_initializer='one', kernel_regularizer='l2', bias_regularizer='l1', "
     "kernel_constraint='nonneg', bias_constraint='maxnorm', use_bias=False, dilation_rate=2)"),
    ("Conv2DTranspose(8, 3, 2, output_shape=(None, 4, 4, 8), subsample=(2, 2))",
     "Conv2DTranspose(filters=8, kernel_size=(3, 2), strides=(2, 2))"),
    ("Conv2DTranspose(8, 3, 2, (None, 4, 4, 8), init='one')",
     "Conv2DTranspose(filters=8, kernel_size=(3, 2), kernel_initializer='one')"),
    ("Conv3D(8, 2, 3, 4)", "Conv3D(filters=8, kernel_size=(2, 3, 4))"),
    ("Conv3D(nb_filter=8, kernel_dim1=2, kernel_dim2=3, kernel_dim3=4, subsample=(1, 2, 1), "
     "border_mode='same', dim_ordering='th', init='one')",
     "Conv3D(filters=8, kernel_size=(2, 3, 4), strides=(1, 2, 1), padding='same', "
     "data_format='channels_first', kernel_initializer='one')"),
    ("SeparableConv2D(8, 3, 2, init='one', b_regularizer='l2', bias=True)",
     "SeparableConv2D(filters=8, kernel_size=(3, 2), depthwise_initializer='one', "
     "pointwise_initializer='one', bias_regularizer='l2', use_bias=True)"),
    ("DepthwiseConv2D(3, init='one', W_regularizer='l2')",
     "DepthwiseConv2D(3, depthwise_initializer='one', depthwise_regularizer='l2')"),
    ("LocallyConnected1D(4, 3, subsample_length=2, bias=False, input_dim=3, input_length=7)",
     "LocallyConnected1D(4, 3, strides=2, use_bias=False, input_shape=(7, 3))"),
    ("LocallyConnected2D(4, 3, 2, border_mode='valid', W_constraint='nonneg')",
     "LocallyConnected2D(filters=4, kernel_size=(3, 2), padding='valid', "
     "kernel_constraint='nonneg')"),

    ("Cropping2D(((1, 1), (2, 2)), dim_ordering='th')",
     "Cropping2D(((1, 1), (2, 2)), data_format='channels_first')"),
    ("Cropping3D(dim_ordering='th')", "Cropping3D(data_format='channels_first')"),
    ("UpSampling1D(length=3)", "UpSampling1D(size=3)"),
    ("UpSampling2D(3, dim_ordering='th')", "UpSampling2D(3, data_format='channels_first')"),
    ("UpSampling3D(dim_ordering='th')", "UpSampling3D(data_format='channels_first')"),
    ("ZeroPadding2D((1, 2), dim_ordering='th')",
     "ZeroPadding2D((1, 2), data_format='channels_first')"),
    ("ZeroPadding2D(padding={'top_pad': 1, 'bottom_pad': 2, 'left_pad': 3, 'right_pad': 4})",
     "ZeroPadding2D(padding=((1, 2), (3, 4)))"),
    ("ZeroPadding2D({'top_pad': 1})", "ZeroPadding2D(padding=((1, 0), (0, 0)))"),
    ("ZeroPadding3D(dim_ordering='th')", "ZeroPadding3D(data_format='channels_first')"),

    ("MaxPooling1D(pool_length=3, stride=2, border_mode='same')",
     "MaxPooling1D(pool_size=3, strides=2, padding='same')"),
    ("AveragePooling1D(pool_length=3, stride=2, border_mode='same')",
     "AveragePooling1D(pool_size=3, strides=2, padding='same')"),
    ("MaxPooling2D((2, 2), border_mode='same', dim_ordering='th')",
     "MaxPooling2D((2, 2), padding='same', data_format='channels_first')"),
    ("AveragePooling2D(border_mode='same', dim_ordering='th')",
     "AveragePooling2D(padding='same', data_format='channels_first')"),
    ("MaxPooling3D(border_mode='same', dim_ordering='th')",
     "MaxPooling3D(padding='same', data_format='channels_first')"),
    ("AveragePooling3D(border_mode='same', dim_ordering='th')",
     "AveragePooling3D(padding='same', data_format='channels_first')"),
    ("GlobalMaxPooling2D(dim_ordering='th')", "GlobalMaxPooling2D(data_format='channels_first')"),
    ("GlobalMaxPooling3D(dim_ordering='th')", "GlobalMaxPooling3D(data_format='channels_first')"),
    ("GlobalAveragePooling2D(dim_ordering='th')",
     "GlobalAveragePooling2D(data_format='channels_first')"),
    ("GlobalAveragePooling3D(dim_ordering='th')",
     "GlobalAveragePooling3D(data_format='channels_first')"),

    ("SimpleRNN(output_dim=5, init='one', inner_init='zero', dropout_W=0.1, dropout_U=0.2)",
     "SimpleRNN(units=5, kernel_initializer='one', recurrent_initializer='zero', dropout=0.1, "
     "recurrent_dropout=0.2)"),
    ("SimpleRNN(5, consume_less='mem', input_dim=3)", "SimpleRNN(5, input_shape=(None, 3))"),
    ("SimpleRNN(5, implementation=1)", "SimpleRNN(5)"),
    ("GRU(output_dim=5, inner_activation='relu', U_regularizer='l2', b_regularizer='l1', "
     "consume_less='gpu')",
     "GRU(units=5, recurrent_activation='relu', recurrent_regularizer='l2', "
     "bias_regularizer='l1', implementation=2)"),
    ("LSTM(5, W_regularizer='l2', inner_activation='hard_sigmoid', consume_less='mem', "
     "input_length=7, input_dim=3)",
     "LSTM(5, kernel_regularizer='l2', recurrent_activation='hard_sigmoid', implementation=1, "
     "input_shape=(7, 3))"),
    ("LSTM(output_dim=5, forget_bias_init='one', consume_less='cpu')",
     "LSTM(units=5, implementation=1)"),
    ("ConvLSTM2D(4, 3, 2, border_mode='same', subsample=(2, 2), dim_ordering='th', bias=False)",
     "ConvLSTM2D(filters=4, kernel_size=(3, 2), padding='same', strides=(2, 2), "
     "data_format='channels_first', use_bias=False)"),
    ("ConvLSTM2D(nb_filter=4, nb_row=3, nb_col=2, init='one', inner_init='zero', "
     "forget_bias_init='one', inner_activation='relu', W_regularizer='l2', U_regularizer='l1', "
     "b_regularizer='l2', dropout_W=0.1, dropout_U=0.2)",
     "ConvLSTM2D(filters=4, kernel_size=(3, 2), kernel_initializer='one', "
     "recurrent_initializer='zero', recurrent_activation='relu', kernel_regularizer='l2', "
     "recurrent_regularizer='l1', bias_regularizer='l2', dropout=0.1, recurrent_dropout=0.2)"),

    ("BatchNormalization(mode=0, axis=1, beta_init='one', gamma_init='zero')",
     "BatchNormalization(axis=1, beta_initializer='one', gamma_initializer='zero')"),
    ("PReLU(init='one')", "PReLU(alpha_initializer='one')"),
    ("Dropout(p=0.3)", "Dropout(rate=0.3)"),
    ("SpatialDropout1D(p=0.3)", "SpatialDropout1D(rate=0.3)"),
    ("SpatialDropout2D(p=0.3, dim_ordering='th')",
     "SpatialDropout2D(rate=0.3, data_format='channels_first')"),
    ("SpatialDropout3D(p=0.3, dim_ordering='th')",
     "SpatialDropout3D(rate=0.3, data_format='channels_first')"),
    ("GaussianDropout(p=0.3)", "GaussianDropout(rate=0.3)"),
    ("GaussianNoise(sigma=0.3)", "GaussianNoise(stddev=0.3)"),
]


def run(call):
    return eval(call, vars(layers))


def config(layer):
    return {key: value for key, value in layer.get_config().items() if key != 'name'}


@pytest.mark.parametrize('old, new', CALLS, ids=[old[:40] for old, _ in CALLS])
def test_calls(old, new):
    expected = config(run(new))
    with pytest.warns(UserWarning) as caught:
        assert config(run(old)) == expected
    assert len(caught) == 1
    text = str(caught[0].message)
    assert 'Keras 2 call: `%s`.' % new in text
    assert text.startswith(new[:new.index('(')] + ' was called with arguments of Keras 1: ')


@pytest.mark.parametrize('call', [
    "Dense(5, activation='relu', input_dim=3)", "Conv2D(8, 3)", "Conv2D(8, 3, padding='same')",
    "Conv2D(8, (3, 3), 2)", "Conv2D(8, (3, 3), (1, 1), 'same')", "Conv3D(8, 2, strides=2)",
    "Conv2DTranspose(8, 3, strides=2)", "MaxPooling1D(3, 2)", "ZeroPadding2D(padding=(1, 2))",
    "Embedding(10, 5, input_length=7)", "LSTM(5, input_shape=(7, 3))", "Dropout(0.3, None, 3)",
    "DepthwiseConv2D(3, strides=2)", "ConvLSTM2D(4, (3, 3))",
])
def test_calls_of_keras_2_pass_in_silence(call):
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        run(call)


def test_warning_points_to_the_call_and_abbreviates():
    with pytest.warns(UserWarning) as caught:
        Dense(5, W_regularizer=regularizers.l2(0.1), init=lambda shape, dtype=None: 0)
    assert caught[0].filename == __file__
    assert '`Dense(5, kernel_regularizer=..., kernel_initializer=...)`' in str(caught[0].message)
    assert ': W_regularizer, init. ' in str(caught[0].message)


@pytest.mark.parametrize('call, words', [
    ("Embedding(10, 5, dropout=0.2)", 'SpatialDropout1D'),
    ("LSTM(5, forget_bias_init='zero')", 'unit_forget_bias=True'),
    ("Conv2DTranspose(8, (3, 3), output_shape=(None, 4, 4, 8))", 'shape of the output follows'),
])
def test_notes(call, words):
    with pytest.warns(UserWarning, match=words):
        run(call)


@pytest.mark.parametrize('call, message', [
    ("Dense(output_dim=5, units=6)", 'units is given twice: also as output_dim'),
    ("Conv2D(8, 3, 3, nb_row=3)", 'nb_row is given twice, by its position'),
    ("Dense(5, nb_filter=3)", 'not understood by Dense: nb_filter'),
    ("Dense(5, kernel_initialiser='one')", 'Did you mean kernel_initializer'),
    ("LSTM(5, b_constraint='nonneg')", 'Did you mean bias_constraint'),
    ("LSTM(5, input_length=7)", 'input_length. Did you mean input_shape'),
    ("BatchNormalization(mode=1)", 'only mode=0'),
])
def test_wrong_arguments(call, message):
    with pytest.raises(TypeError, match=message):
        run(call)


@pytest.mark.parametrize('call, message', [
    ("Conv2D(8, nb_row=3)", r"kernel_size.*but got \(3, None\)"),
    ("Conv2D(8, 3, dim_ordering='tensorflow')", "data_format must be one of"),
    ("Conv2D(8, 3, border_mode='full')", "padding.*but got 'full'"),
])
def test_wrong_values(call, message):
    with pytest.warns(UserWarning, match='Keras 1'), pytest.raises(ValueError, match=message):
        run(call)


def test_wrong_sides_of_padding():
    with pytest.raises(ValueError, match=r"keys top_pad, .*\{'top': 1\}"):
        run("ZeroPadding2D({'top': 1})")


class Inheriting(Dense):
    pass


class Calling(Dense):
    def __init__(self, width, **kwargs):
        super().__init__(output_dim=width, **kwargs)


def test_subclasses():
    with pytest.warns(UserWarning, match=r'`Inheriting\(units=5\)`'):
        assert Inheriting(output_dim=5).units == 5
    with pytest.warns(UserWarning, match=r'`Dense\(units=5, kernel_initializer=.one.\)`'):
        layer = Calling(5, init='one')
    assert layer.units == 5
    assert layer.get_config()['kernel_initializer']['class_name'] == 'Ones'


class Convolution2D(Layer):
    def __init__(self, nb_filter, **kwargs):
        super().__init__(**kwargs)
        self.nb_filter = nb_filter


def test_layers_of_the_same_name_are_left_alone():
    assert Convolution2D(nb_filter=3).nb_filter == 3


def test_configurations():
    written = {'class_name': 'Convolution2D', 'config': {
        'name': 'c', 'trainable': True, 'batch_input_shape': [None, 7, 6, 3],
        'input_dtype': 'float32', 'nb_filter': 4, 'nb_row': 3, 'nb_col': 2, 'init': 'one',
        'activation': 'linear', 'border_mode': 'same', 'subsample': [1, 1],
        'dim_ordering': 'tf', 'W_regularizer': None, 'b_regularizer': None,
        'activity_regularizer': None, 'W_constraint': None, 'b_constraint': None, 'bias': True}}
    before = copy.deepcopy(written)
    layer = deserialize(written)
    assert written == before
    assert layer.get_config() == Conv2D(
        4, (3, 2), name='c', batch_input_shape=(None, 7, 6, 3), kernel_initializer='one',
        padding='same', data_format='channels_last').get_config()


def test_sequences_without_input_shape_in_configurations():
    with pytest.warns(UserWarning, match=r'`LSTM\(units=3\)`'):
        layer = layers.LSTM.from_config({'input_dim': None, 'input_length': None,
                                         'output_dim': 3})
    assert layer.units == 3


def test_classes_look_as_before():
    assert has_arg(Dense, 'units')
    assert not has_arg(Dense.__init__, 'output_dim')
    assert list(inspect.signature(Dense).parameters)[:2] == ['units', 'activation']
    assert Dense.__init__.__name__ == '__init__'
    assert pickle.loads(pickle.dumps(Dense)) is Dense
