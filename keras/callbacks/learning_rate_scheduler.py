"""Learning rates that depend on the epoch."""
import inspect
import numbers

from keras import backend as K

from .base import Callback


class LearningRateScheduler(Callback):
    """Sets the learning rate at the start of each epoch.

    Args:
        schedule: function that returns the learning rate, from `(epoch)` or
            `(epoch, learning_rate)`: the index of the epoch, from 0, and the current learning rate.
        verbose: int, 1 prints a line for each epoch.

    Raises:
        ValueError: during training, if `schedule` does not return a number, or the optimizer has no
            learning rate.

    Example::

        from keras.callbacks import LearningRateScheduler
        from keras.layers import Dense

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', 'mse')
        halve = LearningRateScheduler(lambda epoch: 0.1 * 0.5 ** (epoch // 10))
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), epochs=2, verbose=0,
                  callbacks=[halve])
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
