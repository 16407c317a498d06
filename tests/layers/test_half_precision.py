"""In half precision, layers learn what they learn in float32, and nothing is counted wrongly."""
import pickle
import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from keras import backend as K
from keras import optimizers
from keras.callbacks import BackupAndRestore
from keras.layers import (
    GRU,
    LSTM,
    BatchNormalization,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    ConvLSTM2D,
    Dense,
    Embedding,
    Flatten,
    GlobalAveragePooling1D,
    Input,
    Lambda,
    LocallyConnected1D,
    MaxPooling2D,
    SeparableConv2D,
    UpSampling2D,
)
from keras.metrics import AUC
from keras.models import Sequential, load_model
from keras.optimizers import SGD
from keras.preprocessing.image import ImageDataGenerator, img_to_array

HALVES = ['float16', 'bfloat16'] if K.backend() in ('tensorflow', 'jax') else ['float16']
ROUNDING = {'float16': 1e-3, 'bfloat16': 1e-2}

LAYERS = {
    'dense': lambda: [Dense(2, input_dim=3)],
    'convolution': lambda: [Conv2D(2, 2, input_shape=(4, 4, 1)), MaxPooling2D()],
    'dilation': lambda: [Conv1D(2, 2, dilation_rate=2, padding='causal', input_shape=(4, 2))],
    'transposed convolution': lambda: [Conv2DTranspose(2, 2, strides=2, input_shape=(2, 2, 2))],
    'separable convolution': lambda: [SeparableConv2D(2, 2, input_shape=(3, 3, 2))],
    'local convolution': lambda: [LocallyConnected1D(2, 2, input_shape=(3, 2))],
    'upsampling': lambda: [Conv2D(2, 1, input_shape=(2, 2, 1)),
                           UpSampling2D(interpolation='bilinear')],
    'batch normalization': lambda: [Dense(2, input_shape=(2, 2, 3)), BatchNormalization()],
    'recurrence': lambda: [LSTM(2, input_shape=(3, 2), return_sequences=True), GRU(2)],
    'recurrent convolution': lambda: [ConvLSTM2D(2, 2, input_shape=(2, 3, 3, 1))],
    'embedding': lambda: [Embedding(3, 2, input_length=3), GlobalAveragePooling1D()],
}


def trained(layers, floatx, weights=None):
    """Returns a model's weights before and after a step, and its predictions after."""
    K.set_floatx(floatx)
    model = Sequential(layers())
    model.compile(SGD(.5), 'mse')
    if weights is not None:
        model.set_weights(weights)
    before = model.get_weights()
    shape = (4,) + model.input_shape[1:]
    x = np.arange(np.prod(shape)).reshape(shape) % 3
    loss = model.train_on_batch(x, np.ones((4,) + model.output_shape[1:]))
    predicted = model.predict(x)
    assert predicted.dtype == floatx and np.isfinite(loss)
    return before, model.get_weights(), predicted


@pytest.mark.parametrize('floatx', HALVES)
@pytest.mark.parametrize('name', sorted(LAYERS))
def test_a_step(name, floatx):
    before, expected, predicted = trained(LAYERS[name], 'float32')
    _, found, predicted_half = trained(LAYERS[name], floatx, before)
    moving = 2 if name == 'batch normalization' else 0
    assert [w.dtype for w in found] == [floatx] * (len(found) - moving) + ['float32'] * moving
    rounding = ROUNDING[floatx]
    for wanted, weights in zip(expected, found):
        assert_allclose(weights.astype('float32'), wanted, rtol=5 * rounding, atol=2 * rounding)
    assert_allclose(predicted_half.astype('float32'), predicted, rtol=10 * rounding,
                    atol=10 * rounding)


@pytest.mark.parametrize('floatx', HALVES)
@pytest.mark.parametrize('name', ['SGD', 'RMSprop', 'Adagrad', 'Adadelta', 'Adam', 'Adamax',
                                  'Nadam'])
def test_optimizers(name, floatx):
    def changes(floatx):
        """Returns how far twenty steps move two weights, one of which has tiny gradients."""
        K.set_floatx(floatx)
        model = Sequential([Dense(1, use_bias=False, input_dim=2, kernel_initializer='zeros')])
        model.compile(getattr(optimizers, name)(.01, clipnorm=.5), 'mse')
        for _ in range(20):
            model.train_on_batch(np.array([[1., 1e-3]] * 4), np.ones((4, 1)))
        assert all(w.dtype == 'float32' for w in model.optimizer.get_weights() if w.ndim == 2)
        return model.get_weights()[0].astype('float32')

    assert_allclose(changes(floatx), changes('float32'), rtol=50 * ROUNDING[floatx])


@pytest.mark.parametrize('floatx', HALVES)
def test_norms_beyond_the_range_of_float16(floatx):
    K.set_floatx(floatx)
    model = Sequential([Dense(1, use_bias=False, input_dim=300, kernel_initializer='zeros')])
    model.compile(SGD(1., clipnorm=1.), 'mse')
    model.train_on_batch(np.full((1, 300), 100.), np.ones((1, 1)))
    assert_allclose(model.get_weights()[0].astype('float32'), 300 ** -.5, rtol=1e-2)


@pytest.mark.parametrize('floatx', HALVES)
def test_results_over_many_samples(floatx):
    K.set_floatx(floatx)
    model = Sequential([Lambda(lambda x: x, input_shape=(1,))])
    model.compile('sgd', 'mae', metrics=['accuracy', AUC(num_thresholds=3)])
    right, half = np.ones((3000, 1)), np.full((3000, 1), .25)
    x, y = np.concatenate([right, half]), np.ones((6000, 1))
    assert_allclose(model.evaluate(x, y, verbose=0)[:2], [.375, .5])
    history = model.fit(x + 20, y, batch_size=1000, epochs=1, verbose=0).history
    assert_allclose(history['loss'], [19.625], rtol=5e-3)  # a sum of 117,750
    x, y = np.repeat([[1.], [.25]], 40000, axis=0), np.ones((80000, 1))
    assert model.evaluate(x, y, batch_size=1000, verbose=0)[1] == .5


@pytest.mark.parametrize('floatx', HALVES)
def test_large_indices(floatx):
    K.set_floatx(floatx)
    model = Sequential([Embedding(5000, 4, input_length=1), Flatten(),
                        Dense(3000, activation='softmax')])
    model.compile(SGD(0.), 'sparse_categorical_crossentropy',
                  metrics=['sparse_categorical_accuracy'])
    words = np.array([[4999], [2049], [257]])
    rows = K.function([model.input], [model.layers[1].output])([words])[0]
    assert_array_equal(rows, model.layers[0].get_weights()[0][words[:, 0]])
    bias = np.zeros(3000)
    bias[2999] = 50
    model.layers[2].set_weights([np.zeros((4, 3000)), bias])
    for label, accuracy in ((2999, 1.), (3000 - 2, 0.)):
        assert model.test_on_batch(words, np.full((3, 1), label))[1] == accuracy


@pytest.mark.parametrize('floatx', HALVES)
def test_indices_that_the_input_would_round(floatx):
    K.set_floatx(floatx)
    most = {'float16': 2048, 'bfloat16': 256}[floatx]
    with pytest.warns(UserWarning, match='rounds those from %d on' % (most + 1)):
        Embedding(most + 2, 2)(Input((3,)))
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        Embedding(most + 1, 2)(Input((3,)))
        Embedding(most + 2, 2)(Input((3,), dtype='int32'))


@pytest.mark.parametrize('floatx', HALVES)
def test_files(floatx, tmp_path):
    K.set_floatx(floatx)
    model = Sequential([Dense(2, input_dim=3), BatchNormalization()])
    model.compile('adam', 'mse')
    x = np.random.rand(4, 3)
    model.fit(x, np.zeros((4, 2)), verbose=0,
              callbacks=[BackupAndRestore(str(tmp_path / 'backup'))])
    path = str(tmp_path / 'model.h5')
    model.save(path)
    for copy in (load_model(path), pickle.loads(pickle.dumps(model))):
        assert [w.dtype for w in copy.get_weights()] == [w.dtype for w in model.get_weights()]
        assert_array_equal(copy.predict(x), model.predict(x))
        for found, wanted in zip(copy.optimizer.get_weights(), model.optimizer.get_weights()):
            assert_array_equal(found, wanted)


def test_moving_averages_of_many_steps():
    K.set_floatx(HALVES[-1])
    model = Sequential([BatchNormalization(input_shape=(1,), momentum=.9)])
    model.compile(SGD(0.), 'mse')
    x = np.array([[1.], [2.]] * 4)
    for _ in range(80):
        model.train_on_batch(x, x)
    assert_allclose(model.get_weights()[2], [1.5], rtol=1e-3)


def test_images_are_float32_where_numpy_lacks_the_type():
    K.set_floatx(HALVES[-1])
    wanted = {'float16': 'float16', 'bfloat16': 'float32'}[K.floatx()]
    assert img_to_array(np.zeros((2, 2, 3))).dtype == wanted
    generator = ImageDataGenerator(samplewise_center=True, dtype=None)
    assert next(generator.flow(np.ones((2, 4, 4, 1)))).dtype == wanted
