"""IMDB: film reviews, positive or negative.

Source: Maas et al., Learning word vectors for sentiment analysis, 2011.
"""
import numpy as np

from keras.utils.warn import warn

from .npz import read_word_lists
from .sources import IMDB, IMDB_WORD_INDEX
from .splits import shuffled
from .vocabulary import encode, read_word_index, renamed_num_words


def load_data(path='imdb.npz', num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1,
              oov_char=2, index_from=3, **kwargs):
    """Loads the reviews as lists of word numbers, downloading them on first use.

    Words are numbered by frequency; the most frequent word is `1 + index_from`. To use your own
    texts instead, put an `.npz` file at `path` in the cache, with the arrays `x_train` and `x_test`
    of lists of ints, and `y_train` and `y_test` of labels. Python code in the file is never run.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.
        num_words: int, words with this number or a greater one count as unknown. With None, only
            the word with the greatest number does.
        skip_top: int, words with a smaller number count as unknown.
        maxlen: int, only shorter texts are kept. The first 25,000 of those that are left (as many
            as `x_train` has) are then used for training, the rest for testing.
        seed: int, seed of the order; None draws a new order each time. The state of `np.random` is
            neither used nor changed.
        start_char: int, number that marks the start of each text; None for none.
        oov_char: int, number that replaces unknown words; None removes them.
        index_from: int, added to the number of each word.
        **kwargs: `nb_words`, the deprecated name of `num_words`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: arrays of lists of ints, and int arrays of labels, 0
        for negative and 1 for positive; 25,000 reviews each.

    Raises:
        OSError: if the file cannot be downloaded; the message says where to put it manually.
        TypeError: if the file holds data of the wrong type, or for an unknown argument.
        ValueError: if no texts or words are left, or if a downloaded file has the wrong hash or
            cannot be read.

    Example:
        >>> from keras.datasets import imdb
        >>> (x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=10000)  # doctest: +SKIP
    """
    num_words = renamed_num_words(num_words, kwargs)
    x_train, y_train, x_test, y_test = IMDB.load(_read, path)
    random = np.random.RandomState(seed)
    x_train, y_train = shuffled(random, x_train, y_train)
    x_test, y_test = shuffled(random, x_test, y_test)
    x, y = encode(x_train + x_test, np.concatenate([y_train, y_test]), num_words, skip_top, maxlen,
                  start_char, oov_char, index_from)
    count = len(x_train)
    if len(x) <= count and len(x_test):
        warn('`maxlen`=%d leaves %d texts, all for training and none for testing. Increase it.'
             % (maxlen, len(x)))
    return (x[:count], y[:count]), (x[count:], y[count:])


def get_word_index(path='imdb_word_index.json'):
    """Loads the numbers of the words in the reviews, downloading them on first use.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.

    Returns:
        Dictionary from words to ints; the most frequent word is 1. Add the `index_from` of
        `load_data` to get the numbers in its lists.

    Raises:
        OSError: if the file cannot be downloaded; the message says where to put it manually.
        TypeError: if the file holds data of the wrong type.
        ValueError: if a downloaded file has the wrong hash or cannot be read.

    Example:
        >>> from keras.datasets import imdb
        >>> words = {number + 3: word for word, number in
        ...          imdb.get_word_index().items()}  # doctest: +SKIP
    """
    return IMDB_WORD_INDEX.load(read_word_index, path)


def _read(path):
    return read_word_lists(path, ['x_train', 'y_train', 'x_test', 'y_test'])
