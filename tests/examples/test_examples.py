"""The example scripts run as a reader would run them, on few and small data."""
import os
import re
import subprocess
import sys

import numpy as np
import pytest

import keras

ROOT = os.path.dirname(os.path.dirname(keras.__file__))


def run(script, *arguments, **variables):
    """Returns what an example prints; fails with its output if it does not succeed."""
    # These take long enough for Theano's compiler to be worth its while.
    variables['THEANO_FLAGS'] = os.environ['THEANO_FLAGS'] + ',mode=Mode'
    result = subprocess.run(
        [sys.executable, os.path.join(ROOT, 'examples', script)] + list(arguments),
        env=dict(os.environ, PYTHONPATH=ROOT, **variables), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, universal_newlines=True)
    assert result.returncode == 0, result.stdout
    return result.stdout


def test_digits_are_learned_and_the_model_survives_its_file(tmp_path):
    path = tmp_path / 'digits.h5'
    printed = run('digits_cnn.py', '--epochs', '6', '--file', str(path))
    assert float(re.search(r'Test accuracy: ([\d.]+)%', printed).group(1)) > 95
    assert 'the loaded model predicts the same' in printed
    assert path.exists()


@pytest.fixture
def keras_home_with_digits(tmp_path):
    """A `KERAS_HOME` with a file like MNIST's, small and easy: each class is a bright row."""
    rng = np.random.RandomState(0)

    def digits(samples):
        labels = rng.randint(10, size=samples)
        images = rng.randint(100, size=(samples, 28, 28))
        images[np.arange(samples), 2 * labels + 4] += 150
        return images.astype('uint8'), labels.astype('uint8')
    (x_train, y_train), (x_test, y_test) = digits(600), digits(200)
    (tmp_path / 'datasets').mkdir()
    np.savez(str(tmp_path / 'datasets' / 'mnist.npz'),
             x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return str(tmp_path)


@pytest.mark.parametrize('script', ['mnist_mlp.py', 'mnist_cnn.py'])
def test_mnist(script, keras_home_with_digits):
    printed = run(script, '--epochs', '3', KERAS_HOME=keras_home_with_digits)
    assert float(re.search(r'Test accuracy: ([\d.]+)', printed).group(1)) > .9
