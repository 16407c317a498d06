"""Metrics of Keras 1 that Keras 2 dropped, as their averages over batches meant little."""
from keras.utils.generic_utils import get_custom_objects
from keras.utils.warn import warn

_GONE = ('precision', 'recall', 'fbeta_score', 'fmeasure', 'matthews_correlation')


def training(config, model):
    return dict(config, metrics=_without_those_gone(config.get('metrics')))


def _without_those_gone(described):
    """Leaves out the metrics that are gone, with a warning, from a description of metrics.

    Args:
        described: name, list or dictionary of them, or None; as given to `compile`.

    Returns:
        A description without them. Custom objects of their names stay.
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
    warn('The model was compiled with the metric %s of Keras 1, which is gone since '
         'Keras 2, and is now without it. A function of your own in `custom_objects` '
         'takes its place.' % metric)
    return True
