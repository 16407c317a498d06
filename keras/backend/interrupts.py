"""Ctrl-C during code that must not be interrupted, or that may drop it."""
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
    handler = _handler()
    if handler is None:
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


@contextlib.contextmanager
def kept_interrupts():
    """Raises Ctrl-C again at the end of the block if it got lost within.

    Libraries in C++ that call Python may drop the errors raised there, KeyboardInterrupt too.
    """
    handler = _handler()
    if handler is None:
        yield
        return
    raised = []

    def handle(*arguments):
        try:
            handler(*arguments)
        except BaseException as error:
            raised.append(error)
            raise

    signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if raised:
        raise raised[-1]


def _handler():
    """Returns the function that handles Ctrl-C in this thread, None if there is none.

    Only the main thread handles signals; SIG_IGN and SIG_DFL cannot be called.
    """
    handler = signal.getsignal(signal.SIGINT)
    is_main = threading.current_thread() is threading.main_thread()
    return handler if is_main and callable(handler) else None
