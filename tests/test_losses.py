import json

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import special

from keras import backend as K
from keras import layers, losses, objectives
from keras.losses import Loss, LossFunctionWrapper
from keras.models import Model, Sequential
from keras.utils.losses_utils import match_ranks, match_weights

EPSILON = 1e-7
TRUE = np.array([[0, 1, 0, 0], [1, 0, 0, 1], [.2, .3, .5, 0]])
PRED = np.array([[.1, .7, .1, .1], [.5, .3, 1e-9, .4], [.2, .3, .4, .9]])


def mean(x):
    return np.mean(x, axis=-1)


def clip(x):
    return np.clip(x, EPSILON, None)


def binary(true, pred, smoothing=0):
    true = true * (1 - smoothing) + smoothing / 2
    pred = np.clip(pred, EPSILON, 1 - EPSILON)
    return -mean(true * np.log(pred + EPSILON) + (1 - true) * np.log(1 - pred + EPSILON))


def categorical(true, pred, smoothing=0):
    true = true * (1 - smoothing) + smoothing / true.shape[-1]
    pred = np.clip(pred / pred.sum(-1, keepdims=True), EPSILON, 1 - EPSILON)
    return -np.sum(true * np.log(pred), axis=-1)


def divergence(true, pred):
    true, pred = np.clip(true, EPSILON, 1), np.clip(pred, EPSILON, 1)
    return np.sum(true * np.log(true / pred), axis=-1)


def cosine(true, pred, axis=-1):
    lengths = np.linalg.norm(true, axis=axis) * np.linalg.norm(pred, axis=axis)
    return -np.sum(true * pred, axis=axis) / lengths


EXPECTED = {
    'mean_squared_error': mean((TRUE - PRED) ** 2),
    'mean_absolute_error': mean(abs(TRUE - PRED)),
    'mean_absolute_percentage_error': 100 * mean(abs(TRUE - PRED) / clip(TRUE)),
    'mean_squared_logarithmic_error': mean(
        (np.log(clip(TRUE) + 1) - np.log(clip(PRED) + 1)) ** 2),
    'binary_crossentropy': binary(TRUE, PRED),
    'categorical_crossentropy': categorical(TRUE, PRED),
    'categorical_hinge': np.maximum(
        1 + np.max((1 - TRUE) * PRED, axis=-1) - np.sum(TRUE * PRED, axis=-1), 0),
    'hinge': mean(np.maximum(1 - TRUE * PRED, 0)),
    'squared_hinge': mean(np.maximum(1 - TRUE * PRED, 0) ** 2),
    'logcosh': mean(np.log(np.cosh(TRUE - PRED))),
    'kullback_leibler_divergence': divergence(TRUE, PRED),
    'poisson': mean(PRED - TRUE * np.log(PRED + EPSILON)),
    'cosine_proximity': cosine(TRUE, PRED),
}


def evaluate(*tensors):
    return K.function([], list(tensors))([])


def test_values():
    true, pred = K.placeholder((None, 4)), K.placeholder((None, 4))
    names = sorted(EXPECTED)
    values = K.function([true, pred], [losses.get(name)(true, pred) for name in names])
    for name, value in zip(names, values([TRUE, PRED])):
        assert value.shape == (3,)
        assert_allclose(value, EXPECTED[name], rtol=3e-6, atol=1e-7, err_msg=name)


def test_other_numbers_of_axes():
    true, pred = np.stack([TRUE, TRUE[::-1]]), np.stack([PRED, PRED[::-1]])
    names = sorted(set(EXPECTED) - {'hinge', 'squared_hinge'})
    values = evaluate(*[losses.get(name)(K.constant(true), K.constant(pred)) for name in names])
    for name, value in zip(names, values):
        assert_allclose(value, [EXPECTED[name], EXPECTED[name][::-1]], rtol=3e-6, err_msg=name)


def test_arrays_lists_and_integers():
    values = evaluate(losses.mse(TRUE, PRED), losses.mae(TRUE.tolist(), PRED.tolist()),
                      losses.mse(np.array([[1, 2]]), np.array([[3, 5]])),
                      losses.hinge(K.constant([[0, 1]], dtype='int32'), K.constant([[.3, .4]])))
    assert_allclose(values[0], EXPECTED['mean_squared_error'], rtol=1e-6)
    assert_allclose(values[1], EXPECTED['mean_absolute_error'], rtol=1e-6)
    assert_allclose(values[2], [6.5])
    assert_allclose(values[3], [.95])


def test_numbers_of_keras_2():
    # Printed by Keras 2.3.1: predictions and targets out of the usual range.
    mape, msle, kld, poisson, logcosh = evaluate(
        losses.mape([[0., 1e-9, 1., -2.]], [[.5, .3, 0., 3.]]),
        losses.msle([[0., 1e-9, 1., .5]], [[-.5, .3, 0., 3.]]),
        losses.kld([[0., 1., 2.]], [[0., 0., .5]]),
        losses.poisson([[0., 1.]], [[0., 0.]]),
        losses.logcosh([[0., 100., -200.]], [[1e-3, 0., 0.]]))
    assert_allclose(mape, [2.0000008e8], rtol=1e-6)
    assert_allclose(msle, [.37782845], rtol=1e-6)
    assert_allclose(kld, [16.811243], rtol=1e-6)
    assert_allclose(poisson, [8.059048], rtol=1e-6)
    assert_allclose(logcosh, [99.5379], rtol=1e-6)


def test_hinge_takes_binary_targets_as_signs():
    pred = K.constant([[.5, .3, 0.]])
    zeros_and_ones, signs, others, squared = evaluate(
        losses.hinge([[0., 1., 0.]], pred), losses.hinge([[-1., 1., -1.]], pred),
        losses.hinge([[0., 1., 2.]], pred), losses.squared_hinge([[0., 1., 1.]], pred))
    assert_allclose(zeros_and_ones, [(1.5 + .7 + 1) / 3], rtol=1e-6)
    assert_allclose(signs, zeros_and_ones)
    assert_allclose(others, [(1. + .7 + 1) / 3], rtol=1e-6)
    assert_allclose(squared, [(1.5 ** 2 + .7 ** 2 + 1) / 3], rtol=1e-6)


def test_logits_and_label_smoothing():
    logits = np.array([[.1, .7, -2., .1], [.5, .5, 0., .4], [2., 3., .4, -3.]])
    true = np.eye(4)[[1, 0, 3]]
    values = evaluate(
        losses.binary_crossentropy(true, logits, from_logits=True),
        losses.binary_crossentropy(true, logits, from_logits=True, label_smoothing=.3),
        losses.binary_crossentropy(TRUE, PRED, label_smoothing=.2),
        losses.categorical_crossentropy(true, logits, from_logits=True),
        losses.categorical_crossentropy(true, logits, from_logits=True, label_smoothing=.3),
        losses.categorical_crossentropy(true, PRED, label_smoothing=.2))
    yes, classes = special.expit(logits), special.softmax(logits, axis=-1)
    for value, expected in zip(values, [
            binary(true, yes), binary(true, yes, .3), binary(TRUE, PRED, .2),
            categorical(true, classes), categorical(true, classes, .3),
            categorical(true, PRED, .2)]):
        assert_allclose(value, expected, rtol=3e-6)


def test_sparse_categorical_crossentropy():
    numbers, pred = np.array([1, 0, 3]), PRED / PRED.sum(-1, keepdims=True)
    expected = categorical(np.eye(4)[numbers], pred)
    flat, column, logits, across = evaluate(
        losses.sparse_categorical_crossentropy(numbers, pred),
        losses.sparse_categorical_crossentropy(numbers[:, None], pred),
        losses.sparse_categorical_crossentropy(K.constant(numbers), np.log(pred),
                                               from_logits=True),
        losses.sparse_categorical_crossentropy([[1, 2]], [[.1, .2], [.6, .3], [.3, .5]], axis=0))
    for value in flat, column, logits:
        assert_allclose(value, expected, rtol=3e-6)
    assert_allclose(across.ravel(), -np.log([.6, .5]), rtol=1e-6)


def test_huber():
    small, large = evaluate(losses.huber_loss([[0., 0., 0.]], [[.5, -1., -3.]]),
                            losses.huber_loss([[0., 0., 0.]], [[.5, -1., -3.]], delta=.2))
    assert_allclose(small, [[.125, .5, 2.5]])
    assert_allclose(large, [[.2 * .4, .2 * .9, .2 * 2.9]], rtol=1e-6)


def test_cosine_along_another_axis():
    value = K.eval(losses.cosine_proximity(TRUE, PRED, axis=0))
    assert_allclose(value, cosine(TRUE, PRED, axis=0), rtol=1e-6)


def test_wrong_shapes():
    with pytest.raises(ValueError, match=r'y_true of shape \(3, 2\) does not fit y_pred of shape '
                                         r'\(3, 4\)'):
        losses.mse(K.constant(TRUE[:, :2]), K.constant(PRED))


CLASSES = {
    'MeanSquaredError': 'mean_squared_error', 'MeanAbsoluteError': 'mean_absolute_error',
    'MeanAbsolutePercentageError': 'mean_absolute_percentage_error',
    'MeanSquaredLogarithmicError': 'mean_squared_logarithmic_error',
    'BinaryCrossentropy': 'binary_crossentropy',
    'CategoricalCrossentropy': 'categorical_crossentropy', 'CategoricalHinge': 'categorical_hinge',
    'Hinge': 'hinge', 'SquaredHinge': 'squared_hinge', 'LogCosh': 'logcosh',
    'KLDivergence': 'kullback_leibler_divergence', 'Poisson': 'poisson',
}
WEIGHTS = np.array([1., 0., 2.])


def test_classes():
    results = []
    for name in CLASSES:
        cls = getattr(losses, name)
        results += [cls()(TRUE, PRED), cls(reduction='none')(TRUE, PRED),
                    cls(reduction='sum')(TRUE, PRED, sample_weight=WEIGHTS)]
    values = iter(evaluate(*results))
    for name, function in CLASSES.items():
        expected = EXPECTED[function]
        assert_allclose(next(values), expected.mean(), rtol=3e-6, err_msg=name)
        assert_allclose(next(values), expected, rtol=3e-6, err_msg=name)
        assert_allclose(next(values), (expected * WEIGHTS).sum(), rtol=3e-6, err_msg=name)


def test_arguments_of_classes():
    logits = np.log(PRED)
    numbers = [1, 0, 3]
    values = evaluate(
        losses.Huber(delta=.2)([[0., 0.]], [[.1, 3.]]),
        losses.BinaryCrossentropy(label_smoothing=.2)(TRUE, PRED),
        losses.CategoricalCrossentropy(from_logits=True)(TRUE[:2], logits[:2]),
        losses.SparseCategoricalCrossentropy()(numbers, PRED / PRED.sum(-1, keepdims=True)),
        losses.SparseCategoricalCrossentropy(from_logits=True)(numbers, logits))
    assert_allclose(values[0], (.005 + .2 * 2.9) / 2, rtol=1e-6)
    assert_allclose(values[1], binary(TRUE, PRED, .2).mean(), rtol=3e-6)
    assert_allclose(values[2], categorical(TRUE[:2], PRED[:2]).mean(), rtol=3e-6)
    assert_allclose(values[3:], categorical(np.eye(4)[numbers], PRED).mean(), rtol=3e-6)


def test_reductions():
    loss = np.array([.03, .215, 1.0025])
    true = K.constant([[0, 1, 0, 0], [1, 0, 0, 1], [.2, .3, .5, 0]])
    pred = K.constant([[.1, .7, .1, .1], [.5, .5, 1e-9, .4], [.2, .3, .4, 2.]])
    results, expected = [], []
    for weights in None, 2., WEIGHTS, WEIGHTS[:, None]:
        weighted = loss * (1. if weights is None else np.ravel(weights))
        for reduction in 'none', 'sum', 'sum_over_batch_size':
            results.append(losses.MeanSquaredError(reduction)(true, pred, sample_weight=weights))
        expected += [weighted, weighted.sum(), weighted.sum() / 3]
    for value, wanted in zip(evaluate(*results), expected):
        assert_allclose(value, wanted, rtol=1e-6)


def test_unknown_reduction():
    with pytest.raises(ValueError, match="Unknown reduction: 'mean'. Expected one of 'none'"):
        losses.MeanSquaredError(reduction='mean')


@pytest.mark.parametrize('shape', [(), (1,), (2,), (2, 1), (2, 3), (2, 1, 1), (2, 3, 1), (1, 3)])
def test_weights_that_fit(shape):
    weights = np.random.uniform(size=shape)
    true, pred = np.random.uniform(size=(2, 2, 3, 4))
    value = losses.MeanSquaredError('none')(true, pred, sample_weight=weights)
    if len(shape) == 3:
        weights = weights[..., 0]
    elif len(shape) == 1:
        weights = weights[:, None]
    assert_allclose(K.eval(value), weights * mean((true - pred) ** 2), rtol=1e-5)


@pytest.mark.parametrize('shape', [(3,), (4,), (2, 4), (3, 1), (2, 3, 4), (2, 3, 1, 1)])
def test_weights_that_do_not_fit(shape):
    with pytest.raises(ValueError) as error:
        losses.MeanSquaredError()(np.ones((2, 3, 4)), np.ones((2, 3, 4)),
                                  sample_weight=np.ones(shape))
    assert 'sample_weight of shape %s does not fit values of shape (2, 3)' % (shape,) in str(
        error.value)


def test_weights_of_unknown_shape():
    values, weights = K.placeholder((None, None, 2)), K.placeholder(ndim=1)
    product = K.function([values, weights], [values * match_weights(weights, values)])
    array = np.arange(12.).reshape(3, 2, 2)
    assert_allclose(product([array, [1., 0., 2.]])[0],
                    array * np.array([1., 0., 2.]).reshape(3, 1, 1))


@pytest.mark.parametrize('true, pred, expected', [
    ((None,), (None, 1), [(None,), (None,)]), ((5, 1), (5,), [(5,), (5,)]),
    ((None, 1), (None, 4), [(None, 1), (None, 4)]), ((None,), (None, 4), [(None,), (None, 4)]),
    ((2, 3), (2, 3), [(2, 3), (2, 3)])])
def test_match_ranks(true, pred, expected):
    matched = match_ranks(K.placeholder(true), K.placeholder(pred))
    assert [K.int_shape(x) for x in matched] == expected


def test_own_class():
    class Cubic(Loss):
        def call(self, y_true, y_pred):
            return K.mean(K.abs(y_true - y_pred) ** 3, axis=-1)

    loss = Cubic(reduction='sum')
    assert loss.get_config() == {'reduction': 'sum', 'name': None}
    value = loss(K.constant(TRUE), K.constant(PRED), sample_weight=WEIGHTS)
    assert_allclose(K.eval(value), (mean(abs(TRUE - PRED) ** 3) * WEIGHTS).sum(), rtol=1e-6)
    described = losses.serialize(Cubic())
    assert isinstance(losses.deserialize(described, custom_objects={'Cubic': Cubic}), Cubic)


def test_call_is_needed():
    with pytest.raises(TypeError, match='call'):
        Loss()


def test_function_as_loss():
    wrapped = LossFunctionWrapper(losses.huber_loss, name='mine', delta=.2)
    assert wrapped.name == 'mine'
    assert wrapped.get_config() == {'reduction': 'sum_over_batch_size', 'name': 'mine',
                                    'delta': .2, 'fn': 'huber_loss'}
    again = losses.deserialize(json.loads(json.dumps(losses.serialize(wrapped))))
    for loss in (wrapped, again):
        assert_allclose(K.eval(loss([[0., 0.]], [[.1, 3.]])), (.005 + .2 * 2.9) / 2, rtol=1e-6)


def test_a_number_as_loss():
    inputs = layers.Input((2,))
    output = layers.Dense(1, kernel_initializer='ones')(inputs)
    model = Model(inputs, [output, layers.Activation('linear')(output)])
    model.compile('sgd', ['mse', lambda y_true, y_pred: 2.])
    found = model.train_on_batch(np.ones((4, 2)), [np.zeros((4, 1))] * 2)
    assert_allclose(found, [6., 4., 2.], rtol=1e-6)


def test_own_function_as_loss_comes_back():
    def off_by(y_true, y_pred, factor=1):
        return factor * K.mean(y_pred - y_true, axis=-1)
    described = losses.serialize(LossFunctionWrapper(off_by, factor=3))
    again = losses.deserialize(described, custom_objects={'off_by': off_by})
    assert_allclose(K.eval(again(K.zeros((1, 2)), K.ones((1, 2)))), 3.)
    with pytest.raises(ValueError, match="off_by.*custom_objects"):
        losses.deserialize(described)


@pytest.mark.parametrize('loss, config', [
    (losses.MeanSquaredError('sum'), {'reduction': 'sum', 'name': 'mean_squared_error'}),
    (losses.Huber(.3, name='h'),
     {'reduction': 'sum_over_batch_size', 'name': 'h', 'delta': .3}),
    (losses.BinaryCrossentropy(label_smoothing=.1),
     {'reduction': 'sum_over_batch_size', 'name': 'binary_crossentropy', 'from_logits': False,
      'label_smoothing': .1}),
    (losses.SparseCategoricalCrossentropy(from_logits=True),
     {'reduction': 'sum_over_batch_size', 'name': 'sparse_categorical_crossentropy',
      'from_logits': True})])
def test_configurations_come_back(loss, config):
    described = json.loads(json.dumps(losses.serialize(loss)))
    assert described == {'class_name': type(loss).__name__, 'config': config}
    again = losses.get(described)
    assert type(again) is type(loss) and again.get_config() == config


@pytest.mark.parametrize('alias, name', [
    ('mse', 'mean_squared_error'), ('MSE', 'mean_squared_error'), ('mae', 'mean_absolute_error'),
    ('MAPE', 'mean_absolute_percentage_error'), ('msle', 'mean_squared_logarithmic_error'),
    ('kld', 'kullback_leibler_divergence'), ('KLD', 'kullback_leibler_divergence'),
    ('cosine', 'cosine_proximity'), ('cosine_similarity', 'cosine_proximity'),
    ('huber_loss', 'huber_loss')])
def test_names(alias, name):
    assert losses.get(alias) is getattr(losses, name)
    assert losses.serialize(losses.get(alias)) == name


def test_get():
    def mine(y_true, y_pred):
        return y_pred

    assert losses.get(None) is None
    assert losses.get(mine) is mine
    assert losses.deserialize('mine', custom_objects={'mine': mine}) is mine
    for identifier in 'Huber', losses.Huber:
        assert isinstance(losses.get(identifier), losses.Huber)


@pytest.mark.parametrize('name, match', [
    ('mean_squared_eror', "'mean_squared_error'"), ('Mse', "'mse'|'MSE'"),
    ('categorical_crossentrop', "'categorical_crossentropy'")])
def test_typing_errors(name, match):
    with pytest.raises(ValueError, match="Unknown loss function: '%s'. Did you mean .*%s"
                       % (name, match)):
        losses.get(name)


@pytest.mark.parametrize('name', ['K', 'math', 'deserialize', 'get', 'Loss', 'interpret'])
def test_what_is_no_loss(name):
    with pytest.raises(ValueError, match="Unknown loss function: '%s'" % name):
        losses.get(name)
    with pytest.raises(ValueError, match='Could not interpret 3 as loss function'):
        losses.get(3)


def test_is_categorical_crossentropy():
    for loss in [losses.categorical_crossentropy, 'categorical_crossentropy',
                 losses.CategoricalCrossentropy()]:
        assert losses.is_categorical_crossentropy(loss)
    for loss in ['mse', losses.mse, losses.MeanSquaredError(), None]:
        assert not losses.is_categorical_crossentropy(loss)


def test_old_place():
    assert objectives.mse is losses.mse and objectives.get is losses.get


@pytest.mark.parametrize('loss', sorted(EXPECTED) + ['huber_loss', losses.Huber(.1)])
def test_training(loss):
    model = Sequential([layers.Dense(4, input_dim=3, activation='sigmoid')])
    model.compile('sgd', loss)
    before = model.get_weights()[0]
    assert np.isfinite(model.train_on_batch(np.ones((3, 3)), TRUE))
    assert not np.allclose(before, model.get_weights()[0])
