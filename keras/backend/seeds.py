"""Seeds of random ops, and random numbers that NumPy draws for engines."""
import numpy as np


def seed_or_draw(seed):
    """Returns `seed`, or one drawn from `np.random` if it is None.

    So `np.random.seed` determines every random op that is built after it.
    """
    return np.random.randint(1, 2**31 - 1) if seed is None else seed


def new_generator(seed):
    """Returns NumPy's fastest generator of random numbers.

    Args:
        seed: int.
    """
    return np.random.Generator(np.random.SFC64(seed))


def states_of(generators):
    """Returns the states of generators that `new_generator` made, each a vector of six ints."""
    states = [generator.bit_generator.state for generator in generators]
    return [np.array(state['state']['state'].tolist() + [state['has_uint32'], state['uinteger']],
                     'uint64') for state in states]


def set_states_of(generators, states):
    """Sets the states of generators to what `states_of` returned."""
    check_states(states, len(generators), size=6)
    for generator, state in zip(generators, states):
        generator.bit_generator.state = {
            'bit_generator': 'SFC64', 'state': {'state': np.array(state[:4], 'uint64')},
            'has_uint32': int(state[4]), 'uinteger': int(state[5])}


def check_states(states, count, size):
    """Raises a ValueError unless `states` suit the random tensors of a function.

    Args:
        states: list of vectors.
        count: int, the number of random tensors.
        size: int, the number of entries of each vector.
    """
    if len(states) != count:
        raise ValueError('`states` must be a list with a state for each of the %d random tensors '
                         'of the function, but has %d.' % (count, len(states)))
    for state in states:
        if np.shape(state) != (size,):
            raise ValueError('The states of random tensors on this engine are vectors of %d ints, '
                             'but one has the shape %s. States cannot be moved from one engine to '
                             'another.' % (size, np.shape(state)))


def normal_within_two(draw, shape):
    """Returns numbers from the standard normal distribution truncated at -2 and 2.

    Args:
        draw: function that draws a number of values from the whole distribution.
        shape: tuple of ints.
    """
    numbers = draw(int(np.prod(shape, dtype='int64')))
    beyond = np.flatnonzero(np.abs(numbers) > 2)
    while beyond.size:
        numbers[beyond] = draw(beyond.size)
        beyond = beyond[np.abs(numbers[beyond]) > 2]
    return numbers.reshape(shape)
