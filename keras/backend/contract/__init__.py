"""What a backend must offer: each op once, with its signature and its documentation.

The functions here have no body. `keras.backend` exports each name with the engine's function
and the documentation from here; `tests/backend/test_contract.py` checks that every engine has these
signatures.

A *room* is a file of this folder, such as `math`. An engine implements the ops of a room in a file
of the same name in its own folder. Ops that can be written on top of other ops are in
`keras.backend.derived`, in the same room, and an engine may leave them out. The `Args` at the head
of a room describe those arguments that its ops do not describe themselves; other paragraphs there
apply to all its ops. `help(K.sum)` shows both.

What an op must do besides returning the right value:

- Laziness. An op makes a tensor and computes nothing; `K.function`, `K.eval` and `K.get_value`
  compute. It changes no variable: `K.update` describes a change.
- Shapes. `K.int_shape` of a result specifies every size that follows from the arguments, and None
  for the others, because layers are built from it. TensorFlow infers most shapes (otherwise use
  `set_shape`); on Theano `with_sizes` records them; on CNTK and JAX each `Operation` has a `shape`.
  An op also works for sizes that are known only when a function runs.
- Dtypes. A result has the dtype of the tensor it is made from, ints included (their mean is an
  int); comparisons are bools, `K.argmax` is int64. Numbers and arrays take the dtype of the tensor
  they are combined with. Two tensors of different dtypes need a `K.cast`: TensorFlow, CNTK and JAX
  raise a TypeError.
- Marks. Variables, placeholders and the learning phase have `_keras_shape` (which `K.int_shape`
  returns) and `_uses_learning_phase`; results of ops have neither, until a layer adds them. Only
  `K.in_train_phase`, `K.in_test_phase` and `K.rnn` mark results that depend on the learning phase.
- Randomness. A random tensor is drawn again in each call of a function, and once per call however
  often it is used. Unless a seed is given, one is drawn from `np.random` when the tensor is made.
- Gradients. They pass through an op unless its documentation says otherwise.
- Errors. Wrong arguments raise a ValueError or TypeError when the op is called, if it can be known
  by then; otherwise when the function runs.
"""
import importlib
import inspect
import re

ROOMS = ('session', 'devices', 'tensors', 'functions', 'updates', 'math', 'shape', 'random',
         'control_flow', 'nn', 'conv', 'rnn', 'ctc', 'steps', 'workers')


def ops(rooms=ROOMS):
    """Returns a dict from the name of each op to its documented function.

    Args:
        rooms: names of files of this folder.
    """
    found = {}
    for room in rooms:
        module = importlib.import_module('.' + room, __name__)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith('_'):
                found[name] = function
    return found


def room_of(op):
    """Returns the name of the file that an op of the contract is in."""
    return op.__module__.rpartition('.')[2]


def documentation(op):
    """Returns the documentation of an op: its own, and what its room says of all its ops.

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
    return (inspect.getdoc(documented) or '').split('\n\n')  # empty with `python -OO`


def _arguments(paragraphs):
    """Returns a dict from the names in the `Args` section to their lines."""
    section = next((text for text in paragraphs if text.startswith('Args:')), '')
    entries = re.findall('^    \\S.*(?:\n     .*)*', section, re.MULTILINE)
    return {name.strip(' *'): entry for entry in entries
            for name in entry.partition(':')[0].split(',')}
