"""One-hot labels and normalization."""
import numpy as np
import pytest

from keras.utils import normalize, to_categorical


@pytest.mark.parametrize('labels, shape', [
    ([0, 2, 1], (3, 3)), ([[0], [2], [1]], (3, 3)), ([[0, 2], [1, 1]], (2, 2, 3)),
    ([[[0], [2]]], (1, 2, 3)), (2, (3,)), (np.array([2, 0], 'uint8'), (2, 3)),
])
def test_to_categorical(labels, shape):
    one_hot = to_categorical(labels)
    assert one_hot.shape == shape
    assert one_hot.dtype == np.float32
    np.testing.assert_array_equal(np.argmax(one_hot, axis=-1).ravel(), np.ravel(labels))
    np.testing.assert_array_equal(one_hot.sum(axis=-1), np.ones(shape[:-1]))


def test_to_categorical_with_given_classes():
    np.testing.assert_array_equal(to_categorical([1], num_classes=4, dtype='int8'),
                                  [[0, 1, 0, 0]])
    assert to_categorical([1], dtype='int8').dtype == np.int8
    assert to_categorical([], num_classes=2).shape == (0, 2)


@pytest.mark.parametrize('labels, classes, message', [
    ([0, 5], 3, 'label 5'), ([-1, 1], 2, 'label -1'), ([-1, 1], None, 'label -1'),
    ([], None, 'num_classes'),
])
def test_to_categorical_with_wrong_labels(labels, classes, message):
    with pytest.raises(ValueError, match=message):
        to_categorical(labels, classes)


def test_normalize():
    x = np.array([[3., 4.], [0., 0.], [-6., 8.]])
    np.testing.assert_allclose(normalize(x), [[.6, .8], [0, 0], [-.6, .8]])
    np.testing.assert_allclose(normalize(x, order=1), [[3 / 7, 4 / 7], [0, 0], [-3 / 7, 4 / 7]])
    np.testing.assert_allclose(normalize(x, axis=0, order=np.inf),
                               [[.5, .5], [0, 0], [-1, 1]])
    np.testing.assert_allclose(normalize([3., 4.]), [[.6, .8]])
