"""Loops that call your own function on batches of arrays, as in Keras 2.2 and 2.3."""
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
    """Trains a model by calling a function on each batch.

    Args:
        model: `Model`, compiled.
        fit_function: function that takes a list of arrays and returns the list of values that
            `model.metrics_names` names, such as `model.train_function`.
        fit_inputs: list of arrays: inputs, targets, sample weights, and the learning phase.
        out_labels: ignored; the names are those of the model.
        batch_size: as for `Model.fit`.
        epochs: as for `Model.fit`.
        verbose: as for `Model.fit`.
        callbacks: as for `Model.fit`.
        val_function: function for validation, such as `model.test_function`, or None.
        val_inputs: list of arrays for `val_function`, or None.
        shuffle: as for `Model.fit`.
        initial_epoch: as for `Model.fit`.
        steps_per_epoch: as for `Model.fit`.
        validation_steps: as for `Model.fit`.
        validation_freq: as for `Model.fit`.

    Returns:
        A `History`.
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
        f: function that takes a list of arrays and returns the list of values that
            `model.metrics_names` names, such as `model.test_function`.
        ins: list of arrays: inputs, targets, sample weights, and the learning phase.
        batch_size: as for `Model.evaluate`.
        verbose: as for `Model.evaluate`.
        steps: as for `Model.evaluate`.
        callbacks: as for `Model.evaluate`.

    Returns:
        Float, or list of floats.
    """
    with _functions(model, test_function=f):
        return loop.evaluate(model, _source(ins, batch_size, steps), callbacks, verbose)


def predict_loop(model, f, ins, batch_size=32, verbose=0, steps=None, callbacks=None):
    """Joins what a function returns for batches.

    Args:
        model: `Model`.
        f: function that takes and returns lists of arrays, such as `model.predict_function`.
        ins: list of arrays: inputs, and the learning phase.
        batch_size: as for `Model.predict`.
        verbose: as for `Model.predict`.
        steps: as for `Model.predict`.
        callbacks: as for `Model.predict`.

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
    """Makes a model run other functions on batches, within a `with` block."""
    before = {name: getattr(model, name) for name in functions}
    vars(model).update(functions)
    try:
        yield
    finally:
        vars(model).update(before)
