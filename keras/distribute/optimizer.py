"""Optimizers that average gradients over all workers."""
from keras import backend as K
from keras import optimizers

from .collectives import Average, checked_op
from .compression import Compression
from .group import WORKERS
from .process import size


def DistributedOptimizer(optimizer, name=None, device_dense='', device_sparse='',
                         compression=Compression.none, sparse_as_dense=False,
                         gradient_predivide_factor=1.0, op=Average):
    """Makes an optimizer average the gradients of all workers before each step.

    The average is taken before `clipnorm` and `clipvalue` apply. A model that is compiled with it
    reads its share of the data in `fit`; see the guide on training with several processes. In files
    it is an optimizer of the original class, which loads without `keras.distribute`.

    Args:
        optimizer: `Optimizer` of `keras.optimizers`, the name of one, or one of your own that calls
            `get_gradients`. It stays as it is.
        name: ignored, as `device_dense` and `device_sparse`.
        compression: `Compression.none` or `Compression.fp16`.
        sparse_as_dense: whether to send the whole gradient of an `Embedding`, instead of the rows
            that occurred in the batches. That is less if most rows occur.
        gradient_predivide_factor: ignored: the gradients are averaged in any case.
        op: `Average`, or `Sum` to add up the gradients.

    Returns:
        An optimizer of a class with the same name.

    Raises:
        TypeError: for an optimizer of TensorFlow.
        ValueError: if an argument is invalid, or `init` was not called.

    Example::

        import keras.distribute as hvd

        hvd.init()
        model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
        model.compile(hvd.DistributedOptimizer(keras.optimizers.SGD(0.1 * hvd.size())), 'mse')
    """
    optimizer = optimizers.get(optimizer)
    if isinstance(optimizer, optimizers.TFOptimizer):
        raise TypeError('An optimizer of TensorFlow cannot be distributed. Use one of '
                        'keras.optimizers, such as keras.optimizers.Adam().')
    made = type(optimizer).from_config(optimizer.get_config())
    distribute(made, compression, sparse_as_dense, op)
    return made


def distribute(optimizer, compression=Compression.none, sparse_as_dense=False, op=Average):
    """Changes an optimizer as `DistributedOptimizer` does; see there for the arguments."""
    workers = size()
    if not hasattr(compression, 'half_precision'):
        raise ValueError('compression must be Compression.none or Compression.fp16, but got %r.'
                         % (compression,))
    original = type(optimizer)
    if not issubclass(original, _Averaging):
        optimizer.__class__ = type(original.__name__, (_Averaging, original), {
            '__doc__': original.__doc__, '__module__': original.__module__})
    optimizer._averaging = {'half_precision': compression.half_precision,
                            'sparse_as_dense': sparse_as_dense}
    optimizer._factor = 1 if checked_op(op) == Average else workers


class _Averaging:
    """The part that distributed optimizers have in common."""

    group = WORKERS

    def _unclipped_gradients(self, loss, params):
        averaged = K.average_gradients(loss, params, **self._averaging)
        if self._factor == 1:
            return averaged
        return [gradient if gradient is None else gradient * self._factor
                for gradient in averaged]
