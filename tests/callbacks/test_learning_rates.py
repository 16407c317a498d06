"""Callbacks that set the learning rate."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras.callbacks import Callback, LearningRateScheduler, ReduceLROnPlateau
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD

X, Y = np.ones((4, 3)), np.zeros((4, 1))


def make_model(lr=1.):
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile(SGD(lr=lr), 'mse')
    return model


def scheduled(schedule, epochs=3, **options):
    """Returns the learning rates that the logs of a training hold."""
    callback = LearningRateScheduler(schedule, **options)
    return make_model(.5).fit(X, Y, epochs=epochs, verbose=0, callbacks=[callback]).history['lr']


def test_schedule_by_epoch():
    assert_allclose(scheduled(lambda epoch: .25 / (epoch + 1)), [.25, .125, .25 / 3])


def test_schedule_by_epoch_and_rate():
    assert_allclose(scheduled(lambda epoch, lr: lr * .5), [.25, .125, .0625])
    assert_allclose(scheduled(lambda epoch, lr: np.float32(lr) * np.float32(.5)),
                    [.25, .125, .0625])


def test_schedule_takes_effect():
    model = make_model()
    before = model.get_weights()
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[LearningRateScheduler(lambda epoch: 0.)])
    for a, b in zip(model.get_weights(), before):
        assert_allclose(a, b)


def test_schedule_says_so(capsys):
    scheduled(lambda epoch: .25, epochs=1, verbose=1)
    assert capsys.readouterr().out == 'Epoch 1: learning rate 0.25.\n'


def test_error_within_a_schedule_is_shown():
    def broken(epoch, lr):
        return 'text' + lr

    with pytest.raises(TypeError, match='str'):
        scheduled(broken)


@pytest.mark.parametrize('wrong', [None, 'fast', [.1]])
def test_schedule_that_returns_no_number(wrong):
    with pytest.raises(ValueError, match='must return a float, but for epoch 0 it returned'):
        scheduled(lambda epoch: wrong)


def test_optimizer_without_learning_rate():
    class Model:
        optimizer = object()

    callback = LearningRateScheduler(lambda epoch: .1)
    callback.set_model(Model())
    with pytest.raises(ValueError, match='attribute `lr`; object has none'):
        callback.on_epoch_begin(0)


def reduced(values, name='val_loss', **options):
    """Returns the learning rates after each epoch, starting from 1."""
    model = make_model()
    callback = ReduceLROnPlateau(**options)
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {name: value})
        rates.append(float(K.get_value(model.optimizer.lr)))
    return rates


@pytest.mark.parametrize('values, options, rates', [
    ([3, 2, 2, 2], dict(patience=1), [1, 1, .5, .25]),
    ([3, 2, 2, 2, 2], dict(patience=2), [1, 1, 1, .5, .5]),
    ([3, 2, 1, 0], dict(patience=1), [1, 1, 1, 1]),
    ([3, 2.9, 2.8, 2.4], dict(patience=1, min_delta=.5), [1, .5, .25, .25]),
    ([1, 2, 3, 3], dict(patience=1, mode='max'), [1, 1, 1, .5]),
    ([1, 1.2, 1.4, 2], dict(patience=1, mode='max', min_delta=.5), [1, .5, .25, .25]),
    ([1, 1, 1, 1, 1], dict(patience=1, cooldown=2), [1, .5, .5, .25, .25]),
    ([1] * 4, dict(patience=1, min_lr=.3), [1, .5, .3, .3]),
])
def test_when_the_rate_is_reduced(values, options, rates):
    assert_allclose(reduced(values, factor=.5, **options), rates)


def test_rate_is_reduced_by_accuracy():
    assert_allclose(reduced([1, 2, 2], name='val_acc', monitor='val_acc', patience=1), [1, 1, .1])


def test_rate_in_the_logs_is_that_of_the_epoch():
    model = make_model(.5)
    callback = ReduceLROnPlateau('loss', factor=.5, patience=1, min_delta=1e9)
    history = model.fit(X, Y, epochs=3, verbose=0, callbacks=[callback]).history
    assert_allclose(history['lr'], [.5, .5, .25])


def test_reduction_says_so(capsys):
    reduced([1, 1], patience=1, verbose=1)
    assert capsys.readouterr().out == 'Epoch 2: learning rate lowered to 0.1.\n'


def test_reduction_starts_anew():
    model = make_model()
    callback = ReduceLROnPlateau('loss', patience=2, min_delta=1e9)
    for _ in range(3):
        model.fit(X, Y, epochs=2, verbose=0, callbacks=[callback])
    assert K.get_value(model.optimizer.lr) == 1.


def test_arguments_of_the_reduction():
    with pytest.raises(ValueError, match='below 1, but got 1.0'):
        ReduceLROnPlateau(factor=1.)
    with pytest.warns(UserWarning, match='`min_delta`'):
        assert ReduceLROnPlateau(epsilon=.5).min_delta == .5
    with pytest.raises(TypeError, match='unknown argument patients'):
        ReduceLROnPlateau(patients=3)
    with pytest.warns(RuntimeWarning, match="ReduceLROnPlateau monitors 'val_loss'"):
        reduced([1.], name='loss')


def test_rate_set_from_a_callback_of_ones_own():
    class Halving(Callback):
        def on_epoch_end(self, epoch, logs=None):
            lr = self.model.optimizer.lr
            K.set_value(lr, K.get_value(lr) / 2)

    model = make_model(.5)
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[Halving()])
    assert K.get_value(model.optimizer.lr) == .125
