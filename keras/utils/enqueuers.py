"""Reading batches ahead, in threads or in processes.

An enqueuer submits its reads to a pool of threads and returns the batches in order. With processes,
each thread of the pool has its own (see `workers`). In a process, a source of batches is identified
by the number (`uid`) of its enqueuer.
"""
import collections
import itertools
import random
from concurrent.futures import CancelledError
from functools import partial
from numbers import Real

import numpy as np

from keras.backend.interrupts import held_interrupts
from keras.utils.process_groups import ALONE, checksum
from keras.utils.random_state import get_random_state, set_random_state
from keras.utils.warn import warn
from keras.utils.workers import Caller, Process, Threads, forks, packed_call

_sources = {}
_uids = itertools.count()


def init_pool(seqs):
    """Registers sequences in a worker.

    Args:
        seqs: dictionary from the uid of an enqueuer to its sequence.
    """
    _sources.update(seqs)


def init_pool_generator(gens, random_seed=None):
    """Registers generators in a worker, and seeds its random numbers.

    Args:
        gens: dictionary from the uid of an enqueuer to its generator.
        random_seed: int, a different one for each worker; None does not seed.
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
        # It would be mistaken for the end of a generator.
        raise RuntimeError('%s.__getitem__ raised StopIteration for batch %d. A sequence must '
                           'return each of its batches whenever it is requested.'
                           % (type(sequence).__name__, i)) from error


def next_sample(uid):
    """Reads the next batch of a generator.

    Args:
        uid: uid of the enqueuer.

    Returns:
        The batch.
    """
    return next(_sources[uid])


class SequenceEnqueuer:
    """Base class of the classes that read batches ahead.

    Args:
        sequence: source of the batches.
        use_multiprocessing: whether workers are processes instead of threads.

    Attributes:
        what: string, a name of the source for messages, such as `'training generator'`.

    Example::

        class Numbers(keras.utils.Sequence):
            def __len__(self):
                return 10

            def __getitem__(self, index):
                return np.full((4, 1), index), np.full((4, 1), 2 * index)

        enqueuer = keras.utils.OrderedEnqueuer(Numbers())
        enqueuer.start(workers=2)
        batches = enqueuer.get()
        x, y = next(batches)
        enqueuer.stop()
    """

    what = 'generator'

    def __init__(self, sequence, use_multiprocessing=False):
        self.sequence = sequence
        self.use_multiprocessing = use_multiprocessing
        self._uid = next(_uids)
        self._is_running = False
        self._processes = []
        self._ending = []  # processes that were asked to end
        self._pool = None
        self._base_seed = None

    def is_running(self):
        """Returns whether the enqueuer was started and has not been stopped since."""
        return self._is_running

    def start(self, workers=1, max_queue_size=10):
        """Starts the enqueuer. The workers are made when the first batch is requested.

        Args:
            workers: int, the number of threads or processes; with 0, each batch is read when it is
                requested, in the thread that requests it.
            max_queue_size: int, the number of batches to read ahead.

        Raises:
            ValueError: if an argument is not such a number, or a sequence has no batches.
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
        """Stops the workers. Batches that were read but not requested are lost.

        Args:
            timeout: seconds to wait for threads that are reading a batch; by default, as long as it
                takes. Processes are terminated at once.
        """
        self._is_running = False
        try:
            self._close(timeout)
            self._await_ends()
        finally:
            _sources.pop(self._uid, None)
        if self._base_seed is not None:
            self._base_seed = None
            np.random.randint(2 ** 31 - 1)  # the next workers get other seeds

    def get(self):
        """Returns the generator of batches, which continues until the enqueuer is stopped.

        Raises:
            RuntimeError: if the enqueuer was not started.
        """
        if not self._is_running:
            raise RuntimeError('There are no batches to get: call start() of this %s first.'
                               % type(self).__name__)
        return self._batches

    def take(self, count=None):
        """Yields batches, and reads none beyond them.

        Args:
            count: int; None to continue until the enqueuer is stopped.
        """
        raise NotImplementedError

    def join_end_of_epoch(self):
        """Notifies the source of the end of an epoch, if it supports that."""

    def checksum(self):
        """Returns an int that is the same for equal sources; None if they cannot be shared."""

    def get_state(self):
        """Returns what later batches depend on besides the state of `np.random`.

        A generator is not part of it: it cannot be rewound.
        """
        return {'base_seed': self._base_seed}

    def set_state(self, state):
        """Continues where another enqueuer of the same source was; call it before reading.

        Args:
            state: what `get_state` returned.
        """
        self._base_seed = state['base_seed']

    def _read(self, keys):
        """Yields batches in the order of their keys, while later ones are being read."""
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
        """Makes the workers, unless they exist.

        Processes are made before threads: a fork copies locks held by threads, but not the threads.
        """
        if self._pool is not None:
            return
        _sources[self._uid] = self.sequence
        if self.workers and self.use_multiprocessing:
            if self._base_seed is None:
                self._base_seed = _next_random()
            greetings = self._greetings()
            # Python ignores errors that a signal raises during a fork.
            with held_interrupts():
                for _ in range(self.workers):
                    self._processes.append(Process())
            self._greet(greetings)
        self._pool = self._new_pool() if self.workers else Caller(self._read_here)

    def _close(self, timeout=None):
        """Stops the workers, but does not wait for processes, which take a while to end."""
        self._await_ends()
        pool = self._pool
        try:
            with held_interrupts():  # an interrupt would leave some workers running
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
        """Returns the sources to send to a new process; a forked one has them already."""
        return {} if forks() else {self._uid: self.sequence}

    def _greet(self, calls):
        for process, call in zip(self._processes, calls):
            process.answer(call)


class OrderedEnqueuer(SequenceEnqueuer):
    """Reads the batches of a sequence in order, pass after pass.

    Random numbers that `__getitem__` draws in a process are determined by the state of `np.random`
    in the main process, the pass and the number of the batch, whichever process reads it.

    Args:
        sequence: `keras.utils.Sequence`, or another object with a length and indices.
        use_multiprocessing: whether workers are processes instead of threads.
        shuffle: whether to draw a new order (from `np.random`) for each pass.

    Example::

        class Numbers(keras.utils.Sequence):
            def __len__(self):
                return 10

            def __getitem__(self, index):
                return np.full((4, 1), index), np.full((4, 1), 2 * index)

        enqueuer = keras.utils.OrderedEnqueuer(Numbers(), shuffle=True)
        enqueuer.start(workers=2)
        x, y = next(enqueuer.get())
        enqueuer.stop()
    """

    what = 'Sequence'

    def __init__(self, sequence, use_multiprocessing=False, shuffle=False):
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle
        self._waiting = []
        self._passes = 0
        self._left = None  # batches of this pass not requested yet; None between passes
        self._group, self._evenly = ALONE, False
        self._ends = 0  # calls of the sequence's `on_epoch_end`
        self._random_at_end = None  # the state of random numbers before the last of them

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
        """Calls the sequence's `on_epoch_end`, if all batches of a pass have been read."""
        if self._left == 0:
            self._left = None
            # The batches are no longer in use, so the sequence may change its arrays.
            with self._group.same_random():
                self._random_at_end = get_random_state()
                self._ends += 1
                self._end_epoch()

    def checksum(self):
        """Returns an int that is the same for sequences of the same length and first batch."""
        state = get_random_state()
        try:
            first = self.sequence[0]
        finally:
            set_random_state(state)
        return checksum(first, self._length())

    def share(self, group, evenly):
        """Reads only the batches of this process from each pass.

        Args:
            group: `ProcessGroup` with several processes, which have the same sequence.
            evenly: whether all of them read equally many.

        Raises:
            ValueError: if there are too few batches.
        """
        self._group, self._evenly = group, evenly
        if evenly and not self.batches_in_pass():
            raise ValueError('%d batches of the sequence %r are too few to give one to each of %d '
                             'processes.' % (self._length(), self.sequence, group.size))

    def batches_in_pass(self):
        """Returns the number of batches that this process reads in a pass."""
        return len(self._own(range(self._length())))

    def _own(self, batches):
        # In turns, so each step of all processes reads neighboring batches.
        own = batches[self._group.rank::self._group.size]
        return own[:len(batches) // self._group.size] if self._evenly else own

    def _end_epoch(self):
        if hasattr(self.sequence, 'on_epoch_end'):
            self.sequence.on_epoch_end()

    def get_state(self):
        get_state = getattr(self.sequence, 'get_state', None)
        return dict(super().get_state(), waiting=self._waiting, left=self._left,
                    passes=self._passes, ends=self._ends, random_at_end=self._random_at_end,
                    sequence=None if get_state is None else get_state())

    def set_state(self, state):
        super().set_state(state)
        self._passes, self._ends = state['passes'], state['ends']
        self._random_at_end = state['random_at_end']
        self._left, self._waiting = state['left'], list(state['waiting'])
        if hasattr(self.sequence, 'set_state'):
            self.sequence.set_state(state['sequence'])
            return
        for left in reversed(range(self._ends)):
            if left == 0:
                set_random_state(self._random_at_end)
            self._end_epoch()

    def _length(self):
        length = len(self.sequence)
        if not length:
            raise ValueError('The sequence %r has no batches: its length is 0.' % self.sequence)
        return length

    def _begin_pass(self):
        order = np.arange(self._length())
        if self.shuffle:
            with self._group.same_random():
                np.random.shuffle(order)
        own = self._own(order)
        self._waiting = own.tolist()
        self._left = len(own)
        self._passes += 1
        # The sequence may have changed since processes got their copies.
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

    One thread runs the generator, whatever the number of workers. Processes run a copy each, and
    their batches are used in turn.

    Args:
        sequence: generator, or another iterator.
        use_multiprocessing: whether workers are processes instead of threads.
        wait_time: ignored.
        random_seed: int, the seed of the first process, which increases by 1 for each further one;
            by default it is determined by the state of `np.random`.

    Example::

        def batches():
            while True:
                yield np.random.rand(4, 3), np.random.rand(4, 1)

        enqueuer = keras.utils.GeneratorEnqueuer(batches())
        enqueuer.start()
        x, y = next(enqueuer.get())
        enqueuer.stop()
    """

    def __init__(self, sequence, use_multiprocessing=False, wait_time=None, random_seed=None):
        super().__init__(sequence, use_multiprocessing)
        self.random_seed = random_seed

    def start(self, workers=1, max_queue_size=10):
        super().start(workers, max_queue_size)
        if self.use_multiprocessing and workers > 1:
            warn('Each of the %d processes runs a copy of the generator, so the same '
                 'batches may occur several times. Use a keras.utils.Sequence, which is read '
                 'without repetitions.' % workers)

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
    """Returns the random number that `np.random` would draw next, without drawing it.

    Thus the order of batches is the same with processes as without.
    """
    state = np.random.get_state()
    number = np.random.randint(2 ** 31 - 1)
    np.random.set_state(state)
    return int(number)
