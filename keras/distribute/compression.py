"""Smaller numbers to send."""


class _Uncompressed:
    half_precision = False


class _HalfPrecision:
    half_precision = True


class Compression:
    """Ways to send gradients to other workers.

    Attributes:
        none: with the precision that they have.
        fp16: as float16. This halves the bytes to send, at the cost of precision.
    """

    none = _Uncompressed
    fp16 = _HalfPrecision
