"""A small model for each layer, optimizer, loss and way of building models.

They use what Keras 2.3 and tf.keras 2 have in common.
"""
import numpy as np

# name of the case: the layer, and the shapes of its inputs without the samples' axis
LAYERS = {
    'activation': (lambda L: L.Activation('softmax'), (4,)),
    'activation_elu': (lambda L: L.Activation('elu'), (4,)),
    'activation_exponential': (lambda L: L.Activation('exponential'), (4,)),
    'activation_hard_sigmoid': (lambda L: L.Activation('hard_sigmoid'), (4,)),
    'activation_relu': (lambda L: L.Activation('relu'), (4,)),
    'activation_selu': (lambda L: L.Activation('selu'), (4,)),
    'activation_sigmoid': (lambda L: L.Activation('sigmoid'), (4,)),
    'activation_softplus': (lambda L: L.Activation('softplus'), (4,)),
    'activation_softsign': (lambda L: L.Activation('softsign'), (4,)),
    'activation_tanh': (lambda L: L.Activation('tanh'), (4,)),
    'activity_regularization': (lambda L: L.ActivityRegularization(.1, .2), (4,)),
    'add': (lambda L: L.Add(), (4,), (4,), (4,)),
    'alpha_dropout': (lambda L: L.AlphaDropout(.3), (4,)),
    'average': (lambda L: L.Average(), (4,), (4,)),
    'average_pooling_1d': (lambda L: L.AveragePooling1D(2), (6, 3)),
    'average_pooling_2d': (lambda L: L.AveragePooling2D((2, 3), (1, 2), 'same'), (6, 5, 3)),
    'average_pooling_3d': (lambda L: L.AveragePooling3D(2), (4, 5, 6, 2)),
    'batch_normalization': (lambda L: L.BatchNormalization(), (4,)),
    'batch_normalization_axis': (lambda L: L.BatchNormalization(axis=1), (4, 5, 3)),
    'batch_normalization_bare': (
        lambda L: L.BatchNormalization(momentum=.9, epsilon=.1, center=False, scale=False),
        (4, 5, 3)),
    'bidirectional_gru': (
        lambda L: L.Bidirectional(L.GRU(3, return_sequences=True), merge_mode='sum'), (5, 2)),
    'bidirectional_lstm': (lambda L: L.Bidirectional(L.LSTM(3)), (5, 2)),
    'bidirectional_simple_rnn': (
        lambda L: L.Bidirectional(L.SimpleRNN(3), merge_mode='mul'), (5, 2)),
    'concatenate': (lambda L: L.Concatenate(axis=1), (4, 2), (3, 2)),
    'conv_1d': (lambda L: L.Conv1D(3, 2, padding='causal', activation='relu'), (6, 2)),
    'conv_1d_dilated': (lambda L: L.Conv1D(3, 2, dilation_rate=2, use_bias=False), (6, 2)),
    'conv_2d': (lambda L: L.Conv2D(3, (2, 3), strides=(2, 1), padding='same'), (5, 6, 2)),
    'conv_2d_dilated': (lambda L: L.Conv2D(3, 2, dilation_rate=2), (5, 6, 2)),
    'conv_2d_transpose': (lambda L: L.Conv2DTranspose(3, 3, strides=2, padding='same'), (4, 5, 2)),
    'conv_2d_transpose_padded': (
        lambda L: L.Conv2DTranspose(3, 3, strides=2, output_padding=1), (4, 5, 2)),
    'conv_3d': (lambda L: L.Conv3D(2, 2, activation='tanh'), (4, 5, 3, 2)),
    'conv_3d_transpose': (lambda L: L.Conv3DTranspose(2, 2, strides=2), (2, 3, 2, 2)),
    'conv_lstm_2d': (
        lambda L: L.ConvLSTM2D(2, (2, 3), padding='same', return_sequences=True), (3, 4, 5, 2)),
    'conv_lstm_2d_last': (lambda L: L.ConvLSTM2D(2, 2), (3, 4, 5, 2)),
    'cropping_1d': (lambda L: L.Cropping1D((1, 2)), (6, 2)),
    'cropping_2d': (lambda L: L.Cropping2D(((1, 2), (0, 1))), (6, 5, 2)),
    'cropping_3d': (lambda L: L.Cropping3D(1), (4, 5, 6, 2)),
    'dense': (lambda L: L.Dense(3, activation='tanh'), (4,)),
    'dense_of_sequence': (lambda L: L.Dense(3, use_bias=False), (5, 4)),
    'dense_regularized': (
        lambda L: L.Dense(3, kernel_regularizer='l2', bias_regularizer='l1',
                          activity_regularizer='l2', kernel_constraint='max_norm',
                          bias_constraint='non_neg', kernel_initializer='he_normal'), (4,)),
    'depthwise_conv_2d': (lambda L: L.DepthwiseConv2D(2, depth_multiplier=2), (5, 6, 2)),
    'dot': (lambda L: L.Dot(axes=(2, 1)), (4, 3), (3, 5)),
    'dot_normalized': (lambda L: L.Dot(axes=1, normalize=True), (4,), (4,)),
    'dropout': (lambda L: L.Dropout(.3, noise_shape=(None, 1), seed=2), (4,)),
    'elu': (lambda L: L.ELU(.5), (4,)),
    'flatten': (lambda L: L.Flatten(), (4, 3)),
    'gaussian_dropout': (lambda L: L.GaussianDropout(.3), (4,)),
    'gaussian_noise': (lambda L: L.GaussianNoise(.3), (4,)),
    'global_average_pooling_1d': (lambda L: L.GlobalAveragePooling1D(), (6, 3)),
    'global_average_pooling_2d': (lambda L: L.GlobalAveragePooling2D(), (4, 5, 3)),
    'global_average_pooling_3d': (lambda L: L.GlobalAveragePooling3D(), (4, 5, 3, 2)),
    'global_max_pooling_1d': (lambda L: L.GlobalMaxPooling1D(), (6, 3)),
    'global_max_pooling_2d': (lambda L: L.GlobalMaxPooling2D(), (4, 5, 3)),
    'global_max_pooling_3d': (lambda L: L.GlobalMaxPooling3D(), (4, 5, 3, 2)),
    'gru': (lambda L: L.GRU(3, recurrent_activation='hard_sigmoid', reset_after=False), (5, 2)),
    'gru_default': (lambda L: L.GRU(3), (5, 2)),
    'gru_reset_after': (
        lambda L: L.GRU(3, reset_after=True, recurrent_activation='sigmoid',
                        return_sequences=True, go_backwards=True), (5, 2)),
    'gru_states': (lambda L: L.GRU(3, return_state=True), (5, 2)),
    'leaky_relu': (lambda L: L.LeakyReLU(.2), (4,)),
    'locally_connected_1d': (lambda L: L.LocallyConnected1D(3, 2, strides=2), (6, 2)),
    'locally_connected_2d': (lambda L: L.LocallyConnected2D(3, (2, 1)), (4, 5, 2)),
    'lstm': (lambda L: L.LSTM(3, recurrent_activation='hard_sigmoid', dropout=.1), (5, 2)),
    'lstm_default': (lambda L: L.LSTM(3), (5, 2)),
    'lstm_sequences': (
        lambda L: L.LSTM(3, return_sequences=True, go_backwards=True, use_bias=False), (5, 2)),
    'lstm_states': (lambda L: L.LSTM(3, return_state=True, unroll=True), (5, 2)),
    'masking': (lambda L: L.Masking(), (5, 2)),
    'max_pooling_1d': (lambda L: L.MaxPooling1D(3, 2, 'same'), (6, 3)),
    'max_pooling_2d': (lambda L: L.MaxPooling2D(2), (6, 5, 3)),
    'max_pooling_3d': (lambda L: L.MaxPooling3D((2, 1, 2)), (4, 5, 6, 2)),
    'maximum': (lambda L: L.Maximum(), (4,), (4,)),
    'minimum': (lambda L: L.Minimum(), (4,), (4,)),
    'multiply': (lambda L: L.Multiply(), (4,), (4,)),
    'permute': (lambda L: L.Permute((2, 1)), (4, 3)),
    'prelu': (lambda L: L.PReLU(), (4,)),
    'prelu_shared': (lambda L: L.PReLU(shared_axes=[1, 2]), (4, 5, 2)),
    'relu': (lambda L: L.ReLU(max_value=1., negative_slope=.1, threshold=.2), (4,)),
    'repeat_vector': (lambda L: L.RepeatVector(3), (4,)),
    'reshape': (lambda L: L.Reshape((3, -1)), (4, 3)),
    'rnn_of_cell': (lambda L: L.RNN(L.LSTMCell(3), return_sequences=True), (5, 2)),
    'rnn_of_gru_cell': (lambda L: L.RNN(L.GRUCell(3, reset_after=False)), (5, 2)),
    'rnn_of_stacked_cells': (lambda L: L.RNN([L.SimpleRNNCell(3), L.LSTMCell(4)]), (5, 2)),
    'separable_conv_1d': (lambda L: L.SeparableConv1D(3, 2, depth_multiplier=2), (6, 2)),
    'separable_conv_2d': (lambda L: L.SeparableConv2D(3, 2, activation='relu'), (5, 6, 2)),
    'simple_rnn': (lambda L: L.SimpleRNN(3, activation='relu'), (5, 2)),
    'softmax': (lambda L: L.Softmax(axis=1), (4, 3)),
    'spatial_dropout_1d': (lambda L: L.SpatialDropout1D(.3), (4, 3)),
    'spatial_dropout_2d': (lambda L: L.SpatialDropout2D(.3), (4, 5, 3)),
    'spatial_dropout_3d': (lambda L: L.SpatialDropout3D(.3), (4, 5, 3, 2)),
    'subtract': (lambda L: L.Subtract(), (4,), (4,)),
    'thresholded_relu': (lambda L: L.ThresholdedReLU(.3), (4,)),
    'time_distributed': (lambda L: L.TimeDistributed(L.Conv1D(2, 2)), (3, 5, 2)),
    'up_sampling_1d': (lambda L: L.UpSampling1D(2), (4, 3)),
    'up_sampling_2d': (lambda L: L.UpSampling2D((2, 3)), (4, 5, 3)),
    'up_sampling_3d': (lambda L: L.UpSampling3D(), (4, 2, 3, 2)),
    'zero_padding_1d': (lambda L: L.ZeroPadding1D((1, 2)), (4, 3)),
    'zero_padding_2d': (lambda L: L.ZeroPadding2D(((1, 2), (0, 1))), (4, 5, 3)),
    'zero_padding_3d': (lambda L: L.ZeroPadding3D(1), (4, 2, 3, 2)),
}

OPTIMIZERS = {
    'sgd': lambda o: o.SGD(learning_rate=.1),
    'sgd_nesterov': lambda o: o.SGD(learning_rate=.1, momentum=.9, nesterov=True),
    # tf.keras puts epsilon elsewhere, so it is to be small.
    'rmsprop': lambda o: o.RMSprop(learning_rate=.01, rho=.8, epsilon=1e-12),
    'adagrad': lambda o: o.Adagrad(learning_rate=.1),
    'adadelta': lambda o: o.Adadelta(learning_rate=.5, rho=.9),
    'adam': lambda o: o.Adam(learning_rate=.01, beta_1=.8, clipnorm=1.),
    'adam_amsgrad': lambda o: o.Adam(learning_rate=.01, amsgrad=True, clipvalue=.5),
    'adamax': lambda o: o.Adamax(learning_rate=.01),
    'nadam': lambda o: o.Nadam(learning_rate=.01),
}

LOSSES = {
    'mse': lambda k: ('mse', ['mae']),
    'function': lambda k: (k.losses.mean_absolute_error, [k.metrics.mse]),
    'binary': lambda k: ('binary_crossentropy', ['binary_accuracy']),
    'object': lambda k: (k.losses.MeanAbsoluteError(), [k.metrics.MeanSquaredError()]),
    'binary_object': lambda k: (k.losses.BinaryCrossentropy(label_smoothing=.1),
                                [k.metrics.BinaryAccuracy(threshold=.4), k.metrics.AUC()]),
    'huber': lambda k: (k.losses.Huber(delta=.1), [k.metrics.Precision(), k.metrics.Recall()]),
    'hinge': lambda k: ('hinge', [k.metrics.TruePositives(thresholds=[.3, .6])]),
    'cosine': lambda k: ('cosine_similarity', [k.metrics.CosineSimilarity()]),
    'kld': lambda k: ('kullback_leibler_divergence', ['kullback_leibler_divergence']),
    'poisson': lambda k: ('poisson', [k.metrics.RootMeanSquaredError()]),
}


class Case:
    """A model with its inputs.

    Attributes:
        inputs: list of arrays.
        targets: list of arrays; empty if the model is not trained.
        refused: words of the error with which the model is to be refused; empty if it is not.
    """

    def __init__(self, model, inputs):
        self.model = model
        self.inputs = inputs
        self.targets = []
        self.refused = []


def cases():
    """Returns a dictionary from names to functions that take the module `keras`, give a `Case`."""
    found = {'layer_' + name: layer_case(*described) for name, described in LAYERS.items()}
    found.update(('optimizer_' + name, trained_case(make, LOSSES['mse']))
                 for name, make in OPTIMIZERS.items())
    found.update(('loss_' + name, trained_case(OPTIMIZERS['sgd'], make))
                 for name, make in LOSSES.items())
    found.update(('model_' + make.__name__, make) for make in (
        sequential, sequential_of_models, nested, shared_layer, shared_model, several_outputs,
        embedding, masked, stateful, frozen, initial_state, frozen_within_nested,
        time_distributed_model, bidirectional_states, deep_names, integer_names, float64))
    return found


def layer_case(make, *shapes):
    def case(keras):
        inputs = [keras.layers.Input(shape) for shape in shapes]
        outputs = make(keras.layers)(inputs if len(inputs) > 1 else inputs[0])
        return filled(keras.models.Model(inputs, outputs), shapes)
    return case


def trained_case(make_optimizer, make_loss):
    def case(keras):
        model = keras.models.Sequential([
            keras.layers.Dense(4, activation='tanh', input_shape=(3,)),
            keras.layers.Dense(2, activation='sigmoid')])
        loss, metrics = make_loss(keras)
        model.compile(make_optimizer(keras.optimizers), loss, metrics)
        return trained(filled(model, [(3,)]), [(2,)])
    return case


def filled(model, shapes):
    """Gives a model numbers for weights, and makes inputs."""
    random = np.random.RandomState(7)
    model.set_weights([random.uniform(.1, .9, w.shape) for w in model.get_weights()])
    return Case(model, [random.uniform(-1, 1, (4,) + shape).astype('float32')
                        for shape in shapes])


def trained(case, shapes):
    """Trains a compiled model for two steps, so that its optimizer has a state."""
    random = np.random.RandomState(8)
    case.targets = [(random.uniform(0, 1, (4,) + shape) > .5).astype('float32')
                    for shape in shapes]
    for _ in range(2):
        case.model.train_on_batch(_unpacked(case.inputs), _unpacked(case.targets))
    return case


def _unpacked(arrays):
    return arrays if len(arrays) > 1 else arrays[0]


def sequential(keras):
    L = keras.layers
    return filled(keras.models.Sequential([
        L.Conv2D(3, 2, input_shape=(5, 6, 2)), L.MaxPooling2D(), L.BatchNormalization(),
        L.Flatten(), L.Dropout(.2), L.Dense(3, name='last')], name='mine'), [(5, 6, 2)])


def sequential_of_models(keras):
    L, Sequential = keras.layers, keras.models.Sequential
    inner = Sequential([L.Dense(4, input_shape=(3,)), L.BatchNormalization()])
    return filled(Sequential([inner, L.Dense(2), Sequential([L.Dense(5, input_shape=(2,))])]),
                   [(3,)])


def nested(keras):
    L, Model = keras.layers, keras.models.Model
    a = L.Input((3,))
    innermost = Model(a, L.Dense(4)(a), name='innermost')
    b = L.Input((3,))
    inner = Model(b, L.Dense(2)(innermost(b)), name='inner')
    c = L.Input((3,))
    return filled(Model(c, L.Dense(5)(inner(L.Dense(3)(c)))), [(3,)])


def shared_layer(keras):
    L = keras.layers
    a, b = L.Input((3,)), L.Input((3,))
    shared = L.Dense(3, name='shared')
    return filled(keras.models.Model([a, b], L.Concatenate()([shared(shared(a)), shared(b)])),
                   [(3,), (3,)])


def shared_model(keras):
    L, Model = keras.layers, keras.models.Model
    x = L.Input((3,))
    both = Model(x, [L.Dense(2)(x), L.Dense(4)(x)], name='both')
    a, b = L.Input((3,)), L.Input((3,))
    (p, q), (r, s) = both(a), both(b)
    return filled(Model([a, b], [L.Add()([p, r]), L.Multiply()([q, s])]), [(3,), (3,)])


def several_outputs(keras):
    L = keras.layers
    a, b = L.Input((3,), name='a'), L.Input((2,), name='b')
    joined = L.concatenate([L.Dense(4)(a), b])
    model = keras.models.Model([a, b], [L.Dense(2, name='p')(joined), L.Dense(1, name='q')(joined)])
    model.compile('adam', loss={'p': 'mse', 'q': 'mae'}, loss_weights={'p': .5, 'q': 2.},
                  metrics={'p': ['mae']})
    return trained(filled(model, [(3,), (2,)]), [(2,), (1,)])


def embedding(keras):
    L = keras.layers
    model = keras.models.Sequential([L.Embedding(7, 3, input_length=5), L.Flatten(), L.Dense(2)])
    case = filled(model, [])
    case.inputs = [np.random.RandomState(3).randint(0, 7, (4, 5))]
    return case


def masked(keras):
    L = keras.layers
    model = keras.models.Sequential([
        L.Embedding(7, 3, mask_zero=True, input_length=5), L.LSTM(4, return_sequences=True),
        L.TimeDistributed(L.Dense(3)), L.GRU(2)])
    case = filled(model, [])
    case.inputs = [np.array([[1, 2, 3, 0, 0], [4, 0, 0, 0, 0], [1, 2, 3, 4, 5], [6, 5, 0, 0, 0]])]
    return case


def stateful(keras):
    L = keras.layers
    return filled(keras.models.Sequential([
        L.LSTM(3, stateful=True, batch_input_shape=(4, 5, 2))]), [(5, 2)])


def frozen(keras):
    L = keras.layers
    model = keras.models.Sequential([
        L.Dense(3, input_shape=(4,)), L.Dense(4), L.Dense(2)])
    model.layers[0].trainable = False
    model.compile('adam', 'mse')
    return trained(filled(model, [(4,)]), [(2,)])


def frozen_within_nested(keras):
    L, Sequential = keras.layers, keras.models.Sequential
    inner = Sequential([L.Dense(3, input_shape=(4,)), L.BatchNormalization(), L.Dense(5)],
                       name='inner')
    inner.layers[0].trainable = False
    model = Sequential([inner, L.Dense(2)])
    return filled(model, [(4,)])


def initial_state(keras):
    L = keras.layers
    sequence, one, two = L.Input((5, 2)), L.Input((3,)), L.Input((3,))
    outputs = L.LSTM(3, return_sequences=True)(sequence, initial_state=[one, two])
    return filled(keras.models.Model([sequence, one, two], outputs), [(5, 2), (3,), (3,)])


def time_distributed_model(keras):
    L = keras.layers
    inner = keras.models.Sequential([L.Dense(3, input_shape=(4,)), L.BatchNormalization()])
    sequence = L.Input((5, 4))
    return filled(keras.models.Model(sequence, L.TimeDistributed(inner)(sequence)), [(5, 4)])


def bidirectional_states(keras):
    L = keras.layers
    sequence = L.Input((5, 2))
    outputs = L.Bidirectional(L.LSTM(3, return_sequences=True, return_state=True))(sequence)
    final = L.Bidirectional(L.LSTM(3))(outputs[0], initial_state=outputs[1:])
    return filled(keras.models.Model(sequence, final), [(5, 2)])


def deep_names(keras):
    """Names whose list is longer than an HDF5 attribute can be."""
    L = keras.layers
    x = outputs = L.Input((2,))
    for i in range(300):
        outputs = L.Activation('linear', name='%03d_' % i + 'x' * 250)(outputs)
    return filled(keras.models.Model(x, L.Dense(2)(outputs)), [(2,)])


def integer_names(keras):
    L = keras.layers
    return filled(keras.models.Sequential([
        L.Dense(2, name='10', input_shape=(3,)), L.Dense(2, name='9'),
        L.Dense(2, name='with_a_longer_name')]), [(3,)])


def float64(keras):
    L = keras.layers
    x = L.Input((3,), dtype='float64')
    return filled(keras.models.Model(x, L.Dense(2, dtype='float64')(x)), [(3,)])
