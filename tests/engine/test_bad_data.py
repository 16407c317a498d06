"""Data that do not fit: every error says what was expected, what came, and often what to do."""
import numpy as np
import pytest
from small_models import (
    LABELS,
    ONE_HOT,
    TWO_CLASSES,
    X,
    Y,
    linear,
    softmax,
    two_outputs,
)

from keras import backend as K
from keras.layers import Activation, Conv2D, Dense, Flatten, Lambda
from keras.models import Sequential


def uses(model):
    """Returns the ways to hand inputs and targets to a model."""
    return [model.fit, model.evaluate, model.train_on_batch, model.test_on_batch]


@pytest.mark.parametrize('x, message', [
    (X[:, :1], r'expected out_input to have shape \(None, 2\), but got .* shape \(5, 1\)'),
    (X[0], r'\(None, 2\).*\(2,\).*x\[np.newaxis\]'),
    (X[np.newaxis], r'\(None, 2\).*\(1, 5, 2\)'),
    ([X, X], r'1 input array \(out_input\), but got 2, of shapes \(5, 2\), \(5, 2\)'),
    ({'in': X}, 'no data for the input "out_input".* the dictionary has in'),
    (None, r'1 input array \(out_input\), but got 0'),
    (X[:3], 'same number of samples, but out_input has 3, out has 5'),
    (X.astype(str), 'type <U.*numbers are expected'),
    (np.array([['a', 'b']] * 5, dtype=object), 'Python objects that cannot be converted'),
    (np.array(2.), 'a single number'),
    (np.array([None] * 5), 'missing values|shape')])
def test_wrong_inputs(x, message):
    for use in uses(linear()):
        with pytest.raises(ValueError, match=message):
            use(x, Y)


def test_wrong_inputs_of_predict():
    model = linear()
    for use in (model.predict, model.predict_on_batch):
        with pytest.raises(ValueError, match=r'\(None, 2\).*\(5, 1\)'):
            use(X[:, :1])
    with pytest.raises(ValueError, match='at least 1, but got 0'):
        model.predict(X, batch_size=0)


@pytest.mark.parametrize('y, message', [
    (None, r'1 target array \(out\), but got 0'),
    ([Y, Y], r'1 target array \(out\), but got 2'),
    (ONE_HOT, r'expected out to have shape \(None, 1\), but got .*\(5, 3\)'),
    ({'b': Y}, 'no data for the target "out"'),
    (Y[:3], 'out_input has 5, out has 3')])
def test_wrong_targets(y, message):
    for use in uses(linear()):
        with pytest.raises(ValueError, match=message):
            use(X, y)


def test_objects_that_are_no_arrays():
    for use in uses(linear()):
        with pytest.raises(TypeError, match='input" is a object, but arrays.*generator or a keras'):
            use(object(), Y)


@pytest.mark.parametrize('loss, y, message', [
    ('categorical_crossentropy', LABELS, r'sparse_categorical_crossentropy.*to_categorical\(y, 3'),
    ('sparse_categorical_crossentropy', ONE_HOT, r'categorical_crossentropy, or y\.argmax'),
    ('mse', LABELS, 'targets with outputs of the same shape')])
def test_targets_that_do_not_suit_the_loss(loss, y, message):
    for use in uses(softmax(loss)):
        with pytest.raises(ValueError, match=message):
            use(X, y)


def test_categorical_crossentropy_of_a_single_column():
    with pytest.raises(ValueError, match='binary_crossentropy'):
        linear('categorical_crossentropy').train_on_batch(X, Y)


def test_custom_losses_take_targets_of_any_shape():
    model = softmax(lambda y_true, y_pred: K.mean(K.square(y_pred - y_true[:, :1]), axis=-1))
    expected = np.mean((model.predict(X) - X[:, :1]) ** 2)
    assert model.test_on_batch(X, X) == pytest.approx(expected)


def test_hints_for_images():
    model = Sequential([Conv2D(2, 3, input_shape=(8, 8, 1)), Flatten(), Dense(1)])
    with pytest.raises(ValueError, match=r'x\[\.\.\., np\.newaxis\]'):
        model.predict(np.zeros((5, 8, 8)))
    with pytest.raises(ValueError, match=r'x\.reshape\(-1, 8, 8, 1\)'):
        model.predict(np.zeros((5, 64)))
    with pytest.raises(ValueError, match="another order.*'channels_last'"):
        model.predict(np.zeros((5, 1, 8, 8)))


def test_two_outputs_and_their_targets():
    model = two_outputs()
    with pytest.raises(ValueError, match='x has 5, a has 5, b has 3'):
        model.fit(X, [Y, TWO_CLASSES[:3]])
    with pytest.raises(ValueError, match='no data for the target "b".*the dictionary has a'):
        model.fit(X, {'a': Y})
    with pytest.raises(ValueError, match=r'2 target arrays \(a, b\), but got 1'):
        model.fit(X, Y)


def test_empty_arrays():
    for use in (linear().fit, linear().evaluate):
        with pytest.raises(ValueError, match='empty'):
            use(X[:0], Y[:0])


def test_models_without_layers():
    with pytest.raises(ValueError, match='empty has no layers yet: add'):
        Sequential(name='empty').predict(X)


def test_symbolic_tensors_in_batches():
    with pytest.raises(TypeError, match=r'symbolic tensor.*Input\(tensor=...\)'):
        linear().fit_generator(iter([(K.constant(X), Y)]), 1, verbose=0)


def test_lists_of_numbers_are_arrays():
    model = linear()
    assert model.test_on_batch(X.tolist(), Y.tolist()) == pytest.approx(4.768125)
    assert model.test_on_batch(X.astype(object), Y[:, 0].tolist()) == pytest.approx(4.768125)
    assert model.test_on_batch(X, Y[:, 0]) == pytest.approx(4.768125)


def test_data_frames():
    pandas = pytest.importorskip('pandas')
    model = linear()
    frame, series = pandas.DataFrame(X, columns=['p', 'q']), pandas.Series(Y[:, 0])
    assert model.test_on_batch(frame, series) == pytest.approx(4.768125)
    assert model.evaluate(frame, series, batch_size=2, verbose=0) == pytest.approx(4.768125)


def test_sparse_matrices():
    sparse = pytest.importorskip('scipy.sparse')
    model = linear(lr=0.)
    for matrix in (sparse.csr_matrix(X), sparse.coo_matrix(X)):
        assert model.evaluate(matrix, Y, batch_size=2, verbose=0) == pytest.approx(4.768125)
        assert model.test_on_batch(matrix, Y) == pytest.approx(4.768125)
        model.fit(matrix, Y, batch_size=2, verbose=0)


def test_hdf5_data_sets(tmp_path):
    h5py = pytest.importorskip('h5py')
    with h5py.File(str(tmp_path / 'data.h5'), 'w') as file:
        x, y = file.create_dataset('x', data=X), file.create_dataset('y', data=Y[:, 0])
        assert linear().evaluate(x, y, batch_size=2, verbose=0) == pytest.approx(4.768125)
        histories = []
        for data in ((x, y), (X, Y)):
            for shuffle in (True, 'batch'):
                np.random.seed(3)
                histories.append(linear().fit(*data, batch_size=2, epochs=2, verbose=0,
                                              shuffle=shuffle).history['loss'])
        assert histories[:2] == histories[2:]


@pytest.mark.parametrize('arguments, error, message', [
    (dict(batch_size=2, steps_per_epoch=2), ValueError, 'either batch_size or steps_per_epoch'),
    (dict(batch_size=0), ValueError, 'batch_size must be a whole number, at least 1, but got 0'),
    (dict(validation_split=.9), ValueError, 'leaves 0 for training and 5 for validation'),
    (dict(validation_split=1.), ValueError, 'leaves 0 for training'),
    (dict(validation_split=-.5), ValueError, 'validation_split=-0.5'),
    (dict(validation_data=[X]), ValueError, r'\(x, y\).*a list of 1'),
    (dict(validation_data=(X, Y, Y, Y)), ValueError, r'\(x, y\).*a tuple of 4'),
    (dict(validation_data=(X, ONE_HOT)), ValueError, r'\(None, 1\).*\(5, 3\)'),
    (dict(validation_data=(X, Y), validation_freq=0), ValueError, 'validation_freq'),
    (dict(foo=2), TypeError, 'foo'),
    (dict(epoch=2), TypeError, 'epoch.*Did you mean epochs')])
def test_arguments_that_fit_refuses(arguments, error, message):
    with pytest.raises(error, match=message):
        linear().fit(X, Y, verbose=0, **arguments)


def test_older_name_of_epochs():
    with pytest.warns(UserWarning, match='nb_epoch'):
        history = linear().fit(X, Y, nb_epoch=2, verbose=0)
    assert history.epoch == [0, 1]


def test_stateful_models_take_full_batches():
    model = Sequential([Lambda(lambda x: x * 2, batch_input_shape=(2, 2)), Dense(1)])
    model.layers[0].stateful = True
    model.compile('sgd', 'mse')
    with pytest.raises(ValueError, match='5 samples are not a multiple of the batch_size 2'):
        model.fit(X, Y, batch_size=2, verbose=0)
    assert model.predict(X[:4], batch_size=2).shape == (4, 1)
    assert model.predict(X[:4]).shape == (4, 1)  # the size is known
    for use in (lambda: model.predict(X, batch_size=5), lambda: model.train_on_batch(X, Y),
                lambda: model.predict_on_batch(X), lambda: model.evaluate(X, Y, steps=1),
                lambda: model.fit_generator(iter([(X, Y)]), 1, verbose=0)):
        with pytest.raises(ValueError, match='stateful .* batches of 2 samples, but got one of 5'):
            use()


def test_batches_may_be_smaller_than_the_size_given_to_the_input():
    model = Sequential([Dense(1, batch_input_shape=(2, 2), weights=[np.ones((2, 1)), np.ones(1)])])
    model.compile('sgd', 'mse')
    wanted = X.sum(axis=1, keepdims=True) + 1
    np.testing.assert_allclose(model.predict(X, batch_size=2), wanted)
    np.testing.assert_allclose(model.predict(X), wanted)
    loss = np.mean((wanted - Y) ** 2)
    assert model.evaluate(X, Y, batch_size=2, verbose=0) == pytest.approx(loss)


def test_nothing_is_changed_by_bad_data():
    model = linear()
    model.train_on_batch(X, Y)
    before = model.get_weights()
    with pytest.raises(ValueError):
        model.train_on_batch(X, ONE_HOT)
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


def test_models_without_weights():
    model = Sequential([Activation('relu', input_shape=(2,))])
    model.compile('sgd', 'mse')
    assert model.test_on_batch(X, X) == pytest.approx(np.mean(np.minimum(X, 0) ** 2))


class WithoutLength:
    """Like a `tf.data.Dataset`, which refuses `len`."""

    def __len__(self):
        raise TypeError('no length')


@pytest.mark.parametrize('data, found', [
    (X, r'a ndarray of shape \(5, 2\)'), ((X,), 'a tuple of 1'),
    (WithoutLength(), 'a WithoutLength')])
def test_wrong_validation_data(data, found):
    with pytest.raises(ValueError, match=r'validation_data must be \(x, y\).*Sequence.*' + found):
        linear().fit(X, Y, validation_data=data, verbose=0)
