"""Connectionist temporal classification, against all paths there are."""
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference import check, evaluate

from keras import backend as K

TIME, CLASSES = 5, 4
BLANK = CLASSES - 1


def probabilities(batch=3, time=TIME, classes=CLASSES, seed=0):
    return np.random.RandomState(seed).dirichlet(np.ones(classes), (batch, time)).astype('float32')


def labels_of(path, blank=BLANK):
    """Returns the labels of a path: repetitions removed, then blanks."""
    changes = [c for i, c in enumerate(path) if i == 0 or c != path[i - 1]]
    return tuple(c for c in changes if c != blank)


def sequences(p):
    """Returns a dict from each label sequence to its probability, summed over its paths."""
    found = {}
    for path in product(range(CLASSES), repeat=len(p)):
        labels = labels_of(path)
        found[labels] = found.get(labels, 0.) + np.prod([p[t, c] for t, c in enumerate(path)])
    return found


LABELS = np.array([[0, 1, 1], [2, 0, 0], [1, 0, 0]])
LABEL_LENGTHS = np.array([[3], [2], [1]])
INPUT_LENGTHS = np.array([[5], [4], [3]])


def test_batch_cost():
    p = probabilities()
    expected = []
    for row, labels, count, time in zip(p, LABELS, LABEL_LENGTHS[:, 0], INPUT_LENGTHS[:, 0]):
        expected.append([-np.log(sequences(row[:time])[tuple(labels[:count])])])
    for dtype in ('int32', 'int64', 'float32'):
        check(K.ctc_batch_cost, expected, LABELS.astype(dtype), p, INPUT_LENGTHS.astype(dtype),
              LABEL_LENGTHS.astype(dtype), tolerance=1e-4)


@pytest.mark.parametrize('labels, count, expected', [
    ([BLANK, 0], 1, ()), ([BLANK, BLANK], 2, ()), ([0, 1], 0, ()), ([BLANK + 1, 0], 1, ()),
    ([0, BLANK], 2, (0,)), ([0, BLANK], 1, (0,)), ([1, -1], 1, (1,)), ([2, 1], 7, (2, 1)),
])
def test_blanks_count_as_no_labels(labels, count, expected):
    # Examples feed rows of a single blank for what shows nothing.
    p = probabilities(batch=2)
    cost = [[-np.log(sequences(row[:time])[path])]
            for row, time, path in zip(p, [4, 5], [expected, (0, 1)])]
    check(K.ctc_batch_cost, cost, np.array([labels, [0, 1]]), p, np.array([[4], [5]]),
          np.array([[count], [2]]), tolerance=1e-4)


def test_cost_of_labels_that_the_time_does_not_suffice_for():
    check(K.ctc_batch_cost, [[np.inf]], np.array([[1, 1]]), probabilities(batch=1),
          np.array([[2]]), np.array([[2]]))


def test_gradient_of_a_row_of_blanks():
    p = K.placeholder((1, TIME, CLASSES))
    cost = K.ctc_batch_cost(K.constant([[BLANK]]), p, K.constant([[3]]), K.constant([[1]]))
    gradient, = K.function([p], K.gradients(cost, [p]))([probabilities(batch=1)])
    expected = np.ones((1, TIME, CLASSES))
    expected[..., BLANK] -= 1 / probabilities(batch=1)[..., BLANK]
    expected[:, 3:] = 0
    assert_allclose(gradient, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('labels, times, wrong', [
    ([-1, 0], 5, r'All labels must be nonnegative|row 1 are \[-1, 0\]'),
    ([0, -2], 5, r'All labels must be nonnegative|row 1 are \[0, -2\]'),
    ([BLANK, 0], 5, r'non-null label .* following a null label|row 1 are \[3, 0\]'),
    ([0, 1], 1, r'Not enough time .*required: 2|needs at least 2 .* is 1'),
    ([BLANK, BLANK], 1, r'Not enough time .*required: 2|needs at least 2 .* is 1'),
    ([0, 1], 6, r'sequence_length\(1\) <= 5|has 5 time steps.* is 6'),
    ([0, 1], -1, r'seq_len\(1\) < 0|is -1'),
])
def test_labels_that_cannot_be_are_refused(labels, times, wrong):
    arrays = np.array([[0, 1], labels]), probabilities(batch=2), [[5], [times]], [[2], [2]]
    tensors = [K.placeholder((2, None), dtype='int32'), K.placeholder((2, TIME, CLASSES)),
               K.placeholder((2, 1), dtype='int32'), K.placeholder((2, 1), dtype='int32')]
    f = K.function(tensors, [K.ctc_batch_cost(*tensors)])
    with pytest.raises(Exception, match=wrong):
        f(list(arrays))


def test_gradient_of_batch_cost():
    # Differences in float32, the type that the losses of engines know.
    p = K.placeholder((3, TIME, CLASSES))
    cost = K.ctc_batch_cost(K.constant(LABELS), p, K.constant(INPUT_LENGTHS),
                            K.constant(LABEL_LENGTHS))
    gradient = K.gradients(K.sum(cost), [p])[0]
    f = K.function([p], [gradient, K.sum(cost)])
    array = probabilities() * 0.8 + 0.05
    gradient, _ = f([array])
    for index in [(0, 0, 0), (0, 2, 1), (1, 1, 3), (1, 3, 2), (2, 2, 1), (2, 4, 0)]:
        step = np.zeros_like(array)
        step[index] = 0.01
        difference = (f([array + step])[1] - f([array - step])[1]) / 0.02
        assert_allclose(gradient[index], difference, rtol=0.02, atol=2e-3)


def test_dense_to_sparse():
    labels = np.array([[3, 1, 0], [2, 0, 0], [0, 0, 0], [4, 5, 6]])

    def op(labels, lengths):
        return K.to_dense(K.ctc_label_dense_to_sparse(labels + 1, lengths))

    expected = [[4, 2, 0], [3, 0, 0], [0, 0, 0], [5, 6, 7]]
    check(op, expected, labels, np.array([2, 1, 0, 3]))
    assert K.is_sparse(K.ctc_label_dense_to_sparse(K.constant(labels), K.constant([2, 1, 0, 3])))


def padded(rows):
    longest = max(map(len, rows))
    return np.array([list(row) + [-1] * (longest - len(row)) for row in rows])


def test_greedy_decoding():
    p = probabilities(batch=6, time=8)
    lengths = np.array([8, 7, 8, 5, 3, 8])
    best = [row[:n].argmax(-1) for row, n in zip(p, lengths)]
    (decoded,), scores = K.ctc_decode(K.constant(p), K.constant(lengths, dtype='int32'))
    decoded, scores = K.function([], [decoded, scores])([])
    assert np.array_equal(decoded, padded([labels_of(path) for path in best]))
    expected = [[-np.sum(np.log(row[:n].max(-1)))] for row, n in zip(p, lengths)]
    assert_allclose(scores, expected, rtol=1e-5)


@pytest.mark.parametrize('top_paths', [1, 3])
def test_beam_search(top_paths):
    p = probabilities(seed=3)
    lengths = np.array([5, 4, 5])

    def op(p, lengths):
        paths, scores = K.ctc_decode(p, lengths, greedy=False, beam_width=200,
                                     top_paths=top_paths)
        return list(paths) + [scores]

    outputs = evaluate(op, p, lengths.astype('int32'), way='unknown')
    assert len(outputs) == top_paths + 1
    best = [sorted(sequences(row[:n]).items(), key=lambda item: -item[1])[:top_paths]
            for row, n in zip(p, lengths)]
    for rank, decoded in enumerate(outputs[:-1]):
        assert np.array_equal(decoded, padded([row[rank][0] for row in best]))
    assert_allclose(outputs[-1], [[np.log(q) for _, q in row] for row in best], rtol=1e-4)


@pytest.mark.parametrize('merge_repeated, expected', [(False, [1, 1, 0]), (True, [1, 0])])
def test_beam_search_can_merge_repeated_labels(merge_repeated, expected):
    p = np.full((1, 4, CLASSES), 0.01, 'float32')
    p[0, range(4), [1, BLANK, 1, 0]] = 0.97
    (path,), _ = K.ctc_decode(K.constant(p), K.constant([4], dtype='int32'), greedy=False,
                              merge_repeated=merge_repeated)
    assert np.array_equal(K.eval(path), [expected])
