"""Recurrence over the time steps of a sequence."""
from ..checks import check_sequences, steps_to_unroll
from .control_flow import switch
from .conversion import as_tensor
from .graph import Operation, results
from .loops import Body, StepPlaceholder
from .shape import permute_dimensions, squeeze
from .tensors import cast, int_shape, ndim, zeros_like


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
        unroll=False, input_length=None):
    inputs = as_tensor(inputs)
    check_sequences(int_shape(inputs), None if mask is None else int_shape(mask))
    if unroll:
        steps_to_unroll(int_shape(inputs), input_length)
    constants = list(constants or [])
    states = [as_tensor(state) for state in initial_states]
    steps = [_time_first(inputs)]
    # One step outside the loop determines the outputs. So tensors that the step function keeps for
    # later steps, such as dropout masks, are also made outside, where each step can use them.
    example, _ = step_function(inputs[:, 0], states + constants)
    moving = list(states)
    if mask is not None:
        steps.append(_time_first(_boolean_mask(mask)))
        moving.insert(0, zeros_like(example))

    def step(x, *arguments):
        arguments = list(arguments)
        if mask is None:
            output, new_states = step_function(x, arguments + constants)
            return [output] + list(new_states)
        kept, previous, *old = arguments
        output, new_states = step_function(x, old + constants)
        return [switch(kept, new, before)
                for new, before in zip([output] + list(new_states), [previous] + old)]

    body = Body([StepPlaceholder(x.shape[1:], x.dtype) for x in steps] +
                [StepPlaceholder(x.shape, x.dtype) for x in moving], step)
    loop = LOOP(*(steps + moving + body.captured), body=body, steps=len(steps),
                is_masked=mask is not None, go_backwards=go_backwards, unroll=unroll)
    dtypes = [x.dtype for x in body.outputs]
    last_output, outputs, *states = results(
        loop, [example.shape, steps[0].shape[:1] + example.shape] + [x.shape for x in states],
        dtypes[:1] + dtypes)
    last_output._uses_learning_phase = getattr(body.outputs[0], '_uses_learning_phase', False) or (
        getattr(example, '_uses_learning_phase', False))
    outputs = _time_first(outputs)
    outputs.shape = inputs.shape[:2] + outputs.shape[2:]
    return last_output, outputs, states


def _boolean_mask(mask):
    if ndim(mask) == 3:
        mask = squeeze(mask, 2)
    return cast(mask, 'bool')


def _time_first(x):
    """Swaps the first two axes, batch and time."""
    return permute_dimensions(x, [1, 0] + list(range(2, x.ndim)))


# Its value is a list: the last output, all outputs (time, batch, ...), and the last states.
LOOP = Operation('rnn', lambda shapes, x: None)
