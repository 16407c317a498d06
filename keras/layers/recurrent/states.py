"""What a cell declares: the shapes of its states and of its output."""
from keras import backend as K


def check_cell(cell):
    """Raises a ValueError if `cell` lacks what a cell needs."""
    if not callable(getattr(cell, 'call', None)):
        raise ValueError('The cell of an RNN must have a method `call(inputs, states)`, but %r '
                         'has none.' % (cell,))
    if not hasattr(cell, 'state_size'):
        raise ValueError('The cell of an RNN must have an attribute `state_size`, the size of '
                         'its state or a list of sizes, but %r has none.' % (cell,))


def state_shapes(cell):
    """Returns the shapes of a cell's states, as a list of tuples without the batch axis."""
    sizes = cell.state_size
    return [size_as_tuple(size) for size in (sizes if hasattr(sizes, '__len__') else [sizes])]


def output_shape(cell):
    """Returns the shape of a cell's output without the batch axis."""
    if getattr(cell, 'output_size', None) is not None:
        return size_as_tuple(cell.output_size)
    return state_shapes(cell)[0]


def size_as_tuple(size):
    """Returns a size, an int or a sequence of ints, as a tuple."""
    return tuple(size) if hasattr(size, '__len__') else (size,)


def zero_state(inputs, shape, dtype):
    """Returns zeros `(batch,) + shape` for inputs `(batch, time, ...)`."""
    column = K.zeros_like(K.batch_flatten(inputs[:, 0])[:, :1], dtype=dtype)
    column = K.reshape(column, (-1,) + (1,) * len(shape))
    return K.tile(column, (1,) + shape)


def check_states(name, states, shapes, batch_size=None):
    """Raises a ValueError if the number or the shapes of the states are wrong.

    Args:
        name: string, the layer, for messages.
        states: list of tensors or arrays.
        shapes: list of tuples without the batch axis.
        batch_size: int, or None for any.
    """
    wanted = [(batch_size,) + shape for shape in shapes]
    found = [K.int_shape(state) if K.is_tensor(state) else state.shape for state in states]
    if len(found) != len(wanted):
        raise ValueError('Layer %s needs %d states, of shapes %s, but got %d, of shapes %s.'
                         % (name, len(wanted), wanted, len(found), found))
    for i, (expected, shape) in enumerate(zip(wanted, found)):
        if shape is not None and not _fits(shape, expected):
            raise ValueError('State %d of layer %s must have shape %s, but got shape %s.'
                             % (i, name, expected, shape))


def _fits(shape, expected):
    return len(shape) == len(expected) and all(
        None in pair or pair[0] == pair[1] for pair in zip(shape, expected))


def forget_masks(cell):
    """Makes a cell, and the cells that it holds, draw new dropout masks at the next step."""
    if hasattr(cell, 'forget_masks'):
        cell.forget_masks()
    for inner in getattr(cell, '_layers', ()):
        forget_masks(inner)
