"""Unpacking of untrusted archives, which may try to write elsewhere or to fill disk or memory."""
import collections
import contextlib
import functools
import importlib
import io
import os
import posixpath
import tarfile
import tempfile
import zipfile

from keras.utils.errors import naming_file, readable_errors
from keras.utils.files import move_together

_BYTES, _FACTOR = 2 ** 30, 100  # what any archive may unpack to; the same, relative to its size
_BLOCK = 1 << 14  # bytes counted for a file or folder at least, as empty ones take space and time
_MAX_DEPTH = 200  # of nested folders; Python can remove about 900
# Small, because a few bytes of bzip2 in a zip archive can expand 20,000 times at once.
_CHUNK = 1 << 13

# `kind` is 'folder', 'file', 'link' or 'copy' (of an earlier member, for hard links). `content` is
# a function that opens a file, or the name that a link or copy refers to.
_Member = collections.namedtuple('_Member', 'name kind content')


def unpack(path, folder, archive_format='auto', max_size=None):
    """Unpacks an archive into a folder.

    Everything is first unpacked to a temporary folder and checked, so a broken archive changes
    nothing. Owners and permissions in the archive are ignored.

    Args:
        path: path of the archive.
        folder: where to unpack it; files with the same names are replaced.
        archive_format: `'tar'` (also compressed), `'zip'`, `'auto'` for either, or a list of these;
            None to do nothing.
        max_size: number of bytes that it may unpack to, with at least 16384 for each file and
            folder; by default 1 GiB, or 100 times the size of the archive if that is more.

    Returns:
        True if the file was an archive of such a format, else False.

    Raises:
        ValueError: if the format is unknown, the archive is damaged or too large, or a member would
            be written outside the folder or is neither file, folder nor link.
        OSError: if something cannot be written, or a folder would replace a file or the reverse.
    """
    for name in _format_names(archive_format):
        limit = _Limit(path, max_size)
        with _FORMATS[name](path, limit) as members:
            if members is not None:
                _unpack_members(members, path, folder, limit)
                return True
    return False


def _format_names(archive_format):
    if archive_format is None:
        return []
    names = ['tar', 'zip'] if archive_format == 'auto' else archive_format
    names = [names] if isinstance(names, str) else list(names)
    unknown = [name for name in names if name not in _FORMATS]
    if unknown:
        raise ValueError("The archive format must be 'tar', 'zip', 'auto' (either) or None, but "
                         'got %r.' % unknown[0])
    return names


def _unpack_members(members, path, folder, limit):
    with tempfile.TemporaryDirectory(prefix='.keras-', dir=folder) as beside:
        new = os.path.join(os.path.realpath(beside), 'new')
        os.mkdir(new)
        with readable_errors('The archive %s is damaged; nothing was unpacked' % path):
            for member in members:
                try:
                    _write(member, new, limit)
                except _Refused as error:
                    raise ValueError('The archive %s contains %.200r, %s; nothing was unpacked.'
                                     % (path, member.name, error)) from None
        move_together(new, folder, kept=os.path.join(beside, 'old'))


class _Refused(Exception):
    """A member of the archive is refused."""


class _TooLarge(ValueError):
    """The archive unpacks to more than it may."""


class _Limit:
    """Counts the bytes that an archive declares, and refuses too many."""

    def __init__(self, path, size):
        self.path = path
        self.size = max(_BYTES, _FACTOR * os.path.getsize(path)) if size is None else size
        self.announced = 0

    def add(self, size):
        """Counts a member of `size` bytes."""
        self.announced += max(size, _BLOCK)
        if self.announced > self.size:
            raise _TooLarge(
                'The archive %s would unpack to more than %d bytes (counting at least %d for each '
                'file and folder in it), but has only %d bytes itself; nothing was unpacked. If '
                'you trust it, call `get_file` with a larger `max_unpacked_size`.'
                % (self.path, self.size, _BLOCK, os.path.getsize(self.path)))


class _Announced(io.RawIOBase):
    """A stream that raises an error if it yields far more bytes than members have declared.

    The descriptions of members of a tar archive are compressed with them and read as a whole.
    """

    def __init__(self, stream, limit):
        self._stream, self._limit, self._given = stream, limit, 0

    def read(self, size=-1):
        data = self._stream.read1(size)  # from a truncated stream, returns what there is first
        self._given += len(data)
        if self._given > self._limit.announced + 2 ** 20:
            raise _TooLarge('The archive %s has descriptions of its members that are so long that '
                            'they would fill the memory; nothing was unpacked.' % self._limit.path)
        return data


@contextlib.contextmanager
def _tar(path, limit):
    """Yields an iterator over the members of a tar archive, or None if it is not one."""
    with _decompressed(path) as stream:
        try:
            archive = _open_tar(_Announced(stream, limit))
        except (_TooLarge, MemoryError):
            raise
        except Exception:  # A file that is not an archive can raise anything.
            yield None
            return
        with archive:
            yield _tar_members(archive, limit)


def _open_tar(stream):
    # A stream is never read backwards, which in a compressed file means starting again.
    return tarfile.open(fileobj=stream, mode='r|')


_COMPRESSIONS = [(b'\x1f\x8b', 'gzip'), (b'BZh', 'bz2'), (b'\xfd7zXZ\0', 'lzma'), (b']\0', 'lzma')]


def _decompressed(path):
    with open(path, 'rb') as file:
        start = file.read(6)
    for magic, module in _COMPRESSIONS:
        if start.startswith(magic):
            return importlib.import_module(module).open(path)
    return open(path, 'rb')


def _tar_members(archive, limit):
    for member in archive:
        archive.members = []  # it would keep all of them
        # A negative size would go back in the archive.
        limit.add(member.size if member.size >= 0 else limit.size)
        if member.isdir():
            yield _Member(member.name, 'folder', None)
        elif member.isfile():
            yield _Member(member.name, 'file',
                          lambda member=member: archive.extractfile(member))
        elif member.issym():
            yield _Member(member.name, 'link', member.linkname)
        elif member.islnk():
            yield _Member(member.name, 'copy', member.linkname)
        else:
            yield _Member(member.name, 'device', None)


@contextlib.contextmanager
def _zip(path, limit):
    """Yields an iterator over the members of a zip archive, or None if it is not one."""
    if not zipfile.is_zipfile(path):
        yield None
        return
    with readable_errors('The archive %s is damaged; nothing was unpacked' % path):
        archive = zipfile.ZipFile(path)
    with archive:
        for member in archive.infolist():
            limit.add(member.file_size)
        yield _zip_members(archive)


def _zip_members(archive):
    for member in archive.infolist():
        if member.filename.endswith('/'):
            yield _Member(member.filename, 'folder', None)
        else:
            yield _Member(member.filename, 'file', lambda member=member: archive.open(member))


_FORMATS = {'tar': _tar, 'zip': _zip}


def _write(member, folder, limit):
    """Writes a member to a folder."""
    target = _inside(folder, member.name)
    if member.kind == 'folder':
        _make_folder(target)
        return
    _make_folder(os.path.dirname(target))
    _make_room(target)
    if member.kind == 'link':
        _check_link(member.content)
        os.symlink(member.content, target)
    elif member.kind == 'file':
        _copy(member.content, target)
    elif member.kind == 'copy':
        _copy_member(folder, member.content, target, limit)
    else:
        raise _Refused('which is neither file, folder nor link')


def _inside(folder, name):
    """Returns the path of a member that stays in the folder."""
    parts = posixpath.normpath(name.replace(os.sep, '/')).split('/')
    if parts[0] in ('', '..') or os.path.splitdrive(name)[0]:
        raise _Refused('which would be written outside its folder')
    if len(parts) > _MAX_DEPTH:
        raise _Refused('which is nested in more than %d folders' % _MAX_DEPTH)
    return os.path.normpath(os.path.join(folder, *parts))


def _make_folder(path):
    # A file below a link would be somewhere else.
    if os.path.realpath(path) != path:
        raise _Refused('which is below a link')
    try:
        os.makedirs(path, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _Refused('which is below a file') from None


def _make_room(path):
    if os.path.lexists(path):
        if os.path.isdir(path) and not os.path.islink(path):
            raise _Refused('which is a folder, too')
        os.remove(path)  # a member with the same name


def _check_link(name):
    # A link that only goes downwards cannot lead outside, even through other links.
    if (os.path.isabs(name) or os.path.splitdrive(name)[0]
            or '..' in name.replace('\\', '/').split('/')):
        raise _Refused('a link to %.200r, which may lead outside its folder' % name)


def _copy_member(folder, name, target, limit):
    source = os.path.realpath(_inside(folder, name))
    if not source.startswith(folder + os.sep) or not os.path.isfile(source):
        raise _Refused('a link to %.200r, which does not come before it' % name)
    limit.add(os.path.getsize(source))
    _copy(functools.partial(open, source, 'rb'), target)


def _copy(open_source, target):
    with naming_file(target), open_source() as source, open(target, 'wb') as file:
        for chunk in iter(lambda: source.read(_CHUNK), b''):
            file.write(chunk)
