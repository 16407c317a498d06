"""Pictures of models, drawn by Graphviz."""
import os
import subprocess
import sys

from keras.engine.layer_graph import LayerGraph, is_model, wrapped_layer
from keras.utils.files import replaced_file

# Graphviz turns its records with the direction: shapes go beside names, or below them.
_BESIDE, _BELOW = '|{input:|output:}|{{%s}|{%s}}', '|{{input:|output:}|{%s|%s}}'
_SHAPES = {'TB': _BESIDE, 'LR': _BELOW, 'BT': _BESIDE, 'RL': _BELOW}


def plot_model(model, to_file='model.png', show_shapes=False, show_layer_names=True, rankdir='TB',
               expand_nested=False, dpi=96):
    """Draws the graph of a model's layers into a file.

    Args:
        model: a model that has been built.
        to_file: path of the picture. Its ending names the format: `.png`, `.svg`, `.pdf` or any
            other that Graphviz knows.
        show_shapes, show_layer_names, rankdir, expand_nested, dpi: see `model_to_dot`.

    Returns:
        In a notebook the picture for display, if its format is one that notebooks show; else None.

    Raises:
        ImportError: if pydot is not installed.
        OSError: if Graphviz is not installed, or the file cannot be written.
        ValueError: if Graphviz does not know the format, or as `model_to_dot` raises.
    """
    dot = model_to_dot(model, show_shapes, show_layer_names, rankdir, expand_nested, dpi)
    to_file = str(to_file)
    extension = os.path.splitext(to_file)[1][1:].lower() or 'png'
    picture = _drawn(dot.to_string(), extension)
    with replaced_file(to_file) as path, open(path, 'wb') as file:
        file.write(picture)
    return _for_notebook(to_file, extension)


def _drawn(source, extension):
    try:
        run = subprocess.Popen(['dot', '-T' + extension], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except FileNotFoundError as error:
        raise OSError('plot_model needs the program `dot` of Graphviz, which was not found. '
                      'Install Graphviz (https://graphviz.org/download, or for example `apt '
                      'install graphviz`) and see to it that `dot` is on the PATH.') from error
    picture, complaint = run.communicate(source.encode('utf-8'))
    if run.returncode:
        raise ValueError('Graphviz could not draw the model as %r: %s' % (
            extension, complaint.decode('utf-8', 'replace').strip()))
    return picture


def _for_notebook(path, extension):
    if 'IPython' not in sys.modules:
        return None
    from IPython import display
    if extension == 'svg':
        return display.SVG(filename=path)
    if extension in ('png', 'jpg', 'jpeg', 'gif'):
        return display.Image(filename=path)
    return None


def model_to_dot(model, show_shapes=False, show_layer_names=True, rankdir='TB',
                 expand_nested=False, dpi=96, subgraph=False):
    """Turns the graph of a model's layers into a graph of pydot.

    The node of a layer is named by `str(id(layer))`.

    Args:
        model: a model that has been built.
        show_shapes: whether to write the shapes of inputs and outputs into the boxes.
        show_layer_names: whether to write the names of layers into the boxes.
        rankdir: where the graph goes: `'TB'` (top to bottom), `'LR'` (left to right), `'BT'` or
            `'RL'`.
        expand_nested: whether models within the model are drawn as frames around their layers,
            rather than as one box.
        dpi: dots per inch of the picture.
        subgraph: whether to return a frame to put into another graph.

    Returns:
        `pydot.Dot`, or `pydot.Cluster` if `subgraph` is true.

    Raises:
        ImportError: if pydot is not installed.
        ValueError: if the model has no graph yet, or `rankdir` is none of the above.
    """
    pydot = _pydot()
    if rankdir not in _SHAPES:
        raise ValueError('rankdir must be one of %s, but got %r.'
                         % (', '.join(map(repr, _SHAPES)), rankdir))
    graph = LayerGraph(model, expand_nested)
    if subgraph:
        dot = _frame(pydot, graph, model.name)
    else:
        dot = pydot.Dot(rankdir=rankdir, dpi=dpi)
        dot.set_node_defaults(shape='record')
    shapes = _SHAPES[rankdir] if show_shapes else None
    _draw(pydot, dot, graph, lambda layer: _label(layer, shapes, show_layer_names))
    return dot


def add_edge(dot, src, dst):
    """Adds an arrow to a graph of pydot, unless it is there.

    Args:
        dot: the graph.
        src: name of the node that the arrow starts from.
        dst: name of the node that it points to.
    """
    if not dot.get_edge(src, dst):
        dot.add_edge(_pydot().Edge(src, dst))


def is_wrapped_model(layer):
    """Tells whether a layer is a wrapper (such as `TimeDistributed`) of a model."""
    return is_model(wrapped_layer(layer))


def _draw(pydot, dot, graph, label):
    """Adds the layers of a `LayerGraph` and the arrows between them to a graph of pydot.

    Args:
        pydot: the module.
        dot: `pydot.Dot` or `pydot.Cluster`.
        graph: `LayerGraph`.
        label: function from a layer to the text in its box.
    """
    for layer in graph.layers:
        inner = graph.inner(layer)
        if inner is None:
            dot.add_node(pydot.Node(str(id(layer)), label=label(layer)))
        else:
            frame = _frame(pydot, inner, _title(layer))
            _draw(pydot, frame, inner, label)
            dot.add_subgraph(frame)
    for source, target in graph.edges():
        add_edge(dot, str(id(source)), str(id(target)))


def _frame(pydot, graph, title):
    # At the left, the title is seldom crossed by arrows.
    return pydot.Cluster(str(id(graph.model)), label=_escaped(title), labeljust='l', style='dashed')


def _label(layer, shapes, show_name):
    kind = type(layer).__name__
    wrapped = wrapped_layer(layer)
    if wrapped is not None:
        kind = '%s(%s)' % (kind, type(wrapped).__name__)
    label = _escaped('%s: %s' % (_title(layer), kind) if show_name else kind)
    if shapes:
        label += shapes % (_escaped(_shape(layer, 'input_shape')),
                           _escaped(_shape(layer, 'output_shape')))
    return label


def _title(layer):
    wrapped = wrapped_layer(layer)
    return layer.name if wrapped is None else '%s(%s)' % (layer.name, wrapped.name)


def _shape(layer, attribute):
    try:
        return str(getattr(layer, attribute))
    except AttributeError:
        return 'multiple'


def _escaped(text):
    """Returns a text in which no character means anything to Graphviz's records."""
    return ''.join('\\' + x if x in '\\{}<>|' else x for x in text)


def _pydot():
    try:
        import pydot
    except ImportError as error:
        raise ImportError('To draw models install pydot (`pip install pydot`) and Graphviz '
                          '(https://graphviz.org/download).') from error
    return pydot
