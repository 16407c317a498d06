"""The contract on CNTK 2.7: recorded graphs, built for the shapes that functions see."""
from .. import derived, recorded
from . import (
    control_flow,
    conv,
    ctc,
    functions,
    math,
    nn,
    random,
    rnn,
    shape,
    sparse,
    steps,
    tensors,
)
from .nodes import C

BASES = (recorded, derived)  # where the ops are that this folder does not have
