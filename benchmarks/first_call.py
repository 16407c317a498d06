"""Times the way to a model's first training step on Theano, against Keras 2.3.1, in turns.

    python3 dev.py --engine theano python benchmarks/first_call.py OTHER_PYTHON [WORKLOAD ...]

OTHER_PYTHON is the interpreter of an environment with Keras 2.3.1 and Theano, whose `.theanorc`
names a BLAS. Each process imports Keras, builds a workload of `workloads.py` and trains on one
batch: 'cold' with an empty folder of compiled code, 'warm' with what the cold one left there.
"""
import argparse
import os
import sys
import tempfile
import time

from turns import output_of

FIRST_STEP = """
import workloads
model, x, y, batch = workloads.{}()
model.train_on_batch(x[:batch], y[:batch])
"""


def seconds(python, workload, compiled):
    """Returns the seconds of a process that trains one step."""
    flags = [os.environ.get('THEANO_FLAGS', ''), 'base_compiledir=' + compiled]
    start = time.perf_counter()
    output_of(python, '-c', FIRST_STEP.format(workload), KERAS_BACKEND='theano',
              THEANO_FLAGS=','.join(flags).strip(','))
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('python')
    parser.add_argument('workloads', nargs='*', default=['mlp', 'cnn', 'lstm'])
    options = parser.parse_args()
    for name in options.workloads:
        with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
            for state in ('cold', 'warm'):
                mine = seconds(sys.executable, name, ours)
                other = seconds(options.python, name, theirs)
                print('%-5s %s: this one %6.1f s, Keras 2.3.1 %6.1f s: ratio %.2f' % (
                    name, state, mine, other, mine / other), flush=True)


if __name__ == '__main__':
    main()
