"""A progress bar for terminals, notebooks and log files."""
import sys
import time
from collections import OrderedDict

import numpy as np


class Progbar:
    """Shows the progress of a loop, the remaining time, and averages of values.

    In a terminal or notebook the bar is redrawn in place; elsewhere (a file, a pipe) each update is
    a new line.

    Args:
        target: int, the number of steps (or samples) expected; None if unknown.
        width: int, the width of the bar in characters.
        verbose: 0 shows nothing, 1 the bar, 2 one line without a bar at the end (with an unknown
            target, at each call).
        interval: float, the minimum time between two updates, in seconds.
        stateful_metrics: list of the names of values to show as they are; all others are averaged
            over the steps.

    Example::

        bar = keras.utils.Progbar(100)
        for step in range(100):
            bar.add(1, [('loss', 1. / (1 + step))])
    """

    def __init__(self, target, width=30, verbose=1, interval=0.05, stateful_metrics=None):
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.stateful_metrics = set(stateful_metrics or ())
        self._values = OrderedDict()  # from name to [weighted sum, weight]
        self._seen_so_far = 0
        self._start = time.time()
        self._last_update = 0
        self._shown_width = 0
        self._in_place = (getattr(sys.stdout, 'isatty', bool)() or 'ipykernel' in sys.modules)

    def update(self, current, values=None, finalize=None):
        """Records that `current` steps are done, and redraws the bar if it is due.

        Args:
            current: int, the number of steps done so far.
            values: list of pairs `(name, value)`.
            finalize: whether this is the end; by default, whether the target is reached.
        """
        self._take(current, values or ())
        if not self.verbose:
            return
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        now = time.time()
        if self.verbose == 1:
            if finalize or now - self._last_update >= self.interval:
                self._draw(current, now, finalize)
                self._last_update = now
        elif finalize or self.target is None:
            self._write(' - %ds%s\n' % (now - self._start, self._metrics()))

    def add(self, n, values=None):
        """Records `n` more steps (see `update`).

        Args:
            n: int.
            values: list of pairs `(name, value)`.
        """
        self.update(self._seen_so_far + n, values)

    def _take(self, current, values):
        weight = current - self._seen_so_far
        self._seen_so_far = current
        for name, value in values:
            if name in self.stateful_metrics:
                self._values[name] = [value, 1]
            elif name in self._values:
                total = self._values[name]
                total[0] += value * weight
                total[1] += weight
            else:
                self._values[name] = [value * weight, weight]

    def _draw(self, current, now, finalize):
        text = self._position(current) + self._times(current, now, finalize) + self._metrics()
        if not self._in_place:
            self._write(text + '\n')
            return
        self._write('\r' + text.ljust(self._shown_width) + ('\n' if finalize else ''))
        self._shown_width = 0 if finalize else len(text)

    def _position(self, current):
        if self.target is None:
            return '%7d/Unknown' % current
        done = min(1., current / self.target) if self.target else 1.
        filled = int(self.width * done)
        head = '>' if done < 1 else '='
        bar = ('=' * (filled - 1) + head if filled else '').ljust(self.width, '.')
        return '%*d/%d [%s]' % (len(str(self.target)), current, self.target, bar)

    def _times(self, current, now, finalize):
        elapsed = now - self._start
        per_step = elapsed / current if current else 0
        if self.target is not None and not finalize:
            return ' - ETA: ' + _clock(per_step * (self.target - current))
        return ' - %ds %s/step' % (elapsed, _duration(per_step))

    def _metrics(self):
        return ''.join(' - %s: %s' % (name, _number(np.mean(total) / max(1, weight)))
                       for name, (total, weight) in self._values.items())

    @staticmethod
    def _write(text):
        sys.stdout.write(text)
        sys.stdout.flush()


def _number(value):
    return ('%.4f' if abs(value) > 1e-3 else '%.4e') % value


def _clock(seconds):
    if seconds <= 60:
        return '%ds' % seconds
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return '%d:%02d' % (minutes, seconds)
    return '%d:%02d:%02d' % (minutes // 60, minutes % 60, seconds)


def _duration(seconds):
    if seconds >= 1 or seconds == 0:
        return '%.0fs' % seconds
    if seconds >= 1e-3:
        return '%.0fms' % (seconds * 1e3)
    return '%.0fus' % (seconds * 1e6)
