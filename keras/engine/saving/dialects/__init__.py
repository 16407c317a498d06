"""Files of other writers, rewritten the way Keras 2.3 on TensorFlow would have written them.

There is a module for each writer, called a dialect. They are applied in the order of this table:

    ========  ==========================================  =======================================
    writer    recognized by                               what is rewritten
    ========  ==========================================  =======================================
    keras3    the version                                 nothing: its models are refused
    tf_keras  names and arguments that Keras 2 never had  names, arguments; order of the state
    keras1    the version, or its absence; in             names, arguments, merged branches;
              descriptions, names and arguments           layouts of weights; order of the state
    theano    the backend, or names in files of Keras 1   kernels of convolutions, also in states
    cudnn     shapes of weights                           layouts of weights; which bias
    ========  ==========================================  =======================================

A dialect has one or more of these functions, called doors. Each returns its first argument
rewritten, or unchanged if another writer wrote it::

    layer(described)                            one layer, just before it is made
    model(described, store)                     a model; the `H5Dict` it comes from, or None
    weights(arrays, layer, variables, written)  the arrays for the variables of a layer
    training(config, model)                     how a model was compiled
    state(arrays, model, names, written)        the arrays of an optimizer and their names

`described` is a dictionary `{'class_name': ..., 'config': ...}`, `written` a `Written`.

Older releases of Keras 2 need no dialect. Programs also pass their configurations to public
methods, so `Sequential.from_config` takes a list of layers, `from_config` of recurrent layers takes
`implementation=0`, and `Optimizer.set_weights` takes fewer arrays.
"""
import functools

from keras.engine import registry

from . import cudnn, keras1, keras3, tf_keras, theano

DIALECTS = (keras3, tf_keras, keras1, theano, cudnn)


def as_keras_2(door, value, *context):
    """Passes part of a file through one door of every dialect.

    Args:
        door: name of the door.
        value: the first argument of the door.
        *context: its other arguments.

    Returns:
        `value` as Keras 2 would have written it.

    Raises:
        ValueError: if Keras 2 has no equivalent.
    """
    for dialect in DIALECTS:
        if hasattr(dialect, door):
            value = getattr(dialect, door)(value, *context)
    return value


# Layers are also made from configurations that do not come from a file.
registry.translations.append(functools.partial(as_keras_2, 'layer'))
