"""What the cells of simple and gated recurrent layers share."""
from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers.arguments import described, number_between, positive_int, refuse, set_parts


def arguments_of(scope):
    """Returns the named arguments of a constructor, given its `locals()` at the start."""
    return {name: value for name, value in scope.items()
            if name not in ('self', 'kwargs', '__class__')}


class Cell(Layer):
    """Base of the cells whose gates are affine maps of the inputs and of the last output.

    The kernels, `(features, gates * units)` and `(units, gates * units)`, hold the gates side by
    side, so that a single matrix product serves all of them. A subclass tells in `gates` how many
    they are, and in `stepper` what becomes of them.

    Args:
        arguments: dictionary of the arguments of the subclass, which become its attributes.
    """

    gates = 1
    implementation = 2

    def __init__(self, arguments, **kwargs):
        super().__init__(**kwargs)
        self._arguments = tuple(arguments)
        set_parts(self, **arguments)
        self.units = positive_int(self, 'units', self.units)
        for name in ('dropout', 'recurrent_dropout'):
            number_between(self, name, getattr(self, name), 0, 1)
        if self.implementation not in (1, 2):
            refuse(self, 'implementation', '1 or 2', self.implementation)
        self.state_size = self.output_size = self.units
        self.forget_masks()

    def build(self, input_shape):
        features = input_shape[-1]
        if features is None:
            raise ValueError('the last axis of the input must have a known size, because the '
                             'kernel depends on it. Give it in the input shape.')
        width = self.gates * self.units
        self.kernel = self.add_weight(
            shape=(features, width), initializer=self.kernel_initializer, name='kernel',
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(
            shape=(self.units, width), initializer=self.recurrent_initializer,
            name='recurrent_kernel', regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=self._bias_shape(), initializer=self._start_of_bias, name='bias',
                regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        super().build(input_shape)

    def _bias_shape(self):
        return (self.gates * self.units,)

    def _start_of_bias(self, shape, dtype=None):
        return self.bias_initializer(shape, dtype=dtype)

    def weights_of_steps(self):
        """Returns the weights as steps use them.

        Returns:
            The kernel, the recurrent kernel, and the bias of each (or None).
        """
        return self.kernel, self.recurrent_kernel, self.bias, None

    def call(self, inputs, states, training=None):
        """Does one step.

        Args:
            inputs: tensor (batch, features).
            states: list of tensors (batch, units), the first of which is the last output.
            training: whether to drop; None for the learning phase.

        Returns:
            The output, (batch, units), and the list of new states.
        """
        inputs, step = self.begin(inputs, states, training)
        return step(inputs, states)

    def begin(self, inputs, states, training=None):
        """Does at once what can be done for all steps of a sequence.

        Args:
            inputs: tensor (batch, features) or (batch, time, features).
            states: list of tensors (batch, units) to start with.
            training: whether to drop; None for the learning phase.

        Returns:
            The inputs mapped for all gates, (..., gates * units), and the function of a step,
            which takes the mapped inputs at one time and the list of states.
        """
        if self._dropout_mask is None:
            # All steps of a sequence share a mask, whose time axis has the length 1.
            one_step = inputs if K.ndim(inputs) == 2 else inputs[:, :1]
            self._dropout_mask = self._draw_masks(one_step, self.dropout, training)
        if self._recurrent_dropout_mask is None:
            self._recurrent_dropout_mask = self._draw_masks(
                states[0], self.recurrent_dropout, training)
        kernel, recurrent_kernel, bias, recurrent_bias = self.weights_of_steps()
        mapped = self.mapped(inputs, kernel, bias, self._dropout_mask)
        masks = self._recurrent_dropout_mask
        # The recurrent kernel is read here, outside of the loop over the steps.
        step = self.stepper(K.identity(recurrent_kernel), recurrent_bias, masks)
        drops = training is None and bool(masks or self._dropout_mask)
        return mapped, _differing_in_training(step) if drops else step

    def stepper(self, kernel, bias, masks):
        """Returns the function of a step.

        Args:
            kernel: tensor (units, gates * units), the recurrent kernel.
            bias: tensor that goes with it, or None.
            masks: list of dropout masks of the last output (see `mapped`).

        Returns:
            Function of mapped inputs, (batch, gates * units), and the list of states, which
            returns the output and the list of new states.
        """
        raise NotImplementedError

    def mapped(self, x, kernel, bias, masks):
        """Returns the affine maps of `x` for all gates, side by side.

        Args:
            x: tensor (..., features).
            kernel: tensor (features, gates * units).
            bias: tensor (gates * units,), or None.
            masks: list of dropout masks of `x`: none, one for all gates, or one for each.
        """
        if len(masks) > 1:
            kernels = K.split(kernel, len(masks))
            product = K.concatenate([K.dot(x * m, k) for m, k in zip(masks, kernels)])
        else:
            product = K.dot(x * masks[0] if masks else x, kernel)
        if bias is None:
            return product
        return K.bias_add(product, bias, data_format='channels_last')

    def _draw_masks(self, x, rate, training):
        if not 0 < rate < 1:
            return []
        ones = K.ones_like(x)
        return [K.in_train_phase(lambda: K.dropout(ones, rate), ones, training=training)
                for _ in range(self.gates if self.implementation == 1 else 1)]

    def forget_masks(self):
        """Makes the next step draw new dropout masks: that is where a sequence begins."""
        self._dropout_mask = self._recurrent_dropout_mask = None

    def get_config(self):
        return described(super().get_config(), self, *self._arguments)


def _differing_in_training(step):
    def marked(inputs, states):
        output, states = step(inputs, states)
        output._uses_learning_phase = True
        return output, states
    return marked
