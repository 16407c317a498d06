"""The contract on CNTK 2.7: graphs recorded here, built for the shapes that functions see."""
from . import (
    control_flow,
    conv,
    ctc,
    functions,
    math,
    nn,
    random,
    rnn,
    session,
    shape,
    steps,
    tensors,
    updates,
)
from .nodes import C
