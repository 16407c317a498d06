"""Names that libraries had from 2016 to 2020, for programs that still use them.

The names are in a table for each library, `of_NAME.py`; `imports` adds them to a module when it is
imported. The other files contain functions and classes that no library has any more.
"""
import sys

from .imports import OldNames
from .tables import load_tables

_ANNOUNCEMENT = (
    'keras.legacy: `import tensorflow` gives TensorFlow 1; Python, NumPy, SciPy, h5py and Pillow '
    'have the names of 2020 again; logs and history hold `acc` beside `accuracy` (see '
    'docs/old_programs.md).')


def old_world():
    """Restores the names that libraries had from 2016 to 2020, in this process.

    After it, `import tensorflow` imports TensorFlow 1 (`tensorflow.compat.v1`); NumPy, SciPy, h5py,
    Pillow and Python's standard library have their removed names again (`np.int`,
    `scipy.misc.imread`, `collections.Iterable` and so on); and the logs and the history of training
    also contain the accuracy as `acc`. A line on stderr says so. Existing names do not change, and
    a library is changed only when it is imported.

    Call it once, after `import keras` and before the program's other imports. For a whole program,
    use `python -m keras.legacy.run script.py`.

    Example::

        def start_of_an_old_program():
            import keras
            keras.legacy.old_world()
            import tensorflow as tf
            return tf.Session(config=tf.ConfigProto())
    """
    from keras.callbacks import BaseLogger
    if any(isinstance(finder, OldNames) for finder in sys.meta_path):
        return
    print(_ANNOUNCEMENT, file=sys.stderr)
    BaseLogger.keeps_old_names = True
    finder = OldNames(load_tables())
    sys.meta_path.insert(0, finder)
    finder.name_loaded_modules()
