"""The contract on Theano 1.0.5."""
from . import compiler  # noqa: I001  (it sets Theano up before it is imported)
from . import (
    control_flow,
    conv,
    ctc,
    functions,
    math,
    nn,
    random,
    rewrites,
    rnn,
    session,
    shape,
    tensors,
    updates,
)
import theano
from theano import tensor as T
