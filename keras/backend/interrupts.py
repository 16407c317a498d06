"""Ctrl-C at moments that have to be gone through."""
import contextlib
import signal
import threading


@contextlib.contextmanager
def held_interrupts():
    """Lets Ctrl-C take effect at the end of the block, which should not take long.

    Example:
        >>> with held_interrupts():
        ...     file.write(head)
        ...     file.write(tail)
    """
    handler = signal.getsignal(signal.SIGINT)
    # Signals are the main thread's; SIG_IGN and SIG_DFL cannot be called.
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
