"""Ending a training that has gone wrong."""
import numpy as np

from .base import Callback


class TerminateOnNaN(Callback):
    """Stops training as soon as the loss of a batch is NaN or infinite."""

    def on_batch_end(self, batch, logs=None):
        loss = (logs or {}).get('loss')
        if loss is not None and not np.all(np.isfinite(loss)):
            print('Batch %d: the loss is %s, training stops.' % (batch, loss))
            self.model.stop_training = True
