"""Monitors a value in the logs."""
import numpy as np

from keras.utils.warn import warn


def improvement(monitor, mode, kind):
    """Returns the comparison that decides whether a value improves on another, and the worst value.

    Args:
        monitor: name of the value.
        mode: `'min'`, `'max'` or `'auto'` (`'max'` for accuracies and F-measures).
        kind: name of the callback, for the warning about an unknown mode.

    Returns:
        `(np.less, inf)` or `(np.greater, -inf)`.
    """
    if mode not in ('auto', 'min', 'max'):
        warn("%s: mode %r is not 'auto', 'min' or 'max'; 'auto' is used." % (kind, mode),
             RuntimeWarning)
        mode = 'auto'
    if mode == 'auto':
        mode = 'max' if 'acc' in monitor or monitor.startswith('fmeasure') else 'min'
    return (np.less, np.inf) if mode == 'min' else (np.greater, -np.inf)


def with_old_names(logs):
    """Returns `logs` plus the accuracy under its name before Keras 2.3 (`acc`)."""
    named = {name[:-len('accuracy')] + 'acc': value for name, value in logs.items()
             if name == 'accuracy' or name.endswith('_accuracy')}
    named.update(logs)
    return named


class Monitor:
    """Looks up a value in the logs; warns the first time that it is missing.

    Args:
        name: name of the value.
        kind: name of the callback, for the warning.
    """

    def __init__(self, name, kind):
        self.name = name
        self.kind = kind
        self._warned = False

    def __call__(self, logs):
        value = with_old_names(logs).get(self.name)
        if value is None and not self._warned:
            self._warned = True
            warn('%s monitors %r, which is not in the logs. Available: %s.' % (
                self.kind, self.name, ', '.join(sorted(logs)) or 'nothing'), RuntimeWarning)
        return value
