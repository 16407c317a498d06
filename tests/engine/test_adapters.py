"""Which adapter makes the source for which data."""
import numpy as np
import pytest
from small_models import X, Y, linear

from keras import backend as K
from keras.engine.sources import Request, adapter, arrays, feeds, source, streams, tensors
from keras.utils import Sequence


@pytest.mark.parametrize('make, expected', [
    (lambda: (X, Y), arrays),
    (lambda: ([[1., 2.]], [1.]), arrays),
    (lambda: (None, None), arrays),
    (lambda: ({'x': X},), arrays),
    (lambda: (iter([]),), streams),
    (lambda: (Sequence(),), streams),
    (lambda: (K.constant(X), Y), tensors),
    (lambda: ([X, K.constant(X)],), tensors),
    (lambda: ({'x': K.constant(X)},), tensors),
    (lambda: (X, Y, K.ones((5,))), tensors)])
def test_who_takes_what(make, expected):
    assert adapter(Request('training', *make())) is expected


@pytest.mark.parametrize('purpose, argument', [
    ('training', 'steps_per_epoch'), ('validation', 'validation_steps'),
    ('evaluation', 'steps'), ('prediction', 'steps')])
def test_messages_name_the_argument_of_the_user(purpose, argument):
    model = linear()
    model._prepare()
    for steps, message in ((None, 'pass %s' % argument), (0, '%s must be at least 1' % argument)):
        with pytest.raises(ValueError, match=message):
            source(model, Request(purpose, iter([]), steps=steps))


@pytest.mark.parametrize('purpose, targets', [('evaluation', [Y, np.ones(5)]), ('prediction', [])])
def test_feeds_are_those_of_the_only_batch_of_a_source(purpose, targets):
    model = linear()
    request = Request(purpose, X, Y if targets else None)
    (batch, size), = source(model, request._replace(batch_size=5))
    assert size == 5
    for found in (batch, feeds(model, request)):
        assert len(found) == len([X] + targets)
        for array, expected in zip(found, [X] + targets):
            np.testing.assert_array_equal(array, expected)


def test_tensors_are_compiled_once_for_each_purpose(monkeypatch):
    x, y, made, reader = K.constant(X), K.constant(Y), [], tensors._TensorReader
    monkeypatch.setattr(tensors, '_TensorReader', lambda read: made.append(read) or reader(read))
    model = linear()
    for _ in range(3):
        model.train_on_batch(x, y)
        model.predict_on_batch(x)
    assert list(map(len, made)) == [2, 1]
