"""Building graphs in several threads."""
import contextlib
import threading

# Held while layers are called, models compiled and functions made; not while functions run. The
# thread that holds it can take it again.
lock = threading.RLock()


class Nested(threading.local):
    """What each thread is in the middle of: a list of its own, the innermost last."""

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
