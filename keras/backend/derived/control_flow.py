"""Selecting by the learning phase, on top of other ops."""
from keras import backend as K


def in_train_phase(x, alt, training=None):
    if training is None:
        training = K.learning_phase()
    if not K.is_tensor(training):
        return value_of(x if training else alt)
    result = K.switch(training, x, alt)
    if getattr(training, '_uses_learning_phase', False):
        result._uses_learning_phase = True
    return result


def in_test_phase(x, alt, training=None):
    return in_train_phase(alt, x, training=training)


def value_of(expression):
    """Returns the value of an expression: a tensor, or a function that makes one."""
    return expression() if callable(expression) else expression
