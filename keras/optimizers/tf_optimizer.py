"""Optimizers of TensorFlow."""
from keras import backend as K

from .base import Optimizer, all_reached


class TFOptimizer(Optimizer):
    """Wraps an optimizer of TensorFlow (`tf.compat.v1.train`); for the TensorFlow backend only.

    Its state stays in TensorFlow and is not saved with a model. `compile` wraps such optimizers
    automatically.

    Args:
        optimizer: a `tf.compat.v1.train.Optimizer`.

    Raises:
        NotImplementedError: on other backends.
    """

    def __init__(self, optimizer):
        if K.backend() != 'tensorflow':
            raise NotImplementedError('TFOptimizer needs the TensorFlow backend, but this is %s. '
                                      'Use an optimizer of keras.optimizers.' % K.backend())
        self.optimizer = optimizer
        self.iterations = K.variable(0, dtype='int64', name='TFOptimizer/iterations')
        self.updates = []

    def get_gradients(self, loss, params):
        pairs = self.optimizer.compute_gradients(loss, var_list=params)
        return all_reached([grad for grad, _ in pairs], params)

    def get_updates(self, loss, params):
        from keras.backend.tensorflow_backend.updates import Update
        grads = self.get_gradients(loss, params)
        step = Update(params, grads,
                      lambda: self.optimizer.apply_gradients(list(zip(grads, params))))
        self.updates = [K.update_add(self.iterations, 1), step]
        return self.updates

    @property
    def weights(self):
        raise NotImplementedError('TensorFlow holds the state of its optimizers: TFOptimizer has '
                                  'no weights to get, set or save.')

    def get_config(self):
        raise NotImplementedError('An optimizer of TensorFlow cannot be saved. Use an optimizer of '
                                  'keras.optimizers instead.')

    @classmethod
    def from_config(cls, config):
        raise NotImplementedError('An optimizer of TensorFlow cannot be created from a '
                                  'configuration. Use an optimizer of keras.optimizers instead.')


def is_from_tensorflow(optimizer):
    """Returns whether `optimizer` is one that `TFOptimizer` can wrap."""
    if K.backend() != 'tensorflow':
        return False
    import tensorflow as tf
    return isinstance(optimizer, tf.compat.v1.train.Optimizer)
