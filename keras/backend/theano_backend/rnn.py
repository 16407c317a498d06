"""Recurrence over the time steps of a sequence."""
import theano
import theano.tensor as T

from ..checks import check_sequences, steps_to_unroll
from .broadcasting import within_a_batch  # noqa: F401  (an op of this room)
from .random import each_step
from .sizes import sizes_of, with_sizes
from .substitution import substituted
from .tensors import as_tensor, int_shape


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
        unroll=False, input_length=None):
    inputs = as_tensor(inputs)
    mask = None if mask is None else as_tensor(mask)
    check_sequences(int_shape(inputs), None if mask is None else int_shape(mask))
    constants = list(constants or [])
    uses_learning_phase = []

    def step(x, states):
        output, new_states = step_function(x, list(states) + constants)
        uses_learning_phase.append(getattr(output, '_uses_learning_phase', False))
        return as_tensor(output), [as_tensor(state) for state in new_states]

    states = [as_tensor(state) for state in initial_states]
    steps, kept = _time_first(inputs), _time_first(_boolean(mask))
    if unroll:
        length = steps_to_unroll(int_shape(inputs), input_length)
        run = _unrolled(step, steps, states, kept, go_backwards, length)
    else:
        run = _looped(step, steps, states, kept, go_backwards)
    last_output, outputs, states = run
    last_output._uses_learning_phase = any(uses_learning_phase)
    outputs = with_sizes(_time_first(outputs), sizes_of(inputs)[:2] + sizes_of(last_output)[1:])
    return last_output, outputs, states


def _boolean(mask):
    if mask is None:
        return None
    if mask.ndim == 3:
        mask = T.addbroadcast(mask, 2).dimshuffle(0, 1)
    return T.neq(mask, 0)


def _time_first(x):
    """Swaps the first two axes, batch and time."""
    return x if x is None else x.dimshuffle([1, 0] + list(range(2, x.ndim)))


def _masked(step, x, states, kept, previous):
    """Computes a step, but only for the rows where `kept`, (batch,), is true.

    The other rows keep the previous output and the states.
    """
    output, new_states = step(x, states)
    return (_chosen(kept, output, previous),
            [_chosen(kept, new, old) for new, old in zip(new_states, states)])


def _chosen(rows, x, other):
    return with_sizes(T.switch(T.shape_padright(rows, x.ndim - 1), x, other), sizes_of(x))


def _unrolled(step, steps, states, kept, go_backwards, length):
    outputs = []
    for time in reversed(range(length)) if go_backwards else range(length):
        if kept is None:
            output, states = step(steps[time], states)
        else:
            previous = outputs[-1] if outputs else 0
            output, states = _masked(step, steps[time], states, kept[time], previous)
        outputs.append(output)
    return outputs[-1], T.stack(outputs), states


def _looped(step, steps, states, kept, go_backwards):
    # One step outside the loop determines the outputs. So tensors that the step function keeps for
    # later steps, such as dropout masks, are also made outside.
    first = T.patternbroadcast(steps[0], steps.broadcastable[1:])
    example, _ = step(with_sizes(first, sizes_of(steps)[1:]), states)
    time = T.lscalar()
    x = _stand_in(first)
    before = [_stand_in(state) for state in states]
    with each_step(time):
        if kept is None:
            output, after = step(x, before)
            sequences, starts, inside = [steps], states, [time, x] + before
        else:
            rows, previous = T.vector(dtype='bool'), _stand_in(example)
            output, after = _masked(step, x, before, rows, previous)
            sequences, starts = [steps, kept], [T.zeros_like(example)] + states
            inside = [time, x, rows, previous] + before
    made = [output] if kept is None else []
    loop = ([output] if kept is not None else []) + [
        T.cast(new, state.dtype) for new, state in zip(after, states)]
    outside = _origins_outside(loop + made, inside)

    def body(*arguments):
        pairs = list(zip(inside + outside, arguments))
        return [T.unbroadcast(x, *range(x.ndim)) for x in substituted(loop + made, pairs)]

    results, _ = theano.scan(
        body, [T.arange(steps.shape[0])] + sequences,
        [T.unbroadcast(start, *range(start.ndim)) for start in starts] + [None] * len(made),
        outside, go_backwards=go_backwards, strict=True, return_list=True)
    finals = [with_sizes(result[-1], sizes_of(start))
              for result, start in zip(results, [example] * (kept is not None) + states)]
    if kept is None:
        return with_sizes(results[-1][-1], sizes_of(example)), results[-1], finals
    return finals[0], results[0], finals[1:]


def _stand_in(x):
    """Returns a variable that replaces `x` in the body of the loop."""
    return with_sizes(T.TensorType(x.dtype, (False,) * x.ndim)(), sizes_of(x))


def _origins_outside(results, inside):
    """Returns the variables that `results` are made from and that do not depend on `inside`.

    So everything that does not depend on the step is computed (or drawn, if it is random) once.
    """
    depends = set(inside)
    outside = []
    for node in theano.gof.graph.io_toposort([], results):
        if any(x in depends for x in node.inputs):
            depends.update(node.outputs)
    for x in _used(results, depends):
        if x not in outside and not isinstance(x, theano.Constant):
            outside.append(x)
    return outside


def _used(results, depends):
    """Yields the variables outside `depends` that `results` or variables in it are made from."""
    seen, stack = set(), list(results)
    while stack:
        x = stack.pop()
        if x in seen:
            continue
        seen.add(x)
        if x not in depends:
            yield x
        elif x.owner is not None:
            stack.extend(x.owner.inputs)
