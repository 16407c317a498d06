"""Batches read ahead of their use, in threads or in processes.

An enqueuer hands its reads to a pool of threads and gives the batches out in order; with processes,
each thread of the pool has one (see `workers`). In a process, a source of batches is known by the
number (`uid`) of its enqueuer.
"""
import collections
import itertools
import random
from concurrent.futures import CancelledError
from functools import partial
from numbers import Real

import numpy as np

from keras.backend.interrupts import held_interrupts
from keras.utils.warn import warn
from keras.utils.workers import Caller, Process, Threads, forks, packed_call

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

    Raises:
        RuntimeError: if the sequence raises StopIteration.
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

    Attributes:
        what: string, what is read, for messages; such as `'training generator'`.

    Example::

        enqueuer = OrderedEnqueuer(sequence)
        enqueuer.start(workers=4)
        for batch in itertools.islice(enqueuer.get(), 100):
            ...
        enqueuer.stop()
    """

    what = 'generator'

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

        Raises:
            ValueError: if an argument is no such number, or a sequence has no batches.
        """
        if not isinstance(workers, (int, np.integer)) or workers < 0:
            raise ValueError('workers must be a whole number, 0 or more, but got %r.'
                             % (workers,))
        if not isinstance(max_queue_size, Real):
            raise ValueError('max_queue_size must be a number of batches, but got %r.'
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
        try:
            self._close(timeout)
            self._await_ends()
        finally:
            _sources.pop(self._uid, None)
        if self._base_seed is not None:
            self._base_seed = None
            np.random.randint(2 ** 31 - 1)  # so that the next workers are seeded anew

    def get(self):
        """Returns the generator of batches, which goes on until the enqueuer is stopped.

        Raises:
            RuntimeError: if the enqueuer was not started.
        """
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
            # Python drops an error that a signal raises within a fork.
            with held_interrupts():
                for _ in range(self.workers):
                    self._processes.append(Process())
            self._greet(greetings)
        self._pool = self._new_pool() if self.workers else Caller(self._read_here)

    def _close(self, timeout=None):
        """Ends the workers, but does not wait for processes, whose end takes its time."""
        self._await_ends()
        pool = self._pool
        try:
            with held_interrupts():  # which would leave some workers there
                for process in self._processes:
                    process.end()
                self._ending, self._processes = self._processes, []
                if pool is not None:
                    pool.end()
                self._pool = None
            if pool is not None:
                pool.join(timeout)
        finally:
            for process in self._ending:
                process.hang_up()

    def _await_ends(self):
        for process in self._ending:
            process.join()
        self._ending = []

    def _unknown_sources(self):
        """Returns the sources that a new process does not know: a forked one knows them all."""
        return {} if forks() else {self._uid: self.sequence}

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

    what = 'Sequence'

    def __init__(self, sequence, use_multiprocessing=False, shuffle=False):
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle
        self._waiting = []
        self._passes = 0
        self._left = None  # batches of this pass that nobody has taken; None between passes

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
            for batch in self._read(indices):
                self._left -= 1
                yield batch
            if count is not None:
                count -= len(indices)

    def join_end_of_epoch(self):
        """Calls the sequence's `on_epoch_end`, if all batches of a pass have been taken."""
        if self._left == 0:
            self._left = None
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
        self._left = len(order)
        self._passes += 1
        # The sequence may have changed since processes got their copy of it.
        if self._processes and forks():
            self._close()
        elif self._processes:
            self._greet(self._greetings())

    def _greetings(self):
        unknown = self._unknown_sources()
        return [packed_call(init_pool, unknown)] * self.workers if unknown else []

    def _new_pool(self):
        if not self._processes:
            return Threads([self._read_here] * self.workers, rescue=self._read_here,
                           what=self.what)
        return Threads([partial(self._read_there, process) for process in self._processes],
                       rescue=self._read_as_there, what=self.what, serve_processes=True)

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
        return [packed_call(init_pool_generator, self._unknown_sources(), seed + i)
                for i in range(self.workers)]

    def _new_pool(self):
        readers = [partial(self._read_there, process) for process in self._processes]
        return Threads(readers or [self._read_here], in_turn=True, what=self.what,
                       serve_processes=bool(readers))

    def _read_here(self, key):
        return next_sample(self._uid)

    def _read_there(self, process, key):
        return process.call(next_sample, self._uid)


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
