"""Building models whose inputs are determined by the first data."""
import numpy as np

from keras.utils.generic_utils import unpack_singleton

from .network import connect_inputs, numbered


def build_for_data(model, x):
    """Builds a model to take data of the shape of `x`.

    Args:
        model: `Sequential` without an input shape, or a subclass that overrides `call`.
        x: array, or list or dictionary of arrays.

    Raises:
        ValueError: if there are no data, or no layers.
    """
    if hasattr(model, 'add') and not model.layers:
        raise ValueError('The model %s has no layers yet: add some with add() first.' % model.name)
    arrays = _arrays(model, x)
    if not arrays:
        raise ValueError('The model %s is not built yet, and there are no data that determine the '
                         'shape of its inputs. Call build() with an input shape first.'
                         % model.name)
    if not hasattr(arrays[0], 'shape'):
        arrays = [np.asarray(arrays)]
    shapes = [(None,) + (tuple(array.shape[1:]) or (1,)) for array in arrays]
    if not model.built:
        model.build(unpack_singleton(shapes))
        model.built = True
    if not model.outputs:  # an overridden `build` may make only weights
        connect_inputs(model, shapes)


def _arrays(model, x):
    if isinstance(x, dict):
        names = numbered('input', x)
        if len(x) > 1 and set(x) != set(names):
            raise ValueError('The inputs of %s have no names yet, but the data are a dictionary. '
                             'Pass a list, in the order in which `call` takes them; or use the '
                             'names %s.' % (model.name, ', '.join(names)))
        return [x.get(name) for name in names] if len(x) > 1 else list(x.values())
    return [x] if hasattr(x, 'shape') else list(x or [])
