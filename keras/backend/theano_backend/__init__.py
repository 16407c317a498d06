"""The contract on Theano 1.0.5."""
from . import compiler  # noqa: I001  (it sets Theano up before it is imported)
from . import rewrites
from .session import *
from .broadcasting import within_a_batch
from .control_flow import *
from .functions import *
from .math import *
from .nn import *
from .random import *
from .shape import *
from .tensors import *  # after the room `shape`, whose name an op of this room bears
from .updates import *
from .conv import *
from .ctc import *
from .rnn import *
