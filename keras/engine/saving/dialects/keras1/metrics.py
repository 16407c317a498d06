"""Metrics of Keras 1 that Keras 2 removed, as their averages over batches were misleading."""
from keras.utils.generic_utils import get_custom_objects
from keras.utils.warn import warn

_GONE = ('precision', 'recall', 'fbeta_score', 'fmeasure', 'matthews_correlation')


def training(config, model):
    return dict(config, metrics=_without_those_gone(config.get('metrics')))


def _without_those_gone(described):
    """Removes these metrics, with a warning, from a description of metrics.

    Args:
        described: name, list or dictionary of them, or None; as passed to `compile`.

    Returns:
        A description without them. Custom objects with their names are kept.
    """
    if isinstance(described, list):
        return [_without_those_gone(item) for item in described if not _is_gone(item)]
    if isinstance(described, dict):
        return {name: _without_those_gone(item) for name, item in described.items()
                if not _is_gone(item)}
    return described


def _is_gone(metric):
    if not isinstance(metric, str) or metric not in _GONE or metric in get_custom_objects():
        return False
    warn('The model was compiled with the metric %s of Keras 1, which Keras 2 removed, '
         'so it is loaded without it. You can pass your own function with this name in '
         '`custom_objects`.' % metric)
    return True
