import numpy as np
import pytest
from numpy.testing import assert_array_equal

from keras.utils import conv_utils


def test_tuples():
    normalize = conv_utils.normalize_tuple
    assert normalize(3, 2, 'size') == (3, 3)
    assert normalize([1, 2], 2, 'size') == (1, 2)
    assert normalize(np.array([1, 2]), 2, 'size') == (1, 2)
    assert normalize(np.int64(3), 1, 'size') == (3,)
    for bad in ((1, 2, 3), 'a', 'ab', (1, 'a'), (1.5, 2), 2.5, None):
        with pytest.raises(ValueError, match='size must be an integer or a tuple of 2 integers'):
            normalize(bad, 2, 'size')


def test_paddings():
    assert conv_utils.normalize_padding('SAME') == 'same'
    for bad in ('full', 3, None):
        with pytest.raises(ValueError, match='"valid" or "same"'):
            conv_utils.normalize_padding(bad)


def test_kernels_are_turned():
    kernel = np.arange(24.).reshape(2, 3, 2, 2)
    assert_array_equal(conv_utils.convert_kernel(kernel), kernel[::-1, ::-1])
    assert_array_equal(conv_utils.convert_kernel(kernel[0]), kernel[0, ::-1])
    with pytest.raises(ValueError, match=r'\(3, 4\)'):
        conv_utils.convert_kernel(np.zeros((3, 4)))


# (length, kernel size, stride, dilation) -> lengths for valid, same, causal, full, which are
# those of Keras 2.3.1.
@pytest.mark.parametrize('arguments, lengths', [
    ((7, 3, 2, 1), (3, 4, 4, 5)), ((7, 3, 1, 2), (3, 7, 7, 11)), ((8, 3, 3, 2), (2, 3, 3, 4)),
    ((2, 3, 1, 1), (0, 2, 2, 4)), ((None, 3, 2, 1), (None,) * 4)])
def test_output_lengths(arguments, lengths):
    length, size, stride, dilation = arguments
    found = tuple(conv_utils.conv_output_length(length, size, padding, stride, dilation)
                  for padding in ('valid', 'same', 'causal', 'full'))
    assert found == lengths


@pytest.mark.parametrize('padding, lengths', [('valid', (9, 16)), ('same', (7, 12)),
                                              ('full', (5, 10))])
def test_input_lengths(padding, lengths):
    assert conv_utils.conv_input_length(4, 3, padding, 2) == lengths[0]
    assert conv_utils.conv_input_length(5, 4, padding, 3) == lengths[1]
    assert conv_utils.conv_input_length(None, 3, padding, 2) is None


# Lengths for inputs of length 5 and 4, with kernels of size 3 and 2 and strides 2 and 3, which
# are those of Keras 2.3.1.
@pytest.mark.parametrize('padding, output_padding, dilation, lengths', [
    ('valid', None, 1, (11, 12)), ('valid', None, 2, (13, 12)), ('valid', 0, 1, (11, 11)),
    ('valid', 1, 2, (14, 13)), ('same', None, 1, (10, 12)), ('same', 0, 1, (9, 9)),
    ('same', 1, 2, (10, 11)), ('full', None, 1, (7, 9)), ('full', None, 2, (5, 8)),
    ('full', 1, 1, (8, 10))])
def test_lengths_of_transposed_convolutions(padding, output_padding, dilation, lengths):
    found = (conv_utils.deconv_length(5, 2, 3, padding, output_padding, dilation),
             conv_utils.deconv_length(4, 3, 2, padding, output_padding, dilation))
    assert found == lengths
    assert conv_utils.deconv_length(None, 2, 3, padding, output_padding) is None


@pytest.mark.parametrize('padding', ['diagonal', 'SAME', None])
def test_lengths_with_an_unknown_padding(padding):
    for lengths in (lambda: conv_utils.conv_output_length(32, 5, padding, 2),
                    lambda: conv_utils.conv_input_length(32, 5, padding, 2),
                    lambda: conv_utils.deconv_length(32, 2, 5, padding, None),
                    lambda: conv_utils.deconv_length(32, 2, 5, padding, 1)):
        with pytest.raises(ValueError, match="`padding`.*'full', 'same', 'valid'.*%r" % padding):
            lengths()


def test_axes():
    assert conv_utils.spatial_axes('channels_last', 2) == [1, 2]
    assert conv_utils.spatial_axes('channels_first', 3) == [2, 3, 4]
    assert conv_utils.channel_axis('channels_first') == 1
    assert conv_utils.channel_axis('channels_last') == -1
