"""Random losses, metrics, targets, weights of samples, and optimizers."""
import numpy as np

from keras import layers, losses, metrics

from .graphs import shape_of

OPTIMIZERS = {
    'SGD': {'learning_rate': .2, 'momentum': .8, 'nesterov': True},
    'RMSprop': {'learning_rate': .02, 'rho': .8},
    'Adagrad': {'learning_rate': .1},
    'Adadelta': {'learning_rate': 1., 'rho': .9},
    'Adam': {'learning_rate': .05, 'beta_1': .8, 'amsgrad': True},
    'Adamax': {'learning_rate': .05, 'beta_1': .8},
    'Nadam': {'learning_rate': .05, 'beta_1': .8},
}


def optimizer(draw):
    """Draws the configuration of an optimizer."""
    name = draw.choice(sorted(OPTIMIZERS))
    config = draw.sometimes(.6, **OPTIMIZERS[name])
    if name != 'Nadam':
        config.update(draw.sometimes(.3, decay=.3))
    config.update(draw.sometimes(.2, clipnorm=.5))
    config.update(draw.sometimes(.2, clipvalue=.05))
    return {'class_name': name, 'config': config}


# What an output may be trained for


class Numbers:
    """Any numbers."""

    losses = ['mse', 'mae', 'logcosh', 'cosine_similarity', 'mape', losses.Huber(delta=.7),
              losses.MeanSquaredError(), losses.MeanAbsoluteError(), losses.LogCosh(),
              losses.MeanAbsolutePercentageError()]
    metrics = ['mse', 'mae', 'cosine_proximity', metrics.RootMeanSquaredError(),
               metrics.CosineSimilarity(), metrics.MeanSquaredError(), metrics.LogCoshError()]

    def head(self, draw, x):
        return x

    def targets(self, random, shape):
        """Returns random targets, which keep away from 0."""
        return random.uniform(.3, 1.5, shape) * random.choice([-1, 1], shape)


class Signs(Numbers):
    """-1 or 1."""

    losses = ['hinge', 'squared_hinge', losses.Hinge(), losses.SquaredHinge()]
    metrics = ['hinge', metrics.SquaredHinge(), metrics.Hinge(), 'squared_hinge']

    def targets(self, random, shape):
        return random.choice([-1, 1] if random.uniform() < .5 else [0, 1], shape)


class Positive(Numbers):
    """Numbers above 0."""

    losses = ['msle', 'poisson', losses.Poisson(), losses.MeanSquaredLogarithmicError()]
    metrics = ['msle', 'poisson', metrics.MeanSquaredLogarithmicError(), metrics.Poisson()]

    def head(self, draw, x):
        return layers.Activation(draw.choice(['softplus', 'sigmoid', 'exponential']))(x)

    def targets(self, random, shape):
        return random.uniform(.1, 2., shape)


class Probabilities(Numbers):
    """0 or 1, each by itself."""

    losses = ['binary_crossentropy', losses.BinaryCrossentropy(label_smoothing=.2),
              losses.BinaryCrossentropy(), 'mse', losses.BinaryCrossentropy(from_logits=True)]
    metrics = ['accuracy', 'binary_accuracy', metrics.BinaryAccuracy(threshold=.4),
               metrics.AUC(), metrics.AUC(num_thresholds=20, curve='PR'), metrics.Precision(),
               metrics.Recall(thresholds=[.3, .6]), metrics.TruePositives(),
               metrics.FalseNegatives(thresholds=[.2, .7]), metrics.BinaryCrossentropy(),
               metrics.SensitivityAtSpecificity(.5), metrics.SpecificityAtSensitivity(.5),
               metrics.FalsePositives(), metrics.TrueNegatives()]

    def head(self, draw, x):
        if draw.chance(.5):
            return layers.Activation('sigmoid')(x)
        return layers.Dense(draw.size(), activation='sigmoid')(x)

    def targets(self, random, shape):
        return random.randint(0, 2, shape)


class Classes(Numbers):
    """One of several classes, one-hot."""

    losses = ['categorical_crossentropy', 'kullback_leibler_divergence', 'categorical_hinge',
              losses.CategoricalCrossentropy(label_smoothing=.1), losses.KLDivergence(),
              losses.CategoricalCrossentropy(from_logits=True), losses.CategoricalHinge()]
    metrics = ['accuracy', 'categorical_accuracy', metrics.CategoricalAccuracy(),
               metrics.TopKCategoricalAccuracy(k=2), metrics.CategoricalCrossentropy(),
               metrics.KLDivergence(), metrics.CategoricalHinge(), metrics.Precision(top_k=1)]

    def head(self, draw, x):
        if shape_of(x)[-1] > 1 and draw.chance(.3):
            return layers.Activation('softmax')(x)
        return layers.Dense(1 + draw.size(3), activation='softmax')(x)

    def targets(self, random, shape):
        return np.eye(shape[-1])[random.randint(0, shape[-1], shape[:-1])]


class ClassNumbers(Classes):
    """One of several classes, as its number."""

    losses = ['sparse_categorical_crossentropy', losses.SparseCategoricalCrossentropy(),
              losses.SparseCategoricalCrossentropy(from_logits=True)]
    metrics = ['accuracy', 'sparse_categorical_accuracy', metrics.SparseCategoricalAccuracy(),
               metrics.SparseTopKCategoricalAccuracy(k=2),
               metrics.SparseCategoricalCrossentropy()]

    def targets(self, random, shape):
        return random.randint(0, shape[-1], shape[:-1] + (1,))


AIMS = [Numbers(), Numbers(), Signs(), Positive(), Probabilities(), Classes(), ClassNumbers()]


class Objective:
    """What a model is trained for.

    Args:
        draw: a `Draw`.
        graph: a `Graph`; its sinks become such as fit the losses.
    """

    def __init__(self, draw, graph):
        self.aims = [draw.choice(AIMS) for _ in graph.sinks]
        heads = [aim.head(draw, x) for aim, x in zip(self.aims, graph.sinks)]
        if heads != graph.sinks:
            graph.chain = graph.chain and _longer(graph.chain, heads)
            graph.sinks = heads
        self.shapes = [shape_of(x) for x in heads]
        self.modes = ['temporal' if len(shape) > 1 and draw.chance(.2) else None
                      for shape in self.shapes]
        self.weighted = [mode or draw.chance(.3) for mode in self.modes]
        self.class_weighted = (
            len(heads) == 1 and len(self.shapes[0]) == 1 and isinstance(self.aims[0], Classes)
            and draw.chance(.3))
        self.compiled = {
            'optimizer': optimizer(draw),
            'loss': [described(draw.choice(aim.losses)) for aim in self.aims],
            'metrics': [self._metrics(draw, aim) for aim in self.aims],
            'weighted_metrics': [self._metrics(draw, aim) for aim in self.aims],
            'loss_weights': [draw.choice([1., .3, 2.]) for _ in heads],
            'sample_weight_mode': self.modes,
        }

    def _metrics(self, draw, aim):
        chosen = draw.sample(aim.metrics, draw.choice([0, 0, 1, 2]))
        return [described(metric) for metric in chosen]

    def targets(self, random, batch):
        """Returns a list of arrays of targets."""
        return [aim.targets(random, (batch,) + shape) for aim, shape in zip(self.aims, self.shapes)]

    def sample_weights(self, random, batch):
        """Returns a list of arrays, or None for outputs without."""
        found = []
        for shape, mode, weighted in zip(self.shapes, self.modes, self.weighted):
            shape = (batch,) + (shape[:1] if mode else ())
            weights = random.uniform(.2, 2., shape)
            # Some 0, but not all.
            weights[1:][random.uniform(size=(batch - 1,) + shape[1:]) < .2] = 0
            found.append(weights if weighted else None)
        return found

    def class_weight(self):
        """Returns a dictionary from numbers of classes to weights, or None."""
        if not self.class_weighted:
            return None
        return {number: 1. + .5 * number for number in range(self.shapes[0][-1])}


def _longer(chain, heads):
    return chain + [heads[0]._keras_history[0]] if len(heads) == 1 else None


def described(part):
    """Returns a loss or metric as JSON can hold it."""
    if isinstance(part, str):
        return part
    return {'class_name': type(part).__name__, 'config': part.get_config()}
