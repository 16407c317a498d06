"""Random small models with data, the same for the same seed."""
import json

import numpy as np

from keras import backend as K
from keras.models import model_from_json

from .draws import Draw
from .graphs import Graph
from .training import Objective


def write_case(seed, path):
    """Writes a random model with what it is trained on as an `.npz` file.

    Args:
        seed: int.
        path: string.

    Returns:
        List of the names of its layers' classes.
    """
    K.clear_session()
    draw = Draw(seed)
    K.set_floatx(draw.floatx)
    batch = draw.size()
    graph = Graph(draw, batch if draw.stateful else None)
    graph.begin()
    graph.grow(draw.randint(2, 6))
    objective = Objective(draw, graph)
    architecture = with_free_axes(draw, graph.model().to_json())
    random = np.random.RandomState(seed)
    arrays = {'w%d' % i: values for i, values in enumerate(weights(random, architecture))}
    for i, (x, values) in enumerate(zip(graph.inputs, graph.values)):
        arrays['x%d' % i] = values(random, (batch,) + K.int_shape(x)[1:])
    for i, targets in enumerate(objective.targets(random, batch)):
        arrays['y%d' % i] = targets
    for i, values in enumerate(objective.sample_weights(random, batch)):
        if values is not None:
            arrays['s%d' % i] = values
    description = {'architecture': architecture, 'floatx': draw.floatx,
                   'trained': not draw.noisy, 'compiled': objective.compiled,
                   'class_weight': objective.class_weight(),
                   'one_by_one': batch > 1 and not draw.stateful and draw.chance(.2)}
    np.savez(path, description=json.dumps(description), **arrays)
    return sorted({part['class_name'] for part in parts(json.loads(architecture))})


def with_free_axes(draw, architecture):
    """Leaves lengths of inputs open, at times, if the layers take it."""
    config = json.loads(architecture)
    shapes = [part['config']['batch_input_shape'] for part in parts(config)
              if 'batch_input_shape' in part['config']]
    if draw.chance(.7) or any(shape[0] for shape in shapes):
        return architecture
    for shape in shapes:
        for axis in range(1, len(shape) - 1):
            if draw.chance(.7):
                shape[axis] = None
    freed = json.dumps(config)
    try:
        same = weight_shapes(freed) == weight_shapes(architecture)
    except ValueError:  # not every layer takes it
        same = False
    return freed if same else architecture


def weight_shapes(architecture):
    return [K.int_shape(w) for w in weights_of(architecture)]


def weights_of(architecture):
    """Returns the weights of a model, in the order of `set_weights`."""
    return [w for layer in model_from_json(architecture).layers for w in layer.weights]


def weights(random, architecture):
    """Returns random weights for a model."""
    found = []
    for weight in weights_of(architecture):
        positive = 'variance' in weight.name or 'gamma' in weight.name
        low, high = (.4, 1.5) if positive else (-.8, .8)
        found.append(random.uniform(low, high, K.int_shape(weight)).astype('float32'))
    return found


def parts(config):
    """Yields the descriptions of all layers, those inside of others too."""
    if isinstance(config, dict):
        if 'class_name' in config and isinstance(config.get('config'), dict):
            yield config
        config = list(config.values())
    if isinstance(config, list):
        for part in config:
            yield from parts(part)
