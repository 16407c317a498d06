"""Selects and numbers the words and texts of `imdb` and `reuters`."""
import json
import numbers

import numpy as np

from keras.utils.errors import did_you_mean
from keras.utils.warn import warn

from .reading import reading
from .word_lists import WordLists

_ARGUMENTS = ('path', 'num_words', 'skip_top', 'maxlen', 'test_split', 'seed', 'start_char',
              'oov_char', 'index_from')


def renamed_num_words(num_words, kwargs):
    """Returns `num_words`, which may also be passed under its name in Keras 1.

    Args:
        num_words: int or None.
        kwargs: dictionary of arguments, which may contain `nb_words`.

    Raises:
        TypeError: for another argument, or if `num_words` is passed under both names.
    """
    for name in kwargs:
        if name != 'nb_words':
            raise TypeError('`load_data` has no argument `%s`.%s' % (
                name, did_you_mean(name, _ARGUMENTS, '`{}`'.format)))
    if 'nb_words' not in kwargs:
        return num_words
    if num_words is not None:
        raise TypeError('`num_words` is passed twice: also as `nb_words`, its name in Keras 1.')
    warn('The argument `nb_words` of `load_data` was renamed; use `num_words`.')
    return kwargs['nb_words']


def encode(x, y, num_words, skip_top, maxlen, start_char, oov_char, index_from):
    """Numbers words as Keras 2 does, and removes long texts and unwanted words.

    Args:
        x: `WordLists` of the texts; the most frequent word is 1.
        y: array of labels.
        num_words: as in `imdb.load_data`.
        skip_top: as in `imdb.load_data`.
        maxlen: as in `imdb.load_data`.
        start_char: as in `imdb.load_data`.
        oov_char: as in `imdb.load_data`.
        index_from: as in `imdb.load_data`.

    Returns:
        Array of the remaining texts, as lists of ints, and array of their labels.

    Raises:
        TypeError: if an argument is not a number.
        ValueError: if no texts or words are left.
    """
    _check_numbers(num_words=num_words, skip_top=skip_top, maxlen=maxlen, start_char=start_char,
                   oov_char=oov_char, index_from=index_from)
    x = WordLists(x.words + (index_from or 0), x.lengths)
    _check_words_are_left(x.words, num_words, skip_top)
    if maxlen:
        x, y = _shorter_than(maxlen, x, y, marks=0 if start_char is None else 1)
    if start_char is not None:
        x = x.starting_with(start_char)
    # Without `num_words`, the word with the greatest number counts as unknown, as in Keras 2.
    known = _between(x.words, skip_top, num_words or x.words.max(initial=0))
    if oov_char is None:
        x = x.only(known)
    else:
        x = WordLists(np.where(known, x.words, oov_char), x.lengths)
    return x.to_array(), y


def _check_numbers(**arguments):
    for name, value in arguments.items():
        if value is not None and not isinstance(value, numbers.Real):
            raise TypeError('`%s` must be an int or None, but got %r.' % (name, value))


def _check_words_are_left(words, num_words, skip_top):
    if not len(words):
        raise ValueError('There are no words in the texts.')
    if (num_words or skip_top) and not _between(words, skip_top, num_words or np.inf).any():
        raise ValueError('`num_words`=%s and `skip_top`=%s leave no words: those in the texts have '
                         'numbers from %d to %d. Increase `num_words` or decrease `skip_top`.'
                         % (num_words, skip_top, words.min(), words.max()))


def _between(words, skip_top, num_words):
    return (words >= (skip_top or 0)) & (words < num_words)


def _shorter_than(maxlen, x, y, marks):
    lengths = x.lengths + marks
    kept = np.flatnonzero(lengths < maxlen)
    if not len(kept):
        raise ValueError('`maxlen`=%s leaves no texts: only shorter ones are kept, and the '
                         'shortest has %d words (with the start mark). Increase `maxlen`.'
                         % (maxlen, lengths.min()))
    return x[kept], y[kept]


def read_word_index(path):
    """Reads a dictionary from words to ints from a JSON file.

    Args:
        path: the file.

    Raises:
        TypeError: if it holds anything else.
        ValueError: if the file is damaged.
    """
    with reading(path), open(path, encoding='utf-8') as file:
        index = json.load(file)
        if not isinstance(index, dict) or not all(type(n) is int for n in index.values()):
            raise TypeError('it must hold a dictionary from words to ints')
        return index
