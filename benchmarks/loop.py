"""Measures what the loops of `fit`, `evaluate` and `predict` cost per batch.

    python3 dev.py python benchmarks/loop.py

The cost is the time of a batch less that of the bare call into the engine, with the arrays of a
batch at hand; both take turns in one run. The model is `tiny` of `workloads.py`, with `verbose=0`;
wanted are at most 60 microseconds for `fit`. Where others use the machine too, look at the second
figure of each pair: that of the processor's time, in which waiting for a processor does not count.
"""
import time

import numpy as np
from turns import in_turns, repeat
from workloads import tiny

from keras import backend as K
from keras.utils import Sequence

ROUNDS = 21
CLOCKS = (time.perf_counter, time.process_time)


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
    print('microseconds a batch, by the clock and of the processor')
    for name, mode, run in runs:
        run()  # which makes the function
        function = getattr(model, mode + '_function')
        call = bare(function, arrays[:1] if mode == 'predict' else arrays)
        times = [in_turns(run, repeat(call, steps), rounds=ROUNDS, clock=clock)
                 for clock in CLOCKS]
        print('%-18s' % name, ', '.join('%s %6.1f / %6.1f' % ((what,) + tuple(
            1e6 * seconds / steps for seconds in pair)) for what, pair in (
                ('all', [whole for whole, _ in times]),
                ('engine', [engine for _, engine in times]),
                ('loop', [whole - engine for whole, engine in times]))), flush=True)


if __name__ == '__main__':
    main()
