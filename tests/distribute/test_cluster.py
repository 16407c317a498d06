"""Which processes train together, as `TF_CONFIG` describes them."""
import json

import pytest

import keras.distribute as hvd
from keras import backend as K
from keras.distribute import cluster, process


def described(monkeypatch, jobs, **task):
    monkeypatch.setenv('TF_CONFIG', json.dumps({'cluster': jobs, 'task': task}))
    return cluster.from_environment()


@pytest.mark.parametrize('text', ['', '  ', '{}', '{"cluster": {}}', '{"task": {"index": 0}}'])
def test_no_cluster_is_a_single_process(monkeypatch, text):
    monkeypatch.setenv('TF_CONFIG', text)
    found = cluster.from_environment()
    assert (found.size, found.rank, found.local_size, found.local_rank) == (1, 0, 1, 0)


def test_workers_of_a_machine_are_counted(monkeypatch):
    workers = ['one:1', 'two:1', 'one:2', 'two:2', 'one:3']
    found = described(monkeypatch, {'worker': workers}, type='worker', index=2)
    assert (found.size, found.rank) == (5, 2)
    assert (found.local_size, found.local_rank) == (3, 1)


def test_chief_is_worker_0(monkeypatch):
    jobs = {'chief': ['one:1'], 'worker': ['two:1', 'three:1']}
    assert described(monkeypatch, jobs, type='chief', index=0).rank == 0
    assert described(monkeypatch, jobs, type='worker', index=1).rank == 2
    assert described(monkeypatch, jobs, type='worker', index=1).addresses == [
        'one:1', 'two:1', 'three:1']


@pytest.mark.parametrize('text, message', [
    ('{"cluster"', 'not JSON'),
    ('[1]', 'not JSON of the expected form'),
    ('{"cluster": {"worker": ["a:1"], "ps": ["b:1"]}}', "it also has 'ps'"),
    ('{"cluster": {"worker": "a:1"}}', "addresses of 'worker' must be a list"),
    ('{"cluster": {"worker": ["a"]}}', 'must be a string "host:port", but one is \'a\''),
    ('{"cluster": {"worker": ["a:1"]}, "task": {"type": "chief"}}', "'chief', is not a job"),
    ('{"cluster": {"worker": ["a:1"]}, "task": {"index": 1}}', 'from 0 to 0, but is 1'),
    ('{"cluster": {"worker": ["a:1"]}, "task": {"index": "0"}}', "from 0 to 0, but is '0'"),
])
def test_wrong_description(monkeypatch, text, message):
    monkeypatch.setenv('TF_CONFIG', text)
    with pytest.raises(ValueError, match='TF_CONFIG') as error:
        cluster.from_environment()
    assert message in str(error.value)
    assert text in str(error.value)


@pytest.fixture
def forget(monkeypatch):
    """Makes the process one without a cluster again, before and after the test."""
    monkeypatch.setattr(process, '_cluster', None)
    monkeypatch.delenv('TF_CONFIG', raising=False)


def test_calls_before_init_say_so(forget):
    for call in (hvd.size, hvd.rank, hvd.local_size, hvd.local_rank,
                 lambda: hvd.allreduce(1.), lambda: hvd.DistributedOptimizer('sgd')):
        with pytest.raises(ValueError, match=r'call keras\.distribute\.init\(\) at the beginning'):
            call()
    assert not hvd.is_initialized()


def test_init_and_shutdown_of_a_single_process(forget):
    hvd.init()
    hvd.init()
    assert hvd.is_initialized()
    assert (hvd.size(), hvd.rank()) == (1, 0)
    hvd.shutdown()
    hvd.shutdown()
    assert not hvd.is_initialized()


@pytest.mark.parametrize('arguments, message', [
    ({'comm': [0, 1]}, 'not by MPI'),
    ({'timeout': 0}, 'above 0, but got 0'),
    ({'timeout': '60'}, "above 0, but got '60'"),
])
def test_wrong_arguments_of_init(forget, arguments, message):
    with pytest.raises(ValueError, match=message):
        hvd.init(**arguments)


def test_several_workers_need_tensorflow_and_must_begin_early(forget, monkeypatch):
    monkeypatch.setenv('TF_CONFIG', '{"cluster": {"worker": ["127.0.0.1:1", "127.0.0.1:2"]}}')
    K.get_value(K.variable(1.))
    if K.backend() == 'tensorflow':
        with pytest.raises(RuntimeError, match='before the first variable gets a value'):
            hvd.init()
    else:
        with pytest.raises(NotImplementedError, match='TensorFlow can connect 2 workers'):
            hvd.init()
    assert not hvd.is_initialized()
