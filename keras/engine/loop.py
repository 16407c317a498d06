"""The loop over batches that training, testing and prediction share."""
import numpy as np

from keras import backend as K
from keras import callbacks as cbks
from keras.engine.training_run import TrainingRun
from keras.utils.generic_utils import Progbar, unpack_singleton
from keras.utils.process_groups import ALONE, group_of

from .merging import merge


def fit(model, source, validation, callbacks, epochs, initial_epoch, verbose):
    """Trains a model for some epochs.

    Args:
        model: `Model`, compiled.
        source: `Source` of training batches (see `sources`).
        validation: `Validation` (see `sources.validation`), or None.
        callbacks: list of callbacks, a single one, or None.
        epochs: int, the number of the epoch to stop before.
        initial_epoch: int, the number of the epoch to start with.
        verbose: 0, 1 (a progress bar) or 2 (a line for each epoch).

    Returns:
        `History` callback.
    """
    group = group_of(model.optimizer)
    verbose = verbose if group.rank == 0 else 0
    _announce(verbose, source, validation)
    model.history = cbks.History()
    logger = cbks.BaseLogger(stateful_metrics=model.stateful_metric_names)
    own = [logger]
    if verbose:
        own.append(cbks.ProgbarLogger('samples' if source.steps is None else 'steps',
                                      stateful_metrics=model.stateful_metric_names))
    callbacks = cbks.CallbackList(own + [
        callback for callback in _as_list(callbacks)
        if group.rank == 0 or not getattr(callback, 'is_for_first_process', False)
    ] + [model.history])
    names = model.metrics_names
    do_validation = validation is not None
    for callback in callbacks:
        callback.validation_data = validation.arrays if validation else None
    model.stop_training = False
    model._make_train_function()
    run = TrainingRun(model, source, validation, callbacks, group)
    try:
        group.begin(model, source, validation, verbose)
        _introduce(callbacks, model, source, verbose, epochs=epochs, do_validation=do_validation,
                   metrics=names + ['val_' + name for name in names] * do_validation)
        callbacks.on_train_begin()
        for epoch in run.epochs(initial_epoch, epochs):
            model.reset_metrics()
            _tell_changes(callbacks, source)
            callbacks.on_epoch_begin(epoch)
            logs = {}
            # If only one process left the epoch, the others would wait for it.
            _run(model, 'train', source, callbacks, names, stops=group.size == 1)
            logger.totals, logger.seen = merge(group, model, logger.totals, logger.seen)
            model.stop_training = group.any(model.stop_training)
            if do_validation and not model.stop_training and validation.is_due(epoch):
                values = _test(model, validation.source, callbacks, group, keeps_states=True)
                logs = {'val_' + name: value for name, value in zip(names, values)}
            callbacks.on_epoch_end(epoch, logs)
            model.stop_training = group.any(model.stop_training)
            run.back_up(epoch)
            if model.stop_training:
                break
        callbacks.on_train_end()
        run.finish()
    finally:
        model._has_old_metrics = True
        try:
            source.close()
        finally:  # also after Ctrl-C while the first one was closed
            if do_validation:
                validation.source.close()
    return model.history


def evaluate(model, source, callbacks, verbose):
    """Computes the loss and the metrics of a model for all batches of a source.

    Args:
        model: `Model`, compiled.
        source: `Source`.
        callbacks: list of callbacks, a single one, or None.
        verbose: 0, or 1 for a progress bar.

    Returns:
        Float, the loss; or a list of floats, in the order of `model.metrics_names`.
    """
    callbacks = _with_progress(callbacks, verbose)
    _introduce(callbacks, model, source, verbose, metrics=model.metrics_names)
    try:
        return unpack_singleton(_test(model, source, callbacks))
    finally:
        model._has_old_metrics = True
        source.close()


def predict(model, source, callbacks, verbose):
    """Computes the outputs of a model for all batches of a source.

    Args:
        model: `Model`.
        source: `Source`.
        callbacks: list of callbacks, a single one, or None.
        verbose: 0, or 1 for a progress bar.

    Returns:
        Array, or a list of arrays if the model has several outputs.
    """
    callbacks = _with_progress(callbacks, verbose)
    _introduce(callbacks, model, source, verbose)
    model._make_predict_function()
    rows = _Rows(source.samples if source.steps is None else None)
    try:
        callbacks.on_predict_begin()
        _run(model, 'predict', source, callbacks, None, rows.add)
        callbacks.on_predict_end()
    finally:
        source.close()
    return unpack_singleton(rows.arrays())


def _test(model, source, callbacks, group=ALONE, keeps_states=False):
    """Runs a model's test function on every batch and returns the list of loss and metrics.

    Args:
        model, source, callbacks: as for `_run`.
        group: `ProcessGroup` whose processes have a part of the batches each.
        keeps_states: whether to restore the states of stateful layers afterwards.
    """
    model._make_test_function()
    model.reset_metrics()
    means = _Means(model.metrics_names, model.stateful_metric_names)
    states = model._values_of_states() if keeps_states else []
    callbacks.on_test_begin()
    try:
        _run(model, 'test', source, callbacks, model.metrics_names, means.add)
    finally:
        K.batch_set_value(states)
    callbacks.on_test_end()
    totals, seen = merge(group, model, means.totals, means.seen)
    return [totals[name] if name in model.stateful_metric_names else totals[name] / seen
            for name in model.metrics_names]


def _run(model, mode, source, callbacks, names, collect=None, stops=False):
    """Runs a model's function for a mode on every batch of one epoch.

    Args:
        model: `Model`.
        mode: `'train'`, `'test'` or `'predict'`.
        source: `Source`.
        callbacks: `CallbackList`.
        names: names of the function's results; None if they are predictions.
        collect: function that is called with the results and the size of each batch, or None.
        stops: whether to stop when a callback says that the training should.
    """
    function = getattr(model, mode + '_function')
    before = getattr(callbacks, 'on_%s_batch_begin' % mode)
    after = getattr(callbacks, 'on_%s_batch_end' % mode)
    for index, (feeds, size) in enumerate(source):
        logs = {'batch': index, 'size': size}
        before(index, logs)
        results = function(feeds)
        if names is None:
            logs['outputs'] = results
        else:
            results = as_numbers(results)
            logs.update(zip(names, results))
        if collect is not None:
            collect(results, size)
        after(index, logs)
        if stops and model.stop_training:
            break


def as_numbers(results):
    """Converts losses and metrics from arrays to Python floats, which print as numbers."""
    return [result.item() if result.size == 1 else result for result in results]


def _announce(verbose, source, validation):
    if verbose and source.samples and validation is not None and validation.source.samples:
        print('Train on %d samples, validate on %d samples'
              % (source.samples, validation.source.samples))


def _introduce(callbacks, model, source, verbose, **params):
    params.update(source.params(), verbose=verbose)
    callbacks.set_model(model)
    callbacks.set_params(params)


def _tell_changes(callbacks, source):
    """Passes changed parameters of a source, such as a sequence's length, to callbacks."""
    params = dict(callbacks.params, **source.params())
    if params != callbacks.params:
        callbacks.set_params(params)


def _with_progress(callbacks, verbose):
    return cbks.CallbackList(_as_list(callbacks) + ([_Progress()] if verbose == 1 else []))


def _as_list(callbacks):
    if isinstance(callbacks, cbks.Callback):
        return [callbacks]
    return list(callbacks or [])


class _Progress(cbks.Callback):
    """Shows a progress bar for testing and prediction."""

    def set_params(self, params):
        super().set_params(params)
        self.seen = 0
        self.in_steps = params['steps'] is not None
        self.progbar = Progbar(params['steps'] if self.in_steps else params['samples'])

    def on_test_batch_end(self, batch, logs=None):
        self.seen += 1 if self.in_steps else logs['size']
        self.progbar.update(self.seen)

    on_predict_batch_end = on_test_batch_end


class _Means:
    """Adds up results over batches; for metrics with a state, keeps the latest result.

    Args:
        names: list of the names of the results.
        stateful: list of the names of metrics with a state.
    """

    def __init__(self, names, stateful):
        self._names = names
        self._stateful = set(stateful)
        self.totals = {}
        self.seen = 0

    def add(self, results, size):
        self.seen += size
        for name, value in zip(self._names, results):
            if name not in self._stateful:
                value = self.totals.get(name, 0.) + value * size
            self.totals[name] = value


class _Rows:
    """Joins the outputs of batches.

    Args:
        samples: int, the total number of rows; None if unknown.
    """

    def __init__(self, samples):
        self._samples = samples
        self._parts = []
        self._filled = 0

    def add(self, results, size):
        if self._samples is None or (not self._parts and size == self._samples):
            self._parts.append(results)
            return
        if not self._parts:
            self._parts = [[np.empty((self._samples,) + y.shape[1:], y.dtype) for y in results]]
        for whole, part in zip(self._parts[0], results):
            whole[self._filled:self._filled + size] = part
        self._filled += size

    def arrays(self):
        if len(self._parts) == 1:
            return list(self._parts[0])
        return [np.concatenate(parts) for parts in zip(*self._parts)]
