"""The base of layers for sequences, images and volumes."""
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.utils import conv_utils


class SpatialLayer(Layer):
    """Base of layers whose inputs have spatial axes (or a time axis).

    Inputs and outputs are `(batch, space..., channels)`, or `(batch, channels, space...)` with
    `'channels_first'`.

    A subclass defines `call`. It overrides `_output_length` if it changes the lengths of the
    spatial axes, and `_output_channels` if it changes the number of channels;
    `compute_output_shape` and the check that the input is large enough follow from these.
    `_spatial_axes` and `_channel_axis` return the positions of the axes.

    Args:
        rank: int, number of spatial axes: 1 to 3.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
    """

    def __init__(self, rank, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.rank = rank
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)

    @property
    def _spatial_axes(self):
        return conv_utils.spatial_axes(self.data_format, self.rank)

    @property
    def _channel_axis(self):
        return conv_utils.channel_axis(self.data_format)

    def _output_length(self, i, length):
        """Returns the output length for the length (int or scalar tensor) of spatial axis `i`."""
        return length

    def _output_channels(self, channels):
        """Returns the number of output channels for that of the input, which may be None."""
        return channels

    def build(self, input_shape):
        self._check_size(input_shape)
        super().build(input_shape)

    def _check_size(self, input_shape):
        lengths = self.compute_output_shape(input_shape)
        if any(length is not None and length < 1 for length in lengths):
            raise ValueError('the input is too small, the output would have shape %s. Use larger '
                             'inputs, or fewer layers that shrink them.' % (lengths,))

    def compute_output_shape(self, input_shape):
        shape = list(input_shape)
        for i, axis in enumerate(self._spatial_axes):
            if shape[axis] is not None:
                shape[axis] = self._output_length(i, shape[axis])
        shape[self._channel_axis] = self._output_channels(shape[self._channel_axis])
        return tuple(shape)
