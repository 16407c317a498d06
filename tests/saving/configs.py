"""Objects whose configurations are to be those of Keras 2.3.1.

`configs.json` holds them: the expression that makes an object, and the configuration that it has
in Keras 2.3.1. There a tuple is written as `{"()": [...]}`, and a function as null, for each
Python has its own bytecode. To add an object, write its expression with null into the file, and
run `python tests/saving/configs.py` with Keras 2.3.1.
"""
import json
import os

import numpy as np

from keras import (  # noqa: F401
    activations,
    constraints,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    regularizers,
)
from keras import backend as K
from keras.utils.generic_utils import func_dump


def named(x, factor=1.):
    return x * factor


def sequential():
    return models.Sequential([
        layers.Dense(3, input_shape=(4,)),
        models.Sequential([layers.Dense(2, input_shape=(3,)), layers.Activation('relu')])])


def deferred():
    return models.Sequential([layers.Dense(3), layers.Dropout(.1)], name='deferred')


def graph():
    """Several inputs and outputs, a shared layer, a nested model, arguments of a call."""
    inner_input = layers.Input((4,))
    inner = models.Model(inner_input, layers.Dense(3)(inner_input), name='inner')
    shared = layers.Dense(4, activation='tanh', name='shared')
    one, two = layers.Input((4,), name='one'), layers.Input((4,), dtype='float32')
    sequence, state = layers.Input((5, 2)), layers.Input((4,))
    read = layers.GRU(4)(sequence, initial_state=state)
    dropped = layers.Dropout(.2)(shared(shared(one)), training=True)
    joined = layers.concatenate([inner(dropped), inner(shared(two)), read], axis=-1)
    return models.Model([one, two, sequence, state],
                        [layers.Dense(1, name='out')(joined), joined], name='graph')


PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'configs.json')


def expected():
    """Returns a dictionary from expressions to configurations."""
    with open(PATH) as file:
        return json.load(file)


def configuration(expression):
    """Returns the configuration of an object, as `configs.json` holds it."""
    K.clear_session()
    return encoded(eval(expression).get_config())


def encoded(value):
    """Turns a value of a configuration into what JSON can hold, telling tuples from lists."""
    if isinstance(value, tuple):
        if value == func_dump(named):
            return None
        return {'()': [encoded(item) for item in value]}
    if isinstance(value, list):
        return [encoded(item) for item in value]
    if isinstance(value, dict):
        return {key: encoded(item) for key, item in value.items()}
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    return value


def main():
    lines = ['%s: %s' % (json.dumps(expression), json.dumps(configuration(expression)))
             for expression in expected()]
    with open(PATH, 'w') as file:
        file.write('{\n%s\n}\n' % ',\n'.join(lines))


if __name__ == '__main__':
    main()
