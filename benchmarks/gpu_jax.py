"""The workloads of `gpu.py`, written by hand in JAX.

    PYTHON benchmarks/gpu_jax.py 'mlp float32' [--small]

A network takes its parameters one after the other from `take`, a function of their shapes, and
hands the statistics of batch normalization to `keep`. ResNet-50 has the layers of that of
`keras.applications`, biases included.
"""
import functools
import sys

import jax
import jax.numpy as jnp
import numpy as np
from gpu import RESNET50, SIZES, data_of, print_times
from jax import lax, nn


def dense(take, x, units):
    return x @ take(x.shape[-1], units) + take(units)


def mlp(take, keep, x):
    for _ in range(2):
        x = nn.relu(dense(take, x, SIZES['mlp']['units']))
    return dense(take, x, 10)


def lstm(take, keep, x):
    units = SIZES['lstm']['units']
    mapped = dense(take, jnp.swapaxes(x, 0, 1), 4 * units)
    recurrent = take(units, 4 * units)

    def step(states, x):
        h, c = states
        i, f, g, o = jnp.split(x + h @ recurrent, 4, axis=1)
        c = nn.sigmoid(f) * c + nn.sigmoid(i) * jnp.tanh(g)
        return (nn.sigmoid(o) * jnp.tanh(c), c), None
    zeros = jnp.zeros((len(x), units), x.dtype)
    return dense(take, lax.scan(step, (zeros, zeros), mapped)[0][0], 10)


def conv(take, keep, x, filters, size, stride=1, padding='SAME'):
    kernel = take(size, size, x.shape[-1], filters)
    x = lax.conv_general_dilated(x, kernel, (stride, stride), padding,
                                 dimension_numbers=('NHWC', 'HWIO', 'NHWC')) + take(filters)
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    keep((mean, variance))
    return (x - mean) * lax.rsqrt(variance + 1e-3) * (1 + take(filters)) + take(filters)


def resnet50(take, keep, x):
    x = nn.relu(conv(take, keep, x, 64, 7, 2, [(3, 3), (3, 3)]))
    x = lax.reduce_window(x, np.array(-np.inf, x.dtype), lax.max, (1, 3, 3, 1), (1, 2, 2, 1),
                          [(0, 0), (1, 1), (1, 1), (0, 0)])
    for filters, stride, is_first in RESNET50:
        y = nn.relu(conv(take, keep, x, filters, 1, stride))
        y = nn.relu(conv(take, keep, y, filters, 3))
        y = conv(take, keep, y, 4 * filters, 1)
        if is_first:
            x = conv(take, keep, x, 4 * filters, 1, stride)
        x = nn.relu(x + y)
    return dense(take, x.mean((1, 2)), 1000)


def initial(network, x):
    """Returns the first state: parameters, their two moments, statistics, number of steps."""
    rng, parameters, statistics = np.random.RandomState(0), [], []

    def take(*shape):
        deviation = np.prod(shape[:-1]) ** -.5 if len(shape) > 1 else 0
        parameters.append(rng.normal(0, deviation, shape).astype(x.dtype))
        return parameters[-1]
    jax.eval_shape(functools.partial(network, take, statistics.append), x)
    first, second = [[np.zeros_like(p) for p in parameters] for _ in range(2)]
    averages = [tuple(np.zeros(s.shape, x.dtype) for s in pair) for pair in statistics]
    return jax.device_put((parameters, first, second, averages, np.float32(0)))


@functools.partial(jax.jit, static_argnums=0, donate_argnums=1)
def train(network, state, x, y):
    """Returns the state after a step of Adam, and the loss."""
    parameters, first, second, averages, count = state

    def loss_of(parameters):
        given, statistics = iter(parameters), []
        logits = network(lambda *shape: next(given), statistics.append,
                         x.astype(parameters[0].dtype))
        losses = -jnp.take_along_axis(nn.log_softmax(logits), y[:, None], axis=1)
        return losses.mean(), statistics
    (loss, statistics), gradients = jax.value_and_grad(loss_of, has_aux=True)(parameters)
    count = count + 1
    rate = .001 * (1 - .999 ** count) ** .5 / (1 - .9 ** count)
    first = [.9 * m + .1 * g for m, g in zip(first, gradients)]
    second = [.999 * v + .001 * g * g for v, g in zip(second, gradients)]
    parameters = [p - rate.astype(p.dtype) * m / (jnp.sqrt(v) + 1e-7)
                  for p, m, v in zip(parameters, first, second)]
    averages = jax.tree_util.tree_map(lambda a, s: .99 * a + .01 * s, averages, statistics)
    return (parameters, first, second, averages, count), loss


def main():
    case = sys.argv[1]
    workload, dtype = case.split()
    network = {'mlp': mlp, 'lstm': lstm, 'resnet50': resnet50}[workload]
    x, y = data_of(workload)
    state = initial(network, jax.ShapeDtypeStruct(x.shape, dtype))

    def step():
        nonlocal state
        state, loss = train(network, state, x, y)
        return float(loss)
    print_times(case, step)


if __name__ == '__main__':
    main()
