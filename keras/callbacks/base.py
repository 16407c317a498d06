"""The base class of callbacks, with all hooks."""


class Callback:
    """Base class of callbacks, with a hook for each stage of training, evaluation and prediction.

    A subclass overrides the hooks that it needs; the others cost nothing. `logs` is a dictionary
    that depends on the hook:

    - `on_batch_begin` and the other batch hooks: `batch` (index within the epoch) and `size`
      (number of samples in the batch);
    - `on_batch_end`: also `loss` and the metrics of the batch;
    - `on_predict_batch_end`: also `outputs`, the list of predicted arrays;
    - `on_epoch_end`: `loss` and the metrics, and, if there is validation, the same with the prefix
      `val_`.

    Attributes:
        params: dictionary that describes the run: `verbose`, `epochs`, `steps`, `samples`,
            `batch_size`, `do_validation` and `metrics` (the keys of the logs).
        model: the model that runs. Set `model.stop_training = True` to end the training.
        validation_data: list of the validation arrays (inputs, targets, weights), or None.
        is_for_first_process: bool, an attribute of the class, whether only the first of several
            processes that train together runs the callback (see `keras.distribute`). True for
            callbacks that write files or print.

    Example::

        from keras.callbacks import Callback
        from keras.layers import Dense

        class LossPrinter(Callback):
            def on_epoch_end(self, epoch, logs=None):
                print(epoch, logs['loss'])

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0,
                  callbacks=[LossPrinter()])
    """

    is_for_first_process = False
    _state_names = ()  # attributes that later epochs depend on

    def __init__(self):
        self.validation_data = None
        self.model = None
        self.params = {}

    def set_params(self, params):
        """Sets the dictionary that describes the run.

        Args:
            params: dictionary; see the attribute `params`.
        """
        self.params = params

    def set_model(self, model):
        """Sets the model that will run.

        Args:
            model: the model.
        """
        self.model = model

    def get_state(self):
        """Returns what later epochs depend on, for `BackupAndRestore`, called after each epoch.

        The default is None, for no state. What the other hooks compute from the epoch, the logs or
        the model need not be part of it.

        Returns:
            A dictionary with strings as keys, of numbers, strings, bools, None, arrays, and lists
            and dictionaries of these.

        Example::

            from keras.callbacks import Callback

            class Slowest(Callback):
                seconds = 0

                def get_state(self):
                    return {'seconds': self.seconds}

                def set_state(self, state):
                    self.seconds = state['seconds']
        """
        return {name: getattr(self, name) for name in self._state_names
                if hasattr(self, name)} or None

    def set_state(self, state):
        """Continues where another run was; called after `on_train_begin`, if there is a backup.

        Args:
            state: what `get_state` returned; tuples have become lists.
        """
        vars(self).update(state)

    def on_batch_begin(self, batch, logs=None):
        """Called before each training batch; the older name of `on_train_batch_begin`.

        Args:
            batch: int, index of the batch within the epoch.
            logs: dictionary with `batch` and `size`.
        """

    def on_batch_end(self, batch, logs=None):
        """Called after each training batch; the older name of `on_train_batch_end`.

        Args:
            batch: int, index of the batch within the epoch.
            logs: dictionary with `batch`, `size`, `loss` and the metrics of the batch.
        """

    def on_epoch_begin(self, epoch, logs=None):
        """Called before each training epoch.

        Args:
            epoch: int, index of the epoch, from 0.
            logs: dictionary, empty.
        """

    def on_epoch_end(self, epoch, logs=None):
        """Called after each training epoch and its validation.

        Args:
            epoch: int, index of the epoch, from 0.
            logs: dictionary with `loss` and the metrics of the epoch, and those of the validation
                with the prefix `val_`.
        """

    def on_train_batch_begin(self, batch, logs=None):
        """Called before each training batch.

        Args:
            batch: int, index of the batch within the epoch.
            logs: dictionary with `batch` and `size`.
        """
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch, logs=None):
        """Called after each training batch.

        Args:
            batch: int, index of the batch within the epoch.
            logs: dictionary with `batch`, `size`, `loss` and the metrics of the batch.
        """
        self.on_batch_end(batch, logs)

    def on_test_batch_begin(self, batch, logs=None):
        """Called before each batch of `evaluate` and of the validation in `fit`.

        Args:
            batch: int, index of the batch.
            logs: dictionary with `batch` and `size`.
        """

    def on_test_batch_end(self, batch, logs=None):
        """Called after each batch of `evaluate` and of the validation in `fit`.

        Args:
            batch: int, index of the batch.
            logs: dictionary with `batch`, `size`, `loss` and the metrics of the batch.
        """

    def on_predict_batch_begin(self, batch, logs=None):
        """Called before each batch of `predict`.

        Args:
            batch: int, index of the batch.
            logs: dictionary with `batch` and `size`.
        """

    def on_predict_batch_end(self, batch, logs=None):
        """Called after each batch of `predict`.

        Args:
            batch: int, index of the batch.
            logs: dictionary with `batch`, `size` and `outputs`, the list of predicted arrays.
        """

    def on_train_begin(self, logs=None):
        """Called at the start of training.

        Args:
            logs: dictionary, empty.
        """

    def on_train_end(self, logs=None):
        """Called at the end of training.

        Args:
            logs: dictionary, empty.
        """

    def on_test_begin(self, logs=None):
        """Called at the start of `evaluate` and of each validation in `fit`.

        Args:
            logs: dictionary, empty.
        """

    def on_test_end(self, logs=None):
        """Called at the end of `evaluate` and of each validation in `fit`.

        Args:
            logs: dictionary, empty.
        """

    def on_predict_begin(self, logs=None):
        """Called at the start of `predict`.

        Args:
            logs: dictionary, empty.
        """

    def on_predict_end(self, logs=None):
        """Called at the end of `predict`.

        Args:
            logs: dictionary, empty.
        """


def own_hook(callback, name):
    """Returns the hook `name` of `callback`, or None if the callback does not override it."""
    hook = getattr(callback, name, None)
    inherited = getattr(hook, '__func__', None) is getattr(Callback, name)
    return None if inherited else hook
