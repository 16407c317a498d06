import importlib

import pytest

from keras import layers
from keras.engine.topology import Layer
from keras.layers import Dense, deserialize, serialize
from keras.models import Model, Sequential


class Doubled(Layer):
    def call(self, inputs):
        return 2 * inputs


def test_round_trip():
    layer = Dense(3, activation='relu', name='d')
    written = serialize(layer)
    assert written['class_name'] == 'Dense'
    copy = deserialize(written)
    assert isinstance(copy, Dense)
    assert copy.get_config() == layer.get_config()


def test_models_and_inputs():
    model = Sequential([Dense(2, input_shape=(3,)), Dense(1)])
    assert isinstance(deserialize(serialize(model)), Sequential)
    functional = Model(model.inputs, model.outputs)
    copy = deserialize(serialize(functional))
    assert isinstance(copy, Model)
    assert copy.output_shape == (None, 1)
    layer = deserialize({'class_name': 'InputLayer', 'config': {
        'batch_input_shape': [None, 3], 'dtype': 'float32', 'sparse': False, 'name': 'in'}})
    assert isinstance(layer, layers.InputLayer)


def test_custom_layers():
    written = serialize(Doubled(name='twice'))
    assert isinstance(deserialize(written, custom_objects={'Doubled': Doubled}), Doubled)
    with pytest.raises(ValueError, match="Unknown layer: 'Doubled'.*custom_objects"):
        deserialize(written)


@pytest.mark.parametrize('name', ['add', 'Input', 'deserialize', 'InputSpec', 'LAYERS', 'core'])
def test_only_layers_are_found(name):
    with pytest.raises(ValueError, match='Unknown layer'):
        deserialize({'class_name': name, 'config': {}})


def test_misspelled_class():
    with pytest.raises(ValueError, match="Did you mean 'Dense'"):
        deserialize({'class_name': 'Dens', 'config': {'units': 2}})


@pytest.mark.parametrize('path, name, found', [
    ('keras.layers.core', 'Layer', layers.Layer),
    ('keras.layers.core', 'InputSpec', layers.InputSpec),
    ('keras.layers.convolutional', 'MaxPooling2D', layers.MaxPooling2D),
    ('keras.layers.convolutional', 'Deconv2D', layers.Conv2DTranspose),
    ('keras.layers.merge', '_Merge', layers.Add.__base__),
    ('keras.layers.pooling', 'AvgPool2D', layers.AveragePooling2D),
    ('keras.layers', 'GlobalMaxPool1D', layers.GlobalMaxPooling1D),
    ('keras.engine.base_layer', 'Layer', layers.Layer),
    ('keras.engine.input_layer', 'Input', layers.Input),
])
def test_paths_that_old_code_imports_from(path, name, found):
    assert getattr(importlib.import_module(path), name) is found
