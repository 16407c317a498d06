"""Times training with several processes, each on one core.

    python3 dev.py python benchmarks/distributed.py [1 2 4] [mlp] [cnn] [sums]

Prints the milliseconds for 1,000 images, for each number of workers: with perfect scaling, twice as
many workers take half the time, as long as there are cores. The models are those of `workloads.py`;
each worker has batches of 128. `sums` prints the milliseconds of a sum over the workers, by the
number of floats. `against.py` compares other libraries, see `distributed_peers.py`:

    python3 dev.py python benchmarks/against.py distributed.py 1 2 \
        --peer 'MultiWorkerMirroredStrategy=LIBRARY=tf_keras PYTHON distributed_peers.py' \
        --peer 'DistributedDataParallel=LIBRARY=torch PYTHON distributed_peers.py'
"""
import json
import os
import subprocess
import sys

import numpy as np
from turns import median_seconds

BATCH = 128
STEPS = {'mlp': 100, 'cnn': 10}
EPOCHS = 3
FLOATS = (1000, 100000, 1000000)
FIRST_PORT = 24600


def main(script, workers_of):
    """Starts the processes of all measurements, or is one of them.

    Args:
        script: path of the script to run in each process.
        workers_of: dictionary from what to measure to a function, which a process of a cluster
            calls. It returns a list of pairs, a name and milliseconds.
    """
    if sys.argv[1:2] == ['is-worker']:
        what = sys.argv[2]
        for name, milliseconds in workers_of[what]():
            print('%s %s %.4f' % (what, name, milliseconds), flush=True)
        return
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()] or [1, 2, 4]
    for what in [word for word in sys.argv[1:] if not word.isdigit()] or sorted(workers_of):
        for count in counts:
            first, *others = [_start(script, what, count, rank) for rank in range(count)]
            print(first.communicate()[0].replace(' per1000', ' %d' % count), end='', flush=True)
            for process in others:
                process.communicate()


def _start(script, what, count, rank):
    addresses = ['127.0.0.1:%d' % (FIRST_PORT + i) for i in range(count)]
    environment = dict(
        os.environ, OMP_NUM_THREADS='1', TF_NUM_INTRAOP_THREADS='1', TF_CPP_MIN_LOG_LEVEL='2',
        MASTER_ADDR='127.0.0.1', MASTER_PORT=str(FIRST_PORT), WORLD_SIZE=str(count),
        RANK=str(rank), TF_CONFIG=json.dumps({'cluster': {'worker': addresses},
                                              'task': {'type': 'worker', 'index': rank}}))
    cores = sorted(os.sched_getaffinity(0))
    return subprocess.Popen(
        [sys.executable, script, 'is-worker', what], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, universal_newlines=True,
        preexec_fn=lambda: os.sched_setaffinity(0, [cores[rank % len(cores)]]))


def images(what):
    """Returns inputs and targets of a workload, as many as the steps of an epoch need."""
    samples = BATCH * STEPS[what]
    shape = (784,) if what == 'mlp' else (28, 28, 1)
    rng = np.random.RandomState(0)
    return (rng.uniform(size=(samples,) + shape).astype('float32'),
            np.eye(10, dtype='float32')[rng.randint(10, size=samples)])


def per_1000(epoch, what, workers):
    """Returns the milliseconds for 1,000 images of all workers, the median of some epochs.

    Args:
        epoch: function that trains for an epoch of `STEPS` steps.
        what: name of the workload.
        workers: int.
    """
    epoch()
    return [('per1000', 1e6 * median_seconds(epoch, EPOCHS) / (BATCH * STEPS[what] * workers))]


def trained(what):
    def run():
        import workloads

        import keras.distribute as hvd
        hvd.init()
        model, *_ = getattr(workloads, what)()
        model.compile(hvd.DistributedOptimizer('adam'), 'categorical_crossentropy',
                      metrics=['accuracy'])
        x, y = images(what)
        x, y = x + hvd.rank(), y  # its own, so each worker makes all steps
        return per_1000(lambda: model.fit(x, y, BATCH, verbose=0), what, hvd.size())
    return run


def sums():
    import keras.distribute as hvd
    hvd.init()
    return [sum_of(np.ones(count, 'float32'), lambda x: hvd.allreduce(x, op=hvd.Sum))
            for count in FLOATS]


def sum_of(array, add_up):
    """Returns the name and the milliseconds of a sum over the workers.

    Args:
        array: array or tensor.
        add_up: function of it.
    """
    add_up(array)
    return '%d per1000' % len(array), 1e3 * median_seconds(lambda: add_up(array), 20)


if __name__ == '__main__':
    main(__file__, {'mlp': trained('mlp'), 'cnn': trained('cnn'), 'sums': sums})
