"""What a backend must offer: every op once, with its signature and its documentation.

The functions here have no body. `keras.backend` exports each name with the engine's function
behind it and the text from here; `tests/backend/test_contract.py` holds every engine to the
signatures.

A *room* is a file of this folder, such as `math`. An engine writes the ops of a room in a file of
that name in its own folder; what is written there on top of other ops, for all engines, is in the
same room of `keras.backend.derived`, and an engine need not write it. The `Args` at the head of a
room describe those arguments of its ops that their own texts do not; the remarks there hold for
all its ops. `help(K.sum)` shows both.

What an op owes besides its value:

- Laziness. An op makes a tensor and computes nothing, until `K.function`, `K.eval` or
  `K.get_value` ask for it. It changes no variable: `K.update` describes a change.
- Shapes. `K.int_shape` of a result tells all that follows from the arguments, None for the sizes
  that do not. Layers are built by it. TensorFlow works most of it out itself (else `set_shape`);
  on Theano `with_sizes` notes it; on CNTK each `Operation` has a `shape`. An op works where sizes
  are known only when a function runs.
- Dtypes. A result has the dtype of the tensor that it is made from, also that of integers (their
  mean is an integer); comparisons are bools, `K.argmax` is int64. Numbers and arrays take the
  dtype of the tensor that they meet. Two tensors of different dtypes need a `K.cast`: TensorFlow
  and CNTK raise a TypeError.
- Marks. Variables, placeholders and the learning phase have `_keras_shape` (which `K.int_shape`
  believes) and `_uses_learning_phase`; results of ops have neither, until a layer adds them. Only
  `K.in_train_phase`, `K.in_test_phase` and `K.rnn` mark results that depend on the learning phase.
- Randomness. A random tensor is drawn again in each call of a function, once in a call however
  often it is used. Its seed is drawn from `np.random` when it is made, unless one is given.
- Gradients pass, unless the text of the op says otherwise.
- Errors. Wrong arguments raise a ValueError or TypeError when the op is called, if they can be
  known by then; else when the function runs.
"""
import importlib
import inspect
import re

ROOMS = ('session', 'devices', 'tensors', 'functions', 'updates', 'math', 'shape', 'random',
         'control_flow', 'nn', 'conv', 'rnn', 'ctc', 'steps')


def ops(rooms=ROOMS):
    """Returns a dict from each op's name to its documented signature.

    Args:
        rooms: names of the files to look into.
    """
    found = {}
    for room in rooms:
        module = importlib.import_module('.' + room, __name__)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith('_'):
                found[name] = function
    return found


def room_of(op):
    """Returns the name of the room that an op of the contract is in."""
    return op.__module__.rpartition('.')[2]


def documentation(op):
    """Returns the text on an op: its own, and what its room says for all its ops.

    Args:
        op: function of the contract.
    """
    own = _paragraphs(op)
    _, *room = _paragraphs(inspect.getmodule(op))
    described = dict(_arguments(room), **_arguments(own))
    args = [described[name] for name in inspect.signature(op).parameters if name in described]
    sections = [i for i, text in enumerate(own) if re.match('(Args|Returns|Raises|Example):', text)]
    start = sections[0] if sections else len(own)
    text = own[:start] + [text for text in room if not text.startswith('Args:')]
    if args:
        text.append('Args:\n' + '\n'.join(dict.fromkeys(args)))
    return '\n\n'.join(text + [text for text in own[start:] if not text.startswith('Args:')])


def _paragraphs(documented):
    return (inspect.getdoc(documented) or '').split('\n\n')  # none with `python -OO`


def _arguments(paragraphs):
    """Returns a dict from the names in the section `Args` to their lines."""
    section = next((text for text in paragraphs if text.startswith('Args:')), '')
    entries = re.findall('^    \\S.*(?:\n     .*)*', section, re.MULTILINE)
    return {name.strip(' *'): entry for entry in entries
            for name in entry.partition(':')[0].split(',')}
