"""Parts of data for each process of a group."""
import numpy as np
import pytest

from keras.engine.sources.arrays import ArraySource
from keras.utils import OrderedEnqueuer, Sequence
from keras.utils.process_groups import ALONE, ProcessGroup


class Group(ProcessGroup):
    def __init__(self, rank, size):
        self.rank = rank
        self.size = size


@pytest.mark.parametrize('count', range(8))
def test_parts_are_disjoint_and_complete(count):
    groups = [Group(rank, 3) for rank in range(3)]
    parts = [list(group.part(count, evenly=False)) for group in groups]
    assert sum(parts, []) == list(range(count))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    even = [list(group.part(count, evenly=True)) for group in groups]
    assert sum(even, []) == list(range(count - count % 3))
    assert list(ALONE.part(count, evenly=True)) == list(range(count))


def read(source):
    return [feeds[0].tolist() for feeds, _ in source]


def shared(rank, **options):
    source = ArraySource([np.arange(11)], 11, 2, **options)
    source.share(Group(rank, 2))
    return source


def test_batches_of_all_processes_are_cut():
    assert read(shared(0, evenly=True)) == [[0, 1], [4, 5], [8]]
    assert read(shared(1, evenly=True)) == [[2, 3], [6, 7], [9]]  # 10 has no partner
    assert read(shared(0)) == [[0, 1], [4, 5], [8]]
    assert read(shared(1)) == [[2, 3], [6, 7], [9, 10]]
    assert shared(1).samples == 6
    assert shared(1, evenly=True).steps_in_epoch() == 3


@pytest.mark.parametrize('shuffle', [True, 'batch'])
def test_shuffled_batches_are_those_of_a_single_process(shuffle):
    def epochs(sources):
        np.random.seed(3)
        state = np.random.get_state()
        parts = []
        for source in sources:
            np.random.set_state(state)
            parts.append(read(source) + read(source))
        return parts

    whole, = epochs([ArraySource([np.arange(12)], 12, 4, shuffle)])
    sources = [ArraySource([np.arange(12)], 12, 2, shuffle) for _ in range(2)]
    for rank, source in enumerate(sources):
        source.share(Group(rank, 2))
    assert [a + b for a, b in zip(*epochs(sources))] == whole


def test_checksum_depends_on_all_arrays_and_their_number():
    x, y = np.arange(100.), np.arange(100)
    checksum = ArraySource([x, y], 100, 2).checksum()
    assert checksum == ArraySource([x.copy(), y.copy()], 100, 3, shuffle=True).checksum()
    for arrays in ([x, y + 1], [x[::-1], y], [x]):
        assert checksum != ArraySource(arrays, 100, 2).checksum()
    assert checksum != ArraySource([x[:99], y[:99]], 99, 2).checksum()
    words = np.array(['a', 'b'], dtype=object)
    assert ArraySource([words], 2, 2).checksum() != ArraySource([words[::-1]], 2, 2).checksum()


class Numbers(Sequence):
    def __init__(self, count):
        self.numbers = list(range(count))

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, index):
        return {'x': [np.full(2, self.numbers[index]), np.random.rand()]}


@pytest.mark.parametrize('evenly, expected', [(True, [1, 4]), (False, [1, 4, 7])])
@pytest.mark.parametrize('workers', [0, 2])
def test_batches_of_a_sequence_are_read_in_turns(evenly, expected, workers):
    enqueuer = OrderedEnqueuer(Numbers(8))
    enqueuer.share(Group(1, 3), evenly)
    enqueuer.start(workers)
    for _ in range(2):
        count = enqueuer.batches_in_pass()
        assert [batch['x'][0][0] for batch in enqueuer.take(count)] == expected
    enqueuer.stop()


def test_checksum_of_a_sequence_draws_no_random_numbers():
    np.random.seed(0)
    first = OrderedEnqueuer(Numbers(8)).checksum()
    assert np.random.rand() == np.random.RandomState(0).rand()
    np.random.seed(0)
    assert OrderedEnqueuer(Numbers(8)).checksum() == first
    assert OrderedEnqueuer(Numbers(9)).checksum() != first


def test_too_few_are_an_error():
    source = ArraySource([np.arange(2)], 2, 2, evenly=True)
    with pytest.raises(ValueError, match='2 samples are too few to give one to each of 3'):
        source.share(Group(0, 3))
    with pytest.raises(ValueError, match='2 batches of the sequence .* too few'):
        OrderedEnqueuer(Numbers(2)).share(Group(0, 3), evenly=True)
