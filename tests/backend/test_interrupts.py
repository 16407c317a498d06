"""Ctrl-C at moments that have to be gone through."""
import contextlib
import os
import signal

import pytest

from keras.backend.interrupts import held_interrupts, kept_interrupts


def test_interrupts_wait_for_the_end_of_the_block():
    done = []
    with pytest.raises(KeyboardInterrupt), held_interrupts():
        os.kill(os.getpid(), signal.SIGINT)
        done.append(1)
    assert done == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_interrupts_are_not_lost_when_the_block_fails():
    with pytest.raises(KeyboardInterrupt), held_interrupts():
        os.kill(os.getpid(), signal.SIGINT)
        raise OSError('the disk is full')


def test_interrupts_that_are_dropped_are_raised_at_the_end():
    done = []
    with pytest.raises(KeyboardInterrupt), kept_interrupts():
        with contextlib.suppress(KeyboardInterrupt):  # as C++ may do with an error of Python
            os.kill(os.getpid(), signal.SIGINT)
        done.append(1)
    assert done == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_handlers_that_raise_nothing_are_called_once():
    calls = []
    before = signal.signal(signal.SIGINT, lambda *arguments: calls.append(arguments))
    try:
        with kept_interrupts():
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(calls) == 1
