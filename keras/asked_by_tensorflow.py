"""Refuses Keras 2 to TensorFlow, which imports `keras` by itself in search of Keras 3.

`import tensorflow` does so, and `tf.keras`. Keras would switch eager execution off in a program
that has not asked for Keras. TensorFlow catches the error that it gets, and does without Keras.
"""
import sys

_LAZY_LOADER = 'tensorflow.python.util.lazy_loader'


def _importer():
    """Returns the frame of what imports Keras."""
    frame = sys._getframe()
    while frame.f_back and frame.f_globals.get('__name__', '').partition('.')[0] in (
            __package__, 'importlib'):
        frame = frame.f_back
    return frame


def _refuse():
    importer = _importer()
    name = importer.f_globals.get('__name__')
    if name == _LAZY_LOADER:
        # It takes itself for initialized already, and would call itself for ever the next time.
        importer.f_locals['self']._tfll_initialized = False
    if name in ('tensorflow', _LAZY_LOADER):
        raise AttributeError('tf.keras belongs to Keras 3, but Keras 2 is installed here. Import '
                             'keras itself, without "tf.".')


_refuse()
