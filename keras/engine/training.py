"""Models that can be trained."""
import inspect

from keras.utils.errors import did_you_mean
from keras.utils.generic_utils import unpack_singleton

from . import loop, sources
from .compiling import CompiledNetwork
from .sources import Readers, Request, streams
from .sources.validation import source_and_validation, validation_for

# Read by libraries of Keras 2.0 and 2.1, and by nothing inside
from .training_utils import batch_shuffle as _batch_shuffle  # noqa: F401
from .training_utils import check_array_length_consistency as _check_array_lengths  # noqa: F401
from .training_utils import make_batches as _make_batches  # noqa: F401
from .training_utils import slice_arrays as _slice_arrays  # noqa: F401
from .training_utils import standardize_class_weights as _standardize_class_weights  # noqa: F401
from .training_utils import standardize_input_data as _standardize_input_data  # noqa: F401
from .training_utils import standardize_sample_weights as _standardize_sample_weights  # noqa: F401
from .training_utils import standardize_weights as _standardize_weights  # noqa: F401
from .training_utils import weighted_masked_objective as _weighted_masked_objective  # noqa: F401


class Model(CompiledNetwork):
    """A network of layers with training, testing and prediction.

    Args:
        inputs: tensor or list of tensors that `Input` made.
        outputs: tensor or list of tensors that follow from them.
        name: string; by default made of the class, such as `'model_1'`.

    Example::

        x = Input(shape=(784,))
        y = Dense(10, activation='softmax')(x)
        model = Model(inputs=x, outputs=y)
        model.compile('adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
        model.fit(digits, labels, epochs=3)
    """

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, callbacks=None,
            validation_split=0., validation_data=None, shuffle=True, class_weight=None,
            sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None,
            validation_freq=1, max_queue_size=10, workers=1, use_multiprocessing=False, **kwargs):
        """Trains the model for a number of epochs.

        Args:
            x: inputs: an array `(samples, ...)`, or a list or a dictionary (by names of inputs)
                of them; symbolic tensors, which each step reads anew; a generator or
                `keras.utils.Sequence` of batches `(x, y)` or `(x, y, sample_weight)`; None if the
                model reads its inputs from tensors.
            y: targets, likewise; None if `x` gives them too, or none are needed.
            batch_size: int, samples in a training step; 32 by default.
            epochs: int, number of the epoch to stop before, counted from 0.
            verbose: 0 is silent, 1 shows a progress bar, 2 a line for each epoch.
            callbacks: list of `keras.callbacks.Callback`.
            validation_split: float between 0 and 1, share of the samples, from the end of the
                arrays, that is not trained on but validated with after each epoch.
            validation_data: `(x, y)` or `(x, y, sample_weight)` to validate with after each
                epoch; or a generator or `Sequence` of batches. Stateful layers go on from where
                the epoch has left them, and have the same states again after validation.
            shuffle: whether samples (with a `Sequence`, batches) come in a new order in each
                epoch; `'batch'` shuffles whole batches, which suits HDF5 files.
            class_weight: dictionary from class to weight in the loss; with several outputs a
                dictionary of these by names of outputs.
            sample_weight: array `(samples,)` of weights in the loss; `(samples, time)` if the
                model was compiled with `sample_weight_mode='temporal'`. With several outputs
                a list of arrays, or a dictionary by names of outputs.
            initial_epoch: int, number of the epoch to start with, to go on where an earlier
                training stopped.
            steps_per_epoch: int, number of batches in an epoch, where that does not follow from
                the data.
            validation_steps: int, the same for validation.
            validation_freq: int, number of epochs between validations; or the list of the epochs,
                counted from 1, after which to validate.
            max_queue_size: int, number of batches that workers may read ahead, within an epoch.
            workers: int, number of workers that read a `Sequence` or generator while the model
                trains; with 0, each batch is read when its turn comes. The batches come in the same
                order with any number of workers; only, a generator that is read by several
                processes runs in each of them, and their batches are taken in turn.
            use_multiprocessing: whether workers are processes rather than threads. Where processes
                are not forked (on Windows, macOS), the data must be a `Sequence` that can be
                pickled.
            **kwargs: nothing; an unknown argument is an error that names similar ones.

        Returns:
            `History`: its attribute `history` is a dictionary from each name to the list of
            its values after each epoch.

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not fit the model, or arguments do not go together.
            TypeError: if an argument is unknown or of the wrong kind.
        """
        _refuse_unknown(kwargs)
        self._check_compiled()
        request = Request('training', x, y, sample_weight, class_weight, batch_size,
                          steps_per_epoch, shuffle,
                          Readers(max_queue_size, workers, use_multiprocessing))
        source, validation = source_and_validation(
            self, request, validation_split, validation_data, validation_steps, validation_freq)
        return loop.fit(self, source, validation, callbacks, epochs, initial_epoch, verbose)

    def evaluate(self, x=None, y=None, batch_size=None, verbose=1, sample_weight=None, steps=None,
                 callbacks=None, max_queue_size=10, workers=1, use_multiprocessing=False):
        """Computes the loss and the metrics on some data.

        Args:
            x, y, sample_weight: data, as for `fit`.
            batch_size: int, samples in a batch; 32 by default.
            verbose: 0, or 1 for a progress bar.
            steps: int, number of batches, where that does not follow from the data.
            callbacks: list of `keras.callbacks.Callback`.
            max_queue_size, workers, use_multiprocessing: as for `fit`.

        Returns:
            Float, the loss; with metrics or several outputs a list of floats, which
            `metrics_names` names.

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not fit the model, or arguments do not go together.
        """
        self._check_compiled()
        request = Request('evaluation', x, y, sample_weight, batch_size=batch_size, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.evaluate(self, sources.source(self, request), callbacks, verbose)

    def predict(self, x, batch_size=None, verbose=0, steps=None, callbacks=None,
                max_queue_size=10, workers=1, use_multiprocessing=False):
        """Computes the outputs for some inputs.

        Args:
            x: inputs, as for `fit`. Where the first has fewer rows than others, these are cut to
                its length, with a warning.
            batch_size: int, samples in a batch; 32 by default.
            verbose: 0, or 1 for a progress bar.
            steps: int, number of batches, where that does not follow from the data.
            callbacks: list of `keras.callbacks.Callback`.
            max_queue_size, workers, use_multiprocessing: as for `fit`.

        Returns:
            Array `(samples, ...)`, or a list of arrays if the model has several outputs.

        Raises:
            ValueError: if the data do not fit the model, or arguments do not go together.
        """
        request = Request('prediction', x, batch_size=batch_size, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.predict(self, sources.source(self, request), callbacks, verbose)

    def train_on_batch(self, x, y, sample_weight=None, class_weight=None, reset_metrics=True):
        """Makes one training step on one batch.

        Args:
            x, y, sample_weight, class_weight: data, as for `fit`.
            reset_metrics: whether the metrics are those of this batch; else they go on averaging
                over the batches since they were reset.

        Returns:
            Float, the loss before the step; or a list of loss and metrics (see `evaluate`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not fit the model.
        """
        self._check_compiled()
        feeds = sources.feeds(self, Request('training', x, y, sample_weight, class_weight))
        self._make_train_function()
        return self._call_on_batch(self.train_function, feeds, reset_metrics)

    def test_on_batch(self, x, y, sample_weight=None, reset_metrics=True):
        """Computes loss and metrics on one batch.

        Args:
            x, y, sample_weight: data, as for `fit`.
            reset_metrics: as for `train_on_batch`.

        Returns:
            Float, the loss; or a list of loss and metrics (see `evaluate`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not fit the model.
        """
        self._check_compiled()
        feeds = sources.feeds(self, Request('evaluation', x, y, sample_weight))
        self._make_test_function()
        return self._call_on_batch(self.test_function, feeds, reset_metrics)

    def _call_on_batch(self, function, feeds, reset_metrics):
        if self._has_old_metrics:
            self.reset_metrics()
        results = loop.as_numbers(function(feeds))
        if reset_metrics:
            self.reset_metrics()
        return unpack_singleton(results)

    def predict_on_batch(self, x):
        """Computes the outputs for one batch.

        Args:
            x: inputs, as for `fit`.

        Returns:
            Array, or a list of arrays if the model has several outputs.

        Raises:
            ValueError: if the data do not fit the model.
        """
        feeds = sources.feeds(self, Request('prediction', x))
        self._make_predict_function()
        return unpack_singleton(self.predict_function(feeds))

    def fit_generator(self, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None,
                      validation_data=None, validation_steps=None, validation_freq=1,
                      class_weight=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                      shuffle=True, initial_epoch=0):
        """Trains the model on batches from a generator.

        Args:
            generator: generator or `keras.utils.Sequence` of batches `(x, y)` or
                `(x, y, sample_weight)`. A generator has to yield without end.
            steps_per_epoch: int, number of batches in an epoch; for a `Sequence`, by default,
                its length.
            shuffle: whether the batches of a `Sequence` come in a new order in each epoch.
            epochs, verbose, callbacks, validation_data, validation_steps, validation_freq,
                class_weight, max_queue_size, workers, use_multiprocessing, initial_epoch: as for
                `fit`.

        Returns:
            `History` (see `fit`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if a batch does not fit the model, or the generator ends too early.
            TypeError: if `generator` is no generator.
        """
        self._check_compiled()
        request = Request('training', generator, class_weight=class_weight, steps=steps_per_epoch,
                          shuffle=shuffle,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        source = streams.source(self, request)
        validation = validation_for(self, validation_data, request, validation_steps,
                                    validation_freq)
        return loop.fit(self, source, validation, callbacks, epochs, initial_epoch, verbose)

    def evaluate_generator(self, generator, steps=None, callbacks=None, max_queue_size=10,
                           workers=1, use_multiprocessing=False, verbose=0):
        """Computes the loss and the metrics on batches from a generator.

        Args:
            generator: as for `fit_generator`.
            steps: int, number of batches; for a `Sequence`, by default, its length.
            callbacks, max_queue_size, workers, use_multiprocessing, verbose: as for `evaluate`.

        Returns:
            Loss, or a list of loss and metrics (see `evaluate`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if a batch does not fit the model, or the generator ends too early.
            TypeError: if `generator` is no generator.
        """
        self._check_compiled()
        request = Request('evaluation', generator, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.evaluate(self, streams.source(self, request), callbacks, verbose)

    def predict_generator(self, generator, steps=None, callbacks=None, max_queue_size=10,
                          workers=1, use_multiprocessing=False, verbose=0):
        """Computes the outputs for batches from a generator.

        Args:
            generator: generator or `keras.utils.Sequence` of batches of inputs; of tuples
                `(x, ...)` only the inputs are taken.
            steps: int, number of batches; for a `Sequence`, by default, its length.
            callbacks, max_queue_size, workers, use_multiprocessing, verbose: as for `predict`.

        Returns:
            Array, or a list of arrays if the model has several outputs.

        Raises:
            ValueError: if a batch does not fit the model, or the generator ends too early.
            TypeError: if `generator` is no generator.
        """
        request = Request('prediction', generator, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.predict(self, streams.source(self, request), callbacks, verbose)

    # Read by libraries of Keras 2 (keract, for one), and by nothing inside

    def _standardize_user_data(self, x, y=None, sample_weight=None, class_weight=None,
                               check_array_lengths=True, batch_size=None):
        """Returns lists of inputs, targets and sample weights; the last two empty if y is None."""
        self._prepare(x)
        if y is None:
            return self._feeder.inputs.arrange(x), [], []
        inputs, targets, weights, _ = self._feeder.standardize(x, y, sample_weight, class_weight)
        return inputs, targets, self._feeder.written_out(targets, weights)


def _refuse_unknown(kwargs):
    for name in kwargs:
        raise TypeError('fit does not know the argument %s.%s' % (
            name, did_you_mean(name, inspect.signature(Model.fit).parameters)))
