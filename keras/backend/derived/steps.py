"""The steps of optimizers, on top of other ops."""
from keras import backend as K


def momentum_step(param, grad, velocity, lr, momentum, nesterov=False):
    start, grad, lr, momentum = _alike(velocity, param, grad, lr, momentum)
    new_velocity = momentum * velocity - lr * grad
    step = momentum * new_velocity - lr * grad if nesterov else new_velocity
    return [K.update(velocity, new_velocity), _moved(param, start + step)]


def adagrad_step(param, grad, accumulator, lr, epsilon):
    start, grad, lr, epsilon = _alike(accumulator, param, grad, lr, epsilon)
    total = accumulator + K.square(grad)
    return [K.update(accumulator, total),
            _moved(param, start - lr * grad / (K.sqrt(total) + epsilon))]


def rmsprop_step(param, grad, accumulator, lr, rho, epsilon):
    start, grad, lr, rho, epsilon = _alike(accumulator, param, grad, lr, rho, epsilon)
    average = _average(accumulator, K.square(grad), rho)
    return [K.update(accumulator, average),
            _moved(param, start - lr * grad / (K.sqrt(average) + epsilon))]


def adadelta_step(param, grad, accumulator, delta_accumulator, lr, rho, epsilon):
    start, grad, lr, rho, epsilon = _alike(accumulator, param, grad, lr, rho, epsilon)
    average = _average(accumulator, K.square(grad), rho)
    delta = grad * K.sqrt(delta_accumulator + epsilon) / K.sqrt(average + epsilon)
    return [K.update(accumulator, average),
            K.update(delta_accumulator, _average(delta_accumulator, K.square(delta), rho)),
            _moved(param, start - lr * delta)]


def adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, vhat=None):
    start, grad, lr, beta_1, beta_2, epsilon = _alike(
        m, param, grad, lr, beta_1, beta_2, epsilon)
    new_m = _average(m, grad, beta_1)
    new_v = _average(v, K.square(grad), beta_2)
    updates = [K.update(m, new_m), K.update(v, new_v)]
    scale = new_v
    if vhat is not None:
        scale = K.maximum(vhat, new_v)
        updates.append(K.update(vhat, scale))
    return updates + [_moved(param, start - lr * new_m / (K.sqrt(scale) + epsilon))]


def adamax_step(param, grad, m, u, lr, beta_1, beta_2, epsilon):
    start, grad, lr, beta_1, beta_2, epsilon = _alike(
        m, param, grad, lr, beta_1, beta_2, epsilon)
    new_m = _average(m, grad, beta_1)
    new_u = K.maximum(beta_2 * u, K.abs(grad))
    return [K.update(m, new_m), K.update(u, new_u),
            _moved(param, start - lr * new_m / (new_u + epsilon))]


def nadam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight):
    start, grad, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight = _alike(
        m, param, grad, lr, beta_1, beta_2, epsilon, grad_weight, m_weight, v_weight)
    new_m = _average(m, grad, beta_1)
    new_v = _average(v, K.square(grad), beta_2)
    step = lr * (grad_weight * grad + m_weight * new_m) / (K.sqrt(v_weight * new_v) + epsilon)
    return [K.update(m, new_m), K.update(v, new_v), _moved(param, start - step)]


def _alike(kept, *values):
    """Returns `values` in the dtype of what the optimizer keeps, which the step is computed in."""
    return [K.cast(value, K.dtype(kept)) if K.is_tensor(value) else value for value in values]


def _average(past, present, weight):
    return weight * past + (1 - weight) * present


def _moved(param, value):
    value = K.cast(value, K.dtype(param))
    constraint = getattr(param, 'constraint', None)
    return K.update(param, value if constraint is None else constraint(value))
