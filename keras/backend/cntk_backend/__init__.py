"""The contract on CNTK 2.7: graphs recorded here, built for the shapes that functions see."""
from .control_flow import *
from .conv import *
from .ctc import *
from .functions import *
from .math import *
from .nn import *
from .random import *
from .rnn import *
from .session import *
from .shape import *
from .steps import *
from .tensors import *  # after the room `shape`, whose name an op of this room bears
from .updates import *
