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


def state_of(generator):
    """Returns the state of a generator that `new_generator` made, as a vector of six ints."""
    state = generator.bit_generator.state
    return np.array(state['state']['state'].tolist() + [state['has_uint32'], state['uinteger']],
                    'uint64')


def set_state_of(generator, state):
    """Sets the state of a generator to what `state_of` returned."""
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
