"""Evaluates tensors inside a model."""
from collections import Counter

from keras import backend as K


class Probe:
    """Evaluates tensors of a model on given data, in the testing phase.

    Args:
        model: the model.
        tensors: list of tensors that depend on its inputs; or on its inputs, targets and sample
            weights.
        with_targets: bool, whether they also depend on targets and sample weights.
    """

    def __init__(self, model, tensors, with_targets=False):
        feeds = list(model._feed_inputs)
        if with_targets:
            feeds += model._feed_targets + model._feed_sample_weights
        self._count = len(feeds)
        self._batch_size = K.int_shape(feeds[0])[0]
        self._function = K.function(feeds, tensors)

    def batches(self, arrays, batch_size):
        """Evaluates the tensors batch by batch.

        Args:
            arrays: list of arrays `(samples, ...)`: the inputs, then targets and sample weights.
            batch_size: int, number of samples at a time; ignored if the model has a fixed batch
                size.

        Yields:
            List of arrays, the values of the tensors, for each batch.
        """
        batch_size = self._batch_size or batch_size
        arrays = arrays[:self._count]
        for start in range(0, arrays[0].shape[0], batch_size):
            yield self._function([array[start:start + batch_size] for array in arrays])


def tagged_outputs(model):
    """Returns a list of pairs: a tag and an output of a layer of `model`."""
    tagged = []
    for layer in model.layers:
        outputs = [y for node in layer._inbound_nodes if node in model._graph
                   for y in node.output_tensors]
        if len(outputs) == 1:
            tagged.append(('%s_out' % layer.name, outputs[0]))
        else:
            tagged.extend(('%s_out_%d' % (layer.name, i), y) for i, y in enumerate(outputs))
    return tagged


def tagged_weights(model):
    """Returns a list of pairs: a tag and a weight, layer by layer."""
    tagged, uses = [], Counter()
    for weight in (weight for layer in model.layers for weight in layer.weights):
        tag = weight.name.split(':')[0] + '_0'  # numbered as by TensorFlow, on every engine
        uses[tag] += 1
        tagged.append((tag if uses[tag] == 1 else '%s_%d' % (tag, uses[tag] - 1), weight))
    return tagged


def tagged_gradients(model):
    """Returns a list of pairs: a tag and the gradient of the loss for a weight of `model`."""
    trainable = set(map(id, model.trainable_weights))
    tagged = [(tag, weight) for tag, weight in tagged_weights(model) if id(weight) in trainable]
    gradients = K.gradients(model.total_loss, [weight for _, weight in tagged])
    return [(tag + '_grad', gradient) for (tag, _), gradient in zip(tagged, gradients)
            if gradient is not None]
