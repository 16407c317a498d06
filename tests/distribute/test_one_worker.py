"""A program for several workers runs as a single one on every engine; callbacks by themselves."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import keras
import keras.distribute as hvd
from keras import backend as K
from keras.distribute import process
from keras.layers import Dense


@pytest.fixture(autouse=True)
def initialized(monkeypatch):
    monkeypatch.setattr(process, '_cluster', None)
    monkeypatch.delenv('TF_CONFIG', raising=False)
    hvd.init()


def new_model(optimizer):
    model = keras.Sequential([Dense(1, input_shape=(2,), kernel_initializer='ones')])
    model.compile(optimizer, 'mse')
    return model


def test_arrays_of_one_worker_stay_as_they_are():
    for exchange in (hvd.allreduce, lambda x: hvd.broadcast(x, 0), hvd.allgather):
        assert_array_equal(exchange(np.array([1, 2])), [1, 2])
    assert_array_equal(hvd.allreduce(K.constant([1., 2.])), [1, 2])
    assert_array_equal(hvd.allreduce([1., 2.], prescale_factor=2., postscale_factor=3.), [6, 12])
    assert hvd.allreduce(np.array([1, 2])).dtype == 'float32'  # as averages of ints are
    assert hvd.allreduce(np.array([1, 2]), op=hvd.Sum).dtype == np.array([1]).dtype
    hvd.broadcast_global_variables(0)


@pytest.mark.parametrize('call, message', [
    (lambda: hvd.allreduce(1., op='Max'), "Average or Sum, but got 'Max'"),
    (lambda: hvd.allreduce(1., op=hvd.Sum, average=True), 'either op or average'),
    (lambda: hvd.allgather(['text']), 'numbers only'),
    (lambda: hvd.broadcast(1., 1), 'root_rank must be from 0 to 0, but got 1'),
    (lambda: hvd.DistributedOptimizer('sgd', compression='fp16'), "but got 'fp16'"),
    (lambda: hvd.DistributedOptimizer('sgdd'), 'sgdd'),
    (lambda: hvd.callbacks.LearningRateScheduleCallback('0.1', 1.), "a number, but got '0.1'"),
])
def test_wrong_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize('options', [
    {}, {'compression': hvd.Compression.fp16}, {'sparse_as_dense': True}, {'op': hvd.Sum}])
def test_distributed_optimizer_steps_as_the_original(options):
    x, y = np.ones((8, 2)), np.zeros((8, 1))
    weights = []
    original = keras.optimizers.SGD(0.1, momentum=0.9, clipnorm=0.5)
    for optimizer in (original, hvd.DistributedOptimizer(original, **options)):
        model = new_model(optimizer)
        history = model.fit(x, y, epochs=2, verbose=0, validation_data=(x, y))
        weights.append(model.get_weights() + [history.history['val_loss']])
    for own, expected in zip(*weights):
        assert_array_equal(own, expected)
    assert type(optimizer).__name__ == 'SGD'
    assert optimizer.get_config() == original.get_config()
    assert original.__class__ is keras.optimizers.SGD


def test_optimizer_of_ones_own(tmp_path):
    class Signs(keras.optimizers.Optimizer):
        def __init__(self, rate=0.5, **kwargs):
            super().__init__(**kwargs)
            self.iterations = K.variable(0, dtype='int64')
            self.learning_rate = K.variable(rate)

        def get_updates(self, loss, params):
            return [K.update_sub(p, self.learning_rate * K.sign(g))
                    for p, g in zip(params, self.get_gradients(loss, params))]

        def get_config(self):
            return {'rate': float(K.get_value(self.learning_rate))}

    model = new_model(hvd.DistributedOptimizer(Signs(0.25)))
    model.fit(np.ones((8, 2)), np.zeros((8, 1)), verbose=0)
    assert_array_equal(model.get_weights()[0], [[0.75], [0.75]])
    path = str(tmp_path / 'model.h5')
    model.save(path)
    loaded = hvd.load_model(path, custom_optimizers=[Signs])
    loaded.fit(np.ones((8, 2)), np.zeros((8, 1)), verbose=0)
    assert_array_equal(loaded.get_weights()[0], [[0.5], [0.5]])


def test_model_without_optimizer_loads(tmp_path):
    path = str(tmp_path / 'model.h5')
    keras.Sequential([Dense(1, input_shape=(2,))]).save(path)
    with pytest.warns(UserWarning, match='not compiled'):
        assert hvd.load_model(path).get_weights()[0].shape == (2, 1)


class Rates(keras.callbacks.Callback):
    """Records the learning rate and the momentum of each step."""

    def on_train_begin(self, logs=None):
        self.rates, self.momenta = [], []

    def on_batch_begin(self, batch, logs=None):
        self.rates.append(float(K.get_value(self.model.optimizer.lr)))
        self.momenta.append(float(K.get_value(self.model.optimizer.momentum)))


def rates_with(callback, epochs=3, **options):
    model = new_model(keras.optimizers.SGD(1., momentum=0.5))
    record = Rates()
    history = model.fit(np.ones((4, 2)), np.ones((4, 1)), batch_size=2, epochs=epochs, verbose=0,
                        callbacks=[callback, record], **options)
    return record, history, float(K.get_value(model.optimizer.momentum))


def test_scheduled_rate_changes_between_epochs_with_the_momentum():
    schedule = hvd.callbacks.LearningRateScheduleCallback(1., lambda epoch: 0.5 ** epoch)
    record, history, momentum = rates_with(schedule)
    assert record.rates == [1., 1., 0.5, 0.5, 0.25, 0.25]
    assert record.momenta == [0.5, 0.5, 0.25, 0.5, 0.25, 0.5]
    assert history.history['lr'] == [1., 0.5, 0.25]
    assert momentum == 0.5


def test_scheduled_rate_of_some_epochs_only():
    schedule = hvd.callbacks.LearningRateScheduleCallback(
        1., 0.25, start_epoch=1, end_epoch=2, momentum_correction=False)
    record, _, _ = rates_with(schedule)
    assert record.rates == [1., 1., 0.25, 0.25, 0.25, 0.25]
    assert record.momenta == [0.5] * 6


def test_rate_that_changes_with_each_batch():
    schedule = hvd.callbacks.LearningRateScheduleCallback(
        2., lambda epoch: 1 + epoch, staircase=False, momentum_correction=False)
    record, _, _ = rates_with(schedule, epochs=2)
    assert_allclose(record.rates, [2, 3, 4, 5])


def test_warmup_ends_with_the_whole_rate(monkeypatch, capsys):
    monkeypatch.setattr('keras.distribute.callbacks.size', lambda: 4)
    warmup = hvd.callbacks.LearningRateWarmupCallback(1., warmup_epochs=2, verbose=1)
    record, _, _ = rates_with(warmup)
    # From 1/4 to 1 in 4 steps of 3/16.
    assert_allclose(record.rates, np.array([7, 10, 13, 16, 16, 16]) / 16)
    assert 'Epoch 2: the learning rate has reached 1.' in capsys.readouterr().out


def test_unknown_number_of_batches_is_an_error():
    schedule = hvd.callbacks.LearningRateScheduleCallback(1., lambda epoch: 1., staircase=False)
    schedule.set_params({})
    with pytest.raises(ValueError, match='pass steps_per_epoch to LearningRateSchedule'):
        schedule.on_train_begin()
