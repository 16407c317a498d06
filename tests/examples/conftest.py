"""Data sets that are small and easy, in the place of those that are downloaded."""
import os
import sys

import numpy as np
import pytest
from example_runs import ROOT

sys.path.append(os.path.join(ROOT, 'examples'))  # tests look into a few of them


@pytest.fixture
def keras_home_with_digits(tmp_path):
    """A `KERAS_HOME` with a file like MNIST's, small and easy: each class is a bright row."""
    rng = np.random.RandomState(0)

    def digits(samples):
        labels = rng.randint(10, size=samples)
        images = rng.randint(100, size=(samples, 28, 28))
        images[np.arange(samples), 2 * labels + 4] += 150
        return images.astype('uint8'), labels.astype('uint8')
    return _keras_home(tmp_path, 'mnist.npz', digits(600), digits(200))


@pytest.fixture
def keras_home_with_reviews(tmp_path):
    """A `KERAS_HOME` with a file like IMDB's, small and easy: praise has words of its own."""
    rng = np.random.RandomState(0)

    def reviews(samples):
        labels = rng.randint(2, size=samples)
        texts = np.empty(samples, dtype=object)
        for i, praises in enumerate(labels):
            first = 1 if praises else 11
            texts[i] = rng.randint(first, first + 10, size=rng.randint(20, 120)).tolist()
        return texts, labels
    return _keras_home(tmp_path, 'imdb.npz', reviews(600), reviews(200))


@pytest.fixture
def keras_home_with_order(tmp_path):
    """A `KERAS_HOME` with a file like IMDB's, where only the order of two words tells praise."""
    rng = np.random.RandomState(0)

    def reviews(samples):
        labels = rng.randint(2, size=samples)
        texts = np.empty(samples, dtype=object)
        for i, praises in enumerate(labels):
            texts[i] = ([4, 5] if praises else [5, 4]) + rng.randint(10, 15, size=4).tolist()
        return texts, labels
    return _keras_home(tmp_path, 'imdb.npz', reviews(400), reviews(200))


def _keras_home(folder, name, train, test):
    (folder / 'datasets').mkdir()
    np.savez(str(folder / 'datasets' / name),
             x_train=train[0], y_train=train[1], x_test=test[0], y_test=test[1])
    return str(folder)
