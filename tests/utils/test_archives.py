"""Archives that would write elsewhere, fill the disk or the memory, or stop half-way."""
import bz2
import gzip
import io
import lzma
import os
import resource
import tarfile
import zipfile

import pytest

from keras.utils import archives, files
from keras.utils.data_utils import get_file

COMPRESSIONS = ['', 'gz', 'bz2', 'xz']


def member(name, content=b'', kind=tarfile.REGTYPE, size=None, **attributes):
    """Returns a `TarInfo` and its content; `content` is the target of links."""
    info = tarfile.TarInfo(name)
    info.type = kind
    if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
        info.linkname, content = content, b''
    info.size = len(content) if size is None else size
    for key, value in attributes.items():
        setattr(info, key, value)
    return info, content


def link(name, target):
    return member(name, target, tarfile.SYMTYPE)


def hard_link(name, target):
    return member(name, target, tarfile.LNKTYPE)


def folder(name):
    return member(name, kind=tarfile.DIRTYPE)


def tar_bytes(members, compression='', **options):
    """Returns a tar archive; headers may announce more than there is."""
    data = b''
    for info, content in members:
        data += info.tobuf(**dict({'format': tarfile.GNU_FORMAT}, **options))
        data += content + b'\0' * (-len(content) % 512)
    data += b'\0' * 1024
    return {'': bytes, 'gz': gzip.compress, 'bz2': bz2.compress, 'xz': lzma.compress}[compression](
        data)


def zip_bytes(members, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, 'w', compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def cache(tmp_path):
    """The folder in which archives are unpacked."""
    path = tmp_path / 'datasets'
    path.mkdir()
    return path


def unpack(data, cache, name='archive', **options):
    (cache / name).write_bytes(data)
    get_file(name, None, extract=True, cache_dir=str(cache.parent), **options)


def refuse(data, cache, message, kind=ValueError, **options):
    before = content_of(cache)
    with pytest.raises(kind, match=message):
        unpack(data, cache, **options)
    assert content_of(cache) == dict(before, archive=data)


def content_of(cache):
    """Returns what is in the folder: names to content, None for folders, the target of links."""
    found = {}
    for path in cache.rglob('*'):
        if path.is_symlink():
            found[str(path.relative_to(cache))] = os.readlink(str(path))
        else:
            found[str(path.relative_to(cache))] = path.read_bytes() if path.is_file() else None
    return found


@pytest.mark.parametrize('compression', COMPRESSIONS)
def test_tar(cache, compression):
    unpack(tar_bytes([folder('a'), member('a/x', b'one' * 9999), link('a/l', 'x'), member('y'),
                      hard_link('a/h', 'a/x'), member('./b/../z', b'z')], compression), cache)
    found = content_of(cache)
    del found['archive']
    assert found == {'a': None, 'a/x': b'one' * 9999, 'a/l': 'x', 'y': b'', 'z': b'z',
                     'a/h': b'one' * 9999}


@pytest.mark.parametrize('compression', COMPRESSIONS)
def test_the_last_of_members_of_one_name_stays(cache, compression):
    unpack(tar_bytes([member('x', b'1'), member('x', b'2'), link('l', 'x'), member('l', b'3'),
                      link('m', 'x'), link('m', 'l')], compression), cache)
    assert (cache / 'x').read_bytes() == b'2'
    assert not (cache / 'l').is_symlink() and (cache / 'l').read_bytes() == b'3'
    assert os.readlink(str(cache / 'm')) == 'l'


@pytest.mark.parametrize('compression', COMPRESSIONS)
@pytest.mark.parametrize('members, message', [
    ([member('../evil')], "'../evil', which would be written outside"),
    ([member('a/../../evil')], 'outside'),
    ([member('/evil')], 'outside'),
    ([link('up', '..')], "'up', a link to '..', which may lead outside"),
    ([link('l', 'a/../..')], 'may lead outside'),
    ([link('etc', '/etc')], 'may lead outside'),
    ([link('here', '.'), member('here/x')], "'here/x', which is below a link"),
    ([member('x'), member('x/y')], "'x/y', which is below a file"),
    ([folder('x'), member('x')], "'x', which is a folder, too"),
    ([folder('a'), member('.')], "'.', which is a folder, too"),
    ([hard_link('h', 'missing')], "a link to 'missing', which does not come before it"),
    ([hard_link('h', 'h')], 'does not come before it'),
    ([hard_link('h', '../archive')], 'outside'),
    ([hard_link('h', '/etc/passwd')], 'outside'),
    ([folder('a'), hard_link('h', 'a')], 'does not come before it'),
    ([member('pipe', kind=tarfile.FIFOTYPE)], "'pipe', which is neither file, folder nor link"),
    ([member('null', kind=tarfile.CHRTYPE, devmajor=1, devminor=3)], 'neither file'),
    ([member('disk', kind=tarfile.BLKTYPE)], 'neither file'),
    ([member('d/' * 300 + 'x')], 'in more than 200 folders'),
])
def test_members_that_are_refused(cache, compression, members, message):
    refuse(tar_bytes([member('good')] + members, compression), cache,
           message + '.*nothing was unpacked')


@pytest.mark.parametrize('compression', COMPRESSIONS)
@pytest.mark.parametrize('size', [2 ** 31, 2 ** 60, -512, -2 ** 40])
def test_sizes_that_are_announced(cache, compression, size):
    refuse(tar_bytes([member('good'), member('x', size=size)], compression), cache,
           'unpack to more than 1073741824 bytes.*larger `max_unpacked_size`')


@pytest.mark.parametrize('compression', COMPRESSIONS)
def test_limit_of_tar_archives(cache, compression):
    data = tar_bytes([member('x', b'1' * 10 ** 5)], compression)
    refuse(data, cache, 'more than 99999 bytes', max_unpacked_size=10 ** 5 - 1)
    unpack(data, cache, max_unpacked_size=10 ** 5)
    assert (cache / 'x').read_bytes() == b'1' * 10 ** 5


@pytest.mark.parametrize('compression', COMPRESSIONS)
@pytest.mark.parametrize('members', [
    [member('x%d' % i) for i in range(70)],
    [folder('x%d' % i) for i in range(70)],
    [link('x%d' % i, 'y') for i in range(70)],
    [member('x', b'1' * 10 ** 5)] + [hard_link('x%d' % i, 'x') for i in range(12)],
], ids=['files', 'folders', 'links', 'hard links'])
def test_many_members(cache, compression, members):
    refuse(tar_bytes(members, compression), cache, 'more than 1000000 bytes',
           max_unpacked_size=10 ** 6)


@pytest.mark.parametrize('compression', COMPRESSIONS)
@pytest.mark.parametrize('before', [[], [member('good')]])
def test_long_descriptions(cache, compression, before):
    long = member('x', pax_headers={'comment': 'x' * 3 * 10 ** 6})
    refuse(tar_bytes(before + [long], compression, format=tarfile.PAX_FORMAT), cache,
           'has descriptions of its members that are so long')


def sparse(size, blocks):
    """Returns a member of so many bytes, of which those in the blocks are there."""
    content = '\n'.join(map(str, [len(blocks)] + [n for at, data in blocks
                                                  for n in (at, len(data))])).encode() + b'\n'
    content += b'\0' * (-len(content) % 512) + b''.join(data for _, data in blocks)
    headers = {'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'x',
               'GNU.sparse.realsize': str(size)}
    return member('x', content, pax_headers=headers)


@pytest.mark.parametrize('compression', COMPRESSIONS)
def test_members_with_holes(cache, compression):
    unpack(tar_bytes([sparse(5000, [(10, b'abc'), (4000, b'd')])], compression,
                     format=tarfile.PAX_FORMAT), cache)
    expected = bytearray(5000)
    expected[10:13], expected[4000:4001] = b'abc', b'd'
    assert (cache / 'x').read_bytes() == expected
    (cache / 'x').unlink()
    for size in (2 ** 31, 2 ** 62):
        refuse(tar_bytes([sparse(size, [(0, b'a')])], compression, format=tarfile.PAX_FORMAT),
               cache, 'unpack to more than')


@pytest.mark.parametrize('compression', COMPRESSIONS)
def test_content_that_is_cut_short(cache, compression):
    data = tar_bytes([member('good'), member('x', b'1' * 600, size=10 ** 6)], compression)
    refuse(data, cache, 'archive .* is damaged; nothing was unpacked')


@pytest.mark.parametrize('name', ['../evil', '/evil', 'a/../../evil', '..'])
def test_zip_members_that_are_refused(cache, name):
    refuse(zip_bytes([('good', 'good'), (name, '!')]), cache, 'outside.*nothing was unpacked')


@pytest.mark.parametrize('compression', [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED,
                                         zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_limit_of_zip_archives(cache, compression):
    data = zip_bytes([('x', b'1' * 10 ** 5), ('y/', '')], compression)
    refuse(data, cache, 'more than 116383 bytes', max_unpacked_size=10 ** 5 + 16383)
    refuse(zip_bytes([('x%d' % i, '') for i in range(70)]), cache, 'more than 1000000 bytes',
           max_unpacked_size=10 ** 6)
    unpack(data, cache, max_unpacked_size=10 ** 5 + 16384)
    assert (cache / 'x').read_bytes() == b'1' * 10 ** 5


def test_zip_archives_that_lie(cache):
    data = zip_bytes([('x', b'1' * 10 ** 6)])
    size = (10 ** 6).to_bytes(4, 'little')
    assert data.count(size) == 2
    refuse(data.replace(size, (10 ** 5).to_bytes(4, 'little')), cache, 'is damaged|CRC')
    refuse(data.replace(size, b'\xfe\xff\xff\xff'), cache, 'more than 1073741824 bytes')


def test_whether_an_archive_may_grow_depends_on_its_size(cache, monkeypatch):
    monkeypatch.setattr(archives, '_BYTES', 10 ** 5)
    refuse(tar_bytes([member('x', b'1' * 10 ** 6)], 'gz'), cache, 'more than')
    unpack(tar_bytes([member('x', b'1' * 10 ** 6), member('y', os.urandom(20000))], 'gz'), cache)


def test_places_that_are_taken(cache):
    (cache / 'a').mkdir()
    (cache / 'a' / 'mine').write_bytes(b'mine')
    (cache / 'b').write_bytes(b'mine')
    for make in (lambda *names: tar_bytes([member(name, b'new') for name in names]),
                 lambda *names: zip_bytes([(name, b'new') for name in names])):
        refuse(make('a/x', 'b/y'), cache, 'A folder should be written to .*b, but there is a file',
               kind=FileExistsError)
        refuse(make('Z', 'a'), cache, 'A file should be written to .*a, but there is a folder',
               kind=FileExistsError)
        refuse(make('a/new', 'archive/x'), cache, 'A folder should be written to .*archive',
               kind=FileExistsError)
    unpack(zip_bytes([('a/x', b'new'), ('b', b'new')]), cache)
    assert content_of(cache / 'a') == {'mine': b'mine', 'x': b'new'}
    assert (cache / 'b').read_bytes() == b'new'


@pytest.mark.parametrize('error', [KeyboardInterrupt, OSError])
@pytest.mark.parametrize('after', range(6))
def test_interrupts_while_files_are_moved(cache, monkeypatch, error, after):
    (cache / 'a').mkdir()
    for name in ('a/x', 'b'):
        (cache / name).write_bytes(b'old')
    rename, calls = os.rename, []

    def interrupted(source, target):
        calls.append(source)
        if len(calls) == after + 1:
            raise error('interrupted')
        rename(source, target)

    monkeypatch.setattr(files.os, 'rename', interrupted)
    refuse(zip_bytes([(name, b'new') for name in ('a/x', 'a/y', 'b', 'c/z')]), cache,
           'interrupted', kind=error)


def test_full_disk(cache):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10 ** 5, limits[1]))
    try:
        refuse(zip_bytes([('x', b'new'), ('y', bytes(2 * 10 ** 5))]), cache, 'new/y',
               kind=OSError)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
