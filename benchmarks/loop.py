"""Measures what the loops of `fit`, `evaluate` and `predict` cost per batch.

    python3 dev.py python benchmarks/loop.py

The cost is the time of a batch less that of the bare call into the engine, with the arrays of a
batch at hand. Both take turns in one run. The model is `tiny` of `workloads.py`, with
`verbose=0`; wanted are at most 60 microseconds for `fit`.
"""
import numpy as np
from turns import in_turns, repeat
from workloads import tiny

from keras import backend as K
from keras.utils import Sequence

ROUNDS = 21
WANTED = 60  # microseconds


class Batches(Sequence):
    def __init__(self, x, y, size):
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return len(self.x) // self.size

    def __getitem__(self, index):
        rows = slice(index * self.size, (index + 1) * self.size)
        return self.x[rows], self.y[rows]


def bare(function, arrays):
    """Returns the call of a function of the backend that is nearest to the engine."""
    prepared = getattr(function, '_callable', None)  # TensorFlow's session callable
    return (lambda: prepared(*arrays)) if prepared else (lambda: function(arrays))


def main():
    model, x, y, size = tiny()
    batches, steps = Batches(x, y, size), len(x) // size
    runs = [
        ('fit', 'train', lambda: model.fit(x, y, size, verbose=0)),
        ('fit, not shuffled', 'train', lambda: model.fit(x, y, size, verbose=0, shuffle=False)),
        ('fit on a Sequence', 'train', lambda: model.fit(batches, verbose=0, workers=0)),
        ('evaluate', 'test', lambda: model.evaluate(x, y, size, verbose=0)),
        ('predict', 'predict', lambda: model.predict(x, size)),
    ]
    arrays = [x[:size], y[:size], np.ones(size, K.floatx())]
    for name, mode, run in runs:
        run()  # which makes the function
        function = getattr(model, mode + '_function')
        call = bare(function, arrays[:1] if mode == 'predict' else arrays)
        whole, engine = in_turns(run, repeat(call, steps), rounds=ROUNDS)
        per_batch = [1e6 * seconds / steps for seconds in (whole, engine, whole - engine)]
        print('%-18s %6.1f us a batch, of it the engine %6.1f, the loop %6.1f%s' % (
            (name,) + tuple(per_batch)
            + (' (wanted: at most %d)' % WANTED if name == 'fit' else '',)), flush=True)


if __name__ == '__main__':
    main()
