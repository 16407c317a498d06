"""Models that share out batches among devices; CPUs stand for the GPUs."""
import numpy as np
import pytest

from keras import backend as K
from keras.layers import BatchNormalization, Dense, Input
from keras.models import Model, Sequential
from keras.optimizers import SGD
from keras.utils import multi_gpu_model
from keras.utils.multi_gpu_utils import model_on

X = np.arange(28.).reshape((7, 4)) / 28
Y = np.arange(14.).reshape((7, 2)) / 14
CPUS = ['/cpu:1', '/cpu:2']

on_tensorflow = pytest.mark.skipif(K.backend() != 'tensorflow',
                                   reason='tests/backend/jax has its own'
                                   if K.backend() == 'jax' else 'the engine uses one device')


def session_with(cpus):
    """Makes Keras run in a session that takes the CPU for several devices."""
    tf1 = pytest.importorskip('tensorflow').compat.v1
    K.set_session(tf1.Session(config=tf1.ConfigProto(device_count={'CPU': cpus},
                                                     allow_soft_placement=True)))
    return tf1


def small(name='small'):
    return Sequential([Dense(3, activation='tanh', input_shape=(4,)), Dense(2, name='out')],
                      name=name)


@pytest.fixture
def two_gpus(monkeypatch):
    monkeypatch.setattr(K, 'list_devices', lambda: ['/cpu:0', '/gpu:0', '/gpu:1'])


@on_tensorflow
def test_each_device_computes_its_share():
    tf1 = session_with(3)
    assert K.list_devices() == ['/cpu:0', '/cpu:1', '/cpu:2']
    model = small()
    parallel = model_on(CPUS, model, '/cpu:0')
    np.testing.assert_allclose(parallel.predict(X), model.predict(X), rtol=1e-6)
    trace = tf1.RunMetadata()
    parallel.compile('sgd', 'mse', run_metadata=trace,
                     options=tf1.RunOptions(trace_level=tf1.RunOptions.FULL_TRACE))
    parallel.train_on_batch(X, Y)
    nodes = {device.device[-5:]: [node.node_name for node in device.node_stats]
             for device in trace.step_stats.dev_stats}
    for device, replica in (('CPU:1', 'replica_0'), ('CPU:2', 'replica_1')):
        gradients = [node for node in nodes[device] if 'MatMul_grad' in node]
        assert gradients and all(replica in node for node in gradients)
        assert any(node.startswith(replica) for node in nodes[device])


@on_tensorflow
@pytest.mark.parametrize('samples', [7, 2, 1])
def test_training_is_that_of_the_whole_batch(samples):
    session_with(3)
    alone, model = small(), small('again')
    model.set_weights(alone.get_weights())
    parallel = model_on(CPUS, model, '/cpu:1')
    x, y = X[:samples], Y[:samples]
    for trained in (alone, parallel):
        trained.compile(SGD(.5), 'mse')
        trained.fit(x, y, epochs=3, verbose=0)
    for array, wanted in zip(model.get_weights(), alone.get_weights()):
        np.testing.assert_allclose(array, wanted, rtol=1e-5)
    assert parallel.evaluate(x, y, verbose=0) == pytest.approx(alone.evaluate(x, y, verbose=0))


@on_tensorflow
def test_several_inputs_and_outputs(two_gpus):
    a, b = Input((4,), name='a'), Input((4,), name='b')
    model = Model([a, b], [Dense(2, name='first')(a), Dense(3, name='second')(b)])
    parallel = multi_gpu_model(model, gpus=[1, 0])
    assert parallel.input_names == ['a', 'b']
    assert parallel.output_names == ['first', 'second']
    assert parallel.output_shape == [(None, 2), (None, 3)]
    for found, wanted in zip(parallel.predict([X, X + 1]), model.predict([X, X + 1])):
        np.testing.assert_allclose(found, wanted, rtol=1e-6)
    assert parallel.weights == model.weights


@on_tensorflow
def test_where_outputs_are_merged(two_gpus):
    model = small()
    assert multi_gpu_model(model).outputs[0].device.lower() == '/device:cpu:0'
    merged = multi_gpu_model(model, 2, cpu_merge=False).outputs[0]
    assert merged.device.lower() == '/device:gpu:0'


@on_tensorflow
def test_relocation_copies_the_weights_to_the_cpu(two_gpus):
    model = Sequential([Dense(2, input_shape=(4,)), BatchNormalization()])
    parallel = multi_gpu_model(model, 2, cpu_relocation=True)
    assert not set(map(id, parallel.weights)) & set(map(id, model.weights))
    assert all('cpu:0' in weight.device.lower() for weight in parallel.weights)
    np.testing.assert_allclose(parallel.predict(X), model.predict(X), rtol=1e-6)


@on_tensorflow
@pytest.mark.parametrize('gpus, error, message', [
    (1, ValueError, 'at least two GPUs'), (0, ValueError, 'at least two GPUs'),
    ([1], ValueError, r"\['/gpu:1'\]"), (3, ValueError, '/gpu:2, but this machine has only /cpu:0'),
    ([0, 7], ValueError, 'use /gpu:0, /gpu:7, but'), ('all', TypeError, "but got 'all'")])
def test_refused_gpus(two_gpus, gpus, error, message):
    with pytest.raises(error, match=message):
        multi_gpu_model(small(), gpus)


@on_tensorflow
def test_refused_models_and_machines(two_gpus, monkeypatch):
    with pytest.raises(ValueError, match='model waiting .*before it is built'):
        multi_gpu_model(Sequential([Dense(2)], name='waiting'), 2)
    monkeypatch.setattr(K, 'list_devices', lambda: ['/cpu:0'])
    with pytest.raises(ValueError, match='two GPUs.*this machine has /cpu:0'):
        multi_gpu_model(small())


@pytest.mark.skipif(K.backend() in ('tensorflow', 'jax'), reason='the engine can')
def test_other_engines_say_so():
    with pytest.raises(NotImplementedError, match='TensorFlow'):
        multi_gpu_model(small(), 2)
