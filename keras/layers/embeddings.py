"""The layer that maps integers to vectors."""
from keras import backend as K
from keras.backend.dtypes import HALVES, at_least_single, largest_exact
from keras.engine.base_layer import Layer
from keras.layers.arguments import positive_int, stores_arguments
from keras.utils.generic_utils import to_list
from keras.utils.warn import warn


@stores_arguments
class Embedding(Layer):
    """Maps each integer to a trainable vector.

    Args:
        input_dim: int, number of different integers; the inputs are from 0 to `input_dim - 1`.
        output_dim: int, size of the vectors.
        embeddings_initializer: initializer of the matrix of vectors.
        embeddings_regularizer: penalty on this matrix, or None.
        activity_regularizer: penalty on the outputs, or None.
        embeddings_constraint: constraint on this matrix, or None.
        mask_zero: bool, whether the integer 0 marks steps that the following layers skip. Real
            tokens are then from 1 to `input_dim - 1`.
        input_length: int, number of steps, needed if `Flatten` and `Dense` follow; or a tuple of
            the lengths of all axes except the batch axis.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps)` of integers, outputs `(batch, steps, output_dim)`. The matrix of
        vectors is `(input_dim, output_dim)`.

    Raises:
        ValueError: if `input_dim` or `output_dim` is not a positive integer, or, when the layer is
            called, if the inputs do not have the length `input_length`.

    Example:
        >>> model = keras.Sequential([keras.layers.Embedding(1000, 64, input_length=10)])
        >>> model.output_shape
        (None, 10, 64)
    """

    def __init__(self, input_dim, output_dim, embeddings_initializer='uniform',
                 embeddings_regularizer=None, activity_regularizer=None,
                 embeddings_constraint=None, mask_zero=False, input_length=None, **kwargs):
        if 'input_shape' not in kwargs and 'batch_input_shape' not in kwargs:
            kwargs['input_shape'] = tuple(to_list(input_length, allow_tuple=True))
        super().__init__(**kwargs)
        self.input_dim = positive_int(self, 'input_dim', input_dim)
        self.output_dim = positive_int(self, 'output_dim', output_dim)
        self.supports_masking = mask_zero

    def build(self, input_shape):
        self.compute_output_shape(input_shape)  # raises for lengths other than input_length
        self.embeddings = self.add_weight(
            shape=(self.input_dim, self.output_dim), initializer=self.embeddings_initializer,
            name='embeddings', regularizer=self.embeddings_regularizer,
            constraint=self.embeddings_constraint)
        super().build(input_shape)

    @property
    def _input_dtype(self):
        return at_least_single(self.dtype)  # half precision cannot hold large indices

    def call(self, inputs):
        dtype = K.dtype(inputs)
        if dtype in HALVES and self.input_dim > largest_exact(dtype) + 1:
            warn("The layer %s gets its indices as %s, which rounds those from %d on. Use "
                 "Input(..., dtype='int32')." % (self.name, dtype, largest_exact(dtype) + 1))
        if dtype != 'int32':
            inputs = K.cast(inputs, 'int32')
        return K.gather(self.embeddings, inputs)

    def compute_mask(self, inputs, mask=None):
        return K.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape):
        steps = tuple(input_shape[1:])
        if self.input_length is not None:
            wanted = tuple(to_list(self.input_length, allow_tuple=True))
            if len(wanted) != len(steps) or any(
                    None not in pair and pair[0] != pair[1] for pair in zip(wanted, steps)):
                raise ValueError('The input_length of layer %s is %s, but its input has shape %s. '
                                 'Pass inputs of that length, or omit input_length.'
                                 % (self.name, self.input_length, tuple(input_shape)))
            steps = tuple(a if b is None else b for a, b in zip(wanted, steps))
        return (input_shape[0],) + steps + (self.output_dim,)
