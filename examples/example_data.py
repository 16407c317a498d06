"""The data of the examples: those of `keras.datasets`, or small ones in their place.

Each function returns `(x_train, y_train), (x_test, y_test)` as the data set of its name does. Where
neither a network nor a file in the cache has it, the data are of the same form, but few and easy:
they show that a script runs, not what its model can do. A line says so.
"""
import numpy as np
from example_pictures import as_keras_has_them
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


def cifar10(samples=None):
    """Returns photographs: images (samples, 32, 32, 3), and classes (samples, 1) from 0 to 9.

    Pixels are from 0 to 255. Where `K.image_data_format()` is `'channels_first'`, the images are
    (samples, 3, 32, 32). Without CIFAR-10 these are figures, of other colors each: a disk, a
    square, a cross, stripes and so on.

    Args:
        samples: int, how many images at most for training, and for testing; None for all.
    """
    return _first(samples, *_loaded(datasets.cifar10, figures))


def reuters(num_words, samples=None):
    """Returns newswires: object arrays of lists of word numbers, and topics from 0 to 45.

    Without the newswires of Reuters these are numbers drawn at random, a quarter of them from five
    words that the topic has to itself.

    Args:
        num_words: int, above the largest number of a word, at least 300.
        samples: int, how many newswires at most for training, and for testing; None for all.
    """
    train, test = _loaded(datasets.reuters, lambda: _newswires(num_words), num_words=num_words)
    return _first(samples, train, test)


def figures(count=1000):
    """Returns figures in the form of CIFAR-10, which they take the place of.

    Args:
        count: int, how many for training, and as many for testing.
    """
    random = np.random.RandomState(0)
    labels = random.randint(len(FIGURES), size=(2 * count, 1))
    images = np.array([_figure(FIGURES[label], random) for label in labels[:, 0]])
    images = as_keras_has_them(images)
    return (images[:count], labels[:count]), (images[count:], labels[count:])


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


def _newswires(num_words, count=2000, topics=46):
    random = np.random.RandomState(0)
    labels = random.randint(topics, size=2 * count)
    texts = np.empty(2 * count, dtype=object)
    for i, topic in enumerate(labels):
        text = random.randint(4 + 5 * topics, num_words, size=random.randint(20, 120))
        telling = random.rand(len(text)) < .25
        text[telling] = 4 + 5 * topic + random.randint(5, size=telling.sum())
        texts[i] = [1] + text.tolist()
    return (texts[:count], labels[:count]), (texts[count:], labels[count:])


def _figure(inside, random):
    """Returns an image of a figure somewhere near the middle, in two colors and some noise."""
    center, radius = random.uniform(12, 20, 2), random.uniform(7, 11)
    y, x = (np.mgrid[:32, :32] - center[:, None, None]) / radius
    dark, bright = random.uniform(0, 90, 3), random.uniform(140, 255, 3)
    image = np.where(inside(x, y)[..., None], bright, dark)
    return np.clip(image + random.normal(0, 12, image.shape), 0, 255).astype('uint8')


# Each tells for coordinates, which are from -1 to 1 around its middle, whether they lie inside.
FIGURES = [
    lambda x, y: x ** 2 + y ** 2 < 1,  # disk
    lambda x, y: np.maximum(abs(x), abs(y)) < .9,  # square
    lambda x, y: abs(x) + abs(y) < 1,  # diamond
    lambda x, y: (abs(y) < 1) & (2 * abs(x) < y + 1),  # triangle
    lambda x, y: (np.minimum(abs(x), abs(y)) < .3) & (np.maximum(abs(x), abs(y)) < 1),  # cross
    lambda x, y: abs(x ** 2 + y ** 2 - .7) < .3,  # ring
    lambda x, y: (abs(abs(x) - abs(y)) < .3) & (abs(x) < 1),  # X
    lambda x, y: (np.sin(8 * y) > 0) & (np.maximum(abs(x), abs(y)) < 1),  # horizontal stripes
    lambda x, y: (np.sin(8 * x) > 0) & (np.maximum(abs(x), abs(y)) < 1),  # vertical stripes
    lambda x, y: (np.sin(7 * x) * np.sin(7 * y) > 0) & (abs(x) < 1) & (abs(y) < 1),  # checkers
]
