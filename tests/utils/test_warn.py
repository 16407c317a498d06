"""Warnings name a line of the user's program."""
import inspect

import numpy as np
import pytest

from keras.layers import Dense, Highway, Input
from keras.models import Model


def next_line():
    return __file__, inspect.currentframe().f_back.f_lineno + 1


def places(caught):
    return [(warning.filename, warning.lineno) for warning in caught]


def test_from_deep_within_keras():
    x = Input((3,))
    model = Model(x, Dense(1)(x))
    model.compile('sgd', 'mse')
    with pytest.warns(UserWarning, match='class_weight is ignored') as caught:
        line = next_line()
        model.fit(np.ones((2, 3)), np.ones((2, 1)), class_weight=[1], verbose=0)
    assert places(caught) == [line]


def test_from_a_base_class():
    class Mine(Highway):
        def __init__(self):
            self.line = next_line()
            super().__init__()

    with pytest.warns(UserWarning, match='Mine is a layer of Keras 1') as caught:
        layer = Mine()
    assert places(caught) == [layer.line]
