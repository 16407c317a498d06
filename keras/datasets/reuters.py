"""News of Reuters, 1987, by their topics (Reuters-21578)."""
import numpy as np

from .npz import read_word_lists
from .sources import REUTERS, REUTERS_WORD_INDEX
from .splits import check_test_split, shuffled, split
from .vocabulary import encode, read_word_index, renamed_num_words


def load_data(path='reuters.npz', num_words=None, skip_top=0, maxlen=None, test_split=0.2,
              seed=113, start_char=1, oov_char=2, index_from=3, **kwargs):
    """Loads the news as lists of word numbers, downloading them at first use.

    Words are numbered by how frequent they are: the most frequent one is `1 + index_from`. A file
    with texts of your own can take the place of the news: an `.npz` file with the arrays `x` of
    lists of ints and `y` of labels, at `path` in the cache. Python code in the file is refused.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.
        num_words: int, words with this number or a greater one are unknown. With None, the word
            with the greatest number is.
        skip_top: int, words with a smaller number are unknown.
        maxlen: int, only shorter texts are kept.
        test_split: float from 0 to below 1, the part of the texts to keep for testing.
        seed: int, seed of the order in which the news come; None for a new order each time. The
            state of `np.random` neither matters nor changes.
        start_char: int, the mark at the beginning of each text; None for none.
        oov_char: int, stands in for unknown words; None to leave them out.
        index_from: int, what is added to the number of each word.
        **kwargs: `nb_words`, the deprecated name of `num_words`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: arrays of lists of ints, and int arrays of labels
        from 0 to 45; 8,982 and 2,246 of each.

    Raises:
        ValueError: if `test_split` is out of range, no text or no word is left, or what was
            downloaded has the wrong hash or cannot be read.
        OSError: if the file cannot be downloaded; the message tells where to put it by hand.
        TypeError: if the arrays do not hold lists of ints, or there is an unknown argument.

    Example:
        >>> (x_train, y_train), (x_test, y_test) = load_data(num_words=1000)
    """
    num_words = renamed_num_words(num_words, kwargs)
    check_test_split(test_split)
    x, y = shuffled(np.random.RandomState(seed), *REUTERS.load(_read, path))
    x, y = encode(x, y, num_words, skip_top, maxlen, start_char, oov_char, index_from)
    return split(x, y, test_split)


def get_word_index(path='reuters_word_index.json'):
    """Loads the numbers of the words in the news, downloading them at first use.

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
    return REUTERS_WORD_INDEX.load(read_word_index, path)


def _read(path):
    return read_word_lists(path, ['x', 'y'])
