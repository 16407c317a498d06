"""Lists of word indices into a matrix with one column a word."""
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
    """Raises a ValueError unless there is such a mode."""
    if mode not in _MODES:
        raise ValueError('`mode` must be one of %s, but got %r.%s'
                         % (', '.join(map(repr, _MODES)), mode,
                            did_you_mean(str(mode), _MODES, repr)))


def matrix(sequences, width, mode, idf):
    """Counts words.

    Args:
        sequences: list of lists of word indices.
        width: number of columns; words from this index on are left out.
        mode: `'binary'` (1 where a word occurs), `'count'`, `'freq'` (counts as a part of the
            sequence's length) or `'tfidf'`.
        idf: array of shape `(width,)`, the inverse document frequencies for `'tfidf'`.

    Returns:
        Array of shape `(sequences, width)`.
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
        raise ValueError('Word indices must not be negative, but there is %d.' % words.min())
    return words
