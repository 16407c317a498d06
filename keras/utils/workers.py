"""Workers that read batches: threads, and processes that each serve one thread.

A thread sends its reads to its process and waits for the response, so it can report an error in the
process or its death.
"""
import itertools
import multiprocessing
import pickle
import queue
import signal
import threading
import time
import traceback
import warnings
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial

from keras.utils.warn import warn

_PATIENCE = 60  # seconds to wait for a batch before a warning
_ADVICE = (' Its worker may be stuck: forked processes can get stuck in libraries that use threads '
           'or locks. Read in threads (use_multiprocessing=False), or call '
           'multiprocessing.set_start_method("spawn") first.')


class WorkerTraceback(Exception):
    """Shows where an error was raised in a worker process."""


class Caller:
    """Reads a batch when it is requested, in the thread that requests it.

    Args:
        read: function that returns the batch for a key.
    """

    def __init__(self, read):
        self._read = read

    def submit(self, key):
        """Returns a function that reads a batch and returns it."""
        return partial(self._read, key)

    def end(self):
        """Does nothing: there are no workers."""

    def join(self, timeout):
        """Does nothing: there are no workers to wait for."""


class Threads:
    """Reads batches in threads.

    Args:
        readers: list of functions that return the batch for a key, one for each thread.
        in_turn: whether the threads take turns; otherwise a free one takes the next key.
        rescue: function that returns the batch for a key if a worker does not; None to keep
            waiting.
        what: string, a name of the source, for messages.
        serve_processes: whether each thread only waits for a process.
    """

    def __init__(self, readers, in_turn=False, rescue=None, what='generator',
                 serve_processes=False):
        self._rescue = rescue
        self._what = what
        self._advice = _ADVICE if serve_processes else ''
        self._queues = ([queue.Queue() for _ in readers] if in_turn
                        else [queue.Queue()] * len(readers))
        self._next_queue = itertools.cycle(self._queues)
        self._threads = [
            threading.Thread(target=_work, args=arguments, name='keras-reader', daemon=True)
            for arguments in zip(self._queues, readers)]
        for thread in self._threads:
            thread.start()

    def submit(self, key):
        """Schedules a read; returns a function that waits for the batch and returns it."""
        future = Future()
        next(self._next_queue).put((future, key))
        return partial(self._awaited, future, key)

    def _awaited(self, future, key):
        try:
            return future.result(_PATIENCE)
        except FutureTimeoutError:
            if future.done():  # just now, or reading raised this error
                return future.result()
        warn('The %s has not yielded a batch for %s seconds%s.%s' % (
            self._what, _PATIENCE,
            '; reading the batch again, without a worker' if self._rescue else '',
            self._advice))
        return self._rescue(key) if self._rescue else future.result()

    def end(self):
        """Makes the threads end after the batches that they are currently reading."""
        for tasks in self._queues:
            _cancel(tasks)
        for tasks in self._queues:
            tasks.put(None)

    def join(self, timeout):
        """Waits for the threads to end, at most `timeout` seconds (None: without a limit)."""
        deadline = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(deadline and max(deadline - time.monotonic(), 0))
        busy = sum(thread.is_alive() for thread in self._threads)
        if busy:
            warn('%d of the threads that read batches did not end within %s seconds: they '
                 'are still reading a batch.' % (busy, timeout))


def _work(tasks, read):
    """Reads batches until a task is None."""
    for future, key in iter(tasks.get, None):
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(read(key))
            except BaseException as error:  # of any kind, as the main thread waits for it
                future.set_exception(error)
        del future  # with its batch


def _cancel(tasks):
    try:
        while True:
            tasks.get_nowait()[0].cancel()
    except queue.Empty:
        pass


class Process:
    """A process that calls functions, one at a time, for one thread."""

    def __init__(self):
        context = multiprocessing.get_context()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._connection),
                                        daemon=True)
        with warnings.catch_warnings():
            # Python 3.12 warns of forks if there are threads. The engine always has some.
            warnings.filterwarnings('ignore', '.*multi-threaded', DeprecationWarning)
            # So does JAX, which does not run in these processes.
            warnings.filterwarnings('ignore', '.*JAX is multithreaded', RuntimeWarning)
            self._process.start()
        theirs.close()

    def call(self, function, *arguments):
        """Calls a function in the process; returns its result or raises its error."""
        return self.answer(packed_call(function, *arguments))

    def answer(self, call):
        """Does the same for a packed call."""
        try:
            self._connection.send_bytes(call)
            answer = self._connection.recv_bytes()
        except (EOFError, OSError):
            self._process.join(1)
            hint = ' (-9 often means that memory ran out)'
            if not forks():
                hint += ('. It was not forked, but started with %r: the script must train under '
                         '"if __name__ == \'__main__\':"' % multiprocessing.get_start_method())
            raise RuntimeError('A worker process ended before it returned its batch, with the exit '
                               'code %s%s.' % (self._process.exitcode, hint)) from None
        result, error, trace = pickle.loads(answer)
        if error is not None:
            raise error from WorkerTraceback('\n' + trace)
        return result

    def end(self):
        """Terminates the process; a thread that waits for it stops waiting."""
        self._process.terminate()

    def hang_up(self):
        """Closes the connection, which also ends a process whose script ignores termination."""
        self._connection.close()

    def join(self):
        """Waits for the process to end, for a few seconds at most."""
        self._process.join(5)


def _serve(connection, far_end):
    """Answers calls in a worker process until the main process ends."""
    far_end.close()  # in a fork, this copy would hide the end of the main process
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process handles it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        while True:
            connection.send_bytes(_answer(connection.recv_bytes()))
    except (EOFError, OSError):
        pass


def _answer(call):
    """Makes a packed call.

    Returns:
        The result, an error or None, and the text of its traceback, all packed.
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
        raise ValueError('A batch must consist of arrays, but this one cannot be pickled to be '
                         'sent from a worker process (%s: %s).'
                         % (type(error).__name__, error)) from error


def _portable(error):
    """Returns an error, or a RuntimeError if it cannot be sent to the main process."""
    try:
        pickle.loads(_packed(error))
        return error
    except Exception:
        return RuntimeError('%s: %s' % (type(error).__name__, error))


def _packed(x):
    return pickle.dumps(x, pickle.HIGHEST_PROTOCOL)


def packed_call(function, *arguments):
    """Packs a call of a function as bytes, for `Process.answer`.

    Raises:
        ValueError: if an argument cannot be pickled.
    """
    try:
        return _packed((function, arguments))
    except Exception as error:
        raise ValueError(
            'Worker processes started with %r need a copy of the data source, but it cannot be '
            'pickled (%s: %s). Generators never can: use a keras.utils.Sequence. In a sequence, '
            'open files and make locks or lambdas only in __getitem__. Or use threads, with '
            'use_multiprocessing=False.'
            % (multiprocessing.get_start_method(), type(error).__name__, error)) from error


def forks():
    """Returns whether new processes are copies (forks) of this one."""
    return multiprocessing.get_start_method() == 'fork'
