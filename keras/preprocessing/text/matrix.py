"""Converts lists of word indices to a matrix with one column per word."""
import array
import itertools

import numpy as np

from keras.utils.errors import did_you_mean


def _binary(counts, lengths, idf):
    return np.ones(len(counts))


def _count(counts, lengths, idf):
    return counts


def _freq(counts, lengths, idf):
    return counts / lengths


def _tfidf(counts, lengths, idf):
    return (1 + np.log(counts)) * idf


_MODES = {'binary': _binary, 'count': _count, 'tfidf': _tfidf, 'freq': _freq}


def check_mode(mode):
    """Raises a ValueError if the mode is unknown."""
    if mode not in _MODES:
        raise ValueError('`mode` must be one of %s, but got %r.%s'
                         % (', '.join(map(repr, _MODES)), mode,
                            did_you_mean(str(mode), _MODES, repr)))


def matrix(sequences, width, mode, idf):
    """Counts words.

    Args:
        sequences: list of lists of word indices.
        width: int, number of columns; greater word indices are ignored.
        mode: `'binary'` (1 if a word occurs), `'count'`, `'freq'` (counts divided by the length of
            the sequence) or `'tfidf'`.
        idf: array `(width,)`, the inverse document frequencies for `'tfidf'`.

    Returns:
        Array `(sequences, width)`.
    """
    lengths = np.array([len(sequence) for sequence in sequences], int)
    words = _joined(sequences)
    rows = np.repeat(np.arange(len(sequences)), lengths)
    kept = words < width
    cells, counts = np.unique(rows[kept] * width + words[kept], return_counts=True)
    rows, columns = np.divmod(cells, width)
    x = np.zeros((len(sequences), width))
    x[rows, columns] = _MODES[mode](counts, lengths[rows], idf[columns])
    return x


def _joined(sequences):
    try:
        words = np.array(array.array('q', itertools.chain.from_iterable(sequences)))
    except TypeError as error:
        raise TypeError('`sequences` must be lists of word indices (%s). For texts, use '
                        '`texts_to_matrix`.' % error) from error
    if words.size and words.min() < 0:
        raise ValueError('Word indices must not be negative, but got %d.' % words.min())
    return words
