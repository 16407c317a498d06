"""Files of data sets with pickles that would run a program. None of them does."""
import hashlib
import io
import os
import pickle
import zipfile

import numpy as np
import pytest
from dataset_files import (
    cifar10_batches,
    cifar100_batches,
    object_array,
    write_cifar,
    write_npz,
)

from keras.datasets import cifar10, cifar100, imdb, reuters, sources

# Stands for the hostile object; its pickle is replaced by the opcodes that would make this.
PLACE = 'to be replaced'
PICKLED_PLACE = b'X\x0e\0\0\0' + PLACE.encode()


@pytest.fixture
def mark(tmp_path):
    """Path of a file that must never come into being."""
    path = tmp_path / 'mark'
    yield path
    assert not path.exists()


def text(value):
    """Returns the opcodes of a string."""
    value = str(value).encode()
    return b'X' + len(value).to_bytes(4, 'little') + value


def call(function, *arguments):
    """Returns the opcodes that call what `module name` says, with the opcodes of arguments."""
    return (b'c' + function.replace(' ', '\n').encode() + b'\n('
            + b''.join(arguments) + b'tR')


def named(name):
    return b'c' + name.replace(' ', '\n').encode() + b'\n'


def numpy_core():
    """Returns how the NumPy here calls the module of `_reconstruct`."""
    return np.zeros(1).__reduce__()[0].__module__


# What would write `mark`, if it were unpickled.
ATTACKS = {
    'open': lambda mark: call('io open', text(mark), text('w')),
    'open of Python 2': lambda mark: call('__builtin__ open', text(mark), text('w')),
    'eval': lambda mark: call('builtins eval', text("open(%r, 'w')" % str(mark))),
    'system': lambda mark: call('os system', text('echo > "%s"' % mark)),
    'getattr': lambda mark: call('builtins getattr', call('builtins __import__', text('os')),
                                 text('mkdir')) + b'(' + text(mark) + b'tR',
    'numpy.save': lambda mark: call('numpy save', call('io open', text(mark), text('wb')),
                                    b'K\x01'),
    'numpy.memmap': lambda mark: call('numpy memmap', text(mark), text('uint8'), text('w+'),
                                      b'K\0', b'K\x09'),
    'numpy.testing': lambda mark: call('numpy.testing runstring',
                                       text("open(%r, 'w')" % str(mark)), b'}'),
    'foreign class': lambda mark: call(
        numpy_core() + ' _reconstruct', named('numpy memmap'), text(mark), text('b')),
    'in a list': lambda mark: b']' + call('io open', text(mark), text('w')) + b'a',
    'in a key': lambda mark: b'}' + call('os.path abspath', call(
        'os mkdir', text(mark))) + b'K\x01s',
    'state': lambda mark: named('numpy ndarray') + call('io open', text(mark), text('w')) + b'b',
    'partial': lambda mark: call('functools partial', named('io open'), text(mark), text('w'))
    + b')R',
    'instance': lambda mark: b'(' + text(mark) + text('w') + b'iio\nopen\n',
    'new object': lambda mark: named('numpy memmap') + b'(' + text(mark) + text('uint8')
    + text('w+') + b'K\0K\x09t\x81',
    'stack global': lambda mark: text('io') + text('open') + b'\x93(' + text(mark) + text('w')
    + b'tR',
}
attacks = pytest.mark.parametrize('attack', ATTACKS.values(), ids=list(ATTACKS))


def hostile(value, opcodes):
    """Returns a pickle of a value with the opcodes in place of `PLACE`."""
    data = pickle.dumps(value, 2)
    assert PICKLED_PLACE in data
    return data.replace(PICKLED_PLACE, opcodes)


def write_imdb(cache, opcodes):
    texts = object_array([[1, 2], [3, PLACE]])
    write_npz(cache / 'imdb.npz', x_train=(hostile(texts, opcodes), 2), y_train=[0, 1],
              x_test=object_array([[1]]), y_test=[1])


def write_reuters(cache, opcodes):
    texts = object_array([[1, 2], PLACE])
    write_npz(cache / 'reuters.npz', x=(hostile(texts, opcodes), 2), y=[0, 1])


def write_cifar10(cache, opcodes):
    batches = cifar10_batches()
    batches['data_batch_2']['labels'].append(PLACE)
    write_cifar(cache / 'cifar-10-batches-py', batches, with_attack(opcodes))


def write_cifar100(cache, opcodes):
    batches = cifar100_batches()
    batches['test']['filenames'] = PLACE
    write_cifar(cache / 'cifar-100-python', batches, with_attack(opcodes))


def with_attack(opcodes):
    return lambda batch: pickle.dumps(batch, 2).replace(PICKLED_PLACE, opcodes)


data_sets = pytest.mark.parametrize('write, load, file', [
    (write_imdb, imdb.load_data, r'imdb\.npz'),
    (write_reuters, reuters.load_data, r'reuters\.npz'),
    (write_cifar10, cifar10.load_data, 'cifar-10-batches-py.data_batch_2'),
    (write_cifar100, cifar100.load_data, 'cifar-100-python.test'),
], ids=['imdb', 'reuters', 'cifar10', 'cifar100'])


@attacks
@data_sets
def test_files_in_the_cache(cache, mark, write, load, file, attack):
    write(cache, attack(mark))
    with pytest.warns(UserWarning, match=file + ' .*no code in it was run.* downloaded again'), \
            pytest.raises(OSError, match=file + ' cannot be read: the pickle contains .*, which '
                                                'arrays and lists do not need; no code in it '
                                                'was run'):
        load()


@pytest.mark.filterwarnings('ignore')
@pytest.mark.parametrize('name', ['open', 'eval', 'system', 'getattr', 'numpy.save', 'numpy.memmap',
                                  'in a list', 'partial', 'instance', 'new object', 'stack global'])
def test_attacks_would_work(tmp_path, name):
    """That the attacks above are some."""
    path = tmp_path / 'made'
    try:
        pickle.loads(b'\x80\x02' + ATTACKS[name](path) + b'.')
    finally:
        assert path.exists()


def test_downloads_with_the_expected_hash(tmp_path, cache, mark, monkeypatch):
    """Even if the hash were that of a hostile file, or unknown."""
    write_imdb(tmp_path, ATTACKS['open'](mark))
    content = (tmp_path / 'imdb.npz').read_bytes()
    monkeypatch.setattr(sources.IMDB, 'urls', ((tmp_path / 'imdb.npz').as_uri(),))
    for file_hash in (hashlib.sha256(content).hexdigest(), None):
        monkeypatch.setattr(sources.IMDB, 'file_hash', file_hash)
        with pytest.raises(ValueError, match=r'datasets.imdb\.npz cannot be read: .*io\.open'):
            imdb.load_data()
        os.remove(str(cache / 'imdb.npz'))


@pytest.mark.parametrize('name', ['y_train', 'x_test'])
def test_other_arrays_of_the_file(cache, mark, name):
    arrays = {'x_train': object_array([[1], [2]]), 'y_train': [0, 1],
              'x_test': object_array([[1], [2]]), 'y_test': [0, 1]}
    attack = hostile(object_array([[1], PLACE]), ATTACKS['open'](mark))
    write_npz(cache / 'imdb.npz', **dict(arrays, **{name: (attack, 2)}))
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match=r'imdb\.npz cannot be read: the (pickle|array y_train)'):
        imdb.load_data()


def test_dtypes_with_objects_in_them(cache, mark):
    """Structured arrays may hold objects, too."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {'descr': [('a', '|O')], 'fortran_order': False, 'shape': (2,)})
    file.write(ATTACKS['open'](mark) + b'.')
    with zipfile.ZipFile(str(cache / 'reuters.npz'), 'w') as archive:
        archive.writestr('x.npy', file.getvalue())
        archive.writestr('y.npy', file.getvalue())
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match='x holds Python objects instead of numbers'):
        reuters.load_data()


@pytest.mark.parametrize('texts', [
    3, [[1], [2]], {'a': 1}, np.zeros(3), object_array([[1]]), np.array(None)], ids=repr)
def test_pickles_of_something_else(cache, texts):
    write_npz(cache / 'reuters.npz', x=(pickle.dumps(texts, 2), 2), y=[0, 1])
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match=r'the array x does not have the shape \(2,\)'):
        reuters.load_data()
