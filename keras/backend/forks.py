"""Processes forked after an engine has run, which would wait for threads that do not exist."""
import os

_has_run = False
_is_cut_off = False


def about_to_run(engine):
    """Records that an engine runs in this process; raises a RuntimeError if it cannot run.

    Args:
        engine: string, for the message.
    """
    global _has_run
    _has_run = True
    if _is_cut_off:
        raise RuntimeError(
            'This process was forked from one in which {0} had run, so it lacks {0}\'s threads and '
            'would wait for them forever. Start it with '
            'multiprocessing.get_context("spawn").Process (or Pool), or fork before anything is '
            'computed.'.format(engine))


def _after_fork():
    global _is_cut_off
    _is_cut_off = _has_run


if hasattr(os, 'register_at_fork'):  # Python 3.7 and on, except on Windows
    os.register_at_fork(after_in_child=_after_fork)
