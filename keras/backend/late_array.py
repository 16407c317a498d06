"""Arrays that are made when they are first looked at."""


class LateArray:
    """An array to NumPy, which a function makes each time that it is asked for.

    An engine may keep it for as long as it needs no values: weights that are read from a file are
    never drawn.

    Args:
        make: function without arguments that returns the same array each time.
        shape: tuple of ints, the shape of that array.
    """

    def __init__(self, make, shape):
        self.make = make
        self.shape = shape

    def __array__(self, dtype=None, copy=None):
        array = self.make()
        return array if dtype is None else array.astype(dtype, copy=False)
