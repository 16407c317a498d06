"""The data of the examples: those of `keras.datasets`, or small ones in their place.

Each function returns `(x_train, y_train), (x_test, y_test)` as the data set of its name does. Where
neither a network nor a file in the cache has it, the data are of the same form, but few and easy:
they show that a script runs, not what its model can do. A line says so.
"""
import numpy as np
from sklearn.datasets import load_digits

from keras import datasets


def mnist(samples=None):
    """Returns digits: images (samples, 28, 28) of pixels from 0 to 255, and classes from 0 to 9.

    Without MNIST these are the 1,797 digits of 8 x 8 pixels of scikit-learn, enlarged.

    Args:
        samples: int, how many digits at most for training, and for testing; None for all.
    """
    return _first(samples, *_loaded(datasets.mnist, _enlarged_digits))


def imdb(num_words, samples=None):
    """Returns reviews: object arrays of lists of word numbers, and 1 for praise.

    Without the IMDB reviews these are numbers drawn at random, among which are some more of those
    from 4 to 13 where a review praises, and of those from 14 to 23 where it does not.

    Args:
        num_words: int, above the largest number of a word.
        samples: int, how many reviews at most for training, and for testing; None for all.
    """
    train, test = _loaded(datasets.imdb, lambda: _reviews(num_words), num_words=num_words)
    return _first(samples, train, test)


def _loaded(dataset, substitute, **arguments):
    try:
        return dataset.load_data(**arguments)
    except OSError:
        print('%s cannot be downloaded: small data of the same form take its place.'
              % dataset.__name__.rpartition('.')[2])
        return substitute()


def _first(samples, train, test):
    return [part[:samples] for part in train], [part[:samples] for part in test]


def _enlarged_digits():
    images, labels = load_digits(return_X_y=True)
    images = np.kron(images.reshape(-1, 8, 8), np.ones((1, 3, 3))) * 255 / 16
    images = np.pad(images, ((0, 0), (2, 2), (2, 2)), 'constant').astype('uint8')
    return (images[360:], labels[360:]), (images[:360], labels[:360])


def _reviews(num_words, count=1000):
    random = np.random.RandomState(0)
    labels = random.randint(2, size=2 * count)
    texts = np.empty(2 * count, dtype=object)
    for i, praises in enumerate(labels):
        text = random.randint(24, num_words, size=random.randint(20, 120))
        telling = random.rand(len(text)) < .2
        text[telling] = random.randint(4 if praises else 14, 14 if praises else 24,
                                       size=telling.sum())
        texts[i] = [1] + text.tolist()
    return (texts[:count], labels[:count]), (texts[count:], labels[count:])
