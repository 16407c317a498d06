"""Measures how much of the time that loading takes is hidden behind training steps.

    python3 dev.py python benchmarks/readers.py

A `Sequence` takes 5 ms for each batch (in which it waits, as for a disk), a step 10 ms. Without
workers a step takes both; with workers, the part of the 5 ms that is gone is hidden. Wanted are 80%
with two workers, be they threads or processes. All take turns in one run.

With `--step real`, the step is not a wait, as for an accelerator, but a larger model on this
machine's own cores; with `--load busy`, loading computes in Python instead of waiting.
"""
import argparse
import functools
import time

import numpy as np
from turns import in_turns

from keras.callbacks import LambdaCallback
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import Sequence

LOAD, STEP = .005, .010  # seconds
STEPS, ROUNDS = 100, 7
ROWS = 128
READERS = [('2 threads', 2, False), ('2 processes', 2, True)]


class Slow(Sequence):
    """Batches that take their time.

    Args:
        load: function called for each of them.
    """

    def __init__(self, load):
        self.load = load
        self.x = np.random.normal(size=(ROWS, 784)).astype('float32')
        self.y = np.random.normal(size=(ROWS, 1)).astype('float32')

    def __len__(self):
        return STEPS

    def __getitem__(self, index):
        self.load()
        return self.x, self.y


def wait(seconds):
    time.sleep(seconds)


def compute(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def model(units):
    made = Sequential([Dense(units, activation='relu', input_shape=(784,)), Dense(1)])
    made.compile(SGD(), 'mse')
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--step', choices=['wait', 'real'], default='wait')
    parser.add_argument('--load', choices=['wait', 'busy'], default='wait')
    options = parser.parse_args()
    trained = model(4096 if options.step == 'real' else 16)
    steps = [LambdaCallback(on_batch_begin=lambda batch, logs: wait(STEP))
             ] * (options.step == 'wait')
    load = functools.partial(wait if options.load == 'wait' else compute, LOAD)

    def run(load, workers=0, processes=False):
        return lambda: trained.fit(Slow(load), verbose=0, workers=workers, callbacks=steps,
                                   use_multiprocessing=processes)

    run(lambda: None)()
    alone, one_by_one, *ahead = in_turns(
        run(lambda: None), run(load), *[run(load, *reader) for _, *reader in READERS],
        rounds=ROUNDS)
    print('a step %.1f ms, with loading %.1f ms' % (1e3 * alone / STEPS, 1e3 * one_by_one / STEPS))
    for (name, *_), seconds in zip(READERS, ahead):
        print('%-12s %.1f ms: %3.0f%% of the loading hidden (wanted: at least 80%%)' % (
            name, 1e3 * seconds / STEPS, 100 * (one_by_one - seconds) / (one_by_one - alone)))


if __name__ == '__main__':
    main()
