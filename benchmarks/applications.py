"""Times how long networks of `keras.applications` take to build, without published weights.

    python3 dev.py python benchmarks/applications.py

Prints lines of a network, a figure and its seconds, for whichever Keras can be imported;
`against.py` compares several (see there).

    first      the first time in a process
    build      later ones
    weights    ... with `get_weights`, as this Keras draws start values no sooner than needed
"""
import os
import time

import numpy as np

NETWORKS = ('ResNet50', 'DenseNet121')
REPEATS = 5

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '2')


def measure():
    """Yields the network, the figure and the seconds of each measurement."""
    import keras.applications
    from keras import backend as K
    for name in NETWORKS:
        built, drawn = [], []
        for _ in range(1 + REPEATS):
            K.clear_session()
            start = time.perf_counter()
            model = getattr(keras.applications, name)(weights=None)
            built.append(time.perf_counter() - start)
            model.get_weights()
            drawn.append(time.perf_counter() - start)
        yield name, 'first', built[0]
        yield name, 'build', np.median(built[1:])
        yield name, 'weights', np.median(drawn[1:])


def main():
    for measurement in measure():
        print('%-12s %-9s %.3f' % measurement, flush=True)


if __name__ == '__main__':
    main()
