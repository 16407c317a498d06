"""Keras 3, whose models are refused. Its weights are laid out as those of Keras 2."""
from .written import version


def model(described, store):
    # The same descriptions mean something else there: of the activation `hard_sigmoid`, say.
    major = version(store).split('.')[0] if store is not None else ''
    if major.isdigit() and int(major) >= 3:
        raise ValueError('it was written by Keras %s, whose layers partly compute something else '
                         'than those of Keras 2. Build the model here and use `load_weights`, or '
                         'save it with tf_keras.' % version(store))
    return described
