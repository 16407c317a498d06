"""Translation of the arguments of Keras 1, by class and method."""
import numbers

from .arguments import Keras1Arguments

# Arguments that need more than a new name.


def _input_shape(input_length, input_dim):
    if input_dim is None:
        return {} if input_length is None else None
    return {'input_shape': (input_length, input_dim)}


def _gone(value):
    return {}


def _mode_of_normalization(mode):
    if mode != 0:
        raise TypeError('Keras 2 removed BatchNormalization with mode=%r: it supports only mode=0, '
                        'which normalizes each feature over the batch. Leave out `mode`.'
                        % (mode,))
    return {}


def _padding_by_side(padding):
    if not isinstance(padding, dict):
        return None
    sides = ('top_pad', 'bottom_pad', 'left_pad', 'right_pad')
    if not set(padding) <= set(sides):
        raise ValueError('The padding of ZeroPadding2D must be ((top, bottom), (left, right)), or '
                         'a dictionary with the keys %s, as in Keras 1, but got %r.'
                         % (', '.join(sides), padding))
    top, bottom, left, right = [padding.get(side, 0) for side in sides]
    return {'padding': ((top, bottom), (left, right))}


def _both_kernels(init):
    return {'depthwise_initializer': init, 'pointwise_initializer': init}


def _constant(argument):
    return lambda value: {argument: {'class_name': 'Constant', 'config': {'value': value}}}


# Arguments that several layers share.

_BIAS = {'b_regularizer': 'bias_regularizer', 'b_constraint': 'bias_constraint',
         'bias': 'use_bias'}
_WEIGHTS = dict(_BIAS, init='kernel_initializer', W_regularizer='kernel_regularizer',
                W_constraint='kernel_constraint')
_DEPTHWISE = dict(_BIAS, init='depthwise_initializer', W_regularizer='depthwise_regularizer',
                  W_constraint='depthwise_constraint')
_FORMAT = {'dim_ordering': 'data_format'}
_PADDING = {'border_mode': 'padding'}
_RATE = {'p': 'rate'}
_SEQUENCE = {('input_length', 'input_dim'): _input_shape}

_FILTERS = dict(_PADDING, nb_filter='filters', subsample='strides')
_ATROUS = {'atrous_rate': 'dilation_rate'}
_LINE = dict(_FILTERS, filter_length='kernel_size', subsample_length='strides')
_IMAGE = {('nb_row', 'nb_col'): 'kernel_size'}
_VOLUME = {('kernel_dim1', 'kernel_dim2', 'kernel_dim3'): 'kernel_size'}

_RECURRENT = {
    'init': 'kernel_initializer', 'inner_init': 'recurrent_initializer',
    'W_regularizer': 'kernel_regularizer', 'U_regularizer': 'recurrent_regularizer',
    'b_regularizer': 'bias_regularizer', 'dropout_W': 'dropout', 'dropout_U': 'recurrent_dropout'}
_UNITS = {'output_dim': 'units'}
_GATES = {'inner_activation': 'recurrent_activation'}
_MEMORY = {'forget_bias_init': _gone}
_SPEED = {'consume_less': 'implementation'}

_POOLING_OF_LINES = dict(_PADDING, pool_length='pool_size', stride='strides')

_WORKERS = {'max_q_size': 'max_queue_size', 'nb_worker': 'workers',
            'pickle_safe': 'use_multiprocessing'}

# `Conv2D(32, 3, 3)` is a call of Keras 1, `Conv2D(32, (3, 3))` one of Keras 2.

_SIZES_OF_IMAGE = {'filters': numbers.Integral, 'nb_row': numbers.Integral,
                   'nb_col': numbers.Integral}
_SIZES_OF_VOLUME = {'filters': numbers.Integral, 'kernel_dim1': numbers.Integral,
                    'kernel_dim2': numbers.Integral, 'kernel_dim3': numbers.Integral}


def _of_images(*tables, **more_positions):
    return Keras1Arguments(_FILTERS, _FORMAT, _IMAGE, *tables, least=3,
                           positions=dict(_SIZES_OF_IMAGE, **more_positions))


_CONSTRUCTORS = {
    'Dense': Keras1Arguments(_WEIGHTS, _UNITS),
    'Highway': Keras1Arguments({'transform_bias': _gone}),
    'Embedding': Keras1Arguments({
        'init': 'embeddings_initializer', 'W_regularizer': 'embeddings_regularizer',
        'W_constraint': 'embeddings_constraint', 'dropout': _gone}),
    'InputLayer': Keras1Arguments({'input_dtype': 'dtype'}),
    'Model': Keras1Arguments({'input': 'inputs', 'output': 'outputs'}),

    'Conv1D': Keras1Arguments(_LINE, _WEIGHTS, _SEQUENCE, _ATROUS),
    'Conv2D': _of_images(_WEIGHTS, _ATROUS),
    'Conv2DTranspose': _of_images(_WEIGHTS, {'output_shape': _gone}, output_shape=(tuple, list)),
    'Conv3D': Keras1Arguments(_FILTERS, _FORMAT, _VOLUME, _WEIGHTS, least=4,
                              positions=_SIZES_OF_VOLUME),
    'SeparableConv2D': _of_images(_BIAS, {'init': _both_kernels}),
    # Not in Keras 1, but a subclass of Conv2D, which would translate them to its own.
    'DepthwiseConv2D': Keras1Arguments(_PADDING, _FORMAT, _DEPTHWISE),
    'LocallyConnected1D': Keras1Arguments(_LINE, _WEIGHTS, _SEQUENCE),
    'LocallyConnected2D': _of_images(_WEIGHTS),
    'Cropping2D': Keras1Arguments(_FORMAT),
    'Cropping3D': Keras1Arguments(_FORMAT),
    'UpSampling1D': Keras1Arguments({'length': 'size'}),
    'UpSampling2D': Keras1Arguments(_FORMAT),
    'UpSampling3D': Keras1Arguments(_FORMAT),
    'ZeroPadding2D': Keras1Arguments(_FORMAT, {'padding': _padding_by_side},
                                     positions={'padding': dict}, least=1),
    'ZeroPadding3D': Keras1Arguments(_FORMAT),

    'MaxPooling1D': Keras1Arguments(_POOLING_OF_LINES),
    'MaxPooling2D': Keras1Arguments(_PADDING, _FORMAT),
    'MaxPooling3D': Keras1Arguments(_PADDING, _FORMAT),
    'AveragePooling1D': Keras1Arguments(_POOLING_OF_LINES),
    'AveragePooling2D': Keras1Arguments(_PADDING, _FORMAT),
    'AveragePooling3D': Keras1Arguments(_PADDING, _FORMAT),
    'GlobalMaxPooling2D': Keras1Arguments(_FORMAT),
    'GlobalMaxPooling3D': Keras1Arguments(_FORMAT),
    'GlobalAveragePooling2D': Keras1Arguments(_FORMAT),
    'GlobalAveragePooling3D': Keras1Arguments(_FORMAT),

    'SimpleRNN': Keras1Arguments(_RECURRENT, _UNITS, _SEQUENCE, {
        'consume_less': _gone, 'implementation': _gone}),
    'GRU': Keras1Arguments(_RECURRENT, _UNITS, _SEQUENCE, _GATES, _SPEED),
    'LSTM': Keras1Arguments(_RECURRENT, _UNITS, _SEQUENCE, _GATES, _SPEED, _MEMORY),
    'ConvLSTM2D': _of_images(_RECURRENT, _GATES, _MEMORY, {'bias': 'use_bias'}),

    'BatchNormalization': Keras1Arguments({
        'beta_init': 'beta_initializer', 'gamma_init': 'gamma_initializer',
        'mode': _mode_of_normalization}),
    'PReLU': Keras1Arguments({'init': 'alpha_initializer'}),
    'ParametricSoftplus': Keras1Arguments({'alpha_init': _constant('alpha_initializer'),
                                           'beta_init': _constant('beta_initializer')}),
    'SReLU': Keras1Arguments({name + '_init': name + '_initializer' for name in (
        't_left', 'a_left', 't_right', 'a_right')}),
    'Dropout': Keras1Arguments(_RATE),
    'SpatialDropout1D': Keras1Arguments(_RATE),
    'SpatialDropout2D': Keras1Arguments(_RATE, _FORMAT),
    'SpatialDropout3D': Keras1Arguments(_RATE, _FORMAT),
    'GaussianDropout': Keras1Arguments(_RATE),
    'GaussianNoise': Keras1Arguments({'sigma': 'stddev'}),
}

_METHODS = {
    'Layer': {
        'add_weight': Keras1Arguments(least=1, positions={
            'shape': (tuple, list), 'initializer': object, 'name': object, 'trainable': object,
            'regularizer': object, 'constraint': object}),
    },
    'Model': {
        'fit': Keras1Arguments({'nb_epoch': 'epochs'}),
        'fit_generator': Keras1Arguments(_WORKERS, {
            'samples_per_epoch': 'steps_per_epoch', 'nb_val_samples': 'validation_steps',
            'nb_epoch': 'epochs'}),
        'evaluate_generator': Keras1Arguments(_WORKERS, {'val_samples': 'steps'}),
        'predict_generator': Keras1Arguments(_WORKERS, {'val_samples': 'steps'}),
    },
}

_STEP = {'get_updates': Keras1Arguments({'constraints': _gone}, least=3, positions={
    'params': list, 'constraints': (list, dict), 'loss': object})}

KERAS_1 = dict(_METHODS)
KERAS_1.update((name, dict(_METHODS.get(name, {}), __init__=arguments))
               for name, arguments in _CONSTRUCTORS.items())
KERAS_1.update(dict.fromkeys(('SGD', 'RMSprop', 'Adagrad', 'Adadelta', 'Adam', 'Adamax', 'Nadam',
                              'TFOptimizer'), _STEP))

# Additions to warnings, by old name.
NOTES = {
    'dropout': 'Put a SpatialDropout1D layer after the Embedding to drop parts of its output.',
    'forget_bias_init': 'With unit_forget_bias=True, the default, the bias of the forget gate '
                        'starts with ones, with False like the rest of the bias.',
    'output_shape': 'The shape of the output follows from that of the input.',
}
NOTES.update(dict.fromkeys(
    ('samples_per_epoch', 'nb_val_samples', 'val_samples'),
    'It now counts batches, not samples: divide the number by the batch size.'))
