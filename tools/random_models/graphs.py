"""Random graphs of layers."""
import numpy as np

from keras import backend as K
from keras import layers
from keras.models import Model, Sequential

from .layers import of_shape

LARGEST = 150  # numbers in a sample of an input of a layer
MOST_SINKS = 3


class Graph:
    """A model in the making.

    Args:
        draw: a `Draw`.
        batch: size of the batches if it is fixed, else None.

    Attributes:
        inputs: list of tensors.
        values: list of functions of a `RandomState` and the shape of an array, which give the
            values of each input.
        sinks: tensors that no layer has taken yet.
        chain: the layers, as long as they follow each other one by one; else None.
    """

    def __init__(self, draw, batch=None):
        self.draw = draw
        self.batch = batch
        self.inputs = []
        self.values = []
        self.sinks = []
        self.chain = []
        self._made = []  # pairs of a layer and the shape of its input

    def begin(self):
        """Adds an input of any shape, perhaps with a layer for what is special about it."""
        draw = self.draw
        rank = draw.choice([1, 2, 2, 2, 3, 3, 4])
        shape = draw.shape(rank, 5 if rank < 4 else 3)
        if rank == 2 and draw.chance(.3):
            mask_value = draw.choice([0., .5])
            x = self.add_input(shape, masked_normal(mask_value))
            return self._apply(layers.Masking(mask_value), x)
        if rank < 3 and draw.chance(.4):
            return self._embedded(shape)
        return self.add_input(shape)

    def add_input(self, shape, values=None, dtype=None):
        x = layers.Input(batch_shape=(self.batch,) + tuple(shape), dtype=dtype)
        self.inputs.append(x)
        self.values.append(values or normal)
        self.sinks.append(x)
        if len(self.inputs) > 1:
            self.chain = None
        return x

    def _embedded(self, shape):
        draw = self.draw
        numbers = draw.randint(2, 6)
        x = self.add_input(shape[:1], up_to(numbers), draw.choice(['float32', 'int32', 'int64']))
        return self._apply(layers.Embedding(numbers, draw.size(), mask_zero=draw.chance(.5),
                                            batch_input_shape=K.int_shape(x)), x)

    def grow(self, steps):
        """Adds so many layers."""
        for _ in range(steps):
            if len(self.sinks) < MOST_SINKS and self.draw.chance(.15):
                self._fork()
            elif self.draw.chance(.2):
                self._merge()
            else:
                self._go_on(self.draw.choice(self.sinks))

    def _go_on(self, x):
        """Applies a new layer to a tensor, one that was made before, or a whole model."""
        shape = shape_of(x)
        if np.prod(shape) > LARGEST and not is_masked(x):
            return self._apply(layers.Flatten() if len(shape) > 1 else layers.Dense(3), x)
        if len(shape) > 4:
            return self._apply(layers.Reshape((-1,) + shape[2:]), x)
        shared = [layer for layer, made_for in self._made
                  if made_for == shape and not layer.stateful
                  and not isinstance(layer, layers.Embedding)]
        if shared and self.draw.chance(.2):
            self.chain = None
            return self._apply(self.draw.choice(shared), x)
        if not is_masked(x) and self.draw.chance(.08):
            return self._apply(self._model_of(shape), x)
        layer = of_shape(self.draw, shape)
        while is_masked(x) and not takes_masks(layer):
            layer = of_shape(self.draw, shape)
        return self._apply(layer, x)

    def _apply(self, layer, x):
        states = self._states_for(layer, x)
        outputs = layer(x, initial_state=states) if states else layer(x)
        outputs = outputs if isinstance(outputs, list) else [outputs]
        self._made.append((layer, shape_of(x)))
        self._take([x] + states)
        self.sinks += outputs
        if len(outputs) > 1 or states:
            self.chain = None
        if self.chain is not None:
            self.chain.append(layer)
        return outputs[0]

    def _take(self, tensors):
        """Counts tensors as taken by a layer."""
        taken = {id(tensor) for tensor in tensors}
        self.sinks = [x for x in self.sinks if id(x) not in taken]

    def _states_for(self, layer, x):
        """Returns initial states for a recurrent layer, if it is to have any."""
        both = isinstance(layer, layers.Bidirectional)
        one = layer.layer if both else layer
        if not isinstance(one, layers.RNN) or isinstance(one, layers.ConvLSTM2D) or one.stateful \
                or self.draw.chance(.8):
            return []
        sizes = one.cell.state_size
        sizes = list(sizes) if isinstance(sizes, (list, tuple)) else [sizes]
        return [self._vector(size, x) for size in sizes * (2 if both else 1)]

    def _vector(self, size, other):
        """Returns a vector of a size: from a sink (not that other one), or an input."""
        for x in self.sinks:
            if x is not other and len(shape_of(x)) == 1 and not is_masked(x):
                self._take([x])
                return layers.Dense(size)(x)
        x = self.add_input((size,))
        self._take([x])
        return x

    def _fork(self):
        """Applies two layers to one tensor, or adds an input."""
        if self.batch is None and self.draw.chance(.3):
            self.begin()
            return
        self.chain = None
        x = self.draw.choice(self.sinks)
        self._go_on(x)
        if np.prod(shape_of(x)) <= LARGEST:
            self._go_on(x)

    def _merge(self):
        """Merges a tensor with others, or with a new input."""
        x = self.draw.choice(self.sinks)
        others = [y for y in self.sinks if y is not x]
        self.draw.shuffle(others)
        for y in others:
            found = merge_layers(self.draw, shape_of(x), shape_of(y))
            if found:
                break
        else:
            if len(self.inputs) > 2:
                return
            y = self.add_input(self._partner(shape_of(x)))
            found = merge_layers(self.draw, shape_of(x), shape_of(y))
        merged = [x, y]
        layer = self.draw.choice(found)
        if self.draw.chance(.2) and isinstance(layer, (layers.Add, layers.Maximum)):
            merged.append(x)
        self.chain = None
        self._take(merged)
        self.sinks.append(layer(merged))

    def _partner(self, shape):
        """Returns a shape that can be merged with another: the same, or with some axes of 1."""
        if self.draw.chance(.6):
            return shape
        return tuple(1 if self.draw.chance(.5) else n for n in shape)

    def _model_of(self, shape):
        """Makes a model for inputs of a shape."""
        inner = Graph(self.draw, self.batch)
        inner._go_on(inner.add_input(shape))
        inner.grow(self.draw.randint(0, 2))
        if len(inner.inputs) > 1:
            return self._model_of(shape)
        return inner.model()

    def model(self):
        """Returns the model, which is a `Sequential` one at times."""
        if self.chain and not isinstance(self.chain[0], Model) and self.draw.chance(.5):
            self.chain[0].batch_input_shape = K.int_shape(self.inputs[0])
            return Sequential(self.chain)
        return Model(self.inputs, self.sinks)


def shape_of(x):
    return K.int_shape(x)[1:]


def is_masked(x):
    layer, node, _ = x._keras_history
    masks = layer.get_output_mask_at(node)
    return any(mask is not None for mask in (masks if isinstance(masks, list) else [masks]))


def takes_masks(layer):
    while isinstance(layer, layers.TimeDistributed):
        layer = layer.layer
    # A mask is for the steps, which are channels with channels first.
    return layer.supports_masking and getattr(layer, 'data_format', '') != 'channels_first'


def merge_layers(draw, one, other):
    """Returns layers that merge tensors of two shapes."""
    found = []
    if len(one) == len(other) and all(1 in pair or pair[0] == pair[1]
                                      for pair in zip(one, other)):
        found += [layers.Add(), layers.Multiply(), layers.Average(), layers.Maximum(),
                  layers.Minimum()]
        if one == other:
            found.append(layers.Subtract())
    if len(one) == len(other):
        unlike = [i for i, pair in enumerate(zip(one, other)) if pair[0] != pair[1]]
        if len(unlike) < 2:
            axis = unlike[0] + 1 if unlike else draw.randint(1, len(one))
            found.append(layers.Concatenate(axis=axis))
    if len(one) < 3 and len(other) < 3:
        axes = [(i + 1, k + 1) for i, n in enumerate(one) for k, m in enumerate(other) if n == m]
        if axes:
            found.append(layers.Dot(draw.choice(axes), normalize=draw.chance(.3)))
    return found


# Values of inputs, in arrays of several dtypes

FLOATS = ['float32', 'float32', 'float64', 'float16']


def normal(random, shape):
    return random.normal(size=shape).astype(random.choice(2 * FLOATS + ['int32', 'bool']))


def up_to(numbers):
    """Returns a function for ints below a number, with one that is not 0 in each sample."""
    def values(random, shape):
        found = np.where(_one_of_each(random, shape), random.randint(1, numbers, shape),
                         random.randint(0, numbers, shape))
        return found.astype(random.choice(['int32', 'int64', 'uint8', 'float32']))
    return values


def masked_normal(mask_value):
    """Returns a function for sequences with steps of one value, but for one in each sample."""
    def values(random, shape):
        left_out = (random.uniform(size=shape[:2]) < .4) & ~_one_of_each(random, shape[:2])
        found = np.where(left_out[..., None], mask_value, random.normal(size=shape))
        return found.astype(random.choice(FLOATS))
    return values


def _one_of_each(random, shape):
    """Returns bools, one of which is True in each row."""
    return np.arange(shape[1]) == random.randint(0, shape[1], (shape[0], 1))
