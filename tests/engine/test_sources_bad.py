"""Streams of batches that fail, and training that is cut short: nothing hangs, nothing stays."""
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import traceback

import pytest
from small_models import X, Y, linear
from small_sources import (  # noqa: F401  (the fixture is used by itself)
    IN_ORDER,
    LOSS,
    PROCESSES,
    WORKERS,
    Batches,
    check,
    generator,
    workers_come_from_forks_and_leave_nothing,
)

from keras.callbacks import LambdaCallback
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import workers


@PROCESSES
def test_errors_in_workers(processes):
    class Failing(Batches):
        def __getitem__(self, index):
            if index == 1:
                raise LookupError('no second batch')
            return super().__getitem__(index)

    model = linear()
    for call in (model.fit, model.fit_generator, model.evaluate_generator,
                 model.predict_generator):
        with pytest.raises(LookupError, match='no second batch'):
            call(Failing(), verbose=0, workers=2, use_multiprocessing=processes)
    assert model.evaluate(X, Y, verbose=0)


@PROCESSES
def test_errors_in_callbacks_end_the_workers(processes):
    def stop(batch, logs):
        raise KeyboardInterrupt

    model = linear()
    with pytest.raises(KeyboardInterrupt):
        model.fit(Batches(), verbose=0, workers=2, use_multiprocessing=processes,
                  callbacks=[LambdaCallback(on_batch_end=stop)])
    assert model.evaluate(X, Y, verbose=0)


@PROCESSES
def test_waiting_for_a_batch_can_be_interrupted(processes):
    main = os.getpid()
    release = threading.Event()

    class Stuck(Batches):
        def __getitem__(self, index):
            os.kill(main, signal.SIGINT)
            release.wait(.1)
            return super().__getitem__(index)

    with pytest.raises(KeyboardInterrupt):
        linear().fit(Stuck(), verbose=0, use_multiprocessing=processes, max_queue_size=1)


@PROCESSES
def test_stopping_in_the_middle_of_an_epoch(processes):
    def stop(batch, logs):
        model.stop_training = True

    model = linear()
    model.fit(Batches(), epochs=5, shuffle=False, verbose=0, workers=2,
              use_multiprocessing=processes, callbacks=[LambdaCallback(on_batch_end=stop)])
    check(model, IN_ORDER[:1])


@WORKERS
def test_generators_that_dry_up(workers):
    with pytest.raises(ValueError, match='ended after 4 batches, .* steps_per_epoch=3'):
        linear().fit(iter([(X, Y)] * 4), steps_per_epoch=3, epochs=2, verbose=0, workers=workers)


@WORKERS
def test_generators_are_not_read_beyond_their_last_step(workers):
    batches = iter([(X, Y)] * 3)
    linear().fit(batches, steps_per_epoch=1, epochs=2, verbose=0, workers=workers)
    assert len(list(batches)) == 1


@WORKERS
@pytest.mark.parametrize('batch, message', [
    (None, 'yielded a NoneType'), ((X,), 'a tuple of 1'), ((X, Y, None, None), 'a tuple of 4'),
    (X, 'a ndarray of shape'), ({'out_input': X}, 'a dict'), ('xy', 'a str'),
    ((X, Y[:2]), 'out_input has 5, out has 2'), ((X[:, :1], Y), r'\(None, 2\).*\(5, 1\)'),
    ((None, Y), r'1 input array \(out_input\), but got 0'), ((X, None), '1 target array'),
    ((X[:0], Y[:0]), 'a batch without samples'),
    (([[1, 2], [3]], Y), '"out_input".* cannot be converted to an array.*unequal length'),
    ((X, [[1], [2, 3], [4], [5], [6]]), '"out".* cannot be converted to an array.*unequal length'),
    ((X, {'other': Y}), 'target "out".*other'), (({'other': X}, Y), 'input "out_input".*other')])
def test_bad_batches(batch, message, workers):
    model = linear()
    with pytest.raises(ValueError, match=message):
        model.fit(iter([batch]), steps_per_epoch=1, verbose=0, workers=workers)
    with pytest.raises(ValueError, match=message):
        model.fit(X, Y, verbose=0, validation_data=iter([batch]), validation_steps=1,
                  workers=workers)
    with pytest.raises(ValueError, match=message):
        model.evaluate(iter([batch]), steps=1, verbose=0, workers=workers)


@pytest.mark.parametrize('batch, message', [
    (None, r'1 input array \(out_input\)'), (X[:, :1], r'\(None, 2\).*\(5, 1\)'),
    ((X[:0], Y[:0]), 'a batch without samples'), ([X, X], 'but got 2'), ((), r'\(0,\)')])
def test_bad_batches_for_prediction(batch, message):
    with pytest.raises(ValueError, match=message):
        linear().predict(iter([batch]), steps=1)


@pytest.mark.parametrize('method', ['fit', 'evaluate', 'predict', 'fit_generator'])
def test_functions_in_the_place_of_generators(method):
    with pytest.raises(TypeError, match=r'a function.* call it: pass batches\(\)'):
        getattr(linear(), method)(generator)


@pytest.mark.parametrize('workers', [0, 1])
def test_numbers_of_steps_that_are_not_whole(workers):
    """What is left over is one more step: old scripts divide samples by the size of a batch."""
    model = linear()
    model.fit_generator(generator(), 5 / 2, epochs=2., verbose=0, workers=workers)
    check(model, IN_ORDER * 2)
    model = linear()
    assert model.evaluate_generator(generator(), 2.5, workers=workers) == pytest.approx(LOSS)
    assert len(model.predict_generator(generator(), 5 / 2, workers=workers)) == 5


@pytest.mark.parametrize('steps', [0, -1, 'many', float('nan')])
def test_bad_numbers_of_steps(steps):
    for method, name in (('fit', 'steps_per_epoch'), ('evaluate', 'steps'), ('predict', 'steps')):
        with pytest.raises(ValueError, match='%s must be at least 1, but' % name):
            getattr(linear(), method)(generator(), **{name: steps})


@WORKERS
@PROCESSES
def test_sequences_that_raise_what_ends_generators(workers, processes):
    class Ending(Batches):
        def __getitem__(self, index):
            return next(iter([]))

    with pytest.raises(RuntimeError, match=r'Ending.__getitem__ raised StopIteration for batch'):
        linear().fit(Ending(), verbose=0, workers=workers, use_multiprocessing=processes)


@pytest.mark.parametrize('workers', [1, 2])
def test_processes_that_are_killed(workers):
    class Killed(Batches):
        def __getitem__(self, index):
            if index == 1:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().__getitem__(index)

    model = linear()
    for run in (model.fit, model.evaluate, model.predict):
        with pytest.raises(RuntimeError, match='worker process ended .* exit code -9'):
            run(Killed(), verbose=0, workers=workers, use_multiprocessing=True)
    assert model.evaluate(X, Y, verbose=0)


@PROCESSES
def test_errors_show_the_line_that_raised_them(processes):
    def failing():
        yield X, Y
        raise LookupError('no second batch')  # this very line

    with pytest.raises(LookupError) as caught:
        linear().fit(failing(), steps_per_epoch=2, verbose=0, use_multiprocessing=processes)
    assert 'this very line' in ''.join(
        traceback.format_exception(caught.type, caught.value, caught.tb))


@WORKERS
@pytest.mark.parametrize('name', ['steps_per_epoch', 'validation_steps'])
def test_which_generator_dries_up(name, workers):
    steps = dict(dict(steps_per_epoch=1, validation_steps=1), **{name: 2})
    with pytest.raises(ValueError, match='ended after 1 batches.* %s=2' % name):
        linear().fit(iter([(X, Y)]), validation_data=iter([(X, Y)]), verbose=0, workers=workers,
                     **steps)


@pytest.mark.parametrize('purpose, train', [
    ('training', lambda model, slow: model.fit(slow, steps_per_epoch=2, verbose=0)),
    ('validation', lambda model, slow: model.fit(X, Y, validation_data=slow, validation_steps=2,
                                                 verbose=0))])
def test_which_generator_is_stuck(purpose, train, monkeypatch):
    def slow():
        yield X, Y
        for _ in range(1000):
            if caught.list:
                break
            threading.Event().wait(.01)
        yield X, Y

    monkeypatch.setattr(workers, '_PATIENCE', .1)
    with pytest.warns(UserWarning, match=r'^The %s generator has not yielded a batch for 0\.1 '
                                         r'seconds\.$' % purpose) as caught:
        train(linear(), slow())


def test_which_sequence_is_stuck(monkeypatch):
    main = threading.current_thread()

    class Stuck(Batches):
        def __getitem__(self, index):
            if threading.current_thread() is not main:
                threading.Event().wait(1)
            return super().__getitem__(index)

    monkeypatch.setattr(workers, '_PATIENCE', .1)
    with pytest.warns(UserWarning, match='^The evaluation Sequence .* reading the batch again'):
        assert linear().evaluate(Stuck(), verbose=0) == pytest.approx(LOSS)


INTERRUPTED = """
import multiprocessing, os, signal, sys, threading, time
multiprocessing.set_start_method('fork')
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import Sequence as Batches

class Slow(Batches):
    def __len__(self):
        return 1000
    def __getitem__(self, index):
        if index == 7:
            os.kill(main, signal.SIGINT)
        time.sleep(.01)
        return np.zeros((2, 3)), np.zeros((2, 1))

main = os.getpid()
model = Sequential([Dense(1, input_shape=(3,))])
model.compile('sgd', 'mse')
try:
    model.fit(Slow(), verbose=0, workers=2, use_multiprocessing=%r)
except KeyboardInterrupt:
    left = multiprocessing.active_children() + [
        thread for thread in threading.enumerate() if thread.name == 'keras-reader']
    print('interrupted', left, np.isfinite(model.evaluate(*Slow()[0], verbose=0)))
"""


@PROCESSES
def test_scripts_that_are_interrupted(processes):
    run = subprocess.run([sys.executable, '-c', INTERRUPTED % processes], timeout=120,
                         env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)),
                         stdout=subprocess.PIPE, universal_newlines=True)
    assert (run.returncode, run.stdout) == (0, 'interrupted [] True\n')


def test_sequences_that_cannot_be_pickled():
    multiprocessing.set_start_method('spawn', force=True)
    sequence = Batches()
    sequence.lock = threading.Lock()
    with pytest.raises(ValueError, match='use_multiprocessing=False'):
        linear().fit(sequence, verbose=0, workers=2, use_multiprocessing=True)


def test_bad_numbers_of_workers():
    with pytest.raises(ValueError, match='workers must be .* -1'):
        linear().fit(Batches(), workers=-1)


def test_empty_generators_that_were_to_tell_the_inputs():
    model = Sequential([Dense(1)], name='mine')
    model.compile('sgd', 'mse')
    with pytest.raises(ValueError, match='no batch.*mine'):
        model.fit(iter([]), steps_per_epoch=1)
    with pytest.raises(ValueError, match='no batch.*mine'):
        model.predict_generator(iter([]), 1)
