"""The hooks that a callback may fill in."""


class Callback:
    """Base class of callbacks: a hook for each moment of training, testing and prediction.

    A subclass overrides the hooks it needs; the others cost nothing. Every hook gets `logs`,
    a dictionary that differs by moment:

    - `on_batch_begin` and its kin: `batch` (index in the epoch), `size` (samples in the batch);
    - `on_batch_end`: also `loss` and the metrics of the batch;
    - `on_predict_batch_end`: also `outputs`, the list of the predicted arrays;
    - `on_epoch_end`: `loss`, the metrics, and the same with `val_` in front if there is validation.

    Attributes:
        params: dictionary of the run: `verbose`, `epochs`, `steps`, `samples`, `batch_size`,
            `do_validation` and `metrics` (names of what the logs hold).
        model: the model that is trained. `model.stop_training = True` ends the training.
        validation_data: list of validation arrays (inputs, targets, weights), or None.

    Example::

        class LossPrinter(Callback):
            def on_epoch_end(self, epoch, logs=None):
                print(epoch, logs['loss'])

        model.fit(x, y, callbacks=[LossPrinter()])
    """

    def __init__(self):
        self.validation_data = None
        self.model = None
        self.params = {}

    def set_params(self, params):
        """Takes the dictionary that describes the run."""
        self.params = params

    def set_model(self, model):
        """Takes the model that is going to run."""
        self.model = model

    def on_batch_begin(self, batch, logs=None):
        """Called before each training batch (older name of `on_train_batch_begin`)."""

    def on_batch_end(self, batch, logs=None):
        """Called after each training batch (older name of `on_train_batch_end`)."""

    def on_epoch_begin(self, epoch, logs=None):
        """Called before each training epoch; `epoch` counts from 0."""

    def on_epoch_end(self, epoch, logs=None):
        """Called after each training epoch and its validation; `epoch` counts from 0."""

    def on_train_batch_begin(self, batch, logs=None):
        """Called before each training batch."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch, logs=None):
        """Called after each training batch."""
        self.on_batch_end(batch, logs)

    def on_test_batch_begin(self, batch, logs=None):
        """Called before each batch of `evaluate`, and of the validation in `fit`."""

    def on_test_batch_end(self, batch, logs=None):
        """Called after each batch of `evaluate`, and of the validation in `fit`."""

    def on_predict_batch_begin(self, batch, logs=None):
        """Called before each batch of `predict`."""

    def on_predict_batch_end(self, batch, logs=None):
        """Called after each batch of `predict`."""

    def on_train_begin(self, logs=None):
        """Called at the start of training."""

    def on_train_end(self, logs=None):
        """Called at the end of training."""

    def on_test_begin(self, logs=None):
        """Called at the start of `evaluate`, and of each validation in `fit`."""

    def on_test_end(self, logs=None):
        """Called at the end of `evaluate`, and of each validation in `fit`."""

    def on_predict_begin(self, logs=None):
        """Called at the start of `predict`."""

    def on_predict_end(self, logs=None):
        """Called at the end of `predict`."""


def own_hook(callback, name):
    """Returns the hook `name` of `callback`, or None if it is the one that does nothing."""
    hook = getattr(callback, name, None)
    inherited = getattr(hook, '__func__', None) is getattr(Callback, name)
    return None if inherited else hook
