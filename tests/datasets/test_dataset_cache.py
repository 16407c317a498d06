"""Where data sets come from: the cache of Keras 2, downloads, and what is done if these fail."""
import hashlib
import io
import os
import tarfile
import zipfile

import numpy as np
import pytest
from dataset_files import (
    all_sources,
    cifar10_batches,
    object_array,
    write_cifar,
    write_idx,
    write_npz,
)
from http_server import serving

from keras.datasets import boston_housing, cifar10, fashion_mnist, imdb, mnist, reuters, sources

PRICES = {'x': np.array([[1.], [2.], [3.]]), 'y': np.array([4., 5., 6.])}


def prices():
    """Returns a file of `PRICES`."""
    file = io.BytesIO()
    np.savez(file, **PRICES)
    return file.getvalue()


@pytest.fixture
def published(monkeypatch):
    """Starts a server; yields a function that puts a file where a data set is looked for."""
    with serving({}) as server:
        def publish(source, content, file_hash=None):
            server.pages[source.name] = content
            monkeypatch.setattr(source, 'urls', (server.address + source.name,))
            monkeypatch.setattr(source, 'file_hash',
                                file_hash or hashlib.sha256(content).hexdigest())
            return server

        yield publish


def files_in(folder):
    return sorted(os.path.relpath(os.path.join(root, name), str(folder)).replace(os.sep, '/')
                  for root, _, names in os.walk(str(folder)) for name in names)


def test_names_in_the_cache():
    assert {(source.folder, source.name) for source in all_sources()} == {
        ('datasets', name) for name in (
            'mnist.npz', 'boston_housing.npz', 'imdb.npz', 'imdb_word_index.json', 'reuters.npz',
            'reuters_word_index.json', 'cifar-10-batches-py', 'cifar-100-python')
    } | {('datasets/fashion-mnist', '%s-%s-ubyte.gz' % (part, kind))
         for part in ('train', 't10k') for kind in ('images-idx3', 'labels-idx1')}


def test_hashes():
    assert {len(source.file_hash or '') for source in all_sources()} == {0, 32, 64}
    without = [source for source in all_sources() if not source.file_hash]
    assert without == sources.FASHION_MNIST


def test_downloaded_once(cache, published):
    server = published(sources.BOSTON_HOUSING, prices())
    for _ in range(2):
        (x, y), _ = boston_housing.load_data(test_split=0)
        assert sorted(zip(x[:, 0], y)) == [(1., 4.), (2., 5.), (3., 6.)]
    assert server.requests == ['/boston_housing.npz']
    assert files_in(cache) == ['boston_housing.npz']


def test_downloaded_to_a_place_of_ones_own(cache, tmp_path, published):
    published(sources.BOSTON_HOUSING, prices())
    path = str(tmp_path / 'elsewhere' / 'homes.npz')
    boston_housing.load_data(path)
    assert os.path.exists(path)
    assert files_in(cache) == []


def test_second_address(cache, published, monkeypatch, capsys):
    published(sources.BOSTON_HOUSING, prices())
    urls = sources.BOSTON_HOUSING.urls
    monkeypatch.setattr(sources.BOSTON_HOUSING, 'urls', ('http://127.0.0.1:1/',) + urls)
    boston_housing.load_data()
    assert 'Trying the next URL.' in capsys.readouterr().out


@pytest.mark.parametrize('load, place', [
    (boston_housing.load_data, 'boston_housing.npz'), (mnist.load_data, 'mnist.npz'),
    (imdb.load_data, 'imdb.npz'), (reuters.load_data, 'reuters.npz'),
    (imdb.get_word_index, 'imdb_word_index.json'),
    (reuters.get_word_index, 'reuters_word_index.json'),
    (cifar10.load_data, 'cifar-10-batches-py.tar.gz'),
    (fashion_mnist.load_data, 'fashion-mnist/train-images-idx3-ubyte.gz'),
])
def test_no_network(cache, load, place):
    place = os.path.join(str(cache), *place.split('/'))
    with pytest.raises(OSError) as caught:
        load()
    assert 'to %s: ' % place in str(caught.value)
    assert str(caught.value).endswith('or get the file some other way and put it there.')
    assert files_in(cache) == []


def damaged_files():
    """Yields damaged files of home prices, and what is to be said about them."""
    yield b'', 'File is not a zip file'
    yield prices()[:-30], 'File is not a zip file'
    yield prices().replace(b'NUMPY', b'SNAKE'), 'BadZipFile: Bad CRC-32'
    for arrays, message in [
            ({'x': PRICES['x']}, r'it lacks y, and has x\.'),
            ({'a': PRICES['x'], 'b': PRICES['y']}, r'it lacks x, y, and has a, b\.'),
            ({}, r'it lacks x, y, and has no arrays\.'),
            (dict(PRICES, y=np.arange(4)), 'differ in length: x has 3 entries, y has 4 entries'),
            (dict(PRICES, y=3.), 'the array y holds a single value'),
            (dict(PRICES, y=object_array([1, 2, 3])), 'y holds Python objects instead of numbers')]:
        file = io.BytesIO()
        np.savez(file, **arrays)
        yield file.getvalue(), message


DAMAGED = list(damaged_files())


@pytest.mark.parametrize('content, message', DAMAGED, ids=[message for _, message in DAMAGED])
def test_damaged_files_are_replaced(cache, published, content, message):
    (cache / 'boston_housing.npz').write_bytes(content)
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match=r'housing\.npz cannot be read: .*%s.*Cannot download'
                                         % message):
        boston_housing.load_data()
    assert (cache / 'boston_housing.npz').read_bytes() == content
    published(sources.BOSTON_HOUSING, prices())
    with pytest.warns(UserWarning, match='read: .*%s.* It will be downloaded again' % message):
        (x, _), _ = boston_housing.load_data(test_split=0)
    assert len(x) == 3
    assert files_in(cache) == ['boston_housing.npz']


def test_a_replacement_with_another_hash_is_dropped(cache, published):
    (cache / 'boston_housing.npz').write_bytes(b'damaged')
    published(sources.BOSTON_HOUSING, prices(), '0' * 64)
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(ValueError, match='cannot be read.*not have the expected hash 0{64}'):
        boston_housing.load_data()
    assert (cache / 'boston_housing.npz').read_bytes() == b'damaged'
    assert files_in(cache) == ['boston_housing.npz']


def test_a_damaged_download_is_named(cache, published):
    published(sources.BOSTON_HOUSING, b'damaged')
    with pytest.raises(ValueError, match=r'boston_housing\.npz cannot be read: .*not a zip file'):
        boston_housing.load_data()


def header(shape, descr='<f8'):
    """Returns an `.npy` file that consists of a header alone."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {'descr': descr, 'fortran_order': False, 'shape': shape})
    return file.getvalue()


@pytest.mark.parametrize('member, message', [
    (header((10 ** 12,)), 'the array x has 0 bytes, which do not match its shape'),
    (header((2 ** 32, 2 ** 32)) + bytes(8), 'the array x has 8 bytes'),
    (header((-1,)) + bytes(8), 'not the shape of an array'),
    (header((10 ** 12, 0)), r'an array of shape \(1000000000000, 0\) has no entries'),
    (header((1,), '<f8').replace(b'<f8', b'|Q8'), 'descr|dtype'),
    (header((1,))[:20], 'EOF|expected'),
    (b'\x93NUMPY\x09\x00' + bytes(40), 'the array x is in the unknown format 9.0|format version'),
    (b'nonsense', 'the magic string is not correct'),
], ids=range(8))
def test_headers_that_promise_too_much(cache, member, message):
    with zipfile.ZipFile(str(cache / 'boston_housing.npz'), 'w') as archive:
        archive.writestr('x.npy', member)
        archive.writestr('y.npy', header((0,)))
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match='cannot be read: .*(%s)' % message):
        boston_housing.load_data()


def test_a_small_file_fills_no_memory(cache):
    np.savez_compressed(str(cache / 'boston_housing.npz'), x=np.zeros((10 ** 7, 1)),
                        y=np.zeros(10 ** 7))
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match='would unpack to more than 67108864 bytes'):
        boston_housing.load_data()


def archive_of_cifar10(tmp_path):
    write_cifar(tmp_path / 'packed' / 'cifar-10-batches-py', cifar10_batches())
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode='w:gz') as archive:
        archive.add(str(tmp_path / 'packed' / 'cifar-10-batches-py'), 'cifar-10-batches-py')
    return file.getvalue()


def test_archives_are_unpacked(cache, tmp_path, published):
    published(sources.CIFAR10, archive_of_cifar10(tmp_path))
    (x_train, _), (x_test, _) = cifar10.load_data()
    assert (len(x_train), len(x_test)) == (10, 2)
    members = ['cifar-10-batches-py/data_batch_%d' % i for i in range(1, 6)]
    assert files_in(cache) == ['cifar-10-batches-py.tar.gz'] + members + [
        'cifar-10-batches-py/test_batch']


def test_archives_in_the_cache(cache, tmp_path, published):
    content = archive_of_cifar10(tmp_path)
    server = published(sources.CIFAR10, content)
    (cache / 'cifar-10-batches-py.tar.gz').write_bytes(content)
    cifar10.load_data()
    assert server.requests == []


def test_a_folder_needs_no_archive(cache):
    write_cifar(cache / 'cifar-10-batches-py', cifar10_batches())
    cifar10.load_data()
    assert not os.path.exists(str(cache / 'cifar-10-batches-py.tar.gz'))


@pytest.mark.parametrize('damage', ['missing', 'truncated'])
def test_damaged_folders_are_unpacked_again(cache, tmp_path, published, damage):
    server = published(sources.CIFAR10, archive_of_cifar10(tmp_path))
    cifar10.load_data()
    batch = cache / 'cifar-10-batches-py' / 'data_batch_3'
    if damage == 'missing':
        batch.unlink()
    else:
        batch.write_bytes(batch.read_bytes()[:-100])
    with pytest.warns(UserWarning, match='data_batch_3.* It will be downloaded again'):
        cifar10.load_data()
    assert server.requests == ['/cifar-10-batches-py']
    cifar10.load_data()


def test_truncated_archives_are_downloaded_again(cache, tmp_path, published):
    content = archive_of_cifar10(tmp_path)
    published(sources.CIFAR10, content)
    (cache / 'cifar-10-batches-py.tar.gz').write_bytes(content[:1000])
    with pytest.warns(UserWarning, match='does not have the expected hash'):
        cifar10.load_data()
    assert (cache / 'cifar-10-batches-py.tar.gz').read_bytes() == content


def test_truncated_archive_without_a_network(cache, tmp_path):
    content = archive_of_cifar10(tmp_path)[:1000]
    (cache / 'cifar-10-batches-py.tar.gz').write_bytes(content)
    with pytest.warns(UserWarning, match='does not have the expected hash'), \
            pytest.raises(OSError, match=r'Cannot download .*cifar-10-batches-py\.tar\.gz'):
        cifar10.load_data()
    assert files_in(cache) == ['cifar-10-batches-py.tar.gz']
    assert (cache / 'cifar-10-batches-py.tar.gz').read_bytes() == content


def test_a_truncated_archive_with_the_expected_hash(cache, tmp_path, published):
    published(sources.CIFAR10, archive_of_cifar10(tmp_path)[:1000])
    with pytest.raises(ValueError, match=r'py\.tar\.gz is damaged; nothing was unpacked'):
        cifar10.load_data()
    assert files_in(cache) == ['cifar-10-batches-py.tar.gz']


def test_files_without_a_hash_are_replaced_too(cache, tmp_path, published, monkeypatch):
    for source in sources.FASHION_MNIST:
        shape = (2, 28, 28) if 'images' in source.name else (2,)
        write_idx(tmp_path / 'packed' / source.name, np.ones(shape, 'uint8'))
        published(source, (tmp_path / 'packed' / source.name).read_bytes())
        monkeypatch.setattr(source, 'file_hash', None)
    fashion_mnist.load_data()
    labels = cache / 'fashion-mnist' / 'train-labels-idx1-ubyte.gz'
    whole = labels.read_bytes()
    labels.write_bytes(whole[:15])
    with pytest.warns(UserWarning, match=r'train-labels.* EOFError.* downloaded again'):
        (_, y_train), _ = fashion_mnist.load_data()
    assert y_train.tolist() == [1, 1]
    assert labels.read_bytes() == whole


def test_a_sound_file_of_ones_own_is_never_replaced(cache, published):
    server = published(sources.BOSTON_HOUSING, prices())
    write_npz(cache / 'boston_housing.npz', x=np.zeros((3, 2)), y=['a', 'b', 'c'])
    with pytest.raises(TypeError, match='y must hold numbers, but its dtype is <U1'):
        boston_housing.load_data()
    assert server.requests == []
