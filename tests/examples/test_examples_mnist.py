"""The examples with MNIST run as a reader would run them, on few and easy digits."""
import re

from example_runs import number_after, run


def test_denoising_autoencoder_removes_noise(keras_home_with_digits):
    printed = run('mnist_denoising_autoencoder.py', '--epochs', '2',
                  KERAS_HOME=keras_home_with_digits)
    noisy = number_after('Error of the noisy images', printed)
    assert number_after('Error of the denoised images', printed) < noisy / 2


def test_irnn_learns_from_rows():
    # The digits that the script has without MNIST are easier for an RNN than bright rows in noise.
    printed = run('mnist_irnn.py', '--rows', '--epochs', '4')
    assert number_after('Test accuracy', printed) > .4


def test_siamese_network_recognizes_equal_digits(keras_home_with_digits):
    printed = run('mnist_siamese.py', '--epochs', '8', KERAS_HOME=keras_home_with_digits)
    assert number_after('Test accuracy', printed) > .7


def test_frozen_features_serve_for_other_digits(keras_home_with_digits):
    printed = run('mnist_transfer_cnn.py', '--epochs', '4', KERAS_HOME=keras_home_with_digits)
    assert number_after('Test accuracy on 0 to 4', printed) > .7
    assert number_after('Test accuracy on 5 to 9', printed) > .7


def test_hierarchical_rnn_learns():
    printed = run('mnist_hierarchical_rnn.py', '--epochs', '3', '--samples', '500')
    assert number_after('Test accuracy', printed) > .15


def test_variational_autoencoder_learns(keras_home_with_digits, tmp_path):
    untrained = 784 * 0.6931  # every pixel is as likely black as white
    picture = tmp_path / 'plane.png'
    printed = run('variational_autoencoder.py', '--epochs', '4', '--picture', str(picture),
                  KERAS_HOME=keras_home_with_digits)
    assert picture.exists()
    assert number_after('Test loss', printed) < untrained


def test_grid_search_finds_a_good_model(keras_home_with_digits):
    printed = run('mnist_sklearn_wrapper.py', '--epochs', '4', '--samples', '600',
                  KERAS_HOME=keras_home_with_digits)
    assert len(re.findall('with {', printed)) == 4
    assert number_after('Test accuracy', printed) > .5
