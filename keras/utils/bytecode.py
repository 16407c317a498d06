"""Python functions as text in a configuration, and when such text may be run again.

Of the function in a `Lambda` layer Keras 2 stores the marshalled bytecode. Whoever runs bytecode
from a file runs the file's author's program. So `func_load` asks the scope it is called in:

- in `safe_mode_scope(True)`, which `load_model`, `model_from_json`, `model_from_yaml` and
  `model_from_config` open, it always refuses;
- in `safe_mode_scope(False)` it accepts everything;
- outside any scope it accepts only bytecode that `func_dump` wrote in this very process, so
  that `clone_model`, `from_config(get_config())` and copies just work, while text that came
  from elsewhere is refused.

Scopes hold for the thread that opened them.
"""
import builtins
import codecs
import contextlib
import hashlib
import marshal
import threading
import types

_scope = threading.local()
_written_here = set()


@contextlib.contextmanager
def safe_mode_scope(safe_mode):
    """Decides whether configurations read within the `with` block may hold Python bytecode.

    Args:
        safe_mode: True to refuse bytecode, False to accept it (only for configurations whose
            origin you trust), None to accept only what this process itself wrote.

    Example:
        >>> with safe_mode_scope(False):
        ...     layer = Lambda.from_config(config)
    """
    before = getattr(_scope, 'safe_mode', None)
    _scope.safe_mode = safe_mode
    try:
        yield
    finally:
        _scope.safe_mode = before


def func_dump(func):
    """Turns a Python function into text, with its defaults and the values it closes over.

    Args:
        func: a function written in Python.

    Returns:
        A tuple `(code, defaults, closure)`: base64 text of the marshalled bytecode, a tuple of
        default values or None, a tuple of values or None.
    """
    code = codecs.encode(marshal.dumps(func.__code__), 'base64').decode('ascii')
    _written_here.add(_fingerprint(code))
    closure = func.__closure__ and tuple(cell.cell_contents for cell in func.__closure__)
    return code, func.__defaults__, closure


def func_load(code, defaults=None, closure=None, globs=None):
    """Makes a function again from what `func_dump` returned.

    Args:
        code: the text of the bytecode, or the whole tuple (or list) that `func_dump` returned.
        defaults: tuple of default values for the last arguments, or None.
        closure: tuple of the values the function closes over, or None.
        globs: dictionary of the global names the function sees; by default only Python's builtins.

    Returns:
        A function.

    Raises:
        ValueError: if the scope does not allow bytecode (see `safe_mode_scope`), or the text
            holds none that this version of Python can read.
    """
    if isinstance(code, (tuple, list)):
        code, defaults, closure = code
    if not isinstance(code, str):
        raise ValueError('The bytecode of a Python function must be a text, but is %r.' % (code,))
    _check_allowed(code)
    if globs is None:
        globs = {'__builtins__': builtins}
    return types.FunctionType(_unmarshalled(code), globs,
                              argdefs=None if defaults is None else tuple(defaults),
                              closure=closure and tuple(_cell(value) for value in closure))


def _check_allowed(code):
    safe_mode = getattr(_scope, 'safe_mode', None)
    if safe_mode is False or (safe_mode is None and _fingerprint(code) in _written_here):
        return
    raise ValueError(
        'The configuration holds the bytecode of a Python function, as a Lambda layer writes it. '
        'Loading it means running whatever program its author put there, so it is refused. If you '
        'trust where it comes from, pass `safe_mode=False` to `load_model`, `model_from_json`, '
        '`model_from_yaml` or `model_from_config`; do other loading within '
        '`with keras.utils.generic_utils.safe_mode_scope(False):`. A layer class of your own, '
        'passed in `custom_objects`, needs neither.')


def _unmarshalled(code):
    try:
        # Before base64, Keras wrote the bytes as escaped text, which has no other reader.
        raw = code.encode('raw_unicode_escape')
        with contextlib.suppress(ValueError):
            raw = codecs.decode(code.encode('ascii'), 'base64')
        code_object = marshal.loads(raw)
    except (ValueError, EOFError, TypeError) as error:
        code_object = error
    if not isinstance(code_object, types.CodeType):
        raise ValueError(
            'The bytecode of a Python function in this configuration cannot be read here: each '
            'version of Python has its own. Read it with the Python that wrote it, or make the '
            'model anew and load its weights (%s).' % (code_object,))
    return code_object


def _fingerprint(code):
    return hashlib.sha256(code.encode('utf-8', 'surrogatepass')).digest()


def _cell(value):
    return (lambda: value).__closure__[0]
