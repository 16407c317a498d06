"""Connectionist temporal classification: its loss and its decoders."""
import numpy as np

from ..config import epsilon
from ..ctc_labels import count_labels
from ..ctc_search import Beams, Greedy, decoded
from ..recorded.control_flow import switch
from ..recorded.conversion import as_tensor
from ..recorded.graph import Operation
from ..recorded.math import batch_dot, log, logsumexp, sum
from ..recorded.rnn import rnn
from ..recorded.shape import concatenate, expand_dims, reshape
from ..recorded.sparse import SparseTensor
from ..recorded.tensors import cast, shape
from .implementations import implement

_IMPOSSIBLE = -1e30  # a logarithm of 0 that no arithmetic makes NaN of


def _kept_labels(labels, lengths):
    import scipy.sparse
    return scipy.sparse.csr_matrix(np.where(_counts(labels, lengths), labels, 0))


def _counts(labels, lengths):
    """Returns which entries of a matrix are among the first `lengths` of their row."""
    return np.arange(labels.shape[1]) < np.reshape(lengths, (-1, 1))


_to_sparse = Operation('labels', lambda shapes, x: shapes[0])
implement(_to_sparse, evaluate=lambda trace, x, env: trace.computed(
    _kept_labels, None, trace.hosts([env[id(y)] for y in x.inputs])))


def ctc_label_dense_to_sparse(labels, label_lengths):
    labels = as_tensor(labels)
    return SparseTensor(_to_sparse, [labels, as_tensor(label_lengths)], {}, labels.dtype)


# Properties of the path that follow from labels, in NumPy: its states are the labels, with blanks
# before, between and after them.


def _path(labels, lengths, blank):
    path = np.full((len(labels), 2 * labels.shape[1] + 1), blank)
    path[:, 1::2] = np.where(_counts(labels, lengths), labels, blank)
    return path


def _on_path(labels, lengths, classes):
    """Returns ones for the class of each state: (batch, classes, states)."""
    path = _path(labels, lengths, classes[-1] - 1)
    return np.equal(path[:, None, :], np.arange(classes[-1])[:, None])


def _skips(labels, lengths, classes):
    """Returns 0 for states that can be reached from the second state before: (batch, states)."""
    path = _path(labels, lengths, classes[-1] - 1)
    may_skip = np.zeros(path.shape, bool)
    may_skip[:, 2:] = (path[:, 2:] != classes[-1] - 1) & (path[:, 2:] != path[:, :-2])
    return np.where(may_skip, 0, _IMPOSSIBLE)


def _starts(labels, lengths, classes):
    """Returns the log-probabilities of the states before the first step."""
    states = np.full((len(labels), 2 * labels.shape[1] + 1), _IMPOSSIBLE)
    states[:, 0] = 0
    return states


def _ends(labels, lengths, classes):
    """Returns 0 for the states where a path can end: (batch, states)."""
    last = 2 * np.reshape(lengths, (-1, 1))
    states = np.arange(2 * labels.shape[1] + 1)
    return np.where((states == last) | (states == last - 1), 0, _IMPOSSIBLE)


_count = Operation(
    'count_labels', lambda shapes, x: shapes[1], differentiable=False,
    numpy=lambda labels, lengths, input_lengths, classes: count_labels(
        labels, lengths, input_lengths, classes[1], classes[2]))


def _label_op(function, rank):
    def shape_of(shapes, x):
        return (shapes[0][0],) + (None,) * (rank - 1)

    return Operation(function.__name__, shape_of, numpy=function, differentiable=False)


def _vector(lengths):
    return reshape(cast(lengths, 'int32'), (-1,))


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    y_pred = as_tensor(y_pred)
    dtype = y_pred.dtype
    labels, input_length = cast(y_true, 'int32'), _vector(input_length)
    about = (labels, _count(labels, _vector(label_length), input_length, shape(y_pred),
                            dtype='int32'), shape(y_pred))
    on_path, skips, start, ends = (
        _label_op(function, rank)(*about, dtype=dtype)
        for function, rank in [(_on_path, 3), (_skips, 2), (_starts, 2), (_ends, 2)])
    probabilities = y_pred + epsilon()
    probabilities = probabilities / sum(probabilities, axis=2, keepdims=True)
    emitted = log(batch_dot(probabilities, on_path))
    times = _times(shape(y_pred), dtype='int32')
    counts = times < expand_dims(input_length)
    impossible = start[:, :2] * 0. + _IMPOSSIBLE

    def step(emitted, states):
        """Returns the log-probabilities of the states of the path after the next step."""
        before, skips, impossible = states
        shifted = concatenate([impossible, before], axis=1)
        ways = [before, shifted[:, 1:-1], shifted[:, :-2] + skips]
        after = logsumexp(concatenate([expand_dims(way, 2) for way in ways], axis=2), axis=2)
        return after + emitted, [after + emitted]

    last, _, _ = rnn(step, emitted, [start], mask=counts, constants=[skips, impossible])
    losses = -logsumexp(last + ends, axis=1, keepdims=True)
    return switch(losses > -_IMPOSSIBLE / 2, losses * 0. + np.inf, losses)


_times = Operation('times', lambda shapes, x: (1, None), differentiable=False,
                   numpy=lambda sizes: np.arange(sizes[1])[None])


# Decoding


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1,
               merge_repeated=False):
    search = Greedy() if greedy else Beams(beam_width, top_paths, merge_repeated)
    y_pred = as_tensor(y_pred)
    found = _decode(log(y_pred + epsilon()), _vector(input_length), search=search)
    paths = [_path_of_rank(found, rank=rank, dtype='int64') for rank in range(search.top_paths)]
    return paths, _scores(found, count=search.top_paths, dtype=y_pred.dtype)


def _decoded(trace, x, env):
    search = x.attributes['search']
    return trace.computed(lambda logits, lengths: decoded(search, logits, lengths), None,
                          trace.hosts([env[id(y)] for y in x.inputs]))


def _part(pick):
    def evaluate(trace, x, env):
        return trace.computed(lambda found: pick(found, x), x.dtype, [env[id(x.inputs[0])]])
    return evaluate


_decode = Operation('decode', lambda shapes, x: shapes[0][:1], differentiable=False)
_path_of_rank = Operation('path', lambda shapes, x: shapes[0] + (None,))
_scores = Operation('scores', lambda shapes, x: shapes[0] + (x.attributes['count'],))
implement(_decode, evaluate=_decoded)
implement(_path_of_rank, evaluate=_part(lambda found, x: found[0][x.attributes['rank']]))
implement(_scores, evaluate=_part(lambda found, x: found[1]))
