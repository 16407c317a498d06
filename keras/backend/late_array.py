"""Arrays that are made when they are first needed."""


class LateArray:
    """An array for NumPy that a function makes whenever it is needed.

    An engine can keep it as long as it needs no values, so weights that are loaded from a file are
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
