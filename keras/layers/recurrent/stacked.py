"""Several cells stacked into one."""
from keras.engine.base_layer import Layer
from keras.engine.registry import deserialize
from keras.layers.arguments import add_changed_to_config
from keras.utils.generic_utils import has_arg, serialize_keras_object

from .states import check_cell, output_shape, state_shapes


class StackedRNNCells(Layer):
    """Stacks cells into one: at each step, each cell takes the output of the previous cell.

    The states are those of the first cell, then those of the second, and so on.

    Args:
        cells: list of cells (see `RNN`).
        **kwargs: `reverse_state_order`, a bool, whether the states of the last cell come first
            (False by default); and arguments of every layer.

    Shapes:
        Inputs those of the first cell, outputs those of the last; states those of all cells.

    Raises:
        ValueError: if a cell has no method `call` or no attribute `state_size`.

    Example:
        >>> from keras.layers import Input, LSTMCell, RNN, StackedRNNCells
        >>> layer = RNN(StackedRNNCells([LSTMCell(32), LSTMCell(16)]))
        >>> K.int_shape(layer(Input((None, 8))))
        (None, 16)
    """

    def __init__(self, cells, **kwargs):
        for cell in cells:
            check_cell(cell)
        self.reverse_state_order = kwargs.pop('reverse_state_order', False)
        super().__init__(**kwargs)
        self.cells = list(cells)
        self._take_in_listed()

    def _in_state_order(self, by_cell):
        """Reorders a list from the order of the cells to that of the states, or back."""
        return by_cell[::-1] if self.reverse_state_order else by_cell

    @property
    def state_size(self):
        """Tuple of the sizes of all states."""
        return tuple(shape for cell in self._in_state_order(self.cells)
                     for shape in _as_sizes(state_shapes(cell)))

    @property
    def output_size(self):
        """Size of the output of the last cell."""
        return _as_sizes([output_shape(self.cells[-1])])[0]

    def build(self, input_shape):
        constants = []
        if isinstance(input_shape, list):
            input_shape, constants = input_shape[0], input_shape[1:]
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                takes = constants and has_arg(cell.call, 'constants')
                cell.build([input_shape] + constants if takes else input_shape)
                cell.built = True
            input_shape = (input_shape[0],) + output_shape(cell)
        super().build(input_shape)

    def call(self, inputs, states, constants=None, training=None):
        states = iter(states)
        states_of = [[next(states) for _ in state_shapes(cell)]
                     for cell in self._in_state_order(self.cells)]
        new_states = []
        for cell, states in zip(self.cells, self._in_state_order(states_of)):
            arguments = {name: value for name, value in (
                ('constants', constants), ('training', training))
                if value is not None and has_arg(cell.call, name)}
            inputs, states = cell.call(inputs, states, **arguments)
            new_states.append(list(states))
        return inputs, sum(self._in_state_order(new_states), [])

    def get_config(self):
        config = add_changed_to_config(super().get_config(), self, reverse_state_order=False)
        config['cells'] = [serialize_keras_object(cell) for cell in self.cells]
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        cells = [deserialize(cell, custom_objects=custom_objects)
                 for cell in config.pop('cells')]
        return cls(cells, **config)


def _as_sizes(shapes):
    return [shape[0] if len(shape) == 1 else shape for shape in shapes]
