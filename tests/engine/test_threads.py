"""Models that are made, trained, used, saved and loaded in several threads."""
import multiprocessing
import os
import threading
from multiprocessing.pool import ThreadPool

import numpy as np
import pytest

from keras import backend as K
from keras.callbacks import Callback
from keras.layers import BatchNormalization, Dense, Dropout, Input
from keras.metrics import MeanSquaredError
from keras.models import Model, Sequential, load_model
from keras.optimizers import SGD, Adam
from keras.utils import Sequence

X = np.random.RandomState(1).rand(8, 3).astype('float32')
Y = X.sum(axis=1, keepdims=True)


def in_thread(function, *arguments):
    """Returns what a function returns in another thread, or raises what it raises there."""
    with ThreadPool(1) as pool:
        return pool.apply(function, arguments)


def line(start=0., **options):
    """Returns a linear model whose weights all are `start`, trained by steps of 0.1."""
    model = Sequential([Dense(1, kernel_initializer='zeros', input_dim=3, **options)])
    model.set_weights([np.full((3, 1), start), np.full(1, start)])
    model.compile(SGD(0.1), 'mse')
    return model


def line_after(steps, start=0.):
    """Returns the weights of `line` after some steps on (X, Y)."""
    kernel, bias = np.full((3, 1), start), np.full(1, start)
    for _ in range(steps):
        slope = 2 * (X.dot(kernel) + bias - Y) / len(X)
        kernel, bias = kernel - .1 * X.T.dot(slope), bias - .1 * slope.sum(axis=0)
    return kernel, bias


def check_line(model, steps, start=0.):
    for found, wanted in zip(model.get_weights(), line_after(steps, start)):
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-6)


def test_model_made_here_and_first_trained_elsewhere(tmp_path):
    model = line()
    in_thread(lambda: model.fit(X, Y, verbose=0))
    model.save(str(tmp_path / 'after.h5'))
    model.fit(X, Y, verbose=0)
    check_line(model, 2)
    check_line(load_model(str(tmp_path / 'after.h5')), 1)


def test_model_made_elsewhere_and_used_here(tmp_path):
    model = in_thread(line)
    model.fit(X, Y, verbose=0)
    check_line(model, 1)
    in_thread(model.save, str(tmp_path / 'model.h5'))
    loaded = in_thread(load_model, str(tmp_path / 'model.h5'))
    loaded.fit(X, Y, verbose=0)
    check_line(loaded, 2)


def test_optimizer_and_metrics_made_in_another_thread_than_the_model():
    model = Sequential([Dense(4, input_dim=3), BatchNormalization(), Dropout(.5), Dense(1)])

    def train():
        model.compile(Adam(0.01), 'mse', metrics=['mae', MeanSquaredError()])
        return model.fit(X, Y, epochs=2, verbose=0).history
    assert in_thread(train).keys() == {'loss', 'mae', 'mean_squared_error'}
    assert len(model.evaluate(X, Y, verbose=0)) == 3


def test_layers_added_and_called_in_another_thread():
    model = Sequential([Dense(4, input_dim=3)])
    in_thread(model.add, Dense(1))
    x = Input((3,))
    twice = in_thread(lambda: Model(x, Dense(1)(model(x))))
    assert model.predict(X).shape == twice.predict(X).shape == (8, 1)


def test_model_without_inputs_compiled_here_and_trained_elsewhere():
    model = Sequential([Dense(1, kernel_initializer='zeros')])
    model.compile(SGD(0.1), 'mse')
    in_thread(lambda: model.fit(X, Y, verbose=0))
    model.fit(X, Y, verbose=0)
    check_line(model, 2)


def test_callback_with_variables_of_its_own_in_another_thread():
    class Average(Callback):
        def on_train_begin(self, logs=None):
            self.average = K.zeros((3, 1))
            self.update = K.function([], [], updates=[
                K.moving_average_update(self.average, self.model.layers[0].kernel, 0.5)])

        def on_batch_end(self, batch, logs=None):
            self.update([])

    model, average = line(), Average()
    in_thread(lambda: model.fit(X, Y, verbose=0, callbacks=[average]))
    np.testing.assert_allclose(K.get_value(average.average), line_after(1)[0] / 2, rtol=1e-4)


def test_different_models_in_several_threads(tmp_path):
    def work(i):
        model = line(start=i)
        for _ in range(3):
            model.fit(X, Y, verbose=0)
            model.predict(X)
        path = str(tmp_path / ('%d.h5' % i))
        model.save(path)
        loaded = load_model(path)
        loaded.fit(X, Y, verbose=0)
        return model, loaded

    with ThreadPool(4) as pool:
        results = pool.map(work, range(8))
    for i, (model, loaded) in enumerate(results):
        check_line(model, 3, i)
        check_line(loaded, 4, i)
    assert len({model.layers[0].weights[0].name for model, _ in results}) == 8


@pytest.mark.parametrize('use', ['predict', 'fit', 'evaluate', 'train_on_batch'])
def test_several_threads_use_one_model_first(use):
    model = line()
    model.optimizer.lr = 0.
    barrier = threading.Barrier(6)

    def work(_):
        barrier.wait()
        arguments = [X] if use == 'predict' else [X, Y]
        options = {'verbose': 0} if use in ('fit', 'evaluate') else {}
        return getattr(model, use)(*arguments, **options)

    with ThreadPool(6) as pool:
        pool.map(work, range(6))
    check_line(model, 0)
    assert model.predict(X).shape == (8, 1)


def test_one_model_is_trained_while_others_predict():
    model = line()
    stop = threading.Event()

    def predict(_):
        shapes = set()
        while not stop.is_set():
            shapes.add(model.predict(X).shape)
        return shapes

    with ThreadPool(3) as pool:
        predicted = pool.map_async(predict, range(3))
        model.fit(X, Y, epochs=20, verbose=0)
        stop.set()
        assert all(shapes <= {(8, 1)} for shapes in predicted.get())
    check_line(model, 20)


def test_several_threads_call_one_layer_first():
    layer = Dense(2)
    with ThreadPool(6) as pool:
        pool.map(layer, [Input((3,)) for _ in range(6)])
    assert len(layer.weights) == 2


def test_names_are_given_once():
    with ThreadPool(8) as pool:
        layers = pool.map(lambda _: Dense(1), range(200))
    assert len({layer.name for layer in layers}) == 200


def _forked(function):
    """Returns a text that a function returns in a forked process; None if it does not end."""
    context = multiprocessing.get_context('fork')
    receiver, sender = context.Pipe()
    process = context.Process(target=lambda: sender.send(function()))
    process.start()
    came = receiver.poll(60)
    if not came:
        process.terminate()
    process.join()
    return receiver.recv() if came else None


@pytest.mark.skipif(not hasattr(os, 'fork'), reason='This system does not fork.')
@pytest.mark.filterwarnings('ignore:.*multi-threaded:DeprecationWarning')
@pytest.mark.filterwarnings('ignore:.*JAX is multithreaded:RuntimeWarning')
@pytest.mark.parametrize('use', ['predict', 'fit', 'get_weights', 'another'])
def test_forked_process_says_what_it_cannot_do(use):
    model = line(start=2.)
    model.predict(X)
    model.fit(X, Y, verbose=0)

    def work():
        try:
            if use == 'another':
                line().predict(X)
            elif use == 'fit':
                model.fit(X, Y, verbose=0)
            else:
                getattr(model, use)(*[X] * (use == 'predict'))
            return 'done'
        except RuntimeError as error:
            return str(error)

    message = _forked(work)
    if K.backend() in ('tensorflow', 'jax'):
        assert 'multiprocessing.get_context("spawn")' in message
    else:
        assert message == 'done'


@pytest.mark.skipif(not hasattr(os, 'fork'), reason='This system does not fork.')
@pytest.mark.filterwarnings('ignore:.*multi-threaded:DeprecationWarning')
@pytest.mark.filterwarnings('ignore:.*JAX is multithreaded:RuntimeWarning')
def test_forked_processes_read_batches_while_a_model_is_trained():
    class Batches(Sequence):
        def __len__(self):
            return 4

        def __getitem__(self, index):
            return X, Y

    model = line()
    model.fit(X, Y, verbose=0)
    model.fit_generator(Batches(), epochs=2, workers=2, use_multiprocessing=True, verbose=0)
    check_line(model, 9)
