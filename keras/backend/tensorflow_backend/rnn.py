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


def _where(mask, new, old):
    """Chooses rows of new or old tensors, by a vector of bools."""
    return [tf1.where(mask, x, y) for x, y in zip(new, old)]


def _time_first(x):
    """Swaps the first two axes, batch and time."""
    return tf.transpose(x, [1, 0] + list(range(2, x.shape.rank)))


def _unrolled(step, steps, states, kept, go_backwards, length):
    steps = tf.unstack(steps, num=length)
    kept = None if kept is None else tf.unstack(kept, num=length)
    outputs = []
    for time in reversed(range(length)) if go_backwards else range(length):
        output, new_states = step(steps[time], states)
        if kept is not None:
            previous = outputs[-1] if outputs else tf.zeros_like(output)
            output, *new_states = _where(kept[time], [output] + new_states, [previous] + states)
        states = new_states
        outputs.append(output)
    return outputs[-1], tf.stack(outputs), states


def _looped(step, steps, states, kept, go_backwards):
    count = tf.shape(steps)[0]
    # One step outside the loop determines the outputs. So tensors that the step function keeps for
    # later steps, such as dropout masks, are also made outside, where each step can use them.
    example, example_states = step(steps[0], states)
    as_state = _position(example, example_states)
    outputs = tf.TensorArray(example.dtype, size=count, element_shape=example.shape)
    # Only skipped steps need the output of the step before, unless it is also a state.
    needs_last = kept is not None and as_state is None
    last_output = _zeros(example, steps) if needs_last else ()
    # If TensorFlow's graph optimizer does not know the number of axes of a convolution's images, it
    # may crash the process (oneDNN's count of operations).
    steps = tf.TensorArray(steps.dtype, size=count, element_shape=steps.shape[1:]).unstack(steps)
    masks = None if kept is None else tf.TensorArray('bool', size=count).unstack(kept)

    def body(done, outputs, last_output, states):
        time = count - 1 - done if go_backwards else done
        output, new_states = step(steps.read(time), states)
        if needs_last:
            output, *new_states = _where(masks.read(time), [output] + new_states,
                                         [last_output] + list(states))
            last_output = _like(output, last_output)
        elif kept is not None:
            new_states = _where(masks.read(time), new_states, states)
            output = new_states[as_state]
        new_states = tuple(_like(new, old) for new, old in zip(new_states, states))
        return done + 1, outputs.write(done, output), last_output, new_states

    _, outputs, last_output, states = tf1.while_loop(
        lambda done, *_: done < count, body,
        (0, outputs, last_output, tuple(states)), parallel_iterations=32)
    outputs = outputs.stack()
    if as_state is not None:
        # This path for the gradient avoids the array.
        last_output = tf.identity(states[as_state])
        if kept is not None:
            outputs, last_output = _zeros_before_start(outputs, last_output, kept, go_backwards)
    elif not needs_last:
        last_output = outputs[-1]
    return last_output, outputs, list(states)


def _position(x, tensors):
    """Returns the index of `x` itself in a list of tensors, or None."""
    return next((i for i, tensor in enumerate(tensors) if tensor is x), None)


def _zeros_before_start(outputs, last_output, kept, go_backwards):
    """Replaces outputs before the first step that is not skipped, where they are initial states."""
    started = tf.cumsum(tf.cast(kept, 'int32'), reverse=go_backwards) > 0
    if go_backwards:
        started = tf.reverse(started, [0])
    extended = tf.reshape(started, tf.concat(
        [tf.shape(started), tf.ones([outputs.shape.rank - 2], 'int32')], 0))
    outputs = tf.where(extended, outputs, tf.zeros_like(outputs))
    return outputs, tf1.where(started[-1], last_output, tf.zeros_like(last_output))


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
