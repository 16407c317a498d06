"""Measures `pad_sequences` against that of keras_preprocessing, in turns.

    python3 dev.py python benchmarks/pad_sequences.py FOLDER

FOLDER is where keras_preprocessing is installed (`pip install --no-deps --target FOLDER
keras_preprocessing==1.1.2 six`). Both pad 25,000 lists of about 200 ints, as reviews are padded.
Wanted is a ratio below 0.5.
"""
import argparse
import functools
import sys
import time

import numpy as np
from turns import in_turns

from keras.preprocessing.sequence import pad_sequences

ROWS, WORDS = 25000, 20000
LENGTHS = (50, 350)
MAXLENS = (None, 100, 500)
ROUNDS = 15


def reviews():
    random = np.random.RandomState(0)
    return [random.randint(WORDS, size=length).tolist()
            for length in random.randint(*LENGTHS, size=ROWS)]


def theirs(folder):
    """Returns the `pad_sequences` of the keras_preprocessing in a folder."""
    sys.path.append(folder)
    if not hasattr(np, 'unicode_'):
        np.unicode_ = np.str_  # NumPy 2 has dropped this name, which keras_preprocessing uses
    from keras_preprocessing.sequence import pad_sequences
    return pad_sequences


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('folder')
    other_pad_sequences = theirs(parser.parse_args().folder)
    sequences = reviews()
    for maxlen in MAXLENS:
        np.testing.assert_array_equal(pad_sequences(sequences, maxlen),
                                      other_pad_sequences(sequences, maxlen))
        this, other = in_turns(functools.partial(pad_sequences, sequences, maxlen),
                               functools.partial(other_pad_sequences, sequences, maxlen),
                               rounds=ROUNDS, clock=time.process_time)
        print('maxlen %-5s this one %4.0f ms, keras_preprocessing %4.0f ms: ratio %.2f' % (
            maxlen, 1e3 * this, 1e3 * other, this / other))


if __name__ == '__main__':
    main()
