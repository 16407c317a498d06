"""Steps of optimizers, each with one kernel."""
import functools

import tensorflow as tf

from ..derived import steps as written_out
from .updates import Update

# TensorFlow's Adam kernel distributes its work over threads in such small pieces that below this
# number of entries (measured on a CPU) the derived step is faster, by up to 100 us.
_LEAST_FOR_ADAM = 50000


def _where_it_fits(step):
    """Falls back to the derived step for what kernels do not support.

    This is a parameter with a constraint, or of another dtype than what the optimizer keeps.
    """
    @functools.wraps(step)
    def choose(param, grad, kept, *arguments, **options):
        fits = getattr(param, 'constraint', None) is None and param.dtype == kept.dtype
        chosen = step if fits else getattr(written_out, step.__name__)
        return chosen(param, grad, kept, *arguments, **options)
    return choose


@_where_it_fits
def momentum_step(param, grad, velocity, lr, momentum, nesterov=False):
    return _fused(functools.partial(tf.raw_ops.ResourceApplyKerasMomentum, use_nesterov=nesterov),
                  {'var': param, 'accum': velocity}, grad=grad, lr=lr, momentum=momentum)


@_where_it_fits
def adagrad_step(param, grad, accumulator, lr, epsilon):
    return _fused(tf.raw_ops.ResourceApplyAdagradV2, {'var': param, 'accum': accumulator},
                  grad=grad, lr=lr, epsilon=epsilon)


@_where_it_fits
def adadelta_step(param, grad, accumulator, delta_accumulator, lr, rho, epsilon):
    return _fused(tf.raw_ops.ResourceApplyAdadelta,
                  {'var': param, 'accum': accumulator, 'accum_update': delta_accumulator},
                  grad=grad, lr=lr, rho=rho, epsilon=epsilon)


@_where_it_fits
def adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, vhat=None):
    if vhat is None and param.shape.num_elements() < _LEAST_FOR_ADAM:
        return written_out.adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon)
    # Powers of 0, because `lr` has already been corrected.
    numbers = dict(grad=grad, lr=lr, beta1=beta_1, beta2=beta_2, epsilon=epsilon,
                   beta1_power=0., beta2_power=0.)
    if vhat is None:
        return _fused(tf.raw_ops.ResourceApplyAdam, {'var': param, 'm': m, 'v': v}, **numbers)
    return _fused(tf.raw_ops.ResourceApplyAdamWithAmsgrad,
                  {'var': param, 'm': m, 'v': v, 'vhat': vhat}, **numbers)


@_where_it_fits
def adamax_step(param, grad, m, u, lr, beta_1, beta_2, epsilon):
    return _fused(tf.raw_ops.ResourceApplyAdaMax, {'var': param, 'm': m, 'v': u},
                  grad=grad, lr=lr, beta1=beta_1, beta2=beta_2, epsilon=epsilon, beta1_power=0.)


def _fused(kernel, variables, **numbers):
    """Returns the update of `variables` by one kernel.

    Args:
        kernel: raw operation.
        variables: dict from the kernel's names to the variables that it changes, the parameter
            first.
        **numbers: the kernel's other inputs.
    """
    dtype = variables['var'].dtype.base_dtype
    handles = {name: variable.handle for name, variable in variables.items()}
    # A cast may return the variable itself, which would be read only when the kernel runs.
    inputs = {name: tf.convert_to_tensor(tf.cast(number, dtype))
              for name, number in numbers.items()}
    return [Update(list(variables.values()), list(inputs.values()),
                   lambda: kernel(**handles, **inputs))]
