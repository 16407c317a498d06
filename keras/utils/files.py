"""Files that are whole or not there."""
import contextlib
import os
import re
import shutil
import uuid

from keras.utils.errors import naming_file


@contextlib.contextmanager
def replaced_file(path, follow_link=True):
    """Gives the path of a new file that takes the place of `path` once the block is done.

    The new file lies beside the old one. If the block raises, or does not write it, the old file
    stays as it was and the new one is removed.

    Args:
        path: the file to make or replace.
        follow_link: whether a symbolic link stays, and what it points to is replaced; else the link
            is replaced itself.

    Yields:
        A path to write to.

    Raises:
        FileNotFoundError: if its folder is missing.
        OSError: if there is a folder, a device or a pipe in its place.

    Example:
        >>> with replaced_file('model.h5') as path:
        ...     write(path)
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
    # Renaming a file to `/dev/null` would take the device away from the whole machine.
    if os.path.lexists(path) and not (os.path.isfile(path) or os.path.islink(path)):
        raise OSError('there is a %s at %s, where a file was to be written'
                      % ('folder' if os.path.isdir(path) else 'device or a pipe', path))


def check_folder(path):
    """Raises a FileNotFoundError if the folder is missing that a file is to be written to.

    Args:
        path: of the file.

    Raises:
        ValueError: if the path leads to another place than the disk.
    """
    refuse_remote(path)
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise FileNotFoundError('Cannot write %s: there is no folder %s. Make it first: '
                                'os.makedirs(%r).%s' % (path, folder, folder, about_home(path)))


def is_remote(path):
    """Tells whether a path leads to no folder of this machine, as `gs://bucket/file` does."""
    return isinstance(path, str) and bool(re.match('[A-Za-z][A-Za-z0-9+.-]+://', path))


def refuse_remote(path):
    """Raises a ValueError if a path leads to no folder of this machine."""
    if is_remote(path):
        raise ValueError('Cannot write %s: only models and weights can be written to other places '
                         'than the folders of this machine. Write it here, then copy it.' % path)


def about_home(path):
    """Returns a hint for the end of a message, where a path begins with a sign of shells."""
    return (' A ~ means your home folder only after os.path.expanduser(path).'
            if str(path).startswith('~') else '')


@contextlib.contextmanager
def appended_file(path, **options):
    """Opens a text file to append to: all that the block writes, or on an error nothing.

    Args:
        path: of the file.
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
    """Moves what is in a folder into another one, merging folders: all of it, or nothing on errors.

    Args:
        source: a folder.
        target: a folder on the same disk; files of the same names are replaced.
        kept: path of a folder to make there, for the files that are replaced.

    Raises:
        FileExistsError: if a folder would take the place of a file, or the reverse.
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
    """Yields from where to where: what is new as a whole, and single files in the other folders."""
    for name in sorted(os.listdir(source)):
        old, new = os.path.join(source, name), os.path.join(target, name)
        is_folder = os.path.isdir(old) and not os.path.islink(old)
        if is_folder and os.path.isdir(new):
            yield from _moves(old, new)
        elif os.path.lexists(new) and (is_folder or os.path.isdir(new)
                                       and not os.path.islink(new)):
            raise FileExistsError(
                'A %s should be put at %s, where there is a %s. Nothing was put there; move it '
                'away, or choose another folder.'
                % (('folder', new, 'file') if is_folder else ('file', new, 'folder')))
        else:
            yield old, new
