"""compile: names of losses and metrics, the kind of accuracy, and what is refused."""
import numpy as np
import pytest
from small_models import (
    ONE_HOT,
    TWO_LOSSES,
    WEIGHTS,
    X,
    Y,
    linear,
    predicted,
    softmax,
    two_outputs,
)

from keras import backend as K
from keras import losses, metrics
from keras.layers import Dense, Input, Lambda, Layer
from keras.models import Model, Sequential


def mean_output(y_true, y_pred):
    return K.mean(y_pred)


# The names are those that Keras 2.3.1 reports.

@pytest.mark.parametrize('arguments', [
    dict(loss='mse', optimizer='speed'), dict(loss='msee'), dict(loss='mae', metrics=['msee']),
    dict(loss='mae', loss_weights=[1, 2])], ids=repr)
def test_a_model_stays_as_it_was_if_compile_fails(arguments):
    model = linear()
    before = model.test_on_batch(X, Y)
    with pytest.raises(ValueError):
        model.compile(**dict(dict(optimizer='sgd'), **arguments))
    assert model.test_on_batch(X, Y) == before
    model.fit(X, Y, verbose=0)


@pytest.mark.parametrize('wanted, names', [
    (None, []),
    (['acc'], ['acc']),
    (['accuracy'], ['accuracy']),
    (['ce'], ['ce']),
    (['mae', 'mse'], ['mae', 'mse']),
    (['mae', 'mae'], ['mae']),
    ([mean_output], ['mean_output']),
    ({'out': 'mae'}, ['mae']),
    ([['mae', 'mse']], ['mae', 'mse'])])
def test_metrics_names_of_one_output(wanted, names):
    assert linear(metrics=wanted).metrics_names == ['loss'] + names


@pytest.mark.parametrize('wanted, names', [
    (None, []),
    (['mae'], ['a_mae', 'b_mae']),
    (['acc', 'mae'], ['a_acc', 'a_mae', 'b_acc', 'b_mae']),
    ({'a': 'acc'}, ['a_acc']),
    ({'a': ['acc', 'mae'], 'b': 'mse'}, ['a_acc', 'a_mae', 'b_mse']),
    ([['acc'], ['mae', 'mse']], ['a_acc', 'b_mae', 'b_mse']),
    (['acc', ['mae', 'mse']], ['a_acc', 'b_mae', 'b_mse']),
    ([[], ['mae', 'mse']], ['b_mae', 'b_mse'])])
def test_metrics_names_of_two_outputs(wanted, names):
    model = two_outputs(metrics=wanted)
    assert model.metrics_names == ['loss', 'a_loss', 'b_loss'] + names
    assert model.stateful_metric_names == names
    assert len(model.metrics) == len(model.metrics_tensors) == len(names)


def test_metrics_names_of_objects():
    model = linear(metrics=[metrics.AUC(name='q'), metrics.CategoricalAccuracy()])
    assert model.metrics_names == ['loss', 'q', 'categorical_accuracy']
    model = two_outputs(metrics={'b': metrics.MeanSquaredError()})
    assert model.metrics_names == ['loss', 'a_loss', 'b_loss', 'b_mean_squared_error']


def test_names_of_weighted_metrics_are_made_different():
    model = linear(metrics=['mae'], weighted_metrics=['mae', 'acc'])
    assert model.metrics_names == ['loss', 'mae', 'mae_1', 'acc']
    model = two_outputs(metrics=['mae'], weighted_metrics={'b': 'mse'})
    assert model.metrics_names == ['loss', 'a_loss', 'b_loss', 'a_mae', 'b_mae', 'b_mse']


def test_outputs_without_loss_have_no_targets_and_no_metrics():
    model = two_outputs(['mse', None], metrics=['mae'])
    assert model.metrics_names == ['loss', 'a_loss', 'a_mae']
    assert model._feed_output_names == ['a']
    assert model.targets[1] is None
    with pytest.warns(UserWarning, match='No loss was given for the outputs b'):
        model = two_outputs({'a': 'mse'}, metrics=['mae'])
    assert model.metrics_names == ['loss', 'a_loss', 'a_mae']


def test_lambda_as_metric():
    model = linear(metrics=[lambda y_true, y_pred: K.mean(y_pred)])
    assert model.test_on_batch(X, Y)[1] == pytest.approx(.375)


def test_names_of_inputs_and_outputs_can_be_set():
    x = Input((2,))
    model = Model(x, [Dense(1)(x), Dense(1)(x)])
    model.input_names, model.output_names = ['data'], ['first', 'second']
    model.compile('sgd', {'first': 'mse', 'second': 'mae'}, metrics={'second': 'mse'})
    assert model.metrics_names == ['loss', 'first_loss', 'second_loss', 'second_mse']
    model.fit({'data': X}, {'first': Y, 'second': Y}, verbose=0)


class Positives(Layer):
    """Counts outputs above .5, as metrics were written before Keras 2.3."""

    def __init__(self, name='positives', **kwargs):
        super().__init__(name=name, **kwargs)
        self.stateful = True
        self.count = K.variable(0, dtype='int32')

    def reset_states(self):
        K.set_value(self.count, 0)

    def __call__(self, y_true, y_pred):
        found = K.sum(K.cast(y_pred > .5, 'int32'))
        before = self.count * 1
        self.add_update(K.update_add(self.count, found), inputs=[y_true, y_pred])
        return before + found


def test_metrics_that_are_layers():
    model = linear(lr=0., metrics=[Positives(), 'mae'])
    assert model.metrics_names == ['loss', 'positives', 'mae']
    wanted = np.sum(predicted() > .5)
    history = model.fit(X, Y, batch_size=2, epochs=2, verbose=0).history
    assert history['positives'] == [wanted, wanted]
    assert model.evaluate(X, Y, batch_size=2, verbose=0)[1] == wanted
    assert [w.name.split('/')[-1][:4] for w in model.weights] == ['kern', 'bias']


def test_metrics_of_several_outputs_have_states_of_their_own():
    shared = metrics.MeanAbsoluteError()
    model = two_outputs(['mse', 'mse'], metrics=[shared])
    first, second = model.metrics
    assert first is not second
    assert model.metrics_names[-2:] == ['a_mean_absolute_error', 'b_mean_absolute_error']


@pytest.mark.parametrize('loss, targets', [
    ('categorical_crossentropy', ONE_HOT),
    ('sparse_categorical_crossentropy', ONE_HOT.argmax(axis=1))])
def test_accuracy_and_crossentropy_suit_the_loss(loss, targets):
    model = softmax(loss, metrics=['accuracy', 'crossentropy'])
    # As Keras 2.3.1 computes.
    assert model.test_on_batch(X, targets) == pytest.approx([1.5132964, .4, 1.5132964])


def test_accuracy_is_binary_for_a_single_column_and_for_binary_crossentropy():
    # Predictions 0.1, 1.85, -0.15, 0.6, -0.525 are rounded: to 0, 2, 0, 1, -1.
    assert linear(metrics=['acc']).test_on_batch(X, X[:, :1] > 0)[1] == pytest.approx(.4)
    model = softmax('binary_crossentropy', metrics=['acc'])
    expected = np.mean((model.predict(X) > .5) == ONE_HOT)
    assert model.test_on_batch(X, ONE_HOT)[1] == pytest.approx(expected)


def test_losses_as_functions_objects_and_names():
    def by_hand(y_true, y_pred):
        return K.mean(K.square(y_true - y_pred), axis=-1)

    values = [linear(loss).test_on_batch(X, Y)
              for loss in ('mse', 'mean_squared_error', losses.MeanSquaredError(), by_hand,
                           losses.mean_squared_error, {'out': 'mse'}, ['mse'])]
    assert values == pytest.approx([4.768125] * 7)


@pytest.mark.parametrize('reduction, expected, weighted', [
    ('none', 4.768125, 9.448626),
    ('sum', 23.840626, 47.24313),
    ('sum_over_batch_size', 4.768125, 9.448626)])
def test_reductions(reduction, expected, weighted):
    model = linear(losses.MeanSquaredError(reduction=reduction))
    assert model.test_on_batch(X, Y) == pytest.approx(expected)
    assert model.test_on_batch(X, Y, sample_weight=WEIGHTS) == pytest.approx(weighted)


def test_loss_functions_of_other_shapes():
    scalar = linear(lambda y_true, y_pred: K.mean(K.square(y_true - y_pred)))
    assert scalar.test_on_batch(X, Y, sample_weight=WEIGHTS) == pytest.approx(6.198562)
    matrix = linear(lambda y_true, y_pred: K.square(y_true - y_pred))
    assert matrix.test_on_batch(X, Y, sample_weight=WEIGHTS) == pytest.approx(9.448626)


def test_loss_weights_count_in_the_sum_alone():
    parts = [4.768125, .95426595]
    targets = [Y, np.eye(2)[[0, 1, 1, 0, 1]]]
    for weights, total in ((None, 5.722391), ([.5, 3], 5.2468605), ({'a': 2.}, 10.490516)):
        model = two_outputs(loss_weights=weights)
        assert model.test_on_batch(X, targets) == pytest.approx([total] + parts)


def test_regularization_and_added_losses_count_in_the_total():
    model = linear(layer=dict(kernel_regularizer='l2', bias_regularizer='l1'), metrics=['mse'])
    assert model.test_on_batch(X, Y) == pytest.approx([4.77225, 4.768125])

    x = Input((2,))
    y = Dense(1, weights=[np.array([[.5], [-.25]]), np.array([.1])])(x)
    model = Model(x, y)
    model.add_loss(K.mean(K.square(y)))
    model.compile('sgd', 'mse')
    assert model.test_on_batch(X, Y) == pytest.approx(5.58625)
    model.compile('sgd')
    assert model.metrics_names == ['loss']
    assert model.test_on_batch(X, None) == pytest.approx(.81812495)
    assert model.train_on_batch(X, None) == pytest.approx(.81812495)
    assert model.train_on_batch(X, None) < .81


def test_added_losses_may_be_vectors():
    x, target = Input((2,)), Input((1,))
    y = Dense(1, weights=[np.array([[.5], [-.25]]), np.array([.1])])(x)
    model = Model([x, target], y)
    model.add_loss(K.square(y - target))
    model.compile('sgd')
    assert model.test_on_batch([X, Y], None) == pytest.approx(4.768125)


def test_metrics_added_by_layers():
    class Sums(Layer):
        def call(self, x):
            self.add_metric(K.sum(x), name='total')
            return x * 1.

    model = Sequential([Dense(1, input_shape=(2,),
                              weights=[np.array([[.5], [-.25]]), np.array([.1])]), Sums()])
    model.compile('sgd', 'mse', metrics=['mae'])
    assert model.metrics_names == ['loss', 'mae', 'total']
    assert model.test_on_batch(X, Y) == pytest.approx([4.768125, 2.0049999, 1.875])
    assert model.test_on_batch(X, Y, reset_metrics=False)[2] == pytest.approx(1.875)
    assert model.test_on_batch(X[:1], Y[:1])[2] == pytest.approx((1.875 + .1) / 2)


def test_a_metric_of_a_layer_that_is_used_twice_takes_in_both():
    class Sums(Layer):
        def call(self, x):
            self.add_metric(K.sum(x), name='total')
            return x * 1.

    x = Input((2,))
    sums = Sums()
    model = Model(x, sums(Lambda(lambda x: 3 * x)(sums(x))))
    model.compile('sgd', 'mse')
    assert model.metrics_names == ['loss', 'total']
    assert model.test_on_batch(X, X)[1] == pytest.approx((X.sum() + 3 * X.sum()) / 2)


def test_a_metric_of_two_models_takes_in_what_each_is_shown():
    metric = metrics.MeanAbsoluteError()
    first, second = linear(metrics=[metric]), linear(metrics=[metric])
    assert first.test_on_batch(X, Y, reset_metrics=False)[1] == pytest.approx(2.005)
    both = pytest.approx((5 * 2.005 + .9) / 6)
    assert second.test_on_batch(X[:1], Y[:1], reset_metrics=False)[1] == both
    assert first.train_on_batch(X, Y)[1] == pytest.approx((10 * 2.005 + .9) / 11)


def test_target_placeholders_are_fed():
    target = K.placeholder((None, 1))
    model = linear(target_tensors=[target])
    assert model._feed_targets == [target]
    assert model.test_on_batch(X, Y) == pytest.approx(4.768125)
    with pytest.raises(ValueError, match='target_tensors has 1 entries'):
        two_outputs(target_tensors=target)

def test_target_tensors_take_the_place_of_targets():
    model = linear(target_tensors=K.constant(Y))
    assert model._feed_targets == model._feed_sample_weights == []
    assert model.test_on_batch(X, None) == pytest.approx(4.768125)
    with pytest.raises(ValueError, match='expects no targets, but got 1'):
        model.test_on_batch(X, Y)


@pytest.mark.parametrize('loss, shape', [
    ('binary_crossentropy', (None, 2)), (losses.MeanSquaredError(), (None, 2)),
    ('sparse_categorical_crossentropy', (None, 1)),
    (lambda y_true, y_pred: K.mean(y_pred - y_true), (None, None))])
def test_targets_have_the_shape_that_the_loss_requires(loss, shape):
    model = Sequential([Dense(2, activation='sigmoid', batch_input_shape=(4, 3))])
    model.compile('sgd', loss)
    assert [K.int_shape(target) for target in model.targets] == [shape]


def test_attributes_that_other_libraries_use():
    model = two_outputs(metrics=['mae'], loss_weights=[1, .5])
    assert [x.name.split('_target')[0] for x in model.targets] == ['a', 'b']
    assert model._feed_targets == model.targets
    assert model._feed_sample_weights == model.sample_weights
    assert model._feed_output_shapes == [(None, 1), (None, 2)]
    assert model._feed_outputs == model.outputs and model._feed_output_names == ['a', 'b']
    assert model._feed_loss_fns == model.loss_functions
    assert model.loss_weights_list == [1, .5] and model.sample_weight_modes == [None, None]
    assert model.loss == TWO_LOSSES
    assert [loss.name for loss in model.loss_functions] == [
        'mean_squared_error', 'categorical_crossentropy']
    assert len(model._collected_trainable_weights) == 4
    # A function of one's own over the same inputs, as libraries build them.
    gradients = K.gradients(model.total_loss, model._collected_trainable_weights[:2])
    function = K.function(model._feed_inputs + model._feed_targets + model._feed_sample_weights,
                          [model.total_loss] + gradients)
    loss, kernel, bias = function([X, Y, np.eye(2)[[0] * 5], np.ones(5), np.zeros(5)])
    error = X.dot([[.5], [-.25]]) + .1 - Y
    assert loss == pytest.approx(4.768125)
    np.testing.assert_allclose(kernel, 2 * X.T.dot(error) / 5, rtol=1e-5)
    np.testing.assert_allclose(bias, 2 * error.mean(axis=0), rtol=1e-5)


@pytest.mark.parametrize('arguments, error, message', [
    (dict(loss='mze'), ValueError, 'mze'),
    (dict(loss=None), ValueError, "no loss to train with.*loss='mse'"),
    (dict(metrics=['acuracy']), ValueError, 'acuracy'),
    (dict(metrics='mae'), TypeError, r"write metrics=\['mae'\]"),
    (dict(metrics={'c': 'mae'}), ValueError, r"metrics .*'c'.*'a', 'b'"),
    (dict(metrics=[['mae']]), ValueError, 'metrics has 1 entries.*2 outputs'),
    (dict(loss={'a': 'mse', 'c': 'mse'}), ValueError, r"loss .*'c'.*'a', 'b'"),
    (dict(loss=['mse']), ValueError, 'loss has 1 entries.*2 outputs.*a, b'),
    (dict(loss_weights={'c': 1.}), ValueError, r"loss_weights .*'c'.*'a', 'b'"),
    (dict(loss_weights=[1.]), ValueError, 'loss_weights has 1 entries'),
    (dict(loss_weights=1.), TypeError, 'list or a dictionary of numbers'),
    (dict(sample_weight_mode={'c': 'temporal'}), ValueError, "sample_weight_mode .*'c'"),
    (dict(sample_weight_mode='tempral'), ValueError, "None or 'temporal', but got 'tempral'"),
    (dict(sample_weight_mode='temporal'), ValueError, 'at least 3 axes'),
    (dict(metric=['acc']), ValueError, 'metric'),
    (dict(target_tensors=[None]), ValueError, 'target_tensors has 1 entries')])
def test_refused_arguments(arguments, error, message):
    x = Input((3,))
    model = Model(x, [Dense(2, name='a')(x), Dense(1, name='b')(x)])
    with pytest.raises(error, match=message):
        model.compile('sgd', **dict(dict(loss='mse'), **arguments))


def test_refused_optimizer():
    with pytest.raises(ValueError, match='sdg'):
        linear().compile('sdg', 'mse')


def test_errors_of_losses_name_the_output():
    with pytest.raises(ValueError, match='output "out"'):
        linear(lambda y_true, y_pred: K.reshape(y_pred, (3, 4, 5))[:, :, 7])


def test_losses_that_cannot_be_trained_name_the_weights():
    x = Input((2,))
    y = Lambda(K.round)(Dense(1)(x))
    model = Model(x, y)
    model.compile('sgd', 'mse')
    with pytest.raises(ValueError, match='gradient'):
        model.train_on_batch(X, Y)


def test_use_before_compile():
    model = Sequential([Dense(1, input_shape=(2,))])
    for use in (lambda: model.fit(X, Y), lambda: model.evaluate(X, Y),
                lambda: model.train_on_batch(X, Y), lambda: model.test_on_batch(X, Y),
                lambda: model.fit_generator(iter([]), 1)):
        with pytest.raises(RuntimeError, match='must compile'):
            use()
    assert model.predict(X).shape == (5, 1)
    assert model.metrics_names == ['loss']
