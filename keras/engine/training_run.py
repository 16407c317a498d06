"""What a training consists of between two epochs, for backups."""
import math

from keras import backend as K
from keras import callbacks as cbks
from keras.engine.contributions import unique
from keras.utils.random_state import get_random_state, set_random_state
from keras.utils.warn import warn


class TrainingRun:
    """The epochs of a call of `fit`, and all that they change.

    With a `BackupAndRestore` among the callbacks, it saves the state after each epoch and begins
    with the saved one; otherwise it only counts.

    Args:
        model: `Model` with its training function.
        source: `Source` of training batches.
        validation: `Validation`, or None.
        callbacks: `CallbackList`.
        group: `ProcessGroup` of the training.
    """

    def __init__(self, model, source, validation, callbacks, group):
        self._model = model
        self._sources = [source] + ([validation.source] if validation else [])
        self._callbacks = callbacks
        self._group = group
        self._backups = [x for x in callbacks if isinstance(x, cbks.BackupAndRestore)]

    def epochs(self, initial_epoch, epochs):
        """Restores the backup, if there is one, and returns the numbers of the epochs to train.

        Args:
            initial_epoch: int, the number of the epoch to start with if there is none.
            epochs: number of the epoch to stop before.
        """
        for backup in self._backups:
            backup.check_folder()
            K.random_states(self._model.train_function)  # from now on, they can be read and set
            state = backup.load(self._group)
            if state is not None:
                self._restore(state, backup)
                initial_epoch = math.inf if state['has_stopped'] else state['epochs']
        return range(min(initial_epoch, math.ceil(epochs)), math.ceil(epochs))

    def back_up(self, epoch):
        """Saves the state after an epoch."""
        for backup in self._backups:
            backup.save(self._state(epoch + 1), self._group)

    def finish(self):
        """Deletes the backup."""
        for backup in self._backups:
            self._group.any(False)  # a process that is still training may need all backups
            backup.delete(self._group)

    def _state(self, epochs):
        variables = self._variables()
        return {'epochs': epochs, 'has_stopped': self._model.stop_training, 'made_by': self._kind(),
                'names': [str(variable.name) for variable in variables],
                'values': K.borrow_values(variables),
                'random_tensors': K.random_states(self._model.train_function),
                'random': get_random_state(),
                'sources': [source.get_state() for source in self._sources],
                'callbacks': [[type(x).__name__, getattr(x, 'get_state', dict)() or None]
                              for x in self._callbacks]}

    def _restore(self, state, backup):
        variables = self._variables()
        self._check(state, variables, backup)
        K.set_random_states(self._model.train_function, state['random_tensors'])
        for source, saved in zip(self._sources, state['sources']):
            source.set_state(saved)
        K.batch_set_value(list(zip(variables, state['values'])))
        self._restore_callbacks(state['callbacks'])
        set_random_state(state['random'])  # last, since the others may draw numbers

    def _variables(self):
        """Returns the variables of the model and of its training, always in the same order."""
        return unique(self._model.weights + K.variables_of(self._model.train_function))

    def _kind(self):
        return {'engine': K.backend(), 'optimizer': type(self._model.optimizer).__name__,
                'list of layers': [type(layer).__name__ for layer in self._model.layers],
                'number of processes': self._group.size,
                'validation': 'with' if len(self._sources) > 1 else 'without'}

    def _check(self, state, variables, backup):
        """Raises a ValueError if a state is that of another training."""
        found = self._kind()
        differences = ['its %s was %r, now it is %r' % (what, saved, found[what])
                       for what, saved in state['made_by'].items() if saved != found[what]]
        differences += [
            'its variable %r had the shape %s, now %r has %s'
            % (name, value.shape, variable.name, K.int_shape(variable)) for name, value, variable
            in zip(state['names'], state['values'], variables)
            if value.shape != K.int_shape(variable)]
        if len(state['values']) != len(variables):
            differences.append('it had %d variables, now there are %d'
                               % (len(state['values']), len(variables)))
        if differences:
            raise ValueError(
                'The backup in %s was made by another training: %s. Delete the folder to train '
                'from the beginning, or pass another `backup_dir`.'
                % (backup.backup_dir, differences[0]))

    def _restore_callbacks(self, states):
        waiting = list(self._callbacks)
        for name, state in states:
            taker = next((x for x in waiting if type(x).__name__ == name), None)
            if taker is not None:
                waiting.remove(taker)
            if state is not None and taker is None:
                warn('The backup holds the state of a %s, which is not among the callbacks now.'
                     % name)
            elif state is not None:
                taker.set_state(state)
