"""Ops written once, on top of other ops, for all engines."""
from .control_flow import *
from .conv import *
from .devices import *
from .math import *
from .nn import *
from .random import *
from .rnn import *
from .session import *
from .shape import *
from .steps import *
from .tensors import *
from .updates import *
