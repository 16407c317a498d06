"""The methods of `Model` for generators as functions, as in Keras 2.2 and 2.3."""
from .training import Model
from .training_utils import (  # noqa: F401
    is_sequence,
    iter_sequence_infinite,
    should_run_validation,
)

fit_generator = Model.fit_generator
evaluate_generator = Model.evaluate_generator
predict_generator = Model.predict_generator
