"""The order of the axes of convolution kernels in Keras 1."""


def old_axes(rank, ordering, transposed=False):
    """Returns the axes of a kernel of Keras 1 in the order of Keras 2: space, inputs, outputs.

    Args:
        rank: int, number of axes.
        ordering: `'tf'`, with the spatial axes first, or `'th'`, with the spatial axes last, after
            outputs and inputs.
        transposed: whether the kernel is that of a transposed convolution, which in Keras 2 has
            the outputs before the inputs.

    Returns:
        A tuple for `numpy.transpose`.
    """
    axes = tuple(range(rank))
    if ordering == 'th':
        axes = axes[2:] + (1, 0)
    return axes[:-2] + (axes[-1], axes[-2]) if transposed else axes


def new_axis(axis, layer_class, config):
    """Returns the axis in Keras 2 for an axis of a layer's kernel in Keras 1.

    Args:
        axis: int.
        layer_class: name of the layer's class in Keras 2.
        config: dictionary, the configuration of the layer in Keras 1.
    """
    if layer_class == 'Conv1D':  # whose kernel had a second axis of length 1
        return axis - (axis > 1)
    rank = 4 if 'nb_row' in config else 5 if 'kernel_dim1' in config else None
    if rank is None or layer_class.startswith('LocallyConnected'):
        return axis
    axes = old_axes(rank, config.get('dim_ordering'), layer_class.endswith('Transpose'))
    return axes.index(axis % rank)
