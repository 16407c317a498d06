"""Reviews of films from IMDB, positive or negative (Maas et al., 2011, Learning word vectors for
sentiment analysis)."""
import numpy as np

from keras.utils.warn import warn

from .npz import read_word_lists
from .sources import IMDB, IMDB_WORD_INDEX
from .splits import shuffled
from .vocabulary import encode, read_word_index, renamed_num_words


def load_data(path='imdb.npz', num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1,
              oov_char=2, index_from=3, **kwargs):
    """Loads the reviews as lists of word numbers, downloading them at first use.

    Words are numbered by how frequent they are: the most frequent one is `1 + index_from`. A file
    with texts of your own can take the place of the reviews: an `.npz` file with the arrays
    `x_train` and `x_test` of lists of ints, and `y_train` and `y_test` of labels, at `path` in the
    cache. Python code in the file is refused.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.
        num_words: int, words with this number or a greater one are unknown. With None, the word
            with the greatest number is.
        skip_top: int, words with a smaller number are unknown.
        maxlen: int, only shorter texts are kept. The first 25,000 of those that are left (as many
            as there are in `x_train`) are then for training, and the rest for testing.
        seed: int, seed of the order in which the reviews come; None for a new order each time. The
            state of `np.random` neither matters nor changes.
        start_char: int, the mark at the beginning of each text; None for none.
        oov_char: int, stands in for unknown words; None to leave them out.
        index_from: int, what is added to the number of each word.
        **kwargs: `nb_words`, the deprecated name of `num_words`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: arrays of lists of ints, and int arrays of labels,
        0 for negative and 1 for positive; 25,000 of each.

    Raises:
        ValueError: if no text or no word is left, or what was downloaded has the wrong hash or
            cannot be read.
        OSError: if the file cannot be downloaded; the message tells where to put it by hand.
        TypeError: if the arrays do not hold lists of ints, or there is an unknown argument.

    Example:
        >>> (x_train, y_train), (x_test, y_test) = load_data(num_words=10000)
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
        warn('`maxlen`=%d leaves %d texts, all of them for training and none for testing.'
             % (maxlen, len(x)))
    return (x[:count], y[:count]), (x[count:], y[count:])


def get_word_index(path='imdb_word_index.json'):
    """Loads the numbers of the words in the reviews, downloading them at first use.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.

    Returns:
        Dictionary from words to ints, the most frequent word being 1. Add the `index_from` of
        `load_data` to get the numbers that are in its lists.

    Raises:
        OSError: if the file cannot be downloaded; the message tells where to put it by hand.
        ValueError: if what was downloaded has the wrong hash or cannot be read.
        TypeError: if the file does not hold a dictionary from words to ints.
    """
    return IMDB_WORD_INDEX.load(read_word_index, path)


def _read(path):
    return read_word_lists(path, ['x_train', 'y_train', 'x_test', 'y_test'])
