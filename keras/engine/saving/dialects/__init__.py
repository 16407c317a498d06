"""What other writers of files mean, put as Keras 2.3 on TensorFlow writes it: a module for each.

    ========  ==========================================  =======================================
    writer    told by                                     what is rewritten
    ========  ==========================================  =======================================
    keras3    the version                                 nothing: its models are refused
    tf_keras  names and arguments that Keras 2 never had  names, arguments; order of the state
    keras1    the version, or that there is none; for     names, arguments, merged branches;
              descriptions, names and arguments           layouts of weights; order of the state
    theano    the backend, or names in files of Keras 1   kernels of convolutions, also in states
    cudnn     shapes of weights                           layouts of weights; which bias
    ========  ==========================================  =======================================

What older releases of Keras 2 wrote differently is understood where programs pass it without a
file: by `Sequential.from_config` (a list of layers), `LayerOfCell.from_config` (`implementation`)
and `Optimizer.set_weights` (fewer arrays).

A dialect has one or more of these functions, its doors. Each returns what it is given first, put
as Keras 2.3 does, or the same object if it is none of its own::

    layer(described)                           a layer, just before it is made
    model(described, store)                    a model, and the `H5Dict` it is from, or None
    weights(arrays, layer, variables, written) the arrays for the variables of a layer
    training(config, model)                    how a model was compiled
    state(arrays, model, names, written)       the arrays of an optimizer, with their names

`described` is a dictionary `{'class_name': ..., 'config': ...}`; `written` a `Written`.
"""
import functools

from keras.engine import registry

from . import cudnn, keras1, keras3, tf_keras, theano

DIALECTS = (keras3, tf_keras, keras1, theano, cudnn)


def as_keras_2(door, value, *context):
    """Takes what a file holds through a door of all dialects.

    Args:
        door: string, the name of the door.
        value: what to put as Keras 2 does.
        *context: what else the door takes.

    Returns:
        What Keras 2 would have written.

    Raises:
        ValueError: if there is nothing in Keras 2 that does the same.
    """
    for dialect in DIALECTS:
        if hasattr(dialect, door):
            value = getattr(dialect, door)(value, *context)
    return value


# Layers are made one by one, also those that are in no file.
registry.translations.append(functools.partial(as_keras_2, 'layer'))
