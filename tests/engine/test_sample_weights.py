"""Sample weights, class weights, temporal weights and masks: the numbers of Keras 2.3.1."""
import numpy as np
import pytest
from small_models import (
    LABELS,
    ONE_HOT,
    TWO_CLASSES,
    WEIGHTS,
    X,
    Y,
    linear,
    softmax,
    two_outputs,
)

from keras import backend as K
from keras import metrics
from keras.layers import Input, Lambda, Masking
from keras.models import Model

CLASS_WEIGHT = {0: 1., 1: 2., 2: 5.}
X_TIME = np.array([[[1., 2], [3, -1], [0, 0]], [[0, 1], [0, 0], [0, 0]]])
Y_TIME = np.array([[[1.], [0], [2]], [[-1], [3], [.5]]])
SQUARES = (X_TIME.sum(axis=-1) - Y_TIME[..., 0]) ** 2
MASK = X_TIME.any(axis=-1)
STEP_WEIGHTS = np.array([[1., 2, 3], [.5, 0, 1]])


def sums(masked=False, **kwargs):
    """Returns a compiled model that adds up the features of each time step."""
    x = Input((3, 2))
    y = Lambda(lambda x: K.sum(x, axis=-1, keepdims=True), name='sum',
               mask=lambda inputs, mask: mask)(Masking(0.)(x) if masked else x)
    model = Model(x, y)
    model.compile('sgd', 'mse', **kwargs)
    return model


def test_sample_weights_in_loss_and_weighted_metrics():
    model = linear(metrics=['mse', 'mae'], weighted_metrics=['mse', 'mae'])
    values = model.test_on_batch(X, Y, sample_weight=WEIGHTS)
    assert values == pytest.approx([9.448626, 4.768125, 2.005, 7.2681737, 2.5])
    assert model.test_on_batch(X, Y) == pytest.approx([4.768125] + [4.768125, 2.005] * 2)
    assert model.train_on_batch(X, Y, sample_weight=WEIGHTS.tolist()) == pytest.approx(values)


@pytest.mark.parametrize('loss, targets', [('sparse_categorical_crossentropy', LABELS),
                                           ('sparse_categorical_crossentropy', LABELS[:, None]),
                                           ('categorical_crossentropy', ONE_HOT)])
def test_class_weights(loss, targets):
    def train(**kwargs):
        return softmax(loss, metrics=['acc'], weighted_metrics=['acc']).train_on_batch(
            X, targets, class_weight=CLASS_WEIGHT, **kwargs)

    assert train() == pytest.approx([4.2128553, .4, .36363637])
    assert train(sample_weight=WEIGHTS) == pytest.approx([7.293887, .4, .06666667], abs=1e-5)


def test_class_weights_in_fit_and_generators():
    expected = pytest.approx(4.2128553)
    model = softmax('sparse_categorical_crossentropy')
    history = model.fit(X, LABELS, verbose=0, class_weight=CLASS_WEIGHT)
    assert history.history['loss'][0] == expected
    model = softmax('sparse_categorical_crossentropy')
    history = model.fit_generator(iter([(X, LABELS)]), 1, verbose=0, class_weight=CLASS_WEIGHT)
    assert history.history['loss'][0] == expected


def test_weights_of_several_outputs():
    targets = [Y, TWO_CLASSES]
    for weights in ([WEIGHTS, None], {'a': WEIGHTS}):
        assert two_outputs().test_on_batch(X, targets, sample_weight=weights) == pytest.approx(
            [10.402891, 9.448626, .95426595])
    for weights in ([None, {0: 1., 1: 2.}], {'b': {0: 1., 1: 2.}}):
        assert two_outputs().train_on_batch(X, targets, class_weight=weights) == pytest.approx(
            [6.309531, 4.768125, 1.5414064])


def test_temporal_weights():
    model = sums(sample_weight_mode='temporal', metrics=['mse'], weighted_metrics=['mse'])
    values = model.test_on_batch(X_TIME, Y_TIME, sample_weight=STEP_WEIGHTS)
    weighted = SQUARES * STEP_WEIGHTS
    assert values == pytest.approx([weighted.mean(), SQUARES.mean(),
                                    weighted.sum() / STEP_WEIGHTS.sum()])
    assert model.test_on_batch(X_TIME, Y_TIME) == pytest.approx([SQUARES.mean()] * 3)
    history = model.fit(X_TIME, Y_TIME, batch_size=1, verbose=0, sample_weight=STEP_WEIGHTS,
                        validation_data=(X_TIME, Y_TIME)).history
    assert history['loss'][0] == pytest.approx(weighted.mean())
    assert history['val_loss'][0] == pytest.approx(SQUARES.mean())


def test_sample_weights_of_time_series():
    values = sums(weighted_metrics=['mse']).test_on_batch(X_TIME, Y_TIME,
                                                          sample_weight=np.array([1., 3]))
    weighted = SQUARES * [[1], [3]]
    assert values == pytest.approx([weighted.mean(), weighted.sum() / (3 + 9)])


def test_masks_weigh_losses_and_metrics():
    """Losses are divided by the number of all steps, metrics by that of the unmasked ones."""
    model = sums(masked=True, metrics=['mse', metrics.MeanSquaredError(name='m')],
                 weighted_metrics=['mse'])
    masked = SQUARES * MASK
    assert model.test_on_batch(X_TIME, Y_TIME) == pytest.approx(
        [masked.mean()] + [masked.sum() / MASK.sum()] * 3)
    weights = np.array([1., 3])
    weighted = masked * weights[:, np.newaxis]
    assert model.test_on_batch(X_TIME, Y_TIME, sample_weight=weights) == pytest.approx(
        [weighted.mean()] + [masked.sum() / MASK.sum()] * 2
        + [weighted.sum() / (MASK * weights[:, np.newaxis]).sum()])


def test_masks_and_temporal_weights():
    model = sums(masked=True, sample_weight_mode='temporal', weighted_metrics=['mse'])
    weights = STEP_WEIGHTS * MASK
    assert model.test_on_batch(X_TIME, Y_TIME, sample_weight=STEP_WEIGHTS) == pytest.approx(
        [(SQUARES * weights).mean(), (SQUARES * weights).sum() / weights.sum()])


@pytest.mark.parametrize('weights, message', [
    (WEIGHTS[:2], "sample_weight of output 'out' has 2 entries for 5 samples"),
    (np.ones((5, 1)), "vector of 5 weights.*has the shape \\(5, 1\\)"),
    ({'c': WEIGHTS}, r"'c'.*'out'")])
def test_refused_sample_weights(weights, message):
    for use in (linear().test_on_batch, linear().fit):
        with pytest.raises(ValueError, match=message):
            use(X, Y, sample_weight=weights)


def test_refused_temporal_weights():
    with pytest.raises(ValueError, match="sample_weight_mode='temporal'"):
        sums().test_on_batch(X_TIME, Y_TIME, sample_weight=STEP_WEIGHTS)
    with pytest.raises(ValueError, match=r'shape \(2, 3\), \(samples, time\).* has \(2,\)'):
        sums(sample_weight_mode='temporal').test_on_batch(X_TIME, Y_TIME,
                                                          sample_weight=np.ones(2))


def test_refused_weights_of_several_outputs():
    targets = [Y, TWO_CLASSES]
    with pytest.raises(TypeError, match=r'several outputs \(a, b\).*sample_weight'):
        two_outputs().test_on_batch(X, targets, sample_weight=WEIGHTS)
    with pytest.raises(ValueError, match=r"'c'.*'a', 'b'"):
        two_outputs().test_on_batch(X, targets, sample_weight={'c': WEIGHTS})
    with pytest.raises(ValueError, match=r"'c'.*'a', 'b'"):
        two_outputs().train_on_batch(X, targets, class_weight={'c': {0: 1.}})


def test_refused_class_weights():
    with pytest.raises(ValueError, match='2 are in the targets and not in class_weight.*0, 1'):
        softmax('categorical_crossentropy').train_on_batch(X, ONE_HOT,
                                                           class_weight={0: 1., 1: 2.})
    with pytest.raises(ValueError, match='one class for each sample'):
        sums().train_on_batch(X_TIME, Y_TIME, class_weight={0: 1.})


@pytest.mark.parametrize('weights', ['auto', [1., 2., 3.], np.ones(3)])
def test_class_weights_that_keras_ignores(weights):
    with pytest.warns(UserWarning, match='class_weight is ignored'):
        loss = softmax('categorical_crossentropy').train_on_batch(X, ONE_HOT, class_weight=weights)
    assert loss == pytest.approx(1.5132964)


def test_no_class_weights():
    loss = softmax('categorical_crossentropy').train_on_batch(X, ONE_HOT, class_weight={})
    assert loss == pytest.approx(1.5132964)


def test_class_weights_without_the_name_of_an_output_are_ignored():
    with pytest.warns(UserWarning, match='several outputs takes {name of output'):
        two_outputs().train_on_batch(X, [Y, TWO_CLASSES], class_weight={0: 1., 1: 2.})


def test_weights_without_targets_are_ignored():
    with pytest.warns(UserWarning, match='takes no targets'):
        loss = linear(target_tensors=K.constant(Y)).test_on_batch(X, None, sample_weight=WEIGHTS)
    assert loss == pytest.approx(4.768125)
