"""Sums over workers, of which there is one here; tests/distribute connects several."""
import socket

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from keras import backend as K


def test_sum_over_one_worker_is_the_array():
    array = np.array([1., 2.])
    assert_array_equal(K.sum_over_workers(array), array)


@pytest.mark.parametrize('options', [{}, {'half_precision': True}, {'sparse_as_dense': True}])
def test_average_gradients_of_one_worker_are_its_own(options):
    x, table, unused = K.variable([1., 2.]), K.variable(np.ones((3, 2))), K.variable(0.)
    loss = K.sum(K.square(x)) + K.sum(K.gather(table, K.constant([2, 2], dtype='int32')))
    averaged = K.average_gradients(loss, [x, table, unused], **options)
    assert averaged.pop() is None
    assert_array_equal(K.eval(averaged[0]), [2, 4])
    assert_array_equal(K.eval(averaged[1]), [[0, 0], [0, 0], [2, 2]])


@pytest.mark.skipif(K.backend() == 'tensorflow', reason='TensorFlow connects them')
def test_connect_workers_names_the_engine_that_can():
    with pytest.raises(NotImplementedError, match='KERAS_BACKEND=tensorflow'):
        K.connect_workers(['a:1', 'b:1'], 0, 60)


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='only TensorFlow connects workers')
def test_connect_workers_refuses_a_port_in_use():
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen(1)
        address = '127.0.0.1:%d' % other.getsockname()[1]
        with pytest.raises(ConnectionError, match='Worker 1 cannot listen at ' + address):
            K.connect_workers(['127.0.0.1:1', address], 1, 60)
