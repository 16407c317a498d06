"""The arrays of an optimizer: numbers, then series with one array for each trained weight."""
import itertools


def each_series(arrays, length, convert):
    """Converts the series.

    Args:
        arrays: list of arrays.
        length: int, the length of a series.
        convert: function that takes a series, a list of arrays, and returns one.

    Returns:
        List of arrays; `arrays` itself if it does not consist of such series.
    """
    start = sum(1 for _ in itertools.takewhile(lambda array: array.ndim == 0, arrays))
    series = [arrays[i:i + length] for i in range(start, len(arrays), length or 1)]
    if any(len(one) < length for one in series):
        return arrays
    return arrays[:start] + [array for one in series for array in convert(one)]
