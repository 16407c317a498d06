"""Which metrics a model reports, in which order and under which names."""
import numpy as np
import pytest
from numpy.testing import assert_allclose
from small_models import X, Y, linear, two_outputs

from keras import backend as K
from keras import metrics
from keras.callbacks import Callback
from keras.layers import Dense, Input, Layer
from keras.models import Model, Sequential

ONES = np.ones((4, 1))


class Watched(Layer):
    """Hands on its input, and reports a number under a name."""

    def __init__(self, watched, number, **kwargs):
        super().__init__(**kwargs)
        self.watched = watched
        self.number = number

    def call(self, inputs):
        self.add_metric(K.sum(inputs) * 0 + self.number, name=self.watched)
        return inputs * 1.


class Mixed(Layer):
    """Reports in `call` first of all what is no attribute."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = Watched('of_inner', 8.)
        self.mean = metrics.Mean(name='attribute')

    def call(self, inputs):
        self.add_metric(K.sum(inputs) * 0 + 5., name='in_call')
        inputs = self.inner(inputs)
        self.add_metric(self.mean(inputs), name='attribute')
        return inputs * 1.


def results(model, targets=ONES):
    model_metrics = [metric.name for metric in model.metrics]
    values = model.evaluate(ONES, targets, verbose=0)
    assert len(model_metrics) == len(values) - 1 - len(model._loss_names)
    return list(zip(model.metrics_names, values))


# The order of the values is that of Keras 2.3.1, whose names came in another one.

def test_metrics_of_the_model_come_before_those_of_its_layers():
    x = Input((1,))
    model = Model(x, Mixed()(Watched('first', 1.)(x)))
    model.add_metric(K.sum(model.output) * 0 + 2., name='of_model')
    model.compile('sgd', 'mse', metrics=['mae'], weighted_metrics=['mse'])
    assert results(model) == [('loss', 0), ('mae', 0), ('mse', 0), ('of_model', 2), ('first', 1),
                              ('attribute', 1), ('in_call', 5), ('of_inner', 8)]
    history = model.fit(ONES, ONES, verbose=0).history
    assert history['of_model'] == [2] and history['first'] == [1]


def test_order_in_a_row_of_layers():
    model = Sequential([Watched('first', 1., input_shape=(1,)), Watched('second', 2.)])
    model.add_metric(K.sum(model.output) * 0 + 3., name='of_model')
    model.compile('sgd', 'mse', metrics=['mae'])
    assert results(model)[1:] == [('mae', 0), ('of_model', 3), ('first', 1), ('second', 2)]


def test_order_with_several_outputs():
    x = Input((1,))
    model = Model(x, [Watched('of_a', 1., name='a')(x), Watched('of_b', 2., name='b')(x)])
    model.add_metric(K.sum(model.outputs[0]) * 0 + 3., name='of_model')
    model.compile('sgd', 'mse', metrics=['mae'], weighted_metrics={'b': 'mape'})
    assert results(model, [ONES, ONES]) == [
        ('loss', 0), ('a_loss', 0), ('b_loss', 0), ('a_mae', 0), ('b_mae', 0), ('b_mape', 0),
        ('of_model', 3), ('of_a', 1), ('of_b', 2)]


def test_order_in_models_of_models():
    x, x2 = Input((1,)), Input((1,))
    inner = Model(x, Watched('inner_layer', 1.)(x))
    model = Model(x2, Watched('outer_layer', 3.)(inner(x2)))
    model.add_metric(K.sum(model.output) * 0 + 4., name='outer_model')
    model.compile('sgd', 'mse')
    assert results(model)[1:] == [('outer_model', 4), ('inner_layer', 1), ('outer_layer', 3)]


def test_order_in_a_subclass():
    class Own(Model):
        def __init__(self):
            super().__init__()
            self.watched = Watched('of_layer', 1.)
            self.mean = metrics.Mean(name='attribute')
            self.dense = Dense(1, kernel_initializer='ones')

        def call(self, inputs):
            self.add_metric(K.sum(inputs) * 0 + 5., name='in_call')
            inputs = self.watched(inputs)
            self.add_metric(self.mean(inputs), name='attribute')
            return self.dense(inputs)

    model = Own()
    model.compile('sgd', 'mse', metrics=['mae'])
    model.train_on_batch(ONES, ONES)
    assert results(model)[1:] == [('mae', 0), ('attribute', 1), ('in_call', 5), ('of_layer', 1)]


# Names

def test_no_metric_hides_another_or_the_loss():
    def loss(y_true, y_pred):
        return K.mean(y_pred) * 0 + 7.

    x = Input((1,))
    model = Model(x, Watched('n', 2.)(Watched('n', 1.)(x)))
    model.add_metric(K.sum(model.output) * 0 + 3., name='mae')
    model.compile('sgd', 'mse', metrics=[loss, 'mae'])
    assert results(model) == [('loss', 0), ('loss_1', 7), ('mae_1', 0), ('mae', 3), ('n', 1),
                              ('n_1', 2)]
    assert set(model.fit(ONES, ONES, verbose=0).history) == set(model.metrics_names)


def test_objects_and_functions_of_one_name_are_all_reported():
    same = [metrics.MeanSquaredError('same'), metrics.MeanAbsoluteError('same')]
    lambdas = [lambda true, pred: K.mean(pred) * 0 + 1., lambda true, pred: K.mean(pred) * 0 + 2.]
    model = linear(metrics=same + lambdas + lambdas[:1] + ['mse', 'mse'])
    assert model.metrics_names[1:] == ['same', 'same_1', '<lambda>', '<lambda>_1', 'mse']
    assert_allclose(model.evaluate(X, Y, verbose=0)[1:], [4.768125, 2.005, 1, 2, 4.768125])


@pytest.mark.parametrize('makes_tensor', [False, True])
def test_two_metrics_of_one_name_in_a_layer(makes_tensor):
    class Twice(Layer):
        def __init__(self):
            super().__init__(name='twice')
            self.first, self.second = metrics.Mean(name='same'), metrics.Mean(name='same')

        def call(self, inputs):
            self.add_metric(K.sum(inputs) if makes_tensor else self.first(inputs), name='same')
            return inputs * 1.

    with pytest.raises(ValueError, match='Layer twice has 2 metrics with the name "same"'):
        Twice()(Input((1,)))


def test_metrics_made_in_each_call_of_a_layer():
    class Own(Layer):
        def call(self, inputs):
            self.add_metric(metrics.Mean(name='same')(inputs), name='same')
            return inputs + 1.

    x, layer = Input((1,)), Own()
    model = Model(x, layer(layer(layer(x))))
    model.compile('sgd', 'mse')
    assert results(model)[1:] == [('same', 1), ('same_1', 2), ('same_2', 3)]


# Metrics added after compile, as Mask R-CNN does with Keras 2.0 to 2.2

def test_tensors_and_names_added_to_a_compiled_model():
    model = linear(metrics=['mae'])
    model.metrics_names.append('part')
    # That program keeps the axes of its means.
    model.metrics_tensors.append(K.mean(model.output, axis=[0, 1], keepdims=True))
    assert model.metrics_names == ['loss', 'mae', 'part']
    expected = model.predict(X)
    loss, mae, part = model.evaluate(X, Y, batch_size=2, verbose=0)
    assert part == pytest.approx(expected.mean())
    assert_allclose([loss, mae], [4.768125, 2.005], rtol=1e-5)
    assert_allclose(model.test_on_batch(X, Y)[2], expected.mean(), rtol=1e-5)
    history = model.fit(X, Y, verbose=0, validation_data=(X[:1], Y[:1])).history
    assert set(history) == {'loss', 'mae', 'part', 'val_loss', 'val_mae', 'val_part'}
    assert history['part'] == [pytest.approx(expected.mean())]
    model.compile('sgd', 'mse')
    assert model.metrics_names == ['loss'] and model.metrics_tensors == []


# Types

class Types(Callback):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def on_train_batch_end(self, batch, logs=None):
        self.seen.update(type(logs[name]) for name in self.model.metrics_names)

    on_test_batch_end = on_train_batch_end

    def on_epoch_end(self, epoch, logs=None):
        self.seen.update(map(type, logs.values()))


def batches():
    while True:
        yield X, Y


@pytest.mark.parametrize('wanted', [None, ['mae', 'auc', 'acc']])
def test_losses_and_metrics_are_floats(wanted):
    wanted = wanted and [metrics.AUC() if name == 'auc' else name for name in wanted]
    model, types = linear(metrics=wanted), Types()
    found = [model.train_on_batch(X, Y), model.test_on_batch(X, Y),
             model.evaluate(X, Y, verbose=0), model.evaluate_generator(batches(), 2)]
    for values in found:
        values = [values] if wanted is None else values
        assert {type(value) for value in values} == {float}
    for history in (
            model.fit(X, Y, verbose=0, callbacks=[types], validation_split=.5),
            model.fit_generator(batches(), 2, verbose=0, callbacks=[types],
                                validation_data=(X, Y))):
        assert {type(value) for values in history.history.values() for value in values} == {float}
    assert types.seen == {float}


def test_losses_of_outputs_are_floats():
    values = two_outputs().train_on_batch(X, [Y, np.ones((5, 2))])
    assert [type(value) for value in values] == [float] * 3


@pytest.mark.parametrize('metric', [
    metrics.MeanIoU(3), metrics.Precision(), metrics.AUC(), metrics.SensitivityAtSpecificity(.5)],
    ids=lambda metric: type(metric).__name__)
def test_class_indices_that_a_metric_does_not_take(metric):
    model = Sequential([Dense(3, activation='softmax', input_dim=2)])
    with pytest.raises(ValueError, match=r'\(None, 1\) and \(None, 3\).*to_categorical'):
        model.compile('sgd', 'sparse_categorical_crossentropy', metrics=[metric])
