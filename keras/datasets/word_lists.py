"""Texts as lists of word numbers, as in `imdb` and `reuters`."""
import numbers
import operator
from itertools import chain

import numpy as np


class WordLists:
    """Lists of ints of different lengths, all in one array.

    Operations on words apply to the whole array, which is much faster than looping over lists.

    Args:
        words: int array, the words of all lists, one list after the other.
        lengths: int array, the number of words in each list.
    """

    def __init__(self, words, lengths):
        self.words = words
        self.lengths = lengths

    @classmethod
    def of(cls, lists, name):
        """Creates `WordLists` from lists.

        Args:
            lists: array of lists, tuples or arrays of ints, or a 2D array of ints.
            name: string, name of the array in errors.

        Raises:
            TypeError: if it contains anything else.
        """
        others = _names_of_types(lists, (list, tuple, np.ndarray))
        if others:
            raise TypeError('%s must hold lists of ints, but holds %s' % (name, others))
        lengths = np.fromiter(map(len, lists), 'int64', len(lists))
        words = map(operator.index, chain.from_iterable(lists))  # `index` accepts only ints
        try:
            return cls(np.fromiter(words, 'int64', lengths.sum()), lengths)
        except TypeError as error:
            others = _names_of_types(chain.from_iterable(lists), numbers.Integral)
            raise TypeError('%s must hold lists of ints, but holds lists with %s'
                            % (name, others)) from error

    def __len__(self):
        return len(self.lengths)

    def __add__(self, other):
        return WordLists(np.concatenate([self.words, other.words]),
                         np.concatenate([self.lengths, other.lengths]))

    def __getitem__(self, indices):
        """Returns some of the lists as `WordLists`, in the order of an array of indices."""
        lengths = self.lengths[indices]
        shifts = _starts(self.lengths)[indices] - _starts(lengths)
        return WordLists(self.words[np.arange(lengths.sum()) + np.repeat(shifts, lengths)], lengths)

    def starting_with(self, word):
        """Returns the lists with a word added at the beginning of each."""
        return WordLists(np.insert(self.words, _starts(self.lengths), word), self.lengths + 1)

    def only(self, kept):
        """Returns the lists without some words.

        Args:
            kept: bool array, whether to keep each of `words`.
        """
        lists = np.repeat(np.arange(len(self)), self.lengths)
        return WordLists(self.words[kept], np.bincount(lists[kept], minlength=len(self)))

    def to_array(self):
        """Returns the lists as a 1D array of lists of ints."""
        words, ends = self.words.tolist(), np.cumsum(self.lengths).tolist()
        lists = np.empty(len(self), dtype=object)
        for i, (start, end) in enumerate(zip([0] + ends, ends)):
            lists[i] = words[start:end]
        return lists


def _starts(lengths):
    """Returns the index of the first word of each list."""
    return np.cumsum(lengths) - lengths


def _names_of_types(entries, known):
    """Returns the names of the types of entries, except the known ones, as one string."""
    return ', '.join(sorted(kind.__name__ for kind in set(map(type, entries))
                            if not issubclass(kind, known)))
