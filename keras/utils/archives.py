"""Unpacking of archives from elsewhere, which must not write anywhere but in their folder."""
import os
import shutil
import tarfile
import tempfile
import zipfile

from keras.utils.errors import readable_errors


def unpack(path, folder, archive_format='auto'):
    """Unpacks an archive into a folder.

    All of it is unpacked beside and checked first, so that a broken archive changes nothing.
    Owners and permissions in the archive are left aside.

    Args:
        path: the archive.
        folder: where to put what is in it; files of the same names are replaced.
        archive_format: `'tar'` (also compressed), `'zip'`, `'auto'` for either, or a list of these;
            None to do nothing.

    Returns:
        True if the file was an archive of such a format, else False.

    Raises:
        ValueError: if the format is unknown, the archive is damaged, or a member would be written
            outside of the folder or is neither file, folder nor link.
        OSError: if something cannot be written.
    """
    for name in _format_names(archive_format):
        is_archive, open_archive, members = _FORMATS[name]
        if is_archive(path):
            with tempfile.TemporaryDirectory(prefix='.keras-', dir=folder) as unpacked:
                with readable_errors('The archive %s is damaged; nothing was unpacked' % path), \
                        open_archive(path) as archive:
                    for member, write in members(archive):
                        write(_inside(unpacked, member, path))
                _move_files(unpacked, folder)
            return True
    return False


def _format_names(archive_format):
    if archive_format is None:
        return []
    names = ['tar', 'zip'] if archive_format == 'auto' else archive_format
    names = [names] if isinstance(names, str) else list(names)
    unknown = [name for name in names if name not in _FORMATS]
    if unknown:
        raise ValueError("Unknown archive format %r. Known are 'tar', 'zip', 'auto' (either) and "
                         'None.' % unknown[0])
    return names


def _tar_members(archive):
    """Yields for each member its name and a function that writes it to a path."""
    def write_folder(target):
        os.makedirs(target, exist_ok=True)

    for member in archive:
        if member.isdir():
            yield member.name, write_folder
        elif member.isfile() or member.islnk():
            # A hard link becomes a copy of the member that it names.
            yield member.name, lambda target, member=member: _copy(
                archive.extractfile(member), target)
        elif member.issym():
            _check_link(archive, member)
            yield member.name, lambda target, member=member: os.symlink(member.linkname, target)
        else:
            raise ValueError('The archive %s holds %r, which is neither file, folder nor link; '
                             'nothing was unpacked.' % (archive.name, member.name))


def _check_link(archive, member):
    # A link that only goes downwards cannot lead out, even by way of other links.
    parts = member.linkname.replace('\\', '/').split('/')
    if os.path.isabs(member.linkname) or '..' in parts:
        raise ValueError('The archive %s holds the link %r to %r, which may lead outside of its '
                         'folder; nothing was unpacked.'
                         % (archive.name, member.name, member.linkname))


def _zip_members(archive):
    for member in archive.infolist():
        if member.filename.endswith('/'):
            yield member.filename, lambda target: os.makedirs(target, exist_ok=True)
        else:
            yield member.filename, lambda target, member=member: _copy(
                archive.open(member), target)


_FORMATS = {
    'tar': (tarfile.is_tarfile, tarfile.open, _tar_members),
    'zip': (zipfile.is_zipfile, zipfile.ZipFile, _zip_members),
}


def _inside(folder, member, archive):
    folder = os.path.realpath(folder)
    target = os.path.realpath(os.path.join(folder, member))
    if target != folder and not target.startswith(folder + os.sep):
        raise ValueError('The archive %s holds the member %r, which would be written outside of '
                         'its folder; nothing was unpacked.' % (archive, member))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    return target


def _copy(source, target):
    with source, open(target, 'wb') as file:
        shutil.copyfileobj(source, file)


def _move_files(source, target):
    """Moves all files of a folder into another one, merging folders."""
    for name in os.listdir(source):
        old, new = os.path.join(source, name), os.path.join(target, name)
        if os.path.isdir(old) and not os.path.islink(old):
            os.makedirs(new, exist_ok=True)
            _move_files(old, new)
        else:
            os.replace(old, new)
