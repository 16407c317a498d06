"""The graph of nodes: order of layers, depths, what cannot be connected."""
import pytest

from keras import backend as K
from keras.engine.graph import Graph
from keras.engine.input_layer import Input
from keras.engine.training import Model
from keras.layers import Add, Concatenate, Dense


def dense(name):
    return Dense(4, name=name)


def names(inputs, outputs):
    return [layer.name for layer in Graph(inputs, outputs).layers]


def inputs(*given):
    return [Input((4,), name=name) for name in given]


# The orders of layers below are those of Keras 2.3.1, which its files depend on.

def test_order_with_a_layer_at_several_depths():
    a, b = inputs('a', 'b')
    shared = dense('s')
    x = shared(a)
    z = Add(name='add')([shared(dense('d1')(x)), b])
    assert names([a, b], [z, dense('d2')(x)]) == ['a', 's', 'd1', 'b', 'add', 'd2']
    assert names([b, a], [dense('d3')(x), z]) == ['a', 's', 'd1', 'b', 'd3', 'add']


def test_order_with_shortcuts():
    a, b = inputs('a', 'b')
    h = a
    for i in range(3):
        h = Add(name='add%d' % i)([dense('r%d' % i)(dense('l%d' % i)(h)), h])
    assert names([a, b], [Concatenate(name='cat')([b, h, a])]) == [
        'a', 'l0', 'r0', 'add0', 'l1', 'r1', 'add1', 'l2', 'r2', 'b', 'add2', 'cat']


def test_order_of_branches():
    a, b, c = inputs('a', 'b', 'c')
    p, q = dense('p2')(dense('p1')(a)), dense('q1')(b)
    t = Add(name='t')([c, Add(name='r')([q, p]), q])
    expected = ['a', 'b', 'p1', 'q1', 'p2', 'c', 'r', 't']
    assert names([a, b, c], [t]) == expected
    assert names([c, b, a], [t, q]) == expected


def test_order_with_a_model_inside():
    a, b, c, i1, i2 = inputs('a', 'b', 'c', 'i1', 'i2')
    inner = Model([i1, i2], Add(name='ia')([dense('id')(i1), i2]), name='inner')
    w = Add(name='w')([inner([inner([a, b]), dense('e')(c)]), a])
    assert names([a, b, c], [w]) == ['a', 'b', 'c', 'inner', 'e', 'w']


def test_depths():
    a, = inputs('a')
    shared = dense('s')
    once = shared(a)
    graph = Graph([a], [dense('d')(shared(once))])
    assert {depth: [layer.name for layer in layers]
            for depth, layers in graph.layers_by_depth.items()} == {3: ['a'], 2: ['s'], 0: ['d']}
    assert sorted(graph.nodes_by_depth) == [0, 1, 2, 3]
    assert once._keras_history[0]._inbound_nodes[0] in graph
    position = {node: i for i, node in enumerate(graph.nodes)}
    assert all(position[parent] < position[node]
               for node in graph.nodes for parent in node.parents())


def test_an_input_that_nothing_depends_on_belongs_to_the_graph():
    a, b = inputs('a', 'b')
    assert sorted(names([a, b], [dense('d')(a)])) == ['a', 'b', 'd']


def test_a_long_chain():
    a, = inputs('a')
    x = a
    layer = dense('d')
    for _ in range(1200):
        x = Add()([x, x])
    assert len(Graph([a], [layer(x)]).layers) == 1202


def test_disconnected():
    a, b = inputs('a', 'b')
    y = Add(name='sum')([dense('d')(a), b])
    with pytest.raises(ValueError, match=r'disconnected.*"b".*reached before: \[\'a\', \'d\'\]'):
        Model(a, y)
    with pytest.raises(ValueError, match=r'input .* of layer "d2" is not the output of a layer'):
        Model(a, dense('d2')(2 * a))
    with pytest.raises(ValueError, match='is not.*Lambda'):
        Model(a, K.sum(y))


def test_inputs_that_are_none():
    a, = inputs('a')
    h = dense('d')(a)
    with pytest.raises(ValueError, match='Input, but .* is the output of layer d'):
        Model(h, dense('e')(h))
    with pytest.raises(ValueError, match='Input, but .* does not come from a layer'):
        Model(K.placeholder((None, 4)), h)
    with pytest.raises(ValueError, match='one occurs twice'):
        Model([a, a], h)


def test_names_are_unique():
    a, = inputs('a')
    with pytest.raises(ValueError, match='"d" is used 2 times'):
        Model(a, dense('d')(dense('d')(a)))
