"""Ends a training whose loss is no longer finite."""
import numpy as np

from .base import Callback


class TerminateOnNaN(Callback):
    """Stops training as soon as the loss of a batch is NaN or infinite.

    Example::

        from keras.callbacks import TerminateOnNaN
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0,
                  callbacks=[TerminateOnNaN()])
    """

    def on_batch_end(self, batch, logs=None):
        loss = (logs or {}).get('loss')
        if loss is not None and not np.all(np.isfinite(loss)):
            print('Batch %d: the loss is %s, training stops.' % (batch, loss))
            self.model.stop_training = True
