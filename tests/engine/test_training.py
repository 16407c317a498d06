"""fit, evaluate, predict and their batch-wise kin on arrays."""
import numpy as np
import pytest
import scipy.sparse
from small_models import (
    BIAS,
    KERNEL,
    LABELS,
    TWO_CLASSES,
    WEIGHTS,
    X,
    Y,
    linear,
    predicted,
    recorded,
    softmax,
    step,
    two_outputs,
)

from keras import backend as K
from keras.callbacks import Callback, LambdaCallback, TerminateOnNaN
from keras.layers import Add, BatchNormalization, Dense, Dropout, Input
from keras.models import Model, Sequential


class Log(Callback):
    """Notes every hook that is called, and with what."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def logs_of(self, hook):
        return [logs for name, _, logs in self.calls if name == hook]


def _noting(hook):
    def method(self, *args):
        index, logs = args if len(args) == 2 else (None, args[0] if args else None)
        self.calls.append((hook, index, dict(logs or {})))
    return method


for _moment in ('begin', 'end'):
    for _mode in ('train', 'test', 'predict'):
        for _hook in ('on_%s_%s' % (_mode, _moment), 'on_%s_batch_%s' % (_mode, _moment)):
            setattr(Log, _hook, _noting(_hook))
    setattr(Log, 'on_epoch_' + _moment, _noting('on_epoch_' + _moment))


def test_steps_of_gradient_descent():
    model = linear()
    kernel, bias = KERNEL, BIAS
    for x, y in ((X, Y), (X[:2], Y[:2]), (X[2:], Y[2:])):
        kernel, bias, loss = step(kernel, bias, x, y)
        assert model.train_on_batch(x, y) == pytest.approx(loss, rel=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[1], bias, rtol=1e-5)


def test_fit_takes_the_same_steps():
    model = linear()
    history = model.fit(X, Y, batch_size=2, epochs=2, shuffle=False, verbose=0).history
    kernel, bias, expected = KERNEL, BIAS, []
    for _ in range(2):
        total = 0
        for rows in (slice(0, 2), slice(2, 4), slice(4, 5)):
            kernel, bias, loss = step(kernel, bias, X[rows], Y[rows])
            total += loss * len(X[rows])
        expected.append(total / 5)
    assert history['loss'] == pytest.approx(expected, rel=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-5)


def test_logs_are_those_of_keras_2_3_1():
    log = Log()
    history = linear(metrics=['mae']).fit(X, Y, batch_size=2, epochs=2, shuffle=False, verbose=0,
                                          callbacks=[log]).history
    assert history['loss'] == pytest.approx([3.3417431, 2.5322814])
    assert history['mae'] == pytest.approx([1.7250999, 1.4664736])
    batches = log.logs_of('on_train_batch_end')
    assert [(logs['batch'], logs['size']) for logs in batches] == [(0, 2), (1, 2), (2, 1)] * 2
    # The loss is that of the batch, metrics run on over the epoch.
    assert [logs['loss'] for logs in batches] == pytest.approx(
        [2.11625, 2.6187127, 7.2387905, 2.1520607, 2.5811846, 3.1949165])
    assert [logs['mae'] for logs in batches] == pytest.approx(
        [1.375, 1.48375, 1.7250999, 1.2720749, 1.3862337, 1.4664736])


def test_hooks_of_fit_with_validation():
    log = Log()
    linear(metrics=['mae']).fit(X, Y, batch_size=3, shuffle=False, verbose=0, callbacks=[log],
                                validation_data=(X, Y))
    batch = ['on_train_batch_begin', 'on_train_batch_end']
    test = ['on_test_batch_begin', 'on_test_batch_end']
    assert [hook for hook, _, _ in log.calls] == (
        ['on_train_begin', 'on_epoch_begin'] + batch * 2 + ['on_test_begin'] + test * 2
        + ['on_test_end', 'on_epoch_end', 'on_train_end'])
    assert log.params == {
        'batch_size': 3, 'epochs': 1, 'steps': None, 'samples': 5, 'verbose': 0,
        'do_validation': True, 'metrics': ['loss', 'mae', 'val_loss', 'val_mae']}
    assert [array.shape for array in log.validation_data] == [(5, 2), (5, 1), (5,)]
    (logs,) = log.logs_of('on_epoch_end')
    assert logs == pytest.approx({'loss': 4.1739027, 'mae': 1.9350001,
                                  'val_loss': 2.2665787, 'val_mae': 1.3279583})


def test_hooks_of_evaluate_and_predict():
    log = Log()
    model = linear(metrics=['mae'])
    model.evaluate(X, Y, batch_size=3, verbose=0, callbacks=[log])
    assert [hook for hook, _, _ in log.calls] == (
        ['on_test_begin'] + ['on_test_batch_begin', 'on_test_batch_end'] * 2 + ['on_test_end'])
    assert [logs['loss'] for logs in log.logs_of('on_test_batch_end')] == pytest.approx(
        [2.9516668, 7.4928131])
    log = Log()
    model.predict(X, batch_size=3, callbacks=[log])
    outputs = [logs['outputs'][0] for logs in log.logs_of('on_predict_batch_end')]
    np.testing.assert_allclose(np.concatenate(outputs), predicted(), rtol=1e-6)
    assert log.params == {'batch_size': 3, 'steps': None, 'samples': 5, 'verbose': 0}


def test_what_callbacks_are_told_of_data_with_steps():
    log = Log()
    model = linear()
    told = {'steps': 2, 'verbose': 0}
    of_arrays = dict(told, samples=5, batch_size=None)
    of_fit = {'epochs': 1, 'do_validation': False, 'metrics': ['loss']}
    model.fit(X, Y, steps_per_epoch=2, verbose=0, callbacks=[log])
    assert log.params == dict(of_arrays, **of_fit)
    model.evaluate(X, Y, steps=2, verbose=0, callbacks=[log])
    assert log.params == dict(of_arrays, metrics=['loss'])
    model.predict(X, steps=2, callbacks=[log])
    assert log.params == of_arrays
    batches = iter([(X, Y)] * 2)
    model.fit_generator(batches, steps_per_epoch=2, verbose=0, callbacks=[log])
    assert log.params == dict(told, **of_fit)


def test_validation_data_of_models_with_dropout_end_with_the_learning_phase():
    log = Log()
    model = Sequential([Dropout(.5, input_shape=(2,)), Dense(1)])
    model.compile('sgd', 'mse')
    model.fit(X, Y, verbose=0, callbacks=[log], validation_data=(X, Y, WEIGHTS))
    tensors = (model._feed_inputs + model._feed_targets + model._feed_sample_weights
               + [K.learning_phase()])
    (loss,) = K.function(tensors, [model.total_loss])(log.validation_data)
    assert loss == pytest.approx(model.test_on_batch(X, Y, sample_weight=WEIGHTS))


def test_validation_split_takes_the_last_samples_before_shuffling():
    model = linear(metrics=['mae'])
    calls = recorded(model)
    history = model.fit(X, Y, batch_size=2, epochs=2, validation_split=.3, verbose=0,
                        shuffle=False).history
    np.testing.assert_array_equal(np.concatenate([call[0] for call in calls[:2]]), X[:3])
    assert history['val_loss'] == pytest.approx([5.86018, 6.373998])
    assert history['loss'] == pytest.approx([2.588967, .57147867])
    seen = recorded(model)
    model.fit(X, Y, validation_split=.3, verbose=0)
    assert sorted(seen[0][0].tolist()) == sorted(X[:3].tolist())


def test_sample_weights_in_fit_and_validation():
    model = linear(metrics=['mae'], weighted_metrics=['mae'])
    history = model.fit(X, Y, batch_size=2, shuffle=False, verbose=0, sample_weight=WEIGHTS,
                        validation_data=(X, Y, WEIGHTS)).history
    assert {name: value for name, (value,) in history.items()} == pytest.approx({
        'loss': 5.2517366, 'mae': 1.4757999, 'mae_1': 1.9456922,
        'val_loss': 13.0195777, 'val_mae': 1.6256298, 'val_mae_1': 2.2304461})


@pytest.mark.parametrize('freq, expected', [(np.int64(2), [2.0106425, 1.3682213]),
                                            ([1, 4], [2.7823606, 1.3682213])])
def test_validation_freq(freq, expected):
    history = linear().fit(X, Y, epochs=4, verbose=0, validation_data=(X, Y),
                           validation_freq=freq).history
    assert history['val_loss'] == pytest.approx(expected)
    assert len(history['loss']) == 4


def test_initial_epoch():
    epochs = []
    model = linear()
    model.fit(X, Y, epochs=5, initial_epoch=3, verbose=0,
              callbacks=[LambdaCallback(on_epoch_begin=lambda epoch, logs: epochs.append(epoch))])
    assert epochs == [3, 4]
    assert model.history.epoch == [3, 4]


def _order(**arguments):
    rows = np.arange(7.)[:, np.newaxis]
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile('sgd', 'mse')
    calls = recorded(model)
    np.random.seed(5)
    model.fit(rows, 10 * rows, epochs=2, verbose=0, sample_weight=rows[:, 0], **arguments)
    for x, y, weights in calls:
        np.testing.assert_array_equal(y, 10 * x)
        np.testing.assert_array_equal(weights, x[:, 0])
    return [call[0][:, 0].tolist() for call in calls]


# The orders that Keras 2.3.1 draws after np.random.seed(5).

def test_order_of_shuffled_samples():
    assert _order(batch_size=3) == [[6, 2, 4], [1, 0, 5], [3], [5, 2, 0], [4, 6, 1], [3]]


def test_order_of_shuffled_batches():
    assert _order(batch_size=2, shuffle='batch') == [
        [0, 1], [2, 3], [4, 5], [6], [4, 5], [0, 1], [2, 3], [6]]


def test_order_without_shuffling():
    assert _order(batch_size=3, shuffle=False) == [[0, 1, 2], [3, 4, 5], [6]] * 2


def test_order_after_a_validation_split():
    assert _order(batch_size=2, validation_split=.3) == [[0, 1], [2, 3], [3, 0], [2, 1]]


def _run_with_seed():
    np.random.seed(7)
    K.clear_session()
    model = Sequential([Dense(8, activation='relu', input_shape=(2,)), Dropout(.3),
                        BatchNormalization(), Dense(1)])
    model.compile('adam', 'mse', metrics=['mae'])
    history = model.fit(X, Y, batch_size=2, epochs=3, verbose=0, validation_split=.2).history
    return history, model.get_weights()


def test_the_same_seed_gives_the_same_run():
    (first, first_weights), (second, second_weights) = _run_with_seed(), _run_with_seed()
    assert first == second
    for one, other in zip(first_weights, second_weights):
        np.testing.assert_array_equal(one, other)


def test_evaluate_weighs_batches_by_their_size():
    model = linear(metrics=['mae'], weighted_metrics=['mae'])
    assert model.evaluate(X, Y, batch_size=2, verbose=0) == pytest.approx(
        [4.768125, 2.005, 2.005])
    assert model.evaluate(X, Y, batch_size=2, verbose=0, sample_weight=WEIGHTS) == pytest.approx(
        [9.448626, 2.005, 2.5])


def test_losses_of_outputs_are_weighed_by_size_too():
    model = two_outputs(metrics={'b': 'acc'})
    loss, a_loss, b_loss, b_acc = model.evaluate(X, [Y, TWO_CLASSES], batch_size=2, verbose=0)
    assert a_loss == pytest.approx(4.768125)
    assert loss == pytest.approx(a_loss + b_loss)
    assert b_acc == pytest.approx(.4)


def test_evaluate_returns_floats():
    assert type(linear().evaluate(X, Y, verbose=0)) is float
    values = linear(metrics=['mae']).evaluate(X, Y, verbose=0)
    assert [type(value) for value in values] == [float, float]
    assert type(linear(metrics=['mae']).train_on_batch(X, Y)) is list


@pytest.mark.parametrize('batch_size', [None, 1, 2, 5])
def test_predict(batch_size):
    np.testing.assert_allclose(linear().predict(X, batch_size=batch_size), predicted(), rtol=1e-6)


def test_functions_can_be_made_before_compiling_and_use():
    model = Sequential([Dense(1, input_dim=3), Dropout(0.5)])
    model._make_predict_function()
    assert model.predict_function([np.ones((2, 3)), 0])[0].shape == (2, 1)
    assert model._uses_dynamic_learning_phase() and not model.stop_training


def test_predict_with_several_outputs_and_forms_of_input():
    model = two_outputs()
    for x in (X, [X], {'x': X}, {'x': X, 'unused': 3}):
        a, b = model.predict(x, batch_size=2)
        np.testing.assert_allclose(a, predicted(), rtol=1e-6)
        np.testing.assert_allclose(b.sum(axis=1), np.ones(5), rtol=1e-6)
    np.testing.assert_array_equal(model.predict_on_batch(X)[1], b)


@pytest.mark.parametrize('how', [{}, {'batch_size': 2}, {'steps': 1}])
def test_predict_takes_as_many_rows_as_the_first_input_has(how):
    a, b = Input((2,), name='a'), Input((1,), name='b')
    model = Model([a, b], Add()([Dense(1, weights=[KERNEL, BIAS])(a), b]))
    few, many = X[:3], np.arange(7.)[:, None]
    expected = predicted()[:3] + many[:3]
    for more in (many, scipy.sparse.coo_matrix(many)):
        with pytest.warns(UserWarning, match='a has 3, b has 7. .*first 3 rows'):
            np.testing.assert_allclose(model.predict([few, more], **how), expected, rtol=1e-6)
    with pytest.raises(ValueError, match='same number of samples, but a has 5, b has 2'):
        model.predict([X, many[:2]], **how)
    model.compile('sgd', 'mse')
    for run in (model.fit, model.evaluate):
        with pytest.raises(ValueError, match='same number of samples, but a has 3, b has 7'):
            run([few, many], Y[:3], verbose=0)


def test_predict_no_rows():
    assert linear().predict(X[:0]).shape == (0, 1)


def test_targets_by_name():
    model = two_outputs()
    by_list = model.test_on_batch(X, [Y, TWO_CLASSES])
    assert model.test_on_batch({'x': X}, {'b': TWO_CLASSES, 'a': Y}) == by_list


def test_metrics_go_on_over_batches_until_they_are_reset():
    model = linear(metrics=['mae'])
    results = [model.train_on_batch(X[:2], Y[:2]),
               model.train_on_batch(X[2:], Y[2:], reset_metrics=False),
               model.test_on_batch(X[:1], Y[:1], reset_metrics=False),
               model.test_on_batch(X[:1], Y[:1])]
    np.testing.assert_allclose(results, [[2.11625, 1.375], [4.6910605, 2.0525],
                                         [.58497, 1.7305834], [.58497, 1.5374334]], rtol=1e-5)
    assert model.test_on_batch(X[:1], Y[:1], reset_metrics=False)[1] == pytest.approx(
        .58497 ** .5, rel=1e-5)
    model.reset_metrics()
    assert model.test_on_batch(X[:1], Y[:1])[1] == pytest.approx(.58497 ** .5, rel=1e-5)


def test_metrics_of_a_batch_know_nothing_of_fit_and_evaluate():
    model = linear(lr=0., metrics=['mae'])
    alone = model.test_on_batch(X[:1], Y[:1])
    model.fit(X, Y, verbose=0)
    assert model.test_on_batch(X[:1], Y[:1]) == alone
    model.evaluate(X, Y, verbose=0)
    assert model.metrics[0].get_weights() == pytest.approx([5 * 2.005, 5])
    assert model.train_on_batch(X[:1], Y[:1]) == alone


def test_learning_phase():
    model = Sequential([Dropout(.5, input_shape=(1000,))])
    model.compile('sgd', 'mse')
    ones = np.ones((1, 1000))
    assert (model.predict(ones) == 1).all()
    assert model.test_on_batch(ones, ones) == 0
    assert model.train_on_batch(ones, ones) == pytest.approx(1)
    assert model.fit(ones, ones, verbose=0, validation_data=(ones, ones)).history == {
        'loss': [pytest.approx(1)], 'val_loss': [0]}


def test_batch_normalization_is_updated_in_training_alone():
    model = Sequential([BatchNormalization(momentum=.5, input_shape=(2,))])
    model.compile('sgd', 'mse')
    model.test_on_batch(X, X)
    model.predict(X)
    np.testing.assert_array_equal(model.get_weights()[2], [0, 0])
    model.fit(X, X, verbose=0)
    np.testing.assert_allclose(model.get_weights()[2], .5 * X.mean(axis=0), rtol=1e-5)


def test_a_single_callback():
    log = Log()
    linear().fit(X, Y, verbose=0, callbacks=log)
    assert log.logs_of('on_epoch_end')


def test_stopping_after_an_epoch_and_within_one():
    class StopAt(Callback):
        def on_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 1

    model = linear()
    calls = recorded(model)
    history = model.fit(X, Y, batch_size=1, epochs=9, verbose=0, callbacks=[StopAt()],
                        validation_data=(X, Y)).history
    assert len(calls) == 2
    assert list(history) == ['loss']
    assert len(model.fit(X, Y, epochs=2, verbose=0).history['loss']) == 2


@pytest.mark.parametrize('error', [KeyboardInterrupt, ZeroDivisionError])
def test_an_interrupted_fit_leaves_the_model_usable(error):
    class Interrupt(Callback):
        def on_batch_end(self, batch, logs=None):
            if batch == 1:
                raise error

    model = linear(lr=0., metrics=['mae'])
    with pytest.raises(error):
        model.fit(X, Y, batch_size=2, verbose=0, callbacks=[Interrupt()])
    assert model.test_on_batch(X, Y) == pytest.approx([4.768125, 2.005])
    assert model.fit(X, Y, verbose=0).history['mae'] == pytest.approx([2.005])


def test_nan_goes_on_unless_a_callback_stops_it():
    targets = np.full((5, 1), np.nan)
    assert np.isnan(linear().fit(X, targets, epochs=2, verbose=0).history['loss']).tolist() == [
        True, True]
    history = linear().fit(X, targets, epochs=5, verbose=0, callbacks=[TerminateOnNaN()])
    assert len(history.epoch) == 1


def test_freezing_after_compile_warns_and_takes_effect_on_compiling_again():
    model = Sequential([Dense(2, input_shape=(2,)), Dense(1)])
    model.compile('sgd', 'mse')
    model.layers[0].trainable = False
    before = model.get_weights()
    with pytest.warns(UserWarning, match='`trainable` was changed'):
        model.train_on_batch(X, Y)
    middle = model.get_weights()
    assert not np.array_equal(before[0], middle[0])
    model.train_on_batch(X, Y)  # warns once
    model.compile('sgd', 'mse')
    middle = model.get_weights()
    model.train_on_batch(X, Y)
    after = model.get_weights()
    np.testing.assert_array_equal(middle[0], after[0])
    assert not np.array_equal(middle[2], after[2])


def test_freezing_one_layer_for_another_warns_too():
    model = Sequential([Dense(2, input_shape=(2,)), Dense(1)])
    model.layers[0].trainable = False
    model.compile('sgd', 'mse')
    model.layers[0].trainable, model.layers[1].trainable = True, False
    with pytest.warns(UserWarning, match='`trainable` was changed'):
        model.fit(X, Y, verbose=0)


def test_two_models_that_share_layers_train_their_own_weights():
    """The pattern of adversarial networks: one trains alone, frozen in the other."""
    judge = Sequential([Dense(1, input_shape=(1,), name='judge')])
    judge.compile('sgd', 'mse')
    judge.trainable = False
    maker = Sequential([Dense(1, input_shape=(2,), name='maker')])
    noise = Input((2,))
    both = Model(noise, judge(maker(noise)))
    both.compile('sgd', 'mse')
    start = both.get_weights()
    both.train_on_batch(X, Y)
    after_both = both.get_weights()
    np.testing.assert_array_equal(judge.get_weights()[0], start[2])
    assert not np.array_equal(start[0], after_both[0])
    with pytest.warns(UserWarning, match='trainable'):
        judge.train_on_batch(X[:, :1], Y)
    assert not np.array_equal(judge.get_weights()[0], start[2])
    np.testing.assert_array_equal(maker.get_weights()[0], after_both[0])


def test_models_of_models():
    inner = linear()
    x = Input((2,))
    outer = Model(x, [inner(x), inner(x)])
    outer.compile('sgd', 'mse', metrics=['mae'])
    assert outer.output_names == [inner.name] * 2
    assert len(outer.metrics_names) == 5
    assert outer.test_on_batch(X, [Y, Y])[:3] == pytest.approx([2 * 4.768125] + [4.768125] * 2)


def test_progress_is_shown(capsys):
    model = linear(metrics=['mae'])
    model.fit(X, Y, batch_size=2, epochs=2, validation_data=(X, Y))
    shown = capsys.readouterr().out
    assert 'Train on 5 samples, validate on 5 samples' in shown
    assert 'Epoch 2/2' in shown
    assert '5/5 [==============================]' in shown
    assert ' - loss: ' in shown and ' - val_mae: ' in shown
    model.evaluate(X, Y)
    model.predict(X, verbose=1)
    model.fit(X, Y, steps_per_epoch=3, verbose=2)
    shown = capsys.readouterr().out
    assert shown.count('5/5 [') == 2
    model.fit(X, Y, verbose=0)
    model.evaluate(X, Y, verbose=0)
    assert capsys.readouterr().out == ''


def test_arrays_with_steps_are_taken_whole_in_each():
    model = linear()
    history = model.fit(X, Y, steps_per_epoch=2, verbose=0).history
    assert history['loss'] == pytest.approx([3.7752428])
    assert model.predict(X, steps=2).shape == (10, 1)


def test_models_that_read_tensors():
    model = linear()
    x = Input(tensor=K.constant(X))
    model = Model(x, Dense(1, weights=[KERNEL, BIAS])(x))
    model.compile('sgd', 'mse', target_tensors=K.constant(Y), metrics=['mae'])
    K.set_value(model.optimizer.lr, .1)
    history = model.fit(steps_per_epoch=2, verbose=0, validation_steps=1).history
    assert history['loss'] == pytest.approx([3.7752428])
    assert history['mae'] == pytest.approx([1.7213749])
    assert history['val_loss'] == pytest.approx([2.0106425])
    assert model.evaluate(steps=2, verbose=0)[0] == pytest.approx(2.0106425)
    assert model.predict(None, steps=2).shape == (10, 1)
    for use in (lambda: model.fit(), lambda: model.evaluate(), lambda: model.predict(None)):
        with pytest.raises(ValueError, match='reads its data from tensors.*steps'):
            use()


def test_tensors_as_inputs_and_arrays_as_targets():
    x = Input(tensor=K.constant(X))
    model = Model(x, Dense(1, weights=[KERNEL, BIAS])(x))
    model.compile('sgd', 'mse')
    assert model.train_on_batch(None, Y) == pytest.approx(4.768125)
    assert model.fit(None, Y, batch_size=5, verbose=0).epoch == [0]


def test_sequential_models_are_built_from_the_data():
    for data in ((X, Y), (X.tolist(), Y[:, 0]), (X.astype('int64'), Y)):
        model = Sequential([Dense(3), Dense(1)])
        model.compile('sgd', 'mse', metrics=['mae'])
        assert model.metrics_names == ['loss']
        model.fit(*data, verbose=0)
        assert model.metrics_names == ['loss', 'mae']
        assert model.input_shape == (None, 2)
    assert Sequential([Dense(3)]).predict(X).shape == (5, 3)
    model = Sequential([Dense(1)])
    model.compile('sgd', 'mse')
    model.fit_generator(iter([(X, Y)] * 2), 2, verbose=0)
    assert model.evaluate(X, Y, verbose=0) > 0


def test_layers_added_after_use():
    model = Sequential([Dense(3, input_shape=(2,))])
    assert model.predict(X).shape == (5, 3)
    model.add(Dense(1))
    assert model.predict(X).shape == (5, 1)


def test_subclasses_that_override_call():
    class Two(Model):
        def __init__(self):
            super().__init__()
            self.hidden = Dense(3)
            self.last = Dense(1)

        def call(self, inputs):
            return self.last(self.hidden(inputs))

    model = Two()
    model.compile('sgd', 'mse', metrics=['mae'])
    before = model.fit(X, Y, verbose=0).history['loss'][0]
    model.fit(X, Y, epochs=10, verbose=0)
    assert model.evaluate(X, Y, verbose=0)[0] < before
    assert len(model.get_weights()) == 4
    assert model.predict(X).shape == (5, 1)


def test_integer_and_half_precision_data():
    model = linear()
    x, y = X.astype('float16'), Y.astype('int64')
    assert model.test_on_batch(x, y) == pytest.approx(4.768125)
    assert softmax('sparse_categorical_crossentropy').test_on_batch(
        X, LABELS.astype('uint8')) == pytest.approx(1.5132964)


def test_learning_phase_fixed_after_compiling_leaves_the_model_as_it_is():
    model = Sequential([Dense(4, input_shape=(3,)), Dropout(.5)])
    model.compile('sgd', 'mse')
    K.set_learning_phase(1)
    x = np.ones((2, 3))
    assert np.isfinite(model.train_on_batch(x, np.zeros((2, 4))))
    np.testing.assert_array_equal(model.predict(x)[0], model.predict(x)[1])
