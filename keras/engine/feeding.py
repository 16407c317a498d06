"""From data of any form to the arrays that a model's functions are called with."""
from keras import backend as K

from .data import Slots, count_samples, explain_input, explain_target
from .sample_weights import arrange_weights, ones


def _ones(shape):
    return ones(shape, K.floatx())


class Feeder:
    """Checks data and puts them in the order in which a model's functions take them.

    Args:
        model: `Model` with inputs and outputs.
        objectives: list of `Objective`; empty if the model is not compiled.
    """

    def __init__(self, model, objectives):
        shapes = model._feed_input_shapes
        self.inputs = Slots('input', model._feed_input_names, shapes,
                            [K.dtype(x) for x in model._feed_inputs],
                            lambda i, shape: explain_input(shapes[i], shape)
                            or _explain_first_data(model))
        self.objectives = fed = [objective for objective in objectives if objective.is_fed]
        self.targets = Slots('target', [objective.name for objective in fed],
                             [objective.target_shape for objective in fed],
                             [K.dtype(objective.target) for objective in fed],
                             lambda i, shape: explain_target(fed[i], shape))
        phase = K.learning_phase()
        is_asked_for = model.uses_learning_phase and not isinstance(phase, int)
        self.phase_inputs = [phase] if is_asked_for else []
        # A stateful model keeps a state for each place in the batch.
        self.is_stateful = model.stateful
        self.full_size = _batch_size_of(model) if model.stateful else None
        self._names = (self.inputs.names + self.targets.names
                       + ['sample_weight of ' + name for name in self.targets.names])

    def phase(self, training):
        """Returns the list of what follows the data in a call: the learning phase, if asked for."""
        return [int(training)] * len(self.phase_inputs)

    def standardize(self, x, y=None, sample_weight=None, class_weight=None):
        """Checks data.

        Args:
            x: inputs: an array, a list or a dictionary of arrays.
            y: targets, likewise.
            sample_weight: weights of the samples, likewise.
            class_weight: weights of the classes (see `sample_weights`).

        Returns:
            Three lists of arrays, inputs, targets and weights (None where all samples weigh the
            same); and the number of samples, None if there are no arrays.

        Raises:
            ValueError: if arrays are missing or too many, or have wrong shapes, types or numbers of
                samples.
            TypeError: if something is no array.
        """
        inputs = self.inputs.arrange(x)
        targets = self.targets.arrange(y)
        weights = arrange_weights(self.objectives, targets, sample_weight, class_weight)
        return inputs, targets, weights, count_samples(self._names, inputs + targets + weights)

    def batch(self, x, y, sample_weight=None, class_weight=None, training=False):
        """Returns the feeds of one call with inputs and targets, and the number of samples.

        Args:
            x, y, sample_weight, class_weight: as for `standardize`.
            training: bool, the learning phase.

        Raises:
            ValueError, TypeError: as by `standardize`, and if a stateful model was made for
                batches of another size.
        """
        inputs, targets, weights, samples = self.standardize(x, y, sample_weight, class_weight)
        self.check_full(samples)
        feeds = inputs + targets + self.written_out(targets, weights)
        return feeds + self.phase(training), samples

    def input_batch(self, x):
        """Returns the feeds of one prediction, and the number of samples.

        Their numbers may differ: a model may compare one image with many, say.
        """
        inputs = self.inputs.arrange(x)
        samples = inputs[0].shape[0] if inputs else None
        self.check_full(samples)
        return inputs + self.phase(False), samples

    def written_out(self, targets, weights, make=_ones):
        """Returns `weights` with ones, made by a function of their shape, in the place of None."""
        return [make(self._weights_shape(i, targets[i])) if array is None else array
                for i, array in enumerate(weights)]

    def _weights_shape(self, i, target):
        return tuple(target.shape[:1 if self.objectives[i].weight_mode is None else 2])

    def check_full(self, samples):
        """Raises a ValueError if a stateful model was made for batches of another size."""
        if self.full_size is not None and samples not in (self.full_size, None):
            raise ValueError('The model is stateful and was made for batches of %d samples, but '
                             'got one of %d.' % (self.full_size, samples))


def _batch_size_of(model):
    sizes = [shape[0] for shape in model._feed_input_shapes if shape[0] is not None]
    return sizes[0] if sizes else None


def _explain_first_data(model):
    if model._is_graph_network:
        return ''
    return (' The sizes are those of the first data. Where they vary, call model.build() before, '
            'with None in their place: model.build((None, None, 3)).')
