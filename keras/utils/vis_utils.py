"""Pictures of models, drawn by Graphviz."""
import os
import subprocess
import sys

from keras.utils.files import replaced_file

_DIRECTIONS = ('TB', 'LR', 'BT', 'RL')


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
    if rankdir not in _DIRECTIONS:
        raise ValueError('rankdir should be one of %s, but is %r.'
                         % (', '.join(map(repr, _DIRECTIONS)), rankdir))
    if subgraph:
        dot = _frame(pydot, model, model.name)
    else:
        dot = pydot.Dot(rankdir=rankdir, dpi=dpi)
        dot.set_node_defaults(shape='record')
    _Drawing(pydot, show_shapes, show_layer_names, expand_nested).add_model(dot, model)
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


def is_model(layer):
    """Tells whether a layer is a model."""
    from keras.engine.training import Model
    return isinstance(layer, Model)


def is_wrapped_model(layer):
    """Tells whether a layer is a wrapper (such as `TimeDistributed`) of a model."""
    return is_model(_wrapped(layer))


def _wrapped(layer):
    """Returns the layer that a wrapper wraps; None if `layer` is no wrapper."""
    from keras.layers.wrappers import Wrapper
    return layer.layer if isinstance(layer, Wrapper) else None


class _Drawing:
    """Puts models into graphs of pydot.

    Args:
        pydot: the module.
        show_shapes, show_names, expand_nested: see `model_to_dot`.
    """

    def __init__(self, pydot, show_shapes, show_names, expand_nested):
        self._pydot = pydot
        self._show_shapes = show_shapes
        self._show_names = show_names
        self._expand_nested = expand_nested

    def add_model(self, dot, model):
        """Adds the layers of a model and the arrows between them to `dot`."""
        if not model._is_graph_network:
            raise ValueError('The model %s has no graph of layers to draw. A Sequential model gets '
                             'one from build() or fit(), or when its first layer says an '
                             '`input_shape`; a subclass that overrides `call` has none.'
                             % model.name)
        for layer in model._graph.layers:
            inner = self._expanded(layer)
            if inner is None:
                dot.add_node(self._pydot.Node(str(id(layer)), label=self._label(layer)))
            else:
                frame = _frame(self._pydot, inner, _title(layer))
                self.add_model(frame, inner)
                dot.add_subgraph(frame)
        for node in model._graph.nodes:
            for place, (source, _, tensor_index) in enumerate(node.sources()):
                add_edge(dot, self._exit(source, tensor_index),
                         self._entrance(node.outbound_layer, place))

    def _expanded(self, layer):
        """Returns the model whose layers are drawn in the place of a layer, or None."""
        if not self._expand_nested:
            return None
        inner = _wrapped(layer) or layer
        return inner if is_model(inner) and inner._is_graph_network else None

    def _entrance(self, layer, place):
        """Returns the name of the node that takes an input of a layer."""
        inner = self._expanded(layer)
        return str(id(layer if inner is None else inner._input_layers[place]))

    def _exit(self, layer, tensor_index):
        """Returns the name of the node that gives an output of a layer."""
        inner = self._expanded(layer)
        if inner is None:
            return str(id(layer))
        source, _, tensor_index = inner._output_coordinates[tensor_index]
        return self._exit(source, tensor_index)

    def _label(self, layer):
        kind = type(layer).__name__
        wrapped = _wrapped(layer)
        if wrapped is not None:
            kind = '%s(%s)' % (kind, type(wrapped).__name__)
        label = _escaped('%s: %s' % (_title(layer), kind) if self._show_names else kind)
        if self._show_shapes:
            label = '%s|{input:|output:}|{{%s}|{%s}}' % (
                label, _escaped(_shape(layer, 'input_shape')),
                _escaped(_shape(layer, 'output_shape')))
        return label


def _frame(pydot, model, title):
    return pydot.Cluster(str(id(model)), label=_escaped(title), style='dashed')


def _title(layer):
    wrapped = _wrapped(layer)
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
