#!/usr/bin/env python3
"""Lets the engines compute random models, and tells where they differ.

    python3 dev.py python tools/compare_engines.py --models 1000
    python3 dev.py python tools/compare_engines.py --only 417

Each model is made from a seed (see `random_models/`) and goes to each engine as JSON, with weights
and data from NumPy. The engines predict, test, train two steps and predict again, each in a process
of its own, and all that they find is compared: the difference of two arrays is that of their
entries, relative to the largest of them (or to 0.001 if they are smaller). Two engines are apart if
a difference is above 0.001.

A model that is apart is computed again with its weights, inputs and sample weights moved
by a millionth. If that alone moves the results of an engine a tenth as far, the model is counted
as ill-conditioned: two maxima are equal, an Adam divides a gradient of 0 by its size, ...

A model may fail on all engines in the same way. The exit status is 1 if two engines are apart or
if a model fails on some of them. `--only SEED` computes a single model and tells all about it.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import select
import subprocess
import sys
import tempfile

import numpy as np
import random_models

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
APART = 1e-3
SMALLEST_SCALE = 1e-3
NUDGE = 1e-6
# Three nudges do not find the worst.
MARGIN = 10
SECONDS = 300
# Compile quickly, and keep it apart from code that is to run quickly.
THEANO_FLAGS = os.environ.get(
    'THEANO_FLAGS', 'optimizer=fast_compile,cmodule.remove_gxx_opt=True,base_compiledir='
    + os.path.join(ROOT, '.environments', 'theano-compiled'))
# TensorFlow keeps a little of every graph.
MODELS_OF_A_PROCESS = 200


class Engine:
    """A process that computes models with an engine, and another one where that is gone.

    Args:
        name: string.
        folder: where its results and its log go.
    """

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.process = None
        self.done = 0
        self.waiting = concurrent.futures.ThreadPoolExecutor(1)

    def submit(self, case):
        """Returns the future dictionary of what the engine finds."""
        return self.waiting.submit(self._observe, case)

    def _observe(self, case):
        result = os.path.join(self.folder, '%s_%s' % (self.name, os.path.basename(case)))
        if self.process is None:
            self._start()
        self.process.stdin.write('%s\t%s\n' % (case, result))
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], SECONDS)[0]:
            self.stop()
            return {'error': 'took more than %d seconds' % SECONDS}
        if not self.process.stdout.readline():
            status = self.process.wait()
            self.process = None
            return {'error': 'the interpreter ended with %d' % status}
        self.done += 1
        if self.done % MODELS_OF_A_PROCESS == 0:
            self.stop()
        with np.load(result) as store:
            found = dict(store)
        os.remove(result)
        return found

    def _start(self):
        script = os.path.join(os.path.dirname(os.path.abspath(random_models.__file__)),
                              'observe.py')
        with open(os.path.join(self.folder, self.name + '.log'), 'a') as log:
            self.process = subprocess.Popen(
                [dev.environment(self.name), script], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=log, universal_newlines=True,
                env=dev.settings(KERAS_BACKEND=self.name, PYTHONPATH=ROOT, OMP_NUM_THREADS='1',
                                 TF_CPP_MIN_LOG_LEVEL='3', THEANO_FLAGS=THEANO_FLAGS))

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def close(self):
        self.waiting.shutdown()
        self.stop()


class Comparison:
    """What the engines found for a model.

    Args:
        found: dictionary from engines to dictionaries from names to arrays.
    """

    def __init__(self, found):
        self.found = found
        self.errors = {name: str(one['error']) for name, one in found.items() if 'error' in one}
        self.differences = {}
        for key in sorted(set().union(*found.values()) - {'error'}):
            values = {name: one[key] for name, one in found.items() if key in one}
            self.differences[key] = max(
                [difference(a, b) for a in values.values() for b in values.values()])

    @property
    def largest(self):
        return max(self.differences.values(), default=0.)

    @property
    def outcome(self):
        """Returns `'agree'`, `'apart'`, `'fail on some'` or `'fail on all'`."""
        kinds = {error.split(':')[0] for error in self.errors.values()}
        if self.errors and (len(self.errors) < len(self.found) or len(kinds) > 1):
            return 'fail on some'
        if self.largest > APART:
            return 'apart'
        return 'fail on all' if self.errors else 'agree'

    def described(self):
        """Returns what is the matter in a line."""
        if self.errors:
            return '; '.join('%s: %s' % (name, error[:150])
                             for name, error in sorted(self.errors.items()))
        worst = max(self.differences, key=self.differences.get)
        apart = [key for key, value in self.differences.items() if value > APART]
        return '%.2g in %s (apart in %d of %d results)' % (
            self.largest, worst, len(apart), len(self.differences))


def difference(a, b):
    """Returns the largest difference of entries, relative to the largest entry."""
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind:
        return np.inf
    if a.dtype.kind not in 'fc':
        return 0. if np.array_equal(a, b) else np.inf
    a, b = a.astype('float64'), b.astype('float64')
    if not np.array_equal(np.isfinite(a), np.isfinite(b)):
        return np.inf
    a, b = a[np.isfinite(a)], b[np.isfinite(b)]
    if not a.size:
        return 0.
    return np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max(), SMALLEST_SCALE)


def is_ill_conditioned(case, comparison, engines):
    """Returns whether a nudge moves an engine's results a tenth as far as the engines are apart."""
    sensitivity = collections.Counter()
    for seed in range(3):
        path = '%s.nudged%d.npz' % (case, seed)
        nudge(case, path, np.random.RandomState(seed))
        for engine, moved in [(e, e.submit(path)) for e in engines]:
            moved = moved.result()
            for key, value in comparison.found[engine.name].items():
                if key in moved and key != 'error':
                    sensitivity[key] = max(sensitivity[key], difference(value, moved[key]))
    return all(value <= max(APART, MARGIN * sensitivity[key])
               for key, value in comparison.differences.items())


def nudge(case, path, random):
    """Writes a case with weights, inputs and sample weights that differ a little."""
    with np.load(case) as store:
        arrays = dict(store)
    for key, array in arrays.items():
        if key[0] in 'wxs' and array.dtype.kind == 'f' and key[1:].isdigit():
            moved = array * (1 + NUDGE * random.normal(size=array.shape))
            if key[0] == 'w':  # a bias of 0, too; an input of 0 may be masked
                moved += NUDGE * random.normal(size=array.shape)
            arrays[key] = moved.astype('float32' if key[0] == 'w' else 'float64')
    np.savez(path, **arrays)


class Report:
    """Counts outcomes, and prints those that need a look.

    Args:
        models: int, the number of models to come.
    """

    def __init__(self, models):
        from keras.utils import Progbar
        self.outcomes = collections.Counter()
        self.largest = 0.
        self.bar = Progbar(models, interval=1, stateful_metrics=['agree', 'apart', 'failed'])

    def add(self, seed, outcome, parts, comparison=None, words=''):
        self.outcomes[outcome] += 1
        if outcome == 'agree':
            self.largest = max(self.largest, comparison.largest)
        else:
            print('\n%d: %s, %s\n    %s\n    python3 dev.py python tools/compare_engines.py '
                  '--only %d' % (seed, outcome, words or comparison.described(),
                                 ' '.join(parts), seed), flush=True)
        failed = sum(n for key, n in self.outcomes.items() if 'fail' in key)
        self.bar.add(1, [('agree', self.outcomes['agree']), ('apart', self.outcomes['apart']),
                         ('failed', failed)])

    def finish(self):
        for outcome, count in sorted(self.outcomes.items()):
            print('%6d %s' % (count, outcome))
        print('largest difference of those that agree: %.2g' % self.largest)
        return any(self.outcomes[key] for key in ('apart', 'fail on some', 'not made'))


def tell_all(case, comparison):
    """Prints a model and all differences."""
    with np.load(case) as store:
        description = json.loads(str(store['description']))
        for key in sorted(store):
            if key != 'description':
                print(key, store[key].dtype, store[key].shape)
    description['architecture'] = json.loads(description['architecture'])
    print(json.dumps(description, indent=1))
    for key, value in comparison.differences.items():
        if value > APART:
            for name, one in sorted(comparison.found.items()):
                print('%s, %s:\n%s' % (key, name, one.get(key)))
    for key, value in comparison.differences.items():
        print('%-26s %.2g' % (key, value))
    for name, error in sorted(comparison.errors.items()):
        print('%s: %s' % (name, error))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--models', type=int, default=1000, help='how many')
    parser.add_argument('--seed', type=int, default=0, help='the seed of the first; then one more')
    parser.add_argument('--only', type=int, metavar='SEED', help='this one, and all about it')
    parser.add_argument('--engines', nargs='+', default=sorted(dev.PYTHONS),
                        choices=sorted(dev.PYTHONS))
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.models)
    with tempfile.TemporaryDirectory() as folder:
        engines = [Engine(name, folder) for name in options.engines]
        try:
            sys.exit(compare(engines, seeds if options.only is None else [options.only], folder,
                             options.only is not None))
        finally:
            for engine in engines:
                engine.close()


def compare(engines, seeds, folder, in_detail):
    """Lets engines compute the models of some seeds; returns whether something is wrong."""
    report = Report(len(seeds))
    for seed, case, parts, futures in cases(engines, seeds, folder):
        if futures is None:
            report.add(seed, 'not made', [], words=parts)
            continue
        comparison = Comparison({name: future.result() for name, future in futures.items()})
        outcome = comparison.outcome
        if outcome == 'apart' and is_ill_conditioned(case, comparison, engines):
            outcome = 'ill-conditioned'
        if in_detail:
            tell_all(case, comparison)
        report.add(seed, outcome, parts, comparison)
    return report.finish()


def cases(engines, seeds, folder, ahead=20):
    """Yields for each seed its case and what the engines will have found, a few ahead of them."""
    begun = collections.deque()
    for seed in seeds:
        case = os.path.join(folder, '%d.npz' % seed)
        try:
            parts = random_models.write_case(seed, case)
        except Exception as error:
            begun.append((seed, case, '%s: %s' % (type(error).__name__, error), None))
        else:
            begun.append((seed, case, parts, {e.name: e.submit(case) for e in engines}))
        if len(begun) > ahead:
            yield begun.popleft()
    yield from begun


if __name__ == '__main__':
    sys.path.append(ROOT)
    import dev
    main()
