"""Compiling a network: its optimizer, losses and metrics, and the functions made from them."""
import contextlib

from keras import backend as K
from keras import optimizers
from keras.backend.dtypes import at_least_single
from keras.utils.generic_utils import to_list
from keras.utils.warn import warn

from .deferred import build_for_data
from .feeding import Feeder
from .losses_and_metrics import connect_metrics, make_objectives, new_name, total_loss
from .network import Network
from .resets import Resets
from .tracking import disable_tracking


class CompiledNetwork(Network):
    """A network with an optimizer, losses and metrics, and the functions made from them.

    The functions are made when they are first needed. `train_function` takes inputs, targets and
    sample weights, changes the weights, and returns loss and metrics; `test_function` changes only
    states; `predict_function` takes inputs and returns outputs.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._is_compiled = False
        self._feeder = None
        self._tensor_readers = {}  # by the purpose of the data (see `sources.tensors`)
        self._has_old_metrics = False  # whether metrics still hold values from `fit`
        self._connected_outputs = None
        self.stop_training = False
        self._metric_results = None
        self._forget_functions()

    def _forget_functions(self):
        self.train_function = None
        self.test_function = None
        self.predict_function = None

    # Compiling

    @disable_tracking
    def compile(self, optimizer, loss=None, metrics=None, loss_weights=None,
                sample_weight_mode=None, weighted_metrics=None, target_tensors=None, **kwargs):
        """Configures the model for training: how to train it, and what to report.

        Where outputs may differ, pass a list with an entry for each output, or a dictionary by
        output names (the names of the layers that make them).

        Args:
            optimizer: name of an optimizer, or an `Optimizer`.
            loss: name of a loss, function `(y_true, y_pred)`, or `Loss`; or one for each
                output. Outputs whose loss is None are not trained.
            metrics: list of names of metrics, functions `(y_true, y_pred)`, or `Metric`s; or one
                such list for each output. For `'accuracy'` and `'crossentropy'`, the kind that
                suits the loss and the output is used.
            loss_weights: list or dictionary of floats, the weights of the outputs' losses in
                their sum; 1 by default.
            sample_weight_mode: None for weights of samples, `'temporal'` for weights of time
                steps; or one of these for each output.
            weighted_metrics: like `metrics`, but with sample and class weights taken into account.
            target_tensors: tensors to use as targets, instead of arrays passed to `fit`.
            **kwargs: arguments of `K.function`.

        Raises:
            ValueError: if a name is unknown, or there is no loss to train.
            TypeError: if an argument is of the wrong kind.

        Example::

            model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            model.compile(optimizer='adam', loss='mse', metrics=['mae'])
            model.compile(keras.optimizers.SGD(lr=0.1), loss=keras.losses.MeanSquaredError())
        """
        _check_function_arguments(kwargs)
        _warn_of_steps(type(self))
        with self._kept_on_error():
            with K.building_on(self.outputs or []):
                self.optimizer = optimizers.get(optimizer)
            self.loss = {} if loss is None else loss
            self.loss_weights = loss_weights
            self.sample_weight_mode = sample_weight_mode
            self._compile_metrics = metrics or []
            self._compile_weighted_metrics = weighted_metrics
            self._target_tensors = target_tensors
            self._function_kwargs = kwargs
            self._is_compiled = True
            self._connected_outputs = None
            self._objectives = []
            self._result_names, self._metric_names, self._metric_objects = ['loss'], [], []
            if self.outputs:
                with K.building_on(self.outputs):
                    self._connect_data()

    @contextlib.contextmanager
    def _kept_on_error(self):
        """Undoes changes of attributes if the block fails: the model stays as it was compiled."""
        before = dict(self.__dict__)
        try:
            yield
        except BaseException:
            self.__dict__.clear()
            self.__dict__.update(before)
            raise

    # Connecting data and graph

    def _prepare(self, x=None):
        """Prepares the model for data, which also determine the inputs if it is not built yet."""
        if self._is_connected():
            return
        with K.building_on(self.outputs or self.weights):
            if not self.outputs:
                build_for_data(self, x)
            if not self._is_connected():  # another thread may have done it meanwhile
                self._connect_data()

    def _is_connected(self):
        return self._connected_outputs is not None and self._connected_outputs is self.outputs

    @disable_tracking
    def _connect_data(self):
        """Makes what connects data and graph; it is made again if the outputs change."""
        self._forget_functions()
        if self._is_compiled:
            self._connect_objectives()
            self._connect_metrics()
            self._collected_trainable_weights = self.trainable_weights
            self._has_warned = False
        self._feeder = Feeder(self, self._objectives if self._is_compiled else [])
        self._connected_outputs = self.outputs

    def _connect_objectives(self):
        masks = to_list(self.get_output_mask_at(0))
        objectives = make_objectives(self.output_names, self.outputs, masks, self.loss or None,
                                     self.loss_weights, self.sample_weight_mode,
                                     self._target_tensors)
        trained = [x for x in objectives if x.loss is not None]
        with K.name_scope('loss'):
            values = [objective.value() for objective in trained]
            self.total_loss = total_loss(trained, values, self.losses)
        self._objectives = objectives
        several = len(objectives) > 1
        self._loss_names = [x.name + '_loss' for x in trained] * several
        self._output_losses = values * several

    def _connect_metrics(self):
        added = self._added_metrics()
        own = [metric.name for metric, _ in added if any(metric is m for m in self._metrics)]
        self._result_names = ['loss'] + self._loss_names
        with K.name_scope('metrics'):
            named, results = connect_metrics(self._objectives, self._compile_metrics,
                                             self._compile_weighted_metrics,
                                             self._result_names + own)
        for metric, _ in added:
            known = self._result_names + [name for name, _ in named]
            named.append((new_name(metric.name, known), metric))
        self._metric_names = [name for name, _ in named]
        self._metric_objects = [metric for _, metric in named]
        self._metric_updates = [update for result in results + self._metric_tensors
                                for update in result._metric_updates]
        self._result_names += self._metric_names
        self.metrics_tensors = results + [_final(*pair) for pair in added]
        self._resets = Resets(self._metric_objects)
        self._metric_results = None

    def _added_metrics(self):
        """Returns pairs of a metric added by the model or a layer, and the list of its results.

        The model's own come first, then those of each layer; in both, attributes come before
        metrics made in `call`.
        """
        places = {id(metric): place for place, metric in enumerate(super().metrics)}
        added = {}
        for result in self._metric_tensors:
            added.setdefault(result._metric_obj, []).append(result)
        return sorted(added.items(), key=lambda pair: places.get(id(pair[0]), len(places)))

    # Properties of a compiled model

    @property
    def metrics(self):
        """List of the `Metric` objects that the model reports."""
        return self._metric_objects if self._is_compiled and self.outputs else super().metrics

    @property
    def metrics_names(self):
        """List of the names of the values that `train_on_batch` and `evaluate` return.

        Some programs for Keras 2.0 to 2.2, such as Mask R-CNN, append a name to it after `compile`,
        and a tensor to `metrics_tensors`; the tensor is then averaged over batches.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
            >>> model.compile('sgd', loss='mse', metrics=['mae'])
            >>> model.metrics_names
            ['loss', 'mae']
        """
        return self._result_names if self._is_compiled and self.outputs else ['loss']

    @property
    def stateful_metric_names(self):
        """List of the names of the results that metrics average over an epoch themselves."""
        return self._metric_names

    @property
    def _feed_targets(self):
        return [x.target for x in self._objectives if x.is_fed]

    @property
    def _feed_sample_weights(self):
        return [x.sample_weight for x in self._objectives if x.is_fed]

    def reset_metrics(self):
        """Resets all metrics to their initial state."""
        self._has_old_metrics = False
        if self._is_compiled and self.outputs:
            self._resets()

    def _results_of_metrics(self, metrics):
        """Returns the values of metrics as their states are now."""
        if self._metric_results is None:
            with K.building_on(self.outputs):
                self._metric_results = K.function([], [metric.result() for metric in metrics])
        return self._metric_results([])

    # Functions

    def _make_train_function(self):
        self._check_compiled()
        self._check_trainable_weights_consistency()
        self.optimizer._take_up_state()
        self._make_once('train_function', self._new_train_function)

    def _make_test_function(self):
        self._check_compiled()
        self._make_once('test_function',
                        lambda: self._function_with_targets(self.state_updates))

    def _make_predict_function(self):
        self._prepare()
        self._make_once('predict_function', self._new_predict_function)

    def _make_once(self, name, make):
        """Makes one of the functions, in the model's graph, unless it exists already."""
        if getattr(self, name) is None:
            with K.building_on(self.outputs):
                if getattr(self, name) is None:  # another thread may have made it meanwhile
                    setattr(self, name, make())

    def _new_train_function(self):
        for objective in self._objectives:
            objective.check_trainable()
        with K.name_scope('training'):
            steps = self.optimizer.get_updates(params=self._collected_trainable_weights,
                                               loss=self.total_loss)
        return self._function_with_targets(self.updates + steps)

    def _new_predict_function(self):
        return K.function(
            self._feed_inputs + self._feeder.phase_inputs, self.outputs,
            updates=self.state_updates, **getattr(self, '_function_kwargs', {}))

    def _function_with_targets(self, updates):
        return K.function(
            self._feed_inputs + self._feed_targets + self._feed_sample_weights
            + self._feeder.phase_inputs,
            _to_add_up([self.total_loss] + self._output_losses + self.metrics_tensors),
            updates=updates + self._metric_updates, **self._function_kwargs)

    def _check_compiled(self):
        if not self._is_compiled:
            raise RuntimeError('You must compile a model before training/testing: call '
                               'model.compile(optimizer, loss).')

    def _check_trainable_weights_consistency(self):
        """Warns once if layers were frozen or unfrozen since `compile`."""
        if not self._has_warned:
            self._has_warned = self._warn_of_thawed_weights()

    def _warn_of_thawed_weights(self):
        """Warns if layers were frozen or unfrozen since `compile`; returns whether they were."""
        is_changed = (list(map(id, self._collected_trainable_weights))
                      != list(map(id, self.trainable_weights)))
        if is_changed:
            warn('`trainable` was changed after the model was compiled. Call `compile` again '
                 'for the change to take effect.')
        return is_changed

    # Used only by libraries for Keras 2

    @property
    def targets(self):
        """List of the tensors that outputs are compared with; None for untrained outputs."""
        return [x.target for x in self._objectives]

    @property
    def sample_weights(self):
        """List of the placeholders of sample weights; None where no targets are fed."""
        return [x.sample_weight for x in self._objectives]

    @property
    def loss_functions(self):
        """List of the `Loss` objects of the outputs; None for untrained outputs."""
        return [x.loss for x in self._objectives]

    @property
    def loss_weights_list(self):
        """List of the weights of the outputs' losses in the total."""
        return [x.loss_weight for x in self._objectives]

    @property
    def sample_weight_modes(self):
        """List of the `sample_weight_mode` of each output."""
        return [x.weight_mode for x in self._objectives]

    @property
    def _feed_outputs(self):
        return [x.output for x in self._objectives if x.is_fed]

    @property
    def _feed_output_names(self):
        return [x.name for x in self._objectives if x.is_fed]

    @property
    def _feed_output_shapes(self):
        return [x.target_shape for x in self._objectives if x.is_fed]

    @property
    def _feed_loss_fns(self):
        return [x.loss for x in self._objectives if x.is_fed]

    def _uses_dynamic_learning_phase(self):
        self._prepare()
        return bool(self._feeder.phase_inputs)


def _to_add_up(results):
    """Returns numbers that can be added up over many samples, which half precision cannot."""
    return [K.cast(x, at_least_single(K.dtype(x))) for x in results]


def _final(metric, results):
    """Returns the result of a metric that is updated with several values in one step."""
    if len(results) == 1:
        return results[0]
    updates = [update for result in results for update in result._metric_updates]
    return K.after_updates(updates, metric.result)


def _warn_of_steps(cls):
    steps = [name for name in ('train_step', 'test_step', 'predict_step') if hasattr(cls, name)]
    if steps:
        warn('%s has the method%s %s, which tf.keras would call, but Keras 2 never does: it trains '
             'with the optimizer and the loss of `compile`. Write a loop with K.function for steps '
             'of another kind (examples/custom_training_loop.py).'
             % (cls.__name__, 's' * (len(steps) > 1), ', '.join(steps)))


def _check_function_arguments(kwargs):
    if kwargs:
        try:
            K.function([], [], **kwargs)
        except (TypeError, ValueError) as error:
            raise ValueError('compile passes unknown arguments, here %s, to '
                             'K.function, which does not accept them: %s'
                             % (', '.join(sorted(kwargs)), error)) from error
