"""Converts words to numbers without a vocabulary."""
import hashlib

from keras.preprocessing.text.words import PUNCTUATION, text_to_word_sequence
from keras.utils.errors import did_you_mean


def one_hot(text, n, filters=PUNCTUATION, lower=True, split=' '):
    """Converts a text to a list of word numbers, with Python's `hash`.

    Python salts its string hashes: they differ from run to run unless the environment variable
    `PYTHONHASHSEED` is set. `hashing_trick` with `hash_function='md5'` always gives the same
    numbers.

    Args:
        text: string.
        n: int, number of word numbers; 0 is never used.
        filters: string or list of the characters to remove.
        lower: bool, whether to convert the text to lower case.
        split: string that separates words.

    Returns:
        List of ints from 1 to `n - 1`. Different words may have the same number.

    Raises:
        ValueError: if `n` is less than 2.

    Example:
        >>> from keras.preprocessing.text import one_hot
        >>> numbers = one_hot('the cat and the dog', 1000)
        >>> numbers[0] == numbers[3]
        True
    """
    return hashing_trick(text, n, hash, filters, lower, split)


def hashing_trick(text, n, hash_function=None, filters=PUNCTUATION, lower=True, split=' '):
    """Converts a text to a list of word numbers, with a hash function.

    Args:
        text: string.
        n: int, number of word numbers; 0 is never used.
        hash_function: function from string to int; or `'md5'`, which gives the same numbers in
            every run; by default Python's `hash`, which does not.
        filters: string or list of the characters to remove.
        lower: bool, whether to convert the text to lower case.
        split: string that separates words.

    Returns:
        List of ints from 1 to `n - 1`. Different words may have the same number.

    Raises:
        ValueError: if `n` is less than 2, or the hash function is unknown.

    Example:
        >>> from keras.preprocessing.text import hashing_trick
        >>> hashing_trick('The quick brown fox', 1000, 'md5')
        [132, 454, 793, 641]
    """
    if n < 2:
        raise ValueError('`n` must be at least 2, because the word numbers are from 1 to n - 1, '
                         'but got %s.' % n)
    hash_of = _hash_function(hash_function)
    return [hash_of(word) % (n - 1) + 1
            for word in text_to_word_sequence(text, filters, lower, split)]


def _hash_function(identifier):
    if identifier is None:
        return hash
    if identifier == 'md5':
        return _md5
    if not callable(identifier):
        raise ValueError("`hash_function` must be 'md5', a function, or None for Python's `hash`, "
                         'but got %r.%s' % (identifier,
                                            did_you_mean(str(identifier), ['md5'], repr)))
    return identifier


def _md5(word):
    return int(hashlib.md5(word.encode()).hexdigest(), 16)
