"""Callbacks that end a training."""
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from keras.callbacks import EarlyStopping, TerminateOnNaN
from keras.layers import Dense
from keras.models import Sequential


def make_model():
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile('sgd', 'mse')
    return model


def epochs_until_stop(callback, values, name='val_loss', model=None):
    """Feeds one value an epoch; returns the number of epochs that were run."""
    model = model or make_model()
    model.stop_training = False
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        if model.get_weights():
            model.set_weights([np.full_like(w, epoch) for w in model.get_weights()])
        callback.on_epoch_end(epoch, {name: value, 'loss': 0.})
        if model.stop_training:
            break
    callback.on_train_end()
    return epoch + 1


@pytest.mark.parametrize('values, options, epochs', [
    ([3, 2, 1, 1, 0], dict(), 4),
    ([3, 2, 1, 1, 0], dict(patience=1), 4),
    ([3, 2, 1, 1, 0], dict(patience=2), 5),
    ([3, 2, 2, 1, 1, 1, 1], dict(patience=2), 6),
    ([3, 2.8, 2.6, 2], dict(min_delta=.5), 2),
    ([3, 2.8, 2.4, 2], dict(min_delta=.5, patience=2), 4),
    ([1, 2, 3, 3], dict(mode='max'), 4),
    ([1, 1.2, 3, 3], dict(mode='max', min_delta=.5), 2),
    ([3, 2, 1], dict(baseline=2.5), 1),
    ([3, 2, 1], dict(baseline=2.5, patience=2), 3),
    ([float('nan')] * 3, dict(patience=2), 2),
])
def test_when_early_stopping_stops(values, options, epochs):
    assert epochs_until_stop(EarlyStopping(**options), values) == epochs


@pytest.mark.parametrize('name, rising', [
    ('val_loss', False), ('val_acc', True), ('accuracy', True), ('val_fmeasure', False),
    ('fmeasure', True), ('mae', False)])
def test_direction_by_name(name, rising):
    values = [1, 2, 3] if rising else [3, 2, 1]
    assert epochs_until_stop(EarlyStopping(name), values, name=name) == 3
    assert epochs_until_stop(EarlyStopping(name), values[::-1], name=name) == 2


def test_early_stopping_starts_anew():
    callback = EarlyStopping(patience=2)
    for _ in range(2):
        assert epochs_until_stop(callback, [3, 2, 2, 2, 1]) == 4
        assert (callback.stopped_epoch, callback.best) == (3, 2)


def test_early_stopping_says_so(capsys):
    epochs_until_stop(EarlyStopping(patience=2, verbose=1), [3, 2, 2, 2])
    assert capsys.readouterr().out == (
        'Early stopping after epoch 4: val_loss did not improve on 2.00000 for 2 epochs.\n')


def test_best_weights_come_back():
    model = make_model()
    epochs_until_stop(EarlyStopping(patience=2, restore_best_weights=True), [3, 1, 2, 2],
                      model=model)
    assert_array_equal(model.get_weights()[0], np.full((3, 1), 1))
    epochs_until_stop(EarlyStopping(patience=2), [3, 1, 2, 2], model=model)
    assert_array_equal(model.get_weights()[0], np.full((3, 1), 3))


def test_best_weights_come_back_whatever_ends_the_training():
    model = make_model()
    epochs_until_stop(EarlyStopping(patience=9, restore_best_weights=True), [3, 1, 2, 2],
                      model=model)
    assert_array_equal(model.get_weights()[0], np.full((3, 1), 1))


def test_weights_stay_where_no_epoch_was_good_enough():
    model = make_model()
    epochs_until_stop(EarlyStopping(baseline=0., patience=2, restore_best_weights=True), [3, 2, 1],
                      model=model)
    assert_array_equal(model.get_weights()[0], np.full((3, 1), 1))


def test_what_is_not_in_the_logs_is_said_once():
    callback = EarlyStopping('val_los')
    with pytest.warns(RuntimeWarning, match="EarlyStopping monitors 'val_los'.*: loss, mae"):
        assert epochs_until_stop(callback, [3, 3, 3], name='mae') == 3
    assert epochs_until_stop(callback, [3, 3, 3], name='mae') == 3


def test_accuracy_under_its_older_name():
    assert epochs_until_stop(EarlyStopping('val_acc'), [1, 2, 2], name='val_accuracy') == 3
    assert epochs_until_stop(EarlyStopping('acc'), [1, 1], name='accuracy') == 2


def test_unknown_mode():
    with pytest.warns(RuntimeWarning, match="mode 'up' is not"):
        EarlyStopping(mode='up')


def test_early_stopping_of_a_model():
    model = make_model()
    x, y = np.ones((4, 3)), np.zeros((4, 1))
    history = model.fit(x, y, epochs=10, verbose=0, callbacks=[EarlyStopping('loss', baseline=-1)])
    assert history.epoch == [0]


@pytest.mark.parametrize('bad', [np.nan, np.inf])
def test_training_ends_with_the_first_bad_loss(bad, capsys):
    model = make_model()
    x, y = np.ones((8, 3)), np.zeros((8, 1))
    y[3] = bad
    seen = []

    class Counter(TerminateOnNaN):
        def on_batch_end(self, batch, logs=None):
            seen.append(batch)
            super().on_batch_end(batch, logs)

    history = model.fit(x, y, batch_size=2, epochs=3, verbose=0, shuffle=False,
                        callbacks=[Counter()])
    assert seen == [0, 1]
    assert history.epoch == [0]
    assert 'Batch 1: the loss is %s' % bad in capsys.readouterr().out
