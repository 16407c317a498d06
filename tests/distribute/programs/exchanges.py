"""Checks in each of three workers what they exchange.

    exchanges.py FOLDER
"""
import os
import sys

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import keras
import keras.distribute as hvd
from keras import backend as K
from keras.layers import Dense, Embedding, GlobalAveragePooling1D

FOLDER = sys.argv[1]
SIZE = 3


def check_arrays():
    rank = hvd.rank()
    assert (hvd.size(), hvd.local_size(), hvd.local_rank()) == (SIZE, SIZE, rank)
    assert hvd.allreduce(float(rank)) == 1
    assert_array_equal(hvd.allreduce([[rank, 1]], average=False), [[3, 3]])
    assert_array_equal(hvd.allreduce(K.constant([rank, 2.]), op=hvd.Sum), [3, 6])
    assert_allclose(hvd.allreduce([rank + 0.1], compression=hvd.Compression.fp16), [1.1], 1e-3)
    for dtype in ('float16', 'float32', 'float64', 'int8', 'uint8', 'int32', 'int64', 'bool'):
        root = hvd.broadcast(np.array([rank == 1, 0, 1]).astype(dtype), 1)
        assert root.dtype == dtype
        assert_array_equal(root, [1, 0, 1])
    joined = hvd.allgather(np.full((rank, 2), rank))
    assert_array_equal(joined, [[1, 1], [2, 2], [2, 2]])
    assert_array_equal(hvd.allgather(rank), [0, 1, 2])
    assert hvd.allgather(np.zeros((0, 4))).shape == (0, 4)
    assert hvd.allreduce(np.zeros((0, 4))).shape == (0, 4)


def check_variables():
    variable = K.variable([float(hvd.rank())] * 2)
    hvd.broadcast_global_variables(2)
    assert_array_equal(K.get_value(variable), [2, 2])


def check_gradients():
    """The gradients of an embedding: of rows, whole, and with half precision."""
    rows = np.array([[0, hvd.rank()], [hvd.rank(), 3]])[:hvd.rank() + 1]
    for options, tolerance in (({}, 1e-6), ({'sparse_as_dense': True}, 1e-6),
                               ({'half_precision': True}, 1e-2)):
        table = K.variable(np.ones((5, 2)))
        other = K.variable([1., 2., 3.])
        loss = K.sum(K.gather(table, K.constant(rows, dtype='int32'))) + K.sum(
            K.square(other)) * hvd.rank()
        averaged = [K.eval(g) for g in K.average_gradients(loss, [table, other], **options)]
        counts = np.zeros(5)
        for rank in range(SIZE):
            np.add.at(counts, np.array([[0, rank], [rank, 3]])[:rank + 1], 1)
        assert_allclose(averaged[0], np.stack([counts, counts], 1) / SIZE, tolerance)
        assert_allclose(averaged[1], [2, 4, 6], tolerance)  # the ranks are 1 on average


def new_model(units=1, **options):
    model = keras.Sequential([Dense(units, input_shape=(2,))])
    model.compile(hvd.DistributedOptimizer('sgd'), 'mse', **options)
    return model


class Batches(keras.utils.Sequence):
    """Batches of one sample, which hold their number."""

    def __init__(self, count):
        self.numbers = np.arange(count)
        self.read = []

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, index):
        self.read.append(self.numbers[index])
        return np.full((1, 2), self.numbers[index]), np.zeros((1, 1))

    def on_epoch_end(self):
        np.random.shuffle(self.numbers)


def check_sequences():
    np.random.seed(hvd.rank())  # each worker's own
    sequence = Batches(8)
    model = new_model()
    model.fit(sequence, epochs=2, shuffle=True, verbose=0, workers=0)
    own = sequence.read[1:]  # after the batch that is compared
    assert len(own) == 4
    everything = hvd.allgather([own])
    for epoch in (everything[:, :2], everything[:, 2:]):
        assert len(set(epoch.ravel())) == 6  # of 8; the rest makes no full step


def check_arrays_of_each():
    """Data that differ are not shared out."""
    rows = []

    def record(batch, logs):
        rows.append(logs['size'])
    x = np.full((6, 2), hvd.rank())
    own = keras.callbacks.LambdaCallback(on_batch_end=record)
    new_model().fit(x, x[:, :1], batch_size=4, verbose=0, callbacks=[own])
    assert rows == [4, 2]
    new_model().fit(np.ones((7, 2)), np.ones((7, 1)), batch_size=4, verbose=0, callbacks=[own])
    assert rows[2:] == [2]  # of 7; one is left out
    try:
        new_model().fit(np.ones((hvd.rank() + 1, 2)), np.ones((hvd.rank() + 1, 1)), batch_size=1)
    except ValueError as error:
        assert 'make 1, 2, 3 steps' in str(error)
    else:
        raise AssertionError('data for unequal numbers of steps')
    try:
        new_model().fit(np.ones((2, 2)), np.ones((2, 1)))
    except ValueError as error:
        assert '2 samples are too few to give one to each of 3' in str(error)
    else:
        raise AssertionError('too few samples')


def check_validation():
    """Fewer samples than workers; a metric that is no average; the mean of unequal shares."""
    x = np.array([[0., 1.], [1., 0.]])
    model = new_model(metrics=[keras.metrics.AUC(name='auc')])
    history = model.fit(np.ones((6, 2)), np.ones((6, 1)), verbose=0,
                        validation_data=(x, np.array([[0.], [1.]]))).history
    loss, auc = model.evaluate(x, np.array([[0.], [1.]]), verbose=0)
    assert_allclose([history['val_loss'][0], history['val_auc'][0]], [loss, auc], 1e-5)


def check_stopping():
    """All stop if one does, at the end of the epoch; only worker 0 writes."""
    class Stopper(keras.callbacks.Callback):
        def on_batch_end(self, batch, logs=None):
            self.model.stop_training = hvd.rank() == 1

    log = os.path.join(FOLDER, 'log%d.csv' % hvd.rank())
    history = new_model().fit(np.ones((9, 2)), np.ones((9, 1)), batch_size=1, epochs=3, verbose=0,
                              callbacks=[Stopper(), keras.callbacks.CSVLogger(log)])
    assert history.epoch == [0]
    assert os.path.exists(log) == (hvd.rank() == 0)


def check_parameters():
    """Callbacks know what their own worker reads."""
    warmup = hvd.callbacks.LearningRateWarmupCallback(0.1, warmup_epochs=1)
    new_model().fit(np.ones((12, 2)), np.ones((12, 1)), batch_size=2, verbose=0,
                    callbacks=[warmup])
    assert warmup.params['samples'] == 4
    assert warmup.steps_per_epoch == 2


def check_start():
    """All begin with the weights of worker 0, unless a callback takes those of another."""
    model = new_model()
    model.set_weights([np.full((2, 1), hvd.rank()), np.zeros(1)])
    model.optimizer.lr = 0.
    data = np.ones((6, 2)), np.ones((6, 1))
    model.fit(*data, verbose=0)
    assert_array_equal(model.get_weights()[0], [[0], [0]])
    model.set_weights([np.full((2, 1), hvd.rank()), np.zeros(1)])

    class Own(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.model.set_weights([np.full((2, 1), hvd.rank()), np.zeros(1)])

        def on_epoch_end(self, epoch, logs=None):
            logs['rank'] = hvd.rank()
    averaging = hvd.callbacks.MetricAverageCallback()
    history = model.fit(*data, verbose=0, callbacks=[
        Own(), hvd.callbacks.BroadcastGlobalVariablesCallback(2), averaging]).history
    assert_array_equal(model.get_weights()[0], [[2], [2]])
    assert history['rank'] == [1]


def check_files():
    """A file is that of a usual model, and the optimizer's state survives."""
    path = os.path.join(FOLDER, 'model%d.h5' % hvd.rank())
    model = keras.Sequential([Embedding(9, 2), GlobalAveragePooling1D(), Dense(1)])
    model.compile(hvd.DistributedOptimizer(keras.optimizers.Adam(0.01, clipnorm=1.)), 'mse')
    data = np.arange(9).reshape(9, 1), np.ones((9, 1))
    model.fit(*data, batch_size=1, epochs=2, verbose=0)
    model.save(path)
    usual = keras.models.load_model(path)
    assert type(usual.optimizer) is keras.optimizers.Adam
    loaded = hvd.load_model(path)
    for each in (model, loaded):
        each.fit(*data, batch_size=1, epochs=1, verbose=0, shuffle=False)
    for weights, expected in zip(loaded.get_weights(), model.get_weights()):
        assert_allclose(weights, expected, 1e-5, 1e-6)


def check_sessions():
    """After `K.clear_session`, and with a session that the program makes."""
    K.clear_session()
    assert hvd.allreduce(1.) == 1
    new_model().fit(np.ones((6, 2)), np.ones((6, 1)), verbose=0)
    K.clear_session()
    K.set_session(K.tf.compat.v1.Session())
    new_model().fit(np.ones((6, 2)), np.ones((6, 1)), verbose=0)


hvd.init()
for check in (check_arrays, check_variables, check_gradients, check_sequences,
              check_arrays_of_each, check_validation, check_stopping, check_parameters,
              check_start, check_files, check_sessions):
    check()
    print(hvd.rank(), check.__name__)
