"""Random tensors, drawn again each time they are computed."""
import numpy as np
import tensorflow as tf

from ..config import floatx
from ..seeds import seed_or_draw

tf1 = tf.compat.v1


def set_random_seed(seed):
    np.random.seed(seed)
    tf1.set_random_seed(seed)


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf1.random_normal(shape, mean, stddev, dtype or floatx(), seed_or_draw(seed))


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return tf1.truncated_normal(shape, mean, stddev, dtype or floatx(), seed_or_draw(seed))


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    return tf1.random_uniform(shape, minval, maxval, dtype or floatx(), seed_or_draw(seed))
