"""Random tensors, drawn again each time they are computed."""
import numpy as np
import tensorflow as tf

from ..config import floatx
from ..seeds import check_states, seed_or_draw
from .random_streams import SIZE, streams_for
from .tensors import batch_get_value, batch_set_value

tf1 = tf.compat.v1


def set_random_seed(seed):
    np.random.seed(seed)
    tf1.set_random_seed(seed)


def random_states(function):
    return batch_get_value([stream.state for stream in streams_for(function)])


def set_random_states(function, states):
    streams = streams_for(function)
    check_states(states, len(streams), SIZE)
    batch_set_value([(stream.state, state) for stream, state in zip(streams, states)])


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf1.random_normal(shape, mean, stddev, dtype or floatx(), seed_or_draw(seed))


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf1.truncated_normal(shape, mean, stddev, dtype or floatx(), seed_or_draw(seed))


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    return tf1.random_uniform(shape, minval, maxval, dtype or floatx(), seed_or_draw(seed))
