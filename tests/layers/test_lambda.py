import functools
import json

import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose

from keras import activations, losses
from keras import backend as K
from keras.layers import Input, Lambda, Masking
from keras.models import Sequential, clone_model, load_model
from keras.utils.generic_utils import safe_mode_scope


def scaled(x, factor=2):
    return x * factor


def scaled_by(factor):
    return lambda x: x * factor


def as_file(layer):
    return json.loads(json.dumps(layer.get_config()))


def test_function_arguments_and_closure():
    x = random(2, 3)
    check_layer(Lambda(lambda x: x ** 2), x, x ** 2)
    check_layer(Lambda(scaled), x, 2 * x)
    check_layer(Lambda(scaled, arguments={'factor': 5}), x, 5 * x)
    check_layer(Lambda(scaled_by(3)), x, 3 * x)


def test_several_inputs_and_outputs():
    x, y = random(2, 3), random(2, 3, seed=1)
    check_layer(Lambda(lambda xy: xy[0] - xy[1]), [x, y], x - y)
    layer = Lambda(lambda x: [x, K.sum(x, axis=-1)])
    outputs = layer(Input((3, 4)))
    assert [K.int_shape(y) for y in outputs] == [(None, 3, 4), (None, 3)]
    assert layer.compute_output_shape((None, 5, 4)) == [(None, 5, 4), (None, 5)]


@pytest.mark.parametrize('output_shape', [None, (2,), [2], lambda shape: (shape[0], 2)])
def test_output_shape(output_shape):
    x = random(5, 3)
    check_layer(Lambda(lambda x: x[:, :2], output_shape=output_shape), x, x[:, :2])


def test_function_runs_once_for_each_call():
    calls = []
    layer = Lambda(lambda x: calls.append(x) or x * 2)
    layer(Input((3,)))
    assert len(calls) == 1
    assert layer.compute_output_shape((7, 5)) == (7, 5)


def test_masks():
    seen = []

    def function(x, mask=None):
        seen.append(mask)
        return x
    tensor = Masking()(Input((3, 2)))
    layer = Lambda(function, mask=lambda inputs, mask: mask)
    layer(tensor)
    assert seen == [tensor._keras_history[0].output_mask] == [layer.output_mask]
    layer = Lambda(scaled)
    layer(tensor)
    assert layer.output_mask is None
    assert Lambda(scaled).compute_mask(tensor, 'mask') is None


def test_configuration_is_that_of_keras_2_3():
    config = Lambda(scaled, name='l', output_shape=(4,), arguments={'factor': 3}).get_config()
    assert list(config) == ['name', 'trainable', 'dtype', 'function', 'function_type',
                            'output_shape', 'output_shape_type', 'arguments']
    code, defaults, closure = config.pop('function')
    assert isinstance(code, str)
    assert (defaults, closure) == ((2,), None)
    assert config == {'name': 'l', 'trainable': True, 'dtype': 'float32',
                      'function_type': 'lambda', 'output_shape': (4,),
                      'output_shape_type': 'raw', 'arguments': {'factor': 3}}


def test_from_config_leaves_the_configuration_as_it_is():
    config = as_file(Lambda(scaled))
    before = json.dumps(config)
    Lambda.from_config(config)
    assert json.dumps(config) == before


def test_arrays_among_the_arguments():
    config = Lambda(scaled).get_config()
    config['arguments'] = {'factor': {'type': 'ndarray', 'value': [1., 2., 3.]}}
    with safe_mode_scope(False):
        layer = Lambda.from_config(config)
    x = random(2, 3)
    assert_allclose(output_of(layer, x), x * [1, 2, 3], rtol=1e-6)


def test_code_of_others_runs_only_on_demand():
    # The code of a function that does nothing, with another name than any function here.
    config = as_file(Lambda(lambda x: x, name='mine'))
    with safe_mode_scope(True):
        with pytest.raises(ValueError, match=r'Layer mine.*safe_mode=False.*custom_objects'):
            Lambda.from_config(config)
        layer = Lambda.from_config(config, custom_objects={'mine': scaled})
    x = random(2, 3)
    assert_allclose(output_of(layer, x), 2 * x, rtol=1e-6)
    with safe_mode_scope(False):
        assert_allclose(output_of(Lambda.from_config(config), x), x, rtol=1e-6)


def test_code_of_this_process_with_other_values_is_refused():
    layer = Lambda(lambda x, factor=1: factor * x, arguments={'factor': 5}, name='mine')
    x = random(2, 3)
    assert_allclose(output_of(Lambda.from_config(as_file(layer)), x), 5 * x, rtol=1e-6)
    for arguments in ({'factor': 6}, {}, {'factor': 5, 'mask': None}):
        with pytest.raises(ValueError, match='mine.*outside the process'):
            Lambda.from_config(dict(layer.get_config(), arguments=arguments))


def test_code_sees_builtins():
    config = as_file(Lambda(lambda x: sum([x * k for k in range(len('123'))]),
                            output_shape=lambda shape: tuple(list(shape))))
    x = random(2, 3)
    assert_allclose(output_of(Lambda.from_config(config), x), 3 * x, rtol=1e-6)


def test_code_sees_backend_and_custom_objects():
    config = as_file(Lambda(lambda x: K.exp(x) + constant + np.float32(1)))  # noqa: F821
    with safe_mode_scope(False):
        layer = Lambda.from_config(config, custom_objects={'constant': 2.})
    x = random(2, 3)
    assert_allclose(output_of(layer, x), np.exp(x) + 3, rtol=1e-6)


def test_named_functions_from_custom_objects():
    config = dict(Lambda(scaled).get_config(), function='scaled', function_type='function')
    x = random(2, 3)
    layer = Lambda.from_config(config, custom_objects={'scaled': scaled})
    assert_allclose(output_of(layer, x), 2 * x, rtol=1e-6)
    with pytest.raises(ValueError, match='function in Lambda layer.*scaled'):
        Lambda.from_config(config)


@pytest.mark.parametrize('function, arguments, expected', [
    (K.sum, {'axis': 1, 'keepdims': True}, lambda x: x.sum(1, keepdims=True)),
    (K.abs, {}, np.abs),
    (K.l2_normalize, {'axis': 1}, lambda x: x / np.sqrt((x * x).sum(1, keepdims=True))),
    (K.relu, {'max_value': .5}, lambda x: np.clip(x, 0, .5)),
    (K.expand_dims, {}, lambda x: x[..., None]),
    (K.identity, {}, lambda x: x),
    (K.cast, {'dtype': 'float64'}, lambda x: x.astype('float64')),
    (activations.elu, {'alpha': .5}, lambda x: np.where(x > 0, x, .5 * (np.exp(x) - 1))),
    (activations.relu, {}, lambda x: np.maximum(x, 0)),
    (losses.mean_squared_error, {'y_pred': 0.}, lambda x: (x * x).mean(-1)),
])
def test_functions_of_keras_are_written_by_name(tmp_path, function, arguments, expected):
    path = str(tmp_path / 'model.h5')
    model = Sequential([Lambda(function, arguments=arguments, input_shape=(3,))])
    assert model.layers[0].get_config()['function_type'] == 'function'
    model.save(path)
    x = random(2, 3)
    for loaded in model, load_model(path, compile=False, safe_mode=True), clone_model(model):
        assert_allclose(loaded.predict(x), expected(x), rtol=1e-5, atol=1e-6)


def test_names_of_functions_of_keras():
    def name(function):
        return Lambda(function).get_config()['function']

    assert name(K.sum) == 'keras.backend.sum'
    assert name(activations.relu) == 'keras.activations.relu'
    assert name(losses.mse) == 'keras.losses.mean_squared_error'
    # These are not Keras's, though they go by such names.
    assert isinstance(name(lambda x: x), tuple)
    assert name(np.abs) == 'absolute'


@pytest.mark.parametrize('name', [
    'sum', 'keras.backend.set_floatx', 'keras.backend.clear_session', 'keras.backend.set_value',
    'keras.backend.eval', 'keras.backend.function', 'keras.backend.np', 'keras.backend.map_fn',
    'keras.activations.get', 'keras.losses.Loss', 'keras.models.load_model', 'keras.utils.get_file',
    'keras.backend.sum.__call__', 'os.system'])
def test_names_that_are_not_looked_up(name):
    config = dict(Lambda(K.sum).get_config(), function=name)
    with safe_mode_scope(False), pytest.raises(ValueError, match='Unknown function in Lambda'):
        Lambda.from_config(config)


def test_names_may_be_those_of_custom_objects():
    config = Lambda(K.sum, name='own').get_config()
    x = random(2, 3)
    for name in 'own', 'keras.backend.sum':
        layer = Lambda.from_config(config, custom_objects={name: scaled})
        assert_allclose(output_of(layer, x), 2 * x, rtol=1e-6)


def test_what_has_no_name_cannot_be_written():
    layer = Lambda(functools.partial(scaled, factor=3), name='mine')
    assert_allclose(output_of(layer, np.ones((1, 2))), [[3, 3]])
    with pytest.raises(ValueError, match='layer mine .*arguments='):
        layer.get_config()


def test_bad_arguments():
    with pytest.raises(ValueError, match='`function` of .* must be a function'):
        Lambda(3)
    with pytest.raises(ValueError, match='`output_shape` of .* must be a tuple'):
        Lambda(scaled, output_shape='a')
    with pytest.raises(ValueError, match='`output_shape` of .* must be a function that returns'):
        Lambda(scaled, output_shape=lambda shape: 3)(Input((2,)))
    with pytest.raises(ValueError, match='returned None'):
        Lambda(lambda x: None)(Input((2,)))


def test_through_a_file(tmp_path, forget_own_bytecode):
    path = str(tmp_path / 'model.h5')
    model = Sequential([Lambda(scaled, arguments={'factor': np.array([1., 2., 3.])}, name='mine',
                               input_shape=(3,))])
    model.save(path)
    forget_own_bytecode()
    x = random(4, 3)
    with pytest.raises(ValueError, match='mine.*safe_mode=False'):
        load_model(path)
    for how in (dict(safe_mode=False),
                dict(custom_objects={'mine': lambda x, factor: x * factor})):
        model = load_model(path, compile=False, **how)
        assert_allclose(model.predict(x), x * [1, 2, 3], rtol=1e-6)


def test_copies_of_models():
    model = Sequential([Lambda(scaled, input_shape=(3,))])
    x = random(4, 3)
    assert_allclose(clone_model(model).predict(x), 2 * x, rtol=1e-6)
    assert_allclose(Sequential.from_config(model.get_config()).predict(x), 2 * x, rtol=1e-6)
