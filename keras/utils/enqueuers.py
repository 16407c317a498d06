"""Workers that read batches ahead of their use, in threads or in processes.

An enqueuer hands its reads to a pool of threads and gives the batches out in order. With processes,
each thread of the pool passes its reads on to a process of its own and waits for the answer, so
that a process that dies, or an error in it, is that thread's to report. In a process, a source of
batches is known by the number (`uid`) of its enqueuer.
"""
import collections
import itertools
import multiprocessing
import pickle
import queue
import random
import signal
import threading
import time
import traceback
import warnings
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from numbers import Real

import numpy as np

from keras.utils.warn import warn

_PATIENCE = 60  # seconds to wait for a batch without saying so

_sources = {}
_uids = itertools.count()


def init_pool(seqs):
    """Makes sequences known in a worker.

    Args:
        seqs: dictionary from the uid of an enqueuer to its sequence.
    """
    _sources.update(seqs)


def init_pool_generator(gens, random_seed=None):
    """Makes generators known in a worker, and seeds its random numbers.

    Args:
        gens: dictionary from the uid of an enqueuer to its generator.
        random_seed: int, another one for each worker; None leaves the random numbers alone.
    """
    _sources.update(gens)
    if random_seed is not None:
        _seed(random_seed)


def get_index(uid, i):
    """Reads a batch of a sequence.

    Args:
        uid: uid of the enqueuer.
        i: int, number of the batch.

    Returns:
        The batch.
    """
    sequence = _sources[uid]
    try:
        return sequence[i]
    except StopIteration as error:
        # It would be taken for the end of a generator.
        raise RuntimeError('%s.__getitem__ raised StopIteration, for batch %d. A sequence gives '
                           'each of its batches whenever it is asked for.'
                           % (type(sequence).__name__, i)) from error


def next_sample(uid):
    """Takes the next batch from a generator.

    Args:
        uid: uid of the enqueuer.

    Returns:
        The batch.
    """
    return next(_sources[uid])


class SequenceEnqueuer:
    """Base of the classes that read batches ahead of their use.

    Args:
        sequence: source of the batches.
        use_multiprocessing: whether workers are processes rather than threads.

    Example::

        enqueuer = OrderedEnqueuer(sequence)
        enqueuer.start(workers=4)
        for batch in itertools.islice(enqueuer.get(), 100):
            ...
        enqueuer.stop()
    """

    def __init__(self, sequence, use_multiprocessing=False):
        self.sequence = sequence
        self.use_multiprocessing = use_multiprocessing
        self._uid = next(_uids)
        self._is_running = False
        self._processes = []
        self._ending = []  # processes that were told to end
        self._pool = None
        self._base_seed = None

    def is_running(self):
        """Tells whether the enqueuer was started and not stopped since."""
        return self._is_running

    def start(self, workers=1, max_queue_size=10):
        """Lets batches be taken; the workers come into being with the first of them.

        Args:
            workers: int, number of threads or processes; with 0, a batch is read when it is asked
                for, in the thread that asks.
            max_queue_size: int, number of batches to be read ahead.
        """
        if not isinstance(workers, (int, np.integer)) or workers < 0:
            raise ValueError('workers should be a whole number, 0 or more, but is %r.'
                             % (workers,))
        if not isinstance(max_queue_size, Real):
            raise ValueError('max_queue_size should be a number of batches, but is %r.'
                             % (max_queue_size,))
        self.workers = workers
        self.max_queue_size = max(int(max_queue_size), 1)
        self._is_running = True
        self._batches = self.take()

    def stop(self, timeout=None):
        """Ends the workers. What they have read and nobody has taken is lost.

        Args:
            timeout: seconds to wait for threads that are in the middle of a batch; by default as
                long as it takes. Processes are ended at once.
        """
        self._is_running = False
        self._close(timeout)
        self._await_ends()
        _sources.pop(self._uid, None)
        if self._base_seed is not None:
            self._base_seed = None
            np.random.randint(2 ** 31 - 1)  # so that the next workers are seeded anew

    def get(self):
        """Returns the generator of batches, which goes on until the enqueuer is stopped."""
        if not self._is_running:
            raise RuntimeError('There are no batches to get: call start() of this %s first.'
                               % type(self).__name__)
        return self._batches

    def take(self, count=None):
        """Yields batches, and reads none beyond these.

        Args:
            count: int; None to go on until the enqueuer is stopped.
        """
        raise NotImplementedError

    def join_end_of_epoch(self):
        """Ends an epoch, if the source is one that is to be told."""

    def _read(self, keys):
        """Yields batches in the order of their keys, while the next ones are being read."""
        self._open()
        keys = iter(keys)
        ahead = collections.deque(map(self._pool.submit,
                                      itertools.islice(keys, self.max_queue_size)))
        while ahead and self._is_running:
            try:
                batch = ahead.popleft()()
            except (StopIteration, CancelledError):
                return
            ahead.extend(map(self._pool.submit, itertools.islice(keys, 1)))
            yield batch

    def _open(self):
        """Brings the workers into being, unless there are some.

        Processes come before threads: a fork copies the locks of threads, but not who holds them.
        """
        if self._pool is not None:
            return
        _sources[self._uid] = self.sequence
        if self.workers and self.use_multiprocessing:
            if self._base_seed is None:
                self._base_seed = _next_random()
            greetings = self._greetings()
            for _ in range(self.workers):
                self._processes.append(_Process())
            self._greet(greetings)
        self._pool = self._new_pool() if self.workers else _Caller(self._read_here)

    def _close(self, timeout=None):
        """Ends the workers, but does not wait for processes, whose end takes its time."""
        self._await_ends()
        for process in self._processes:
            process.end()
        self._ending, self._processes = self._processes, []
        if self._pool is not None:
            self._pool.close(timeout)
            self._pool = None
        for process in self._ending:
            process.hang_up()

    def _await_ends(self):
        for process in self._ending:
            process.join()
        self._ending = []

    def _unknown_sources(self):
        """Returns the sources that a new process does not know: a forked one knows them all."""
        return {} if _forks() else {self._uid: self.sequence}

    def _greet(self, calls):
        for process, call in zip(self._processes, calls):
            process.answer(call)


class OrderedEnqueuer(SequenceEnqueuer):
    """Reads the batches of a sequence in order, pass after pass.

    Random numbers that `__getitem__` draws in a process follow from the state of `np.random` in
    the main process, the pass and the number of the batch, whichever process reads it.

    Args:
        sequence: `keras.utils.Sequence`, or another object with a length and indices.
        use_multiprocessing: whether workers are processes rather than threads.
        shuffle: whether to draw a new order (from `np.random`) for each pass.
    """

    def __init__(self, sequence, use_multiprocessing=False, shuffle=False):
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle
        self._waiting = []
        self._passes = 0
        self._is_at_end = False

    def start(self, workers=1, max_queue_size=10):
        self._length()
        self._waiting = []
        super().start(workers, max_queue_size)

    def take(self, count=None):
        while self._is_running and (count is None or count > 0):
            if not self._waiting:
                self.join_end_of_epoch()
                self._begin_pass()
            indices = self._waiting[:count]
            self._waiting = self._waiting[len(indices):]
            yield from self._read(indices)
            self._is_at_end = not self._waiting
            if count is not None:
                count -= len(indices)

    def join_end_of_epoch(self):
        """Calls the sequence's `on_epoch_end`, if all batches of a pass have been taken."""
        if self._is_at_end:
            self._is_at_end = False
            # The batches are not in use any more, so that the sequence may change its arrays.
            if hasattr(self.sequence, 'on_epoch_end'):
                self.sequence.on_epoch_end()

    def _length(self):
        length = len(self.sequence)
        if not length:
            raise ValueError('The sequence %r has no batches: its length is 0.' % self.sequence)
        return length

    def _begin_pass(self):
        order = np.arange(self._length())
        if self.shuffle:
            np.random.shuffle(order)
        self._waiting = order.tolist()
        self._passes += 1
        # The sequence may have changed since processes got their copy of it.
        if self._processes and _forks():
            self._close()
        elif self._processes:
            self._greet(self._greetings())

    def _greetings(self):
        unknown = self._unknown_sources()
        return [_packed_call(init_pool, unknown)] * self.workers if unknown else []

    def _new_pool(self):
        if not self._processes:
            return _Threads([self._read_here] * self.workers, rescue=self._read_here)
        return _Threads([partial(self._read_there, process) for process in self._processes],
                        rescue=self._read_as_there)

    def _read_here(self, index):
        return get_index(self._uid, index)

    def _read_there(self, process, index):
        return process.call(*self._seeded_call(index))

    def _read_as_there(self, index):
        state, numpy_state = random.getstate(), np.random.get_state()
        try:
            function, *arguments = self._seeded_call(index)
            return function(*arguments)
        finally:
            random.setstate(state)
            np.random.set_state(numpy_state)

    def _seeded_call(self, index):
        return _get_index_seeded, [self._base_seed, self._passes, index], self._uid, index


class GeneratorEnqueuer(SequenceEnqueuer):
    """Reads batches from a generator.

    A generator is run by one thread, however many are asked for. Processes run a copy each, and
    their batches are taken in turn.

    Args:
        sequence: generator, or another iterator.
        use_multiprocessing: whether workers are processes rather than threads.
        wait_time: has no effect any more: nobody waits longer than needed.
        random_seed: int, which the seeds of processes count up from; by default it follows from
            `np.random`.
    """

    def __init__(self, sequence, use_multiprocessing=False, wait_time=None, random_seed=None):
        super().__init__(sequence, use_multiprocessing)
        self.random_seed = random_seed

    def start(self, workers=1, max_queue_size=10):
        super().start(workers, max_queue_size)
        if self.use_multiprocessing and workers > 1:
            warn('Each of the %d processes runs a copy of the generator, so that the same '
                 'batches may come several times. A keras.utils.Sequence is read without '
                 'repetitions.' % workers)

    def take(self, count=None):
        return self._read(itertools.repeat(None) if count is None
                          else itertools.repeat(None, count))

    def _greetings(self):
        seed = self._base_seed if self.random_seed is None else self.random_seed
        return [_packed_call(init_pool_generator, self._unknown_sources(), seed + i)
                for i in range(self.workers)]

    def _new_pool(self):
        readers = [partial(self._read_there, process) for process in self._processes]
        return _Threads(readers or [self._read_here], in_turn=True)

    def _read_here(self, key):
        return next_sample(self._uid)

    def _read_there(self, process, key):
        return process.call(next_sample, self._uid)


class WorkerTraceback(Exception):
    """Shows where in a worker process an error arose."""


class _Caller:
    """Reads a batch when it is asked for, in the thread that asks.

    Args:
        read: function from a key to a batch.
    """

    def __init__(self, read):
        self._read = read

    def submit(self, key):
        return partial(self._read, key)

    def close(self, timeout):
        pass


class _Threads:
    """Reads batches in threads.

    Args:
        readers: list of functions from a key to a batch, one for each thread.
        in_turn: whether the threads take turns; else the next key goes to whoever is free.
        rescue: function from a key to a batch, for batches that do not come; None if nothing can
            be done but to wait.
    """

    def __init__(self, readers, in_turn=False, rescue=None):
        self._rescue = rescue
        self._queues = ([queue.Queue() for _ in readers] if in_turn
                        else [queue.Queue()] * len(readers))
        self._next_queue = itertools.cycle(self._queues)
        self._threads = [
            threading.Thread(target=_work, args=arguments, name='keras-reader', daemon=True)
            for arguments in zip(self._queues, readers)]
        for thread in self._threads:
            thread.start()

    def submit(self, key):
        """Lets a batch be read; returns a function that waits for the batch and returns it."""
        future = Future()
        next(self._next_queue).put((future, key))
        return partial(self._awaited, future, key)

    def _awaited(self, future, key):
        try:
            return future.result(_PATIENCE)
        except FutureTimeoutError:
            if future.done():  # just now, or the error is one of reading
                return future.result()
        warn(
            'A batch did not come within %s seconds%s. If its worker is stuck: forked processes '
            'get stuck in libraries with threads or locks of their own. Read in threads '
            '(use_multiprocessing=False), or call multiprocessing.set_start_method("spawn") first.'
            % (_PATIENCE, '; it is read once more, without a worker' if self._rescue else ''))
        return self._rescue(key) if self._rescue else future.result()

    def close(self, timeout):
        """Ends the threads, after the batches that they are reading now."""
        for tasks in self._queues:
            _cancel(tasks)
        for tasks in self._queues:
            tasks.put(None)
        deadline = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(deadline and max(deadline - time.monotonic(), 0))
        busy = sum(thread.is_alive() for thread in self._threads)
        if busy:
            warn('%d of the threads that read batches did not end within %s seconds: they '
                 'are still in the middle of a batch.' % (busy, timeout))


def _work(tasks, read):
    """Reads batches until there comes a None in the place of a task."""
    for future, key in iter(tasks.get, None):
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(read(key))
            except BaseException as error:  # whatever it is, the main thread waits for it
                future.set_exception(error)
        del future  # with its batch


def _cancel(tasks):
    try:
        while True:
            tasks.get_nowait()[0].cancel()
    except queue.Empty:
        pass


class _Process:
    """A process that calls functions, one at a time, for one thread."""

    def __init__(self):
        context = multiprocessing.get_context()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._connection),
                                        daemon=True)
        with warnings.catch_warnings():
            # Python 3.12 warns of forks beside threads. There are always threads: the engine's.
            warnings.filterwarnings('ignore', '.*multi-threaded', DeprecationWarning)
            self._process.start()
        theirs.close()

    def call(self, function, *arguments):
        """Returns what a function returns there, or raises what it raises there."""
        return self.answer(_packed_call(function, *arguments))

    def answer(self, call):
        """Does the same for a call that is packed already."""
        try:
            self._connection.send_bytes(call)
            answer = self._connection.recv_bytes()
        except (EOFError, OSError):
            self._process.join(1)
            hint = ' (-9 often means that memory ran out)'
            if not _forks():
                hint += ('. It was not forked, but started with %r: the script has to train under '
                         '"if __name__ == \'__main__\':"' % multiprocessing.get_start_method())
            raise RuntimeError('A worker process ended before it gave its batch, with the exit '
                               'code %s%s.' % (self._process.exitcode, hint)) from None
        result, error, trace = pickle.loads(answer)
        if error is not None:
            raise error from WorkerTraceback('\n' + trace)
        return result

    def end(self):
        """Makes the process end; a thread that waits for its answer waits no longer."""
        self._process.terminate()

    def hang_up(self):
        self._connection.close()  # which ends a process whose script overrides termination, too

    def join(self):
        self._process.join(5)


def _serve(connection, far_end):
    """Answers calls in a worker process until the main process is gone."""
    far_end.close()  # a fork's copy of it would hide that the main process is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides on the end
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        while True:
            connection.send_bytes(_answer(connection.recv_bytes()))
    except (EOFError, OSError):
        pass


def _answer(call):
    """Makes a packed call.

    Returns:
        Packed: the result, an error or None, and the text of its traceback.
    """
    try:
        function, arguments = pickle.loads(call)
        return _packed_result(function(*arguments))
    except BaseException as error:
        return _packed((None, _portable(error), traceback.format_exc()))


def _packed_result(result):
    try:
        return _packed((result, None, None))
    except Exception as error:
        raise ValueError('A batch should be made of arrays, but this one cannot be pickled, to be '
                         'sent from a worker process (%s: %s).'
                         % (type(error).__name__, error)) from error


def _portable(error):
    """Returns an error, or another in its place if it cannot be sent to the main process."""
    try:
        pickle.loads(_packed(error))
        return error
    except Exception:
        return RuntimeError('%s: %s' % (type(error).__name__, error))


def _packed(x):
    return pickle.dumps(x, pickle.HIGHEST_PROTOCOL)


def _packed_call(function, *arguments):
    try:
        return _packed((function, arguments))
    except Exception as error:
        raise ValueError(
            'Worker processes started with %r need a copy of what they read, but it cannot be '
            'pickled (%s: %s). Generators never can: use a keras.utils.Sequence. In a sequence, '
            'open files and make locks or lambdas only in __getitem__. Or use threads, with '
            'use_multiprocessing=False.'
            % (multiprocessing.get_start_method(), type(error).__name__, error)) from error


def _forks():
    """Tells whether new processes are copies of this one, with all that it knows."""
    return multiprocessing.get_start_method() == 'fork'


def _get_index_seeded(seed, uid, i):
    _seed(seed)
    return get_index(uid, i)


def _seed(seed):
    """Seeds Python's and NumPy's random numbers with an int or a list of ints."""
    random.seed(str(seed))
    np.random.seed(seed)


def _next_random():
    """Returns the random number that `np.random` would draw next, but leaves it to be drawn.

    So batches come in the same order with processes as without.
    """
    state = np.random.get_state()
    number = np.random.randint(2 ** 31 - 1)
    np.random.set_state(state)
    return int(number)
