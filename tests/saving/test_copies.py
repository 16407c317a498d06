"""Copies of models by pickle, deepcopy, JSON, YAML, and files of any size."""
import copy
import io
import pickle

import h5py
import numpy as np
import pytest

from keras import backend as K
from keras import optimizers
from keras.layers import (
    GRU,
    BatchNormalization,
    Bidirectional,
    Dense,
    Dot,
    Dropout,
    Input,
    Layer,
    Permute,
)
from keras.models import Model, Sequential, load_model, model_from_json, model_from_yaml
from keras.utils.generic_utils import custom_object_scope
from keras.utils.io_utils import H5Dict


class Scaled(Layer):
    """A layer of a user with a weight."""

    def __init__(self, start=2., **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.scale = self.add_weight(name='scale', shape=(input_shape[-1],), initializer='ones')
        super().build(input_shape)

    def call(self, inputs):
        return inputs * self.scale * self.start

    def get_config(self):
        return dict(super().get_config(), start=self.start)


def distance(y_true, y_pred):
    return K.sum(K.abs(y_true - y_pred), axis=-1)


def nested_model():
    """Arguments that are tuples, recurrent layers, a model and a layer of a user within."""
    x = Input((4, 3))
    inner = Sequential([Dense(3, input_shape=(4, 3)), BatchNormalization(), Scaled(3.)])
    turned = Permute((2, 1))(inner(x))
    y = Dot((2, 1))([turned, Dropout(.5, noise_shape=(None, 1, 3))(x)])
    return Model(x, Bidirectional(GRU(2))(y))


COPIES = {
    'pickle': lambda model: pickle.loads(pickle.dumps(model)),
    'deepcopy': copy.deepcopy,
    'json': lambda model: model_from_json(model.to_json(), {'Scaled': Scaled}),
    'yaml': lambda model: model_from_yaml(model.to_yaml(), {'Scaled': Scaled}),
    'config': lambda model: Model.from_config(model.get_config(), {'Scaled': Scaled}),
}


@pytest.mark.parametrize('way', sorted(COPIES))
def test_nested_models_with_objects_of_users(way):
    model = nested_model()
    with custom_object_scope({'Scaled': Scaled}):
        copied = COPIES[way](model)
    if way not in ('pickle', 'deepcopy'):
        copied.set_weights(model.get_weights())
    x = np.random.RandomState(0).normal(size=(5, 4, 3))
    np.testing.assert_allclose(copied.predict(x), model.predict(x), rtol=1e-6)
    assert [layer.name for layer in copied.layers] == [layer.name for layer in model.layers]


def test_a_pickle_says_which_class_is_missing():
    data = pickle.dumps(nested_model())
    with pytest.raises(ValueError, match="'Scaled'.*custom_objects"):
        pickle.loads(data)


@pytest.mark.parametrize('name, arguments', [
    ('SGD', {'momentum': .9}), ('RMSprop', {}), ('Adam', {'clipnorm': 1.}), ('Nadam', {})])
@pytest.mark.parametrize('way', ['pickle', 'deepcopy'])
def test_copies_go_on_training(way, name, arguments):
    random = np.random.RandomState(0)
    x, y = random.normal(size=(6, 4)), random.normal(size=(6, 2))
    model = Sequential([Dense(3, input_shape=(4,), activation='tanh'), Dense(2)])
    model.compile(getattr(optimizers, name)(**arguments), distance, ['mae'])
    for _ in range(2):
        model.train_on_batch(x, y)
    with custom_object_scope({'distance': distance}):
        copied = COPIES[way](model)
    assert copied.metrics_names == model.metrics_names
    expected = model.train_on_batch(x, y)
    np.testing.assert_allclose(copied.train_on_batch(x, y), expected, rtol=1e-5)
    for found, wanted in zip(copied.get_weights(), model.get_weights()):
        np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_weights_in_stores_of_every_kind(tmp_path):
    model = Sequential([Dense(3, input_shape=(4,), name='first')])
    other = Sequential([Dense(3, input_shape=(4,), name='first')])
    with h5py.File(str(tmp_path / 'file.h5'), 'w') as file, \
            H5Dict(str(tmp_path / 'dict.h5')) as store:
        for place in (str(tmp_path / 'a.h5'), tmp_path / 'b.h5', file, file.create_group('inner'),
                      store, {}, io.BytesIO()):
            model.save_weights(place)
            if hasattr(place, 'seek'):
                place.seek(0)
            for by_name in False, True:
                other.set_weights([np.zeros((4, 3)), np.zeros(3)])
                other.load_weights(place, by_name=by_name)
                np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])
                if hasattr(place, 'seek'):
                    place.seek(0)


def test_lists_and_descriptions_larger_than_an_object_header(tmp_path):
    """An HDF5 attribute has at most 64 KB: names of layers, of weights, the configuration."""
    x = y = Input((2,))
    for i in range(40):
        y = Dense(2, kernel_initializer='identity', name='%03d' % i + 'x' * 900)(y)
    model = Sequential([Model(x, y, name='inner'), Dense(2, name='last')])
    model.compile('adam', 'mse')
    path = str(tmp_path / 'model.h5')
    model.save(path)
    with h5py.File(path, 'r') as file:
        assert len(file.attrs['model_config']) > 2 ** 16
        inner = file['model_weights']['inner'].attrs
        assert 'weight_names' not in inner and 'weight_names1' in inner
    loaded = load_model(path)
    np.testing.assert_allclose(loaded.predict(np.ones((1, 2))), model.predict(np.ones((1, 2))),
                               rtol=1e-6)
