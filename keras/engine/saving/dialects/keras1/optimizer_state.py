"""The arrays of an optimizer of Keras 1, which sorted the weights of a model by name."""
from ...stored_arrays import arrays_by_name, in_order
from ..series import each_series
from .layouts import names_of, weights


def state(arrays, model, names, written):
    if not written.by_keras1:
        return arrays
    variables = model._collected_trainable_weights
    trained = list(_names_of_trained(model, variables, written.store))

    def relaid(series):
        by_name = dict(zip(sorted(trained), series))
        return weights([by_name[name] for name in trained], model, variables, written)

    has_twins = len(set(trained)) < len(trained)
    return arrays if has_twins else each_series(arrays, len(trained), relaid)


def _names_of_trained(model, variables, store):
    for layer, name in in_order(store, model.layers):
        saved = arrays_by_name(store[name])
        yield from names_of(layer, variables, list(saved), list(saved.values()))
