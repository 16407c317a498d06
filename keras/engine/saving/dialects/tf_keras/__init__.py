"""tf.keras 2, which kept the layout of Keras's files.

Its objects got further arguments, and some other names. Where they do what those of Keras 2 do,
the arguments are left out here and the names changed; where not, the error names the object and
the argument.
"""
from .layers import model  # noqa: F401
from .optimizer_state import state  # noqa: F401
from .training_config import training  # noqa: F401
