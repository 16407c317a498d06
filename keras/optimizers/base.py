"""The base of all optimizers."""
import inspect

import numpy as np

from keras import backend as K
from keras.backend.dtypes import at_least_single
from keras.utils.errors import did_you_mean


def clip_norm(g, c, n):
    """Scales a gradient down if a norm exceeds a limit.

    Args:
        g: gradient tensor.
        c: float, the greatest norm allowed; 0 or less means no limit.
        n: scalar tensor, the norm.

    Returns:
        `g * c / n` if `n` is greater than `c`, otherwise `g`.

    Example:
        >>> from keras.optimizers import clip_norm
        >>> K.eval(clip_norm(K.constant([4., 0.]), 2., K.constant(4.))).tolist()
        [2.0, 0.0]
    """
    if c <= 0:
        return g
    return g * K.cast(c / K.maximum(n, c), K.dtype(g))


class Optimizer:
    """Base class of optimizers.

    A subclass creates its variables in `__init__`, among them `self.iterations` and
    `self.learning_rate`, and defines `get_updates` and `get_config`.

    Args:
        **kwargs: `clipnorm`, the greatest L2 norm of all gradients together, to which larger
            gradients are scaled down; `clipvalue`, the greatest absolute value of a gradient entry.

    Attributes:
        updates: list of the updates of a step, set by `get_updates`.
        weights: list of the variables with the optimizer's state, set by `get_updates`.
        learning_rate: variable with the learning rate.

    Raises:
        TypeError: for an unknown keyword argument.

    Example::

        from keras.layers import Dense
        from keras.optimizers import Optimizer

        class SignSGD(Optimizer):
            def __init__(self, learning_rate=0.01, **kwargs):
                super().__init__(**kwargs)
                self.iterations = K.variable(0, dtype='int64')
                self.learning_rate = K.variable(learning_rate)

            def get_updates(self, loss, params):
                self.weights = [self.iterations]
                self.updates = [K.update_add(self.iterations, 1)]
                for p, g in zip(params, self.get_gradients(loss, params)):
                    self.updates.append(K.update(p, p - self.learning_rate * K.sign(g)))
                return self.updates

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile(SignSGD(0.1), 'mse')
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0)
    """

    def __init__(self, **kwargs):
        _check_arguments(self, kwargs, ('clipnorm', 'clipvalue'))
        self.__dict__.update(kwargs)
        self.updates = []
        self.weights = []

    @property
    def learning_rate(self):
        """The learning rate, a variable. Assigning a number sets the value of the variable."""
        try:
            return self.__dict__['learning_rate']
        except KeyError:
            raise AttributeError('%s has no learning rate.' % type(self).__name__) from None

    @learning_rate.setter
    def learning_rate(self, value):
        present = self.__dict__.get('learning_rate')
        if K.is_tensor(present) and not K.is_tensor(value):
            K.set_value(present, value)
        else:
            self.__dict__['learning_rate'] = value

    @property
    def weights(self):
        """List of the variables with the state; empty before `get_updates` creates them."""
        self._take_up_state()
        try:
            return self.__dict__['weights']
        except KeyError:
            raise AttributeError('%s has no weights.' % type(self).__name__) from None

    @weights.setter
    def weights(self, variables):
        self.__dict__['weights'] = variables

    def _take_up_state(self):
        """Creates the weights and restores their state from a file, if there is one to restore.

        `load_model` defers this, because it is slow and prediction never needs it.
        """
        if '_state_to_take_up' in self.__dict__:
            with K.building_on([]):
                take_up = self.__dict__.pop('_state_to_take_up', None)
                if take_up is not None:
                    take_up()

    @property
    def lr(self):
        """The older name of `learning_rate`."""
        return self.learning_rate

    @lr.setter
    def lr(self, value):
        self.learning_rate = value

    def get_updates(self, loss, params):
        """Returns the updates of one training step.

        Args:
            loss: scalar tensor.
            params: list of variables to train.

        Returns:
            List of updates for `K.function`.
        """
        raise NotImplementedError('%s does not define its training step: it needs a method '
                                  '`get_updates(self, loss, params)`.' % type(self).__name__)

    def get_gradients(self, loss, params):
        """Returns the gradients of the loss, clipped by `clipnorm` and `clipvalue`.

        Args:
            loss: scalar tensor.
            params: list of variables.

        Returns:
            List of tensors with the shapes of `params`.

        Raises:
            ValueError: if the loss does not depend on a parameter, or not differentiably.
        """
        grads = all_reached(self._unclipped_gradients(loss, params), params)
        clipnorm = getattr(self, 'clipnorm', None)
        if grads and clipnorm is not None and clipnorm > 0:
            norm = K.sqrt(sum(K.sum(K.square(K.cast(g, at_least_single(K.dtype(g)))))
                              for g in grads))
            grads = [clip_norm(g, clipnorm, norm) for g in grads]
        clipvalue = getattr(self, 'clipvalue', None)
        if clipvalue is not None and clipvalue > 0:
            grads = [K.clip(g, -clipvalue, clipvalue) for g in grads]
        return grads

    def _unclipped_gradients(self, loss, params):
        return K.gradients(loss, params)

    def set_weights(self, weights):
        """Sets the optimizer's state, in the form that `get_weights` returns.

        The state exists only after the model has created its training function.

        Args:
            weights: list of arrays. Those of Keras before 2.3 may lack the number of iterations
                (RMSprop, Adagrad, Adadelta) or other values, which then stay unchanged.

        Raises:
            ValueError: if the number or the shapes of the arrays do not match.
        """
        variables = self.weights
        if len(weights) != len(variables):
            older = self._weights_in_older_files()
            if len(weights) != len(older):
                raise ValueError('%s has %d weights, but %d arrays were given to set them.' % (
                    type(self).__name__, len(variables), len(weights)))
            variables = older
        for variable, array in zip(variables, weights):
            if K.int_shape(variable) != np.shape(array):
                raise ValueError('The weight %s of %s has shape %s, but the array for it has '
                                 'shape %s.' % (variable.name, type(self).__name__,
                                                K.int_shape(variable), np.shape(array)))
        K.batch_set_value(list(zip(variables, weights)))

    def get_weights(self):
        """Returns the optimizer's state as a list of arrays."""
        return K.batch_get_value(self.weights)

    def get_config(self):
        """Returns the arguments of the constructor, as a dictionary that can be written to JSON."""
        return {name: getattr(self, name) for name in ('clipnorm', 'clipvalue')
                if hasattr(self, name)}

    @classmethod
    def from_config(cls, config):
        """Creates an optimizer from the result of `get_config`.

        Args:
            config: dictionary.

        Returns:
            An optimizer.
        """
        return cls(**config)

    def _weights_in_older_files(self):
        """Returns the part of `self.weights` that files of Keras before 2.3 hold."""
        return self.weights


def all_reached(grads, params):
    """Returns `grads`; raises a ValueError if one of them is None."""
    unreached = [p.name for p, g in zip(params, grads) if g is None]
    if unreached:
        raise ValueError(
            'The loss has no gradient with respect to %s. Either the loss does not depend on it '
            '(set `trainable = False` on the layer that holds it), or an operation in between '
            'has no gradient, such as K.argmax, K.round or K.cast to ints.'
            % ', '.join(unreached))
    return grads


def _check_arguments(optimizer, given, allowed):
    for name in given:
        if name not in allowed:
            known = list(allowed) + ['lr', 'decay', 'epsilon']
            known += inspect.signature(type(optimizer).__init__).parameters
            raise TypeError('%s got the unknown argument %r.%s' % (
                type(optimizer).__name__, name, did_you_mean(name, known, repr)))
