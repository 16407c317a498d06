"""The loss of connectionist temporal classification, of JAX's arrays.

(Graves et al., Connectionist temporal classification, 2006, section 4.1.)
"""
import jax.numpy as jnp
from jax import lax

_IMPOSSIBLE = -1e30  # a logarithm of 0 that no arithmetic makes NaN of


def count(labels, label_lengths, classes):
    """Returns the number of labels in each row: those before the first blank."""
    return (_are_given(labels, label_lengths) & (labels < classes - 1)).sum(1).astype('int32')


def _are_given(labels, label_lengths):
    return jnp.arange(labels.shape[1]) < label_lengths[:, None]


def is_wrong(labels, label_lengths, input_lengths, times, classes):
    """Returns whether there are labels or lengths that `ctc_labels.count_labels` refuses."""
    are_given = _are_given(labels, label_lengths)
    are_labels = are_given & (labels < classes - 1)
    counts = are_labels.sum(1, keepdims=True)
    wrong = (are_given & (labels < 0)) | (
        are_labels & (jnp.arange(labels.shape[1]) >= counts))
    needed = jnp.maximum(are_given.sum(1), 1)
    return wrong.any() | ((input_lengths < needed) | (input_lengths > times)).any()


def losses(labels, counts, probabilities, input_lengths, epsilon):
    """Returns the negative log-likelihood of each row's labels.

    Args:
        labels: ints (batch, longest).
        counts: ints (batch,), the number of labels in each row.
        probabilities: array (batch, times, classes); the last class is the blank.
        input_lengths: ints (batch,).
        epsilon: float, which is added to the probabilities.

    Returns:
        Array (batch, 1), infinite where no path exists.
    """
    blank = probabilities.shape[2] - 1
    dtype = probabilities.dtype
    probabilities = probabilities + jnp.asarray(epsilon, dtype)
    probabilities = probabilities / probabilities.sum(2, keepdims=True)
    # The states of a path are the labels, with blanks before, between and after them.
    batch, longest = labels.shape
    path = jnp.full((batch, 2 * longest + 1), blank)
    path = path.at[:, 1::2].set(jnp.where(jnp.arange(longest) < counts[:, None], labels, blank))
    emitted = jnp.log(jnp.take_along_axis(probabilities, path[:, None, :], axis=2))
    second_before = jnp.pad(path, ((0, 0), (2, 0)), constant_values=blank)[:, :-2]
    skips = jnp.where((path != blank) & (path != second_before), 0, _IMPOSSIBLE).astype(dtype)
    start = jnp.full(path.shape, _IMPOSSIBLE, dtype).at[:, 0].set(0)
    impossible = jnp.full((batch, 2), _IMPOSSIBLE, dtype)

    def step(before, entries):
        emitted, counts_in = entries
        shifted = jnp.concatenate([impossible, before], axis=1)
        ways = jnp.stack([before, shifted[:, 1:-1], shifted[:, :-2] + skips])
        largest = lax.stop_gradient(ways.max(0))
        after = largest + jnp.log(jnp.exp(ways - largest).sum(0)) + emitted
        return jnp.where(counts_in[:, None], after, before), None

    counts_in = jnp.arange(emitted.shape[1])[:, None] < input_lengths
    last, _ = lax.scan(step, start, (emitted.swapaxes(0, 1), counts_in))
    states, final = jnp.arange(path.shape[1]), 2 * counts[:, None]
    last = jnp.where((states == final) | (states == final - 1), last, _IMPOSSIBLE)
    largest = lax.stop_gradient(last.max(1, keepdims=True))
    found = -(largest + jnp.log(jnp.exp(last - largest).sum(1, keepdims=True)))
    return jnp.where(found > -_IMPOSSIBLE / 2, jnp.asarray(jnp.inf, dtype), found)
