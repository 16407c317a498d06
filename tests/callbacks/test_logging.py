"""Callbacks that record and show: averages, history, progress bar, tables."""
import csv
import math
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras.callbacks import (
    BaseLogger,
    Callback,
    CallbackList,
    CSVLogger,
    History,
    ProgbarLogger,
    TerminateOnNaN,
)
from keras.layers import Dense
from keras.models import Sequential

X = np.random.RandomState(0).uniform(-1, 1, (10, 3))
Y = X.sum(axis=1, keepdims=True)


def compiled(**options):
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile('sgd', 'mse', **options)
    return model


def hand_driven(callbacks, epochs, params):
    """Runs callbacks over epochs, each a list of the logs of its batches."""
    callbacks = CallbackList(callbacks)
    callbacks.set_params(params)
    callbacks.on_train_begin()
    for epoch, batches in enumerate(epochs):
        callbacks.on_epoch_begin(epoch)
        for batch, logs in enumerate(batches):
            callbacks.on_batch_begin(batch, {'batch': batch, 'size': logs['size']})
            callbacks.on_batch_end(batch, dict(logs, batch=batch))
        callbacks.on_epoch_end(epoch, {})
    callbacks.on_train_end()


BATCHES = [dict(size=4, loss=1., auc=.25), dict(size=4, loss=3., auc=.5),
           dict(size=2, loss=5., auc=.75)]
PARAMS = {'metrics': ['loss', 'auc', 'val_loss'], 'verbose': 1, 'epochs': 2, 'samples': 10,
          'steps': 3}


def test_base_logger_weighs_by_samples():
    history = History()
    hand_driven([BaseLogger(stateful_metrics=['auc']), history], [BATCHES, BATCHES[:1]], PARAMS)
    assert history.history == {'loss': [(4 * 1 + 4 * 3 + 2 * 5) / 10, 1.], 'auc': [.75, .25]}
    assert history.epoch == [0, 1]


def test_averages_of_many_batches_are_exact():
    history = History()
    batches = [dict(size=2000, loss=np.float32(.1))] * 10000
    hand_driven([BaseLogger(), history], [batches], PARAMS)
    assert_allclose(history.history['loss'], [float(np.float32(.1))], rtol=1e-12)
    assert type(history.history['loss'][0]) is float


def test_history_starts_anew():
    history = History()
    for _ in range(2):
        hand_driven([BaseLogger(), history], [BATCHES], PARAMS)
    assert len(history.history['loss']) == len(history.epoch) == 1


def test_history_of_a_model():
    model = compiled(metrics=['mae'])
    losses = []

    class Collector(Callback):
        def on_batch_end(self, batch, logs=None):
            losses.append((logs['loss'], logs['size']))

    history = model.fit(X, Y, batch_size=4, epochs=2, verbose=0, callbacks=[Collector()],
                        validation_data=(X, Y))
    assert model.history is history
    assert set(history.history) == {'loss', 'mae', 'val_loss', 'val_mae'}
    assert history.epoch == [0, 1]
    assert [size for _, size in losses] == [4, 4, 2] * 2
    means = [sum(loss * size for loss, size in epoch) / 10 for epoch in (losses[:3], losses[3:])]
    assert_allclose(history.history['loss'], means, rtol=1e-6)


def lines(capsys):
    return [re.sub(r'\d+(ms|us|s)', 'T', line) for line in capsys.readouterr().out.splitlines()]


def test_progress_bar(capsys):
    logger = ProgbarLogger(stateful_metrics=['auc'])
    hand_driven([BaseLogger(stateful_metrics=['auc']), logger], [BATCHES], PARAMS)
    found = lines(capsys)
    assert found[0] == 'Epoch 1/2'
    assert found[1] == (' 4/10 [===========>..................] - ETA: T'
                        ' - loss: 1.0000 - auc: 0.2500')
    assert found[-1] == ('10/10 [==============================] - T T/step'
                         ' - loss: 2.6000 - auc: 0.7500')


def test_progress_bar_that_counts_steps(capsys):
    hand_driven([BaseLogger(), ProgbarLogger('steps')], [BATCHES], PARAMS)
    found = lines(capsys)
    assert found[1].startswith('1/3 [=========>....................] - ETA')
    assert found[-1].startswith('3/3 [==============================] - T T/step - loss: 2.6000')


def test_one_line_an_epoch(capsys):
    hand_driven([BaseLogger(), ProgbarLogger()], [BATCHES] * 2, dict(PARAMS, verbose=2))
    assert lines(capsys) == ['Epoch 1/2', ' - T - loss: 2.6000 - auc: 0.4500',
                             'Epoch 2/2', ' - T - loss: 2.6000 - auc: 0.4500']


def test_silence(capsys):
    hand_driven([ProgbarLogger()], [BATCHES], dict(PARAMS, verbose=0))
    assert lines(capsys) == []


def test_progress_bar_ends_where_training_is_cut_short(capsys):
    hand_driven([BaseLogger(), ProgbarLogger()], [BATCHES[:1]], PARAMS)
    assert lines(capsys)[-1].startswith(' 4/10 [===========>..................] - T T/step - loss')


def test_count_mode_with_a_typo():
    with pytest.raises(ValueError, match="'samples' or 'steps', but got 'sample'"):
        ProgbarLogger('sample')


def test_progress_bar_of_a_model(capsys):
    history = compiled().fit(X, Y, batch_size=5, epochs=1, validation_data=(X, Y)).history
    assert lines(capsys)[-1] == (
        '10/10 [==============================] - T T/step - loss: %.4f - val_loss: %.4f'
        % (history['loss'][0], history['val_loss'][0]))


def table(path, separator=','):
    with open(path, newline='') as file:
        return list(csv.reader(file, delimiter=separator))


def test_csv(tmp_path):
    path = str(tmp_path / 'log.csv')
    history = compiled(metrics=['mae']).fit(X, Y, epochs=2, verbose=0, callbacks=[CSVLogger(path)])
    header, first, second = table(path)
    assert header == ['epoch', 'loss', 'mae']
    assert [first[0], second[0]] == ['0', '1']
    assert_allclose([float(first[1]), float(second[1])], history.history['loss'], rtol=1e-6)
    assert_allclose([float(first[2]), float(second[2])], history.history['mae'], rtol=1e-6)


def test_csv_is_overwritten_or_appended_to(tmp_path):
    path = str(tmp_path / 'log.csv')
    model = compiled()
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[CSVLogger(path, separator=';')])
    model.fit(X, Y, epochs=3, initial_epoch=2, verbose=0,
              callbacks=[CSVLogger(path, separator=';', append=True)])
    assert [row[0] for row in table(path, ';')] == ['epoch', '0', '1', '2']
    assert {len(row) for row in table(path, ';')} == {2}
    model.fit(X, Y, epochs=1, verbose=0, callbacks=[CSVLogger(path)])
    assert [row[0] for row in table(path)] == ['epoch', '0']


def test_csv_into_a_missing_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match='Cannot write .*log.csv: there is no folder'):
        CSVLogger(str(tmp_path / 'a' / 'log.csv')).on_train_begin()


def test_csv_can_append_to_nothing(tmp_path):
    path = str(tmp_path / 'log.csv')
    compiled().fit(X, Y, verbose=0, callbacks=[CSVLogger(path, append=True)])
    assert [row[0] for row in table(path)] == ['epoch', '0']


def test_csv_keeps_to_the_columns_of_the_file(tmp_path):
    path = str(tmp_path / 'log.csv')
    (tmp_path / 'log.csv').write_text('epoch,val_loss,loss\n0,1,2\n')
    logger = CSVLogger(path, append=True)
    logger.on_train_begin()
    with pytest.warns(RuntimeWarning, match='no column for mae'):
        logger.on_epoch_end(1, {'loss': .5, 'mae': 3})
    assert table(path)[1:] == [['0', '1', '2'], ['1', 'NA', '0.5']]


def test_csv_marks_what_an_interrupted_epoch_lacks(tmp_path, capsys):
    path = str(tmp_path / 'log.csv')

    def batches():
        yield X, Y
        yield X, Y
        yield X, np.full_like(Y, np.nan)

    compiled().fit_generator(batches(), steps_per_epoch=2, epochs=5, verbose=0,
                             validation_data=(X, Y),
                             callbacks=[TerminateOnNaN(), CSVLogger(path)])
    rows = table(path)
    assert rows[0] == ['epoch', 'loss', 'val_loss']
    assert len(rows) == 3
    assert float(rows[1][2]) > 0
    assert math.isnan(float(rows[2][1]))
    assert rows[2][2] == 'NA'
    assert 'the loss is nan' in capsys.readouterr().out


def test_csv_cells(tmp_path):
    logger = CSVLogger(str(tmp_path / 'log.csv'))
    logger.on_train_begin()
    logger.on_epoch_end(0, {'a': [1, 2], 'b': np.array([.5, 1.5]), 'c': 'text', 'd': np.float32(3)})
    assert table(logger.filename)[1] == ['0', '[1, 2]', '[0.5, 1.5]', 'text', '3.0']


def test_csv_in_a_folder_that_is_not_there(tmp_path):
    logger = CSVLogger(str(tmp_path / 'nowhere' / 'log.csv'))
    with pytest.raises(FileNotFoundError, match='nowhere'):
        compiled().fit(X, Y, verbose=0, callbacks=[logger])
