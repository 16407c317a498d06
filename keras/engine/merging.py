"""Averages over all processes that train a model together."""
import numpy as np

from keras import backend as K

from .contributions import unique
from .layer_metric import LayerMetric


def merge(group, model, totals, seen):
    """Merges the results of an epoch.

    The states of metrics are added up, so the value of a metric is that of all samples together,
    also if it is no average, such as the area under a curve.

    Args:
        group: `ProcessGroup`.
        model: `Model`, whose metrics get the merged states.
        totals: dictionary from the names of the results to their sums over samples, or to the last
            value for metrics with a state; empty if this process had no samples.
        seen: int, the number of samples.

    Returns:
        The same, for all processes: the dictionary and the number of samples.
    """
    if group.size == 1:
        return totals, seen
    metrics = dict(zip(model.stateful_metric_names, model.metrics))
    held = {name: metric for name, metric in metrics.items()
            if not isinstance(metric, LayerMetric)}  # whose variables are not known
    summed = [name for name in model.metrics_names if name not in held]
    sums = [np.float64(totals.get(name, 0.)) * (seen if name in metrics else 1) for name in summed]
    states = unique(w for metric in held.values() for w in metric.weights)
    counted, *merged = group.sum([np.int64(seen)] + sums + K.batch_get_value(states))
    K.batch_set_value(list(zip(states, merged[len(sums):])))
    values = dict(zip(summed, merged))
    values.update((name, values[name] / counted) for name in summed if name in metrics)
    if held:
        values.update(zip(held, model._results_of_metrics(list(held.values()))))
    return {name: float(value) for name, value in values.items()}, int(counted)
