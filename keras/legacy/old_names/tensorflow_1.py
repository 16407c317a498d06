"""TensorFlow 1, made from its remains in TensorFlow 2."""
import sys

from .imports import Remnant
from .of_tensorflow import GONE

VERSION = '1.15.5'  # the last one


class TensorFlow1(Remnant):
    """The module `tensorflow`, with the names of `tensorflow.compat.v1`.

    Args:
        tensorflow: the module of TensorFlow 2.
    """

    def __init__(self, tensorflow):
        super().__init__('tensorflow', tensorflow.__doc__)
        for name in ('__file__', '__loader__', '__package__', '__path__', '__spec__', 'compat'):
            setattr(self, name, getattr(tensorflow, name))
        self.__version__ = self.VERSION = VERSION
        self.keras = sys.modules['keras']

    def __getattr__(self, name):
        if 'tensorflow.' + name not in GONE:
            try:
                found = getattr(self.compat.v1, name)
                setattr(self, name, found)
                return found
            except AttributeError:
                pass
        return super().__getattr__(name)

    def __dir__(self):
        return sorted(set(dir(self.compat.v1)) | set(vars(self)))


def take_its_place(tensorflow):
    """Makes `import tensorflow` import TensorFlow 1, which builds graphs.

    Args:
        tensorflow: the module of TensorFlow 2.
    """
    v1 = tensorflow.compat.v1
    v1.disable_eager_execution()
    v1.disable_v2_tensorshape()  # x.shape[0].value
    if '__len__' in vars(v1.Tensor):
        del v1.Tensor.__len__  # keras-rl takes what has one for a list
    sys.modules['tensorflow'] = TensorFlow1(tensorflow)


def xavier_initializer(uniform=True, seed=None, dtype=None):
    """Returns Glorot's initializer, under its name in `tf.contrib.layers`.

    Args:
        uniform: whether it draws from the uniform distribution, or else from the normal one.
        seed: int.
        dtype: type of the numbers.
    """
    v1 = sys.modules['tensorflow'].compat.v1
    kind = v1.glorot_uniform_initializer if uniform else v1.glorot_normal_initializer
    return kind(seed) if dtype is None else kind(seed, dtype)
