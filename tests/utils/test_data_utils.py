"""Downloads (from local addresses), archives, sequences."""
import io
import os
import tarfile
import zipfile

import pytest

from keras.utils.data_utils import Sequence, get_file, validate_file

CONTENT = b'hello'
MD5 = '5d41402abc4b2a76b9719d911017c592'
SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / 'source.txt'
    path.write_bytes(CONTENT)
    return path


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def files_in(folder):
    return sorted(os.path.relpath(os.path.join(root, name), str(folder)).replace(os.sep, '/')
                  for root, _, names in os.walk(str(folder)) for name in names)


def test_download_then_cache(source, tmp_path, capsys):
    cache = tmp_path / 'cache'
    path = get_file('x.txt', source.as_uri(), cache_dir=str(cache))
    assert path == str(cache / 'datasets' / 'x.txt')
    assert read(path) == CONTENT
    assert source.as_uri() in capsys.readouterr().out
    source.write_bytes(b'changed')
    assert get_file('x.txt', source.as_uri(), cache_dir=str(cache)) == path
    assert read(path) == CONTENT
    assert 'Downloading' not in capsys.readouterr().out


def test_where_files_are_kept(source, tmp_path, monkeypatch):
    monkeypatch.setenv('KERAS_HOME', str(tmp_path / 'home'))
    assert get_file('x', source.as_uri()) == str(tmp_path / 'home' / 'datasets' / 'x')
    assert get_file('x', source.as_uri(), cache_subdir='models') == str(
        tmp_path / 'home' / 'models' / 'x')
    absolute = str(tmp_path / 'elsewhere' / 'x')
    assert get_file(absolute, source.as_uri()) == absolute
    assert files_in(tmp_path) == ['elsewhere/x', 'home/datasets/x', 'home/models/x', 'source.txt']


@pytest.mark.parametrize('hashes', [
    {'file_hash': MD5}, {'md5_hash': MD5}, {'file_hash': SHA256}, {'file_hash': SHA256.upper()},
    {'file_hash': SHA256, 'hash_algorithm': 'sha256'},
])
def test_hash_is_checked(source, tmp_path, hashes):
    path = get_file('x', source.as_uri(), cache_dir=str(tmp_path), **hashes)
    with open(path, 'wb') as file:
        file.write(b'broken')
    with pytest.warns(UserWarning, match='expected hash'):
        assert get_file('x', source.as_uri(), cache_dir=str(tmp_path), **hashes) == path
    assert read(path) == CONTENT


def test_wrong_download_is_dropped(source, tmp_path):
    cache = tmp_path / 'cache'
    with pytest.raises(ValueError, match='expected hash 0{32}'):
        get_file('x', source.as_uri(), cache_dir=str(cache), file_hash='0' * 32)
    assert files_in(cache) == []


def test_failed_download_leaves_nothing(tmp_path):
    missing = (tmp_path / 'missing').as_uri()
    with pytest.raises(OSError, match='Cannot download %s' % missing):
        get_file('x', missing, cache_dir=str(tmp_path / 'cache'))
    assert files_in(tmp_path) == []


def test_validate_file(source):
    assert validate_file(str(source), MD5) and validate_file(str(source), SHA256)
    assert validate_file(str(source), MD5, 'md5') and validate_file(str(source), SHA256, 'sha256')
    assert validate_file(str(source), MD5, chunk_size=2)
    assert not validate_file(str(source), MD5, 'sha256')
    assert not validate_file(str(source), '0' * 64)


def make_tar(path, members):
    """Writes a tar archive of `(name, type, content or link target)`."""
    with tarfile.open(str(path), 'w:gz') as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type = kind
            data = content if kind == tarfile.REGTYPE else b''
            info.size = len(data)
            info.mode = 0
            if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                info.linkname = content
            archive.addfile(info, io.BytesIO(data))
    return path


def make_zip(path, members):
    with zipfile.ZipFile(str(path), 'w') as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_extract_tar(tmp_path):
    archive = make_tar(tmp_path / 'a.tar.gz', [
        ('data', tarfile.DIRTYPE, None), ('data/x', tarfile.REGTYPE, b'one'),
        ('./data/deep/y', tarfile.REGTYPE, b'two'), ('data/link', tarfile.SYMTYPE, 'x'),
        ('data/hard', tarfile.LNKTYPE, 'data/x')])
    cache = tmp_path / 'cache'
    os.makedirs(str(cache / 'datasets' / 'data'))
    (cache / 'datasets' / 'data' / 'mine').write_bytes(b'stays')
    path = get_file('a.tar.gz', archive.as_uri(), extract=True, cache_dir=str(cache))
    assert path == str(cache / 'datasets' / 'a.tar.gz')
    assert files_in(cache / 'datasets') == ['a.tar.gz', 'data/deep/y', 'data/hard', 'data/link',
                                            'data/mine', 'data/x']
    assert (cache / 'datasets' / 'data' / 'link').read_bytes() == b'one'
    assert (cache / 'datasets' / 'data' / 'hard').read_bytes() == b'one'


def test_untar(tmp_path):
    archive = make_tar(tmp_path / 'a.tgz', [('data/x', tarfile.REGTYPE, b'one')])
    path = get_file('data', archive.as_uri(), untar=True, cache_dir=str(tmp_path / 'cache'))
    assert path == str(tmp_path / 'cache' / 'datasets' / 'data')
    assert read(os.path.join(path, 'x')) == b'one'
    assert files_in(tmp_path / 'cache') == ['datasets/data.tar.gz', 'datasets/data/x']


def test_extract_zip(tmp_path):
    archive = make_zip(tmp_path / 'a.zip', [('data/x', 'one'), ('empty/', ''), ('y', 'two')])
    get_file('a.zip', archive.as_uri(), extract=True, cache_dir=str(tmp_path / 'cache'))
    assert files_in(tmp_path / 'cache') == ['datasets/a.zip', 'datasets/data/x', 'datasets/y']


def test_extract_leaves_other_files_alone(source, tmp_path):
    get_file('x.txt', source.as_uri(), extract=True, cache_dir=str(tmp_path / 'cache'))
    assert files_in(tmp_path / 'cache') == ['datasets/x.txt']
    with pytest.raises(ValueError, match="'rar'"):
        get_file('x.txt', source.as_uri(), extract=True, archive_format='rar',
                 cache_dir=str(tmp_path / 'cache'))


@pytest.mark.parametrize('members', [
    [('../evil', tarfile.REGTYPE, b'!')],
    [('/tmp/keras-evil', tarfile.REGTYPE, b'!')],
    [('data/../../evil', tarfile.REGTYPE, b'!')],
    [('up', tarfile.SYMTYPE, '..'), ('up/evil', tarfile.REGTYPE, b'!')],
    [('etc', tarfile.SYMTYPE, '/etc')],
    [('a/deep', tarfile.SYMTYPE, '.'), ('b', tarfile.SYMTYPE, 'a/deep/../../evil')],
    [('pipe', tarfile.FIFOTYPE, None)],
    [('device', tarfile.CHRTYPE, None)],
])
def test_members_that_would_leave_the_folder(tmp_path, members):
    archive = make_tar(tmp_path / 'a.tar.gz', [('good', tarfile.REGTYPE, b'good')] + members)
    with pytest.raises(ValueError, match='nothing was unpacked'):
        get_file('a.tar.gz', archive.as_uri(), extract=True, cache_dir=str(tmp_path / 'cache'))
    assert files_in(tmp_path) == ['a.tar.gz', 'cache/datasets/a.tar.gz']
    assert not os.path.exists('/tmp/keras-evil')


def test_archive_with_a_path_too_long_to_look_up(tmp_path):
    """Where a path is too long for the system, Python takes what remains of it as it stands."""
    members, folder = [], ''
    for letter in 'abcdefghijklmnop':
        members += [(folder + letter * 240, tarfile.DIRTYPE, None),
                    (folder + letter, tarfile.SYMTYPE, letter * 240)]
        folder += letter + '/'
    members += [(folder + 'link' * 60, tarfile.SYMTYPE, '../' * 16),
                (folder + 'link' * 60 + '/evil', tarfile.REGTYPE, b'!')]
    archive = make_tar(tmp_path / 'a.tar.gz', members)
    with pytest.raises((ValueError, OSError)):
        get_file('a.tar.gz', archive.as_uri(), extract=True, cache_dir=str(tmp_path / 'cache'))
    assert files_in(tmp_path) == ['a.tar.gz', 'cache/datasets/a.tar.gz']


def test_damaged_archives(tmp_path):
    whole = make_tar(tmp_path / 'a.tar.gz', [('x%d' % i, tarfile.REGTYPE, os.urandom(3000))
                                             for i in range(9)]).read_bytes()
    zipped = make_zip(tmp_path / 'a.zip', [('x', 'one'), ('y', 'two' * 100)]).read_bytes()
    loop = make_tar(tmp_path / 'loop.tar.gz', [('a', tarfile.LNKTYPE, 'missing')]).read_bytes()
    for i, content in enumerate([whole[:9000], zipped.replace(b'onePK', b'anyPK'), loop]):
        damaged = tmp_path / ('damaged%d' % i)
        damaged.write_bytes(content)
        with pytest.raises((ValueError, OSError)):
            get_file(damaged.name, damaged.as_uri(), extract=True, cache_dir=str(tmp_path / 'c'))
    assert files_in(tmp_path / 'c') == ['datasets/damaged%d' % i for i in range(3)]


def test_zip_members_that_would_leave_the_folder(tmp_path):
    for evil in ('../evil', '/tmp/keras-evil', 'a/../../evil'):
        check_zip(tmp_path, evil)


def check_zip(tmp_path, evil):
    archive = make_zip(tmp_path / 'a.zip', [('good', 'good'), (evil, '!')])
    with pytest.raises(ValueError, match='evil'):
        get_file('a.zip', archive.as_uri(), extract=True, cache_dir=str(tmp_path / 'cache'))
    assert files_in(tmp_path) == ['a.zip', 'cache/datasets/a.zip']


class Squares(Sequence):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return index ** 2


def test_sequence():
    assert list(Squares()) == [0, 1, 4, 9]
    assert Squares().on_epoch_end() is None
    with pytest.raises(NotImplementedError, match='__len__'):
        len(Sequence())
    with pytest.raises(NotImplementedError, match='__getitem__'):
        Sequence()[0]
