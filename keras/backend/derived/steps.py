"""The steps of optimizers, on top of other ops."""
from keras import backend as K


def momentum_step(param, grad, velocity, lr, momentum, nesterov=False):
    lr, momentum = _numbers(param, lr, momentum)
    new_velocity = momentum * velocity - lr * grad
    step = momentum * new_velocity - lr * grad if nesterov else new_velocity
    return [K.update(velocity, new_velocity), _moved(param, param + step)]


def adagrad_step(param, grad, accumulator, lr, epsilon):
    lr, epsilon = _numbers(param, lr, epsilon)
    total = accumulator + K.square(grad)
    return [K.update(accumulator, total),
            _moved(param, param - lr * grad / (K.sqrt(total) + epsilon))]


def rmsprop_step(param, grad, accumulator, lr, rho, epsilon):
    lr, rho, epsilon = _numbers(param, lr, rho, epsilon)
    average = _average(accumulator, K.square(grad), rho)
    return [K.update(accumulator, average),
            _moved(param, param - lr * grad / (K.sqrt(average) + epsilon))]


def adadelta_step(param, grad, accumulator, delta_accumulator, lr, rho, epsilon):
    lr, rho, epsilon = _numbers(param, lr, rho, epsilon)
    average = _average(accumulator, K.square(grad), rho)
    delta = grad * K.sqrt(delta_accumulator + epsilon) / K.sqrt(average + epsilon)
    return [K.update(accumulator, average),
            K.update(delta_accumulator, _average(delta_accumulator, K.square(delta), rho)),
            _moved(param, param - lr * delta)]


def adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, vhat=None):
    lr, beta_1, beta_2, epsilon = _numbers(param, lr, beta_1, beta_2, epsilon)
    new_m = _average(m, grad, beta_1)
    new_v = _average(v, K.square(grad), beta_2)
    updates = [K.update(m, new_m), K.update(v, new_v)]
    scale = new_v
    if vhat is not None:
        scale = K.maximum(vhat, new_v)
        updates.append(K.update(vhat, scale))
    return updates + [_moved(param, param - lr * new_m / (K.sqrt(scale) + epsilon))]


def adamax_step(param, grad, m, u, lr, beta_1, beta_2, epsilon):
    lr, beta_1, beta_2, epsilon = _numbers(param, lr, beta_1, beta_2, epsilon)
    new_m = _average(m, grad, beta_1)
    new_u = K.maximum(beta_2 * u, K.abs(grad))
    return [K.update(m, new_m), K.update(u, new_u),
            _moved(param, param - lr * new_m / (new_u + epsilon))]


def nadam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight):
    lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight = _numbers(
        param, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight)
    new_m = _average(m, grad, beta_1)
    new_v = _average(v, K.square(grad), beta_2)
    step = lr * (grad_weight * grad + m_weight * new_m) / (K.sqrt(v_weight * new_v) + epsilon)
    return [K.update(m, new_m), K.update(v, new_v), _moved(param, param - step)]


def _numbers(param, *numbers):
    """Returns `numbers` in the dtype of `param`."""
    return [K.cast(number, K.dtype(param)) if K.is_tensor(number) else number
            for number in numbers]


def _average(past, present, weight):
    return weight * past + (1 - weight) * present


def _moved(param, value):
    constraint = getattr(param, 'constraint', None)
    return K.update(param, value if constraint is None else constraint(value))
