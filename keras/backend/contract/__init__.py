"""What a backend must offer: every op once, with its signature and its documentation.

The functions here have no body. `keras.backend` exports each name with the engine's function
behind it and the text from here; `tests/backend/test_contract.py` holds every engine to the
signatures. An op whose body stands in `keras.backend.derived` need not be written by an engine.
"""
import importlib
import inspect

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
