"""What all optimizers have in common."""
import inspect

import numpy as np

from keras import backend as K
from keras.utils.errors import did_you_mean


def clip_norm(g, c, n):
    """Scales a gradient down where a norm exceeds a bound.

    Args:
        g: gradient tensor.
        c: float, the greatest norm allowed; 0 or less means no bound.
        n: scalar tensor, the norm.

    Returns:
        `g * c / n` where `n` is greater than `c`, else `g`.
    """
    if c <= 0:
        return g
    return g * (c / K.maximum(n, c))


class Optimizer:
    """Base class of optimizers.

    A subclass makes its variables in `__init__`, among them `self.iterations` and
    `self.learning_rate`, and writes `get_updates` and `get_config`.

    Args:
        **kwargs: `clipnorm`, the greatest L2 norm of all gradients together, beyond which they are
            scaled down; `clipvalue`, the greatest absolute value of a gradient's entry.

    Attributes:
        updates: list of the updates of a step, set by `get_updates`.
        weights: list of the variables that training goes on from, set by `get_updates`.

    Example::

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
    """

    def __init__(self, **kwargs):
        _check_arguments(self, kwargs, ('clipnorm', 'clipvalue'))
        self.__dict__.update(kwargs)
        self.updates = []
        self.weights = []

    @property
    def learning_rate(self):
        """The learning rate, a variable. Setting it to a number sets the variable's value."""
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
        """The variables that training goes on from; none before `get_updates` has made them."""
        self._take_up_state()
        try:
            return self.__dict__['weights']
        except KeyError:
            raise AttributeError('%s has no weights.' % type(self).__name__) from None

    @weights.setter
    def weights(self, variables):
        self.__dict__['weights'] = variables

    def _take_up_state(self):
        """Makes the weights and gives them the state from a file, if there is one to take up.

        `load_model` leaves it for later: the way to it is long, and who predicts never goes it.
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
        """Describes one step.

        Args:
            loss: scalar tensor.
            params: list of variables to change.

        Returns:
            List of updates for `K.function`.
        """
        raise NotImplementedError('%s does not say what a step is: write its method '
                                  '`get_updates(self, loss, params)`.' % type(self).__name__)

    def get_gradients(self, loss, params):
        """Returns the gradients of `loss`, clipped as the optimizer is set up to.

        Args:
            loss: scalar tensor.
            params: list of variables.

        Returns:
            List of tensors of the shapes of `params`.

        Raises:
            ValueError: if the loss does not depend on a parameter in a differentiable way.
        """
        grads = all_reached(K.gradients(loss, params), params)
        clipnorm = getattr(self, 'clipnorm', None)
        if grads and clipnorm is not None and clipnorm > 0:
            norm = K.sqrt(sum(K.sum(K.square(g)) for g in grads))
            grads = [clip_norm(g, clipnorm, norm) for g in grads]
        clipvalue = getattr(self, 'clipvalue', None)
        if clipvalue is not None and clipvalue > 0:
            grads = [K.clip(g, -clipvalue, clipvalue) for g in grads]
        return grads

    def set_weights(self, weights):
        """Sets the optimizer's memory, as `get_weights` returns it.

        It exists only once the model has made its training function.

        Args:
            weights: list of arrays. Those of Keras before 2.3 may lack the number of iterations
                (RMSprop, Adagrad, Adadelta) or other numbers; these stay as they are then.

        Raises:
            ValueError: if number or shapes do not fit.
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
                raise ValueError('The weight %s of %s has the shape %s, but the array given for '
                                 'it the shape %s.' % (variable.name, type(self).__name__,
                                                       K.int_shape(variable), np.shape(array)))
        K.batch_set_value(list(zip(variables, weights)))

    def get_weights(self):
        """Returns the optimizer's memory as a list of arrays."""
        return K.batch_get_value(self.weights)

    def get_config(self):
        """Returns the arguments that make the same optimizer, as a dictionary."""
        return {name: getattr(self, name) for name in ('clipnorm', 'clipvalue')
                if hasattr(self, name)}

    @classmethod
    def from_config(cls, config):
        """Makes an optimizer from a dictionary as `get_config` returns it."""
        return cls(**config)

    def _weights_in_older_files(self):
        """Returns the part of `self.weights` that files of Keras before 2.3 hold."""
        return self.weights


def all_reached(grads, params):
    """Returns `grads`, or raises where one is None."""
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
