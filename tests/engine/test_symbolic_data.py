"""Data that are symbolic tensors."""
import numpy as np
import pytest
from small_models import BIAS, KERNEL, X, Y, linear, predicted, step, two_outputs

from keras import backend as K
from keras.layers import Dense
from keras.models import Sequential

LOSS = 4.768125


def test_fit_takes_a_step_on_the_tensors_as_they_are():
    model = linear()
    history = model.fit(K.variable(X), K.constant(Y), steps_per_epoch=2, epochs=1, verbose=0)
    kernel, bias, first = step(KERNEL, BIAS, X, Y)
    kernel, bias, second = step(kernel, bias, X, Y)
    np.testing.assert_allclose(history.history['loss'], [(first + second) / 2], rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-5)


def test_all_uses():
    model, x, y = linear(), K.constant(X), K.variable(Y)
    np.testing.assert_allclose(model.predict(x, steps=2), np.tile(predicted(), (2, 1)), rtol=1e-6)
    np.testing.assert_allclose(model.predict_on_batch([x]), predicted(), rtol=1e-6)
    assert model.evaluate(x, Y, steps=3, verbose=0) == pytest.approx(LOSS)
    assert model.test_on_batch({'out_input': x}, y) == pytest.approx(LOSS)
    assert model.test_on_batch(X, Y, sample_weight=K.constant([0, 0, 0, 0, 0])) == 0
    assert model.train_on_batch(X, y) == pytest.approx(LOSS)
    targets = {'a': y, 'b': np.eye(2)[[0] * 5]}
    assert two_outputs().test_on_batch(x, targets)[1] == pytest.approx(LOSS)


def test_validation():
    model = linear(lr=0.)
    data = K.constant(X), K.constant(Y)
    history = model.fit(X, Y, validation_data=data, validation_steps=2, verbose=0).history
    assert history['val_loss'] == [pytest.approx(LOSS)]


def test_tensors_are_read_together_and_anew_for_each_batch():
    x = K.random_uniform((5, 2))
    model = linear()
    y = 0.5 * x[:, :1] - 0.25 * x[:, 1:] + 0.1
    assert model.evaluate(x, y, steps=3, verbose=0) == pytest.approx(0, abs=1e-10)
    first, second = model.predict_on_batch(x), model.predict_on_batch(x)
    assert not np.allclose(first, second)


def test_models_are_built_for_them():
    model = Sequential([Dense(1)])
    model.compile('sgd', 'mse')
    model.fit(K.constant(X), K.constant(Y), steps_per_epoch=1, verbose=0)
    assert model.input_shape == (None, 2)


@pytest.mark.parametrize('use, arguments, message', [
    ('fit', {}, 'tensors: pass steps_per_epoch'),
    ('evaluate', {}, 'pass steps'),
    ('fit', {'steps_per_epoch': 1, 'batch_size': 2}, 'batch_size cannot be passed'),
    ('fit', {'steps_per_epoch': 1, 'validation_split': .5}, 'validation_split needs arrays'),
])
def test_what_does_not_go_with_tensors(use, arguments, message):
    with pytest.raises(ValueError, match=message):
        getattr(linear(), use)(K.constant(X), K.constant(Y), **arguments)
