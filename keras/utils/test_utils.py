"""Helpers for tests of layers and models, used for instance by keras-contrib."""
import functools

import numpy as np

from keras import backend as K
from keras.backend.dtypes import is_float
from keras.layers import Input, InputLayer
from keras.models import Model, Sequential

_SPREAD = .7  # standard deviation of the samples around their centers


def get_test_data(num_train=1000, num_test=500, input_shape=(10,), output_shape=(2,),
                  classification=True, num_classes=2):
    """Draws random data that a model can learn, from `np.random`.

    Args:
        num_train: int, the number of training samples.
        num_test: int, the number of test samples.
        input_shape: tuple, the shape of a sample.
        output_shape: tuple, the shape of a target for `classification=False`.
        classification: whether targets are class indices, with the entries of a sample around its
            class index. Otherwise sample and target are around the same number from 0 to 1.
        num_classes: int, the number of classes.

    Returns:
        Arrays `(x_train, y_train), (x_test, y_test)`.

    Example:
        >>> from keras.utils.test_utils import get_test_data
        >>> (x, y), _ = get_test_data(num_train=100, input_shape=(3,))
        >>> x.shape, y.shape
        ((100, 3), (100,))
    """
    count = num_train + num_test
    x = np.zeros((count,) + tuple(input_shape), dtype=K.floatx())
    if classification:
        y = np.random.randint(0, num_classes, size=(count,))
        for i, center in enumerate(y):
            x[i] = np.random.normal(loc=center, scale=_SPREAD, size=input_shape)
    else:
        y = np.zeros((count,) + tuple(output_shape), dtype=K.floatx())
        for i, center in enumerate(np.random.random((count,))):
            x[i] = np.random.normal(loc=center, scale=_SPREAD, size=input_shape)
            y[i] = np.random.normal(loc=center, scale=_SPREAD, size=output_shape)
    return (x[:num_train], y[:num_train]), (x[num_train:], y[num_train:])


def layer_test(layer_cls, kwargs=None, input_shape=None, input_dtype=None, input_data=None,
               expected_output=None, expected_output_dtype=None, fixed_batch_size=False):
    """Tests a layer: its shapes, weights, configuration and training.

    Args:
        layer_cls: class of the layer.
        kwargs: dictionary, the arguments of its constructor.
        input_shape: tuple with the batch axis; each None becomes 1, 2 or 3 in the data.
        input_dtype: string, type of the input; by default that of the data, or `K.floatx()`.
        input_data: array; by default random numbers of `input_shape`.
        expected_output: array that the output should equal, with a relative tolerance of 1e-3.
        expected_output_dtype: string, by default `input_dtype`.
        fixed_batch_size: whether the model has a fixed batch size.

    Returns:
        Array, the output for the data.

    Raises:
        AssertionError: if a test fails.

    Example:
        >>> from keras.utils.test_utils import layer_test
        >>> layer_test(keras.layers.Dense, kwargs={'units': 3}, input_shape=(2, 4)).shape
        (2, 3)
    """
    if input_data is None:
        assert input_shape, 'layer_test needs input_shape or input_data.'
        input_dtype = input_dtype or K.floatx()
        input_data = _random_data(input_shape, input_dtype)
    elif input_shape is None:
        input_shape = input_data.shape
    input_dtype = input_dtype or input_data.dtype.name
    layer = layer_cls(**kwargs or {})
    batch_shape = tuple(input_shape) if fixed_batch_size else (None,) + tuple(input_shape[1:])
    model = _functional(layer, batch_shape, input_dtype)
    _check_dtype(layer_cls, K.dtype(model.output), expected_output_dtype or input_dtype)
    _check_shape(layer_cls, layer.compute_output_shape(batch_shape), model.output_shape)
    output = model.predict(input_data)
    _check_shape(layer_cls, layer.compute_output_shape(tuple(input_data.shape)), output.shape)
    if expected_output is not None:
        np.testing.assert_allclose(output, expected_output, rtol=1e-3)

    layer_of_config = layer_cls.from_config(layer.get_config())
    chain = Sequential([InputLayer(batch_input_shape=batch_shape, dtype=input_dtype),
                        layer_cls.from_config(layer.get_config())])
    for copy in (Model.from_config(model.get_config()), chain,
                 _functional(layer_of_config, batch_shape, input_dtype)):
        _check_copy(model, copy, input_data, output)
    chain.compile('rmsprop', 'mse')
    chain.train_on_batch(input_data, output)
    return output


def keras_test(func):
    """Decorates a test to clear the session when it ends.

    Args:
        func: function.

    Returns:
        The decorated function.
    """
    @functools.wraps(func)
    def test(*args, **kwargs):
        try:
            return func(*args, **kwargs)
        finally:
            K.clear_session()
    return test


def _random_data(shape, dtype):
    shape = [np.random.randint(1, 4) if size is None else size for size in shape]
    data = 10 * np.random.random(shape)
    return (data - .5 if is_float(dtype) else data).astype(dtype)


def _functional(layer, batch_shape, dtype):
    x = Input(batch_shape=batch_shape, dtype=dtype)
    return Model(x, layer(x))


def _check_dtype(layer_cls, found, expected):
    assert found == expected, '%s returns %s, but %s is expected.' % (
        layer_cls.__name__, found, expected)


def _check_shape(layer_cls, computed, found):
    assert len(computed) == len(found) and all(
        None in (a, b) or a == b for a, b in zip(computed, found)), (
            'compute_output_shape of %s returns %s, but the output has the shape %s.'
            % (layer_cls.__name__, computed, found))


def _check_copy(model, copy, data, output):
    if not model.weights:
        # Layers without weights may draw random numbers.
        assert copy.predict(data).shape == output.shape
        return
    copy.set_weights(model.get_weights())
    np.testing.assert_allclose(copy.predict(data), output, rtol=1e-3, atol=1e-6)
