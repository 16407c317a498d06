"""Prepared calls of a session, in the threads that suit them."""
import threading
import time

import numpy as np
from tensorflow.core.protobuf import config_pb2

from ..denormals import can_flush, flushing_denormals
from .cluster import joined

# Two ways are compared only for calls shorter than this, since preparing a large graph again would
# take longer than it saves.
_SHORT = 5e-3  # seconds
_CALLS = 10


def prepared(session, options, run_options):
    """Returns a function of feeds that runs a part of a session's graph.

    Args:
        session: TensorFlow session.
        options: `CallableOptions` with feeds, fetches and targets.
        run_options: `RunOptions`, or None to choose them.
    """
    if run_options is None and can_flush() and not joined():
        return ChoosingCall(session, options)
    call = _callable(session, options, run_options or config_pb2.RunOptions())
    return joined().guarded(call) if joined() else call


def _callable(session, options, run_options):
    options.run_options.CopyFrom(run_options)
    call = session._make_callable_from_options(options)
    is_in_own_thread = run_options.inter_op_thread_pool < 0
    return flushing_denormals(call) if is_in_own_thread else call


class ChoosingCall:
    """A call that runs in TensorFlow's threads or in the caller's, whichever is faster.

    TensorFlow distributes the operations of a run over threads. If they are short, that takes
    longer than the operations themselves. The numbers are the same in either way: random
    operations keep their state in the session, and denormal numbers are taken as 0. So some calls
    in each way decide.

    Args:
        session: TensorFlow session.
        options: `CallableOptions` without `run_options`.
    """

    def __init__(self, session, options):
        self._session = session
        self._options = options
        # The ways to compare, each with the seconds of its calls. Replaced as a whole, because
        # several threads may call.
        self._trial = [(_callable(session, options, config_pb2.RunOptions()), [])]
        self._lock = threading.Lock()
        self._run = self._timed

    def __call__(self, *values, **options):
        return self._run(*values, **options)

    def _timed(self, *values, **options):
        trial = self._trial
        way, seconds = min(trial, key=lambda way_and_seconds: len(way_and_seconds[1]))
        start = time.perf_counter()
        results = way(*values, **options)
        seconds.append(time.perf_counter() - start)
        if all(len(seconds) >= _CALLS for _, seconds in trial):
            self._judge(trial)
        return results

    def _judge(self, trial):
        with self._lock:
            if trial is not self._trial or self._run != self._timed:
                return  # another thread has just judged
            (way, seconds), *others = trial
            if not others and min(seconds) < _SHORT:
                own_thread = config_pb2.RunOptions(inter_op_thread_pool=-1)
                other = _callable(self._session, self._options, own_thread)
                self._trial = [(way, []), (other, [])]  # which take turns
            else:
                best = min(trial, key=lambda way_and_seconds: np.median(way_and_seconds[1]))
                self._trial, self._run = [best], best[0]
