"""The optimizers of Keras."""
import numpy as np

from keras import backend as K
from keras.backend.dtypes import at_least_single

from .base import Optimizer


class _Standard(Optimizer):
    """Base of Keras's own optimizers.

    Args:
        learning_rate: float.
        options: dictionary of further arguments: `lr` (older name of `learning_rate`), `decay` and
            `epsilon` (if they are in `_arguments`), `clipnorm`, `clipvalue`.
        **variables: numbers to keep as variables under their names.
    """

    _arguments = ()  # what `get_config` returns, in this order

    def __init__(self, learning_rate, options, **variables):
        variables['learning_rate'] = options.pop('lr', learning_rate)
        if 'decay' in self._arguments:
            self.initial_decay = variables['decay'] = options.pop('decay', 0.)
        if 'epsilon' in self._arguments:
            epsilon = options.pop('epsilon', None)
            self.epsilon = K.epsilon() if epsilon is None else epsilon
        super().__init__(**options)
        kind = type(self).__name__
        self.iterations = K.variable(0, dtype='int64', name=kind + '/iterations')
        for name, number in variables.items():
            setattr(self, name, K.variable(number, at_least_single(K.floatx()),
                                           name='%s/%s' % (kind, name)))

    def get_config(self):
        config = super().get_config()
        config.update((name, getattr(self, name)) for name in self._arguments)
        tensors = [name for name in self._arguments if K.is_tensor(config[name])]
        values = K.batch_get_value([config[name] for name in tensors])
        config.update(zip(tensors, map(float, values)))
        return config

    def _rate(self):
        """Returns the learning rate of the current step."""
        if not self.initial_decay:
            return K.identity(self.learning_rate)
        return self.learning_rate / (1 + self.decay * self._steps_before())

    def _step(self):
        """Returns the number of the current step, counted from 1, as a tensor of floats."""
        return self._steps_before() + 1

    def _steps_before(self):
        return K.cast(self.iterations, at_least_single(K.floatx()))

    def _begin(self, *memory):
        """Initializes the lists of weights and updates.

        Args:
            *memory: lists of variables.
        """
        self.weights = [self.iterations] + sum(memory, [])
        self.updates = [K.update_add(self.iterations, 1)]


class SGD(_Standard):
    """Stochastic gradient descent, optionally with momentum or Nesterov momentum.

    Each step updates a parameter `p` with gradient `g`::

        v = momentum * v - learning_rate * g
        p = p + v                                       # without nesterov
        p = p + momentum * v - learning_rate * g        # with nesterov

    `v` starts at 0. Source for Nesterov momentum: Sutskever et al., On the importance of
    initialization and momentum in deep learning, 2013.

    Args:
        learning_rate: float, at least 0.
        momentum: float, at least 0, fraction of the previous step to keep.
        nesterov: bool, whether to use Nesterov momentum.
        **kwargs: `decay`, 0 by default: the learning rate of step `t`, counted from 0, is
            `learning_rate / (1 + decay * t)`; `clipnorm`, the greatest L2 norm of all gradients
            together; `clipvalue`, the greatest absolute value of a gradient entry; `lr`, the older
            name of `learning_rate`.

    Raises:
        TypeError: for an unknown keyword argument.
        ValueError: if `nesterov` is not a bool.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile(keras.optimizers.SGD(0.1, momentum=0.9), 'mse')
    """

    _arguments = ('learning_rate', 'momentum', 'decay', 'nesterov')

    def __init__(self, learning_rate=0.01, momentum=0., nesterov=False, **kwargs):
        super().__init__(learning_rate, kwargs, momentum=momentum)
        self.nesterov = _flag('nesterov', nesterov)

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        lr, momentum = self._rate(), K.identity(self.momentum)
        moments = _slots('moment', params)
        self._begin(moments)
        for p, g, moment in zip(params, grads, moments):
            self.updates += K.momentum_step(p, g, moment, lr, momentum, self.nesterov)
        return self.updates


class RMSprop(_Standard):
    """RMSprop: divides the gradient by a moving average of its magnitude.

    Each step updates a parameter `p` with gradient `g`::

        a = rho * a + (1 - rho) * g ** 2
        p = p - learning_rate * g / (sqrt(a) + epsilon)

    `a` starts at 0. Source: Tieleman and Hinton, Neural Networks for Machine Learning, 2012,
    lecture 6.5.

    Args:
        learning_rate: float, at least 0.
        rho: float, at least 0, weight of the past in the moving average of squared gradients.
        **kwargs: `epsilon`, small constant for numerical stability (`K.epsilon()` by default);
            `decay`, `clipnorm`, `clipvalue` and `lr`, as in `SGD`.

    Raises:
        TypeError: for an unknown keyword argument.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile(keras.optimizers.RMSprop(0.01), 'mse')
    """

    _arguments = ('learning_rate', 'rho', 'decay', 'epsilon')

    def __init__(self, learning_rate=0.001, rho=0.9, **kwargs):
        super().__init__(learning_rate, kwargs, rho=rho)

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        lr, rho = self._rate(), K.identity(self.rho)
        accumulators = _slots('accumulator', params)
        self._begin(accumulators)
        for p, g, accumulator in zip(params, grads, accumulators):
            self.updates += K.rmsprop_step(p, g, accumulator, lr, rho, self.epsilon)
        return self.updates

    def _weights_in_older_files(self):
        return self.weights[1:]


class Adagrad(_Standard):
    """Adagrad: divides the gradient by the accumulated magnitude of all its past values.

    Each step updates a parameter `p` with gradient `g`::

        a = a + g ** 2
        p = p - learning_rate * g / (sqrt(a) + epsilon)

    `a` starts at 0. Source: Duchi et al., Adaptive Subgradient Methods for Online Learning and
    Stochastic Optimization, 2011, http://www.jmlr.org/papers/volume12/duchi11a/duchi11a.pdf.

    Args:
        learning_rate: float, at least 0.
        **kwargs: `epsilon`, small constant for numerical stability (`K.epsilon()` by default);
            `decay`, `clipnorm`, `clipvalue` and `lr`, as in `SGD`.

    Raises:
        TypeError: for an unknown keyword argument.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile(keras.optimizers.Adagrad(0.1), 'mse')
    """

    _arguments = ('learning_rate', 'decay', 'epsilon')

    def __init__(self, learning_rate=0.01, **kwargs):
        super().__init__(learning_rate, kwargs)

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        lr = self._rate()
        accumulators = _slots('accumulator', params)
        self._begin(accumulators)
        for p, g, accumulator in zip(params, grads, accumulators):
            self.updates += K.adagrad_step(p, g, accumulator, lr, self.epsilon)
        return self.updates

    def _weights_in_older_files(self):
        return self.weights[1:]


class Adadelta(_Standard):
    """Adadelta: an Adagrad that scales steps by moving averages.

    Each step updates a parameter `p` with gradient `g`::

        a = rho * a + (1 - rho) * g ** 2
        delta = g * sqrt(d + epsilon) / sqrt(a + epsilon)
        d = rho * d + (1 - rho) * delta ** 2
        p = p - learning_rate * delta

    `a` and `d` start at 0. Source: Zeiler, Adadelta: An Adaptive Learning Rate Method, 2012,
    https://arxiv.org/abs/1212.5701, algorithm 1.

    Args:
        learning_rate: float, at least 0; the paper uses 1.
        rho: float, at least 0, weight of the past in the moving averages.
        **kwargs: `epsilon`, small constant for numerical stability (`K.epsilon()` by default);
            `decay`, `clipnorm`, `clipvalue` and `lr`, as in `SGD`.

    Raises:
        TypeError: for an unknown keyword argument.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile(keras.optimizers.Adadelta(), 'mse')
    """

    _arguments = ('learning_rate', 'rho', 'decay', 'epsilon')

    def __init__(self, learning_rate=1.0, rho=0.95, **kwargs):
        super().__init__(learning_rate, kwargs)
        self.rho = rho

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        lr = self._rate()
        accumulators = _slots('accumulator', params)
        deltas = _slots('delta_accumulator', params)
        self._begin(accumulators, deltas)
        for p, g, accumulator, delta in zip(params, grads, accumulators, deltas):
            self.updates += K.adadelta_step(p, g, accumulator, delta, lr, self.rho, self.epsilon)
        return self.updates

    def _weights_in_older_files(self):
        return self.weights[1:]


class Adam(_Standard):
    """Adam: steps by moving averages of the gradient and of its square.

    Step `t`, counted from 1, updates a parameter `p` with gradient `g`::

        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g ** 2
        rate = learning_rate * sqrt(1 - beta_2 ** t) / (1 - beta_1 ** t)
        p = p - rate * m / (sqrt(v) + epsilon)

    `m` and `v` start at 0. With `amsgrad` the last line uses the greatest `v` of all steps so far.
    Sources: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2014,
    https://arxiv.org/abs/1412.6980; for AMSGrad, Reddi et al., On the Convergence of Adam and
    Beyond, 2018, https://openreview.net/forum?id=ryQu7f-RZ.

    Args:
        learning_rate: float, at least 0.
        beta_1: float from 0 to 1, weight of the past in the moving average of gradients.
        beta_2: float from 0 to 1, weight of the past in the moving average of squared gradients.
        amsgrad: bool, whether to use AMSGrad.
        **kwargs: `epsilon`, small constant for numerical stability (`K.epsilon()` by default);
            `decay`, `clipnorm`, `clipvalue` and `lr`, as in `SGD`.

    Raises:
        TypeError: for an unknown keyword argument.
        ValueError: if `amsgrad` is not a bool.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile(keras.optimizers.Adam(0.01, clipnorm=1.), 'mse')
    """

    _arguments = ('learning_rate', 'beta_1', 'beta_2', 'decay', 'epsilon', 'amsgrad')

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, amsgrad=False, **kwargs):
        super().__init__(learning_rate, kwargs, beta_1=beta_1, beta_2=beta_2)
        self.amsgrad = _flag('amsgrad', amsgrad)

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        t, beta_1, beta_2 = self._step(), K.identity(self.beta_1), K.identity(self.beta_2)
        lr = self._rate() * K.sqrt(1 - K.pow(beta_2, t)) / (1 - K.pow(beta_1, t))
        ms, vs = _slots('m', params), _slots('v', params)
        if self.amsgrad:
            vhats = _slots('vhat', params)
        else:
            # Unused, but present in files of Keras 2.1 to 2.3.
            vhats = [K.zeros((1,), name='vhat_%d' % i) for i in range(len(params))]
        self._begin(ms, vs, vhats)
        for p, g, m, v, vhat in zip(params, grads, ms, vs, vhats):
            self.updates += K.adam_step(p, g, m, v, lr, beta_1, beta_2, self.epsilon,
                                        vhat if self.amsgrad else None)
        return self.updates

    def _weights_in_older_files(self):
        return self.weights[:1 + 2 * (len(self.weights) // 3)]


class Adamax(_Standard):
    """Adamax: a variant of Adam that uses the infinity norm.

    Step `t`, counted from 1, updates a parameter `p` with gradient `g`::

        m = beta_1 * m + (1 - beta_1) * g
        u = maximum(beta_2 * u, abs(g))
        p = p - learning_rate / (1 - beta_1 ** t) * m / (u + epsilon)

    `m` and `u` start at 0. Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2014,
    https://arxiv.org/abs/1412.6980, section 7.1.

    Args:
        learning_rate: float, at least 0.
        beta_1: float from 0 to 1, weight of the past in the moving average of gradients.
        beta_2: float from 0 to 1, weight of the past in the maximum of absolute gradients.
        **kwargs: `epsilon`, small constant for numerical stability (`K.epsilon()` by default);
            `decay`, `clipnorm`, `clipvalue` and `lr`, as in `SGD`.

    Raises:
        TypeError: for an unknown keyword argument.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile(keras.optimizers.Adamax(0.01), 'mse')
    """

    _arguments = ('learning_rate', 'beta_1', 'beta_2', 'decay', 'epsilon')

    def __init__(self, learning_rate=0.002, beta_1=0.9, beta_2=0.999, **kwargs):
        super().__init__(learning_rate, kwargs, beta_1=beta_1, beta_2=beta_2)

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        beta_1, beta_2 = K.identity(self.beta_1), K.identity(self.beta_2)
        lr = self._rate() / (1 - K.pow(beta_1, self._step()))
        ms, us = _slots('m', params), _slots('u', params)
        self._begin(ms, us)
        for p, g, m, u in zip(params, grads, ms, us):
            self.updates += K.adamax_step(p, g, m, u, lr, beta_1, beta_2, self.epsilon)
        return self.updates


class Nadam(_Standard):
    """Nadam: Adam with Nesterov momentum.

    Step `t`, counted from 1, updates a parameter `p` with gradient `g`::

        mu = beta_1 * (1 - 0.5 * 0.96 ** (schedule_decay * t))
        next_mu = beta_1 * (1 - 0.5 * 0.96 ** (schedule_decay * (t + 1)))
        s = s * mu
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g ** 2
        step = (1 - mu) * g / (1 - s) + next_mu * m / (1 - s * next_mu)
        p = p - learning_rate * step / (sqrt(v / (1 - beta_2 ** t)) + epsilon)

    `m` and `v` start at 0, `s` at 1. Source: Dozat, Incorporating Nesterov Momentum into Adam,
    2015, http://cs229.stanford.edu/proj2015/054_report.pdf.

    Args:
        learning_rate: float, at least 0.
        beta_1: float from 0 to 1, weight of the past in the moving average of gradients.
        beta_2: float from 0 to 1, weight of the past in the moving average of squared gradients.
        **kwargs: `schedule_decay`, how quickly the momentum approaches `beta_1` (0.004 by default);
            `epsilon`, small constant for numerical stability (`K.epsilon()` by default);
            `clipnorm`, `clipvalue` and `lr`, as in `SGD`.

    Raises:
        TypeError: for an unknown keyword argument.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(1, input_shape=(4,))])
        >>> model.compile(keras.optimizers.Nadam(0.01), 'mse')
    """

    _arguments = ('learning_rate', 'beta_1', 'beta_2', 'epsilon', 'schedule_decay')

    def __init__(self, learning_rate=0.002, beta_1=0.9, beta_2=0.999, **kwargs):
        self.schedule_decay = kwargs.pop('schedule_decay', 0.004)
        super().__init__(learning_rate, kwargs, beta_1=beta_1, beta_2=beta_2, m_schedule=1.)

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        t, lr = self._step(), K.identity(self.learning_rate)
        beta_1, beta_2 = K.identity(self.beta_1), K.identity(self.beta_2)
        momentum = self._momentum(beta_1, t)
        next_momentum = self._momentum(beta_1, t + 1)
        # The products of the momentums of all steps up to this one, and up to the next one.
        schedule = self.m_schedule * momentum
        next_schedule = schedule * next_momentum
        grad_weight = (1 - momentum) / (1 - schedule)
        m_weight = next_momentum / (1 - next_schedule)
        v_weight = 1 / (1 - K.pow(beta_2, t))
        ms, vs = _slots('m', params), _slots('v', params)
        self._begin([self.m_schedule], ms, vs)
        self.updates.append(K.update(self.m_schedule, schedule))
        for p, g, m, v in zip(params, grads, ms, vs):
            self.updates += K.nadam_step(p, g, m, v, lr, beta_1, beta_2, self.epsilon,
                                         grad_weight, m_weight, v_weight)
        return self.updates

    def _momentum(self, beta_1, t):
        return beta_1 * (1 - 0.5 * K.pow(K.constant(0.96, K.dtype(t)), self.schedule_decay * t))

    def set_weights(self, weights):
        super().set_weights(weights)
        if len(weights) == len(self._weights_in_older_files()):
            K.set_value(self.m_schedule, self.schedule_after(int(weights[0])))

    def schedule_after(self, steps):
        """Returns the product of the momentums of the first steps (Dozat's mu), as a number.

        Args:
            steps: int, number of steps.
        """
        # It is 0 long before that, and a damaged file may hold any number.
        t = np.arange(1, min(steps, 10 ** 6) + 1)
        return np.prod(K.get_value(self.beta_1) * (1 - .5 * .96 ** (self.schedule_decay * t)))

    def _weights_in_older_files(self):
        return self.weights[:1] + self.weights[2:]


def _flag(name, value):
    if value not in (True, False):
        raise ValueError('`%s` must be True or False, but got %r. Before Keras 2.3 the arguments '
                         'were in another order: pass them by name.' % (name, value))
    return bool(value)


def _slots(name, params):
    """Returns a variable for each parameter, with its shape, initialized to zero.

    Half precision would lose small changes: in bfloat16, the share 0.999 of a number is all of it.
    """
    return [K.zeros(K.int_shape(p), dtype=at_least_single(K.dtype(p)), name='%s_%d' % (name, i))
            for i, p in enumerate(params)]
