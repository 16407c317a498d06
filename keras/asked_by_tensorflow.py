"""Prevents TensorFlow, which looks for Keras 3, from importing Keras 2.

`import tensorflow` and `tf.keras` import `keras`. Keras 2 would switch off eager execution in a
program that does not use Keras. TensorFlow catches the error and works without Keras.
"""
import sys

_LAZY_LOADER = 'tensorflow.python.util.lazy_loader'


def _importer():
    """Returns the frame that imports Keras."""
    frame = sys._getframe()
    while frame.f_back and frame.f_globals.get('__name__', '').partition('.')[0] in (
            __package__, 'importlib'):
        frame = frame.f_back
    return frame


def refuse():
    """Raises an AttributeError if TensorFlow imports the module that calls this."""
    importer = _importer()
    name = importer.f_globals.get('__name__')
    if name == _LAZY_LOADER:
        # It considers itself initialized, and would call itself endlessly the next time.
        importer.f_locals['self']._tfll_initialized = False
    if name in ('tensorflow', _LAZY_LOADER):
        raise AttributeError('tf.keras belongs to Keras 3, but Keras 2 is installed here. Import '
                             'keras itself, without "tf.".')


refuse()
