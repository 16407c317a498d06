"""Plots of models, drawn by Graphviz."""
import os
import subprocess
import sys

from keras.engine.layer_graph import LayerGraph, is_model, wrapped_layer
from keras.utils.files import replaced_file

# Graphviz rotates records with the direction, so shapes go beside names or below them.
_BESIDE, _BELOW = '|{input:|output:}|{{%s}|{%s}}', '|{{input:|output:}|{%s|%s}}'
_SHAPES = {'TB': _BESIDE, 'LR': _BELOW, 'BT': _BESIDE, 'RL': _BELOW}


def plot_model(model, to_file='model.png', show_shapes=False, show_layer_names=True, rankdir='TB',
               expand_nested=False, dpi=96):
    """Draws the graph of a model's layers to a file.

    Args:
        model: a model that has been built.
        to_file: path of the picture. Its extension determines the format: `.png`, `.svg`, `.pdf`
            or any other that Graphviz supports.
        show_shapes: whether to show input and output shapes.
        show_layer_names: whether to show the names of layers.
        rankdir: direction of the graph: `'TB'` (top to bottom), `'LR'` (left to right), `'BT'` or
            `'RL'`.
        expand_nested: whether to draw models within the model as frames around their layers instead
            of as single boxes.
        dpi: int, dots per inch.

    Returns:
        In a notebook, the picture to display, if notebooks support its format; otherwise None.

    Raises:
        ImportError: if pydot is not installed.
        OSError: if Graphviz is not installed, or the file cannot be written.
        ValueError: if the model has no graph yet, `rankdir` is none of the above, or Graphviz does
            not support the format.

    Example::

        def plot(model):
            keras.utils.plot_model(model, to_file='model.png', show_shapes=True)
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
                      'install graphviz`) and make sure that `dot` is on the PATH.') from error
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
    """Converts the graph of a model's layers to a pydot graph.

    The name of a layer's node is `str(id(layer))`.

    Args:
        model: a model that has been built.
        show_shapes: whether to show input and output shapes.
        show_layer_names: whether to show the names of layers.
        rankdir: direction of the graph: `'TB'` (top to bottom), `'LR'` (left to right), `'BT'` or
            `'RL'`.
        expand_nested: whether to draw models within the model as frames around their layers instead
            of as single boxes.
        dpi: int, dots per inch.
        subgraph: whether to return a frame to put into another graph.

    Returns:
        A `pydot.Dot`, or a `pydot.Cluster` if `subgraph` is true.

    Raises:
        ImportError: if pydot is not installed.
        ValueError: if the model has no graph yet, or `rankdir` is none of the above.

    Example::

        def source_for_graphviz(model):
            return keras.utils.model_to_dot(model, show_shapes=True).to_string()
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
    """Adds an edge to a pydot graph, unless it exists already.

    Args:
        dot: the graph.
        src: name of the node where the edge starts.
        dst: name of the node where it ends.
    """
    if not dot.get_edge(src, dst):
        dot.add_edge(_pydot().Edge(src, dst))


def is_wrapped_model(layer):
    """Returns whether a layer is a wrapper (such as `TimeDistributed`) around a model."""
    return is_model(wrapped_layer(layer))


def _draw(pydot, dot, graph, label):
    """Adds the layers of a `LayerGraph` and the edges between them to a pydot graph.

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
    # At the left, edges rarely cross the title.
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
    """Returns a text with the special characters of Graphviz's records escaped."""
    return ''.join('\\' + x if x in '\\{}<>|' else x for x in text)


def _pydot():
    try:
        import pydot
    except ImportError as error:
        raise ImportError('To draw models, install pydot (`pip install pydot`) and Graphviz '
                          '(https://graphviz.org/download).') from error
    return pydot
