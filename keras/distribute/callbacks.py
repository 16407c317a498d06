"""Callbacks for training with several workers, with the names and meaning of Horovod's."""
from numbers import Real

from keras import backend as K
from keras.callbacks import Callback

from .collectives import allreduce, broadcast_variables
from .process import size


class BroadcastGlobalVariablesCallback(Callback):
    """Starts all workers with the weights, and the optimizer's state, of one.

    `fit` does so with those of worker 0 by itself, before `on_train_begin`. This callback is for
    another worker, or for weights that a callback has changed since.

    Args:
        root_rank: int, the rank of the worker whose values all get.
        device: ignored.
    """

    def __init__(self, root_rank, device=''):
        super().__init__()
        self.root_rank = root_rank

    def on_train_begin(self, logs=None):
        broadcast_variables(self.model.weights + self.model.optimizer.weights, self.root_rank)


class MetricAverageCallback(Callback):
    """Averages the logs of an epoch over all workers.

    `fit` merges the loss and the metrics of the model by itself. This callback is for values that
    other callbacks have added to the logs; it must come after them.

    Args:
        device: ignored.
    """

    def __init__(self, device=''):
        super().__init__()

    def on_epoch_end(self, epoch, logs=None):
        numbers = sorted(name for name, value in (logs or {}).items()
                         if isinstance(value, Real))
        if numbers:
            averages = allreduce([float(logs[name]) for name in numbers])
            logs.update(zip(numbers, averages.tolist()))


class LearningRateScheduleCallback(Callback):
    """Multiplies the learning rate by a factor in some epochs.

    Args:
        initial_lr: float, the learning rate that the factor is applied to.
        multiplier: float, or function of the epoch that returns one.
        start_epoch: int, the first epoch in which it applies.
        end_epoch: int, the epoch before which it ends; None for no end.
        staircase: whether the rate changes only between epochs. Otherwise it changes with each
            batch, and `multiplier` gets fractions of epochs.
        momentum_correction: whether the momentum is scaled with the rate for the batch in which the
            rate changes (Goyal et al., Accurate, large minibatch SGD, 2017).
        steps_per_epoch: int, the number of batches in an epoch; by default as in `fit`.

    Raises:
        ValueError: if `initial_lr` is not a number.
    """

    def __init__(self, initial_lr, multiplier, start_epoch=0, end_epoch=None, staircase=True,
                 momentum_correction=True, steps_per_epoch=None):
        super().__init__()
        if not isinstance(initial_lr, Real):
            raise ValueError('initial_lr must be the learning rate, a number, but got %r.'
                             % (initial_lr,))
        self.initial_lr = initial_lr
        self.multiplier = multiplier if callable(multiplier) else lambda epoch: multiplier
        # A constant factor has no fractions of epochs.
        self.staircase = staircase or not callable(multiplier)
        self.start_epoch = start_epoch
        self.end_epoch = end_epoch
        self.momentum_correction = momentum_correction
        self.steps_per_epoch = steps_per_epoch
        self.current_epoch = 0
        self._usual_momentum = None

    def on_train_begin(self, logs=None):
        if not self.staircase and not self.steps_per_epoch:
            self.steps_per_epoch = self._steps_of_run()

    def _steps_of_run(self):
        steps = self.params.get('steps')
        if steps is None and self.params.get('samples') and self.params.get('batch_size'):
            steps = -(-self.params['samples'] // self.params['batch_size'])
        if steps is None:
            raise ValueError('The number of batches in an epoch is unknown: pass steps_per_epoch '
                             'to %s.' % type(self).__name__)
        return steps

    def on_epoch_begin(self, epoch, logs=None):
        self.current_epoch = epoch

    def on_batch_begin(self, batch, logs=None):
        epoch = self.current_epoch
        if epoch < self.start_epoch or self.end_epoch is not None and epoch >= self.end_epoch:
            return
        if not self.staircase:
            self._set_rate(epoch + float(batch) / self.steps_per_epoch)
        elif batch == 0:
            self._set_rate(epoch)

    def on_batch_end(self, batch, logs=None):
        if self._usual_momentum is not None:
            K.set_value(self.model.optimizer.momentum, self._usual_momentum)
            self._usual_momentum = None

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            logs['lr'] = float(K.get_value(self.model.optimizer.lr))

    def _set_rate(self, epoch):
        optimizer = self.model.optimizer
        old, new = float(K.get_value(optimizer.lr)), self.initial_lr * self.multiplier(epoch)
        K.set_value(optimizer.lr, new)
        if self.momentum_correction and hasattr(optimizer, 'momentum') and old:
            self._usual_momentum = float(K.get_value(optimizer.momentum))
            K.set_value(optimizer.momentum, self._usual_momentum * new / old)


class LearningRateWarmupCallback(LearningRateScheduleCallback):
    """Raises the learning rate from that of one worker to that of all, over the first epochs.

    A learning rate that was multiplied by the number of workers is too large at first (Goyal et
    al., Accurate, large minibatch SGD, 2017).

    Args:
        initial_lr: float, the learning rate to reach, usually that of one worker times
            `keras.distribute.size()`.
        warmup_epochs: float, the number of epochs until then.
        momentum_correction, steps_per_epoch: as for `LearningRateScheduleCallback`.
        verbose: whether worker 0 prints the rate that was reached.

    Raises:
        ValueError: if `initial_lr` is not a number.
    """

    def __init__(self, initial_lr, warmup_epochs=5, momentum_correction=True,
                 steps_per_epoch=None, verbose=0):
        def multiplier(epoch):
            # Each batch ends with a rate a step further; so the last one ends with the whole rate.
            epoch += 1. / self.steps_per_epoch
            return (epoch * (size() - 1) / warmup_epochs + 1) / size()

        super().__init__(initial_lr, multiplier, 0, warmup_epochs, staircase=False,
                         momentum_correction=momentum_correction,
                         steps_per_epoch=steps_per_epoch)
        self.warmup_epochs = warmup_epochs
        self.verbose = verbose

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        if epoch == self.end_epoch - 1 and self.verbose:
            print('Epoch %d: the learning rate has reached %g.'
                  % (epoch + 1, K.get_value(self.model.optimizer.lr)))
