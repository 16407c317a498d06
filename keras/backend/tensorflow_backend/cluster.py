"""This process among the workers that train together: TensorFlow's server and its sessions."""
import socket
import time

import tensorflow as tf

from keras.utils.process_groups import on_same_host

tf1 = tf.compat.v1

_SECONDS_TO_START = 300  # importing TensorFlow on a busy machine, or starting the next by hand
_SECONDS_TO_ANSWER = 3
_JOB = 'worker'
# What a client of HTTP/2, and so of gRPC, sends first: a fixed text and an empty frame of settings.
_GREETING = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + b'\0\0\0\4\0\0\0\0\0'

_joined = None


def joined():
    """Returns the `Cluster` that this process has joined, or None."""
    return _joined


def join(cluster):
    """Makes all sessions from now on those of a cluster."""
    global _joined
    _joined = cluster


class Cluster:
    """Several workers, of which this process is one.

    Args:
        addresses: list of strings `'host:port'`, one for each worker.
        index: int, the place of this process in the list.
        timeout: float, seconds after which a worker that does not take part ends the others.

    Raises:
        ConnectionError: if this process cannot listen at its address, or another does not start.
    """

    def __init__(self, addresses, index, timeout):
        self.addresses = addresses
        self.index = index
        self.size = len(addresses)
        self.timeout = timeout
        self._server = self._start()
        self._wait_for_others()
        self._reductions = 0
        # `K.clear_session` must not clear the sums of arrays.
        self._graph = tf.Graph()
        self._session = self.session(self._graph, tf1.ConfigProto())
        self._array_sums = {}

    def _start(self):
        config = self.configured(tf1.ConfigProto())
        gpus = tf.config.list_physical_devices('GPU')
        if gpus:
            place = on_same_host(self.addresses, self.index).index(self.index)
            config.gpu_options.visible_device_list = str(place % len(gpus))
        try:
            return tf.distribute.Server({_JOB: self.addresses}, _JOB, self.index, config=config)
        except tf.errors.OpError as error:
            raise ConnectionError(
                'Worker %d cannot listen at %s; is its port in use? TensorFlow says: %s'
                % (self.index, self.addresses[self.index], error.message)) from error

    def _wait_for_others(self):
        deadline = time.time() + _SECONDS_TO_START
        missing = list(range(self.size))
        while missing:
            missing = [i for i in missing if not _answers(self.addresses[i])]
            if missing and time.time() > deadline:
                raise ConnectionError('%s did not start within %d seconds.'
                                      % (self._named(missing), _SECONDS_TO_START))

    def configured(self, config):
        """Adds what sessions of the cluster need to a `ConfigProto`."""
        task = '/job:%s/replica:0/task:%d'
        config.experimental.collective_group_leader = task % (_JOB, 0)
        # A worker sees only its own devices, so operations are placed there by themselves.
        config.device_filters[:] = ['/job:%s/task:%d' % (_JOB, self.index)]
        # Otherwise variables of the same name would be the same in all sessions.
        config.isolate_session_state = True
        return config

    def session(self, graph, config):
        """Returns a session that can run the sums of this cluster."""
        return tf1.Session(self._server.target, graph=graph, config=self.configured(config))

    def sum(self, x, divisor='Id'):
        """Returns the sum of a tensor over all workers.

        Sums must be made in the same order in all workers.

        Args:
            x: tensor with at least one entry.
            divisor: `'Div'` for the mean.
        """
        self._reductions += 1
        return tf.raw_ops.CollectiveReduce(
            input=x, group_size=self.size, group_key=1, instance_key=self._reductions,
            merge_op='Add', final_op=divisor, subdiv_offsets=[0], timeout_seconds=self.timeout)

    def array_sum(self, shape, dtype):
        """Returns a function of an array that returns the sum over all workers.

        A sum checks that shapes are equal when it runs first, so each shape has its own.
        """
        key = shape, dtype
        if key not in self._array_sums:
            with self._graph.as_default():
                x = tf1.placeholder(dtype, shape)
                call = self._session.make_callable(self.sum(x), [x])
            self._array_sums[key] = self.guarded(call)
        return self._array_sums[key]

    def guarded(self, call):
        """Returns a call that names a missing worker if a sum over the workers fails."""
        def run(*values, **options):
            try:
                return call(*values, **options)
            except tf.errors.OpError as error:
                if 'Collective' not in error.message:
                    raise
                raise ConnectionError('%s The training cannot go on: %s' % (
                    self._what_is_missing(), error.message.split('\n')[0])) from error
        return run

    def _what_is_missing(self):
        silent = [i for i in range(self.size)
                  if i != self.index and not _answers(self.addresses[i])]
        if silent:
            return '%s no longer answers.' % self._named(silent)
        return ('All workers answer, but not all took part in a step within %g seconds. Each must '
                'run the same number of steps, and wait for none longer.' % self.timeout)

    def _named(self, workers):
        return ', '.join('Worker %d (%s)' % (i, self.addresses[i]) for i in workers)


def _answers(address):
    """Returns whether a gRPC server at an address answers; one that was stopped does not."""
    host, _, port = address.rpartition(':')
    try:
        with socket.create_connection((host.strip('[]'), int(port)), _SECONDS_TO_ANSWER) as line:
            line.settimeout(_SECONDS_TO_ANSWER)
            line.sendall(_GREETING)
            return bool(line.recv(1))
    except OSError:
        time.sleep(0.1)
        return False
