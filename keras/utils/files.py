"""Writing files completely or not at all."""
import contextlib
import os
import re
import shutil
import uuid

from keras.utils.errors import naming_file


@contextlib.contextmanager
def replaced_file(path, follow_link=True):
    """Yields the path of a new file that replaces `path` at the end of the block.

    The new file is in the same folder. If the block raises, or does not write the file, the old
    file is kept and the new one removed.

    Args:
        path: path of the file to make or replace.
        follow_link: whether to replace the target of a symbolic link instead of the link itself.

    Yields:
        A path to write to.

    Raises:
        FileNotFoundError: if the folder does not exist.
        OSError: if there is a folder, a device or a pipe at `path`.

    Example::

        from keras.utils.files import replaced_file

        with replaced_file('numbers.txt') as path:
            np.savetxt(path, np.ones(3))
    """
    if follow_link:
        check_folder(path)
        path = os.path.realpath(path)
    _check_is_file(path)
    new = os.path.join(os.path.dirname(path), '.keras-%s.tmp' % uuid.uuid4().hex[:12])
    try:
        yield new
        if os.path.exists(path):
            shutil.copymode(path, new)
        os.replace(new, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(new)


def _check_is_file(path):
    # Renaming a file to `/dev/null` would remove the device from the whole machine.
    if os.path.lexists(path) and not (os.path.isfile(path) or os.path.islink(path)):
        raise OSError('there is a %s at %s, where a file should be written'
                      % ('folder' if os.path.isdir(path) else 'device or a pipe', path))


def check_folder(path):
    """Checks that the folder of a file to write exists.

    Args:
        path: path of the file.

    Raises:
        FileNotFoundError: if it does not.
        ValueError: if the path is not on this machine.
    """
    refuse_remote(path)
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise FileNotFoundError('Cannot write %s: there is no folder %s. Create it first: '
                                'os.makedirs(%r).%s' % (path, folder, folder, about_home(path)))


def is_remote(path):
    """Returns whether a path is not on this machine, such as `gs://bucket/file`."""
    return isinstance(path, str) and bool(re.match('[A-Za-z][A-Za-z0-9+.-]+://', path))


def refuse_remote(path):
    """Raises a ValueError if a path is not on this machine."""
    if is_remote(path):
        raise ValueError('Cannot write %s: only models and weights can be written to remote '
                         'file systems. Write a local file, then copy it.' % path)


def about_home(path):
    """Returns a hint for the end of a message, if a path starts with `~`."""
    return (' A ~ means your home folder only after os.path.expanduser(path).'
            if str(path).startswith('~') else '')


@contextlib.contextmanager
def appended_file(path, **options):
    """Opens a text file to append to. On an error, nothing is appended.

    Args:
        path: path of the file.
        **options: arguments of `open`.

    Yields:
        The file.
    """
    size = os.path.getsize(path) if os.path.exists(path) else 0
    try:
        with naming_file(path), open(path, 'a', **options) as file:
            yield file
    except BaseException:
        with contextlib.suppress(OSError):
            os.truncate(path, size)
        raise


def move_together(source, target, kept):
    """Moves the contents of a folder to another one and merges folders. On an error, moves nothing.

    Args:
        source: a folder.
        target: a folder on the same disk; files with the same names are replaced.
        kept: path of a folder to make there, for the files that are replaced.

    Raises:
        FileExistsError: if a folder would replace a file, or the reverse.
        OSError: if something cannot be moved.
    """
    moves = [(old, new, os.path.join(kept, str(number)))
             for number, (old, new) in enumerate(_moves(source, target))]
    os.mkdir(kept)
    try:
        for old, new, replaced in moves:
            if os.path.lexists(new):
                os.rename(new, replaced)
            os.rename(old, new)
    except BaseException:  # also Ctrl-C
        for old, new, replaced in reversed(moves):
            if not os.path.lexists(old):
                os.rename(new, old)
            if os.path.lexists(replaced):
                os.rename(replaced, new)
        raise


def _moves(source, target):
    """Yields old and new paths: new folders as a whole, and single files in existing folders."""
    for name in sorted(os.listdir(source)):
        old, new = os.path.join(source, name), os.path.join(target, name)
        is_folder = os.path.isdir(old) and not os.path.islink(old)
        if is_folder and os.path.isdir(new):
            yield from _moves(old, new)
        elif os.path.lexists(new) and (is_folder or os.path.isdir(new)
                                       and not os.path.islink(new)):
            raise FileExistsError(
                'A %s should be written to %s, but there is a %s. Nothing was written; move it '
                'away, or choose another folder.'
                % (('folder', new, 'file') if is_folder else ('file', new, 'folder')))
        else:
            yield old, new
