"""Workers that read batches: threads, and processes each of which serves one thread.

A thread passes its reads on to its process and waits for the answer, so that a process that dies,
or an error in it, is that thread's to report.
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

_PATIENCE = 60  # seconds to wait for a batch without saying so
_ADVICE = (' If its worker is stuck: forked processes get stuck in libraries with threads or locks '
           'of their own. Read in threads (use_multiprocessing=False), or call '
           'multiprocessing.set_start_method("spawn") first.')


class WorkerTraceback(Exception):
    """Shows where in a worker process an error arose."""


class Caller:
    """Reads a batch when it is asked for, in the thread that asks.

    Args:
        read: function from a key to a batch.
    """

    def __init__(self, read):
        self._read = read

    def submit(self, key):
        """Returns a function that reads a batch and returns it."""
        return partial(self._read, key)

    def end(self):
        """Does nothing: there is nothing to end."""

    def join(self, timeout):
        """Does nothing: there is nothing to wait for."""


class Threads:
    """Reads batches in threads.

    Args:
        readers: list of functions from a key to a batch, one for each thread.
        in_turn: whether the threads take turns; else the next key goes to whoever is free.
        rescue: function from a key to a batch, for batches that do not come; None if nothing can
            be done but to wait.
        what: string, what is read, for messages.
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
        warn('The %s has not yielded a batch for %s seconds%s.%s' % (
            self._what, _PATIENCE,
            '; the batch is read once more, without a worker' if self._rescue else '',
            self._advice))
        return self._rescue(key) if self._rescue else future.result()

    def end(self):
        """Makes the threads end after the batches that they are reading now."""
        for tasks in self._queues:
            _cancel(tasks)
        for tasks in self._queues:
            tasks.put(None)

    def join(self, timeout):
        """Waits for the end of the threads, for so many seconds or, with None, for any time."""
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


class Process:
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
        return self.answer(packed_call(function, *arguments))

    def answer(self, call):
        """Does the same for a call that is packed already."""
        try:
            self._connection.send_bytes(call)
            answer = self._connection.recv_bytes()
        except (EOFError, OSError):
            self._process.join(1)
            hint = ' (-9 often means that memory ran out)'
            if not forks():
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
        """Closes the connection, which ends a process whose script overrides termination, too."""
        self._connection.close()

    def join(self):
        """Waits for the end of the process, but not for long."""
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
        raise ValueError('A batch must be made of arrays, but this one cannot be pickled, to be '
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


def packed_call(function, *arguments):
    """Returns a call of a function as bytes for `Process.answer`.

    Raises:
        ValueError: if an argument cannot be pickled.
    """
    try:
        return _packed((function, arguments))
    except Exception as error:
        raise ValueError(
            'Worker processes started with %r need a copy of what they read, but it cannot be '
            'pickled (%s: %s). Generators never can: use a keras.utils.Sequence. In a sequence, '
            'open files and make locks or lambdas only in __getitem__. Or use threads, with '
            'use_multiprocessing=False.'
            % (multiprocessing.get_start_method(), type(error).__name__, error)) from error


def forks():
    """Tells whether new processes are copies of this one, with all that it knows."""
    return multiprocessing.get_start_method() == 'fork'
