"""Ops of engines that get a graph from Keras: CNTK and JAX.

An op records operations (`graph.Operation`), which state the shape, the dtype and, in NumPy, the
meaning of their results. An engine sets the `implementation` of each operation in its own folder,
and computes them in its own `K.function`.
"""
from . import (
    control_flow,
    conv,
    functions,
    math,
    nn,
    rnn,
    session,
    shape,
    tensors,
    updates,
)
