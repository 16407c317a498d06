"""Connectionist temporal classification: its loss and its decoders."""
import numpy as np
import theano
import theano.sparse
import theano.tensor as T

from ..config import epsilon
from ..ctc_labels import count_labels
from ..ctc_search import Beams, Greedy, decoded
from .sizes import sizes_of, with_sizes
from .tensors import as_tensor

_IMPOSSIBLE = -1e30  # a logarithm of 0 that no arithmetic makes NaN of


def ctc_label_dense_to_sparse(labels, label_lengths):
    labels, lengths = as_tensor(labels), _vector(label_lengths)
    counts = _counts(labels, lengths)
    columns = T.arange(labels.shape[1], dtype='int32') + T.zeros_like(labels, dtype='int32')
    starts = T.concatenate([np.zeros(1, 'int32'), T.cast(T.cumsum(lengths), 'int32')])
    sparse = theano.sparse.CSR(labels[counts.nonzero()], columns[counts.nonzero()], starts,
                               T.cast(labels.shape, 'int32'))
    sparse._sizes = sizes_of(labels)
    return sparse


def _vector(lengths):
    return T.cast(as_tensor(lengths).flatten(), 'int32')


def _counts(labels, lengths):
    """Returns which entries of a matrix are among the first `lengths` of their row."""
    return T.lt(T.arange(labels.shape[1]), lengths.dimshuffle(0, 'x'))


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    y_true, y_pred = as_tensor(y_true), as_tensor(y_pred)
    labels, input_length = T.cast(y_true, 'int64'), _vector(input_length)
    label_length = _CountLabels()(labels, _vector(label_length), input_length, *y_pred.shape[1:])
    blank = y_pred.shape[2] - 1
    labels = T.switch(_counts(labels, label_length), labels, blank)
    # Blanks come before, between and after the labels.
    states = 2 * labels.shape[1] + 1
    path = T.set_subtensor(T.alloc(blank, labels.shape[0], states)[:, 1::2], labels)
    probabilities = y_pred + np.asarray(epsilon(), y_pred.dtype)
    probabilities /= T.sum(probabilities, axis=2, keepdims=True)
    one_hot = T.eq(T.arange(y_pred.shape[2]).dimshuffle('x', 0, 'x'), path.dimshuffle(0, 'x', 1))
    emitted = T.log(T.batched_dot(probabilities, T.cast(one_hot, y_pred.dtype)))
    may_skip = T.and_(T.neq(path[:, 2:], blank), T.neq(path[:, 2:], path[:, :-2]))
    never = np.asarray(_IMPOSSIBLE, y_pred.dtype)
    impossible = T.alloc(never, labels.shape[0], 2)
    skips = T.concatenate([impossible, T.switch(may_skip, np.zeros_like(never), never)], axis=1)

    def step(time, emitted, before, skips, impossible, input_length):
        """Returns the log-probabilities of the states of the path after the next step."""
        shifted = T.concatenate([impossible, before], axis=1)
        ways = before, shifted[:, 1:-1], shifted[:, :-2] + skips
        after = _log_of_sum(ways) + emitted
        return T.switch(T.lt(time, input_length).dimshuffle(0, 'x'), after, before)

    start = T.set_subtensor(
        T.alloc(never, labels.shape[0], states)[:, 0], 0)
    after, _ = theano.scan(
        step, [T.arange(y_pred.shape[1]), emitted.dimshuffle(1, 0, 2)], [start],
        [skips[:, :states], impossible, input_length], strict=True)
    rows, last = T.arange(labels.shape[0]), 2 * label_length
    ends = after[-1][rows, last], T.switch(
        T.gt(last, 0), after[-1][rows, T.maximum(last - 1, 0)], never)
    losses = -_log_of_sum(ends).dimshuffle(0, 'x')
    losses = T.switch(T.gt(losses, -_IMPOSSIBLE / 2), np.full_like(never, np.inf), losses)
    return with_sizes(losses, (sizes_of(y_pred)[0], 1))


class _CountLabels(theano.Op):
    """Returns the numbers of labels (see `ctc_labels.count_labels`)."""
    __props__ = ()

    def make_node(self, *inputs):
        inputs = [T.as_tensor_variable(x) for x in inputs]
        return theano.Apply(self, inputs, [T.lvector()])

    def perform(self, node, inputs, outputs):
        outputs[0][0] = count_labels(*inputs)


def _log_of_sum(logarithms):
    greatest = logarithms[0]
    for other in logarithms[1:]:
        greatest = T.maximum(greatest, other)
    greatest = theano.gradient.disconnected_grad(greatest)
    return greatest + T.log(sum(T.exp(x - greatest) for x in logarithms))


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1,
               merge_repeated=False):
    y_pred = as_tensor(y_pred)
    search = _Search(Greedy() if greedy else Beams(beam_width, top_paths, merge_repeated))
    logits = T.log(y_pred + np.asarray(epsilon(), y_pred.dtype))
    *paths, scores = search(logits, _vector(input_length))
    batch = sizes_of(y_pred)[0]
    paths = [with_sizes(path, (batch, None)) for path in paths]
    return paths, with_sizes(scores, (batch, len(paths)))


class _Search(theano.Op):
    """Runs a search of `ctc_search`: returns its paths, best first, and their scores."""
    __props__ = ('search',)

    def __init__(self, search):
        self.search = search

    def make_node(self, logits, lengths):
        paths = [T.lmatrix() for _ in range(self.search.top_paths)]
        return theano.Apply(self, [logits, lengths], paths + [T.matrix(dtype=logits.dtype)])

    def perform(self, node, inputs, outputs):
        paths, scores = decoded(self.search, *inputs)
        for output, result in zip(outputs, paths + [scores]):
            output[0] = result

    def grad(self, inputs, gradients):
        return [theano.gradient.DisconnectedType()() for _ in inputs]

    def connection_pattern(self, node):
        return [[False] * len(node.outputs)] * 2
