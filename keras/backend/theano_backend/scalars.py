"""Operations on single numbers whose C code compilers can vectorize."""
import numpy as np
from theano import scalar
from theano.tensor.elemwise import Elemwise
from theano.tensor.nnet.sigm import scalar_sigmoid


class _Positive(scalar.UnaryScalarOp):
    """Returns `x`, or 0 if it is negative.

    Args:
        zero_counts: whether the gradient passes where `x` is 0.
    """

    def __init__(self, zero_counts):
        self.zero_counts = zero_counts
        super().__init__(scalar.same_out, name='positive')

    def __eq__(self, other):
        return type(self) is type(other) and self.zero_counts == other.zero_counts

    def __hash__(self):
        return hash((type(self), self.zero_counts))

    def impl(self, x):
        return type(x)(0) if x < 0 else x

    def L_op(self, inputs, outputs, gradients):
        x, = inputs
        gradient, = gradients
        if x.type in scalar.discrete_types:
            return [x.zeros_like(dtype='float64')]
        # If `x` itself is no longer needed, this computes and stores less.
        kept = scalar.ge(x, 0) if self.zero_counts else scalar.gt(outputs[0], 0)
        return [scalar.mul(gradient, scalar.Cast(getattr(scalar, gradient.dtype))(kept))]

    def c_code(self, node, name, inputs, outputs, sub):
        return '%s = %s < 0 ? 0 : %s;' % (outputs[0], inputs[0], inputs[0])

    def c_code_cache_version(self):
        return (1,)


positive = Elemwise(_Positive(zero_counts=True))
rectified = Elemwise(_Positive(zero_counts=False))


class _Root(scalar.basic.Sqrt):
    """Square root; 0 for negative numbers.

    Where the result is 0, gradients of 0 stay 0, as on TensorFlow, so the standard deviation of
    equal numbers does not make other gradients NaN.
    """

    nfunc_spec = None  # NumPy's function does not support negative numbers

    def impl(self, x):
        return super().impl(type(x)(0) if x < 0 else x)

    def L_op(self, inputs, outputs, gradients):
        x, = inputs
        gradient, = gradients
        if x.type in scalar.discrete_types:
            return [x.zeros_like(dtype='float64')]
        kept = scalar.and_(scalar.ge(x, 0), scalar.neq(gradient, 0))
        zero = scalar.constant(0, dtype=gradient.dtype)
        return [scalar.switch(kept, scalar.true_div(gradient, outputs[0] + outputs[0]), zero)]

    def c_code(self, node, name, inputs, outputs, sub):
        kind = node.outputs[0].type.dtype_specs()[1]
        return '%s = sqrt((%s)(%s < 0 ? 0 : %s));' % (outputs[0], kind, inputs[0], inputs[0])

    def c_code_cache_version(self):
        return (1,)


root = Elemwise(_Root(scalar.upgrade_to_float, name='root'))


class _QuickTanh(scalar.basic.Tanh):
    """Hyperbolic tangent in single precision, with a relative error of about 3e-7.

    It computes x P(x^2) / Q(x^2), with polynomials fitted from -9 to 9; beyond, the result is 1.
    """

    p = '0.999999979f', '0.133810244f', '0.00349558665f', '2.06090594e-05f', '1.33546325e-08f'
    q = '1.f', '0.4671434f', '0.0258769765f', '0.000328563246f', '7.77654583e-07f'

    def c_code(self, node, name, inputs, outputs, sub):
        p, q = ('(' * len(terms) + ') * s + '.join(reversed(terms)) + ')'
                for terms in (self.p, self.q))
        return '''{
            const float x = %s < -9.f ? -9.f : %s > 9.f ? 9.f : %s, s = x * x, r = x * %s / %s;
            %s = r < -1.f ? -1.f : r > 1.f ? 1.f : r;
        }''' % (tuple(inputs) * 3 + (p, q) + tuple(outputs))

    def c_code_cache_version(self):
        return (1,)


quick_tanh = Elemwise(_QuickTanh(scalar.upgrade_to_float, name='quick_tanh'))


class _SigmoidCrossentropy(scalar.BinaryScalarOp):
    """Crossentropy of a target and of the sigmoid of a logit x: max(x, 0) - x target + log(1 + u).

    Here u = exp(-|x|), so that nothing overflows. If 1 + u is rounded to w, log(w) u / (w - 1) is
    log(1 + u) to the last digits, in half the time of `log1p` (Goldberg, What every computer
    scientist should know about floating-point arithmetic, 1991, theorem 4).
    """

    def impl(self, target, x):
        return max(x, 0) - x * target + np.log1p(np.exp(-abs(x)))

    def L_op(self, inputs, outputs, gradients):
        target, x = inputs
        gradient, = gradients
        return [-x * gradient, (scalar_sigmoid(x) - target) * gradient]

    def c_code(self, node, name, inputs, outputs, sub):
        target, x = inputs
        kind = node.outputs[0].type.dtype_specs()[1]
        return '''{
            const %s u = exp(%s < 0 ? %s : -%s), w = 1 + u;
            %s = (%s > 0 ? %s : 0) - %s * %s + (w == 1 ? u : log(w) * (u / (w - 1)));
        }''' % (kind, x, x, x, outputs[0], x, x, x, target)

    def c_code_cache_version(self):
        return (1,)


crossentropy_of_sigmoid = Elemwise(
    _SigmoidCrossentropy(scalar.upgrade_to_float, name='crossentropy_of_sigmoid'))
