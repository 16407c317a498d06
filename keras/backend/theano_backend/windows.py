"""Operations on the windows of images, in C, on which convolutions and poolings are built.

Images are arrays (batch, depth, rows, columns, channels), kernels (window_depth, window_rows,
window_columns, channels, filters); missing axes have size 1. With the channels last, a row of a
window is contiguous in memory, windows are quickly copied to the rows of a matrix, and the kernel
already is the matrix to multiply it by.

A convolution is linear in the image and in the kernel, so three operations are each other's
gradients: the output from image and kernel, the image from kernel and output (the transposed
convolution), and the kernel from image and output.
"""
import numpy as np
from theano import gof, tensor
from theano.gradient import DisconnectedType
from theano.tensor import blas, blas_headers

from . import windows_code as code

OUTPUT, IMAGE, KERNEL = range(3)
_PARTS = {OUTPUT: (IMAGE, KERNEL), IMAGE: (KERNEL, OUTPUT), KERNEL: (IMAGE, OUTPUT)}
_PADDINGS = 'valid', 'same', 'causal'
_NO_SIZES = np.zeros(3, 'int64')

# The axes of the parts at one entry of the windows, for `np.einsum`.
_ALL_CHANNELS = {OUTPUT: 'nzyxf', IMAGE: 'nzyxc', KERNEL: 'cf'}
_BY_CHANNEL = {OUTPUT: 'nzyxcf', IMAGE: 'nzyxc', KERNEL: 'cf'}


def _places(sizes, window, strides, dilation, padding):
    """Returns the number of windows along each axis; all may be ints or scalar tensors."""
    if padding != 'valid':
        return tuple((size + stride - 1) // stride for size, stride in zip(sizes, strides))
    return tuple((size - rate * (length - 1) - 1) // stride + 1
                 for size, length, stride, rate in zip(sizes, window, strides, dilation))


class _Entries:
    """The same in NumPy, one entry of the windows at a time, if nothing can be compiled.

    Attributes:
        shape: shape of an image with the zeros around it.
        inside: index of the image in it.
        seen: list of pairs: the index of an entry in a window, and the corresponding index of the
            image with the zeros, for all positions of the window.
    """

    def __init__(self, shape, window, strides, dilation, padding):
        places = _places(shape[1:4], window, strides, dilation, padding)
        spans = [rate * (length - 1) + 1 for rate, length in zip(dilation, window)]
        if min(places) < 1:
            raise ValueError('A convolution or pooling got windows that are larger than the '
                             'images: %s and %s.' % (spans, list(shape[1:4])))
        needed = [(count - 1) * stride + span
                  for count, stride, span in zip(places, strides, spans)]
        before = {'valid': [0, 0, 0], 'causal': [span - 1 for span in spans], 'same': [
            max(reach - size, 0) // 2 for reach, size in zip(needed, shape[1:4])]}[padding]
        sizes = [max(zeros + size, reach)
                 for zeros, size, reach in zip(before, shape[1:4], needed)]
        self.shape = shape[:1] + tuple(sizes) + shape[4:]
        self.inside = (slice(None),) + tuple(
            slice(zeros, zeros + size) for zeros, size in zip(before, shape[1:4]))
        self.seen = [(entry, (slice(None),) + tuple(
            slice(rate * i, rate * i + stride * (count - 1) + 1, stride)
            for i, rate, stride, count in zip(entry, dilation, strides, places)))
            for entry in np.ndindex(*window)]

    def around(self, image, fill=0):
        padded = np.full(self.shape, fill, image.dtype)
        padded[self.inside] = image
        return padded


class _Windows(gof.OpenMPOp):
    """Base class of the operations; `layout` describes the windows to the C code."""

    params_type = gof.ParamsType(layout=tensor.lvector)

    def c_headers(self):
        return ['<algorithm>', '<vector>'] + super().c_headers()

    def c_support_code(self):
        return code.THREADS[bool(self.openmp)] + code.GEOMETRY

    def c_code_cache_version(self):
        return 3, bool(self.openmp), blas.blas_header_version()

    def c_code(self, node, name, inputs, outputs, sub):
        names = dict(sub, **{'in%d' % i: name for i, name in enumerate(inputs)})
        names.update(('out%d' % i, name) for i, name in enumerate(outputs))
        return self.code % dict(names, type=node.outputs[0].type.dtype_specs()[1])


class Convolution(_Windows):
    """One of the three operations of a convolution.

    Args:
        made: OUTPUT, IMAGE or KERNEL, the result. It takes the other two, in the order image,
            kernel, output (IMAGE: kernel, output), and the three sizes of the result, unless they
            follow from these.
        strides: three ints.
        dilation: three ints.
        padding: `'valid'`, `'same'` or `'causal'`, in TensorFlow's sense.
        by_channel: whether each channel is convolved separately, with `filters` kernels each.
    """

    __props__ = ('made', 'strides', 'dilation', 'padding', 'by_channel')
    code = code.CONVOLVE

    def __init__(self, made, strides, dilation, padding, by_channel=False):
        super().__init__()
        self.made, self.strides, self.dilation = made, strides, dilation
        self.padding, self.by_channel = padding, by_channel

    @property
    def layout(self):
        kind = self.made, self.by_channel, _PADDINGS.index(self.padding)
        return np.array(kind + self.strides + self.dilation)

    def make_node(self, first, second, sizes=_NO_SIZES):
        inputs = [tensor.as_tensor_variable(x) for x in (first, second, sizes)]
        first, second, _ = inputs
        kept = (False,) * 5
        if self.made == OUTPUT:
            # With one pixel and one entry of the windows, there is one position.
            kept = (first.broadcastable[0],) + tuple(
                size and window for size, window in zip(first.broadcastable[1:4],
                                                        second.broadcastable)) + (False,)
        return gof.Apply(self, inputs, [tensor.TensorType(first.dtype, kept)()])

    def infer_shape(self, node, shapes):
        return [self._shape(node.inputs[2], shapes)]

    def _shape(self, sizes, shapes):
        """Returns the shape of the result, from the given sizes and the shapes of the inputs."""
        first, second = shapes[:2]
        sizes = tuple(sizes[i] for i in range(3))
        if self.made == OUTPUT:
            sizes = _places(first[1:4], second[:3], self.strides, self.dilation, self.padding)
            filters = second[4] * second[3] if self.by_channel else second[4]
            return (first[0],) + sizes + (filters,)
        if self.made == IMAGE:
            return (second[0],) + sizes + (first[3],)
        filters = second[4] // first[4] if self.by_channel else second[4]
        return sizes + (first[4], filters)

    def connection_pattern(self, node):
        return [[True], [True], [False]]

    def grad(self, inputs, gradients):
        parts = dict(zip(_PARTS[self.made], inputs))
        parts[self.made] = gradients[0]
        return [self._making(wanted, parts) for wanted in _PARTS[self.made]] + [
            DisconnectedType()()]

    def _making(self, wanted, parts):
        op = Convolution(wanted, self.strides, self.dilation, self.padding, self.by_channel)
        shape = parts[wanted].shape
        sizes = {OUTPUT: _NO_SIZES, IMAGE: shape[1:4], KERNEL: shape[:3]}[wanted]
        made = op(*[parts[part] for part in _PARTS[wanted]] + [sizes])
        return tensor.patternbroadcast(made, parts[wanted].broadcastable)

    def perform(self, node, inputs, outputs, params):
        parts = dict(zip(_PARTS[self.made], inputs))
        shape = tuple(int(size) for size in self._shape(inputs[2], [x.shape for x in inputs]))
        made = parts[self.made] = np.zeros(shape, inputs[0].dtype)
        entries = _Entries(parts[IMAGE].shape, parts[KERNEL].shape[:3], self.strides,
                           self.dilation, self.padding)
        output = parts[OUTPUT]
        if self.by_channel:
            output = output.reshape(output.shape[:4] + parts[KERNEL].shape[3:])
        image = entries.around(parts[IMAGE])
        form = _BY_CHANNEL if self.by_channel else _ALL_CHANNELS
        for entry, places in entries.seen:
            seen = {OUTPUT: output, IMAGE: image[places], KERNEL: parts[KERNEL][entry]}
            formula = ','.join(form[part] for part in _PARTS[self.made]) + '->' + form[self.made]
            seen[self.made][...] += np.einsum(
                formula, *[seen[part] for part in _PARTS[self.made]], optimize=True)
        if self.made == IMAGE:
            made[...] = image[entries.inside]
        outputs[0][0] = made

    def c_support_code(self):
        return (super().c_support_code() + blas_headers.blas_header_text() + code.PATCHES
                + code.BY_CHANNEL + code.RUN)

    def c_libraries(self):
        return blas.ldflags()

    def c_compile_args(self):
        return blas.ldflags(libs=False, flags=True) + super().c_compile_args()

    def c_lib_dirs(self):
        return blas.ldflags(libs=False, libs_dir=True)

    def c_header_dirs(self):
        return blas.ldflags(libs=False, include_dir=True)


class MaxPool(_Windows):
    """Returns the largest entry of each window.

    Its results are these entries, (batch, places, ..., channels), and their indices in the memory
    of the image; of equal ones, the first.
    """

    __props__ = ('window', 'strides', 'padding')
    code = code.MAX_POOL

    def __init__(self, window, strides, padding):
        super().__init__()
        self.window, self.strides, self.padding = window, strides, padding

    @property
    def layout(self):
        return np.array((_PADDINGS.index(self.padding),) + self.window + self.strides)

    def make_node(self, image):
        image = tensor.as_tensor_variable(image)
        single = (image.broadcastable[0],) + tuple(
            size and window == 1 for size, window in zip(image.broadcastable[1:4], self.window)
        ) + (image.broadcastable[4],)
        return gof.Apply(self, [image], [tensor.TensorType(dtype, single)()
                                         for dtype in (image.dtype, 'int64')])

    def infer_shape(self, node, shapes):
        image, = shapes
        places = _places(image[1:4], self.window, self.strides, (1, 1, 1), self.padding)
        return [(image[0],) + places + (image[4],)] * 2

    def connection_pattern(self, node):
        return [[True, False]]

    def grad(self, inputs, gradients):
        _, where = self(*inputs)
        made = Spread()(gradients[0], where, inputs[0].shape)
        return [tensor.patternbroadcast(made, inputs[0].broadcastable)]

    def perform(self, node, inputs, outputs, params):
        image, = inputs
        entries = _Entries(image.shape, self.window, self.strides, (1, 1, 1), self.padding)
        padded = entries.around(image, -np.inf)
        order = entries.around(np.arange(image.size).reshape(image.shape))
        best = where = None
        for _, places in entries.seen:
            if best is None:
                best, where = padded[places].copy(), order[places].copy()
            larger = padded[places] > best
            best[larger], where[larger] = padded[places][larger], order[places][larger]
        outputs[0][0], outputs[1][0] = best, where


class Spread(_Windows):
    """Adds each entry of `values` to zeros of shape `shape`, at its index in their memory."""

    __props__ = ()
    code = code.SPREAD

    @property
    def layout(self):
        return np.zeros(0, 'int64')

    def make_node(self, values, places, shape):
        inputs = [tensor.as_tensor_variable(x) for x in (values, places, shape)]
        return gof.Apply(self, inputs, [tensor.TensorType(values.dtype, (False,) * 5)()])

    def infer_shape(self, node, shapes):
        return [tuple(node.inputs[2][i] for i in range(5))]

    def connection_pattern(self, node):
        return [[True], [False], [False]]

    def grad(self, inputs, gradients):
        places = inputs[1]
        values = gradients[0].flatten()[places.flatten()].reshape(places.shape, ndim=5)
        values = tensor.patternbroadcast(values, inputs[0].broadcastable)
        return [values, DisconnectedType()(), DisconnectedType()()]

    def perform(self, node, inputs, outputs, params):
        values, places, shape = inputs
        spread = np.bincount(places.ravel(), values.ravel(), int(np.prod(shape)))
        outputs[0][0] = spread.reshape(shape).astype(values.dtype)
