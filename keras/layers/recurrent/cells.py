"""What the cells of simple and gated recurrent layers have in common."""
import numpy as np

from keras import backend as K
from keras import initializers
from keras.engine.base_layer import Layer
from keras.layers.arguments import number_between, positive_int, refuse


class Cell(Layer):
    """Base of the cells whose gates are affine maps of the inputs and of the previous output.

    The kernels, `(features, gates * units)` and `(units, gates * units)`, hold the gates side by
    side, so one matrix product serves all of them.

    A subclass is decorated with `stores_arguments`, so the constructor finds the arguments as
    attributes. It sets the number of `gates`, and `stepper` computes a step from their values.

    A subclass may use products other than the matrix product, and steps with more axes. It then
    overrides `input_product`, `recurrent_product`, `with_bias`, `_kernel_shapes` and the attributes
    `step_ndim` (number of axes of the inputs of a step) and `gate_axis` (the axis of features and
    gates, counted from the end).
    """

    gates = 1
    implementation = 2
    size_argument = 'units'
    step_ndim = 2
    gate_axis = -1

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.units = positive_int(self, self.size_argument, getattr(self, self.size_argument))
        for name in ('dropout', 'recurrent_dropout'):
            number_between(self, name, getattr(self, name), 0, 1)
        if self.implementation not in (1, 2):
            refuse(self, 'implementation', '1 or 2', self.implementation)
        self.state_size = self.output_size = self.units
        self.forget_masks()

    def build(self, input_shape):
        features = input_shape[self.gate_axis]
        if features is None:
            raise ValueError('axis %d of the input must have a known size, because the kernel '
                             'depends on it. Specify it in the input shape.' % self.gate_axis)
        kernel_shape, recurrent_shape = self._kernel_shapes(features, self.gates * self.units)
        self.kernel = self.add_weight(
            shape=kernel_shape, initializer=self.kernel_initializer, name='kernel',
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(
            shape=recurrent_shape, initializer=self._start_of_recurrent_kernel,
            name='recurrent_kernel', regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=self._bias_shape(), initializer=self._start_of_bias, name='bias',
                regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        super().build(input_shape)

    def _kernel_shapes(self, features, width):
        return (features, width), (self.units, width)

    def _start_of_recurrent_kernel(self, shape, dtype=None):
        initializer = self.recurrent_initializer
        if isinstance(initializer, initializers.Identity):
            # Identity fills a square matrix; here each gate has one.
            initializer = self._identity_of_gates
        return initializers.start_value(initializer, shape, dtype)

    def _identity_of_gates(self, shape, dtype=None):
        """Returns a kernel that passes the previous output unchanged to each gate."""
        gate = self.recurrent_initializer((self.units, self.units), dtype)
        kernel = np.zeros(shape, gate.dtype)
        middle = tuple((size - 1) // 2 for size in shape[:-2])
        kernel[middle] = np.concatenate([gate] * self.gates, axis=-1)
        return kernel

    def _bias_shape(self):
        return (self.gates * self.units,)

    def _start_of_bias(self, shape, dtype=None):
        return initializers.start_value(self.bias_initializer, shape, dtype)

    def weights_of_steps(self):
        """Returns the weights in the form in which steps use them.

        Returns:
            The kernel, the recurrent kernel, and the biases of the inputs and of each step (or
            None).
        """
        return self.kernel, self.recurrent_kernel, self.bias, None

    def joined_biases(self, bias, recurrent_bias):
        """Joins the biases of inputs and of recurrent products, as far as steps only add them.

        Returns:
            The bias to be added to the inputs of all steps, and the one for each step (or None).
        """
        return bias + recurrent_bias, None

    def call(self, inputs, states, training=None):
        """Computes one step.

        Args:
            inputs: tensor `(batch, features)`.
            states: list of tensors `(batch, units)`, the first of which is the previous output.
            training: bool, whether to apply dropout; None uses the learning phase.

        Returns:
            The output, `(batch, units)`, and the list of new states.
        """
        inputs, step = self.begin(inputs, states, training)
        return step(inputs, states)

    def begin(self, inputs, states, training=None):
        """Computes what can be computed for all steps of a sequence at once.

        Args:
            inputs: tensor `(batch, features)` or `(batch, time, features)`.
            states: list of the initial states, tensors `(batch, units)`.
            training: bool, whether to apply dropout; None uses the learning phase.

        Returns:
            The inputs mapped for all gates, `(..., gates * units)`, and the function of a step,
            which takes the mapped inputs of one time step and the list of states.
        """
        is_sequence = K.ndim(inputs) > self.step_ndim
        if is_sequence:
            # `K.rnn` moves time first. Doing so is cheaper before the inputs are multiplied for
            # all gates, and engines cancel the two transpositions that follow.
            inputs = _swap_batch_and_time(inputs)
        if self._dropout_mask is None:
            # All steps of a sequence share a mask, whose time axis has length 1.
            self._dropout_mask = self._draw_masks(inputs[:1] if is_sequence else inputs,
                                                  self.dropout, training)
        if self._recurrent_dropout_mask is None:
            self._recurrent_dropout_mask = self._draw_masks(
                states[0], self.recurrent_dropout, training)
        kernel, recurrent_kernel, bias, recurrent_bias = self.weights_of_steps()
        mapped = self.mapped(inputs, kernel, bias, self._dropout_mask, self.input_product)
        if is_sequence:
            mapped = _swap_batch_and_time(mapped)
        masks = self._recurrent_dropout_mask
        # The recurrent kernel is read here, outside the loop over the steps.
        step = _within_a_batch(self.stepper(K.identity(recurrent_kernel), recurrent_bias, masks))
        drops = training is None and bool(masks or self._dropout_mask)
        return mapped, _differing_in_training(step) if drops else step

    def stepper(self, kernel, bias, masks):
        """Returns the function of a step.

        Args:
            kernel: tensor `(units, gates * units)`, the recurrent kernel.
            bias: tensor, the bias that each step adds, or None.
            masks: list of dropout masks of the previous output (see `mapped`).

        Returns:
            Function of the mapped inputs, `(batch, gates * units)`, and the list of states, which
            returns the output and the list of new states.
        """
        raise NotImplementedError

    def input_product(self, inputs, kernel):
        """Returns the product of the inputs, of one step or of all steps, with a kernel."""
        return K.dot(inputs, kernel)

    def recurrent_product(self, output, kernel):
        """Returns the product of the previous output with a recurrent kernel."""
        return K.dot(output, kernel)

    def mapped(self, x, kernel, bias, masks, product=None):
        """Returns the affine maps of `x` for all gates, side by side.

        Args:
            x: tensor `(..., features)`.
            kernel: tensor `(features, gates * units)`.
            bias: tensor `(gates * units,)`, or None.
            masks: list of dropout masks of `x`: none, one for all gates, or one for each gate.
            product: function of `x` and a kernel; `recurrent_product` by default.
        """
        product = product or self.recurrent_product
        if len(masks) > 1:
            kernels = K.split(kernel, len(masks))
            maps = K.concatenate([product(x * m, k) for m, k in zip(masks, kernels)],
                                 axis=self.gate_axis)
        else:
            maps = product(x * masks[0] if masks else x, kernel)
        return maps if bias is None else self.with_bias(maps, bias)

    def with_bias(self, maps, bias):
        """Adds a bias for each gate and unit to the maps of one step or of all steps."""
        return K.bias_add(maps, bias, data_format='channels_last')

    def _draw_masks(self, x, rate, training):
        if not 0 < rate < 1:
            return []
        ones = K.ones_like(x)
        return [K.in_train_phase(lambda: K.dropout(ones, rate), ones, training=training)
                for _ in range(self.gates if self.implementation == 1 else 1)]

    def forget_masks(self):
        """Makes the next step draw new dropout masks, because a new sequence begins."""
        self._dropout_mask = self._recurrent_dropout_mask = None


def _swap_batch_and_time(x):
    """Swaps the first two axes, batch and time."""
    return K.permute_dimensions(x, (1, 0) + tuple(range(2, K.ndim(x))))


def _within_a_batch(step):
    def samples_alike(inputs, states):
        with K.within_a_batch():
            return step(inputs, states)
    return samples_alike


def _differing_in_training(step):
    def marked(inputs, states):
        output, states = step(inputs, states)
        output._uses_learning_phase = True
        return output, states
    return marked
