"""Where datasets come from, and how they are loaded."""
import os

from keras.utils.data_utils import cached_path, download, get_file
from keras.utils.warn import warn


class Source:
    """A file that is downloaded on first use.

    Args:
        name: string, its name in the cache. For an archive, the folder inside it.
        *urls: strings, its URLs, which are tried in this order.
        file_hash: string, its SHA-256 or MD5 hash; None if it is unknown.
        folder: string, its folder in the cache.
        is_archive: bool, whether it is a `.tar.gz` archive to unpack.
    """

    def __init__(self, name, *urls, file_hash=None, folder='datasets', is_archive=False):
        self.name = name
        self.urls = urls
        self.file_hash = file_hash
        self.folder = folder
        self.is_archive = is_archive

    def load(self, read, path=None):
        """Reads the file in the cache; downloads it if it is missing or unusable.

        A file that can be read is used as it is, so users can put their own data there.

        Args:
            read: function that takes the path of the file. It raises a ValueError or an OSError if
                the file is damaged or incomplete.
            path: name of the file in the cache, or an absolute path; `name` by default.

        Returns:
            What `read` returns.
        """
        name = path or self.name
        place = cached_path(name, self.folder)
        if not os.path.exists(place):
            return read(get_file(name, self.urls, untar=self.is_archive, file_hash=self.file_hash,
                                 cache_subdir=self.folder))
        try:
            return read(place)
        except (OSError, ValueError) as problem:
            self._replace(place, str(problem).rstrip('.'))
            return read(place)

    def _replace(self, place, problem):
        """Downloads the file again. The old file stays until the new one has arrived."""
        warn('%s. It will be downloaded again.' % problem)
        try:
            if self.is_archive:
                get_file(place + '.tar.gz', self.urls, file_hash=self.file_hash, extract=True)
            else:
                download(self.urls, place, self.file_hash)
        except (OSError, ValueError) as error:
            kind = OSError if isinstance(error, OSError) else ValueError
            raise kind('%s. %s' % (problem, error)) from error


_GOOGLE = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/'
_AMAZON = 'https://s3.amazonaws.com/'
_ZALANDO = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'
_TORONTO = 'https://www.cs.toronto.edu/~kriz/'


def _fashion_mnist(name):
    return Source(name, _GOOGLE + name, _ZALANDO + name, folder='datasets/fashion-mnist')


MNIST = Source(
    'mnist.npz', _GOOGLE + 'mnist.npz', _AMAZON + 'img-datasets/mnist.npz',
    file_hash='731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1')
FASHION_MNIST = [_fashion_mnist(name) for name in (
    'train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz',
    't10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz')]
CIFAR10 = Source(
    'cifar-10-batches-py', _TORONTO + 'cifar-10-python.tar.gz', is_archive=True,
    file_hash='6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce')
CIFAR100 = Source(
    'cifar-100-python', _TORONTO + 'cifar-100-python.tar.gz', is_archive=True,
    file_hash='85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7')
BOSTON_HOUSING = Source(
    'boston_housing.npz', _GOOGLE + 'boston_housing.npz',
    _AMAZON + 'keras-datasets/boston_housing.npz',
    file_hash='f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5')
IMDB = Source(
    'imdb.npz', _GOOGLE + 'imdb.npz', _AMAZON + 'text-datasets/imdb.npz',
    file_hash='69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f')
IMDB_WORD_INDEX = Source(
    'imdb_word_index.json', _GOOGLE + 'imdb_word_index.json',
    _AMAZON + 'text-datasets/imdb_word_index.json', file_hash='bfafd718b763782e994055a2d397834f')
REUTERS = Source(
    'reuters.npz', _GOOGLE + 'reuters.npz', _AMAZON + 'text-datasets/reuters.npz',
    file_hash='d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916')
REUTERS_WORD_INDEX = Source(
    'reuters_word_index.json', _GOOGLE + 'reuters_word_index.json',
    _AMAZON + 'text-datasets/reuters_word_index.json',
    file_hash='4d44cc38712099c9e383dc6e5f11a921')
