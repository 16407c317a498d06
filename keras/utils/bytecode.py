"""Python functions as text in a configuration, and when such text may be executed.

Keras 2 stores the marshalled bytecode of the function in a `Lambda` layer. Running bytecode from a
file means running a program by the author of the file. So `check_allowed` asks the current scope:

- in `safe_mode_scope(True)` it always refuses;
- in `safe_mode_scope(False)` it accepts everything;
- outside any scope it accepts only functions that this process has written, as a whole: the
  bytecode with the same default values, closure and arguments. So `clone_model`,
  `from_config(get_config())`, copies and your own files work, but text from elsewhere is refused,
  and so is text combined from parts that this process has written.

Scopes apply to the thread that opened them. The argument `safe_mode` of `load_model`,
`model_from_json`, `model_from_yaml` and `model_from_config` opens one.
"""
import builtins
import codecs
import contextlib
import hashlib
import json
import marshal
import threading
import types
import uuid

import numpy as np

_scope = threading.local()
_written_here = set()
_UNWRITABLE = uuid.uuid4().hex


@contextlib.contextmanager
def safe_mode_scope(safe_mode):
    """Specifies whether configurations read in the `with` block may contain Python bytecode.

    Args:
        safe_mode: True to refuse bytecode, False to accept it (only for configurations whose
            origin you trust), None to accept only what this process has written.

    Example::

        from keras.utils.generic_utils import safe_mode_scope

        config = keras.layers.Lambda(lambda x: 2 * x).get_config()
        with safe_mode_scope(False):
            layer = keras.layers.Lambda.from_config(config)
    """
    before = getattr(_scope, 'safe_mode', None)
    _scope.safe_mode = safe_mode
    try:
        yield
    finally:
        _scope.safe_mode = before


def scope_of_argument(safe_mode):
    """Returns the scope for an argument `safe_mode`; None keeps the scope around the call.

    Args:
        safe_mode: True, False or None.
    """
    if safe_mode is None:
        safe_mode = getattr(_scope, 'safe_mode', None)
    return safe_mode_scope(safe_mode)


def note_written(program):
    """Records a part of a configuration that this process writes.

    Args:
        program: bytecode with its values: lists, tuples, dictionaries, numbers and so on.
    """
    _written_here.add(_fingerprint(program))


def check_allowed(program):
    """Raises a ValueError if the scope does not allow a program to run (see above).

    Args:
        program: as for `note_written`, possibly written to a file and read again.
    """
    safe_mode = getattr(_scope, 'safe_mode', None)
    if safe_mode is False or (safe_mode is None and _fingerprint(program) in _written_here):
        return
    raise ValueError(
        'The configuration contains the bytecode of a Python function, as a Lambda layer writes '
        'it. Loading it means running any program that its author put there, so it is refused%s. '
        'If you trust its origin, pass `safe_mode=False` to `load_model`, `model_from_json`, '
        '`model_from_yaml` or `model_from_config`; for other ways of loading, use '
        '`with keras.utils.generic_utils.safe_mode_scope(False):`. Your own layer class, '
        'passed in `custom_objects`, needs neither.'
        % ('' if safe_mode else ' outside the process that wrote it'))


def func_dump(func):
    """Converts a Python function to text, with its default values and its closure.

    Args:
        func: a function written in Python.

    Returns:
        A tuple `(code, defaults, closure)`: base64 text of the marshalled bytecode, a tuple of
        default values or None, a tuple of values or None.

    Example:
        >>> from keras.utils.generic_utils import func_dump, func_load
        >>> double = func_load(func_dump(lambda x: 2 * x))
        >>> double(3)
        6
    """
    code = codecs.encode(marshal.dumps(func.__code__), 'base64').decode('ascii')
    closure = func.__closure__ and tuple(cell.cell_contents for cell in func.__closure__)
    dumped = code, func.__defaults__, closure
    note_written(dumped)
    return dumped


def func_load(code, defaults=None, closure=None, globs=None):
    """Restores a function from what `func_dump` returned.

    Args:
        code: the text of the bytecode, or the whole tuple (or list) that `func_dump` returned.
        defaults: tuple of default values for the last arguments, or None.
        closure: tuple of the values in the function's closure, or None.
        globs: dictionary of the function's global names. Python's builtins are added.

    Returns:
        A function.

    Raises:
        ValueError: if the scope does not allow bytecode (see `safe_mode_scope`), or the text
            is not bytecode that this version of Python can read.
    """
    if isinstance(code, (tuple, list)):
        code, defaults, closure = code
    if not isinstance(code, str):
        raise ValueError('The bytecode of a Python function must be a string, but got %r.'
                         % (code,))
    check_allowed((code, defaults, closure))
    globs = {} if globs is None else globs
    globs.setdefault('__builtins__', builtins)  # Python does from 3.10 on
    return types.FunctionType(_unmarshalled(code), globs,
                              argdefs=None if defaults is None else tuple(defaults),
                              closure=closure and tuple(_cell(value) for value in closure))


def bytes_of(code):
    """Decodes the text of marshalled bytecode.

    Args:
        code: string, the first entry of what `func_dump` returned.
    """
    with contextlib.suppress(ValueError):
        return codecs.decode(code.encode('ascii'), 'base64')
    # Before base64, Keras wrote the bytes as escaped text.
    return code.encode('raw_unicode_escape')


def _unmarshalled(code):
    try:
        code_object = marshal.loads(bytes_of(code))
    except (ValueError, EOFError, TypeError) as error:
        code_object = error
    if not isinstance(code_object, types.CodeType):
        raise ValueError(
            'The bytecode of a Python function in this configuration cannot be read, because each '
            'version of Python has its own. Read it with the Python version that wrote it, or '
            'build the model again and load its weights (%s).' % (code_object,))
    return code_object


def _fingerprint(program):
    """Returns a hash that does not change if a program is written to a file and read again."""
    read_again = json.loads(json.dumps(program, default=_plain, skipkeys=True))
    return hashlib.sha256(json.dumps(read_again, sort_keys=True).encode('ascii')).digest()


def _plain(value):
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    return [_UNWRITABLE, type(value).__name__]  # which occurs in no file


def _cell(value):
    return (lambda: value).__closure__[0]
