"""Random tensors and variables on top of other ops."""
import numpy as np

from keras import backend as K


def set_random_seed(seed):
    np.random.seed(seed)


def random_binomial(shape, p=0.0, dtype=None, seed=None):
    return K.cast(K.less(K.random_uniform(shape, seed=seed), p), dtype or K.floatx())


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    return K.variable(_generator(seed).normal(mean, scale, shape), dtype=dtype, name=name)


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    return K.variable(_generator(seed).uniform(low, high, shape), dtype=dtype, name=name)


def _generator(seed):
    return np.random if seed is None else np.random.RandomState(seed)
