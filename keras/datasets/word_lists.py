"""Texts as lists of word numbers, as `imdb` and `reuters` hold them."""
import numbers
import operator
from itertools import chain

import numpy as np


class WordLists:
    """Lists of ints of different lengths, all of them in one array.

    What is done to each word is done to the whole array, which is faster by far than in lists.

    Args:
        words: int array, the words of all lists, one list after the other.
        lengths: int array, the number of words in each list.
    """

    def __init__(self, words, lengths):
        self.words = words
        self.lengths = lengths

    @classmethod
    def of(cls, lists, name):
        """Makes them of lists.

        Args:
            lists: array of lists, tuples or arrays of ints, or a 2D array of ints.
            name: string, what errors call it.

        Raises:
            TypeError: if anything else is in it.
        """
        others = _names_of_types(lists, (list, tuple, np.ndarray))
        if others:
            raise TypeError('%s must hold lists of ints, but holds %s' % (name, others))
        lengths = np.fromiter(map(len, lists), 'int64', len(lists))
        words = map(operator.index, chain.from_iterable(lists))  # index refuses all but ints
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
        """Returns some of the lists, as `WordLists`, in the order of an array of indices."""
        lengths = self.lengths[indices]
        shifts = _starts(self.lengths)[indices] - _starts(lengths)
        return WordLists(self.words[np.arange(lengths.sum()) + np.repeat(shifts, lengths)], lengths)

    def starting_with(self, word):
        """Returns the lists with one word more at the beginning of each."""
        return WordLists(np.insert(self.words, _starts(self.lengths), word), self.lengths + 1)

    def only(self, kept):
        """Returns the lists without some words.

        Args:
            kept: bool array, for each of `words` whether it stays.
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
    """Returns at which word each list starts."""
    return np.cumsum(lengths) - lengths


def _names_of_types(entries, known):
    """Returns the names of the types of entries, except for the known ones, as one string."""
    return ', '.join(sorted(kind.__name__ for kind in set(map(type, entries))
                            if not issubclass(kind, known)))
