"""Streams of small batches, and what training on them comes to."""
import multiprocessing
import threading

import numpy as np
import pytest
from small_models import X, Y, linear, predicted, step

from keras.utils import Sequence

WORKERS = pytest.mark.parametrize('workers', [0, 1, 2])
PROCESSES = pytest.mark.parametrize('processes', [False, True])
IN_ORDER = [[0, 1], [2, 3], [4]]
LOSS = np.mean((predicted() - Y) ** 2)


class Batches(Sequence):
    """Cuts X and Y into batches of two, in another order of the samples after each pass."""

    def __init__(self):
        self.rows = np.arange(5)

    def __len__(self):
        return 3

    def __getitem__(self, index):
        rows = self.rows[2 * index:2 * index + 2]
        return X[rows], Y[rows]

    def on_epoch_end(self):
        self.rows = self.rows[::-1]


def generator():
    while True:
        for index in range(3):
            yield Batches()[index]


@pytest.fixture(autouse=True)
def workers_come_from_forks_and_leave_nothing():
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method('fork', force=True)
    yield
    multiprocessing.set_start_method(before, force=True)
    assert not multiprocessing.active_children()
    assert 'keras-reader' not in [thread.name for thread in threading.enumerate()]


def trained(batches, lr=.1):
    """Returns the weights of the linear model after steps on batches of rows."""
    kernel, bias = linear().get_weights()
    for rows in batches:
        kernel, bias, _ = step(kernel, bias, X[rows], Y[rows], lr)
    return kernel, bias


def check(model, batches):
    for found, expected in zip(model.get_weights(), trained(batches)):
        np.testing.assert_allclose(found, expected, rtol=1e-5)
