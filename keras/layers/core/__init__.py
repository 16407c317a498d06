"""The layers that most models need: dense, dropout, activation, reshaping, lambda."""
from keras import backend as K  # old code imports it from here
from keras.engine.base_layer import InputSpec, Layer

from .dense import Dense
from .dropout import Dropout, SpatialDropout1D, SpatialDropout2D, SpatialDropout3D
from .elementwise import Activation, ActivityRegularization, Masking
from .function import Lambda
from .shaping import Flatten, Permute, RepeatVector, Reshape
