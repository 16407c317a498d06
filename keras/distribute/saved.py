"""Loading models to train further."""
from keras.engine import saving

from .compression import Compression
from .optimizer import distribute


def load_model(filepath, custom_optimizers=None, custom_objects=None,
               compression=Compression.none):
    """Loads a model whose optimizer then averages the gradients of all workers.

    Args:
        filepath: as for `keras.models.load_model`.
        custom_optimizers: list of your own optimizer classes, which the file may use.
        custom_objects: as for `keras.models.load_model`.
        compression: see `DistributedOptimizer`.

    Returns:
        A model, compiled if the file says how.

    Raises:
        ValueError: if the file cannot be loaded, or `init` was not called.

    Example::

        import keras.distribute as hvd

        hvd.init()
        model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
        model.compile('adam', 'mse')
        model.save('model.h5')
        model = hvd.load_model('model.h5')
    """
    objects = {cls.__name__: cls for cls in custom_optimizers or []}
    objects.update(custom_objects or {})
    model = saving.load_model(filepath, objects)
    if getattr(model, 'optimizer', None) is not None:
        distribute(model.optimizer, compression)
    return model
