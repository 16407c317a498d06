"""The contract on JAX: recorded graphs, compiled for the shapes that functions see."""
import jax

from .. import derived, recorded

# float64 and int64 are what programs get if they ask for them.
jax.config.update('jax_enable_x64', True)

from . import (  # noqa: E402
    control_flow,
    conv,
    ctc,
    devices,
    functions,
    gradients,
    math,
    memory,
    nn,
    random,
    rnn,
    shape,
    tensors,
)

memory.keep_freed_memory()

BASES = (recorded, derived)  # where the ops are that this folder does not have
