"""The base class of recurrent layers on images before cells were introduced."""
from keras import backend as K
from keras.engine.base_layer import InputSpec
from keras.layers.arguments import add_to_config, positive_int, set_geometry
from keras.layers.shapes import convolved_shape

from .recurrent import Recurrent


class ConvRecurrent2D(Recurrent):
    """A `Recurrent` whose states and output are images, with the size of a convolution's output.

    Args:
        filters: int, number of channels of the output and the states.
        kernel_size: int or pair of ints.
        strides: int or pair of ints.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints.
        return_sequences: as in `RNN`.
        go_backwards: as in `RNN`.
        stateful: as in `RNN`.

    Shapes:
        Inputs `(batch, time, rows, columns, channels)`; outputs
        `(batch, new_rows, new_columns, filters)`, or `(batch, time, new_rows, new_columns,
        filters)` with `return_sequences`. With `channels_first` the channels come before the
        rows.
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None,
                 dilation_rate=(1, 1), return_sequences=False, go_backwards=False, stateful=False,
                 **kwargs):
        super().__init__(return_sequences=return_sequences, go_backwards=go_backwards,
                         stateful=stateful, **kwargs)
        self.filters = positive_int(self, 'filters', filters)
        set_geometry(self, 2, kernel_size, strides, padding, dilation_rate)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = [InputSpec(ndim=5)]
        self.states = [None, None]

    def _state_shapes(self, input_shape):
        return [self._step_output_shape(input_shape)] * len(self.states)

    def _step_output_shape(self, input_shape):
        return convolved_shape(self, self.filters, input_shape)

    def get_config(self):
        return add_to_config(super().get_config(), self, 'filters', 'kernel_size', 'strides',
                             'padding', 'data_format', 'dilation_rate')
