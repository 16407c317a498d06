"""The path of the data from `Model.fit` to the loop over batches.

Four terms have the same meaning everywhere:

- *data*: what the user passes: arrays, tensors, a generator, a `Sequence`;
- *batches*: what is read from the data, one in each step;
- *source*: what the loop iterates over, once in each epoch (see `base`);
- *feeds*: the list of arrays that a function of the model takes.

A *stream* is a generator or a `Sequence`, nothing else.

A method of `Model` puts its arguments into a `Request`. `source` asks the adapters in turn whether
they take the request; each is a module with

- `takes(request)`: whether the data are of its kind (`arrays` also gets data that no other takes);
- `source(model, request)`: the source, after checking that the data match the model.

`validation` does the same for validation data.
"""
from . import arrays, streams, tensors
from .request import Readers, Request  # noqa: F401


def adapter(request):
    """Returns the module that takes a request."""
    for module in (arrays, tensors, streams):
        if module.takes(request):
            return module
    return arrays


def source(model, request):
    """Makes the source for a request.

    Args:
        model: `Model`, which is built from the data if necessary.
        request: `Request`.

    Returns:
        A `Source`.

    Raises:
        ValueError: if the data do not match the model, or arguments cannot be combined.
        TypeError: if the data are not of a kind that a model takes.
    """
    return adapter(request).source(model, request)


def feeds(model, request):
    """Returns the feeds for a single call: all data are one batch.

    Args:
        model: `Model`, which is built from the data if necessary.
        request: `Request` of arrays and tensors.

    Returns:
        List of arrays.

    Raises:
        ValueError: if the data do not match the model.
    """
    if adapter(request) is tensors:
        request = tensors.read(model, request)
    model._prepare(request.x)
    if request.purpose == 'prediction':
        return model._feeder.input_batch(request.x)[0]
    return model._feeder.batch(request.x, request.y, request.sample_weight, request.class_weight,
                               request.is_training)[0]
