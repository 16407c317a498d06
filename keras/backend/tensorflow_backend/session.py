"""The process-wide state: session, learning phase, initial values."""
import tensorflow as tf
from tensorflow.core.protobuf import rewriter_config_pb2

from .. import building
from ..checks import checked_phase
from ..naming import reset_uids
from .cluster import connected
from .forks import about_to_run
from .graphs import building_on  # noqa: F401  (an op of this room)
from .op_names import scope_name

tf1 = tf.compat.v1

_manual_initialization = False


class _GraphState:
    """The state that Keras keeps for one graph, as an attribute of the graph."""

    def __init__(self):
        self.session = None
        self.learning_phase = None
        self.is_cleared = False


def _state(graph=None):
    graph = graph or tf1.get_default_graph()
    if not hasattr(graph, '_keras_state'):
        with building.lock:
            graph._keras_state = getattr(graph, '_keras_state', None) or _GraphState()
    return graph._keras_state


def get_session():
    return session_of(tf1.get_default_graph())


def session_of(graph):
    """Returns the session that runs `graph`, with all its variables initialized."""
    session = _bare_session_of(graph)
    if not _manual_initialization:
        _initialize_variables(session)
    return session


def spare_start_values(variables):
    """Initializes all variables of a graph except the given ones, which are about to be set."""
    if not _manual_initialization:
        _initialize_variables(_bare_session_of(variables[0].graph), but=variables)


def _bare_session_of(graph):
    """Returns the session that runs `graph`.

    A `with session.as_default()` block takes precedence; a graph's session serves all threads.
    """
    about_to_run()
    session = tf1.get_default_session()
    if session is None or session.graph is not graph:
        state = _state(graph)
        if state.is_cleared:
            raise RuntimeError('A variable, function or model from before K.clear_session() is '
                               'used, but that call discarded its values. Build it again.')
        if state.session is None:
            _make_session(state, graph)
        session = state.session
    return session


def _make_session(state, graph):
    with building.lock:
        if state.session is None:
            state.session = _new_session(graph, _config())


def _new_session(graph, config):
    return connected().session(graph, config) if connected() else tf1.Session(graph=graph,
                                                                              config=config)


def has_session():
    """Returns whether the current graph has a session, which may hold values of variables."""
    return _state().session is not None


def _config():
    config = tf1.ConfigProto(allow_soft_placement=True)
    # TensorFlow optimizes a graph in two passes; the second pass, and planning when to move tensors
    # to other memory, take about half of the time and make no step faster.
    rewriting = config.graph_options.rewrite_options
    rewriting.meta_optimizer_iterations = rewriter_config_pb2.RewriterConfig.ONE
    rewriting.memory_optimization = rewriter_config_pb2.RewriterConfig.NO_MEM_OPT
    return config


def set_session(session):
    if connected() and not session.sess_str:
        # Only a session of the cluster can run the sums over its workers.
        session = connected().session(session.graph, session._config)
    _state(session.graph).session = session


def clear_session():
    reset_uids()
    state = _state()
    state.is_cleared = True
    if state.session is not None:
        state.session.close()
    tf1.reset_default_graph()


def learning_phase():
    state = _state()
    with building.lock:
        if state.learning_phase is None:
            state.learning_phase = new_learning_phase()
    return state.learning_phase


def new_learning_phase():
    with tf1.name_scope(''):
        phase = tf1.placeholder_with_default(False, shape=(), name='keras_learning_phase')
    phase._uses_learning_phase = True
    phase._keras_shape = ()
    return phase


def is_learning_phase(x):
    """Returns whether `x` is a learning phase, possibly from before `K.set_learning_phase`."""
    return getattr(x, '_uses_learning_phase', False) and x.op.type == 'PlaceholderWithDefault'


def depends_on_learning_phase(tensors):
    phases = [_state(x.graph).learning_phase for x in tensors]
    phases = {phase.op for phase in phases if tf.is_tensor(phase)}
    seen, waiting = set(), [x.op for x in tensors] if phases else []
    while waiting:
        op = waiting.pop()
        if op in phases:
            return True
        if op not in seen:
            seen.add(op)
            waiting.extend(x.op for x in op.inputs)
            waiting.extend(op.control_inputs)  # of the constants in a branch of a condition
    return False


def set_learning_phase(value):
    _state().learning_phase = checked_phase(value)


def manual_variable_initialization(value):
    global _manual_initialization
    _manual_initialization = bool(value)


def name_scope(name):
    return tf1.name_scope(scope_name(name))


def _initialize_variables(session, but=()):
    """Initializes the variables made since the last call, except for some."""
    variables = session.graph.get_collection_ref(tf1.GraphKeys.GLOBAL_VARIABLES)
    if len(variables) == getattr(session, '_keras_variables_seen', 0):
        return
    with building.lock:
        new = variables[getattr(session, '_keras_variables_seen', 0):]
        left_out = {id(v) for v in but}
        if left_out and not any(_starts_from_others(v) for v in new):
            new = [v for v in new if id(v) not in left_out]
        if new:
            _run_initializers(session, new)
        session._keras_variables_seen = len(variables)


def _run_initializers(session, variables):
    with session.graph.as_default(), tf.control_dependencies(None):
        # Made before anything runs, because a session reads its whole graph again if it has grown.
        starts = [v.initializer for v in variables]
        ready = session.run([_is_initialized(v) for v in variables])
        new = [(v, start) for v, start, is_ready in zip(variables, starts, ready) if not is_ready]
        session.run([start for v, start in new if not _starts_from_others(v)])
        for v, start in new:
            if _starts_from_others(v):
                session.run(start)


def _is_initialized(variable):
    """Returns a tensor, reused if possible, that is true if a variable has a value."""
    known = [op for op in variable.op.outputs[0].consumers() if op.type == 'VarIsInitializedOp']
    return known[0].outputs[0] if known else tf1.is_variable_initialized(variable)


def _starts_from_others(variable):
    """Returns whether the initial value of a variable may depend on other variables."""
    return getattr(variable, '_starts_from_others', False)
