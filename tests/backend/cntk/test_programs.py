"""What functions build for the arrays that they get, and what is refused."""
import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras.backend.cntk_backend import run
from keras.layers import GRU, Conv1D, Dense
from keras.models import Sequential


def test_batches_of_many_sizes():
    x, w = K.placeholder((None, 300)), K.variable(np.ones((300, 2)))
    f = K.function([x], [K.dot(x, w)] + K.gradients(K.sum(K.dot(x, w)), [w]))
    for size in (1, 5, 3, 1, 2, 4, 6, 7, 8, 9, 10, 1):
        product, gradient = f([np.full((size, 300), 2.)])
        assert_allclose(product, np.full((size, 2), 600))
        assert_allclose(gradient, np.full((300, 2), 2 * size))
    assert sum(map(len, f._programs.values())) == 8


def test_branches_and_sizes_that_depend_on_data():
    x, n = K.placeholder((None,)), K.placeholder((), dtype='int32')
    f = K.function([x, n], [K.switch(K.greater(K.sum(x), 0), lambda: x[:n], lambda: x * 2)])
    assert_allclose(f([[1, 2, 3], 2])[0], [1, 2])
    assert_allclose(f([[1, 2, 3], 1])[0], [1])
    assert_allclose(f([[-1, -2, -3], 1])[0], [-2, -4, -6])
    assert_allclose(f([[3, 2, 1], 2])[0], [3, 2])


def test_a_gradient_passes_what_numpy_computes_in_between():
    x = K.variable([[1., 2., 3.]])
    y = K.square(x)
    largest = K.one_hot(K.argmax(y), 3)
    gradient, = K.gradients(K.sum(largest * y), [x])
    assert_allclose(K.eval(gradient), [[0, 0, 6]])


def test_variables_share_the_memory_of_parameters():
    w = K.variable(np.ones((300, 300)))
    x = K.placeholder((None, 300))
    f = K.function([x], [K.sum(K.dot(x, w))], updates=[K.update(w, w * 2)])
    assert [f([np.ones((1, 300))])[0] for _ in range(3)] == [90000, 180000, 360000]
    K.set_value(w, np.zeros((300, 300)))
    assert f([np.ones((1, 300))])[0] == 0


def test_gradients_of_gradients_are_refused():
    x = K.variable(3.)
    first, = K.gradients(x * x * x, [x])
    with pytest.raises(NotImplementedError, match='gradients of gradients.*TensorFlow'):
        K.gradients(first, [x])


def test_mistakes_that_show_when_arrays_come():
    x, y = K.placeholder(ndim=2, name='x'), K.placeholder(ndim=2, name='y')
    w = K.variable(np.ones((300, 2)))
    with pytest.raises(ValueError, match='placeholder y is needed'):
        K.function([x], [x + y])([np.ones((1, 1))])
    joined = K.function([x, y], [K.concatenate([K.dot(x, w), K.dot(y, w)], axis=1)])
    with pytest.raises(ValueError, match=r'differ only in axis 1.*\(2, 2\) and \(1, 2\)'):
        joined([np.ones((2, 300)), np.ones((1, 300))])
    with pytest.raises(ValueError, match=r'Index 5 is out of range for axis 0'):
        K.function([x], [K.dot(x, w)[5]])([np.ones((2, 300))])
    with pytest.raises(ValueError, match=r'K.reshape cannot convert .*\(2, 2\) to .*\(3, -1\)'):
        K.function([x], [K.reshape(K.dot(x, w), (3, -1))])([np.ones((2, 300))])
    with pytest.raises(ValueError, match=r'K.map_fn needs at least one step.*\(0, 2\)'):
        K.function([x], [K.map_fn(K.square, K.dot(x, w))])([np.ones((0, 300))])
    with pytest.raises(ValueError, match=r'dot of tensors of shape \(2, 4\) and \(300, 2\)'):
        K.function([x], [K.dot(x, w)])([np.ones((2, 4))])


def test_interrupts_in_the_middle_of_the_engine():
    x, w = K.placeholder((None, 3)), K.variable(np.ones((3, 2)))
    f = K.function([x], K.gradients(K.sum(K.square(K.dot(x, w))), [w]))
    expected = f([np.ones((2, 3))])[0]
    interrupts = 0
    for moment in range(200):
        thread = threading.Timer(1e-4 + 1e-5 * moment, os.kill, (os.getpid(), signal.SIGINT))
        try:
            thread.start()
            for _ in range(10000):
                f([np.ones((2, 3))])
        except KeyboardInterrupt:
            interrupts += 1
        thread.join()
    assert interrupts == 200
    assert_allclose(f([np.ones((2, 3))])[0], expected)


def _held():
    return [r.size for r in run._large_runs if r.network is not None]


def test_networks_go_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(run, '_LARGE', 1000)
    monkeypatch.setattr(run, '_KEPT', 100000)
    x, w = K.placeholder((None, 300)), K.variable(np.ones((300, 20)))
    y = K.tanh(K.dot(x, w) / 300)
    functions = [K.function([x], [y]), K.function([x], K.gradients(K.sum(y), [w]))]
    for size in (100, 200, 400, 800, 1600, 3200, 100, 3200):
        value, gradient = (f([np.ones((size, 300))])[0] for f in functions)
        assert_allclose(value, np.full((size, 20), np.tanh(1)), rtol=1e-5)
        assert_allclose(gradient, np.full((300, 20), size / 300 / np.cosh(1)**2), rtol=1e-4)
        assert sum(_held()) <= 100000 or len(_held()) == 1
    assert all(len(f._programs) == 6 for f in functions)


def test_what_large_runs_compute_is_what_small_ones_do(monkeypatch):
    model = Sequential([Conv1D(4, 3, input_shape=(None, 3)), GRU(3), Dense(2)])
    model.compile('sgd', 'mse')
    start = model.get_weights()
    x, y = np.random.rand(5, 7, 3), np.random.rand(5, 2)

    def trained():
        model.set_weights(start)
        losses = [model.evaluate(x, y, verbose=0)]
        for _ in range(3):
            model.train_on_batch(x, y)
            losses.append(model.evaluate(x, y, verbose=0))
        return losses

    expected = trained()
    monkeypatch.setattr(run, '_LARGE', -1)
    model.compile('sgd', 'mse')
    assert_allclose(trained(), expected, rtol=1e-5)


@pytest.mark.parametrize('dtype', ['float32', 'float64'])
def test_large_runs_give_gradients_by_what_is_fed(monkeypatch, dtype):
    monkeypatch.setattr(run, '_LARGE', -1)
    x, y = K.placeholder((None, 20)), K.placeholder((None, 20), dtype=dtype)
    loss = K.sum(K.cast(K.sin(x), dtype) * y)
    a, b = np.random.RandomState(1).uniform(-1, 1, (2, 30, 20))
    gradients = K.function([x, y], K.gradients(loss, [x, y]))([a, b])
    for found, expected in zip(gradients, (np.cos(a) * b, np.sin(a))):
        assert_allclose(found, expected, atol=1e-6)


MANY_NODES = """
import resource
import numpy as np
from keras import backend as K
x, w = K.placeholder((None, 1000)), K.variable(np.eye(1000))
y = K.dot(x, w)
for _ in range(60):
    y = K.tanh(y)
f = K.function([x], [K.sum(y)])
f([np.ones((1, 1000))])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
f([np.ones((1000, 1000))])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_nodes_share_memory():
    # Each of the 60 nodes makes 4 MB.
    printed = subprocess.run([sys.executable, '-c', MANY_NODES], stdout=subprocess.PIPE, check=True)
    assert int(printed.stdout) < 100 * 1024
