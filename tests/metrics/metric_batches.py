"""Batches for metrics, and a function that takes metrics through them."""
import numpy as np

from keras import backend as K

# Targets, predictions and weights of yes-or-no samples.
BINARY = [
    (np.array([1., 1., 1., 1., 0., 1., 0., 1.]),
     np.array([.96, .38, .79, .53, .57, .93, .07, .09]),
     np.array([3., 0., 3., 1., 2., 3., 3., 0.])),
    (np.array([1., 1., 1., 1., 0., 1.]),
     np.array([.14, .94, .52, .41, .26, .77]),
     np.array([3., 0., 2., 0., 0., 0.])),
]

# The same for four classes.
CLASSES = [
    (np.array([[0., 1., 0., 0.], [1., 0., 0., 1.], [0., 0., 1., 0.]]),
     np.array([[.1, .7, .1, .1], [.5, .5, 1e-9, .4], [.2, .3, .4, .1]]),
     np.array([1., 0., 2.])),
    (np.array([[0., 0., 1., 0.], [1., 0., 0., 0.]]),
     np.array([[.3, .2, .1, .4], [.6, .2, .1, .1]]),
     np.array([.5, 3.])),
]

# The same with the numbers of the classes as targets.
SPARSE = [(true.argmax(-1), pred, weights) for true, pred, weights in CLASSES]


def feed(metrics, batches, weighted=False):
    """Takes metrics through batches.

    Args:
        metrics: list of metrics.
        batches: list of tuples of arrays.
        weighted: whether to hand on the last array of each, too.

    Returns:
        List with a list for each metric: its results after each batch.
    """
    count = 3 if weighted else 2
    inputs = [K.placeholder((None,) + array.shape[1:]) for array in batches[0][:count]]
    step = K.function(inputs, [metric(*inputs) for metric in metrics])
    return list(zip(*[step([np.asarray(x) for x in batch[:count]]) for batch in batches]))
