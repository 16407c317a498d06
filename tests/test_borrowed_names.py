"""Names that were never documented, but that programs and libraries take from Keras."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine import saving, training, training_arrays, training_generator, training_utils
from keras.engine.base_layer import _collect_input_shape, _collect_previous_mask
from keras.engine.topology import _to_snake_case
from keras.layers import Dense, Dropout, Embedding, Input, Masking
from keras.losses import mean_squared_error
from keras.models import Model, Sequential
from keras.utils import Sequence, metrics_utils, test_utils
from keras.utils.data_utils import _hash_file

# Loops of one's own

ROWS = np.arange(10.).reshape(5, 2)
SUMS = ROWS.sum(axis=1, keepdims=True)


def test_batches_of_indices():
    assert training_utils.make_batches(10, 4) == [(0, 4), (4, 8), (8, 10)]
    assert training_utils.make_batches(0, 4) == [] and training_utils.make_batches(1, 1) == [(0, 1)]
    shuffled = training_utils.batch_shuffle(np.arange(10), 4)
    assert sorted([tuple(shuffled[:4]), tuple(shuffled[4:8])]) == [(0, 1, 2, 3), (4, 5, 6, 7)]
    assert shuffled[8:].tolist() == [8, 9]
    assert training_utils.slice_arrays([ROWS], 1, 3)[0].tolist() == [[2., 3.], [4., 5.]]


@pytest.mark.parametrize('private, public', [
    ('_batch_shuffle', 'batch_shuffle'),
    ('_check_array_lengths', 'check_array_length_consistency'),
    ('_make_batches', 'make_batches'),
    ('_slice_arrays', 'slice_arrays'),
    ('_standardize_class_weights', 'standardize_class_weights'),
    ('_standardize_input_data', 'standardize_input_data'),
    ('_standardize_sample_weights', 'standardize_sample_weights'),
    ('_standardize_weights', 'standardize_weights'),
    ('_weighted_masked_objective', 'weighted_masked_objective')])
def test_helpers_as_keras_2_0_called_them(private, public):
    assert getattr(training, private) is getattr(training_utils, public)


def test_numbers_of_samples():
    assert training_utils.check_num_samples([ROWS]) == 5
    assert training_utils.check_num_samples([ROWS], steps=3) == 5
    assert training_utils.check_num_samples([], steps=3) is None
    with pytest.raises(ValueError, match='If steps_per_epoch is set, batch_size must be None'):
        training_utils.check_num_samples([ROWS], 2, 3, 'steps_per_epoch')
    with pytest.raises(ValueError, match='steps must specify the number'):
        training_utils.check_num_samples([K.zeros((3, 2))])


def test_which_epochs_to_validate_after():
    def epochs(freq):
        return [e for e in range(4) if training_utils.should_run_validation(freq, e)]
    assert epochs(2) == [1, 3] and epochs([1, 3]) == [0, 2]
    with pytest.raises(ValueError, match='at least 1, but got 0'):
        training_utils.should_run_validation(0, 1)


def test_sequences_again_and_again():
    class Two(Sequence):
        def __len__(self):
            return 2

        def __getitem__(self, i):
            return i

    items = training_utils.iter_sequence_infinite(Two())
    assert [next(items) for _ in range(5)] == [0, 1, 0, 1, 0]
    assert training_utils.is_sequence(Two()) and not training_utils.is_sequence([1])
    assert training_utils.is_generator_or_sequence(iter([1]))
    assert not training_utils.is_generator_or_sequence([1])


def test_weights_of_samples():
    standardize = training_utils.standardize_weights
    y, by_class = np.array([[0], [1], [2], [1]]), {0: 1., 1: 2., 2: .5}
    assert standardize(y).tolist() == [1.] * 4
    assert standardize(y, class_weight=by_class).tolist() == [1., 2., .5, 2.]
    assert standardize(y, np.array([1., 2., 3., 4.]), by_class).tolist() == [1., 4., 1.5, 8.]
    assert standardize(np.eye(3)[[0, 2]], class_weight=by_class).tolist() == [1., .5]
    assert standardize(np.zeros((2, 3, 1)), sample_weight_mode='temporal').shape == (2, 3)
    with pytest.raises(ValueError, match='must be a vector of 4'):
        standardize(y, np.ones((4, 2)))
    with pytest.raises(ValueError, match=r'1, 2 are in the targets'):
        standardize(y, class_weight={0: 1.})
    with pytest.raises(ValueError, match="or 'temporal', but got 'x'"):
        standardize(y, sample_weight_mode='x')


def test_weights_of_outputs():
    samples, classes = (training_utils.standardize_sample_weights,
                        training_utils.standardize_class_weights)
    assert samples(None, ['a', 'b']) == [None, None]
    assert samples([1, 2], ['a', 'b']) == [1, 2] and samples({'a': 3}, ['a', 'b']) == [3, None]
    with pytest.raises(TypeError, match='several outputs'):
        samples([1], ['a', 'b'])
    assert classes({0: 1.}, ['a']) == [{0: 1.}]
    assert classes({'a': {0: 1}}, ['a', 'b']) == [{0: 1}, None]


def test_data_as_lists_of_arrays():
    standardize = training_utils.standardize_input_data
    array, = standardize([1, 2], ['a'], [(None, 1)])
    assert array.tolist() == [[1], [2]]
    assert [x.shape for x in standardize({'a': ROWS, 'b': SUMS}, ['b', 'a'])] == [(5, 1), (5, 2)]
    assert standardize(None, ['a']) == [None] and standardize(None, []) == []
    assert standardize(ROWS, ['a'], [(4, 2)], check_batch_axis=False)[0] is ROWS
    with pytest.raises(ValueError, match='a must have 4 samples, but has 5'):
        standardize(ROWS, ['a'], [(4, 2)])
    with pytest.raises(ValueError, match=r'expected a to have shape \(None, 3\)'):
        standardize(ROWS, ['a'], [(None, 3)])
    with pytest.raises(ValueError, match='expects 2 target arrays'):
        standardize([ROWS], ['a', 'b'], exception_prefix='target')
    assert training_utils.standardize_single_array(np.ones(2)).shape == (2, 1)
    assert training_utils.standardize_single_array(ROWS) is ROWS
    assert training_utils.standardize_single_array(None) is None


def test_numbers_of_samples_that_differ():
    check = training_utils.check_array_length_consistency
    check([ROWS], [SUMS], [np.ones(5), None])
    for inputs, targets, weights in (([ROWS], [SUMS[1:]], None), ([ROWS, SUMS[1:]], [SUMS], None),
                                     ([ROWS], [SUMS], [np.ones(4)])):
        with pytest.raises(ValueError, match='same number of samples'):
            check(inputs, targets, weights)


def test_arguments_along_with_generators():
    training_utils.check_generator_arguments(validation_split=0.)
    for argument in 'y', 'sample_weight', 'validation_split':
        with pytest.raises(ValueError, match=argument + ' cannot be passed'):
            training_utils.check_generator_arguments(**{argument: .5})


def test_losses_with_weights_and_masks():
    loss = training_utils.weighted_masked_objective(mean_squared_error)
    y, zeros = K.constant([[1.], [2.]]), K.constant([[0.], [0.]])

    def value(*arguments):
        arguments = [None if x is None else K.constant(x) for x in arguments]
        return float(K.eval(loss(y, zeros, *arguments)))
    # The losses are 1 and 4; these are Keras 2.3.1's numbers.
    np.testing.assert_allclose([value(None), value([1., 0.]), value([1., 3.], [1., 0.]),
                                value(None, [1., 0.])], [2.5, 1., 1., 1.], 1e-6)
    assert training_utils.weighted_masked_objective(None) is None
    assert training_utils.get_loss_function('mse').name == 'mean_squared_error'


@pytest.fixture
def summing():
    model = Sequential([Dense(1, input_shape=(2,), kernel_initializer='ones')])
    model.compile('sgd', 'mse', metrics=['mae'])
    model._make_train_function()
    model._make_test_function()
    model._make_predict_function()
    return model


def test_loops_over_arrays(summing):
    model, functions = summing, []

    def noting(function):
        def noted(arrays):
            functions.append(function)
            return function(arrays)
        return noted

    predicted = training_arrays.predict_loop(model, noting(model.predict_function), [ROWS], 2)
    np.testing.assert_allclose(predicted, SUMS)
    repeated = training_arrays.predict_loop(model, model.predict_function, [ROWS], None, steps=2)
    np.testing.assert_allclose(repeated, np.concatenate([SUMS, SUMS]))
    arrays = [ROWS, SUMS + 1, np.ones(5)]
    tested = training_arrays.test_loop(model, noting(model.test_function), arrays, 2)
    np.testing.assert_allclose(tested, [1., 1.])
    history = training_arrays.fit_loop(
        model, noting(model.train_function), arrays, ['loss', 'mae'], 5, epochs=1, verbose=0,
        val_function=noting(model.test_function), val_inputs=arrays).history
    # Keras 2.3.1's numbers
    np.testing.assert_allclose([history['loss'], history['mae'], history['val_loss'],
                                history['val_mae']], [[1.], [1.], [.2848003], [.46400023]], 1e-4)
    expected = ([model.predict_function] * 3 + [model.test_function] * 3
                + [model.train_function, model.test_function])
    assert functions == expected


def test_loops_with_the_learning_phase():
    model = Sequential([Dropout(.5, input_shape=(2,))])
    model._make_predict_function()
    predicted = training_arrays.predict_loop(model, model.predict_function, [ROWS, 0.], 2)
    np.testing.assert_allclose(predicted, ROWS)


def test_loops_over_generators(summing):
    def batches():
        while True:
            yield ROWS, SUMS
    predicted = training_generator.predict_generator(summing, batches(), 2)
    np.testing.assert_allclose(predicted, np.concatenate([SUMS, SUMS]))
    assert training_generator.evaluate_generator(summing, batches(), 1) == [0., 0.]
    history = training_generator.fit_generator(summing, batches(), 1, verbose=0).history
    assert history['loss'] == [0.]


# Layers that do without `Layer.__call__`

def test_calls_recorded_by_hand():
    layer, x = Dense(2), Input((3,))
    masked = Masking()(Input((3, 2)))
    y = K.ones_like(x)
    layer._add_inbound_node([x], [y], [None], [None], [(None, 3)], [(None, 3)])
    assert layer.output_shape == (None, 3) and y._keras_history[0] is layer
    np.testing.assert_array_equal(Model(x, y).predict(np.zeros((1, 3))), np.ones((1, 3)))
    assert _collect_input_shape(x) == _collect_input_shape([x]) == (None, 3)
    assert _collect_input_shape([x, masked]) == [(None, 3), (None, 3, 2)]
    assert _collect_previous_mask([x]) is None
    assert _collect_previous_mask([x, masked])[1] is masked._keras_history[
        0].get_output_mask_at(0)
    assert _to_snake_case('LSTMCell') == 'lstm_cell' and _to_snake_case('_My') == 'private__my'


def test_a_phase_recorded_by_hand():
    x = Input((3,))
    y = Dropout(.5)(x)
    layer, z = Dense(2), K.identity(y)
    layer._add_inbound_node(y, z, None, None, (None, 3), (None, 3))
    assert z._uses_learning_phase and K.int_shape(z) == (None, 3)


# Files

def test_hashes_of_files(tmp_path):
    path = str(tmp_path / 'hello')
    with open(path, 'w') as file:
        file.write('hello')
    assert _hash_file(path, 'md5') == '5d41402abc4b2a76b9719d911017c592'
    assert _hash_file(path).startswith('2cf24dba5fb0a30e26e83b2ac5b9e29e')


def test_models_in_stores_of_ones_own(summing):
    store = {}
    saving._serialize_model(summing, saving.H5Dict(store))
    copy = saving._deserialize_model(saving.H5Dict(store))
    np.testing.assert_allclose(copy.predict(ROWS), SUMS)
    assert copy.optimizer is not None and callable(saving.ask_to_proceed_with_overwrite)


# Metrics

def test_counts_of_predictions():
    counts = {metrics_utils.ConfusionMatrix.TRUE_POSITIVES: K.zeros((2,)),
              metrics_utils.ConfusionMatrix.FALSE_POSITIVES: K.zeros((2,))}
    updates = metrics_utils.update_confusion_matrix_variables(
        counts, K.constant([[1., 0., 1.]]), K.constant([[.9, .8, .2]]), [.5, .1])
    K.function([], [], updates)([])
    assert [K.get_value(v).tolist() for v in counts.values()] == [[1., 2.], [1., 1.]]
    with pytest.raises(ValueError, match='none|no variable'):
        metrics_utils.update_confusion_matrix_variables({}, None, None)


def test_helpers_of_metrics():
    assert metrics_utils.parse_init_thresholds(None) == [.5]
    assert metrics_utils.parse_init_thresholds([.1, .2]) == [.1, .2]
    metrics_utils.assert_thresholds_range([0., 1.])
    with pytest.raises(ValueError, match='from 0 to 1'):
        metrics_utils.assert_thresholds_range([2.])
    top = metrics_utils.filter_top_k(K.constant([[.1, .5, .4]]), 2)
    np.testing.assert_allclose(K.eval(top), [[metrics_utils.NEG_INF, .5, .4]])
    assert metrics_utils.AUCCurve.from_str('roc') is metrics_utils.AUCCurve.ROC
    assert metrics_utils.AUCSummationMethod.from_str('majoring').value == 'majoring'
    assert metrics_utils.Reduction.SUM == 'sum' and metrics_utils.to_list(1) == [1]


# Tests of layers

def test_data_for_tests():
    # Keras 2.3.1's numbers
    np.random.seed(0)
    (x, y), (other, labels) = test_utils.get_test_data(4, 2, (2,), num_classes=3)
    assert y.tolist() == [0, 1, 0, 1] and labels.tolist() == [1, 2] and x.dtype == K.floatx()
    np.testing.assert_allclose(x[:2], [[.6650619, -.10595004], [.92774683, 1.287419]], 1e-5)
    np.testing.assert_allclose(other[1], [3.0458553, 1.8563892], 1e-5)
    np.random.seed(0)
    (x, y), (other, targets) = test_utils.get_test_data(2, 1, (2,), (2,), classification=False)
    np.testing.assert_allclose(x[0], [-1.0390162, 1.4822953], 1e-5)
    np.testing.assert_allclose(y[0], [-.04109333, 1.9277606], 1e-5)
    np.testing.assert_allclose(targets, [[.4756556, 1.5899066]], 1e-5)


def test_tests_of_layers():
    layer_test = test_utils.layer_test
    assert layer_test(Dense, {'units': 2}, (3, 4)).shape == (3, 2)
    assert layer_test(Dense, {'units': 2}, (None, 2, 4)).shape[1:] == (2, 2)
    assert layer_test(Dropout, {'rate': .5}, (1, 1), fixed_batch_size=True).shape == (1, 1)
    assert layer_test(Embedding, {'input_dim': 9, 'output_dim': 2}, input_data=np.ones((3, 4)),
                      input_dtype='int32', expected_output_dtype='float32').shape == (3, 4, 2)
    ones = {'units': 2, 'kernel_initializer': 'ones'}
    data = np.ones((3, 4), dtype='float32')
    layer_test(Dense, ones, input_data=data, expected_output=np.full((3, 2), 4.))
    with pytest.raises(AssertionError, match='Not equal to tolerance'):
        layer_test(Dense, ones, input_data=data, expected_output=np.zeros((3, 2)))
    with pytest.raises(AssertionError, match='input_shape or input_data'):
        layer_test(Dense, ones)


def test_tests_find_wrong_layers():
    class Wrong(Dense):
        def compute_output_shape(self, input_shape):
            return input_shape[0], 7

    with pytest.raises((AssertionError, ValueError), match='7'):
        test_utils.layer_test(Wrong, {'units': 2}, (3, 4))


def test_tests_that_clear_the_session():
    @test_utils.keras_test
    def named(name):
        """A test."""
        return Dense(1, name=None).name == name

    Dense(1)
    assert not named('dense_1') and named('dense_1')
    assert named.__doc__ == 'A test.'


def test_layers_and_nodes_by_depth():
    x = Input((3,))
    first, second = Dense(2), Dense(1)
    model = Model(x, second(first(x)))
    assert model._layers_by_depth == {2: [model.layers[0]], 1: [first], 0: [second]}
    assert [node.outbound_layer for node in model._nodes_by_depth[1]] == [first]


def test_input_masks():
    masked = Masking()(Input((3, 2)))
    layer = Dense(2)
    layer(Input((4, 2)))
    layer(masked)
    assert layer.get_input_mask_at(0) is None
    assert layer.get_input_mask_at(1) is masked._keras_history[0].get_output_mask_at(0)
