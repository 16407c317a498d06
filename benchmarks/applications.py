"""Times how long networks of `keras.applications` take to build, without published weights.

    python3 dev.py python benchmarks/applications.py                the seconds of this Keras
    python3 dev.py python benchmarks/applications.py OTHER_PYTHON   ... next to another's, in turns

OTHER_PYTHON is the interpreter of an environment with Keras 3 and TensorFlow.

    first      the first time in a process
    build      later ones
    weights    ... with `get_weights`, as this Keras draws start values no sooner than needed
"""
import argparse
import os
import sys
import time

import numpy as np
from turns import output_of

NETWORKS = ('ResNet50', 'DenseNet121')
REPEATS = 5

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '2')


def measure():
    """Yields the name and the seconds of each measurement, with the keras that can be imported."""
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
        yield name + '.first', built[0]
        yield name + '.build', np.median(built[1:])
        yield name + '.weights', np.median(drawn[1:])


def measured_by(python, **variables):
    """Returns a dictionary of seconds from a process of another Python."""
    printed = output_of(python, 'applications.py', **variables)
    lines = [line.split() for line in printed.splitlines()]
    return {line[0]: float(line[1]) for line in lines if len(line) == 2}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('python', nargs='?')
    parser.add_argument('--rounds', type=int, default=5)
    options = parser.parse_args()
    if options.python is None:
        for name, took in measure():
            print('%-20s %.3f' % (name, took), flush=True)
        return
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(measured_by(sys.executable))
        theirs.append(measured_by(options.python, KERAS_BACKEND='tensorflow'))
    for name in ours[0]:
        mine, other = [np.median([times[name] for times in each]) for each in (ours, theirs)]
        print('%-20s this one %6.3f s, the other %6.3f s: ratio %.2f' % (
            name, mine, other, mine / other))


if __name__ == '__main__':
    main()
