"""Recurrence over the time steps of a sequence."""
import tensorflow as tf

from ..checks import check_sequences, steps_to_unroll
from .broadcasting import within_a_batch  # noqa: F401  (an op of this room)
from .tensors import int_shape, ndim

tf1 = tf.compat.v1


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
        unroll=False, input_length=None):
    check_sequences(int_shape(inputs), None if mask is None else int_shape(mask))
    constants = list(constants or [])
    uses_learning_phase = []

    def step(x, states):
        output, new_states = step_function(x, list(states) + constants)
        uses_learning_phase.append(getattr(output, '_uses_learning_phase', False))
        return output, list(new_states)

    states = [tf.convert_to_tensor(state) for state in initial_states]
    mask = _boolean_mask(mask)
    steps = _time_first(inputs)
    kept = None if mask is None else _time_first(mask)
    if unroll:
        length = steps_to_unroll(int_shape(inputs), input_length)
        run = _unrolled(step, steps, states, kept, go_backwards, length)
    else:
        run = _looped(step, steps, states, kept, go_backwards)
    last_output, outputs, states = run
    outputs = _time_first(outputs)
    outputs.set_shape(inputs.shape[:2].concatenate(outputs.shape[2:]))
    last_output._uses_learning_phase = any(uses_learning_phase)
    return last_output, outputs, states


def _boolean_mask(mask):
    if mask is None:
        return None
    if ndim(mask) == 3:
        mask = tf.squeeze(mask, 2)
    return tf.cast(mask, 'bool')


def _masked(step, x, states, kept, previous):
    """Computes a step, but only for the rows where `kept`, (batch,), is true.

    The other rows keep the previous output (zeros if it is None) and the states.
    """
    output, new_states = step(x, states)
    if previous is None:
        previous = tf.zeros_like(output)
    # This `where` selects whole rows if its condition is a vector.
    return (tf1.where(kept, output, previous),
            [tf1.where(kept, new, old) for new, old in zip(new_states, states)])


def _time_first(x):
    """Swaps the first two axes, batch and time."""
    return tf.transpose(x, [1, 0] + list(range(2, x.shape.rank)))


def _unrolled(step, steps, states, kept, go_backwards, length):
    steps = tf.unstack(steps, num=length)
    kept = None if kept is None else tf.unstack(kept, num=length)
    outputs = []
    for time in reversed(range(length)) if go_backwards else range(length):
        if kept is None:
            output, states = step(steps[time], states)
        else:
            previous = outputs[-1] if outputs else None
            output, states = _masked(step, steps[time], states, kept[time], previous)
        outputs.append(output)
    return outputs[-1], tf.stack(outputs), states


def _looped(step, steps, states, kept, go_backwards):
    count = tf.shape(steps)[0]
    # One step outside the loop determines the outputs. So tensors that the step function keeps for
    # later steps, such as dropout masks, are also made outside, where each step can use them.
    example, example_states = step(steps[0], states)
    outputs = tf.TensorArray(example.dtype, size=count, element_shape=example.shape)
    # Only skipped steps need the output of the step before.
    last_output = () if kept is None else _zeros(example, steps)
    # If TensorFlow's graph optimizer does not know the number of axes of a convolution's images, it
    # may crash the process (oneDNN's count of operations).
    steps = tf.TensorArray(steps.dtype, size=count, element_shape=steps.shape[1:]).unstack(steps)
    kept = None if kept is None else tf.TensorArray('bool', size=count).unstack(kept)

    def body(done, outputs, last_output, states):
        time = count - 1 - done if go_backwards else done
        x = steps.read(time)
        if kept is None:
            output, new_states = step(x, states)
        else:
            output, new_states = _masked(step, x, states, kept.read(time), last_output)
            last_output = _like(output, last_output)
        new_states = tuple(_like(new, old) for new, old in zip(new_states, states))
        return done + 1, outputs.write(done, output), last_output, new_states

    _, outputs, last_output, states = tf1.while_loop(
        lambda done, *_: done < count, body,
        (0, outputs, last_output, tuple(states)), parallel_iterations=32)
    outputs = outputs.stack()
    if kept is None:
        last_output = outputs[-1]
        for state, example_state in zip(states, example_states):
            # This path for the gradient avoids the array.
            if example_state is example:
                last_output = tf.identity(state)
    return last_output, outputs, list(states)


def _zeros(example, steps):
    """Returns zeros of the shape of `example`, if possible without computing it."""
    if example.shape[1:].is_fully_defined():
        zeros = tf.zeros([tf.shape(steps)[1]] + example.shape[1:].as_list(), example.dtype)
        return _like(zeros, example)
    return tf.zeros_like(example)


def _like(x, other):
    """Returns `x` with the static shape of `other`, which loops require."""
    x.set_shape(other.shape)
    return x
