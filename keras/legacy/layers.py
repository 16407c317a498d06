"""The layers of Keras 1 that Keras 2 still has, under their old path."""
from .atrous import AtrousConvolution1D, AtrousConvolution2D  # noqa: F401
from .convolutional_recurrent import ConvRecurrent2D  # noqa: F401
from .dense import Highway, MaxoutDense  # noqa: F401
from .recurrent import Recurrent  # noqa: F401
