"""Models in the shape that other libraries expect."""
from . import scikit_learn
