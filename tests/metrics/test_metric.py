"""The base class, and what reduces values."""
import json

import numpy as np
import pytest
from metric_batches import BINARY, CLASSES, feed
from numpy.testing import assert_allclose

from keras import backend as K
from keras import layers, losses, metrics
from keras.metrics import Mean, MeanMetricWrapper, Metric, Reduce, Sum
from keras.models import Model, Sequential


def values_of(metric, *batches):
    """Returns the results after each batch of arguments, and what is left in the end."""
    return [K.eval(metric(*batch)) for batch in batches] + [K.eval(metric.result())]


def test_mean():
    assert_allclose(values_of(Mean(), ([1, 3, 5, 7],), ([10.],)), [4., 5.2, 5.2])
    assert_allclose(values_of(Mean(), ([1, 3, 5, 7], [1, 1, 0, 0]), ([10.], 2.)), [2., 6., 6.])
    assert_allclose(values_of(Mean(), (3.,), ([[1, 2], [3, 4]],)), [3., 2.6, 2.6])


def test_sum():
    assert_allclose(values_of(Sum(), ([1, 3, 5, 7],), ([10.],)), [16., 26., 26.])
    assert_allclose(values_of(Sum(), ([1, 3, 5, 7], [1, 1, 0, 0]), ([10.], 2.)), [4., 24., 24.])


def test_sum_over_batch_size():
    metric = Reduce('sum_over_batch_size', name='mine')
    assert_allclose(values_of(metric, ([1, 3, 5, 7], [1, 1, 0, 0]), ([11.],)), [1., 3., 3.])
    with pytest.raises(ValueError, match="'weighted_mean', but got 'mean'"):
        Reduce('mean', name='mine')


@pytest.mark.parametrize('shape', [(), (1,), (2,), (2, 1), (2, 3), (2, 1, 1), (2, 3, 4), (1, 3),
                                   (2, 3, 4, 1)])
def test_weights_along_the_first_axes(shape):
    values = np.arange(24.).reshape(2, 3, 4)
    weights = np.random.uniform(.1, 1, size=shape)
    if len(shape) == 4:
        full = weights[..., 0]
    else:
        full = np.broadcast_to(weights.reshape(shape + (1,) * (3 - len(shape))), values.shape)
    mean, total = Mean(), Sum()
    results = K.function([], [m(K.constant(values), K.constant(weights))
                              for m in (mean, total)])([])
    assert_allclose(results, [np.average(values, weights=full), (values * full).sum()], rtol=1e-5)


@pytest.mark.parametrize('make', [
    Mean, Sum, lambda: Reduce('sum_over_batch_size', name='mine')])
def test_without_any_weight_values_come_to_zero(make):
    metric = make()
    assert_allclose([K.eval(metric.result())] + values_of(metric, ([3., 4.], [0., 0.])), 0.)


@pytest.mark.parametrize('make', [
    metrics.MeanSquaredError, metrics.RootMeanSquaredError, metrics.BinaryAccuracy,
    metrics.CosineSimilarity, metrics.AUC, metrics.Precision, metrics.Recall,
    lambda: metrics.SensitivityAtSpecificity(.5), lambda: metrics.MeanIoU(2)])
def test_without_any_weight_predictions_come_to_zero(make):
    metric = make()
    batch = [[0., 1.]], [[.75, .5]], [0.]
    values = [K.eval(metric.result())] + values_of(metric, map(K.constant, batch))
    assert_allclose(values, 0.)


def test_batches_without_weight_in_training():
    model = Sequential([layers.Dense(1, input_dim=1, kernel_initializer='zeros')])
    model.compile('sgd', 'mse', weighted_metrics=['mae'])
    x, y = np.ones((4, 1)), np.array([[1.], [2.], [3.], [4.]])
    assert model.train_on_batch(x, y, sample_weight=np.zeros(4)) == [0, 0]
    # The batch that counts comes second.
    values = model.evaluate(x, y, sample_weight=np.array([0., 0., 1., 1.]), batch_size=2,
                            verbose=0)
    assert_allclose(values, [(9 + 16) / 2 / 2, 3.5])
    history = model.fit(x, y, sample_weight=np.zeros(4), batch_size=2, verbose=0).history
    assert history == {'loss': [0.], 'mae': [0.]}


def test_weights_that_do_not_fit():
    with pytest.raises(ValueError, match=r'sample_weight of shape \(3,\) does not fit values of '
                                         r'shape \(2, 3\)'):
        Mean()(K.constant(np.ones((2, 3))), K.constant(np.ones(3)))


def test_reset():
    metric = Mean()
    values_of(metric, ([1., 2.],))
    assert_allclose(metric.get_weights(), [3., 2.])
    metric.reset_states()
    assert_allclose(metric.get_weights(), [0., 0.])
    assert_allclose(values_of(metric, ([8.],)), [8., 8.])


def test_each_call_counts_and_updates_run_once():
    metric = Mean()
    x = K.placeholder((None,))
    first, second = metric(x), metric(2. * x)
    assert len(metric.updates) == 4
    step = K.function([x], [first, second], updates=metric.updates)
    step([np.array([1., 3.])])
    assert_allclose(metric.get_weights(), [12., 4.])


def test_update_state_alone():
    metric = Mean()
    x = K.placeholder((None,))
    updates = metric.update_state(x)
    assert len(updates) == 2 and all(a is b for a, b in zip(updates, metric.updates))
    K.function([x], [], updates=updates)([np.array([1., 3.])])
    assert_allclose(K.eval(metric.result()), 2.)


def test_state():
    metric = Mean(dtype='float64')
    assert metric.stateful and metric.name == 'mean' and metric.dtype == 'float64'
    assert metric.trainable_weights == []
    assert [K.dtype(w) for w in metric.weights] == ['float64', 'float64']
    assert Mean(name='other').get_config() == {'name': 'other', 'dtype': 'float32'}


def test_float64_counts_far():
    metric = Sum(dtype='float64')
    K.set_value(metric.total, 2. ** 24)
    assert values_of(metric, ([1.],))[0] == 2. ** 24 + 1


def test_unknown_argument():
    with pytest.raises(TypeError, match='foo'):
        Mean(foo=3)


def test_abstract():
    with pytest.raises(TypeError, match='result.*update_state|update_state'):
        Metric()


class Own(Metric):
    """Adds up targets, starting with 100; hands its updates on in the way asked for."""

    def __init__(self, way, name='own', **kwargs):
        super().__init__(name=name, **kwargs)
        self.way = way
        self.total = self.add_weight('total', initializer=lambda shape, dtype: np.full(
            shape, 100., dtype))
        self.calls = self.add_weight('calls')

    def update_state(self, y_true, y_pred, sample_weight=None):
        if self.way == 'forgets assignments':
            self.total.assign_add(K.sum(y_true))
            self.calls.assign_add(1.)
            return None
        updates = [K.update_add(self.total, K.sum(y_true)), K.update_add(self.calls, 1.)]
        if self.way == 'adds':
            self.add_update(updates)
        if self.way in ('adds', 'forgets'):
            return None
        return tuple(updates) if self.way == 'tuple' else updates

    def result(self):
        return self.total


WAYS = ['list', 'tuple', 'adds', 'forgets']
if K.backend() == 'tensorflow':
    WAYS.append('forgets assignments')


@pytest.mark.parametrize('way', WAYS)
def test_own_metric(way):
    model = Sequential([layers.Dense(1, input_dim=2)])
    metric = Own(way)
    model.compile('sgd', 'mse', metrics=[metric])
    x, y = np.ones((8, 2)), np.arange(8.)[:, None]
    history = model.fit(x, y, batch_size=2, epochs=2, verbose=0).history
    # Each epoch starts from the start value.
    assert_allclose(history['own'], [128., 128.])
    assert_allclose(model.evaluate(x, y, batch_size=2, verbose=0)[1], 128.)
    model.test_on_batch(x, y, reset_metrics=False)
    assert_allclose(metric.get_weights(), [128., 1.])


def test_one_update():
    class Count(Metric):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.calls = K.variable(0.)

        def update_state(self, values):
            return K.update_add(self.calls, 1.)

        def result(self):
            return self.calls

    metric = Count()
    assert metric.name == 'count_1'
    assert_allclose(values_of(metric, (1.,), (1.,)), [1., 2., 2.])
    metric.reset_states()
    assert_allclose(K.eval(metric.result()), 0.)


def test_inherited_update_state():
    class Half(Mean):
        def update_state(self, values, sample_weight=None):
            return super().update_state(values / 2., sample_weight=sample_weight)

    class Silent(Mean):
        def update_state(self, values, sample_weight=None):
            super().update_state(values, sample_weight=sample_weight)

    for metric, expected in (Half(), 1.5), (Silent(), 3.):
        assert_allclose(values_of(metric, (K.constant([2., 4.]),)), [expected, expected])
        assert len(metric.updates) == 2


def test_function():
    metric = MeanMetricWrapper(losses.huber_loss, delta=.2)
    assert metric.name == 'mean_metric_wrapper_1'
    # 0.5 * 0.1 ** 2, 0.2 * (3 - 0.1)
    assert_allclose(values_of(metric, ([[0., 0.]], [[.1, 3.]]), ([[1., 1.]], [[1., 1.]]))[:2],
                    [.585 / 2, .585 / 4], rtol=1e-6)


def test_function_comes_back():
    metric = MeanMetricWrapper(losses.mse, name='mine', dtype='float64')
    described = json.loads(json.dumps(metrics.serialize(metric)))
    again = metrics.deserialize(described)
    assert again.name == 'mine' and again.dtype == 'float64'
    assert_allclose(values_of(again, ([[0., 0.]], [[1., 3.]]))[0], 5.)


def test_ranks_that_differ_by_an_axis():
    true, pred = np.array([1., 2., 3.]), np.array([[1.], [2.], [5.]])
    for pair in (true, pred), (true[:, None], pred[:, 0]):
        assert_allclose(values_of(metrics.MeanSquaredError(), pair)[0], 4 / 3., rtol=1e-6)
        assert_allclose(values_of(metrics.RootMeanSquaredError(), pair)[0], (4 / 3.) ** .5,
                        rtol=1e-6)


def test_metric_of_a_layer():
    class Watching(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.mean = Mean(name='watched')

        def call(self, inputs):
            self.add_metric(self.mean(inputs))
            return inputs

    layer = Watching()
    x = layers.Input((2,))
    model = Model(x, layers.Dense(1)(layer(x)))
    assert layer.weights == [] and layer.metrics == [layer.mean]
    model.compile('sgd', 'mse')
    assert model.metrics_names == ['loss', 'watched']
    array = np.arange(8.).reshape(4, 2)
    assert_allclose(model.evaluate(array, np.ones((4, 1)), batch_size=3, verbose=0)[1], 3.5)


def test_weights_and_masks_in_training():
    x = layers.Input((2, 1))
    model = Model(x, layers.Masking()(x))
    model.compile('sgd', 'mse', metrics=['mae'], weighted_metrics=[metrics.MeanAbsoluteError()])
    inputs = np.array([[[1.], [0.]], [[2.], [3.]]])
    targets = np.zeros((2, 2, 1))
    mae, weighted = model.test_on_batch(inputs, targets, sample_weight=np.array([1., 3.]))[1:]
    assert_allclose([mae, weighted], [(1 + 2 + 3) / 3., (1 + 6 + 9) / 7.], rtol=1e-6)


def test_clone():
    metric = metrics.Precision(thresholds=[.2, .5], class_id=1, name='mine')
    clone = metrics.clone_metric(metric)
    assert clone is not metric and clone.get_config() == metric.get_config()
    function, name = metrics.clone_metrics([losses.mse, 'mae'])
    assert function is losses.mse and name == 'mae'


ALL = [getattr(metrics, name) for name in dir(metrics)
       if isinstance(getattr(metrics, name), type) and name not in (
           'Metric', 'Reduce', 'MeanMetricWrapper', 'SensitivitySpecificityBase')]
ARGUMENTS = {'MeanIoU': {'num_classes': 3}, 'SensitivityAtSpecificity': {'specificity': .5},
             'SpecificityAtSensitivity': {'sensitivity': .5}}


@pytest.mark.parametrize('cls', ALL)
def test_configurations_come_back(cls):
    metric = cls(name='mine', dtype='float64', **ARGUMENTS.get(cls.__name__, {}))
    described = json.loads(json.dumps(metrics.serialize(metric)))
    assert described['config']['name'] == 'mine'
    again = metrics.get(described)
    assert type(again) is cls and metrics.serialize(again) == described
    assert [K.int_shape(w) for w in again.weights] == [K.int_shape(w) for w in metric.weights]


@pytest.mark.parametrize('name, function', [
    ('acc', 'accuracy'), ('accuracy', 'accuracy'), ('mse', 'mean_squared_error'),
    ('MSE', 'mean_squared_error'), ('mae', 'mean_absolute_error'), ('MAPE',
                                                                  'mean_absolute_percentage_error'),
    ('msle', 'mean_squared_logarithmic_error'), ('cosine', 'cosine_proximity'),
    ('cosine_similarity', 'cosine_proximity'), ('binary_crossentropy', 'binary_crossentropy'),
    ('top_k_categorical_accuracy', 'top_k_categorical_accuracy')])
def test_names(name, function):
    assert metrics.get(name) is getattr(metrics, function)
    assert metrics.deserialize(name) is getattr(metrics, function)


def test_get():
    def mine(y_true, y_pred):
        return y_pred

    assert metrics.get(mine) is mine
    assert metrics.deserialize('mine', custom_objects={'mine': mine}) is mine
    for identifier in 'AUC', metrics.AUC:
        assert isinstance(metrics.get(identifier), metrics.AUC)


@pytest.mark.parametrize('name, match', [
    ('acuracy', 'accuracy'), ('auc', "'AUC'"), ('mean_absolut_error', "'mean_absolute_error'")])
def test_typing_errors(name, match):
    with pytest.raises(ValueError, match="Unknown metric function: '%s'. Did you mean .*%s"
                       % (name, match)):
        metrics.get(name)


@pytest.mark.parametrize('name', ['K', 'Layer', 'Metric', 'get', 'clone_metric', 'base'])
def test_what_is_no_metric(name):
    with pytest.raises(ValueError, match="Unknown metric function: '%s'" % name):
        metrics.get(name)


@pytest.mark.parametrize('identifier', [None, 3])
def test_what_cannot_be_interpreted(identifier):
    with pytest.raises(ValueError, match='Could not interpret %r as metric' % identifier):
        metrics.get(identifier)


def test_all_metrics_in_training():
    binary = [metrics.AUC(), metrics.Precision(), metrics.Recall(), metrics.TruePositives(),
              metrics.SensitivityAtSpecificity(.5), metrics.RootMeanSquaredError(), 'acc']
    model = Sequential([layers.Dense(1, input_dim=1, activation='sigmoid',
                                     kernel_initializer='identity')])
    model.compile('sgd', 'mse', metrics=binary)
    true, pred, _ = BINARY[0]
    logits = np.log(pred / (1 - pred))
    values = model.evaluate(logits[:, None], true[:, None], batch_size=3, verbose=0)
    rmse = np.sqrt(np.mean((true - pred) ** 2))
    assert_allclose(values[1:], [.75, .8, 4 / 6., 4., 1., rmse, 5 / 8.], rtol=1e-5)


def test_few_results_for_few_fetches():
    # The results of several metrics come from the same run.
    results = feed([Mean(), Sum()], [(CLASSES[0][1], CLASSES[0][2])])
    assert_allclose(np.ravel(results), [(1. + 2.) / 12, 3.], rtol=1e-6)
