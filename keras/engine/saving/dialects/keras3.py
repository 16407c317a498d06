"""Keras 3, whose models are refused. Its weights have the layout of Keras 2."""
from .written import version


def model(described, store):
    # Some descriptions mean something else there, for instance the activation `hard_sigmoid`.
    major = version(store).split('.')[0] if store is not None else ''
    if major.isdigit() and int(major) >= 3:
        raise ValueError('it was written by Keras %s, some of whose layers compute something else '
                         'than those of Keras 2. Build the model here and use `load_weights`, or '
                         'save it with tf_keras.' % version(store))
    return described
