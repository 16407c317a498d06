"""One step of an optimizer for one parameter.

Each op returns the list of updates that move `param` and what the optimizer remembers about it.
All of them take `param` (variable), `grad` (tensor of its shape), variables of its shape for the
optimizer's memory, and numbers as floats or scalar tensors. Where `param` has a `constraint`, the
updates apply it to the new value. An engine that has a kernel for a step overrides it.
"""


def momentum_step(param, grad, velocity, lr, momentum, nesterov=False):
    """A step with momentum: `velocity = momentum * velocity - lr * grad; param += velocity`.

    Args:
        param: variable.
        grad: gradient of the loss.
        velocity: variable that holds the previous step.
        lr: learning rate.
        momentum: how much of the previous step is kept.
        nesterov: whether `param` moves by `momentum * velocity - lr * grad`, with the new velocity.

    Returns:
        List of updates.
    """


def adagrad_step(param, grad, accumulator, lr, epsilon):
    """An Adagrad step.

    ::

        accumulator += grad ** 2
        param -= lr * grad / (sqrt(accumulator) + epsilon)

    Args:
        param: variable.
        grad: gradient of the loss.
        accumulator: variable that sums squared gradients.
        lr: learning rate.
        epsilon: small number against division by zero.

    Returns:
        List of updates.
    """


def rmsprop_step(param, grad, accumulator, lr, rho, epsilon):
    """An RMSprop step.

    As for Adagrad, with a moving average of squared gradients in place of the sum::

        accumulator = rho * accumulator + (1 - rho) * grad ** 2
        param -= lr * grad / (sqrt(accumulator) + epsilon)

    Args:
        param: variable.
        grad: gradient of the loss.
        accumulator: variable for the moving average.
        lr: learning rate.
        rho: weight of the past in the moving average.
        epsilon: small number against division by zero.

    Returns:
        List of updates.
    """


def adadelta_step(param, grad, accumulator, delta_accumulator, lr, rho, epsilon):
    """An Adadelta step (Zeiler, https://arxiv.org/abs/1212.5701, algorithm 1).

    ::

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
        epsilon: small number against division by zero.

    Returns:
        List of updates.
    """


def adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, vhat=None):
    """An Adam step, with `lr` corrected for the moving averages' start from zero.

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
        epsilon: small number against division by zero.
        vhat: variable for the greatest `v` so far, which then takes the place of `v` in the last
            line (AMSGrad), or None.

    Returns:
        List of updates.
    """


def adamax_step(param, grad, m, u, lr, beta_1, beta_2, epsilon):
    """An Adamax step, with `lr` corrected for the moving average's start from zero.

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
        epsilon: small number against division by zero.

    Returns:
        List of updates.
    """


def nadam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight):
    """A Nadam step: Adam with Nesterov momentum.

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
        epsilon: small number against division by zero.
        grad_weight: share of the gradient in the step.
        m_weight: share of `m` in the step.
        v_weight: correction of `v` for its start from zero.

    Returns:
        List of updates.
    """
