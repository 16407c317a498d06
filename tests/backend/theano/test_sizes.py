"""Shapes that are known before anything is computed, of Theano's own operations too."""
import numpy as np
import theano
import theano.tensor as T

from keras import backend as K
from keras.backend.theano_backend import sizes

X = (None, 3, 4)


def test_operations_of_theano():
    x, w = K.placeholder(X), K.variable(np.zeros((4, 5)))
    for y, shape in [(T.dot(x, w), (None, 3, 5)), (x.dimshuffle(2, 'x', 0, 1), (4, 1, None, 3)),
                     (T.tensordot(x, w, [[2], [0]]), (None, 3, 5)),
                     (x.reshape((x.shape[0], x.shape[1] * x.shape[2])), (None, 12)),
                     (x.reshape((-1, 4)), (None, 4)), (x.flatten(2), (None, 12)),
                     (x.max(axis=1), (None, 4)), (x.sum(axis=2, keepdims=True), (None, 3, 1)),
                     (T.concatenate([x, x], axis=2), (None, 3, 8)), (x[:, 1:, ::2], (None, 2, 2)),
                     (T.stack([x, x]), (2, None, 3, 4)), (T.alloc(0., x.shape[1], 7), (3, 7)),
                     (T.arange(x.shape[2] * 2), (8,)), (T.zeros_like(x), X), (T.eye(3), (3, 3)),
                     (T.nnet.softmax(x[0]), (3, 4)), (T.repeat(w, 2, axis=0), (8, 5)),
                     (T.set_subtensor(x[:, 0], 0.), X), (w[K.constant([1, 2], 'int32')], (2, 5)),
                     (theano.ifelse.ifelse(x.sum() > 0, x, 2 * x), X)]:
        assert K.int_shape(y) == shape


def test_an_operation_that_does_not_tell():
    class Silent(theano.Op):
        def make_node(self, x):
            return theano.Apply(self, [x], [x.type()])

    assert K.int_shape(Silent()(K.placeholder(X))) == (None, None, None)


def test_an_operation_that_says_its_size_is_its_size_is_asked_once():
    asked = []

    class Circular(theano.Op):
        def make_node(self, x):
            return theano.Apply(self, [x], [x.type()])

        def infer_shape(self, node, shapes):
            asked.append(node)
            y, = node.outputs
            return [(y.shape[0], y.shape[1] * 2, T.constant(4))]

    assert K.int_shape(Circular()(K.placeholder(X))) == (None, None, 4)
    assert len(asked) == 1


def test_loops():
    x = K.placeholder(X)
    results, _ = theano.scan(lambda row: 2 * row, x.dimshuffle(1, 0, 2))
    assert K.int_shape(results) == (3, None, 4)


def test_unknown_sizes_are_followed():
    x, y = K.placeholder((None, None, 2)), K.placeholder((None, None, 2))
    batch, steps, _ = sizes.sizes_of(x)
    assert sizes.sizes_of(x * 2 + 1) == (batch, steps, 2)
    assert sizes.sizes_of(K.permute_dimensions(x, (1, 0, 2)))[:2] == (steps, batch)
    assert sizes.sizes_of(K.reshape(K.placeholder((None, 6)), (-1, 2, 3)))[1:] == (2, 3)
    assert sizes.sizes_of(K.zeros((K.shape(x)[0], 5)))[0] is batch
    assert sizes.sizes_of(y)[0] is not batch


def test_what_sizes_are_made_from_is_worked_out_once(monkeypatch):
    calculated = []
    monkeypatch.setattr(sizes, '_calculated', lambda *args: calculated.append(args))
    size = T.lscalar()
    for _ in range(12):
        size = T.switch(T.lt(size, 0), size + 1, size)
    assert sizes.known_entries(T.stack([size])) == [None]
    assert len(calculated) <= 3 * 12
