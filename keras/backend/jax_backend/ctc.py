"""Connectionist temporal classification: its loss and its decoders."""
import jax.numpy as jnp

from ..config import epsilon
from ..ctc_labels import count_labels
from ..ctc_search import Beams, Greedy, decoded
from ..recorded.conversion import as_tensor
from ..recorded.graph import Operation, results
from ..recorded.math import log
from ..recorded.shape import reshape
from ..recorded.sparse import SparseTensor
from ..recorded.tensors import cast
from . import ctc_loss
from .implementations import implement


def _vector(lengths):
    return reshape(cast(lengths, 'int32'), (-1,))


def ctc_label_dense_to_sparse(labels, label_lengths):
    labels = as_tensor(labels)
    return SparseTensor(LABELS, [labels, as_tensor(label_lengths)], {}, labels.dtype)


def _kept_labels(labels, lengths):
    counts = jnp.arange(labels.shape[1]) < jnp.reshape(lengths, (-1, 1))
    return jnp.where(counts, labels, 0)


LABELS = Operation('labels', lambda shapes, x: shapes[0])
implement(LABELS, _kept_labels)


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    y_pred = as_tensor(y_pred)
    return LOSS(y_pred, cast(y_true, 'int32'), _vector(label_length), _vector(input_length),
                epsilon=epsilon())


def _loss(trace, x, env):
    probabilities, labels, label_lengths, input_lengths = (
        jnp.asarray(env[id(y)]) for y in x.inputs)
    times, classes = probabilities.shape[1:]

    def fail(labels, label_lengths, input_lengths):
        count_labels(labels, label_lengths, input_lengths, times, classes)

    trace.check(ctc_loss.is_wrong(labels, label_lengths, input_lengths, times, classes),
                [labels, label_lengths, input_lengths], fail)
    return ctc_loss.losses(labels, ctc_loss.count(labels, label_lengths, classes), probabilities,
                           input_lengths, x.attributes['epsilon'])


LOSS = Operation('ctc_batch_cost', lambda shapes, x: (shapes[0][0], 1))
implement(LOSS, evaluate=_loss)


# Decoding, which NumPy does before the rest of a function: the longest path is known only then.


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1,
               merge_repeated=False):
    search = Greedy() if greedy else Beams(beam_width, top_paths, merge_repeated)
    y_pred = as_tensor(y_pred)
    found = DECODE(log(y_pred + epsilon()), _vector(input_length), search=search)
    batch = y_pred.shape[0]
    *paths, scores = results(
        found, [(batch, None)] * search.top_paths + [(batch, search.top_paths)],
        ['int64'] * search.top_paths + [y_pred.dtype])
    return paths, scores


def _decode(trace, x, env):
    logits, lengths = (trace.known(y, env) for y in x.inputs)
    paths, scores = decoded(x.attributes['search'], logits, lengths)
    return paths + [scores]


DECODE = Operation('decode', lambda shapes, x: None, differentiable=False)
implement(DECODE, evaluate=_decode)
