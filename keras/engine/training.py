"""Models that can be trained."""
import inspect

from keras.utils.errors import did_you_mean
from keras.utils.generic_utils import unpack_singleton

from . import loop, sources
from .compiling import CompiledNetwork
from .sources import Readers, Request, streams
from .sources.validation import source_and_validation, validation_for

# Used only by libraries for Keras 2.0 and 2.1
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
    """A network of layers that can be trained, evaluated and used for prediction.

    Make one from inputs and outputs, `Model(inputs, outputs)`; or subclass it: make layers in the
    constructor, and apply them in `call`.

    Args:
        inputs: tensor or list of tensors, made by `Input`.
        outputs: tensor or list of tensors, computed from `inputs` by layers.
        name: string; by default it is made from the class name, such as `'model_1'`.

    Raises:
        TypeError: for other arguments.
        ValueError: if the outputs cannot be computed from the inputs, if an input occurs twice or
            was not made by `Input`, or if two layers have the same name.

    Example::

        x = keras.Input(shape=(20,))
        y = keras.layers.Dense(10, activation='softmax')(x)
        model = keras.Model(inputs=x, outputs=y)
        model.compile('adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
        data, labels = np.random.rand(64, 20), np.random.randint(10, size=64)
        model.fit(data, labels, epochs=3, verbose=0)
    """

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, callbacks=None,
            validation_split=0., validation_data=None, shuffle=True, class_weight=None,
            sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None,
            validation_freq=1, max_queue_size=10, workers=1, use_multiprocessing=False, **kwargs):
        """Trains the model for a number of epochs.

        Args:
            x: inputs: an array `(samples, ...)`, or a list or dictionary (by input names) of
                arrays; symbolic tensors, which are computed again in each step; a generator or
                `keras.utils.Sequence` of batches `(x, y)` or `(x, y, sample_weight)`; None if the
                model reads its inputs from tensors.
            y: targets, in the same forms as `x`; None if `x` provides them or none are needed.
            batch_size: int, the number of samples in a training step; 32 by default.
            epochs: int, the number of the epoch to stop before; the first is 0.
            verbose: 0 is silent, 1 shows a progress bar, 2 prints a line for each epoch.
            callbacks: list of `keras.callbacks.Callback` instances.
            validation_split: float between 0 and 1, the fraction of samples, taken from the end of
                the arrays, that is used for validation instead of training.
            validation_data: `(x, y)` or `(x, y, sample_weight)` to evaluate after each epoch; or a
                generator or `Sequence` of batches. For validation, stateful layers continue from
                their states at the end of the epoch, which are restored afterwards.
            shuffle: whether to use samples (with a `Sequence`, batches) in a new random order in
                each epoch; `'batch'` shuffles whole batches, which suits HDF5 files.
            class_weight: dictionary from classes to their weights in the loss; with several
                outputs, a dictionary of such dictionaries by output names.
            sample_weight: array `(samples,)` of weights in the loss; `(samples, time)` if the
                model was compiled with `sample_weight_mode='temporal'`. With several outputs, a
                list of arrays or a dictionary by output names.
            initial_epoch: int, the number of the epoch to start with, to resume earlier training.
            steps_per_epoch: int, the number of batches in an epoch; by default it follows from the
                data, if they have a length.
            validation_steps: int, the number of validation batches; as for `steps_per_epoch`.
            validation_freq: int, the number of epochs from one validation to the next; or a list
                of the epochs, counted from 1, after which to validate.
            max_queue_size: int, the number of batches that workers may read ahead within an epoch.
            workers: int, the number of workers that read a `Sequence` or generator during
                training; with 0, each batch is read when it is needed. The order of batches does
                not depend on it, with one exception: if several processes read a generator, it
                runs in each of them, and their batches are used in turn.
            use_multiprocessing: whether workers are processes instead of threads. Where processes
                are not forked (Windows, macOS), the data must be a `Sequence` that can be pickled.
            **kwargs: no others are accepted; the error suggests similar names.

        Returns:
            A `History`; its attribute `history` is a dictionary from the name of each loss and
            metric to the list of its values, one for each epoch.

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not match the model, or arguments cannot be combined.
            TypeError: if an argument is unknown or of the wrong kind.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            >>> model.compile('sgd', loss='mse')
            >>> x, y = np.random.rand(64, 3), np.random.rand(64, 1)
            >>> history = model.fit(x, y, epochs=2, validation_split=0.25, verbose=0)
            >>> sorted(history.history)
            ['loss', 'val_loss']
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
        """Computes the loss and the metrics for given data.

        Args:
            x: inputs, as for `fit`.
            y: targets, as for `fit`.
            batch_size: int, the number of samples in a batch; 32 by default.
            verbose: 0, or 1 for a progress bar.
            sample_weight: weights of samples, as for `fit`.
            steps: int, the number of batches, if it does not follow from the data.
            callbacks: list of `keras.callbacks.Callback` instances.
            max_queue_size: as for `fit`.
            workers: as for `fit`.
            use_multiprocessing: as for `fit`.

        Returns:
            Float, the loss; with metrics or several outputs a list of floats, in the order of
            `metrics_names`.

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not match the model, or arguments cannot be combined.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            >>> model.compile('sgd', loss='mse', metrics=['mae'])
            >>> loss, mae = model.evaluate(np.ones((64, 3)), np.ones((64, 1)), verbose=0)
        """
        self._check_compiled()
        request = Request('evaluation', x, y, sample_weight, batch_size=batch_size, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.evaluate(self, sources.source(self, request), callbacks, verbose)

    def predict(self, x, batch_size=None, verbose=0, steps=None, callbacks=None,
                max_queue_size=10, workers=1, use_multiprocessing=False):
        """Computes the outputs for given inputs. The model need not be compiled.

        Args:
            x: inputs, as for `fit`. If the first has fewer samples than others, these are cut to
                its length, with a warning.
            batch_size: int, the number of samples in a batch; 32 by default.
            verbose: 0, or 1 for a progress bar.
            steps: int, the number of batches, if it does not follow from the data.
            callbacks: list of `keras.callbacks.Callback` instances.
            max_queue_size: as for `fit`.
            workers: as for `fit`.
            use_multiprocessing: as for `fit`.

        Returns:
            Array `(samples, ...)`, or a list of arrays if the model has several outputs.

        Raises:
            ValueError: if the data do not match the model, or arguments cannot be combined.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            >>> model.predict(np.ones((64, 3))).shape
            (64, 2)
        """
        request = Request('prediction', x, batch_size=batch_size, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.predict(self, sources.source(self, request), callbacks, verbose)

    def train_on_batch(self, x, y, sample_weight=None, class_weight=None, reset_metrics=True):
        """Performs one training step on one batch.

        Args:
            x: inputs, as for `fit`.
            y: targets, as for `fit`.
            sample_weight: weights of samples, as for `fit`.
            class_weight: weights of classes, as for `fit`.
            reset_metrics: whether the metrics are those of this batch; otherwise they are averaged
                over all batches since the last reset.

        Returns:
            Float, the loss before the step; or a list of loss and metrics (see `evaluate`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not match the model.

        Example::

            model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            model.compile('sgd', loss='mse')
            loss = model.train_on_batch(np.ones((32, 3)), np.ones((32, 1)))
        """
        self._check_compiled()
        feeds = sources.feeds(self, Request('training', x, y, sample_weight, class_weight))
        self._make_train_function()
        return self._call_on_batch(self.train_function, feeds, reset_metrics)

    def test_on_batch(self, x, y, sample_weight=None, reset_metrics=True):
        """Computes the loss and the metrics for one batch.

        Args:
            x: inputs, as for `fit`.
            y: targets, as for `fit`.
            sample_weight: weights of samples, as for `fit`.
            reset_metrics: as for `train_on_batch`.

        Returns:
            Float, the loss; or a list of loss and metrics (see `evaluate`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if the data do not match the model.

        Example::

            model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            model.compile('sgd', loss='mse')
            loss = model.test_on_batch(np.ones((32, 3)), np.ones((32, 1)))
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
            ValueError: if the data do not match the model.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            >>> model.predict_on_batch(np.ones((32, 3))).shape
            (32, 2)
        """
        feeds = sources.feeds(self, Request('prediction', x))
        self._make_predict_function()
        return unpack_singleton(self.predict_function(feeds))

    def fit_generator(self, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None,
                      validation_data=None, validation_steps=None, validation_freq=1,
                      class_weight=None, max_queue_size=10, workers=1, use_multiprocessing=False,
                      shuffle=True, initial_epoch=0):
        """Trains the model on batches from a generator. `fit` does the same.

        Args:
            generator: generator or `keras.utils.Sequence` of batches `(x, y)` or
                `(x, y, sample_weight)`. A generator must yield batches without end.
            steps_per_epoch: int, the number of batches in an epoch; for a `Sequence`, its length
                by default.
            epochs: as for `fit`.
            verbose: as for `fit`.
            callbacks: as for `fit`.
            validation_data: as for `fit`.
            validation_steps: as for `fit`.
            validation_freq: as for `fit`.
            class_weight: as for `fit`.
            max_queue_size: as for `fit`.
            workers: as for `fit`.
            use_multiprocessing: as for `fit`.
            shuffle: whether to use the batches of a `Sequence` in a new random order in each epoch.
            initial_epoch: as for `fit`.

        Returns:
            A `History` (see `fit`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if a batch does not match the model, or the generator ends too early.
            TypeError: if `generator` is not a generator or `Sequence`.

        Example::

            def batches():
                while True:
                    yield np.random.rand(8, 3), np.random.rand(8, 1)

            model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            model.compile('sgd', loss='mse')
            model.fit_generator(batches(), steps_per_epoch=4, epochs=2, verbose=0)
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
        """Computes the loss and the metrics for batches from a generator. `evaluate` does the same.

        Args:
            generator: as for `fit_generator`.
            steps: int, the number of batches; for a `Sequence`, its length by default.
            callbacks: as for `evaluate`.
            max_queue_size: as for `fit`.
            workers: as for `fit`.
            use_multiprocessing: as for `fit`.
            verbose: as for `evaluate`.

        Returns:
            Float, the loss; or a list of loss and metrics (see `evaluate`).

        Raises:
            RuntimeError: if the model was not compiled.
            ValueError: if a batch does not match the model, or the generator ends too early.
            TypeError: if `generator` is not a generator or `Sequence`.

        Example::

            def batches():
                while True:
                    yield np.random.rand(8, 3), np.random.rand(8, 1)

            model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            model.compile('sgd', loss='mse')
            loss = model.evaluate_generator(batches(), steps=4)
        """
        self._check_compiled()
        request = Request('evaluation', generator, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.evaluate(self, streams.source(self, request), callbacks, verbose)

    def predict_generator(self, generator, steps=None, callbacks=None, max_queue_size=10,
                          workers=1, use_multiprocessing=False, verbose=0):
        """Computes the outputs for batches from a generator. `predict` does the same.

        Args:
            generator: generator or `keras.utils.Sequence` of batches of inputs; only the inputs of
                tuples `(x, ...)` are used.
            steps: int, the number of batches; for a `Sequence`, its length by default.
            callbacks: as for `predict`.
            max_queue_size: as for `fit`.
            workers: as for `fit`.
            use_multiprocessing: as for `fit`.
            verbose: as for `predict`.

        Returns:
            Array, or a list of arrays if the model has several outputs.

        Raises:
            ValueError: if a batch does not match the model, or the generator ends too early.
            TypeError: if `generator` is not a generator or `Sequence`.

        Example:
            >>> def batches():
            ...     while True:
            ...         yield np.random.rand(8, 3)
            >>> model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            >>> model.predict_generator(batches(), steps=4).shape
            (32, 2)
        """
        request = Request('prediction', generator, steps=steps,
                          readers=Readers(max_queue_size, workers, use_multiprocessing))
        return loop.predict(self, streams.source(self, request), callbacks, verbose)

    # Used only by libraries for Keras 2, such as keract

    def _standardize_user_data(self, x, y=None, sample_weight=None, class_weight=None,
                               check_array_lengths=True, batch_size=None):
        """Returns lists of inputs, targets and sample weights; the latter two empty without `y`."""
        self._prepare(x)
        if y is None:
            return self._feeder.inputs.arrange(x), [], []
        inputs, targets, weights, _ = self._feeder.standardize(x, y, sample_weight, class_weight)
        return inputs, targets, self._feeder.written_out(targets, weights)


def _refuse_unknown(kwargs):
    for name in kwargs:
        raise TypeError('fit does not know the argument %s.%s' % (
            name, did_you_mean(name, inspect.signature(Model.fit).parameters)))
