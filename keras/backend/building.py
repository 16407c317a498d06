"""Building graphs in several threads."""
import contextlib
import threading

# Held while layers are called, models compiled and functions made, but not while functions run. It
# is reentrant.
lock = threading.RLock()


class Nested(threading.local):
    """The nested contexts that each thread has entered: a list for each thread, innermost last."""

    def __init__(self):
        self.entries = []

    @contextlib.contextmanager
    def entered(self, entry):
        """Returns a context in which `entry` is the innermost."""
        self.entries.append(entry)
        try:
            yield entry
        finally:
            self.entries.pop()
