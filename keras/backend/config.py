"""Settings that every backend shares, and the file they are read from.

The file `keras.json` is in the folder `$KERAS_HOME`, or `~/.keras` if that is not set::

    {"floatx": "float32", "epsilon": 1e-07,
     "backend": "tensorflow", "image_data_format": "channels_last"}

The environment variable `KERAS_BACKEND` takes precedence over the file's `backend`.
"""
import json
import os
import sys
import tempfile

import numpy as np

BACKENDS = ('tensorflow', 'theano', 'cntk', 'jax')
FLOAT_TYPES = ('float16', 'bfloat16', 'float32', 'float64')
DATA_FORMATS = ('channels_last', 'channels_first')

_LONGEST = 10 ** 5  # characters of keras.json

_settings = {
    'floatx': 'float32',
    'epsilon': 1e-7,
    'backend': 'tensorflow',
    'image_data_format': 'channels_last',
}
_followers = []


def floatx():
    """Returns the default float type as a string, `'float32'` unless set otherwise.

    Example:
        >>> K.floatx()
        'float32'
    """
    return _settings['floatx']


def set_floatx(floatx):
    """Sets the default float type of new variables, placeholders and layers.

    Args:
        floatx: `'float16'`, `'float32'` or `'float64'`; on TensorFlow and JAX also `'bfloat16'`.

    Raises:
        ValueError: for anything else.

    Example:
        >>> K.set_floatx('float64')
        >>> K.dtype(K.zeros((2,)))
        'float64'
        >>> K.set_floatx('float32')
    """
    _settings['floatx'] = _checked_floatx(floatx)
    for follow in _followers:
        follow(floatx)


def when_floatx_changes(follow):
    """Registers a function to call with each new default float type."""
    _followers.append(follow)
    return follow


def cast_to_floatx(x):
    """Converts data to a NumPy array of the default float type.

    Args:
        x: array, number or list.

    Returns:
        A NumPy array; `x` itself if it has that type already.

    Example:
        >>> K.cast_to_floatx([1, 2])
        array([1., 2.], dtype=float32)
    """
    return np.asarray(x, dtype=floatx())


def epsilon():
    """Returns the small number that keeps divisions and logarithms finite, 1e-7 by default.

    Example:
        >>> K.epsilon()
        1e-07
    """
    return _settings['epsilon']


def set_epsilon(e):
    """Sets the small number that keeps divisions and logarithms finite.

    Args:
        e: positive float.

    Raises:
        ValueError: for anything else.

    Example:
        >>> K.set_epsilon(1e-5)
        >>> K.epsilon()
        1e-05
        >>> K.set_epsilon(1e-7)
    """
    _settings['epsilon'] = _checked_epsilon(e)


def image_data_format():
    """Returns the default position of the channels axis: `'channels_last'` or `'channels_first'`.

    With `'channels_last'`, a batch of images has the shape `(batch, rows, columns, channels)`; with
    `'channels_first'`, `(batch, channels, rows, columns)`.

    Example:
        >>> K.image_data_format()
        'channels_last'
    """
    return _settings['image_data_format']


def set_image_data_format(data_format):
    """Sets the default position of the channels axis.

    Args:
        data_format: `'channels_last'` or `'channels_first'`.

    Raises:
        ValueError: for anything else.

    Example:
        >>> K.set_image_data_format('channels_first')
        >>> K.image_data_format()
        'channels_first'
        >>> K.set_image_data_format('channels_last')
    """
    _settings['image_data_format'] = checked_choice('data_format', data_format, DATA_FORMATS)


def normalize_data_format(value):
    """Returns a data format in lower case, or the default one for None.

    Args:
        value: `'channels_last'`, `'channels_first'` (upper or lower case) or None.

    Returns:
        `'channels_last'` or `'channels_first'`.

    Raises:
        ValueError: for anything else.

    Example:
        >>> K.normalize_data_format('Channels_First')
        'channels_first'
        >>> K.normalize_data_format(None)
        'channels_last'
    """
    if value is None:
        return image_data_format()
    return checked_choice('data_format', str(value).lower(), DATA_FORMATS)


def backend():
    """Returns the name of the backend in use: `'tensorflow'`, `'theano'`, `'cntk'` or `'jax'`.

    Example:
        >>> K.backend() in ('tensorflow', 'theano', 'cntk', 'jax')
        True
    """
    return _settings['backend']


def keras_home():
    """Returns the folder of `keras.json` and of downloaded files, which may not exist yet."""
    home = os.environ.get('KERAS_HOME')
    return os.path.expanduser(home) if home else os.path.join(_writable_home(), '.keras')


def settings_file():
    """Returns the path of `keras.json`.

    Example:
        >>> import os
        >>> os.path.basename(K.settings_file())
        'keras.json'
    """
    return os.path.join(keras_home(), 'keras.json')


def load_settings():
    """Reads `keras.json` and `KERAS_BACKEND` into the settings.

    `import keras` calls it. If there is no file, it writes one with the defaults, unless the folder
    is read-only.

    Raises:
        ValueError: if the file cannot be read or contains a wrong value.

    Example::

        K.load_settings()
    """
    path = settings_file()
    if os.path.exists(path):
        _apply(_read(path), path)
    if os.environ.get('KERAS_BACKEND'):
        _settings['backend'] = checked_choice(
            'environment variable KERAS_BACKEND', os.environ['KERAS_BACKEND'], BACKENDS)
    _checked_floatx(_settings['floatx'])
    if not os.path.exists(path):
        _write_defaults(path)


def _writable_home():
    home = os.path.expanduser('~')
    return home if os.access(home, os.W_OK) else tempfile.gettempdir()


def _read(path):
    try:
        if not os.path.isfile(path):
            raise ValueError('it is not a file')  # Reading a pipe would block.
        # Some editors on Windows put a byte order mark first.
        with open(path, encoding='utf-8-sig') as file:
            values = json.loads(file.read(_LONGEST))
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError('The settings file %s cannot be read: %s. Fix it, or delete it to '
                         'return to the defaults.' % (path, error)) from error
    if not isinstance(values, dict):
        raise ValueError('The settings file %s must contain a JSON object such as %s, but contains '
                         'a %s.' % (path, json.dumps(_settings), type(values).__name__))
    return values


def _apply(values, path):
    checks = {
        'floatx': lambda value: checked_choice('floatx', value, FLOAT_TYPES),
        'epsilon': _checked_epsilon,
        'backend': lambda value: checked_choice('backend', value, BACKENDS),
        'image_data_format':
            lambda value: checked_choice('image_data_format', value, DATA_FORMATS),
    }
    for name, check in checks.items():
        if name in values:
            try:
                _settings[name] = check(values[name])
            except ValueError as error:
                raise ValueError('In the settings file %s: %s' % (path, error)) from error


def _write_defaults(path):
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'x') as file:
            json.dump(dict(_settings, backend='tensorflow'), file, indent=4)
    except OSError:
        # Read-only homes are common (containers, clusters), and the defaults work without a file.
        print('Keras: %s could not be written; using the default settings.' % path,
              file=sys.stderr)


def checked_choice(name, value, choices):
    """Returns `value` as a string; raises a ValueError unless it is one of the choices."""
    if value not in choices:
        raise ValueError('%s must be one of %s, but got %r.' % (
            name, ', '.join(repr(choice) for choice in choices), value))
    return str(value)


def _checked_floatx(value):
    name, without = checked_choice('floatx', value, FLOAT_TYPES), ('theano', 'cntk')
    if name == 'bfloat16' and backend() in without:
        raise ValueError('floatx is bfloat16, which the %s backend does not have. TensorFlow and '
                         "JAX have it; 'float16' works on every engine." % backend())
    return name


def _checked_epsilon(value):
    is_number = not isinstance(value, bool) and isinstance(value, (int, float, np.floating))
    if not is_number or not 0 < value <= sys.float_info.max:
        raise ValueError('epsilon must be a small positive number, but got %.100r.' % (value,))
    return float(value)
