"""Files that are whole or not there."""
import contextlib
import os
import shutil
import uuid


@contextlib.contextmanager
def replaced_file(path):
    """Gives the path of a new file that takes the place of `path` once the block is done.

    The new file lies beside the old one. If the block raises, or does not write it, the old file
    stays as it was and the new one is removed.

    Args:
        path: the file to make or replace. A symbolic link stays, and what it points to is replaced.

    Yields:
        A path to write to.

    Example:
        >>> with replaced_file('model.h5') as path:
        ...     write(path)
    """
    path = os.path.realpath(path)
    new = os.path.join(os.path.dirname(path), '.keras-%s.tmp' % uuid.uuid4().hex[:12])
    try:
        yield new
        if os.path.exists(path):
            shutil.copymode(path, new)
        os.replace(new, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(new)
