#!/usr/bin/env python3
"""Kills processes in the middle of saving a model: the file must stay whole, old or new.

    python3 dev.py python tools/kill_saves.py --saves 1000

Every save is one by a process of its own, over the file of those before, and is killed (`kill
-9`) after a random time, some after they are done. Then the file must hold the weights of that
save, or of the last one that was done, and none of two.
"""
import argparse
import os
import random
import signal
import sys
import tempfile
import time

import h5py
import numpy as np

from keras import backend as K
from keras.layers import Dense
from keras.models import Sequential


def save_in_child(model, path, number):
    """Starts a process that saves the model with all its weights at a number."""
    child = os.fork()
    if child:
        return child
    # A session does not outlive a fork; for the file it is the same where its numbers are from.
    K.batch_get_value = lambda weights: [np.full(K.int_shape(w), number) for w in weights]
    model.save(path, include_optimizer=False)
    os._exit(0)


def number_in(path):
    """Returns the number at which all weights in a file are."""
    numbers = set()

    def add(_, item):
        if isinstance(item, h5py.Dataset):
            numbers.update(np.unique(item[()]))

    with h5py.File(path, 'r') as file:
        file['model_weights'].visititems(add)
        assert 'model_config' in file.attrs
    number, = numbers
    return number


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--saves', type=int, default=1000)
    saves = parser.parse_args().saves
    model = Sequential([Dense(300, input_shape=(500,)), Dense(400), Dense(100)])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'model.h5')
        start = time.time()
        os.waitpid(save_in_child(model, path, 0), 0)
        duration = time.time() - start
        found, killed, old = 0, 0, 0
        for number in range(1, saves + 1):
            child = save_in_child(model, path, number)
            time.sleep(random.uniform(0, 1.2 * duration))
            os.kill(child, signal.SIGKILL)
            killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
            before, found = found, number_in(path)
            if found not in (before, number):
                sys.exit('Save %d left the weights of save %d.' % (number, found))
            old += found == before
        left = len(os.listdir(folder)) - 1
    print('%d saves, %d of them killed: %d times the old file, %d times the new one, always a '
          'whole one. %d unfinished files lay beside it.'
          % (saves, killed, old, saves - old, left))


if __name__ == '__main__':
    main()
