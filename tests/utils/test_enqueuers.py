"""Workers that read ahead, apart from any model."""
import concurrent.futures
import itertools
import multiprocessing
import os
import random
import signal
import threading
import time
import traceback

import numpy as np
import pytest

from keras.utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence, workers
from keras.utils.data_utils import SequenceEnqueuer, get_index, init_pool, init_pool_generator
from keras.utils.data_utils import next_sample as take_next_sample

WORKERS = pytest.mark.parametrize('workers, processes', [
    (0, False), (1, False), (3, False), (0, True), (1, True), (3, True)])
PROCESSES = pytest.mark.parametrize('processes', [False, True])


class Numbers(Sequence):
    """Batches that are numbers, larger by 100 after each pass."""

    def __init__(self, length=7, wait=0.):
        self.length = length
        self.wait = wait
        self.start = 0

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        time.sleep(self.wait if index % 2 else 0)
        return self.start + index

    def on_epoch_end(self):
        self.start += 100


class Drawing(Numbers):
    def __getitem__(self, index):
        return np.random.randint(10 ** 6), random.random()


class Failing(Numbers):
    def __getitem__(self, index):
        if index == 2:
            raise self.error()
        return index

    def error(self):
        return KeyError('a picture is missing')


class OddError(Exception):
    def __init__(self, one, two):
        super().__init__('odd: %s' % one)


@pytest.fixture(autouse=True)
def forking():
    """Processes may be of classes that only a test knows."""
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method('fork', force=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.fixture(autouse=True)
def nothing_left_behind():
    yield
    assert not multiprocessing.active_children()
    assert 'keras-reader' not in [thread.name for thread in threading.enumerate()]


@pytest.fixture
def started():
    """Starts enqueuers, and stops them after the test."""
    enqueuers = []

    def start(enqueuer, workers, size=10):
        enqueuers.append(enqueuer)
        enqueuer.start(workers, size)
        return enqueuer

    yield start
    for enqueuer in enqueuers:
        enqueuer.stop()


def count():
    yield from range(1000)


def taken(batches, number):
    return list(itertools.islice(batches, number))


@WORKERS
@pytest.mark.parametrize('size', [1, 4])
def test_sequences_keep_their_order(workers, processes, size, started):
    enqueuer = started(OrderedEnqueuer(Numbers(wait=.002), processes), workers, size)
    assert taken(enqueuer.get(), 16) == [*range(7), *range(100, 107), 200, 201]


@WORKERS
def test_the_seed_fixes_the_order_of_a_shuffled_sequence(workers, processes, started):
    np.random.seed(3)
    expected = []
    for start in (0, 100):
        order = np.arange(start, start + 7)
        np.random.shuffle(order)
        expected += order.tolist()
    np.random.seed(3)
    enqueuer = started(OrderedEnqueuer(Numbers(), processes, shuffle=True), workers)
    assert taken(enqueuer.get(), 14) == expected


@pytest.mark.parametrize('workers, processes', [(0, False), (1, False), (3, False), (1, True)])
def test_generators_keep_their_order(workers, processes, started):
    enqueuer = started(GeneratorEnqueuer(count(), processes), workers, 4)
    assert taken(enqueuer.get(), 20) == list(range(20))


def test_processes_take_a_copy_of_a_generator_each(started):
    with pytest.warns(UserWarning, match='the same batches may occur several times'):
        enqueuer = started(GeneratorEnqueuer(count(), True), 2)
    assert taken(enqueuer.get(), 6) == [0, 0, 1, 1, 2, 2]


@WORKERS
def test_a_pass_goes_on_and_ends_once(workers, processes, started):
    sequence = Numbers(4)
    enqueuer = started(OrderedEnqueuer(sequence, processes), workers)
    assert list(enqueuer.take(3)) == [0, 1, 2]
    enqueuer.join_end_of_epoch()
    assert sequence.start == 0
    assert list(enqueuer.take(1)) == [3]
    enqueuer.join_end_of_epoch()
    enqueuer.join_end_of_epoch()
    assert sequence.start == 100
    assert list(enqueuer.take(5)) == [100, 101, 102, 103, 200]


@WORKERS
def test_the_end_of_a_pass_can_be_told_once_its_last_batch_is_out(workers, processes, started):
    class Halving(Numbers):
        def on_epoch_end(self):
            super().on_epoch_end()
            self.length //= 2

    sequence = Halving(4)
    enqueuer = started(OrderedEnqueuer(sequence, processes), workers)
    batches = enqueuer.get()
    assert taken(batches, 4) == [0, 1, 2, 3]
    enqueuer.join_end_of_epoch()
    assert (sequence.start, len(sequence)) == (100, 2)
    assert taken(batches, 3) == [100, 101, 200]


def test_no_more_is_read_than_asked_for(started):
    generator = count()
    enqueuer = started(GeneratorEnqueuer(generator), 2)
    assert list(enqueuer.take(3)) == [0, 1, 2]
    assert next(generator) == 3


def test_workers_read_at_the_same_time(started):
    """Each read waits for another one."""
    meeting = threading.Barrier(2, timeout=5)

    class Meeting(Numbers):
        def __getitem__(self, index):
            meeting.wait()
            return index

    assert list(started(OrderedEnqueuer(Meeting(6)), 2).take(6)) == list(range(6))


@pytest.mark.parametrize('workers', [1, 2])
def test_reading_ahead_ends_at_the_size_of_the_queue(workers, started):
    read = []
    enough = threading.Event()

    class Noting(Numbers):
        def __getitem__(self, index):
            read.append(index)
            if len(read) == 4:
                enough.set()
            return index

    batches = started(OrderedEnqueuer(Noting(30)), workers, 3).get()
    assert next(batches) == 0
    assert enough.wait(5)
    time.sleep(.02)
    assert sorted(read) == [0, 1, 2, 3]


def test_no_worker_reads_in_the_thread_that_asks(started):
    class Threads(Numbers):
        def __getitem__(self, index):
            return threading.current_thread() is threading.main_thread(), os.getpid()

    me = os.getpid()
    assert next(started(OrderedEnqueuer(Threads()), 0).get()) == (True, me)
    assert next(started(OrderedEnqueuer(Threads()), 1).get()) == (False, me)
    assert next(started(OrderedEnqueuer(Threads(), True), 0).get()) == (True, me)
    assert next(started(OrderedEnqueuer(Threads(), True), 1).get())[1] != me


@PROCESSES
def test_errors_come_with_their_traceback(processes, started):
    batches = started(OrderedEnqueuer(Failing(), processes), 2).get()
    assert [next(batches), next(batches)] == [0, 1]
    with pytest.raises(KeyError, match='a picture is missing') as caught:
        next(batches)
    text = ''.join(traceback.format_exception(caught.type, caught.value, caught.tb))
    assert 'raise self.error()' in text
    assert 'in __getitem__' in text


@pytest.mark.parametrize('error, expected, message', [
    (OddError(1, 2), RuntimeError, 'OddError: odd: 1'),
    (SystemExit(3), SystemExit, '3'), (MemoryError('full'), MemoryError, 'full')])
def test_errors_of_any_kind_come_from_processes(error, expected, message, started):
    class Odd(Failing):
        def error(self):
            return error

    with pytest.raises(expected, match=message):
        taken(started(OrderedEnqueuer(Odd(), True), 1).get(), 3)


def test_batches_that_cannot_be_sent(started):
    class Lambdas(Numbers):
        def __getitem__(self, index):
            return lambda: index

    with pytest.raises(ValueError, match='consist of arrays, .* cannot be pickled'):
        next(started(OrderedEnqueuer(Lambdas(), True), 1).get())


def test_processes_that_are_killed(started):
    class Killed(Numbers):
        def __getitem__(self, index):
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(RuntimeError, match='exit code -9 .*memory'):
        next(started(OrderedEnqueuer(Killed(), True), 2).get())


@pytest.mark.parametrize('workers, processes', [(0, False), (1, False), (2, False), (1, True)])
def test_generators_may_end(workers, processes, started):
    enqueuer = started(GeneratorEnqueuer(iter([1, 2, 3]), processes), workers)
    assert list(enqueuer.get()) == [1, 2, 3]


def test_stopping_does_not_wait_for_what_is_queued():
    class Slow(Numbers):
        def __getitem__(self, index):
            read.append(index)
            time.sleep(.02)

    read = []
    enqueuer = OrderedEnqueuer(Slow(100))
    enqueuer.start(2, 50)
    batches = enqueuer.get()
    next(batches)
    enqueuer.stop()
    assert len(read) < 10
    assert not enqueuer.is_running()
    assert list(batches) == []


def test_stopping_ends_processes_in_the_middle_of_a_batch():
    class Endless(Numbers):
        def __getitem__(self, index):
            if index:
                threading.Event().wait()
            return index

    enqueuer = OrderedEnqueuer(Endless(), True)
    enqueuer.start(2)
    assert next(enqueuer.get()) == 0
    enqueuer.stop()


def test_threads_that_do_not_end_in_time_are_named():
    release = threading.Event()

    class Stuck(Numbers):
        def __getitem__(self, index):
            if index:
                release.wait(5)
            return index

    enqueuer = OrderedEnqueuer(Stuck())
    enqueuer.start(1)
    assert next(enqueuer.get()) == 0
    thread = enqueuer._pool._threads[0]
    with pytest.warns(UserWarning, match='1 of the threads .* within 0.01 seconds'):
        enqueuer.stop(.01)
    release.set()
    thread.join()


@pytest.fixture
def impatience(monkeypatch):
    monkeypatch.setattr(workers, '_PATIENCE', .1)


@PROCESSES
def test_batches_whose_worker_is_stuck_are_read_again(processes, started, impatience):
    main, release = threading.current_thread(), threading.Event()
    me = os.getpid()

    class Stuck(Drawing):
        def __getitem__(self, index):
            if (threading.current_thread(), os.getpid()) != (main, me):
                release.wait(20)
            return super().__getitem__(index)

    np.random.seed(1)
    expected = taken(started(OrderedEnqueuer(Drawing(), True), 1).get(), 2)
    np.random.seed(1)
    before = np.random.get_state()[2]
    batches = started(OrderedEnqueuer(Stuck(), processes), 1).get()
    with pytest.warns(UserWarning, match=r'0\.1 seconds; reading the batch again'):
        found = taken(batches, 2)
    if processes:  # the same random numbers as there, and none of ours
        assert found == expected and np.random.get_state()[2] == before
    release.set()


def test_generators_that_are_stuck_are_waited_for(started, impatience):
    def slow():
        time.sleep(1)
        yield 1

    with pytest.warns(UserWarning, match=r'^The generator has not yielded a batch for 0\.1 sec'):
        assert next(started(GeneratorEnqueuer(slow()), 1).get()) == 1


@PROCESSES
def test_advice_on_processes_is_given_where_there_are_some(processes, started, impatience):
    def slow():
        time.sleep(1)
        yield 1

    with pytest.warns(UserWarning, match='has not yielded') as caught:
        next(started(GeneratorEnqueuer(slow(), processes), 1).get())
    assert ('use_multiprocessing=False' in str(caught[0].message)) == processes


@PROCESSES
def test_errors_of_time_while_reading(processes, started):
    class Late(Failing):
        def error(self):
            return concurrent.futures.TimeoutError('no answer')

    with pytest.raises(concurrent.futures.TimeoutError, match='no answer'):
        taken(started(OrderedEnqueuer(Late(), processes), 1).get(), 3)


def test_random_numbers_in_processes_follow_from_the_seed(started):
    def drawn(workers):
        enqueuer = started(OrderedEnqueuer(Drawing(), True), workers)
        batches = taken(enqueuer.get(), 14)
        enqueuer.stop()
        return batches

    np.random.seed(1)
    first, second = drawn(1), drawn(2)
    assert len({*first, *second}) == 28
    np.random.seed(1)
    assert drawn(2) == first
    np.random.seed(1)
    np.random.seed([np.random.randint(2 ** 31 - 1), 1, 3])  # pass 1, batch 3
    assert first[3][0] == np.random.randint(10 ** 6)


def test_random_numbers_of_copies_of_a_generator_differ(started):
    def draw():
        while True:
            yield np.random.randint(10 ** 6), random.random()

    def drawn(seed):
        with pytest.warns(UserWarning):
            enqueuer = started(GeneratorEnqueuer(draw(), True, random_seed=seed), 2)
        return taken(enqueuer.get(), 6)

    first = drawn(7)
    assert len(set(first)) == 6
    assert drawn(7) == first
    np.random.seed(7)
    assert first[0][0] == np.random.randint(10 ** 6)
    np.random.seed(8)
    assert first[1][0] == np.random.randint(10 ** 6)


@pytest.fixture
def spawning(forking):
    multiprocessing.set_start_method('spawn', force=True)


def test_processes_that_are_not_forked(spawning, started):
    enqueuer = started(OrderedEnqueuer(Numbers(3), True), 1)
    assert taken(enqueuer.get(), 7) == [0, 1, 2, 100, 101, 102, 200]


def test_what_cannot_be_pickled_for_processes_that_are_not_forked(spawning, started):
    sequence = Numbers()
    sequence.lock = threading.Lock()
    with pytest.raises(ValueError, match='lock.*use_multiprocessing=False'):
        next(started(OrderedEnqueuer(sequence, True), 2).get())
    with pytest.raises(ValueError, match='generator.*keras.utils.Sequence'):
        next(started(GeneratorEnqueuer(count(), True), 1).get())


def test_enqueuers_can_be_started_again():
    enqueuer = OrderedEnqueuer(Numbers())
    for _ in range(2):
        enqueuer.start(2)
        assert [next(enqueuer.get()) for _ in range(3)] == [0, 1, 2]
        enqueuer.stop()


def test_misuse():
    with pytest.raises(RuntimeError, match='start'):
        OrderedEnqueuer(Numbers()).get()
    with pytest.raises(ValueError, match='workers must be a whole number, 0 or more, but got -1'):
        OrderedEnqueuer(Numbers()).start(-1)
    with pytest.raises(ValueError, match='no batches'):
        OrderedEnqueuer(Numbers(0)).start()
    with pytest.raises(NotImplementedError):
        SequenceEnqueuer(Numbers()).start()


def test_sources_of_other_pools():
    init_pool({'a': [5, 6]})
    init_pool_generator({'b': iter('xy')}, random_seed=4)
    drawn = np.random.rand()
    assert get_index('a', 1) == 6
    assert take_next_sample('b') == 'x'
    assert drawn == np.random.RandomState(4).rand()


@PROCESSES
def test_interrupts_while_workers_are_ended(processes, monkeypatch):
    """All of them end, whether a second Ctrl-C comes in between or while they are awaited."""
    def readers():
        return multiprocessing.active_children() + [
            thread for thread in threading.enumerate() if thread.name == 'keras-reader']

    def interrupting(cls, name):
        method = getattr(cls, name)

        def interrupted(*arguments):
            os.kill(os.getpid(), signal.SIGINT)
            return method(*arguments)
        monkeypatch.setattr(cls, name, interrupted)

    for cls, name in [(workers.Threads, 'end'), (workers.Process, 'end'),
                      (workers.Threads, 'join')]:
        enqueuer = OrderedEnqueuer(Numbers(), processes)
        enqueuer.start(workers=3)
        assert next(enqueuer.get()) == 0
        interrupting(cls, name)
        if processes or cls is workers.Threads:
            with pytest.raises(KeyboardInterrupt):
                enqueuer.stop()
        monkeypatch.undo()
        enqueuer.stop()
        for reader in readers():
            reader.join(10)
        assert readers() == []


@pytest.mark.skipif(not hasattr(os, 'register_at_fork'), reason='Python 3.6 has no such hooks')
def test_interrupts_while_processes_are_forked():
    """Python drops errors that are raised within a fork, so Ctrl-C there would go unheard."""
    multiprocessing.set_start_method('fork', force=True)
    due = [True]

    def interrupt():
        if due:
            due.pop()
            os.kill(os.getpid(), signal.SIGINT)

    os.register_at_fork(after_in_parent=interrupt)
    enqueuer = OrderedEnqueuer(Numbers(), use_multiprocessing=True)
    enqueuer.start(workers=2)
    with pytest.raises(KeyboardInterrupt):
        next(enqueuer.get())
    enqueuer.stop()
    assert multiprocessing.active_children() == []
