"""One step of an optimizer for one parameter. Keras 2 did not have these ops.

Each op returns a list of updates, which change `param` and what the optimizer keeps for it. All
ops take `param` (a variable), `grad` (a tensor of its shape), variables of its shape for what the
optimizer keeps, and numbers as floats or scalar tensors. If `param` has a `constraint`, the updates
apply it to the new value. An engine that has a kernel for a step overrides the op.
"""


def momentum_step(param, grad, velocity, lr, momentum, nesterov=False):
    """Describes a step with momentum.

    ::

        velocity = momentum * velocity - lr * grad
        param += velocity

    Args:
        param: variable.
        grad: gradient of the loss.
        velocity: variable that holds the previous step.
        lr: learning rate.
        momentum: float, the share of the previous step that is kept.
        nesterov: whether `param` changes by `momentum * velocity - lr * grad` instead, with the new
            velocity.

    Returns:
        List of updates.

    Example::

        param = K.variable([1., 2.])
        grad = 2 * param
        velocity = K.zeros((2,))
        updates = K.momentum_step(param, grad, velocity, lr=0.1, momentum=0.9)
        K.function([], [], updates=updates)([])
    """


def adagrad_step(param, grad, accumulator, lr, epsilon):
    """Describes an Adagrad step.

    ::

        accumulator += grad ** 2
        param -= lr * grad / (sqrt(accumulator) + epsilon)

    Args:
        param: variable.
        grad: gradient of the loss.
        accumulator: variable for the sum of squared gradients.
        lr: learning rate.
        epsilon: small number that avoids division by zero.

    Returns:
        List of updates.

    Example::

        param = K.variable([1., 2.])
        grad = 2 * param
        accumulator = K.zeros((2,))
        updates = K.adagrad_step(param, grad, accumulator, lr=0.1, epsilon=1e-7)
        K.function([], [], updates=updates)([])
    """


def rmsprop_step(param, grad, accumulator, lr, rho, epsilon):
    """Describes an RMSprop step.

    Like Adagrad, with a moving average of squared gradients instead of their sum::

        accumulator = rho * accumulator + (1 - rho) * grad ** 2
        param -= lr * grad / (sqrt(accumulator) + epsilon)

    Args:
        param: variable.
        grad: gradient of the loss.
        accumulator: variable for the moving average.
        lr: learning rate.
        rho: weight of the past in the moving average.
        epsilon: small number that avoids division by zero.

    Returns:
        List of updates.

    Example::

        param = K.variable([1., 2.])
        grad = 2 * param
        accumulator = K.zeros((2,))
        updates = K.rmsprop_step(
            param, grad, accumulator, lr=0.1, rho=0.9, epsilon=1e-7)
        K.function([], [], updates=updates)([])
    """


def adadelta_step(param, grad, accumulator, delta_accumulator, lr, rho, epsilon):
    """Describes an Adadelta step.

    Algorithm 1 of Zeiler 2012, https://arxiv.org/abs/1212.5701::

        accumulator = rho * accumulator + (1 - rho) * grad ** 2
        delta = grad * sqrt(delta_accumulator + epsilon) / sqrt(accumulator + epsilon)
        delta_accumulator = rho * delta_accumulator + (1 - rho) * delta ** 2
        param -= lr * delta

    Args:
        param: variable.
        grad: gradient of the loss.
        accumulator: variable for the moving average of squared gradients.
        delta_accumulator: variable for the moving average of squared steps.
        lr: learning rate.
        rho: weight of the past in the moving averages.
        epsilon: small number that avoids division by zero.

    Returns:
        List of updates.

    Example::

        param = K.variable([1., 2.])
        grad = 2 * param
        accumulator, delta_accumulator = K.zeros((2,)), K.zeros((2,))
        updates = K.adadelta_step(
            param, grad, accumulator, delta_accumulator, lr=1., rho=0.95, epsilon=1e-7)
        K.function([], [], updates=updates)([])
    """


def adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, vhat=None):
    """Describes an Adam step, with `lr` corrected for moving averages that start at zero.

    ::

        m = beta_1 * m + (1 - beta_1) * grad
        v = beta_2 * v + (1 - beta_2) * grad ** 2
        param -= lr * m / (sqrt(v) + epsilon)

    Args:
        param: variable.
        grad: gradient of the loss.
        m: variable for the moving average of gradients.
        v: variable for the moving average of squared gradients.
        lr: learning rate of step `t`, times `sqrt(1 - beta_2 ** t) / (1 - beta_1 ** t)` (Kingma and
            Ba, https://arxiv.org/abs/1412.6980, end of section 2).
        beta_1: weight of the past in `m`.
        beta_2: weight of the past in `v`.
        epsilon: small number that avoids division by zero.
        vhat: variable for the largest `v` so far, which replaces `v` in the last line (AMSGrad), or
            None.

    Returns:
        List of updates.

    Example::

        param = K.variable([1., 2.])
        grad = 2 * param
        m, v = K.zeros((2,)), K.zeros((2,))
        updates = K.adam_step(
            param, grad, m, v, lr=0.1, beta_1=0.9, beta_2=0.999, epsilon=1e-7)
        K.function([], [], updates=updates)([])
    """


def adamax_step(param, grad, m, u, lr, beta_1, beta_2, epsilon):
    """Describes an Adamax step, with `lr` corrected for a moving average that starts at zero.

    ::

        m = beta_1 * m + (1 - beta_1) * grad
        u = maximum(beta_2 * u, abs(grad))
        param -= lr * m / (u + epsilon)

    Args:
        param: variable.
        grad: gradient of the loss.
        m: variable for the moving average of gradients.
        u: variable for the decaying maximum of absolute gradients.
        lr: learning rate of step `t`, divided by `1 - beta_1 ** t` (Kingma and Ba,
            https://arxiv.org/abs/1412.6980, section 7.1).
        beta_1: weight of the past in `m`.
        beta_2: weight of the past in `u`.
        epsilon: small number that avoids division by zero.

    Returns:
        List of updates.

    Example::

        param = K.variable([1., 2.])
        grad = 2 * param
        m, u = K.zeros((2,)), K.zeros((2,))
        updates = K.adamax_step(
            param, grad, m, u, lr=0.1, beta_1=0.9, beta_2=0.999, epsilon=1e-7)
        K.function([], [], updates=updates)([])
    """


def nadam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight):
    """Describes a Nadam step: Adam with Nesterov momentum.

    ::

        m = beta_1 * m + (1 - beta_1) * grad
        v = beta_2 * v + (1 - beta_2) * grad ** 2
        param -= lr * (grad_weight * grad + m_weight * m) / (sqrt(v_weight * v) + epsilon)

    Args:
        param: variable.
        grad: gradient of the loss.
        m: variable for the moving average of gradients.
        v: variable for the moving average of squared gradients.
        lr: learning rate.
        beta_1: weight of the past in `m`.
        beta_2: weight of the past in `v`.
        epsilon: small number that avoids division by zero.
        grad_weight: share of the gradient in the step.
        m_weight: share of `m` in the step.
        v_weight: correction of `v` for its start at zero.

    Returns:
        List of updates.

    Example::

        param = K.variable([1., 2.])
        grad = 2 * param
        m, v = K.zeros((2,)), K.zeros((2,))
        updates = K.nadam_step(
            param, grad, m, v, lr=0.1, beta_1=0.9, beta_2=0.999, epsilon=1e-7,
            grad_weight=1., m_weight=0.9, v_weight=1.)
        K.function([], [], updates=updates)([])
    """
