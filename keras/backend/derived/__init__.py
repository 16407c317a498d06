"""Ops written once, on top of other ops, for all engines."""
from . import (
    control_flow,
    conv,
    devices,
    math,
    nn,
    random,
    rnn,
    session,
    shape,
    steps,
    tensors,
    updates,
    workers,
)
