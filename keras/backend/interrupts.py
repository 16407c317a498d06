"""Deferring Ctrl-C during code that must not be interrupted."""
import contextlib
import signal
import threading


@contextlib.contextmanager
def held_interrupts():
    """Defers Ctrl-C to the end of the block, which should not take long.

    Example::

        from keras.backend.interrupts import held_interrupts

        with open('numbers.txt', 'w') as file, held_interrupts():
            file.write('first part ')
            file.write('second part')
    """
    handler = signal.getsignal(signal.SIGINT)
    # Only the main thread handles signals; SIG_IGN and SIG_DFL cannot be called.
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    held = []
    signal.signal(signal.SIGINT, lambda *arguments: held.append(arguments))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if held:
            handler(*held[0])
