"""Converting data of any form to the arrays that a model's functions take."""
from keras import backend as K

from .data import Slots, count_samples, explain_input, explain_target
from .sample_weights import arrange_weights, ones


def _ones(shape):
    return ones(shape, K.floatx())


class Feeder:
    """Checks data and arranges them in the order in which a model's functions take them.

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
        """Returns the list of arguments after the data: the learning phase, if it is needed."""
        return [int(training)] * len(self.phase_inputs)

    def standardize(self, x, y=None, sample_weight=None, class_weight=None):
        """Checks data.

        Args:
            x: inputs: an array, a list or a dictionary of arrays.
            y: targets, in the same forms.
            sample_weight: weights of the samples, in the same forms.
            class_weight: weights of the classes (see `sample_weights`).

        Returns:
            Three lists of arrays, inputs, targets and weights (None where all weights are equal);
            and the number of samples, None if there are no arrays.

        Raises:
            ValueError: if there are too few or too many arrays, or they have wrong shapes, types or
                numbers of samples.
            TypeError: if something is not an array.
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
            ValueError: as `standardize`, and if a stateful model was made for another batch size.
            TypeError: as `standardize`.
        """
        inputs, targets, weights, samples = self.standardize(x, y, sample_weight, class_weight)
        self.check_full(samples)
        feeds = inputs + targets + self.written_out(targets, weights)
        return feeds + self.phase(training), samples

    def input_batch(self, x):
        """Returns the feeds of one prediction, and the number of samples.

        Inputs may have different numbers of samples, for example to compare one image with many.
        """
        inputs = self.inputs.arrange(x)
        samples = inputs[0].shape[0] if inputs else None
        self.check_full(samples)
        return inputs + self.phase(False), samples

    def written_out(self, targets, weights, make=_ones):
        """Returns `weights` with None replaced by ones, which `make` makes from a shape."""
        return [make(self._weights_shape(i, targets[i])) if array is None else array
                for i, array in enumerate(weights)]

    def _weights_shape(self, i, target):
        return tuple(target.shape[:1 if self.objectives[i].weight_mode is None else 2])

    def check_full(self, samples):
        """Raises a ValueError if a stateful model was made for another batch size."""
        if self.full_size is not None and samples not in (self.full_size, None):
            raise ValueError('The model is stateful and was made for batches of %d samples, but '
                             'got one of %d.' % (self.full_size, samples))


def _batch_size_of(model):
    sizes = [shape[0] for shape in model._feed_input_shapes if shape[0] is not None]
    return sizes[0] if sizes else None


def _explain_first_data(model):
    if model._is_graph_network:
        return ''
    return (' The expected sizes are those of the first data. If sizes vary, call model.build() '
            'first, with None for them: model.build((None, None, 3)).')
