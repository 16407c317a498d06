"""Ranges from which random numbers are drawn."""


def lowest_and_highest(argument, value):
    """Returns the limits of a range; raises a ValueError if they are not two numbers."""
    try:
        low, high = map(float, value)
    except (TypeError, ValueError):
        raise ValueError('`%s` must be two numbers (lowest, highest), but got %r.'
                         % (argument, value)) from None
    return low, high
