"""Training one model with several processes, on one machine or on many.

The names and their meaning are those of Horovod's Keras API, so a program for it runs after
`import horovod.keras as hvd` is changed to `import keras.distribute as hvd`. The engine is
TensorFlow; on the others a program runs as a single process.

Example::

    import keras.distribute as hvd

    hvd.init()
    np.random.seed(0)  # the same data in all processes, of which each trains on its share
    x, y = np.random.rand(64, 4), np.random.rand(64, 1)
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
    model.compile(hvd.DistributedOptimizer(keras.optimizers.Adam(0.001 * hvd.size())), 'mse')
    model.fit(x, y, verbose=0)

Started on one machine with::

    python -m keras.distribute --workers 4 train.py
"""
from . import callbacks
from .collectives import (
    Average,
    Sum,
    allgather,
    allreduce,
    broadcast,
    broadcast_global_variables,
)
from .compression import Compression
from .optimizer import DistributedOptimizer
from .process import init, is_initialized, local_rank, local_size, rank, shutdown, size
from .saved import load_model
