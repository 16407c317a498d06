"""Disks that are full: old files stay whole, errors name the file, and the process goes on."""
import contextlib
import os
import resource
import signal

import numpy as np
import pytest
from event_reader import events

from keras.callbacks import BackupAndRestore, CSVLogger, ModelCheckpoint, TensorBoard
from keras.engine.saving.stores import write_to
from keras.layers import Dense
from keras.models import Sequential, load_model


@contextlib.contextmanager
def largest_file(size):
    """Lets files have no more than so many bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def model():
    model = Sequential([Dense(100, input_shape=(100,)), Dense(100), Dense(1)])
    model.compile('adam', 'mse')
    return model


def fit(model, *callbacks, **options):
    return model.fit(np.ones((4, 100)), np.ones((4, 1)), verbose=0, callbacks=list(callbacks),
                     **options)


# Before anything, among the descriptions, within arrays, at the end.
@pytest.mark.parametrize('size', [0, 100, 3000, 20000, 60000, -500])
def test_models(model, tmp_path, size):
    paths = [str(tmp_path / name) for name in ('model.h5', 'weights.h5', 'checkpoint.h5')]
    writes = [model.save, model.save_weights,
              lambda path: fit(model, ModelCheckpoint(path, save_weights_only=True))]
    for path, write in zip(paths, writes):
        write(path)
        with open(path, 'rb') as file:
            before = file.read()
        with largest_file(size % len(before)), pytest.raises(
                OSError, match='Cannot write %s.*File too large.*space left' % path):
            write(path)
        with open(path, 'rb') as file:
            assert file.read() == before
    assert sorted(os.listdir(str(tmp_path))) == ['checkpoint.h5', 'model.h5', 'weights.h5']
    load_model(paths[0])
    model.load_weights(paths[2])
    fit(model)


def test_a_file_of_many_parts(tmp_path):
    """More than HDF5 keeps in memory, so it reads again what could not be written."""
    def write(store):
        for i in range(3000):
            store['group%d' % i]['array'] = np.ones(3)
            store['group%d' % i]['names'] = [b'x' * 100, b'y']

    path = str(tmp_path / 'x.h5')
    write_to(path, write)
    whole = os.path.getsize(path)
    os.remove(path)
    with largest_file(whole // 2), pytest.raises(OSError, match='File too large'):
        write_to(path, write)
    assert os.listdir(str(tmp_path)) == []


def test_backup(model, tmp_path):
    def train(epochs):
        return fit(model, BackupAndRestore(tmp_path, delete_checkpoint=False), epochs=epochs)

    train(1)
    path, = tmp_path.iterdir()
    before = path.read_bytes()
    with largest_file(len(before) - 5000), pytest.raises(
            OSError, match='BackupAndRestore cannot write to .*File too large.*space left'):
        train(2)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    assert train(2).epoch == [0, 1]


def test_csv_logger(model, tmp_path):
    path = tmp_path / 'log.csv'
    path.write_text('epoch,loss\n0,0.5\n')
    before = path.read_bytes()
    with largest_file(len(before) + 4), pytest.raises(OSError, match='File too large.*log.csv'):
        fit(model, CSVLogger(str(path), append=True))
    assert path.read_bytes() == before
    fit(model, CSVLogger(str(path), append=True))
    assert path.read_bytes().startswith(before + b'0,')


def test_tensorboard(model, tmp_path):
    fit(model, TensorBoard(str(tmp_path / 'whole'), histogram_freq=1), validation_split=.5)
    whole, = (tmp_path / 'whole').iterdir()
    count = len(events(whole))
    with largest_file(whole.stat().st_size - 100), \
            pytest.raises(OSError, match='File too large.*events.out'):
        fit(model, TensorBoard(str(tmp_path / 'cut'), histogram_freq=1), validation_split=.5)
    cut, = (tmp_path / 'cut').iterdir()
    assert 0 < len(events(cut)) < count


def test_interrupts_while_a_file_is_written(tmp_path):
    """HDF5 does not bear them."""
    path = str(tmp_path / 'x.h5')
    write_to(path, lambda store: store.__setitem__('x', np.ones(3)))
    with open(path, 'rb') as file:
        before = file.read()
    done = []

    def write(store):
        os.kill(os.getpid(), signal.SIGINT)
        store['y'] = np.ones(3)
        os.kill(os.getpid(), signal.SIGINT)
        done.append(True)

    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        write_to(path, write)
    assert done and signal.getsignal(signal.SIGINT) is handler
    with open(path, 'rb') as file:
        assert file.read() == before
    assert os.listdir(str(tmp_path)) == ['x.h5']
