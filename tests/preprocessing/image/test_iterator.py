"""The order and the random numbers of batches, however they are read."""
import copy
import itertools
import multiprocessing
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from keras.preprocessing.image import ImageDataGenerator, Iterator, NumpyArrayIterator
from keras.preprocessing.image.iterator import subset_slice
from keras.preprocessing.image.random_numbers import random_numbers
from keras.utils import OrderedEnqueuer, Sequence

SEEDED = pytest.mark.parametrize('seed', [None, 5])
WORKERS = pytest.mark.parametrize('workers, processes', [
    (0, False), (1, False), (2, False), (1, True), (2, True)])


class Numbers(Iterator):
    """Batches of the numbers of the samples, and of a random number for each."""

    def __init__(self, n=7, batch_size=3, shuffle=True, seed=5):
        super().__init__(n, batch_size, shuffle, seed)

    def _get_batches_of_transformed_samples(self, index_array):
        return index_array.tolist(), random_numbers().random_sample(len(index_array)).tolist()


def expected(seed, epochs, n=7, batch_size=3):
    """Returns the batches by the rule: batch t is made from the numbers of the seed plus t."""
    batches, t = [], itertools.count()
    for _ in range(epochs):
        order = None
        for start in range(0, n, batch_size):
            random = np.random.RandomState(seed + next(t))
            order = random.permutation(n) if order is None else order
            samples = order[start:start + batch_size]
            batches.append((samples.tolist(), random.random_sample(len(samples)).tolist()))
    return batches


def images(shuffle=True, seed=5):
    x = np.random.RandomState(0).uniform(0, 255, (7, 6, 5, 3))
    generator = ImageDataGenerator(rotation_range=30, horizontal_flip=True)
    return NumpyArrayIterator(x, np.arange(7), generator, 2, shuffle, seed=seed)


def taken(iterator, count):
    return list(itertools.islice(iterator, count))


def same(batches, others):
    np.testing.assert_equal([list(batch) for batch in batches], [list(batch) for batch in others])


def test_next_goes_on_to_the_next_epoch():
    iterator = Numbers()
    assert isinstance(iterator, Sequence)
    assert len(iterator) == 3
    assert iter(iterator) is iterator
    assert taken(iterator, 9) == expected(5, 3)
    assert iterator.next() == expected(5, 4)[9]


def test_batches_by_number_are_those_of_next():
    iterator, batches = Numbers(), expected(5, 3)
    for epoch in range(3):
        for i in (2, 0, 1, 0):
            assert iterator[i] == batches[3 * epoch + i]
        iterator.on_epoch_end()


def test_without_shuffling_the_order_stays():
    iterator = Numbers(shuffle=False)
    assert [batch for batch, _ in taken(iterator, 6)] == 2 * [[0, 1, 2], [3, 4, 5], [6]]
    assert [iterator[i][0] for i in range(3)] == [[0, 1, 2], [3, 4, 5], [6]]
    random = np.random.RandomState(5).random_sample(3).tolist()
    assert Numbers(shuffle=False)[0] == ([0, 1, 2], random)


@pytest.mark.parametrize('n, batch_size, lengths', [
    (1, 1, [1]), (1, 32, [1]), (4, 2, [2, 2]), (5, 2, [2, 2, 1]), (3, np.int64(3), [3])])
def test_sizes(n, batch_size, lengths):
    iterator = Numbers(n, batch_size)
    assert len(iterator) == len(lengths)
    assert [len(iterator[np.int64(i)][0]) for i in range(len(lengths))] == lengths
    for _ in range(2):
        batches = taken(iterator, len(lengths))
        assert [len(batch) for batch, _ in batches] == lengths
        assert sorted(sum((batch for batch, _ in batches), [])) == list(range(n))


def test_a_batch_taken_before_training_changes_nothing():
    iterator = Numbers()
    next(iterator)
    assert [iterator[i] for i in range(3)] == expected(5, 1)
    iterator.on_epoch_end()
    assert [iterator[i] for i in range(3)] == expected(5, 2)[3:]
    assert taken(iterator, 3) == expected(5, 2)[3:]


def test_epochs_of_next_may_be_ended_by_hand():
    iterator = Numbers()
    for epoch in range(3):
        assert taken(iterator, 3) == expected(5, 3)[3 * epoch:3 * epoch + 3]
        iterator.on_epoch_end()


def test_reset_begins_a_new_epoch():
    iterator = Numbers()
    taken(iterator, 2)
    iterator.reset()
    # As in Keras 2.3: batches are counted on, and this one draws the order of an epoch.
    assert taken(iterator, 3) == expected(7, 1)
    iterator.reset()
    assert taken(iterator, 3) == expected(10, 1)


def test_what_an_iterator_tells_of_itself():
    iterator = Numbers(seed=3, shuffle=True)
    assert (iterator.n, iterator.batch_size, iterator.seed, iterator.shuffle) == (7, 3, 3, True)
    assert (iterator.batch_index, iterator.total_batches_seen) == (0, 0)
    assert iterator.index_array is None
    next(iterator)
    assert (iterator.batch_index, iterator.total_batches_seen) == (1, 1)
    np.testing.assert_array_equal(iterator.index_array, np.random.RandomState(3).permutation(7))
    assert iterator.white_list_formats == ('png', 'jpg', 'jpeg', 'bmp', 'ppm', 'tif', 'tiff')


def test_without_a_seed_batches_follow_from_numpy():
    runs = []
    for seed in (1, 1, 2):
        np.random.seed(seed)
        runs.append(taken(Numbers(seed=None), 6))
    assert runs[0] == runs[1] != runs[2]
    first, second = Numbers(seed=None), Numbers(seed=None)
    assert taken(first, 3) != taken(second, 3)


@SEEDED
def test_the_random_numbers_of_the_program_are_left_alone(seed):
    iterator = images(seed=seed)
    state = np.random.get_state()[1].tolist()
    taken(iterator, 5)
    iterator[1]
    iterator.on_epoch_end()
    assert np.random.get_state()[1].tolist() == state
    np.random.seed(8)
    parameters = iterator.image_data_generator.get_random_transform((6, 5, 3))
    assert parameters == iterator.image_data_generator.get_random_transform((6, 5, 3), seed=8)


def test_seeds_up_to_the_largest():
    iterator = Numbers(shuffle=False, seed=2 ** 32 - 1)
    for i, seed in enumerate([2 ** 32 - 1, 0, 1]):
        samples, random = iterator[i]
        assert random == np.random.RandomState(seed).random_sample(len(samples)).tolist()


@SEEDED
@pytest.mark.parametrize('shuffle', [True, False])
@WORKERS
def test_batches_do_not_depend_on_workers(workers, processes, shuffle, seed):
    np.random.seed(2)
    batches = taken(images(shuffle, seed), 12)
    np.random.seed(2)
    iterator = images(shuffle, seed)
    enqueuer = OrderedEnqueuer(iterator, use_multiprocessing=processes)
    enqueuer.start(workers, max_queue_size=3)
    try:
        same(taken(enqueuer.get(), 12), batches)
    finally:
        enqueuer.stop()


def test_processes_that_are_not_forked():
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method('spawn', force=True)
    enqueuer = OrderedEnqueuer(images(), use_multiprocessing=True)
    enqueuer.start(1)
    try:
        same(taken(enqueuer.get(), 5), taken(images(), 5))
    finally:
        enqueuer.stop()
        multiprocessing.set_start_method(before, force=True)


@SEEDED
@pytest.mark.parametrize('duplicate', [
    copy.deepcopy, lambda iterator: pickle.loads(pickle.dumps(iterator))])
def test_copies_go_on_where_the_original_is(duplicate, seed):
    iterator = images(seed=seed)
    taken(iterator, 6)
    other = duplicate(iterator)
    assert other.lock is not iterator.lock
    batches = taken(iterator, 6)
    same(taken(other, 6), batches)


def test_threads_get_each_batch_once():
    iterator = Numbers(n=40, batch_size=1)
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: next(iterator), range(120)))
    assert sorted(batches) == sorted(expected(5, 3, 40, 1))


def test_numbers_are_drawn_by_thread():
    iterator, other = Numbers(), Numbers(seed=9)
    index_array = next(iterator.index_generator)
    thread = threading.Thread(target=next, args=(other,))
    thread.start()
    thread.join()
    next(other)
    with iterator._own_random_numbers():
        batch = iterator._get_batches_of_transformed_samples(index_array)
    assert batch == expected(5, 1)[0]


def test_subclasses_with_a_next_of_their_own():
    class Older(NumpyArrayIterator):
        def next(self):
            with self.lock:
                index_array = next(self.index_generator)
            x, y = self._get_batches_of_transformed_samples(index_array)
            return [x, x], y

    iterator = images()
    older = Older(iterator.x, iterator.y, iterator.image_data_generator, 2, True, seed=5)
    for _ in range(9):
        x, y = next(iterator)
        same([next(older)], [([x, x], y)])


def test_subclasses_that_transform_by_themselves():
    class Angles(Iterator):
        def _get_batches_of_transformed_samples(self, index_array):
            generator = ImageDataGenerator(rotation_range=30)
            return [generator.get_random_transform((4, 4, 1))['theta'] for _ in index_array]

    batches = []
    for seed in (6, 7):
        random = np.random.RandomState(seed)
        # Two numbers more are drawn for flips, whether these are wanted or not.
        draws = [(random.uniform(-30, 30), random.random_sample(2)) for _ in range(2)]
        batches.append([theta for theta, _ in draws])
    iterator = Angles(4, 2, False, 6)
    assert [iterator[1], iterator[0]] == batches[::-1]
    assert [next(iterator), next(iterator)] == batches


def test_iterators_of_iterators():
    class Twice(Iterator):
        def _get_batches_of_transformed_samples(self, index_array):
            return [inner._get_batches_of_transformed_samples(index_array) for inner in inners]

    inners = images(seed=1), images(seed=2)
    first, second = Twice(7, 3, True, 5)[1], Twice(7, 3, True, 5)[1]
    same(first, second)
    assert np.abs(first[0][0] - first[1][0]).max() > 1  # the second goes on with the numbers


def test_subclasses_that_choose_their_order():
    class Backwards(Numbers):
        def _set_index_array(self):
            self.index_array = np.arange(self.n)[::-1]

    iterator = Backwards()
    assert [iterator[i][0] for i in range(3)] == [[6, 5, 4], [3, 2, 1], [0]]
    assert [batch for batch, _ in taken(iterator, 4)] == [[6, 5, 4], [3, 2, 1], [0], [6, 5, 4]]


def test_subclasses_with_indices_of_their_own():
    class Twos(Numbers):
        def _flow_index(self):
            while True:
                yield np.array([2, 2])

    assert next(Twos())[0] == [2, 2]


@pytest.mark.parametrize('index', [3, -1, 100])
def test_batches_that_there_are_not(index):
    with pytest.raises(ValueError, match='no batch %d: an epoch has 3 batches' % index):
        Numbers()[index]


@pytest.mark.parametrize('batch_size', [0, -1, 2.5, None, '3'])
def test_wrong_batch_sizes(batch_size):
    with pytest.raises(ValueError, match='`batch_size` must be a positive integer'):
        Numbers(batch_size=batch_size)


@pytest.mark.parametrize('seed', [-1, 2 ** 32, 1.5, 'a', [1, 2]])
def test_wrong_seeds(seed):
    with pytest.raises(ValueError, match=r'`seed` must be an integer from 0 to 2\*\*32 - 1'):
        Numbers(seed=seed)


def test_no_samples():
    assert len(Numbers(n=0)) == 0
    with pytest.raises(ValueError, match='no samples'):
        next(Numbers(n=0))


def test_a_subclass_must_make_batches():
    with pytest.raises(NotImplementedError, match='Iterator must define `_get_batches_of_'):
        next(Iterator(3, 1, False, None))


def test_subsets():
    assert subset_slice(10, None, .3) == slice(0, 10)
    assert subset_slice(10, 'validation', .3) == slice(0, 3)
    assert subset_slice(10, 'training', .3) == slice(3, 10)
    assert subset_slice(10, 'training', 0.) == slice(0, 10)
    assert subset_slice(3, 'validation', .3) == slice(0, 0)
    with pytest.raises(ValueError, match='needs samples for validation.*validation_split=0.2'):
        subset_slice(10, 'validation', 0.)
    with pytest.raises(ValueError, match='must be "training", "validation" or None, but got \'v'):
        subset_slice(10, 'val', .3)
