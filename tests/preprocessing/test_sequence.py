"""Padding, skipgrams, time series.

Numbers marked as such are those of keras_preprocessing 1.1.2.
"""
import json
import random

import numpy as np
import pytest

from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.preprocessing.sequence import (
    TimeseriesGenerator,
    _remove_long_seq,
    make_sampling_table,
    pad_sequences,
    skipgrams,
    timeseries_generator_from_json,
)
from keras.utils import Sequence

# Padding

ROWS = [[1, 2, 3], [4], [], [5, 6]]


@pytest.mark.parametrize('arguments, expected', [
    ({}, [[1, 2, 3], [0, 0, 4], [0, 0, 0], [0, 5, 6]]),
    ({'padding': 'post'}, [[1, 2, 3], [4, 0, 0], [0, 0, 0], [5, 6, 0]]),
    ({'maxlen': 2}, [[2, 3], [0, 4], [0, 0], [5, 6]]),
    ({'maxlen': 2, 'truncating': 'post'}, [[1, 2], [0, 4], [0, 0], [5, 6]]),
    ({'maxlen': 2, 'padding': 'post'}, [[2, 3], [4, 0], [0, 0], [5, 6]]),
    ({'maxlen': 4, 'value': 9}, [[9, 1, 2, 3], [9, 9, 9, 4], [9, 9, 9, 9], [9, 9, 5, 6]]),
    ({'maxlen': np.int64(1)}, [[3], [4], [0], [6]]),
    ({'maxlen': 1, 'truncating': 'post', 'padding': 'post'}, [[1], [4], [0], [5]]),
])
@pytest.mark.parametrize('dtype', ['int32', 'uint8', 'int64', 'float16', 'float32', 'float64',
                                   '>i4', 'complex64', 'longdouble', object])
@pytest.mark.parametrize('kind', [list, tuple, np.array])
def test_pad_sequences(kind, dtype, arguments, expected):
    padded = pad_sequences([kind(row) for row in ROWS], dtype=dtype, **arguments)
    np.testing.assert_array_equal(padded, expected)
    assert padded.dtype == np.dtype(dtype)


@pytest.mark.parametrize('sequences', [
    tuple(ROWS), [(1, 2, 3), np.array([4.]), [], [np.int64(5), np.array(6)]],
    [range(1, 4), [4], (), [5, 6]],
])
def test_mixed_kinds_of_sequences(sequences):
    padded = pad_sequences(sequences)
    np.testing.assert_array_equal(padded, [[1, 2, 3], [0, 0, 4], [0, 0, 0], [0, 5, 6]])
    assert padded.dtype == np.int32


def test_arguments_in_their_order():
    np.testing.assert_array_equal(pad_sequences([[1, 2, 3], [4]], 2, 'float32', 'post', 'post', .5),
                                  [[1, 2], [4, .5]])


def test_matrix_and_many_rows():
    x = np.arange(600).reshape(200, 3)
    np.testing.assert_array_equal(pad_sequences(x, 2), x[:, 1:])
    np.testing.assert_array_equal(pad_sequences(x.tolist(), 4)[:, 1:], x)


def test_data_types_as_numpy_casts():
    np.testing.assert_array_equal(pad_sequences([[1.9, -1.9], [2]]), [[1, -1], [0, 2]])
    np.testing.assert_array_equal(pad_sequences([np.array([300, 1]), [2]], dtype='uint8'),
                                  [[44, 1], [0, 2]])
    np.testing.assert_array_equal(pad_sequences([['1', '2'], ['3']]), [[1, 2], [0, 3]])
    np.testing.assert_array_equal(pad_sequences([[True, 2], [0]], dtype='bool'),
                                  [[True, True], [False, False]])
    np.testing.assert_array_equal(pad_sequences([[2 ** 63], [1, 2]], dtype='uint64'),
                                  np.array([[0, 2 ** 63], [1, 2]], 'uint64'))
    padded = pad_sequences([[1.5, None], [.1]], dtype='float32', value=np.nan)
    np.testing.assert_array_equal(padded, np.array([[1.5, np.nan], [np.nan, .1]], 'float32'))
    with np.errstate(over='ignore'):
        for dtype in ('float16', 'float32'):
            np.testing.assert_array_equal(pad_sequences([[1e300, 1]], dtype=dtype), [[np.inf, 1]])
    with pytest.raises(OverflowError):
        pad_sequences([[1, 10 ** 30]])


@pytest.mark.parametrize('kind', [list, np.array])
def test_vectors(kind):
    sequences = [kind([[1, 2], [3, 4]]), [], kind([[5, 6]])]
    np.testing.assert_array_equal(pad_sequences(sequences),
                                  [[[1, 2], [3, 4]], [[0, 0], [0, 0]], [[0, 0], [5, 6]]])
    np.testing.assert_array_equal(pad_sequences(sequences, 1, value=[7, 8], padding='post'),
                                  [[[3, 4]], [[7, 8]], [[5, 6]]])
    assert pad_sequences([kind([[[1.], [2.]]] * length) for length in (1, 3)],
                         dtype='float32').shape == (2, 3, 2, 1)
    np.testing.assert_array_equal(pad_sequences([kind([[1], [2]]), kind([[3]])]),
                                  [[[1], [2]], [[0], [3]]])


@pytest.mark.parametrize('dtype', [object, 'O', 'U4', np.dtype('U4')])
def test_strings(dtype):
    padded = pad_sequences([['cat', 'sat'], ['a']], dtype=dtype, value='pad')
    np.testing.assert_array_equal(padded, [['cat', 'sat'], ['pad', 'a']])
    assert padded.dtype == dtype


def test_strings_of_any_length():
    padded = pad_sequences([['abcdefg', 'x'], ['de']], dtype=object)
    assert padded.tolist() == [['abcdefg', 'x'], [0., 'de']]


@pytest.mark.parametrize('sequences, maxlen, shape', [
    ([], 3, (0, 3)), ([[], []], None, (2, 0)), ([[], []], 2, (2, 2)), ([[1, 2], [3]], 0, (2, 0)),
    ([np.array([1, 2])], 0, (1, 0)), ([[7]], None, (1, 1)),
])
@pytest.mark.parametrize('side', ['pre', 'post'])
def test_nothing_to_pad(sequences, maxlen, shape, side):
    padded = pad_sequences(sequences, maxlen, padding=side, truncating=side)
    assert padded.shape == shape and padded.dtype == np.int32


@pytest.mark.parametrize('sequences, arguments, error, message', [
    (3, {}, ValueError, r'`sequences` must be a list of lists, but got 3 \(int\)'),
    (iter([[1]]), {}, ValueError, r'must be a list of lists, but got .*iterator'),
    ([1, 2], {}, ValueError, r'must be a list of lists, but at position 0 is 1 \(int\)'),
    ([[1], None], {}, ValueError, r'at position 1 is None \(NoneType\)'),
    ('abc', {}, ValueError, r"at position 0 is 'a' \(str\)"),
    ([[1], 'de'], {'dtype': object}, ValueError, r"at position 1 is 'de' \(str\)"),
    ([], {}, ValueError, '`sequences` is empty.* pass `maxlen`'),
    ([[1]], {'maxlen': 1.5}, TypeError, '`maxlen` must be an int, but got 1.5'),
    ([[1]], {'maxlen': '5'}, TypeError, "`maxlen` must be an int, but got '5'"),
    ([[1]], {'maxlen': -1}, ValueError, '`maxlen` must not be negative, but got -1'),
    ([[1]], {'padding': 'prev'}, ValueError, "`padding` must be 'pre' or 'post', but got 'prev'. "
                                             "Did you mean 'pre'"),
    ([], {'truncating': None}, ValueError, "`truncating` must be 'pre' or 'post', but got None"),
    ([['a']], {}, ValueError, "position 0 cannot be converted .* int32: .*'a'.*`dtype=object`"),
    ([[1], [None]], {}, ValueError, 'position 1 cannot be converted .* int32: .*NoneType'),
    ([[1], [2, [3]]], {}, ValueError, 'position 1 cannot be converted .* int32'),
    ([[[1, 2]], [[1], [2, 3]]], {}, ValueError, 'position 1 cannot be converted .* int32'),
    ([[[1, 2]], [[1, 2, 3]]], {}, ValueError, r'position 1 have shape \(3,\), .* \(2,\)'),
    ([[1], [], [[2]]], {}, ValueError, r'position 2 '),
    ([[[1]], [2]], {}, ValueError, r'position 1 have shape \(\), .* \(1,\)'),
    ([['a']], {'value': 'b'}, ValueError, "`value` 'b' is a string.* `dtype` int32.*dtype=object"),
    ([['a']], {'dtype': str}, ValueError, "does not specify the length.*dtype=object"),
])
def test_what_cannot_be_padded(sequences, arguments, error, message):
    with pytest.raises(error, match=message):
        pad_sequences(sequences, **arguments)


def test_sequences_are_left_as_they_are():
    sequences = [[1, 2, 3], np.array([4, 5, 6, 7])]
    pad_sequences(sequences, 2)[:] = 0
    assert sequences[0] == [1, 2, 3] and sequences[1].tolist() == [4, 5, 6, 7]


def test_remove_long_seq():
    sequences = [[1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]
    assert _remove_long_seq(3, sequences, [1, 2, 3, 4]) == ([[1], [1, 2]], [1, 2])
    assert _remove_long_seq(1, sequences, [1, 2, 3, 4]) == ([], [])


# Skipgrams

def test_make_sampling_table():
    # keras_preprocessing's
    np.testing.assert_allclose(make_sampling_table(5), [
        .00315225, .00315225, .00547597, .00741556, .00912817], rtol=1e-5)
    np.testing.assert_allclose(make_sampling_table(5, sampling_factor=.1), [
        .31522479, .31522479, .54759727, .74155641, .91281675], rtol=1e-7)
    np.testing.assert_array_equal(make_sampling_table(3, 100.), [1, 1, 1])
    assert make_sampling_table(1).shape == (1,)


@pytest.mark.parametrize('arguments', [(0,), (-1,), (5, 0), (5, -1e-5)])
def test_wrong_sampling_table(arguments):
    with pytest.raises(ValueError, match='`size` and `sampling_factor` must be positive, but got'):
        make_sampling_table(*arguments)


@pytest.mark.parametrize('sequence, window, expected', [
    ([1, 2, 3], 1, [[1, 2], [2, 1], [2, 3], [3, 2]]),
    ([1, 2, 3], 4, [[1, 2], [1, 3], [2, 1], [2, 3], [3, 1], [3, 2]]),
    ([1, 0, 2, 3], 1, [[2, 3], [3, 2]]),  # 0 is no word, but takes a place
    (np.array([1, 0, 2]), 2, [[1, 2], [2, 1]]),
    ([1, 1], 1, [[1, 1], [1, 1]]), ([1], 4, []), ([], 4, []), ([1, 2], 0, []),
])
def test_neighbours(sequence, window, expected):
    couples, labels = skipgrams(sequence, 4, window, negative_samples=0, shuffle=False)
    assert couples == expected and labels == [1] * len(expected)


def test_negative_samples():
    sequence = [1, 2, 3, 4, 5]
    couples, labels = skipgrams(sequence, 9, window_size=1, negative_samples=1.5, shuffle=False,
                                categorical=True)
    assert labels == [[0, 1]] * 8 + [[1, 0]] * 12
    assert couples[:8] == skipgrams(sequence, 9, 1, 0, False)[0]
    words = [word for word, _ in couples[:8]]
    negatives = [word for word, _ in couples[8:]]
    assert sorted(negatives[:8]) == words and negatives[8:] == negatives[:4]
    assert all(1 <= other < 9 for _, other in couples)
    labels[0][0] = 5
    assert labels[1] == [0, 1]


@pytest.mark.parametrize('arguments, couples, labels', [  # keras_preprocessing's
    ({'window_size': 1}, [[2, 3], [2, 1], [3, 3], [3, 2]], [1, 0, 0, 1]),
    ({'window_size': 1, 'seed': 3}, [[2, 1], [2, 3], [3, 3], [3, 2]], [0, 1, 0, 1]),
    ({'window_size': 1, 'negative_samples': .5, 'shuffle': False, 'categorical': True},
     [[2, 3], [3, 2], [3, 3]], [[0, 1], [0, 1], [1, 0]]),
    ({'window_size': 2, 'negative_samples': 2, 'sampling_table': [0, .5, .9, .1, .2]},
     [[1, 2], [2, 3], [2, 3], [2, 1], [2, 1], [2, 1], [2, 1], [1, 4], [1, 2]],
     [0, 0, 1, 1, 0, 0, 0, 0, 1]),
])
def test_random_skipgrams(arguments, couples, labels):
    random.seed(4)
    assert skipgrams([1, 0, 2, 3], 5, **arguments) == (couples, labels)


@pytest.mark.parametrize('arguments, message', [
    ({'vocabulary_size': 1}, '`vocabulary_size` must be at least 2 .* but got 1'),
    ({'vocabulary_size': 5, 'sampling_table': [.1, .1]},
     '`sampling_table` must have a probability for each word, but has only 2, .* word 2'),
])
def test_wrong_skipgrams(arguments, message):
    with pytest.raises(ValueError, match=message):
        skipgrams([1, 2], **arguments)


# Time series

DATA, TARGETS = np.arange(10), np.arange(10) * 10


def batches(*arguments, **more):
    return [(x.tolist(), y.tolist()) for x, y in TimeseriesGenerator(*arguments, **more)]


@pytest.mark.parametrize('arguments, expected', [
    ({'length': 7}, [([[0, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7], [2, 3, 4, 5, 6, 7, 8]],
                      [70, 80, 90])]),
    ({'length': 7, 'batch_size': 2}, [
        ([[0, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7]], [70, 80]),
        ([[2, 3, 4, 5, 6, 7, 8]], [90])]),
    ({'length': 5, 'sampling_rate': 2, 'stride': 2, 'batch_size': 2}, [
        ([[0, 2, 4], [2, 4, 6]], [50, 70]), ([[4, 6, 8]], [90])]),
    ({'length': 6, 'sampling_rate': 3, 'stride': 5}, [([[0, 3]], [60])]),
    ({'length': 2, 'start_index': 4, 'end_index': 7}, [([[4, 5], [5, 6]], [60, 70])]),
    ({'length': 8, 'reverse': True}, [([[7, 6, 5, 4, 3, 2, 1, 0], [8, 7, 6, 5, 4, 3, 2, 1]],
                                       [80, 90])]),
    ({'length': 9}, [([[0, 1, 2, 3, 4, 5, 6, 7, 8]], [90])]),
    ({'length': 1, 'start_index': 8, 'batch_size': 1}, [([[8]], [90])]),
])
@pytest.mark.parametrize('kind', [np.array, list, tuple])
def test_windows(kind, arguments, expected):
    assert batches(kind(DATA), kind(TARGETS), **arguments) == expected


@pytest.mark.parametrize('stride, batch_size, number', [
    (1, 1, 5), (1, 2, 3), (1, 5, 1), (1, 128, 1), (2, 1, 3), (2, 2, 2), (3, 1, 2), (9, 1, 1)])
def test_number_of_batches(stride, batch_size, number):
    generator = TimeseriesGenerator(DATA, TARGETS, 5, stride=stride, batch_size=batch_size)
    assert isinstance(generator, Sequence)
    assert len(generator) == number and len(list(generator)) == number
    assert generator[-1][1].tolist() == generator[number - 1][1].tolist()
    with pytest.raises(IndexError):
        generator[number]


def test_shapes_and_data_types():
    generator = TimeseriesGenerator(np.zeros((20, 3, 2), 'float32'), np.zeros((20, 4), 'uint8'), 5)
    x, y = generator[0]
    assert x.shape == (15, 5, 3, 2) and x.dtype == np.float32
    assert y.shape == (15, 4) and y.dtype == np.uint8


def test_shuffled_windows():
    np.random.seed(0)
    generator = TimeseriesGenerator(DATA, TARGETS, 3, shuffle=True, batch_size=4, stride=2)
    x, y = generator[0]  # keras_preprocessing's
    assert x.tolist() == [[4, 5, 6], [5, 6, 7], [0, 1, 2], [3, 4, 5]]
    assert y.tolist() == [70, 80, 30, 60]
    assert np.random.rand() == .8579456176227568
    _, y = TimeseriesGenerator(DATA, TARGETS, 3, shuffle=True, batch_size=500)[0]
    assert set(y) == set(TARGETS[3:])


@pytest.mark.parametrize('data, arguments, error, message', [
    ([1, 2], {'length': 1}, ValueError, '`data` has length 2 and `targets` has length 10'),
    (DATA, {'length': 10}, ValueError, r'no target after the first window.* at start_index \+ '
                                       'length = 10, but the last one is at 9. Reduce `length`'),
    (DATA, {'length': 3, 'start_index': 5, 'end_index': 7}, ValueError, 'no target .* = 8.* at 7'),
    (DATA, {'length': 3, 'end_index': 10}, ValueError, '`end_index` must be less than .* 10, but '
                                                       'got 10'),
    (DATA, {'length': 3, 'end_index': -1}, ValueError, '`end_index` must be at least 0.* got -1'),
    (DATA, {'length': 3, 'start_index': -1}, ValueError, '`start_index` must be at least 0'),
    (DATA, {'length': 0}, ValueError, '`length` must be at least 1, but got 0'),
    (DATA, {'length': 2.5}, TypeError, '`length` must be an int, but got 2.5'),
    (DATA, {'length': 3, 'batch_size': 0}, ValueError, '`batch_size` must be at least 1.* got 0'),
    (DATA, {'length': 3, 'stride': 0}, ValueError, '`stride` must be at least 1'),
    (DATA, {'length': 3, 'sampling_rate': -1}, ValueError, '`sampling_rate` must be at least 1'),
])
def test_wrong_time_series(data, arguments, error, message):
    with pytest.raises(error, match=message):
        TimeseriesGenerator(data, TARGETS, **arguments)


# From keras_preprocessing 1.1.2: data and targets from 0 to 11, length=3, stride=2, start_index=1,
# batch_size=2. It has added the length to `start_index`.
JSON = ('{"class_name": "TimeseriesGenerator", "config": {"data": "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, '
        '10, 11]", "targets": "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]", "length": 3, '
        '"sampling_rate": 1, "stride": 2, "start_index": 4, "end_index": 11, "shuffle": false, '
        '"reverse": false, "batch_size": 2}}')


def test_json_of_keras_2():
    generator = timeseries_generator_from_json(JSON)
    assert [y.tolist() for _, y in generator] == [[4, 6], [8, 10]]
    assert generator.to_json() == JSON
    assert TimeseriesGenerator(np.arange(12), list(range(12)), np.int64(3), stride=2, start_index=1,
                               batch_size=2).to_json() == JSON


def test_json():
    generator = TimeseriesGenerator(np.random.normal(size=(20, 3)), TARGETS.repeat(2), 4, 2, 3, 1,
                                    15, False, True, 2)
    copy = timeseries_generator_from_json(generator.to_json(indent=1))
    assert len(copy) == len(generator)
    for (x, y), (x_copy, y_copy) in zip(generator, copy):
        np.testing.assert_array_equal(x_copy, x)
        np.testing.assert_array_equal(y_copy, y)
    assert generator.get_config()['start_index'] == 5
    assert json.loads(generator.get_config()['targets'])[:4] == [0, 0, 10, 10]


def test_json_of_something_else():
    with pytest.raises(ValueError, match='not what `TimeseriesGenerator.to_json` returns'):
        timeseries_generator_from_json('{}')
    with pytest.raises(TypeError, match='`data` cannot be written as JSON.*complex'):
        TimeseriesGenerator(np.zeros(5, complex), np.zeros(5), 2).to_json()


@pytest.mark.parametrize('workers', [0, 2])
def test_training(workers):
    model = Sequential([LSTM(2, input_shape=(4, 1)), Dense(1)])
    model.compile('sgd', 'mse')
    generator = TimeseriesGenerator(np.random.rand(30, 1), np.random.rand(30), 4, batch_size=8)
    history = model.fit_generator(generator, epochs=2, workers=workers, verbose=0)
    assert np.isfinite(history.history['loss']).all()
    assert model.predict_generator(generator).shape == (26, 1)
