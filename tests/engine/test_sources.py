"""Every source of batches, with every kind of worker, does what arrays do."""
import h5py
import numpy as np
import pandas as pd
import pytest
from small_models import X, Y, linear, predicted
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

from keras.callbacks import Callback
from keras.utils import HDF5Matrix


def whole():
    while True:
        yield X, Y


@WORKERS
@PROCESSES
@pytest.mark.parametrize('method', ['fit', 'fit_generator'])
def test_training_on_a_sequence(method, workers, processes):
    model = linear()
    history = getattr(model, method)(
        Batches(), epochs=3, shuffle=False, verbose=0, workers=workers,
        use_multiprocessing=processes, validation_data=Batches()).history
    check(model, IN_ORDER + [[4, 3], [2, 1], [0]] + IN_ORDER)
    assert history['val_loss'][-1] == pytest.approx(model.evaluate(X, Y, verbose=0))


class Merging(Batches):
    """Batches that are twice as large, and so fewer, after each pass."""

    size = 1

    def __len__(self):
        return -(-5 // self.size)

    def __getitem__(self, index):
        rows = slice(index * self.size, (index + 1) * self.size)
        return X[rows], Y[rows]

    def on_epoch_end(self):
        self.size *= 2


class Lengths(Callback):
    """Keeps the number of batches that each epoch announces, and that it has."""

    def __init__(self):
        super().__init__()
        self.announced, self.seen = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.announced.append(self.params['steps'])
        self.seen.append(0)

    def on_batch_end(self, batch, logs=None):
        self.seen[-1] += 1


@WORKERS
@PROCESSES
@pytest.mark.parametrize('method', ['fit', 'fit_generator'])
def test_a_sequence_may_change_its_length_between_epochs(method, workers, processes, capsys):
    model, lengths = linear(), Lengths()
    getattr(model, method)(Merging(), epochs=4, shuffle=False, workers=workers,
                           use_multiprocessing=processes, callbacks=[lengths])
    check(model, [[0], [1], [2], [3], [4], [0, 1], [2, 3], [4], range(4), [4], range(5)])
    assert lengths.announced == lengths.seen == [5, 3, 2, 1]
    printed = capsys.readouterr().out
    assert all('\n%d/%d [=' % (steps, steps) in printed.replace('\r', '\n').replace('\b', '')
               for steps in (5, 3, 2, 1))


@WORKERS
@PROCESSES
@pytest.mark.parametrize('method', ['fit', 'fit_generator'])
def test_training_on_a_generator(method, workers, processes):
    model = linear()
    options = dict(steps_per_epoch=2, epochs=3, verbose=0, workers=workers,
                   use_multiprocessing=processes)
    if workers == 2 and processes:  # two copies of the generator, whose batches are all the same
        with pytest.warns(UserWarning, match='the same batches'):
            getattr(model, method)(whole(), **options)
        check(model, [range(5)] * 6)
    else:
        getattr(model, method)(generator(), **options)
        check(model, IN_ORDER * 2)


@WORKERS
@PROCESSES
def test_testing_and_prediction(workers, processes):
    model = linear()
    options = dict(workers=workers, use_multiprocessing=processes)
    for make, steps in ((Batches, None), (generator, 3)):
        if make is generator and processes and workers == 2:
            continue
        assert model.evaluate(make(), steps=steps, verbose=0, **options) == pytest.approx(LOSS)
        assert model.evaluate_generator(make(), steps, **options) == pytest.approx(LOSS)
        for outputs in (model.predict(make(), steps=steps, **options),
                        model.predict_generator(make(), steps, **options)):
            np.testing.assert_allclose(outputs, predicted(), rtol=1e-6)


@WORKERS
@PROCESSES
def test_a_shuffled_sequence_comes_in_the_order_of_the_seed(workers, processes):
    np.random.seed(5)
    order = np.arange(3)
    np.random.shuffle(order)
    second = np.arange(3)
    np.random.shuffle(second)
    np.random.seed(5)
    model = linear()
    model.fit(Batches(), epochs=2, verbose=0, workers=workers, use_multiprocessing=processes)
    turned = [[4, 3], [2, 1], [0]]
    check(model, [IN_ORDER[i] for i in order] + [turned[i] for i in second])


def frames(tmp_path):
    return pd.DataFrame(X, columns=['one', 'two']), pd.Series(Y[:, 0])


def files(tmp_path):
    path = str(tmp_path / 'data.h5')
    with h5py.File(path, 'w') as file:
        file['x'], file['y'] = X, Y
    return HDF5Matrix(path, 'x'), HDF5Matrix(path, 'y')


def dictionaries(tmp_path):
    return {'out_input': X}, {'out': Y}


def lists(tmp_path):
    return [X], [Y]


@pytest.mark.parametrize('make', [frames, files, dictionaries, lists])
def test_data_in_other_forms(make, tmp_path):
    x, y = make(tmp_path)
    model = linear()
    assert model.evaluate(x, y, verbose=0) == pytest.approx(LOSS)
    np.testing.assert_allclose(model.predict(x), predicted(), rtol=1e-6)
    model.fit(x, y, batch_size=2, shuffle=False, verbose=0)
    check(model, IN_ORDER)
