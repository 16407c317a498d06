"""The record that `fit` returns."""
from .base import Callback


class History(Callback):
    """Records the logs of all epochs; `fit` returns it.

    Attributes:
        epoch: list of the indices of the epochs, from 0.
        history: dictionary from the names in the logs to the lists of their values.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile('sgd', 'mse')
        >>> history = model.fit(np.zeros((8, 4)), np.zeros((8, 1)), epochs=2, verbose=0)
        >>> history.epoch, sorted(history.history)
        ([0, 1], ['loss'])
    """

    _state_names = 'epoch', 'history'

    def on_train_begin(self, logs=None):
        self.epoch = []
        self.history = {}

    def on_epoch_end(self, epoch, logs=None):
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
