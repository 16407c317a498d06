import random

import numpy as np
import pytest

from keras import backend as K
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.utils import set_random_seed


def run(seed):
    """Returns what everything random comes to after a seed is set."""
    K.clear_session()
    set_random_seed(seed)
    model = Sequential([Dense(3, input_shape=(2,)), Dropout(.5), Dense(1)])
    model.compile('sgd', 'mse')
    x = np.random.rand(8, 2)
    model.fit(x, x[:, :1], batch_size=2, epochs=2, verbose=0)
    return model.get_weights() + [np.array([random.random(), np.random.rand()])]


def test_the_same_seed_gives_the_same_run():
    for first, second, other in zip(run(7), run(7), run(8)):
        np.testing.assert_array_equal(first, second)
        assert not np.array_equal(first, other)


@pytest.mark.skipif(K.backend() != 'tensorflow', reason="is about TensorFlow's own ops")
def test_ops_of_the_engine():
    random_uniform = pytest.importorskip('tensorflow').compat.v1.random_uniform
    values = []
    for _ in range(2):
        K.clear_session()
        set_random_seed(np.int64(3))
        values.append(K.eval(random_uniform((4,))))
    np.testing.assert_array_equal(*values)


@pytest.mark.parametrize('seed', [-1, 2 ** 32, 1.5, None, 'seed'])
def test_refused_seeds(seed):
    with pytest.raises(ValueError, match='whole number from 0'):
        set_random_seed(seed)
