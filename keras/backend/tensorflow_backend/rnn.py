"""Going through the time steps of a sequence."""
import tensorflow as tf

from .tensors import int_shape, ndim

tf1 = tf.compat.v1


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
        unroll=False, input_length=None):
    if ndim(inputs) < 3:
        raise ValueError('K.rnn needs inputs of shape (batch, time, ...), but got the shape %s.'
                         % (int_shape(inputs),))
    constants = list(constants or [])
    uses_learning_phase = []

    def step(x, states):
        output, new_states = step_function(x, list(states) + constants)
        uses_learning_phase.append(getattr(output, '_uses_learning_phase', False))
        return output, list(new_states)

    states = [tf.convert_to_tensor(state) for state in initial_states]
    mask = _boolean_mask(mask)
    if unroll:
        length = int_shape(inputs)[1] or input_length
        run = _unrolled(step, inputs, states, mask, go_backwards, length)
    else:
        run = _looped(step, inputs, states, mask, go_backwards)
    last_output, outputs, states = run
    last_output._uses_learning_phase = any(uses_learning_phase)
    return last_output, outputs, states


def _boolean_mask(mask):
    if mask is None:
        return None
    if ndim(mask) == 3:
        mask = tf.squeeze(mask, 2)
    if ndim(mask) != 2:
        raise ValueError('The mask of K.rnn should have the shape (batch, time) or '
                         '(batch, time, 1), but has %s.' % (int_shape(mask),))
    return tf.cast(mask, 'bool')


def _masked(step, x, states, kept, previous):
    """Does a step that counts only in those rows where `kept`, (batch,), holds.

    In the others the previous output (zeros if that is None) and the states stay.
    """
    output, new_states = step(x, states)
    if previous is None:
        previous = tf.zeros_like(output)
    # This `where` picks whole rows if its condition is a vector.
    return (tf1.where(kept, output, previous),
            [tf1.where(kept, new, old) for new, old in zip(new_states, states)])


def _unrolled(step, inputs, states, mask, go_backwards, length):
    if not length:
        raise ValueError('K.rnn with unroll=True needs a known number of time steps, at least '
                         'one, but got inputs of shape %s.' % (int_shape(inputs),))
    steps = tf.unstack(inputs, num=length, axis=1)
    kept = None if mask is None else tf.unstack(mask, num=length, axis=1)
    outputs = []
    for time in reversed(range(length)) if go_backwards else range(length):
        if mask is None:
            output, states = step(steps[time], states)
        else:
            previous = outputs[-1] if outputs else None
            output, states = _masked(step, steps[time], states, kept[time], previous)
        outputs.append(output)
    return outputs[-1], tf.stack(outputs, axis=1), states


def _looped(step, inputs, states, mask, go_backwards):
    count = tf.shape(inputs)[1]
    steps = _time_array(inputs, count)
    kept = None if mask is None else _time_array(mask, count)
    # One step outside of the loop shows what comes out. Tensors that the step function keeps
    # for later steps, such as dropout masks, are thus made outside too, where each can see them.
    example, _ = step(inputs[:, 0], states)
    outputs = tf.TensorArray(example.dtype, size=count, element_shape=example.shape)

    def body(done, outputs, previous, states):
        time = count - 1 - done if go_backwards else done
        x = steps.read(time)
        if mask is None:
            output, new_states = step(x, states)
        else:
            output, new_states = _masked(step, x, states, kept.read(time), previous)
        new_states = tuple(_like(new, old) for new, old in zip(new_states, states))
        return done + 1, outputs.write(done, output), _like(output, previous), new_states

    _, outputs, last_output, states = tf1.while_loop(
        lambda done, *_: done < count, body,
        (0, outputs, _zeros(example, inputs), tuple(states)), parallel_iterations=32)
    outputs = outputs.stack()
    axes = list(range(outputs.shape.rank))
    outputs = tf.transpose(outputs, [1, 0] + axes[2:])
    outputs.set_shape(inputs.shape[:2].concatenate(example.shape[1:]))
    return last_output, outputs, list(states)


def _time_array(x, count):
    """Returns the time steps of `x`, (batch, time, ...), as an array to read from in a loop."""
    axes = list(range(x.shape.rank))
    # TensorFlow's own passes over the graph crash on convolutions of states of unknown rank, so the
    # array says what its elements are.
    array = tf.TensorArray(x.dtype, size=count,
                           element_shape=x.shape[:1].concatenate(x.shape[2:]))
    return array.unstack(tf.transpose(x, [1, 0] + axes[2:]))


def _zeros(example, inputs):
    """Returns zeros of the shape of `example`, if possible without the need to compute it."""
    if example.shape[1:].is_fully_defined():
        zeros = tf.zeros([tf.shape(inputs)[0]] + example.shape[1:].as_list(), example.dtype)
        return _like(zeros, example)
    return tf.zeros_like(example)


def _like(x, other):
    """Returns `x` with the static shape of `other`, which loops insist on."""
    x.set_shape(other.shape)
    return x
