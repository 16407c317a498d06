"""Reuters: news of 1987, classified by topic.

Source: Lewis, Reuters-21578 Text Categorization Collection.
"""
import numpy as np

from .npz import read_word_lists
from .sources import REUTERS, REUTERS_WORD_INDEX
from .splits import check_test_split, shuffled, split
from .vocabulary import encode, read_word_index, renamed_num_words


def load_data(path='reuters.npz', num_words=None, skip_top=0, maxlen=None, test_split=0.2,
              seed=113, start_char=1, oov_char=2, index_from=3, **kwargs):
    """Loads the news as lists of word numbers, downloading them on first use.

    Words are numbered by frequency; the most frequent word is `1 + index_from`. To use your own
    texts instead, put an `.npz` file at `path` in the cache, with the arrays `x` of lists of ints
    and `y` of labels. Python code in the file is never run.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.
        num_words: int, words with this number or a greater one count as unknown. With None, only
            the word with the greatest number does.
        skip_top: int, words with a smaller number count as unknown.
        maxlen: int, only shorter texts are kept.
        test_split: float from 0 to below 1, fraction of the texts used for testing.
        seed: int, seed of the order; None draws a new order each time. The state of `np.random` is
            neither used nor changed.
        start_char: int, number that marks the start of each text; None for none.
        oov_char: int, number that replaces unknown words; None removes them.
        index_from: int, added to the number of each word.
        **kwargs: `nb_words`, the deprecated name of `num_words`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: arrays of lists of ints, and int arrays of topics
        from 0 to 45; 8,982 texts for training and 2,246 for testing.

    Raises:
        OSError: if the file cannot be downloaded; the message says where to put it manually.
        TypeError: if the file holds data of the wrong type, or for an unknown argument.
        ValueError: if `test_split` is out of range, no texts or words are left, or if a downloaded
            file has the wrong hash or cannot be read.

    Example:
        >>> from keras.datasets import reuters
        >>> train, test = reuters.load_data(num_words=1000)  # doctest: +SKIP
        >>> (x_train, y_train), (x_test, y_test) = train, test  # doctest: +SKIP
    """
    num_words = renamed_num_words(num_words, kwargs)
    check_test_split(test_split)
    x, y = shuffled(np.random.RandomState(seed), *REUTERS.load(_read, path))
    x, y = encode(x, y, num_words, skip_top, maxlen, start_char, oov_char, index_from)
    return split(x, y, test_split)


def get_word_index(path='reuters_word_index.json'):
    """Loads the numbers of the words in the news, downloading them on first use.

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
        >>> from keras.datasets import reuters
        >>> words = {number + 3: word for word, number in
        ...          reuters.get_word_index().items()}  # doctest: +SKIP
    """
    return REUTERS_WORD_INDEX.load(read_word_index, path)


def _read(path):
    return read_word_lists(path, ['x', 'y'])
