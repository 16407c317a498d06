"""Distributions of numbers."""
import numpy as np

_POSITIVE = 1e-12 * 1.1 ** np.arange(774)  # to 1e20
# Upper limits of the buckets; each bucket begins where the previous one ends.
_LIMITS = np.concatenate([[-np.finfo('float64').max], -_POSITIVE[::-1], [0.], _POSITIVE,
                          [np.finfo('float64').max]])


class Histogram:
    """Counts numbers in buckets, each 10% longer than the neighbor closer to 0.

    Infinite numbers and NaN are ignored.

    Args:
        array: numbers to start with.

    Attributes:
        count: how many numbers there are.
        least: the smallest number.
        greatest: the greatest number.
        total: sum of the numbers.
        total_of_squares: sum of their squares.
    """

    def __init__(self, array=()):
        self.count = 0
        self.least = 0.
        self.greatest = 0.
        self.total = 0.
        self.total_of_squares = 0.
        self._counts = np.zeros(len(_LIMITS), 'int64')
        self.add(array)

    def add(self, array):
        """Adds the numbers in an array of any shape."""
        numbers = np.asarray(array, 'float64').ravel()
        numbers = numbers[np.isfinite(numbers)]
        if numbers.size:
            self.least = min(self.least, numbers.min()) if self.count else numbers.min()
            self.greatest = max(self.greatest, numbers.max()) if self.count else numbers.max()
            self.count += numbers.size
            self.total += numbers.sum()
            self.total_of_squares += (numbers ** 2).sum()
            places = np.searchsorted(_LIMITS[:-1], numbers, side='right')
            self._counts += np.bincount(places, minlength=len(_LIMITS))

    def buckets(self):
        """Returns the upper limits of the buckets and their counts.

        Of several adjacent empty buckets only the last is listed.
        """
        followed = np.append(self._counts[1:] > 0, True)
        listed = (self._counts > 0) | followed
        return _LIMITS[listed], self._counts[listed]
