"""Callbacks in real runs: the order of their hooks, what they may change, what their errors leave.

The orders are those that Keras 2.3.1 was seen to call hooks in.
"""
import threading

import numpy as np
import pytest

from keras import backend as K
from keras.callbacks import Callback, LambdaCallback
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import Sequence

X = np.array([[1.], [2], [-1]])
Y = np.array([[1.], [0], [3]])
BATCH_HOOKS = ['on_%s%s_%s' % (mode, 'batch', moment) for mode in ('', 'test_', 'predict_')
               for moment in ('begin', 'end')]
HOOKS = BATCH_HOOKS + ['on_%s_%s' % (what, moment) for what in ('epoch', 'train', 'test', 'predict')
                       for moment in ('begin', 'end')]


def linear(lr=0.):
    """Returns a compiled model that doubles its input."""
    model = Sequential([Dense(1, input_shape=(1,), use_bias=False, weights=[np.array([[2.]])])])
    model.compile(SGD(lr), 'mse', metrics=['mae'])
    return model


def batches():
    while True:
        yield X, Y


class TwoBatches(Sequence):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return X[:2], Y[:2]


class Order(Callback):
    """Notes the calls of hooks: `epoch0(` for the beginning of epoch 0, `epoch0)` for its end."""

    def __init__(self):
        super().__init__()
        self.calls = []
        for name in HOOKS:
            what, moment = name[3:].rsplit('_', 1)
            setattr(self, name, self._noting(what, '(' if moment == 'begin' else ')'))

    def _noting(self, what, mark):
        def hook(*arguments):
            numbers = [str(x) for x in arguments if not isinstance(x, dict)]
            self.calls.append(what + ''.join(numbers) + mark)
        return hook

    def set_model(self, model):
        super().set_model(model)
        self.calls.append('model')

    def set_params(self, params):
        super().set_params(params)
        assert self.model is not None
        self.calls.append('params')


def order(run, *arguments, **options):
    callback = Order()
    run(*arguments, callbacks=[callback], **options)
    return ' '.join(callback.calls)


def hooks(what, *numbers):
    return ' '.join('%s%d( %s%d)' % (what, i, what, i) for i in numbers)


TWO = hooks('batch', 0, 1)
TEST = 'test( %s test)' % hooks('test_batch', 0, 1)


@pytest.mark.parametrize('x, y, options', [
    (X, Y, dict(batch_size=2, validation_data=(X, Y))),
    (X, Y, dict(steps_per_epoch=2, validation_data=batches(), validation_steps=2)),
    (batches(), None, dict(steps_per_epoch=2, validation_data=TwoBatches())),
    (TwoBatches(), None, dict(validation_data=batches(), validation_steps=2))])
def test_training(x, y, options):
    assert order(linear().fit, x, y, epochs=2, verbose=0, **options) == (
        'model params train( epoch0( %s %s epoch0) epoch1( %s %s epoch1) train)'
        % (TWO, TEST, TWO, TEST))


def test_training_with_rarer_validation():
    assert order(linear().fit, X, Y, batch_size=2, epochs=2, verbose=0, validation_freq=2,
                 validation_data=(X, Y)) == (
        'model params train( epoch0( %s epoch0) epoch1( %s %s epoch1) train)' % (TWO, TWO, TEST))


def test_training_for_no_epoch():
    assert order(linear().fit, X, Y, epochs=1, initial_epoch=1, verbose=0) == (
        'model params train( train)')


def test_testing_and_prediction():
    model = linear()
    for run, options in (('evaluate', dict(x=X, y=Y, batch_size=2, verbose=0)),
                         ('evaluate', dict(x=batches(), steps=2, verbose=0)),
                         ('evaluate_generator', dict(generator=TwoBatches()))):
        assert order(getattr(model, run), **options) == 'model params ' + TEST
    for run, options in (('predict', dict(x=X, batch_size=2)),
                         ('predict', dict(x=batches(), steps=2)),
                         ('predict_generator', dict(generator=TwoBatches()))):
        assert order(getattr(model, run), **options) == (
            'model params predict( %s predict)' % hooks('predict_batch', 0, 1))


def stop(*arguments):
    stop.model.stop_training = True


@pytest.mark.parametrize('hook, calls', [
    ('on_epoch_begin', 'epoch0( batch0( batch0) epoch0)'),
    ('on_batch_begin', 'epoch0( batch0( batch0) epoch0)'),
    ('on_batch_end', 'epoch0( batch0( batch0) epoch0)'),
    ('on_test_batch_end', 'epoch0( %s %s epoch0)' % (TWO, TEST)),
    ('on_epoch_end', 'epoch0( %s %s epoch0)' % (TWO, TEST))])
def test_training_that_is_stopped(hook, calls):
    stop.model, log = linear(), Order()
    for source in (dict(x=X, y=Y, batch_size=2, validation_data=(X, Y)),
                   dict(x=TwoBatches(), validation_data=TwoBatches())):
        log.calls = []
        stop.model.fit(epochs=3, verbose=0, callbacks=[LambdaCallback(**{hook: stop}), log],
                       **source)
        assert ' '.join(log.calls) == 'model params train( %s train)' % calls


@pytest.mark.parametrize('run, options, expected', [
    ('fit', dict(x=X, y=Y, batch_size=2, verbose=0),
     dict(epochs=1, do_validation=False, metrics=['loss', 'mae'], samples=3, batch_size=2,
          steps=None, verbose=0)),
    ('fit', dict(x=batches(), steps_per_epoch=2, epochs=3, verbose=2, validation_data=(X, Y)),
     dict(epochs=3, do_validation=True, metrics=['loss', 'mae', 'val_loss', 'val_mae'], steps=2,
          verbose=2)),
    ('evaluate', dict(x=X, y=Y, batch_size=2, verbose=0),
     dict(metrics=['loss', 'mae'], samples=3, batch_size=2, steps=None, verbose=0)),
    ('evaluate_generator', dict(generator=batches(), steps=2),
     dict(metrics=['loss', 'mae'], steps=2, verbose=0)),
    ('predict', dict(x=X), dict(samples=3, batch_size=32, steps=None, verbose=0)),
    ('predict_generator', dict(generator=batches(), steps=2), dict(steps=2, verbose=0))])
def test_parameters(run, options, expected):
    callback = Callback()
    getattr(linear(), run)(callbacks=[callback], **options)
    assert callback.params == expected


@pytest.mark.parametrize('assign', [True, False])
def test_rate_changed_from_batch_to_batch(assign):
    """The rate of a step is the one that was set before it."""
    def change(batch, logs):
        if assign:
            model.optimizer.lr = .1 * (batch + 1)
        else:
            K.set_value(model.optimizer.lr, .1 * (batch + 1))

    model = linear(lr=5.)
    model.fit(X, Y, batch_size=1, shuffle=False, verbose=0,
              callbacks=[LambdaCallback(on_batch_begin=change)])
    kernel = 2.
    for batch, (x, y) in enumerate(zip(X[:, 0], Y[:, 0])):
        kernel -= .1 * (batch + 1) * 2 * x * (x * kernel - y)
    assert model.get_weights()[0][0, 0] == pytest.approx(kernel, rel=1e-5)


def test_use_of_the_model_between_epochs():
    """What a callback computes leaves the averages and the training as they are."""
    seen = []

    def look(epoch, logs):
        seen.append((model.evaluate(X, Y, verbose=0)[0], model.predict(X)[0, 0],
                     model.test_on_batch(X[:1], Y[:1])[0]))

    model, alone = linear(.05), linear(.05)
    options = dict(epochs=3, shuffle=False, verbose=0, batch_size=2, validation_data=(X, Y))
    history = model.fit(X, Y, callbacks=[LambdaCallback(on_epoch_end=look)], **options).history
    for name, values in alone.fit(X, Y, **options).history.items():
        assert history[name] == pytest.approx(values)
    assert [loss for loss, _, _ in seen] == pytest.approx(history['val_loss'])
    assert seen[-1][1] == pytest.approx(model.get_weights()[0][0, 0])


@pytest.mark.parametrize('hook', HOOKS)
def test_errors_leave_the_model_usable(hook):
    def fail(*arguments):
        raise LookupError('from %s' % hook)

    model = linear()
    runs = [lambda **options: model.predict(TwoBatches(), **options)]
    if 'predict' not in hook:
        runs = [lambda **options: model.fit(TwoBatches(), epochs=2, verbose=0,
                                            validation_data=TwoBatches(), **options),
                lambda **options: model.fit(X, Y, verbose=0, validation_data=(X, Y), **options)]
    if 'test' in hook:
        runs.append(lambda **options: model.evaluate(TwoBatches(), verbose=0, **options))
    for run in runs:
        with pytest.raises(LookupError, match='from ' + hook):
            run(callbacks=[LambdaCallback(**{hook: fail})])
        assert 'keras-reader' not in [thread.name for thread in threading.enumerate()]
    loss, mae = np.mean((2 * X - Y) ** 2), np.mean(np.abs(2 * X - Y))
    assert model.evaluate(X, Y, verbose=0) == pytest.approx([loss, mae])
    assert model.train_on_batch(X, Y) == pytest.approx([loss, mae])
    history = model.fit(X, Y, verbose=0, validation_data=(X, Y)).history
    assert {name: value for name, (value,) in history.items()} == pytest.approx(
        {'loss': loss, 'mae': mae, 'val_loss': loss, 'val_mae': mae})
    np.testing.assert_allclose(model.predict(X), 2 * X)
