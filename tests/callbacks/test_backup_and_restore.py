"""Trainings that end too early, and the same ones undisturbed."""
import csv
import os
import signal
import subprocess
import sys

import killed_training
import numpy as np
import pytest
from event_reader import scalars

from keras import backend as K
from keras.callbacks import (
    BackupAndRestore,
    Callback,
    CSVLogger,
    EarlyStopping,
    History,
    LambdaCallback,
    ReduceLROnPlateau,
    TensorBoard,
)
from keras.layers import Dense, Dropout, Flatten, GaussianNoise
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator
from keras.utils import Sequence, set_random_seed
from keras.utils.process_groups import ProcessGroup

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
X = np.random.RandomState(0).uniform(-1, 1, (20, 3))
Y = X.sum(axis=1, keepdims=True)


class Interrupted(Exception):
    pass


def interrupt(epoch, batch=1):
    """Returns a callback that raises before a batch."""
    callback = LambdaCallback(on_epoch_begin=lambda epoch, logs: setattr(callback, 'epoch', epoch),
                              on_batch_begin=lambda batch, logs: look(batch))

    def look(number):
        if (callback.epoch, number) == (epoch, batch):
            raise Interrupted

    return callback


def compiled(optimizer='adam', width=4):
    K.clear_session()
    return compiled_again(optimizer, width)


def compiled_again(optimizer='adam', width=4):
    set_random_seed(2)
    model = Sequential([GaussianNoise(0.1, input_shape=(3,)), Dense(width, activation='tanh'),
                        Dropout(0.5), Dense(1)])
    model.compile(optimizer, 'mse', metrics=['mae'])
    return model


def results(model, history):
    """Returns what two runs must have in common, the next random number among it."""
    weights = model.get_weights() + model.optimizer.get_weights()
    return history.epoch, history.history, [w.tolist() for w in weights], np.random.rand()


def undisturbed(data, epochs=4, callbacks=(), **options):
    model = compiled()
    return results(model, model.fit(*data(), epochs=epochs, verbose=0, callbacks=list(callbacks),
                                    **options))


def disturbed(data, folder, epochs=4, callbacks=list, **options):
    """Trains, with an exception in the third epoch and then as a new program would."""
    model = compiled()
    with pytest.raises(Interrupted):
        model.fit(*data(), epochs=epochs, verbose=0,
                  callbacks=callbacks() + [BackupAndRestore(folder), interrupt(2)], **options)
    model = compiled()
    history = model.fit(*data(), epochs=epochs, verbose=0,
                        callbacks=callbacks() + [BackupAndRestore(folder)], **options)
    return results(model, history)


def arrays():
    return X, Y


class Batches(Sequence):
    """A sequence that shuffles as those of most programs do, and counts."""

    def __init__(self):
        self.epochs = 0
        self.order = np.random.permutation(len(X))

    def __len__(self):
        return 4

    def __getitem__(self, index):
        rows = self.order[5 * index:5 * index + 5]
        return X[rows] + self.epochs, Y[rows] + np.random.rand()

    def on_epoch_end(self):
        self.epochs += 1
        self.order = np.arange(len(X))
        np.random.shuffle(self.order)


class Remembering(Batches):
    """A sequence that shuffles the order of the last epoch, so it must be asked for it."""

    def on_epoch_end(self):
        np.random.shuffle(self.order)

    def get_state(self):
        return {'order': self.order}

    def set_state(self, state):
        self.order = state['order']


def drawn():
    while True:
        rows = np.random.randint(0, len(X), 5)
        yield X[rows], Y[rows]


@pytest.mark.skipif(os.name == 'nt', reason='Windows has no SIGKILL')
def test_killed_program_goes_on(tmp_path, monkeypatch):
    folders = [tmp_path / name for name in ('undisturbed', 'killed')]
    for folder in folders:
        folder.mkdir()
    monkeypatch.chdir(tmp_path)
    killed_training.main(str(folders[0]), 'never')
    for when in ('batch 2 1', 'write 2', 'never'):
        code = subprocess.call([sys.executable, killed_training.__file__, str(folders[1])]
                               + when.split(), env=dict(os.environ, PYTHONPATH=ROOT))
        assert code == (0 if when == 'never' else -signal.SIGKILL)
        if when == 'write 2':
            assert len(list((folders[1] / 'backup').iterdir())) == 2
    assert not (folders[1] / 'backup').exists()
    for name in ('history.json', 'log.csv'):
        texts = [(folder / name).read_text() for folder in folders]
        assert texts[0] == texts[1]
    expected, found = (np.load(str(folder / 'weights.npz')) for folder in folders)
    assert sorted(expected.files) == sorted(found.files)
    assert len(expected.files) > 10
    for name in expected.files:
        np.testing.assert_array_equal(found[name], expected[name])


@pytest.mark.parametrize('options', [
    {}, {'shuffle': 'batch'}, {'shuffle': False}, {'validation_split': 0.25}])
def test_arrays(tmp_path, options):
    expected = undisturbed(arrays, batch_size=4, **options)
    assert expected[0] == [0, 1, 2, 3]
    assert disturbed(arrays, str(tmp_path / 'backup'), batch_size=4, **options) == expected


@pytest.mark.parametrize('stream', [Batches, Remembering, drawn])
@pytest.mark.parametrize('options', [
    {'steps_per_epoch': 4}, {'steps_per_epoch': 3, 'workers': 0}])
def test_streams(tmp_path, stream, options):
    expected = undisturbed(lambda: [stream()], **options)
    assert disturbed(lambda: [stream()], tmp_path / 'backup', **options) == expected


def test_sequences_in_processes(tmp_path):
    options = {'workers': 2, 'use_multiprocessing': True, 'epochs': 3}
    with pytest.raises(Interrupted):
        compiled().fit(Batches(), verbose=0, callbacks=[
            BackupAndRestore(tmp_path / 'backup'), interrupt(1)], **options)
    model = compiled()
    history = model.fit(Batches(), verbose=0, callbacks=[BackupAndRestore(tmp_path / 'backup')],
                        **options)
    assert results(model, history) == undisturbed(lambda: [Batches()], **options)


def test_augmented_images(tmp_path):
    images = np.random.RandomState(0).rand(12, 6, 6, 1)

    def run(*callbacks, seeded=True):
        K.clear_session()
        set_random_seed(2)
        model = Sequential([Flatten(input_shape=(6, 6, 1)), Dropout(0.5), Dense(1)])
        model.compile('adam', 'mse')
        if not seeded:
            np.random.seed(77)
        generator = ImageDataGenerator(rotation_range=30, width_shift_range=2.)
        flow = generator.flow(images, images.mean(axis=(1, 2)), batch_size=5)
        history = model.fit_generator(flow, epochs=3, verbose=0, workers=2,
                                      callbacks=list(callbacks))
        return results(model, history)

    expected = run()
    with pytest.raises(Interrupted):
        run(BackupAndRestore(tmp_path / 'backup'), interrupt(2, 1))
    assert run(BackupAndRestore(tmp_path / 'backup'), seeded=False) == expected


def test_sequence_for_validation(tmp_path):
    def run(*callbacks):
        model = compiled()
        return results(model, model.fit(X, Y, epochs=3, verbose=0, validation_data=Batches(),
                                        callbacks=list(callbacks)))

    expected = run()
    with pytest.raises(Interrupted):
        run(BackupAndRestore(tmp_path / 'backup'), interrupt(2, 0))
    assert run(BackupAndRestore(tmp_path / 'backup')) == expected


def test_fit_generator(tmp_path):
    def run(*callbacks):
        model = compiled()
        return results(model, model.fit_generator(Batches(), epochs=3, verbose=0,
                                                  callbacks=list(callbacks)))

    expected = run()
    with pytest.raises(Interrupted):
        run(BackupAndRestore(tmp_path / 'backup'), interrupt(1))
    assert run(BackupAndRestore(tmp_path / 'backup')) == expected


@pytest.mark.parametrize('is_new', [False, True])
def test_same_process_goes_on(tmp_path, is_new):
    expected = undisturbed(arrays)
    model = compiled()
    with pytest.raises(Interrupted):
        model.fit(X, Y, epochs=4, batch_size=32, verbose=0, callbacks=[
            BackupAndRestore(tmp_path), interrupt(2, 0)])
    model = compiled_again() if is_new else model
    np.random.seed(99)
    history = model.fit(X, Y, epochs=4, batch_size=32, verbose=0,
                        callbacks=[BackupAndRestore(tmp_path)])
    assert results(model, history) == expected


def test_callbacks_go_on(tmp_path):
    def callbacks(path):
        return [EarlyStopping('loss', patience=4, min_delta=10., restore_best_weights=True),
                ReduceLROnPlateau('loss', patience=1, min_delta=10., factor=0.5),
                CSVLogger(str(path / 'log.csv')), History()]

    for name in ('once', 'twice'):
        (tmp_path / name).mkdir()
    expected = undisturbed(arrays, epochs=9, batch_size=4, callbacks=callbacks(tmp_path / 'once'))
    assert len(expected[0]) == 5  # and then it was stopped
    found = disturbed(arrays, tmp_path / 'backup', epochs=9, batch_size=4,
                      callbacks=lambda: callbacks(tmp_path / 'twice'))
    assert found == expected
    tables = [(tmp_path / name / 'log.csv').read_text() for name in ('once', 'twice')]
    assert tables[0] == tables[1]


def test_rows_of_a_lost_epoch_are_removed(tmp_path):
    path = tmp_path / 'log.csv'
    with pytest.raises(Interrupted):
        compiled().fit(X, Y, epochs=3, verbose=0, callbacks=[
            CSVLogger(str(path)), BackupAndRestore(tmp_path / 'backup'), raising_at_end_of(1)])
    with open(str(path)) as file:
        assert len(list(csv.reader(file))) == 3  # the second epoch was not backed up
    compiled().fit(X, Y, epochs=3, verbose=0, callbacks=[
        CSVLogger(str(path)), BackupAndRestore(tmp_path / 'backup')])
    with open(str(path)) as file:
        assert [row[0] for row in csv.reader(file)] == ['epoch', '0', '1', '2']


def raising_at_end_of(epoch):
    def end(number, logs):
        if number == epoch:
            raise Interrupted

    return LambdaCallback(on_epoch_end=end)


def test_tensorboard_goes_on(tmp_path):
    def callbacks():
        return [TensorBoard(str(tmp_path / 'logs'), update_freq='batch'),
                BackupAndRestore(tmp_path / 'backup')]

    with pytest.raises(Interrupted):
        compiled().fit(X, Y, epochs=2, batch_size=10, verbose=0,
                       callbacks=callbacks() + [interrupt(1, 0)])
    compiled().fit(X, Y, epochs=2, batch_size=10, verbose=0, callbacks=callbacks())
    steps = [step for step, _ in scalars(tmp_path / 'logs', 'loss')]
    assert steps == [10, 20, 20, 30, 40, 40]


def test_numbers_are_those_without_it(tmp_path):
    expected = undisturbed(arrays)
    assert undisturbed(arrays, callbacks=[BackupAndRestore(tmp_path / 'backup')]) == expected


def test_backup_is_deleted(tmp_path):
    compiled().fit(X, Y, verbose=0, callbacks=[BackupAndRestore(tmp_path / 'a' / 'b')])
    assert (tmp_path / 'a').is_dir()
    assert not (tmp_path / 'a' / 'b').exists()
    (tmp_path / 'mine.txt').write_text('mine')
    compiled().fit(X, Y, verbose=0, callbacks=[BackupAndRestore(tmp_path)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ['a', 'mine.txt']


def test_no_epochs(tmp_path):
    history = compiled().fit(X, Y, epochs=0, verbose=0,
                             callbacks=[BackupAndRestore(tmp_path / 'backup')])
    assert history.epoch == []
    assert not (tmp_path / 'backup').exists()


def test_kept_backup_goes_on_with_more_epochs(tmp_path):
    expected = undisturbed(arrays, epochs=4)
    backup = BackupAndRestore(tmp_path, delete_checkpoint=False)
    for epochs in (2, 2, 4):
        model = compiled()
        history = model.fit(X, Y, epochs=epochs, verbose=0, callbacks=[backup])
        assert history.epoch == list(range(epochs))
    assert results(model, history) == expected


def test_stopped_training_stays_stopped(tmp_path):
    def run(epochs_seen):
        model = compiled()
        return results(model, model.fit(X, Y, epochs=9, verbose=0, callbacks=[
            EarlyStopping('loss', patience=2, min_delta=10.),
            BackupAndRestore(tmp_path, delete_checkpoint=False),
            LambdaCallback(on_epoch_begin=lambda epoch, logs: epochs_seen.append(epoch))]))

    first, second = [], []
    expected = run(first)
    assert first == [0, 1, 2]
    assert run(second) == expected
    assert second == []


def test_initial_epoch_counts_without_a_backup(tmp_path):
    history = compiled().fit(X, Y, initial_epoch=3, epochs=5, verbose=0,
                             callbacks=[BackupAndRestore(tmp_path)])
    assert history.epoch == [3, 4]


# Mistakes


def backed_up(folder, model=None, **options):
    """Leaves a backup in a folder."""
    model = model or compiled()
    model.fit(X, Y, verbose=0, callbacks=[BackupAndRestore(folder, delete_checkpoint=False)],
              **options)
    return os.path.join(str(folder), 'backup.h5')


@pytest.mark.parametrize('other, difference', [
    (lambda: compiled(width=5), r"variable 'dense_1/kernel.*' had the shape \(3, 4\), now .*3, 5"),
    (lambda: compiled('sgd'), "optimizer was 'Adam', now it is 'SGD'"),
    (lambda: Sequential([Dense(1, input_shape=(3,))]),
     r"list of layers was \['GaussianNoise', .* now it is \['Dense'")])
def test_backup_of_another_model(tmp_path, other, difference):
    backed_up(tmp_path)
    model = other()
    if not model.optimizer:
        model.compile('adam', 'mse')
    before = model.get_weights()
    with pytest.raises(ValueError, match='was made by another training: .*%s.* Delete the folder'
                       % difference):
        model.fit(X, Y, verbose=0, callbacks=[BackupAndRestore(tmp_path)])
    for one, other in zip(model.get_weights(), before):
        np.testing.assert_array_equal(one, other)
    assert os.path.exists(str(tmp_path / 'backup.h5'))


@pytest.mark.parametrize('rows, options, message', [
    (10, {}, r'another number of samples \(20, now 10\)'),
    (20, {'shuffle': False}, 'another `shuffle`'),
    (20, {'validation_split': 0.5}, "validation was 'without', now it is 'with'")])
def test_backup_of_other_data(tmp_path, rows, options, message):
    backed_up(tmp_path)
    with pytest.raises(ValueError, match=message):
        compiled().fit(X[:rows], Y[:rows], verbose=0, callbacks=[BackupAndRestore(tmp_path)],
                       **options)


def shorten(path):
    with open(path, 'r+b') as file:
        file.truncate(3000)


def write_text(path):
    with open(path, 'w') as file:
        file.write('text')


@pytest.mark.parametrize('damage', [
    shorten, write_text, lambda path: compiled().save(path),
    lambda path: (os.remove(path), os.mkdir(path))])
def test_damaged_backup(tmp_path, damage):
    path = backed_up(tmp_path)
    damage(path)
    with pytest.raises(OSError, match='BackupAndRestore cannot read .*backup.h5: .* Delete it to'):
        compiled().fit(X, Y, verbose=0, callbacks=[BackupAndRestore(tmp_path)])


def test_folder_that_cannot_be_used(tmp_path):
    path = tmp_path / 'file'
    path.write_text('text')
    for folder in (path, path / 'below'):
        with pytest.raises(OSError, match='`backup_dir` of BackupAndRestore must be a folder to '
                                          'write to, but .* is not: '):
            compiled().fit(X, Y, verbose=0, callbacks=[BackupAndRestore(folder)])
    with pytest.raises(ValueError, match='remote'):
        compiled().fit(X, Y, verbose=0, callbacks=[BackupAndRestore('gs://bucket/backup')])


@pytest.mark.parametrize('arguments, kind, message', [
    ((None,), TypeError, '`backup_dir` of BackupAndRestore must be the path .* but got None'),
    (('',), TypeError, "but got ''"),
    (('backup', 100), ValueError, "`save_freq` .* must be 'epoch', but got 100. Only"),
    (('backup', 'epochs'), ValueError, "but got 'epochs'")])
def test_wrong_arguments(arguments, kind, message):
    with pytest.raises(kind, match=message):
        BackupAndRestore(*arguments)


class Stateful(Callback):
    state = None

    def get_state(self):
        return self.state

    def set_state(self, state):
        self.state = state


def test_state_of_a_callback_that_cannot_be_saved(tmp_path):
    path = backed_up(tmp_path)
    with open(path, 'rb') as file:
        before = file.read()
    callback = Stateful()
    callback.state = {'places': {1, 2}}
    with pytest.raises(TypeError, match=r"A state can contain .*\['places'\] is {1, 2}"):
        compiled().fit(X, Y, epochs=2, verbose=0, callbacks=[
            callback, BackupAndRestore(tmp_path)])
    with open(path, 'rb') as file:
        assert file.read() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_callbacks_are_told_apart_by_class_and_order(tmp_path):
    first = [Stateful(), Stateful(), Stateful()]
    first[0].state, first[2].state = {'a': 1}, {'b': (np.float32(0.1), None, np.arange(3))}
    compiled().fit(X, Y, verbose=0, callbacks=first + [
        BackupAndRestore(tmp_path, delete_checkpoint=False)])
    second = [Stateful(), Stateful(), Stateful()]
    compiled().fit(X, Y, verbose=0, callbacks=second + [
        BackupAndRestore(tmp_path, delete_checkpoint=False)])
    assert [x.state for x in second[:2]] == [{'a': 1}, None]
    number, nothing, array = second[2].state['b']
    assert number == np.float32(0.1) and isinstance(number, np.float32)
    assert nothing is None
    np.testing.assert_array_equal(array, [0, 1, 2])
    with pytest.warns(UserWarning, match='holds the state of a Stateful, which is not among'):
        compiled().fit(X, Y, verbose=0, callbacks=[second[0], BackupAndRestore(tmp_path)])


class Two(ProcessGroup):
    """The second of two processes; the other has a backup of a number of epochs."""

    size = 2
    rank = 1

    def __init__(self, epochs):
        self._epochs = epochs

    def min(self, number):
        return min(number, self._epochs)


def test_processes_agree_on_the_last_backup_of_all(tmp_path):
    backup = BackupAndRestore(tmp_path)
    assert backup.load(Two(0)) is None
    for epochs in (1, 2, 3):
        backup.save({'epochs': epochs}, Two(epochs))
    assert sorted(path.name for path in tmp_path.iterdir()) == ['backup-1-before.h5',
                                                                'backup-1.h5']
    assert backup.load(Two(4))['epochs'] == 3
    assert backup.load(Two(2))['epochs'] == 2
    for other in (0, 1):
        with pytest.raises(OSError, match='is that of 3 epochs, but another process has one of '
                                          '%d. .* same number of processes' % other):
            backup.load(Two(other))
    backup.delete(Two(3))
    assert not tmp_path.exists()


def test_process_that_saved_the_first_epoch_before_the_others_did(tmp_path):
    backup = BackupAndRestore(tmp_path)
    backup.save({'epochs': 1}, Two(1))
    assert backup.load(Two(0)) is None
