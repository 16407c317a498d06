"""Whatever the batches come from, and however they are read: the numbers are those of arrays.

Each source is used by all methods with all kinds of workers; the model has two inputs.
"""
import warnings

import h5py
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from small_models import X, Y
from small_sources import workers_come_from_forks_and_leave_nothing  # noqa: F401  (used by itself)

from keras import backend as K
from keras.layers import Concatenate, Dense, Input
from keras.models import Model
from keras.optimizers import SGD
from keras.utils import HDF5Matrix, Sequence

A, B = X, np.array([[.5], [1], [-1], [0], [2]])
START = [np.array([[.5], [-.25], [1.]]), np.array([.1])]
READERS = [(0, False), (1, False), (2, False), (0, True), (1, True), (2, True)]
EPOCHS = 2


def in_batches(copied):
    """Returns the rows of each batch.

    Args:
        copied: whether each of two processes runs the generator: then all batches are the same.
    """
    return [[0, 1, 2, 3, 4]] * 2 if copied else [[0, 1], [2, 3], [4]]


class Data:
    """What to pass to a model, once for each use.

    Args:
        inputs, targets: functions that return what stands for A and B, and for Y.
        batches: function from whether generators are copied to a stream of batches (x, y); in the
            place of the former.
        is_endless: whether the stream does not tell the number of its batches.
        steps: how often the whole is taken in an epoch, where it has no batches.
    """

    def __init__(self, inputs=None, targets=None, batches=None, is_endless=False, steps=None):
        self.inputs = inputs
        self.targets = targets
        self.batches = batches
        self.is_endless = is_endless
        self.steps = steps

    def rows(self, copied):
        """Returns the rows of the batches of an epoch."""
        if self.steps:
            return [[0, 1, 2, 3, 4]] * self.steps
        return in_batches(copied and self.is_endless)

    def training(self, copied, steps):
        """Returns arguments of `fit` and `evaluate`, whose name for steps is `steps`."""
        if self.batches:
            return dict({steps: len(self.rows(copied))} if self.is_endless else {},
                        x=self.batches(copied))
        return dict({steps: self.steps} if self.steps else {'batch_size': 2},
                    x=self.inputs(), y=self.targets())

    def validation(self, copied):
        """Returns arguments of `fit`."""
        found = self.training(copied, 'validation_steps')
        found.pop('batch_size', None)
        found['validation_data'] = (found.pop('x'), found.pop('y')) if 'y' in found else (
            found.pop('x'))
        return found

    def prediction(self, copied):
        """Returns arguments of `predict`."""
        found = self.training(copied, 'steps')
        found.pop('y', None)
        return found


class Batches(Sequence):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        rows = in_batches(False)[index]
        return {'a': A[rows], 'b': B[rows]}, Y[rows]


def repeated(times):
    def batches(copied):
        for _ in range(times):
            for rows in in_batches(copied):
                yield [A[rows], B[rows]], Y[rows]
    return batches


def arrays(folder):
    return Data(lambda: [A, B], lambda: Y)


def lists_of_numbers(folder):
    return Data(lambda: [A.tolist(), B.tolist()], lambda: [Y.tolist()])


def dictionaries(folder):
    return Data(lambda: {'b': B, 'a': A}, lambda: {'out': Y})


def frames(folder):
    return Data(lambda: [pd.DataFrame(A, columns=['p', 'q']), pd.Series(B[:, 0])],
                lambda: pd.Series(Y[:, 0]))


def files(folder):
    path = str(folder / 'data.h5')
    with h5py.File(path, 'w') as file:
        for name, array in (('a', A), ('b', B), ('y', Y)):
            file[name] = array
    return Data(lambda: [HDF5Matrix(path, 'a'), HDF5Matrix(path, 'b')],
                lambda: HDF5Matrix(path, 'y'))


def sparse_matrices(folder):
    return Data(lambda: [scipy.sparse.csr_matrix(A), scipy.sparse.coo_matrix(B)], lambda: Y)


def tensors(folder):
    return Data(lambda: [K.constant(A), K.variable(B)], lambda: K.constant(Y), steps=2)


def finite_generator(folder):
    return Data(batches=repeated(EPOCHS), is_endless=True)


def endless_generator(folder):
    return Data(batches=repeated(10 ** 6), is_endless=True)


def sequence(folder):
    return Data(batches=lambda copied: Batches())


def linear():
    a, b = Input((2,), name='a'), Input((1,), name='b')
    model = Model([a, b], Dense(1, name='out')(Concatenate()([a, b])))
    model.compile(SGD(.1), 'mse', metrics=['mae'])
    return model


def expected(model, batches):
    """Returns the losses of an epoch and what follows them, found with arrays."""
    model.set_weights(START)
    values = [model.train_on_batch([A[rows], B[rows]], Y[rows]) for rows in batches * EPOCHS]
    losses = np.array(values)[:, 0].reshape(EPOCHS, -1)
    sizes = [len(rows) for rows in batches]
    return {'weights': model.get_weights(),
            'loss': losses.dot(sizes) / sum(sizes),
            'tested': model.evaluate([A, B], Y, verbose=0),
            'predicted': model.predict([A, B])[np.concatenate(batches)]}


def check_all_methods(model, data, workers, processes):
    copied = processes and workers == 2
    wanted = expected(model, data.rows(copied))
    readers = dict(workers=workers, use_multiprocessing=processes)
    for fit in [model.fit] + [model.fit_generator] * bool(data.batches):
        model.set_weights(START)
        arguments = data.training(copied, 'steps_per_epoch')
        if fit == model.fit_generator:
            arguments['generator'] = arguments.pop('x')
        arguments.update(data.validation(copied), **readers)
        history = fit(epochs=EPOCHS, shuffle=False, verbose=0, **arguments).history
        for weight, found in zip(wanted['weights'], model.get_weights()):
            np.testing.assert_allclose(found, weight, rtol=1e-5)
        np.testing.assert_allclose(history['loss'], wanted['loss'], rtol=1e-5)
        assert [history[name][-1] for name in ('val_loss', 'val_mae')] == pytest.approx(
            wanted['tested'])
    testing = data.training(copied, 'steps')
    assert model.evaluate(verbose=0, **testing, **readers) == pytest.approx(wanted['tested'])
    np.testing.assert_allclose(model.predict(**data.prediction(copied), **readers),
                               wanted['predicted'], rtol=1e-5)


@pytest.mark.parametrize('source', [
    arrays, lists_of_numbers, dictionaries, frames, files, sparse_matrices, tensors,
    finite_generator, endless_generator, sequence])
def test_every_source_with_every_kind_of_worker(source, tmp_path):
    model, data = linear(), source(tmp_path)
    for workers, processes in READERS:
        with warnings.catch_warnings():
            warnings.filterwarnings('ignore', 'Each of the 2 processes runs a copy')
            check_all_methods(model, data, workers, processes)


@pytest.mark.parametrize('source', [arrays, sequence, endless_generator])
def test_models_that_read_tensors_of_their_own(source, tmp_path):
    """Tensors within the model stand for a batch, whatever else is fed."""
    a, b = Input(tensor=K.constant(A), name='a'), Input((1,), name='b')
    model = Model([a, b], Dense(1, name='out')(Concatenate()([a, b])))
    model.compile(SGD(.1), 'mse', target_tensors=[K.constant(Y)])
    wanted = expected(linear(), [[0, 1, 2, 3, 4]])
    fed = {arrays: lambda: dict(x=B),
           sequence: lambda: dict(x=Whole()),
           endless_generator: lambda: dict(x=iter([(B, None)] * 2))}[source]
    for workers, processes in READERS[:-1]:
        readers = dict(workers=workers, use_multiprocessing=processes)
        model.set_weights(START)
        model.fit(**fed(), **readers, epochs=EPOCHS, steps_per_epoch=1, verbose=0)
        for weight, found in zip(wanted['weights'], model.get_weights()):
            np.testing.assert_allclose(found, weight, rtol=1e-5)
        assert model.evaluate(**fed(), **readers, steps=1, verbose=0) == pytest.approx(
            wanted['tested'][0])
        np.testing.assert_allclose(model.predict(**fed(), **readers, steps=1),
                                   wanted['predicted'], rtol=1e-5)


class Whole(Sequence):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return B, None


class DenseBatches(Batches):
    def __getitem__(self, index):
        rows = in_batches(False)[index]
        return A[rows], Y[rows]


class SparseBatches(Batches):
    def __getitem__(self, index):
        rows = in_batches(False)[index]
        return scipy.sparse.csr_matrix(A[rows]), Y[rows]


@pytest.mark.parametrize('source', [
    lambda: dict(x=scipy.sparse.csr_matrix(A), y=Y, batch_size=2), SparseBatches,
    lambda: dict(x=A, y=Y, batch_size=2), lambda: dict(x=A.tolist(), y=Y, batch_size=2),
    DenseBatches])
def test_inputs_that_are_sparse_in_the_model_too(source):
    def model(sparse):
        x = Input((2,), sparse=sparse)
        model = Model(x, Dense(1, name='out', weights=[START[0][:2], START[1]])(x))
        model.compile(SGD(.1), 'mse')
        return model

    dense = model(False)
    dense.fit(A, Y, batch_size=2, epochs=EPOCHS, shuffle=False, verbose=0)
    for workers, processes in READERS:
        data = source()
        if not isinstance(data, dict):
            data = dict(x=data, workers=workers, use_multiprocessing=processes)
        trained = model(True)
        trained.fit(epochs=EPOCHS, shuffle=False, verbose=0, **data)
        for weight, found in zip(dense.get_weights(), trained.get_weights()):
            np.testing.assert_allclose(found, weight, rtol=1e-5)
        assert trained.evaluate(verbose=0, **data) == pytest.approx(
            dense.evaluate(A, Y, verbose=0))
        data.pop('y', None)
        np.testing.assert_allclose(trained.predict(**data), dense.predict(A), rtol=1e-5)
