"""Loops over arrays with a function of one's own, which Keras 2.2 and 2.3 had here."""
import contextlib

import numpy as np

from . import loop
from .sources.arrays import ArraySource, RepeatedSource
from .sources.validation import Validation
from .training_utils import (  # noqa: F401
    batch_shuffle,
    check_num_samples,
    make_batches,
    should_run_validation,
    slice_arrays,
)


def fit_loop(model, fit_function, fit_inputs, out_labels=None, batch_size=None, epochs=100,
             verbose=1, callbacks=None, val_function=None, val_inputs=None, shuffle=True,
             initial_epoch=0, steps_per_epoch=None, validation_steps=None, validation_freq=1):
    """Trains a model with a function for each batch.

    Args:
        model: `Model`, compiled.
        fit_function: function from a list of arrays to the list of the values that
            `model.metrics_names` names, such as `model.train_function`.
        fit_inputs: list of arrays: inputs, targets, sample weights, and the learning phase.
        out_labels: list of names; those of the model are taken.
        val_function, val_inputs: the same for validation, or None.
        batch_size, epochs, verbose, callbacks, shuffle, initial_epoch, steps_per_epoch,
            validation_steps, validation_freq: as of `Model.fit`.

    Returns:
        `History`.
    """
    source = _source(fit_inputs, batch_size, steps_per_epoch, 'steps_per_epoch', shuffle)
    validation = None
    if val_function is not None and val_inputs:
        validation = Validation(
            _source(val_inputs, batch_size, validation_steps, 'validation_steps'),
            validation_freq, val_inputs)
    with _functions(model, train_function=fit_function, test_function=val_function):
        return loop.fit(model, source, validation, callbacks, epochs, initial_epoch, verbose)


def test_loop(model, f, ins, batch_size=None, verbose=0, steps=None, callbacks=None):
    """Averages what a function returns over batches.

    Args:
        model: `Model`, compiled.
        f: function from a list of arrays to the list of the values that `model.metrics_names`
            names, such as `model.test_function`.
        ins: list of arrays: inputs, targets, sample weights, and the learning phase.
        batch_size, verbose, steps, callbacks: as of `Model.evaluate`.

    Returns:
        Float, or list of floats.
    """
    with _functions(model, test_function=f):
        return loop.evaluate(model, _source(ins, batch_size, steps), callbacks, verbose)


def predict_loop(model, f, ins, batch_size=32, verbose=0, steps=None, callbacks=None):
    """Puts together what a function returns for batches.

    Args:
        model: `Model`.
        f: function from a list of arrays to a list of arrays, such as `model.predict_function`.
        ins: list of arrays: inputs, and the learning phase.
        batch_size, verbose, steps, callbacks: as of `Model.predict`.

    Returns:
        Array, or list of arrays.
    """
    with _functions(model, predict_function=f):
        return loop.predict(model, _source(ins, batch_size, steps), callbacks, verbose)


def _source(ins, batch_size, steps, argument='steps', shuffle=False):
    samples = check_num_samples(ins, None if steps else batch_size, steps, argument)
    if steps is not None:
        return RepeatedSource(ins, steps, samples)
    arrays = [x for x in ins if np.ndim(x)]
    phase = [x for x in ins if not np.ndim(x)]
    return ArraySource(arrays, samples, batch_size or 32, shuffle, phase)


@contextlib.contextmanager
def _functions(model, **functions):
    """Has a model run other functions on batches for the time of a `with` block."""
    before = {name: getattr(model, name) for name in functions}
    vars(model).update(functions)
    try:
        yield
    finally:
        vars(model).update(before)
