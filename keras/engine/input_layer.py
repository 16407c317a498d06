"""Inputs of models."""
from keras import backend as K
from keras.utils.generic_utils import unpack_singleton

from .base_layer import Layer
from .node import Node
from .shapes import checked_shape


class InputLayer(Layer):
    """A layer that holds an input of a model: a new placeholder, or an existing tensor.

    Args:
        input_shape: tuple, the shape without the batch axis.
        batch_size: int, the size of the batch axis; None if it may vary.
        batch_input_shape: tuple, the shape with the batch axis, instead of the two above.
        dtype: string, the type of the input; `K.floatx()` by default.
        input_tensor: tensor to use instead of a placeholder.
        sparse: bool, whether the placeholder is sparse.
        name: string.

    Raises:
        ValueError: if no shape is given, or both `input_shape` and `batch_input_shape` are.

    Example::

        model = keras.Sequential([keras.layers.InputLayer(input_shape=(3,)),
                                  keras.layers.Dense(2)])
    """

    supports_masking = True

    def __init__(self, input_shape=None, batch_size=None, batch_input_shape=None,
                 dtype=None, input_tensor=None, sparse=False, name=None):
        name = name or 'input_%d' % K.get_uid('input')
        if input_shape and batch_input_shape:
            raise ValueError('InputLayer %s takes either input_shape or batch_input_shape, '
                             'but got both.' % name)
        if input_tensor is not None:
            batch_input_shape = batch_input_shape or K.int_shape(input_tensor)
            dtype = dtype or K.dtype(input_tensor)
        if input_shape is not None:
            batch_input_shape = (batch_size,) + checked_shape(name, 'input_shape', input_shape)
        elif batch_input_shape is None:
            raise ValueError('InputLayer %s needs an input_shape or a batch_input_shape.' % name)
        super().__init__(name=name, trainable=False, dtype=dtype,
                         batch_input_shape=batch_input_shape)
        self.built = True
        self.sparse = sparse
        self.is_placeholder = input_tensor is None or K.is_placeholder(input_tensor)
        if input_tensor is None:
            input_tensor = K.placeholder(shape=self.batch_input_shape, dtype=self.dtype,
                                         sparse=sparse, name=name)
        input_tensor._keras_shape = self.batch_input_shape
        input_tensor._uses_learning_phase = False
        input_tensor._keras_history = (self, 0, 0)
        Node(self, [], [], [], [input_tensor], [input_tensor], [None], [None],
             [self.batch_input_shape], [self.batch_input_shape])

    def get_config(self):
        return {'batch_input_shape': self.batch_input_shape, 'dtype': self.dtype,
                'sparse': self.sparse, 'name': self.name}


def Input(shape=None, batch_shape=None, name=None, dtype=None, sparse=False, tensor=None):
    """Makes an input tensor of a model.

    Args:
        shape: tuple, the shape without the batch axis, such as `(32,)`, with None for sizes that
            may vary.
        batch_shape: tuple, the shape with the batch axis, instead of `shape`.
        name: string, the name of the input.
        dtype: string, the type of the input; `K.floatx()` by default.
        sparse: bool, whether the tensor is sparse.
        tensor: existing tensor to use as the input; the model then takes no data for it.

    Returns:
        A tensor.

    Raises:
        ValueError: if no shape is given.

    Example::

        x = keras.Input(shape=(32,))
        y = keras.layers.Dense(16, activation='softmax')(x)
        model = keras.Model(x, y)
    """
    if shape is None and batch_shape is None and tensor is None:
        raise ValueError('Input needs a shape (without the batch axis) or a batch_shape, such as '
                         'Input(shape=(32,)).')
    if shape is not None and batch_shape is None:
        batch_shape = (None,) + checked_shape(name or 'Input', 'shape', shape)
    layer = InputLayer(batch_input_shape=batch_shape, name=name, dtype=dtype, sparse=sparse,
                       input_tensor=tensor)
    return unpack_singleton(layer._inbound_nodes[0].output_tensors)
