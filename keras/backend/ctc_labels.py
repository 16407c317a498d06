"""Checking and counting labels for CTC's loss, in NumPy."""
import numpy as np


def count_labels(labels, label_lengths, input_lengths, times, classes):
    """Returns the number of labels in each row: those before the first blank.

    Args:
        labels: ints (batch, max_labels).
        label_lengths: ints (batch,).
        input_lengths: ints (batch,).
        times: int, the number of time steps.
        classes: int, the number of classes including the blank, which is the last one.

    Returns:
        Ints (batch,).

    Raises:
        ValueError: if a label is negative or follows a blank, or the time steps are too few.
    """
    places = np.arange(labels.shape[1])
    are_given = places < np.reshape(label_lengths, (-1, 1))
    are_labels = are_given & (labels < classes - 1)
    counts = are_labels.sum(axis=1)
    wrong = (are_given & (labels < 0)) | (are_labels & (places >= counts[:, None]))
    if wrong.any():
        row = wrong.any(axis=1).argmax()
        raise ValueError(
            'The labels of K.ctc_batch_cost must be in [0, %d), with only blanks, %d, '
            'after the first blank, but those of row %d are %s.' % (
                classes - 1, classes - 1, row, labels[row][are_given[row]].tolist()))
    _check_times(input_lengths, np.maximum(are_given.sum(axis=1), 1), times)
    return counts


def _check_times(lengths, needed, times):
    wrong = (lengths < needed) | (lengths > times)
    if wrong.any():
        row = wrong.argmax()
        raise ValueError(
            'The input of K.ctc_batch_cost has %d time steps, of which row %d needs at least %d '
            'for its labels, but its input_length is %d.' % (times, row, needed[row], lengths[row]))
