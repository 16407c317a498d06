"""Names that libraries had from 2016 to 2020, for programs that still use them.

Which names these are stands in a table for each library, `of_NAME.py`; how a module is given them
when it is imported, in `imports`. The other files hold what no library has any more.
"""
import sys

from .imports import OldNames
from .tables import load_tables

_ANNOUNCEMENT = (
    'keras.legacy: `import tensorflow` gives TensorFlow 1; Python, NumPy, SciPy, h5py and Pillow '
    'have the names of 2020 again; logs and history hold `acc` beside `accuracy` (see '
    'docs/old_programs.md).')


def old_world():
    """Gives the libraries of this process the names that they had from 2016 to 2020.

    `import tensorflow` then gives TensorFlow 1 (`tensorflow.compat.v1`); NumPy, SciPy, h5py, Pillow
    and Python's own library have the names that they have dropped since (`np.int`,
    `scipy.misc.imread`, `collections.Iterable`, ...); and the logs and the history of training hold
    the accuracy as `acc`, too. One line on stderr says so. What a library still has stays as it is,
    and a library is only touched when it is imported.

    Call it once, after `import keras` and before the program's other imports. For a whole program
    there is `python -m keras.legacy.run script.py`.

    Example:
        >>> import keras
        >>> keras.legacy.old_world()
        >>> import tensorflow as tf
        >>> session = tf.Session(config=tf.ConfigProto())
    """
    from keras.callbacks import BaseLogger
    if any(isinstance(finder, OldNames) for finder in sys.meta_path):
        return
    print(_ANNOUNCEMENT, file=sys.stderr)
    BaseLogger.keeps_old_names = True
    finder = OldNames(load_tables())
    sys.meta_path.insert(0, finder)
    finder.name_loaded_modules()
