"""MNIST, Fashion-MNIST, CIFAR-10 and CIFAR-100 from files in the cache."""
import gzip
import os
import pickle
import struct

import numpy as np
import pytest
from dataset_files import cifar10_batches, cifar100_batches, write_cifar, write_idx, write_npz
from numpy.testing import assert_array_equal

from keras import backend as K
from keras.datasets import cifar10, cifar100, fashion_mnist, mnist
from keras.datasets.cifar import load_batch

NAMES = ('x_train', 'y_train', 'x_test', 'y_test')


def digits(size=6):
    random = np.random.RandomState(0)
    return {name: random.randint(0, 10, size=shape).astype('uint8') for name, shape in [
        ('x_train', (size, 28, 28)), ('y_train', (size,)),
        ('x_test', (2, 28, 28)), ('y_test', (2,))]}


def check(loaded, arrays):
    """Asserts that a data set consists of these arrays, in the order of `NAMES`."""
    for found, expected in zip([array for pair in loaded for array in pair], arrays):
        assert_array_equal(found, expected)
        assert found.dtype == expected.dtype and found.flags.writeable


@pytest.mark.parametrize('order', 'CF')
@pytest.mark.parametrize('size', [6, 1, 0])
def test_mnist(cache, size, order):
    arrays = {name: np.asarray(array, order=order) for name, array in digits(size).items()}
    write_npz(cache / 'mnist.npz', **arrays)
    check(mnist.load_data(), [arrays[name] for name in NAMES])
    os.rename(str(cache / 'mnist.npz'), str(cache / 'mine.npz'))
    check(mnist.load_data('mine.npz'), [arrays[name] for name in NAMES])
    check(mnist.load_data(cache / 'mine.npz'), [arrays[name] for name in NAMES])


def test_mnist_written_by_numpy(cache):
    arrays = digits()
    np.savez_compressed(str(cache / 'mnist.npz'), more=np.arange(3), **arrays)
    check(mnist.load_data(), [arrays[name] for name in NAMES])


def write_fashion(cache, arrays):
    for name, array in zip(('train-images-idx3', 'train-labels-idx1', 't10k-images-idx3',
                            't10k-labels-idx1'), arrays):
        write_idx(cache / 'fashion-mnist' / (name + '-ubyte.gz'), array)


def test_fashion_mnist(cache):
    arrays = [digits()[name] for name in NAMES]
    write_fashion(cache, arrays)
    with gzip.open(str(cache / 'fashion-mnist' / 'train-images-idx3-ubyte.gz')) as file:
        assert struct.unpack('>iiii', file.read(16)) == (0x803, 6, 28, 28)
    check(fashion_mnist.load_data(), arrays)


def test_fashion_mnist_with_more_images_than_labels(cache):
    arrays = [digits()[name] for name in NAMES]
    write_fashion(cache, [arrays[0][:-1]] + arrays[1:])
    with pytest.raises(ValueError, match='train_images has 5 entries, train_labels has 6 entries'):
        fashion_mnist.load_data()


@pytest.mark.parametrize('content, message', [
    (b'', 'error: unpack_from requires'),
    (struct.pack('>HBBI', 0, 8, 1, 4) + b'abc', 'cannot reshape array of size 3 into shape'),
    (struct.pack('>HBB4I', 0, 8, 4, *[2 ** 32 - 1] * 4) + b'abc', '(cannot reshape|too large)'),
    (struct.pack('>HBBI', 0, 9, 1, 3) + b'abc', 'it is not an IDX file of bytes'),
    (struct.pack('>HBB', 0, 8, 0) + b'a', 'it is not an IDX file of bytes'),
    (struct.pack('>HBB', 0, 8, 255), 'error: unpack_from requires'),
], ids=range(6))
def test_damaged_idx_files(cache, content, message):
    write_fashion(cache, [digits()[name] for name in NAMES])
    with gzip.open(str(cache / 'fashion-mnist' / 't10k-labels-idx1-ubyte.gz'), 'wb') as file:
        file.write(content)
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match=r't10k-labels-idx1-ubyte\.gz cannot be read: ' + message):
        fashion_mnist.load_data()


def test_a_small_idx_file_fills_no_memory(cache):
    write_fashion(cache, [digits()[name] for name in NAMES])
    write_idx(cache / 'fashion-mnist' / 't10k-images-idx3-ubyte.gz',
              np.zeros((100, 1000, 1000), 'uint8'))
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match='would unpack to more than 67108864 bytes'):
        fashion_mnist.load_data()


def in_format(data, data_format):
    """Returns images of CIFAR's files, which keep the channels first, in a data format."""
    data = data.reshape(-1, 3, 32, 32)
    return data if data_format == 'channels_first' else data.transpose(0, 2, 3, 1)


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_cifar10(cache, data_format):
    K.set_image_data_format(data_format)
    batches = cifar10_batches()
    write_cifar(cache / 'cifar-10-batches-py', batches)
    train = [batches['data_batch_%d' % i] for i in range(1, 6)]
    check(cifar10.load_data(), [
        in_format(np.concatenate([batch['data'] for batch in train]), data_format),
        np.array([[0], [1], [1], [2], [2], [3], [3], [4], [4], [5]], 'uint8'),
        in_format(batches['test_batch']['data'], data_format), np.array([[5], [6]])])


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
@pytest.mark.parametrize('label_mode, labels', [('fine', (90, 91)), ('coarse', (0, 1))])
def test_cifar100(cache, data_format, label_mode, labels):
    K.set_image_data_format(data_format)
    batches = cifar100_batches()
    write_cifar(cache / 'cifar-100-python', batches)
    check(cifar100.load_data(label_mode), [
        in_format(batches['train']['data'], data_format), np.full((3, 1), labels[0]),
        in_format(batches['test']['data'], data_format), np.full((3, 1), labels[1])])


@pytest.mark.parametrize('label_mode, told', [
    ('Fine', r"'Fine'\. Did you mean 'fine'\?"), ('corse', r"'corse'\. Did you mean 'coarse'\?"),
    (None, r'None\.$'), (20, r'20\.$')])
def test_wrong_label_mode(label_mode, told):
    with pytest.raises(ValueError, match="must be 'fine' or 'coarse', but got " + told):
        cifar100.load_data(label_mode)


@pytest.mark.parametrize('protocol', range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize('as_key', [str, str.encode])
def test_cifar_written_by_python_3(cache, protocol, as_key):
    batches = {name: {as_key(key): value for key, value in batch.items()}
               for name, batch in cifar100_batches().items()}
    write_cifar(cache / 'cifar-100-python', batches, lambda batch: pickle.dumps(batch, protocol))
    (x_train, y_train), _ = cifar100.load_data()
    assert_array_equal(x_train, in_format(cifar100_batches()['train']['data'], 'channels_last'))
    assert y_train.tolist() == [[90]] * 3


def test_load_batch(cache):
    write_cifar(cache, cifar100_batches())
    x, labels = load_batch(str(cache / 'test'), label_key='fine_labels')
    assert type(x) is np.ndarray and x.shape == (3, 3, 32, 32) and x.dtype == 'uint8'
    assert labels == [91] * 3
    with pytest.raises(ValueError, match='test cannot be read: it lacks the entry labels'):
        load_batch(str(cache / 'test'))
    with pytest.raises(FileNotFoundError, match='nowhere'):
        load_batch(str(cache / 'nowhere'))


@pytest.mark.parametrize('changes, message', [
    ({'data': None}, 'the entry data must be an array of uint8 with 3072 columns'),
    ({'data': [[0] * 3072]}, 'the entry data must be an array of uint8'),
    ({'data': np.zeros((3, 3071), 'uint8')}, 'the entry data must be an array of uint8'),
    ({'data': np.zeros((3, 3072))}, 'the entry data must be an array of uint8'),
    ({'fine_labels': 'abc'}, 'the entry fine_labels must be a list of ints from 0 to 255'),
    ({'fine_labels': [1, 2, 'a']}, 'the entry fine_labels must be a list of ints'),
    ({'fine_labels': [1, 2, 256]}, 'the entry fine_labels must be a list of ints from 0 to 255'),
    ({'fine_labels': [1., 2., 3.]}, 'the entry fine_labels must be a list of ints'),
])
def test_cifar_of_the_wrong_type(cache, changes, message):
    batches = cifar100_batches()
    batches['test'].update(changes)
    write_cifar(cache / 'cifar-100-python', batches)
    with pytest.raises(TypeError, match='cifar-100-python.test cannot be used: ' + message):
        cifar100.load_data()


def test_cifar_files_that_are_no_dictionaries(cache):
    write_cifar(cache / 'cifar-100-python', {'train': [1, 2], 'test': [1, 2]})
    with pytest.raises(TypeError, match='train cannot be used: it must hold a dictionary'):
        cifar100.load_data()


def test_cifar_with_more_labels_than_images(cache):
    batches = cifar100_batches()
    batches['train']['fine_labels'].append(3)
    write_cifar(cache / 'cifar-100-python', batches)
    with pytest.warns(UserWarning, match='downloaded again'), \
            pytest.raises(OSError, match='data has 3 entries, fine_labels has 4 entries'):
        cifar100.load_data()
