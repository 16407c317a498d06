"""Models of tf.keras 2 that use what Keras 2 does not have: some are to be read, some refused."""
import example_models
from example_models import LOSSES, filled, layer_case, trained_case

OPTIMIZERS = {
    'sgd': lambda o: o.legacy.SGD(learning_rate=.1, momentum=.9, decay=.1),
    'rmsprop': lambda o: o.legacy.RMSprop(learning_rate=.01, rho=.8),
    'adagrad': lambda o: o.legacy.Adagrad(learning_rate=.1),
    'adadelta': lambda o: o.legacy.Adadelta(learning_rate=.5, rho=.9),
    'adam': lambda o: o.legacy.Adam(learning_rate=.01, global_clipnorm=.1),
    'adam_amsgrad': lambda o: o.legacy.Adam(learning_rate=.01, amsgrad=True),
    'adamax': lambda o: o.legacy.Adamax(learning_rate=.01),
    'nadam': lambda o: o.legacy.Nadam(learning_rate=.01),
    'inverse_time_decay': lambda o: o.Adam(o.schedules.InverseTimeDecay(.1, 10, .5)),
    'global_clipnorm': lambda o: o.SGD(.1, global_clipnorm=.01),
}

LAYERS = {
    'noise_seed': (lambda L: L.GaussianNoise(.1, seed=1), (4,)),
    'spatial_dropout_seed': (lambda L: L.SpatialDropout1D(.1, seed=1), (4, 3)),
    'batch_normalization_synchronized': (lambda L: L.BatchNormalization(synchronized=True), (4,)),
    'policy': (lambda L: L.Dense(3, dtype=_policy(L)), (4,)),
    'activation_layer': (lambda L: L.Dense(3, activation=L.LeakyReLU(.2)), (4,)),
    'initializers': (
        lambda L: L.LSTM(3, kernel_initializer='lecun_normal', recurrent_initializer='he_uniform',
                         bias_regularizer='l1', kernel_constraint='unit_norm'), (5, 2)),
}

# The layer, the shapes of its inputs, and what the error must name.
REFUSED_LAYERS = {
    'layer_normalization': (lambda L: L.LayerNormalization(name='it'), (4,), 'LayerNormalization'),
    'attention': (lambda L: L.Attention(), (4, 3), (5, 3), 'Attention'),
    'conv_1d_transpose': (lambda L: L.Conv1DTranspose(2, 2), (4, 3), 'Conv1DTranspose'),
    'depthwise_conv_1d': (lambda L: L.DepthwiseConv1D(2), (4, 3), 'DepthwiseConv1D'),
    'conv_lstm_1d': (lambda L: L.ConvLSTM1D(2, 2), (3, 4, 3), 'ConvLSTM1D'),
    'einsum_dense': (lambda L: L.EinsumDense('ab,bc->ac', 2), (4,), 'EinsumDense'),
    'unit_normalization': (lambda L: L.UnitNormalization(), (4,), 'UnitNormalization'),
    'group_normalization': (lambda L: L.GroupNormalization(2), (4,), 'GroupNormalization'),
    'rescaling': (lambda L: L.Rescaling(.5), (4,), 'Rescaling'),
    'resizing': (lambda L: L.Resizing(2, 2), (4, 4, 1), 'Resizing'),
    'random_flip': (lambda L: L.RandomFlip(), (4, 4, 1), 'RandomFlip'),
    'operation': (lambda L: lambda x: x * 2 + 1, (4,), 'tf.math.multiply', 'Lambda'),
    'lambda': (lambda L: L.Lambda(lambda x: x * 2), (4,), 'safe_mode'),
    'groups': (lambda L: L.Conv2D(4, 2, groups=2, name='it'), (4, 5, 2), "'it'", 'Conv2D',
               'groups=2'),
    'keepdims': (lambda L: L.GlobalMaxPooling2D(keepdims=True), (4, 5, 2), 'keepdims=True'),
    'time_major': (lambda L: L.LSTM(3, time_major=True), (4, 3), 'time_major=True'),
    'implementation': (
        lambda L: L.LocallyConnected1D(3, 2, implementation=2), (4, 2),
        'LocallyConnected1D', '(4, 2, 3, 3)'),
    'renorm': (lambda L: L.BatchNormalization(renorm=True), (4,), 'renorm=True'),
    'axes': (lambda L: L.BatchNormalization(axis=[1, 2]), (4, 3), 'axis'),
    'backward_layer': (
        lambda L: L.Bidirectional(L.LSTM(3), backward_layer=L.GRU(3, go_backwards=True)),
        (5, 2), 'Bidirectional', 'backward_layer'),
    'gelu': (lambda L: L.Dense(3, activation='gelu'), (4,), 'gelu'),
    'interpolation': (lambda L: L.UpSampling2D(interpolation='bicubic'), (2, 2, 1), 'bicubic'),
}

REFUSED_OPTIMIZERS = {
    'adamw': (lambda o: o.AdamW(), 'AdamW', 'compile=False'),
    'schedule': (lambda o: o.Adam(o.schedules.ExponentialDecay(.1, 10, .5)), 'ExponentialDecay',
                 'LearningRateScheduler', 'compile=False'),
    'centered': (lambda o: o.RMSprop(centered=True), 'RMSprop', 'centered=True'),
    'weight_decay': (lambda o: o.SGD(weight_decay=.1), 'SGD', 'weight_decay=0.1'),
}


def cases():
    """Returns a dictionary from names to functions that take the module `keras`, give a `Case`."""
    found = {'layer_' + name: layer_case(*described) for name, described in LAYERS.items()}
    found.update(('optimizer_legacy_' + name, trained_case(make, LOSSES['mse']))
                 for name, make in OPTIMIZERS.items())
    found.update(('model_' + make.__name__, make) for make in (named_inputs, training_of_call))
    for name, (make, *rest) in REFUSED_LAYERS.items():
        shapes = [shape for shape in rest if isinstance(shape, tuple)]
        found['refused_' + name] = _refused(layer_case(make, *shapes), rest[len(shapes):])
    for name, (make, *words) in REFUSED_OPTIMIZERS.items():
        found['refused_' + name] = _refused(trained_case(make, LOSSES['mse']), words)
    found['refused_ragged'] = _refused(ragged, ['ragged=True'])
    found['optimizer_nadam'] = _not_trained_further(example_models.cases()['optimizer_nadam'])
    return found


def _refused(make, words):
    def case(keras):
        made = make(keras)
        made.refused = words
        return made
    return case


def _not_trained_further(make):
    """Nadam of tf.keras multiplies its momentums an arbitrary number of times in a step."""
    def case(keras):
        made = make(keras)
        made.targets = []
        return made
    return case


def _policy(L):
    return L.Dense(1, dtype='float32').dtype_policy


def named_inputs(keras):
    L = keras.layers
    inputs = {'b': L.Input((3,), name='b'), 'a': L.Input((4,), name='a')}
    outputs = L.Concatenate()([L.Dense(2)(inputs['a']), inputs['b']])
    return filled(keras.models.Model(inputs, outputs), [(4,), (3,)])


def training_of_call(keras):
    L = keras.layers
    x = L.Input((4,))
    hidden = L.Dropout(.2)(L.BatchNormalization()(x, training=False), training=None)
    return filled(keras.models.Model(x, L.Dense(2)(inputs=hidden)), [(4,)])


def ragged(keras):
    L = keras.layers
    x = L.Input((None, 2), ragged=True)
    return example_models.Case(keras.models.Model(x, L.LSTM(3)(x)), [])
