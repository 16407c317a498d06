"""The examples with movies, written words and sound, and those that act or leave Keras."""
import glob
import os
import re

import numpy as np
import pytest
from example_runs import ROOT, losses_in, number_after, run
from scipy.io import wavfile

from keras import backend as K


def test_convolutional_lstm_predicts_images(tmp_path):
    picture = tmp_path / 'movies.png'
    printed = run('conv_lstm.py', '--epochs', '2', '--samples', '64', '--picture', str(picture))
    losses = losses_in(printed)
    assert losses[-1] < .9 * losses[0]
    assert 0 < number_after('Test error', printed) < .25  # which gray images have
    assert picture.exists()


def test_words_in_pictures(tmp_path):
    picture = tmp_path / 'words.png'
    printed = run('image_ocr.py', '--epochs', '2', '--samples', '300', '--picture', str(picture))
    losses = losses_in(printed)
    assert losses[-1] < .9 * losses[0]
    assert number_after('Test error of letters', printed) <= 1
    assert picture.exists()


def test_commands_are_heard():
    printed = run('ctc_speech_commands.py', '--epochs', '4', '--samples', '300')
    losses = losses_in(printed)
    assert losses[-1] < .9 * losses[0]
    # Nothing is heard before the network has learned to wait with blanks.
    assert number_after('Test error of commands', printed) <= 1


def test_commands_are_read_from_files(tmp_path):
    random = np.random.RandomState(0)
    for pitch in (400, 1600):
        folder = tmp_path / str(pitch)
        folder.mkdir()
        for i in range(5):
            sound = np.sin(np.arange(6000) * pitch * 2 * np.pi / 16000) * 9000
            wavfile.write(str(folder / ('%d.wav' % i)), 16000,
                          (sound + random.normal(0, 99, 6000)).astype('int16'))
    printed = run('ctc_speech_commands.py', '--data', str(tmp_path), '--epochs', '3',
                  '--samples', '100')
    assert 'of 2 commands' in printed
    losses = losses_in(printed)
    assert losses[-1] < .9 * losses[0]


def test_deep_q_learning_balances_the_pole_longer_than_chance(tmp_path):
    printed = run('dqn_cartpole.py', '--samples', '1500', '--epochs', '5',
                  '--picture', str(tmp_path / 'lengths.png'))
    chance = number_after('Mean length of random episodes', printed)
    assert number_after('Mean length of test episodes', printed) > 1.2 * chance


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='one run compares all engines')
def test_engines_train_alike():
    printed = run('same_model_every_engine.py', '--samples', '100', '--epochs', '2')
    compared = number_after('Engines compared', printed)
    # In a full checkout there are the environments of all engines.
    folders = glob.glob(os.path.join(ROOT, '.environments', '*', 'made-from'))
    assert compared >= min(2, max(1, len(folders)))
    assert number_after('Largest difference', printed) < 1e-3
    saved_and_loaded = re.findall(r'with test loss ([\d.]+), loaded on \w+: ([\d.]+)', printed)
    assert len(saved_and_loaded) == compared
    for saved, loaded in saved_and_loaded:
        assert float(saved) == pytest.approx(float(loaded), abs=1e-4)


def test_exports_predict_the_same(tmp_path):
    arguments = ['export_for_serving.py', '--epochs', '1', '--samples', '300',
                 '--folder', str(tmp_path / 'exported')]
    if K.backend() != 'tensorflow':
        with pytest.raises(AssertionError, match='needs the TensorFlow engine'):
            run(*arguments)
        return
    printed = run(*arguments)
    assert number_after('Largest difference of SavedModel', printed) < 1e-4
    for other in ('TFLite', 'ONNX'):
        if 'No %s: ' % other not in printed and other + ' was written' not in printed:
            assert number_after('Largest difference of ' + other, printed) < 1e-4


def test_learning_rate_is_found(tmp_path):
    printed = run('learning_rate_finder.py', '--epochs', '3', '--samples', '600',
                  '--picture', str(tmp_path / 'rates.png'))
    assert .0001 < number_after('Learning rate found', printed) < 1
    for schedule in ('a constant rate', 'one cycle'):
        assert number_after('With %s, test accuracy' % schedule, printed) > .6


def test_own_cell_learns_and_is_loaded_again():
    printed = run('custom_rnn_cell.py', '--epochs', '14', '--samples', '1600')
    error = number_after('Test error', printed)
    assert error < .9 * number_after('Error of always guessing 0', printed)
    loaded = number_after('Test error of the loaded model', printed)
    assert loaded == pytest.approx(error, abs=1e-3)
