"""Sessions, which TensorFlow alone has."""
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from keras import backend as K

if K.backend() != 'tensorflow':
    pytest.skip('The other engines have no session.', allow_module_level=True)

import tensorflow as tf  # noqa: E402
from tensorflow.core.protobuf import config_pb2  # noqa: E402

from keras.backend.tensorflow_backend import session_calls  # noqa: E402

tf1 = tf.compat.v1


def test_variables_get_their_values_with_the_session():
    x = K.variable([1., 2.])
    np.testing.assert_array_equal(K.get_session().run(x), [1, 2])


def test_set_session():
    x = K.variable(3.)
    with tf1.Session() as session:
        K.set_session(session)
        assert K.get_session() is session
        assert K.eval(x * 1.) == 3


def test_default_session_goes_first():
    with tf1.Session() as session:
        assert K.get_session() is session
    assert K.get_session() is not session


def test_function_follows_a_change_of_session():
    x = K.variable(1.)
    f = K.function([], [x + 0.], updates=[K.update_add(x, 1.)])
    f([])
    assert f([])[0] == 2
    K.set_session(tf1.Session())
    assert f([])[0] == 1


def test_global_variables_initializer_serves_too():
    K.manual_variable_initialization(True)
    try:
        x = K.variable(np.arange(3.))
        with tf1.Session() as session:
            K.set_session(session)
            session.run(tf1.global_variables_initializer())
            np.testing.assert_array_equal(K.get_value(x), [0, 1, 2])
    finally:
        K.manual_variable_initialization(False)


def test_values_that_are_there_are_kept():
    x = tf1.Variable(1., use_resource=True)
    with tf1.Session() as session:
        K.set_session(session)
        session.run(x.assign(8.))
        assert K.get_value(x) == 8


@pytest.mark.parametrize('operation', [
    lambda x: x.assign(8.), lambda x: x.initializer,
    lambda x: tf1.cond(tf.constant(True), lambda: x.assign(8.), lambda: x.assign(9.))])
def test_values_that_a_program_has_given_itself_are_kept(operation):
    x, y = K.variable(5.), K.variable(6.)
    operation = operation(x)
    with tf1.Session() as session:
        K.set_session(session)
        session.run(operation)
        value = session.run(x)
        session.run(x.assign_add(1.))
        assert K.batch_get_value([x, y]) == [value + 1, 6]


def test_a_restored_value_is_kept(tmp_path):
    x = K.variable(5.)
    saver = tf1.train.Saver([x])
    with tf1.Session() as session:
        session.run(x.assign(8.))
        path = saver.save(session, str(tmp_path / 'x'))
    with tf1.Session() as session:
        K.set_session(session)
        saver.restore(session, path)
        assert K.get_value(x) == 8


def test_setting_values_initializes_the_other_variables_in_the_same_run():
    x, y = K.variable(1.), K.variable(2.)
    z = tf1.Variable(3., use_resource=True)
    with tf1.Session() as session:
        K.set_session(session)
        run, runs = session.run, []
        session.run = lambda *arguments: (runs.append(arguments[0]), run(*arguments))[1]
        K.batch_set_value([(x, 7.), (z, 8.)])
        assert [len(fetches) for fetches in runs] == [0, 3]
        assert run([x, y, z]) == [7, 2, 8]


def test_a_function_without_updates_adds_nothing_to_the_graph():
    x = K.placeholder((None, 10))
    y = K.softmax(x)
    size = len(tf1.get_default_graph().get_operations())
    function = K.function([x], [y])
    assert len(tf1.get_default_graph().get_operations()) == size
    np.testing.assert_allclose(function([np.zeros((2, 10))])[0], np.full((2, 10), .1))


def test_clear_session_starts_an_empty_graph():
    K.variable(1.)
    old = tf1.get_default_graph()
    K.clear_session()
    assert tf1.get_default_graph() is not old
    assert not tf1.global_variables()


def test_use_of_what_was_cleared_is_named():
    x = K.variable(1.)
    K.get_value(x)
    K.clear_session()
    with pytest.raises(RuntimeError, match='before K.clear_session'):
        K.get_value(x)


def test_function_runs_in_other_threads():
    x = K.placeholder(shape=(2,))
    f = K.function([x], [x * 2.])
    results = []
    thread = threading.Thread(target=lambda: results.append(f([[1, 2]])[0]))
    thread.start()
    thread.join()
    np.testing.assert_array_equal(results[0], [2, 4])


def test_graphs_of_their_own():
    graph = tf.Graph()
    with graph.as_default():
        x = K.variable(5.)
        f = K.function([], [x * 2.])
    assert f([])[0] == 10


def test_function_takes_operations_feeds_and_fetches():
    x, y = K.placeholder(shape=()), K.placeholder(shape=())
    total = K.variable(0.)
    f = K.function([x], [x * y], fetches=[K.update_add(total, x)], feed_dict={y: 3.})
    assert f([2.])[0] == 6
    assert K.get_value(total) == 2


def test_feeds_beside_the_inputs_may_change():
    x, y, z = [K.placeholder(shape=()) for _ in range(3)]
    total = K.variable(0.)
    feeds = {y: 3.}
    f = K.function([x], [x * y], fetches=[K.update(total, y * 10.)], feed_dict=feeds)
    assert f([2.])[0] == 6
    feeds[y] = 4.
    assert f([2.])[0] == 8
    assert K.get_value(total) == 40
    feeds[z] = 1.
    assert f([3.])[0] == 12
    with pytest.raises(tf.errors.InvalidArgumentError, match='feed a value'):
        del feeds[y]
        f([3.])


def test_feeds_may_come_after_the_function():
    x, feeds = K.placeholder(shape=()), {}
    f = K.function([], [x * 2.], feed_dict=feeds)
    feeds[x] = 4.
    assert f([])[0] == 8


def test_options_and_metadata_may_change():
    options, metadata = tf1.RunOptions(), tf1.RunMetadata()
    x = K.placeholder(shape=(2,))
    f = K.function([x], [x * 2.], options=options, run_metadata=metadata)
    f([[1, 2]])
    assert not metadata.step_stats.dev_stats
    options.trace_level = tf1.RunOptions.FULL_TRACE
    f([[1, 2]])
    assert metadata.step_stats.dev_stats


def test_plain_operations_are_updates():
    x = K.variable(1.)
    K.function([], [], updates=[x.assign_add(2.)])([])
    assert K.get_value(x) == 3


def test_profile_of_a_run():
    metadata = tf1.RunMetadata()
    options = tf1.RunOptions(trace_level=tf1.RunOptions.FULL_TRACE)
    x = K.placeholder(shape=(2,))
    K.function([x], [x * 2.], options=options, run_metadata=metadata)([[1, 2]])
    assert metadata.step_stats.dev_stats


def test_many_short_calls_go_on_as_in_threads_of_tensorflow():
    def sequence(**options):
        K.clear_session()
        noise = K.random_uniform((2,), seed=5)
        total = K.variable(np.zeros(2))
        f = K.function([], [noise, total + 0.], updates=[K.update_add(total, noise)], **options)
        return [f([]) for _ in range(60)]
    in_threads = sequence(options=tf1.RunOptions())
    np.testing.assert_array_equal(sequence(), in_threads)
    noise = np.array(in_threads)[:, 0]
    np.testing.assert_allclose(in_threads[-1][1], noise[:-1].sum(axis=0), rtol=1e-5)


@pytest.mark.parametrize('in_threads, in_own, chosen', [
    (3e-4, 1e-4, 'own'), (3e-4, 5e-4, 'threads'), (2e-3, 1e-3, 'own'), (1e-2, None, 'threads')])
def test_the_faster_way_of_calling_is_kept(in_threads, in_own, chosen, monkeypatch):
    seconds = {'threads': in_threads, 'own': in_own}
    clock = [0]
    monkeypatch.setattr(session_calls.time, 'perf_counter', lambda: clock[0])

    class Session:
        def _make_callable_from_options(self, options):
            way = 'own' if options.run_options.inter_op_thread_pool == -1 else 'threads'

            def call():
                clock[0] += seconds[way]
                return way
            return call

    call = session_calls.prepared(Session(), config_pb2.CallableOptions(), None)
    ways = [call() for _ in range(100)]
    assert ways[:10] == ['threads'] * 10 and ways[30:] == [chosen] * 70
    assert ways[10:30].count('own') == (10 if in_own else 0)


def test_threads_may_share_a_function_from_its_first_call():
    x = K.placeholder((None, 2))
    f = K.function([x], [x * 2.])
    errors = []

    def calls(number):
        value = np.full((1, 2), number, 'float32')
        try:
            for _ in range(100):
                np.testing.assert_array_equal(f([value])[0], 2 * value)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=calls, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


def test_a_program_that_imports_tensorflow_alone_keeps_eager_execution():
    program = '''
import tensorflow as tf
for _ in range(2):
    try:
        tf.keras.layers
    except AttributeError as error:
        print(error)
print(tf.constant(3).numpy())
import keras
print(tf.executing_eagerly(), keras.backend.eval(keras.backend.constant(4)))
try:
    tf.keras.layers
except AttributeError as error:
    print(error)
try:
    from keras.api import layers
except ImportError as error:
    print(error)
'''
    printed = subprocess.check_output(
        [sys.executable, '-c', program], universal_newlines=True,
        env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)))
    refusal, again, eager, after, once_more, api = printed.splitlines()
    assert refusal == again == once_more and 'Keras 2 is installed here' in refusal
    assert eager == '3'
    assert after == 'False 4.0'
    assert 'keras.api is a part of Keras 3' in api
