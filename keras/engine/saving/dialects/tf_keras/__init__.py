"""tf.keras 2, which kept the layout of Keras's files.

Its objects have more arguments, and some have other names. If they are equivalent to objects of
Keras 2, these arguments are removed here and the names changed; otherwise, the error names the
object and the argument.
"""
from .layers import model  # noqa: F401
from .optimizer_state import state  # noqa: F401
from .training_config import training  # noqa: F401
