"""Compares the workloads of this Keras with those of another one, in turns.

    python3 dev.py python benchmarks/against.py [--backend jax] OTHER_PYTHON [WORKLOAD ...]
    python3 dev.py --engine theano python benchmarks/against.py --backend theano OTHER_PYTHON

OTHER_PYTHON is the interpreter of an environment with Keras 3, or Keras 2.3.1, and an engine for
it (Theano: with a BLAS named in `.theanorc`). Both run `workloads.py` in processes of their own,
one after the other, several times; what counts is the ratio of the medians, since the times of a
shared machine drift.
"""
import argparse
import sys

import numpy as np
from turns import output_of


def milliseconds(python, workloads, **variables):
    """Returns a dictionary from each workload to its milliseconds in one process."""
    printed = output_of(python, 'workloads.py', *workloads, **variables)
    lines = [line.split() for line in printed.splitlines()]
    return {line[0]: float(line[1]) for line in lines if len(line) == 2}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('python')
    parser.add_argument('--backend', default='tensorflow', help="the other one's engine")
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('workloads', nargs='*',
                        default=['tiny', 'mlp', 'cnn', 'lstm', 'predict'])
    options = parser.parse_args()
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(milliseconds(sys.executable, options.workloads))
        theirs.append(milliseconds(options.python, options.workloads,
                                   KERAS_BACKEND=options.backend))
    for name in options.workloads:
        mine = np.median([times[name] for times in ours])
        other = np.median([times[name] for times in theirs])
        print('%-8s this one %8.3f ms, the other (%s) %8.3f ms: ratio %.2f' % (
            name, mine, options.backend, other, mine / other))


if __name__ == '__main__':
    main()
