"""Data sets that are small and easy, in the place of those that are downloaded."""
import numpy as np
import pytest


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
