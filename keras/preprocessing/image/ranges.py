"""Ranges that random numbers are drawn from."""


def lowest_and_highest(argument, value):
    """Returns the bounds of a range; raises a ValueError that names the argument if they are not
    two numbers."""
    try:
        low, high = map(float, value)
    except (TypeError, ValueError):
        raise ValueError('`%s` must be two numbers (lowest, highest), but got %r.'
                         % (argument, value)) from None
    return low, high
