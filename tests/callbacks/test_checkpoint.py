"""Saving while training."""
import os

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from keras.callbacks import LambdaCallback, ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential, load_model

X, Y = np.ones((4, 3)), np.zeros((4, 1))


def make_model():
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile('sgd', 'mse')
    return model


def drive(callback, values, name='val_loss', model=None):
    """Feeds one value an epoch; the weights tell the epoch."""
    model = model or make_model()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        model.set_weights([np.full_like(w, epoch) for w in model.get_weights()])
        callback.on_epoch_end(epoch, {name: value})


def test_model_of_the_last_epoch(tmp_path):
    path = str(tmp_path / 'model.h5')
    model = make_model()
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[ModelCheckpoint(path)])
    loaded = load_model(path)
    assert_array_equal(loaded.get_weights()[0], model.get_weights()[0])
    assert loaded.optimizer.get_weights()[0] == 2


def test_file_names(tmp_path):
    drive(ModelCheckpoint(str(tmp_path / 'w.{epoch:02d}-{val_loss:.2f}.h5')), [.5, .25])
    assert sorted(os.listdir(str(tmp_path))) == ['w.01-0.50.h5', 'w.02-0.25.h5']


def test_file_name_with_the_older_name_of_accuracy(tmp_path):
    drive(ModelCheckpoint(str(tmp_path / '{val_acc:.2f}-{val_accuracy:.1f}.h5')), [.5],
          name='val_accuracy')
    assert os.listdir(str(tmp_path)) == ['0.50-0.5.h5']


@pytest.mark.parametrize('name', ['{val_los:.2f}.h5', '{}.h5', '{val_loss:q}.h5'])
def test_file_name_that_cannot_be_filled_in(tmp_path, name):
    with pytest.raises(ValueError, match='Available names: epoch, val_loss') as error:
        drive(ModelCheckpoint(str(tmp_path / name)), [.5])
    assert name in str(error.value)


def test_period(tmp_path):
    drive(ModelCheckpoint(str(tmp_path / '{epoch}'), period=2), [1] * 5)
    assert sorted(os.listdir(str(tmp_path))) == ['2', '4']


@pytest.mark.parametrize('name, values, best', [
    ('val_loss', [3, 1, 2], 1), ('val_accuracy', [3, 1, 2], 0), ('val_loss', [1, 1, 1], 0)])
def test_best_only(tmp_path, name, values, best):
    path = str(tmp_path / 'best.h5')
    drive(ModelCheckpoint(path, monitor=name, save_best_only=True), values, name=name)
    assert_array_equal(load_model(path).get_weights()[0], np.full((3, 1), best))


def test_weights_only(tmp_path):
    path = str(tmp_path / 'weights.h5')
    drive(ModelCheckpoint(path, save_weights_only=True), [1, 2])
    with pytest.raises(ValueError):
        load_model(path)
    model = make_model()
    model.load_weights(path)
    assert_array_equal(model.get_weights()[0], np.full((3, 1), 1))


def test_what_it_says(tmp_path, capsys):
    path = str(tmp_path / 'best.h5')
    drive(ModelCheckpoint(path, verbose=1, save_best_only=True), [3, 1, 2])
    assert capsys.readouterr().out.splitlines() == [
        'Epoch 1: val_loss improved from inf to 3.00000, saving to %s.' % path,
        'Epoch 2: val_loss improved from 3.00000 to 1.00000, saving to %s.' % path,
        'Epoch 3: val_loss did not improve on 1.00000.']
    drive(ModelCheckpoint(path, verbose=1), [3])
    assert capsys.readouterr().out == 'Epoch 1: saving to %s.\n' % path


def test_what_is_not_in_the_logs(tmp_path):
    callback = ModelCheckpoint(str(tmp_path / 'best.h5'), 'val_los', save_best_only=True)
    with pytest.warns(RuntimeWarning, match="'val_los', which is not .*Available: val_loss"):
        drive(callback, [1, 2])
    assert os.listdir(str(tmp_path)) == []


def test_earlier_file_survives_a_failed_save(tmp_path):
    path = str(tmp_path / 'best.h5')
    model = make_model()
    drive(ModelCheckpoint(path), [1], model=model)

    def refuse(*arguments, **options):
        raise OSError('disk full')

    model.get_config = refuse
    with pytest.raises(OSError, match='disk full'):
        drive(ModelCheckpoint(path), [1], model=model)
    assert load_model(path).count_params() == 4


@pytest.mark.parametrize('weights_only', [False, True])
def test_a_missing_folder_is_told_at_the_start(tmp_path, weights_only):
    steps = LambdaCallback(on_batch_begin=lambda batch, logs: pytest.fail('training began'))
    saving = ModelCheckpoint(str(tmp_path / 'a' / '{epoch}.h5'), save_weights_only=weights_only)
    with pytest.raises(FileNotFoundError, match='no folder.*a. Create it first'):
        make_model().fit(X, Y, verbose=0, callbacks=[steps, saving])


def test_a_folder_that_another_callback_makes(tmp_path):
    folder = tmp_path / 'a'
    making = LambdaCallback(on_train_begin=lambda logs: folder.mkdir())
    make_model().fit(X, Y, verbose=0, callbacks=[ModelCheckpoint(str(folder / 'x.h5')), making])
    assert (folder / 'x.h5').exists()


def test_a_folder_of_each_epoch(tmp_path):
    making = LambdaCallback(
        on_epoch_end=lambda epoch, logs: (tmp_path / str(epoch + 1)).mkdir())
    saving = ModelCheckpoint(str(tmp_path / '{epoch}' / 'x.h5'))
    make_model().fit(X, Y, epochs=2, verbose=0, callbacks=[making, saving])
    assert (tmp_path / '2' / 'x.h5').exists()
