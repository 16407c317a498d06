"""Recurrent layers that create their own cell."""
import operator

from keras import regularizers
from keras.engine.base_layer import InputSpec
from keras.layers.arguments import argument_names
from keras.utils.warn import warn

from .docstrings import with_arguments
from .rnn import RNN


class LayerOfCell(RNN):
    """Base of the layers that are an `RNN` with one kind of cell, and take its arguments.

    A subclass sets `cell_class`, and creates the cell in its constructor. The arguments of the cell
    are also read-only properties of the layer, and its docstring includes their descriptions.

    Args:
        cell: the cell.
        activity_regularizer: penalty on the outputs, or None.
        *args: further arguments of `RNN`.
        **kwargs: further arguments of `RNN`.
    """

    cell_class = None
    _shared = ()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if 'cell_class' in vars(cls):
            cls._shared = [name for name in argument_names(cls.cell_class)
                           if name in argument_names(cls)]
            for name in cls._shared:
                setattr(cls, name, property(operator.attrgetter('cell.' + name)))
            cls.__doc__ = with_arguments(cls.__doc__, cls._shared, cls.cell_class.__doc__)

    def __init__(self, cell, activity_regularizer=None, *args, **kwargs):
        super().__init__(cell, *args, **kwargs)
        self.cell.dtype = self.dtype
        self.input_spec = [InputSpec(ndim=3)]
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def _replace_implementation_0(self, implementation):
        """Returns 1 for implementation 0, which only old versions had; other numbers unchanged."""
        if implementation != 0:
            return implementation
        warn('implementation=0 was removed; %s uses 1, which computes the same. Pass '
             'implementation=1 or 2.' % type(self).__name__)
        return 1

    def call(self, inputs, mask=None, training=None, initial_state=None):
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)

    def get_config(self):
        config = super().get_config()
        cell = config.pop('cell')['config']
        config.update((name, cell[name]) for name in self._shared)
        config['activity_regularizer'] = regularizers.serialize(self.activity_regularizer)
        return config

    @classmethod
    def from_config(cls, config):
        # Keras before 2.2 wrote an implementation for all layers, even for those with only one,
        # and had a 0, which computes the same as 1.
        config = dict(config)
        implementation = config.pop('implementation', None)
        if implementation is not None and 'implementation' in cls._shared:
            config['implementation'] = implementation or 1
        return cls(**config)
