"""Keras 2: deep learning with one API on TensorFlow, JAX, Theano and CNTK."""
from .version import __version__  # noqa: I001

from . import asked_by_tensorflow  # noqa: F401, I001  (ends the import if TensorFlow imports Keras)
from . import backend  # noqa: I001  (sets the engine up, before all that is written on it)
from . import (
    activations,
    applications,
    callbacks,
    constraints,
    datasets,
    engine,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    preprocessing,
    regularizers,
    utils,
    wrappers,
)
from .engine.input_layer import Input
from .models import Model, Sequential
