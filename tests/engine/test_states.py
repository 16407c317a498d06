"""States of layers in training and validation."""
import numpy as np
import pytest
from numpy.testing import assert_allclose
from small_models import AddsUp

from keras import backend as K
from keras.callbacks import LambdaCallback
from keras.layers import Bidirectional, Input, SimpleRNN, TimeDistributed
from keras.models import Model, Sequential
from keras.optimizers import SGD

X = np.array([[[1.]], [[2.]]])  # (batches, time, features)
TO_VALIDATE = 10 * X
Y = np.zeros((2, 1))


def adding(**kwargs):
    """A layer whose state is the sum of all that it has seen."""
    return SimpleRNN(1, activation=None, use_bias=False, kernel_initializer='ones',
                     recurrent_initializer='ones', stateful=True, **kwargs)


def plain():
    layer = adding(batch_input_shape=(1, 1, 1))
    return Sequential([layer]), lambda: layer.states


def in_two_models():
    layer = adding()
    x, x2 = Input(batch_shape=(1, 1, 1)), Input(batch_shape=(1, 1, 1))
    inner = Model(x, layer(x))
    middle = Sequential([inner])
    return Model(x2, middle(x2)), lambda: layer.states


def both_ways():
    layer = Bidirectional(adding(), merge_mode='sum', batch_input_shape=(1, 1, 1))
    return Sequential([layer]), lambda: layer.forward_layer.states


def step_by_step():
    layer = TimeDistributed(adding(), batch_input_shape=(1, 1, 1, 1))
    return Sequential([layer]), lambda: layer.layer.states


def of_ones_own():
    layer = AddsUp(batch_input_shape=(1, 1, 1))
    return Sequential([layer]), lambda: [layer.state]


def fit(model, x, y, validation_data, **kwargs):
    model.fit(x, y, batch_size=1, validation_data=validation_data, **kwargs)


def fit_generator(model, x, y, validation_data, **kwargs):
    def batches(x, y):
        while True:
            for i in range(len(x)):
                yield x[i:i + 1], y[i:i + 1]

    model.fit_generator(batches(x, y), steps_per_epoch=2, validation_steps=2,
                        validation_data=batches(*validation_data), **kwargs)


def compiled(model):
    model.compile(SGD(0.), 'mse')
    return model


def shaped(model, x):
    return x.reshape((len(x),) + model.input_shape[1:])


@pytest.mark.parametrize('train', [fit, fit_generator])
@pytest.mark.parametrize('make', [plain, in_two_models, both_ways, step_by_step, of_ones_own])
def test_validation_leaves_the_states_of_training_as_they_are(make, train):
    model, states = make()
    compiled(model)
    seen = []

    def look(*args):
        seen.append(float(np.squeeze(K.get_value(states()[0]))))

    y = np.zeros((2,) + model.output_shape[1:])
    train(model, shaped(model, X), y, (shaped(model, TO_VALIDATE), y), epochs=2, verbose=0,
          shuffle=False, callbacks=[LambdaCallback(
              on_epoch_begin=look, on_epoch_end=look, on_train_end=look)])
    assert seen == [0, 3, 3, 6, 6]


def test_validation_goes_on_from_the_end_of_the_epoch():
    # Keras 2.3.1 reported the same for the first epoch, and trained on from 33.
    model = compiled(plain()[0])
    history = model.fit(X, Y, 1, 2, verbose=0, shuffle=False,
                        validation_data=(TO_VALIDATE, Y)).history
    assert_allclose(history['loss'], [(1 + 9) / 2., (16 + 36) / 2.])
    assert_allclose(history['val_loss'], [(13 ** 2 + 33 ** 2) / 2., (16 ** 2 + 36 ** 2) / 2.])


def test_evaluation_on_its_own_goes_on_with_the_states():
    model, states = plain()
    compiled(model).evaluate(X, Y, 1, verbose=0)
    model.evaluate(X, Y, 1, verbose=0)
    assert_allclose(K.get_value(states()[0]), [[6.]])


def test_callbacks_may_begin_validation_and_the_next_epoch_with_zeros():
    model, states = plain()
    compiled(model)

    def reset(*args):
        model.reset_states()

    from_zero = LambdaCallback()
    from_zero.on_test_begin = reset
    losses = model.fit(X, Y, 1, 2, verbose=0, shuffle=False, callbacks=[from_zero],
                       validation_data=(TO_VALIDATE, Y)).history
    assert_allclose(losses['val_loss'], [(10 ** 2 + 30 ** 2) / 2.] * 2)
    assert_allclose(K.get_value(states()[0]), [[6.]])
    from_zero.on_test_end = reset
    model.fit(X, Y, 1, 2, verbose=0, callbacks=[from_zero], validation_data=(TO_VALIDATE, Y))
    assert_allclose(K.get_value(states()[0]), [[0.]])


def test_an_interrupted_validation_leaves_the_states_too():
    model, states = plain()
    stopping = LambdaCallback()
    stopping.on_test_batch_end = lambda *args: 1 / 0
    with pytest.raises(ZeroDivisionError):
        compiled(model).fit(X, Y, 1, verbose=0, shuffle=False, callbacks=[stopping],
                            validation_data=(TO_VALIDATE, Y))
    assert_allclose(K.get_value(states()[0]), [[3.]])
