"""Learning rates by the clock."""
import inspect
import numbers

from keras import backend as K

from .base import Callback


class LearningRateScheduler(Callback):
    """Sets the learning rate at the start of each epoch.

    Args:
        schedule: function from the epoch (from 0), or from the epoch and the present learning
            rate, to the learning rate.
        verbose: 1 prints a line for each epoch.

    Raises:
        ValueError: when `schedule` returns no number, or the optimizer has no learning rate.

    Example::

        halving = LearningRateScheduler(lambda epoch: 0.1 * 0.5 ** (epoch // 10))
        model.fit(x, y, epochs=50, callbacks=[halving])
    """

    def __init__(self, schedule, verbose=0):
        super().__init__()
        self.schedule = schedule
        self.verbose = verbose
        self._takes_rate = _takes_two_arguments(schedule)

    def on_epoch_begin(self, epoch, logs=None):
        optimizer = self.model.optimizer
        if not hasattr(optimizer, 'lr'):
            raise ValueError('LearningRateScheduler needs an optimizer with the attribute `lr`; '
                             '%s has none.' % type(optimizer).__name__)
        if self._takes_rate:
            rate = self.schedule(epoch, float(K.get_value(optimizer.lr)))
        else:
            rate = self.schedule(epoch)
        if not isinstance(rate, numbers.Real):
            raise ValueError('The schedule of LearningRateScheduler must return a float, but for '
                             'epoch %d it returned %r.' % (epoch, rate))
        K.set_value(optimizer.lr, rate)
        if self.verbose:
            print('Epoch %d: learning rate %g.' % (epoch + 1, rate))

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            logs['lr'] = K.get_value(self.model.optimizer.lr)


def _takes_two_arguments(function):
    try:
        inspect.signature(function).bind(0, 0.1)
    except (TypeError, ValueError):
        return False
    return True
