"""The process-wide state: session, learning phase, initial values."""
import tensorflow as tf
from tensorflow.core.protobuf import rewriter_config_pb2

from .. import building
from ..checks import checked_phase
from ..forks import about_to_run
from ..interrupts import kept_interrupts
from ..naming import reset_uids
from .cluster import joined
from .graphs import building_on, with_origins  # noqa: F401  (the first is an op of this room)
from .op_names import scope_name
from .variables import feed_and_assignment

tf1 = tf.compat.v1

# The beginnings of the names of operations that cannot give a variable its first value.
_NOT_INITIALIZING = 'Read', 'AssignAdd', 'AssignSub', 'Resource', 'VarIsInitialized'

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


def initialize_to(values):
    """Initializes the new variables of a graph, some of them to given arrays.

    Args:
        values: list of pairs of a variable and an array, at least one.

    Returns:
        List of the pairs that remain to be set.
    """
    if _manual_initialization:
        return values
    return _initialize_variables(_bare_session_of(values[0][0].graph), values)


def _bare_session_of(graph):
    """Returns the session that runs `graph`.

    A `with session.as_default()` block takes precedence; a graph's session serves all threads.
    """
    about_to_run('TensorFlow')
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
    cluster = joined()
    return cluster.session(graph, config) if cluster else tf1.Session(graph=graph, config=config)


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
    if joined() and not session.sess_str:
        # Only a session of the cluster can run the sums over its workers.
        session = joined().session(session.graph, session._config)
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
    return bool(phases) and any(op in phases for op in with_origins(x.op for x in tensors))


def set_learning_phase(value):
    _state().learning_phase = checked_phase(value)


def manual_variable_initialization(value):
    global _manual_initialization
    _manual_initialization = bool(value)


def name_scope(name):
    return tf1.name_scope(scope_name(name))


def _initialize_variables(session, values=()):
    """Initializes the variables made since the last call; see `initialize_to`."""
    variables = session.graph.get_collection_ref(tf1.GraphKeys.GLOBAL_VARIABLES)
    if len(variables) == getattr(session, '_keras_variables_seen', 0):
        return values
    with building.lock:
        new = variables[getattr(session, '_keras_variables_seen', 0):]
        given = {} if any(_starts_from_others(v) for v in new) else dict(values)
        given = {v: given[v] for v in new if v in given}
        if new:
            with kept_interrupts():  # before the variables count as initialized
                _run_initializers(session, new, given)
        session._keras_variables_seen = len(variables)
    return [(v, array) for v, array in values if v not in given]


def _run_initializers(session, variables, given):
    """Initializes variables that have no value yet, and sets those in a dict to its arrays."""
    others = [v for v in variables if v not in given]
    with session.graph.as_default(), tf.control_dependencies(None):
        doubtful = [v for v in others if _may_have_value(v, session)]
        # Made before anything runs, because a session reads its whole graph again if it has grown.
        starts = [v.initializer for v in others]
        setters = {v: feed_and_assignment(v) for v in given}
        is_ready = session.run([_is_initialized(v) for v in doubtful])
    ready = {v for v, value in zip(doubtful, is_ready) if value}
    new = [(v, start) for v, start in zip(others, starts) if v not in ready]
    session.run([start for v, start in new if not _starts_from_others(v)]
                + [assignment for _, assignment in setters.values()],
                {feed: given[v] for v, (feed, _) in setters.items()})
    for v, start in new:
        if _starts_from_others(v):
            session.run(start)


def _may_have_value(variable, session):
    """Returns whether an operation that the user has run may have given a value to a variable."""
    if session.sess_str or not hasattr(variable, 'handle'):
        return True  # variables on a server outlive sessions
    return not all(op.type.startswith(_NOT_INITIALIZING) for op in variable.handle.consumers())


def _is_initialized(variable):
    """Returns a tensor, reused if possible, that is true if a variable has a value."""
    known = [op for op in variable.op.outputs[0].consumers() if op.type == 'VarIsInitializedOp']
    return known[0].outputs[0] if known else tf1.is_variable_initialized(variable)


def _starts_from_others(variable):
    """Returns whether the initial value of a variable may depend on other variables."""
    return getattr(variable, '_starts_from_others', False)
