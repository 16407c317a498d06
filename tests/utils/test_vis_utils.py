"""Pictures of models: what the graphs hold that Graphviz gets, and its pictures where it is."""
import importlib.util
import shutil
import struct
import sys
import types

import pytest

from keras.layers import LSTM, Add, Bidirectional, Concatenate, Dense, Input, TimeDistributed
from keras.models import Model, Sequential
from keras.utils import model_to_dot, plot_model
from keras.utils.vis_utils import add_edge, is_model, is_wrapped_model

needs_pydot = pytest.mark.skipif(importlib.util.find_spec('pydot') is None,
                                 reason='pydot is not installed')
needs_dot = pytest.mark.skipif(not shutil.which('dot'),
                               reason='the program `dot` of Graphviz is not installed')


def nested():
    """Returns a model with two inputs around a model with two inputs around a Sequential."""
    p, q = Input((3,), name='p'), Input((3,), name='q')
    row = Sequential([Dense(3, input_shape=(3,), name='d'), Dense(3, name='e')], name='row')
    inner = Model([p, q], [Add(name='sum')([row(p), q]), row(p)], name='inner')
    x, y = Input((3,), name='x'), Input((3,), name='y')
    first, second = inner([x, y])
    return Model([x, y], Concatenate(name='out')([second, first]), name='outer')


def named(name):
    """Returns a model with a layer of a name that no engine would take for its variables."""
    model = Sequential([Dense(2, input_shape=(3,))])
    model.layers[0].name = name
    return model


def labels(dot):
    """Returns a dictionary from the names of nodes, at any depth, to what stands in them."""
    found = {node.get_name(): node.get_label().strip('"') for node in dot.get_nodes()
             if node.get_name() != 'node'}
    for frame in dot.get_subgraphs():
        found.update(labels(frame))
    return found


def arrows(dot):
    """Returns the set of arrows, at any depth, as pairs of layer names."""
    def collect(graph):
        found = [(edge.get_source(), edge.get_destination()) for edge in graph.get_edges()]
        return found + [pair for frame in graph.get_subgraphs() for pair in collect(frame)]
    names = {key: label.split(':')[0] for key, label in labels(dot).items()}
    pairs = [(names[source], names[target]) for source, target in collect(dot)]
    assert len(pairs) == len(set(pairs))
    return set(pairs)


def frames(dot):
    """Returns the frames in a graph as a nested dictionary of their labels."""
    return {frame.get_label().strip('"'): frames(frame) for frame in dot.get_subgraphs()}


@needs_pydot
class TestModelToDot:
    def test_a_sequential_model_begins_with_its_input(self):
        model = Sequential([Dense(2, input_shape=(3,), name='a'), Dense(1, name='b')])
        dot = model_to_dot(model)
        assert list(labels(dot).values()) == ['a_input: InputLayer', 'a: Dense', 'b: Dense']
        assert arrows(dot) == {('a_input', 'a'), ('a', 'b')}
        assert str(id(model.layers[0])) in labels(dot)

    def test_a_nested_model_is_one_box(self):
        dot = model_to_dot(nested())
        assert arrows(dot) == {('x', 'inner'), ('y', 'inner'), ('inner', 'out')}
        assert not frames(dot)

    def test_expanded_models_are_frames_and_inputs_keep_their_places(self):
        dot = model_to_dot(nested(), expand_nested=True)
        assert frames(dot) == {'inner': {'row': {}}}
        assert arrows(dot) == {('x', 'p'), ('y', 'q'), ('p', 'd_input'), ('d_input', 'd'),
                               ('d', 'e'), ('e', 'sum'), ('q', 'sum'), ('e', 'out'),
                               ('sum', 'out')}

    def test_a_shared_model_is_drawn_once(self):
        shared = Sequential([Dense(2, input_shape=(3,), name='d')], name='shared')
        x, y = Input((3,), name='x'), Input((3,), name='y')
        model = Model([x, y], Add(name='sum')([shared(x), shared(y)]))
        assert arrows(model_to_dot(model, expand_nested=True)) == {
            ('x', 'd_input'), ('y', 'd_input'), ('d_input', 'd'), ('d', 'sum')}

    def test_wrappers_name_what_they_wrap(self):
        encoder = Sequential([Dense(2, input_shape=(3,), name='d')], name='encoder')
        model = Sequential([TimeDistributed(encoder, input_shape=(5, 3), name='each'),
                            Bidirectional(LSTM(2, name='lstm'), name='both')])
        found = list(labels(model_to_dot(model)).values())
        assert found[1:] == ['each(encoder): TimeDistributed(Sequential)',
                             'both(lstm): Bidirectional(LSTM)']
        dot = model_to_dot(model, expand_nested=True)
        assert frames(dot) == {'each(encoder)': {}}
        assert ('d', 'both(lstm)') in arrows(dot)

    def test_a_model_with_several_places_is_shown_once(self):
        row = Sequential([Dense(2, input_shape=(3,), name='d')], name='row')
        x, y = Input((5, 3), name='x'), Input((3,), name='y')
        model = Model([x, y], [TimeDistributed(row, name='each')(x), row(y)])
        dot = model_to_dot(model, expand_nested=True)
        assert frames(dot) == {'row': {}}
        assert sorted(arrows(dot)) == [('d_input', 'd'), ('x', 'each(row)'), ('y', 'd_input')]

    def test_shapes(self):
        x, y = Input((3,), name='x'), Input((4,), name='y')
        model = Model([x, y], Concatenate(name='c')([x, y]))
        assert list(labels(model_to_dot(model, show_shapes=True)).values())[-1] == (
            'c: Concatenate|{input:|output:}|{{[(None, 3), (None, 4)]}|{(None, 7)}}')

    @pytest.mark.parametrize('rankdir', ['LR', 'RL'])
    def test_shapes_below_the_names(self, rankdir):
        """Graphviz turns the boxes with the direction."""
        dot = model_to_dot(named('a'), show_shapes=True, rankdir=rankdir)
        assert 'a: Dense|{{input:|output:}|{(None, 3)|(None, 2)}}' in labels(dot).values()

    def test_a_layer_with_several_shapes(self):
        shared = Dense(1, name='d')
        x, y = Input((5, 3), name='x'), Input((3,), name='y')
        model = Model([x, y], [shared(x), shared(y)])
        assert 'd: Dense|{input:|output:}|{{multiple}|{multiple}}' in labels(
            model_to_dot(model, show_shapes=True)).values()

    def test_without_names(self):
        model = Sequential([Dense(2, input_shape=(3,), name='a')])
        assert list(labels(model_to_dot(model, show_layer_names=False)).values()) == [
            'InputLayer', 'Dense']

    def test_signs_that_mean_something_to_graphviz(self):
        model = named('a|{b}<c>')
        assert r'label="a\|\{b\}\<c\>: Dense"' in model_to_dot(model).to_string()

    def test_direction_and_resolution(self):
        dot = model_to_dot(nested(), rankdir='LR', dpi=72)
        assert (dot.get_rankdir(), dot.get('dpi')) == ('LR', 72)

    def test_a_frame_for_another_graph(self):
        frame = model_to_dot(nested(), subgraph=True)
        assert type(frame).__name__ == 'Cluster'
        assert frame.get_label() == 'outer'

    def test_an_arrow_is_added_once(self):
        import pydot
        dot = pydot.Dot()
        add_edge(dot, '1', '2')
        add_edge(dot, '1', '2')
        assert len(dot.get_edges()) == 1

    def test_wrong_direction(self):
        with pytest.raises(ValueError, match="'TB', 'LR', 'BT', 'RL', but got 'left'"):
            model_to_dot(nested(), rankdir='left')

    def test_a_model_without_graph(self):
        with pytest.raises(ValueError, match='later has no graph of layers.*input_shape'):
            model_to_dot(Sequential([Dense(2)], name='later'))


def test_kinds_of_layers():
    model = Sequential([Dense(2, input_shape=(3,))])
    assert is_model(model) and not is_model(Dense(1))
    assert is_wrapped_model(TimeDistributed(model))
    assert not is_wrapped_model(TimeDistributed(Dense(1)))
    assert not is_wrapped_model(model)


def test_missing_pydot(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, 'pydot', None)
    with pytest.raises(ImportError, match='pip install pydot'):
        plot_model(nested(), str(tmp_path / 'model.png'))


@needs_pydot
def test_missing_graphviz(monkeypatch, tmp_path):
    monkeypatch.setenv('PATH', str(tmp_path))
    with pytest.raises(OSError, match='Install Graphviz'):
        plot_model(nested(), str(tmp_path / 'model.png'))
    assert not list(tmp_path.iterdir())


def width(path):
    """Returns the width of a PNG file in pixels (PNG specification, 11.2.2)."""
    start = path.read_bytes()[:24]
    assert start[:8] == b'\x89PNG\r\n\x1a\n'
    return struct.unpack('>I', start[16:20])[0]


@needs_pydot
@needs_dot
class TestPlotModel:
    def test_picture(self, tmp_path):
        path, fine = tmp_path / 'model.png', tmp_path / 'fine'
        assert plot_model(nested(), path, show_shapes=True, expand_nested=True) is None
        plot_model(nested(), str(fine), show_shapes=True, expand_nested=True, dpi=192)
        assert width(fine) == pytest.approx(2 * width(path), abs=4)

    def test_texts_in_the_picture(self, tmp_path):
        path = tmp_path / 'model.svg'
        plot_model(named('"\u00fc|{b}'), str(path))
        assert '&quot;\u00fc|{b}: Dense' in path.read_text(encoding='utf-8')

    def test_unknown_format(self, tmp_path):
        with pytest.raises(ValueError, match="as 'painting': .*not recognized"):
            plot_model(nested(), str(tmp_path / 'model.painting'))
        assert not list(tmp_path.iterdir())

    def test_in_a_notebook(self, tmp_path, monkeypatch):
        display = types.SimpleNamespace(Image=lambda filename: ('image', filename),
                                        SVG=lambda filename: ('svg', filename))
        monkeypatch.setitem(sys.modules, 'IPython', types.SimpleNamespace(display=display))
        for name, kind in (('a.png', 'image'), ('a.svg', 'svg')):
            path = str(tmp_path / name)
            assert plot_model(nested(), path) == (kind, path)
        assert plot_model(nested(), str(tmp_path / 'a.pdf')) is None
