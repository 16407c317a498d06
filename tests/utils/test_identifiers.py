"""Activations, losses, ... are found by their names, and come back from what is written of them."""
import inspect

import pytest

from keras import (
    activations,
    constraints,
    initializers,
    losses,
    metrics,
    optimizers,
    regularizers,
)
from keras.utils.identifiers import Registry, class_of, function_of, named

# What these modules offer besides activations, losses, ...
OTHERS = {
    activations: set(),
    constraints: set(),
    initializers: {'start_value', 'start_of_weight'},
    losses: {'Loss', 'LossFunctionWrapper', 'is_categorical_crossentropy'},
    metrics: {'Metric', 'Reduce', 'SensitivitySpecificityBase', 'clone_metric', 'clone_metrics'},
    optimizers: {'Optimizer', 'TFOptimizer', 'clip_norm', 'is_from_tensorflow'},
    regularizers: {'Regularizer'},
}
ARGUMENTS = {'MeanMetricWrapper': {'fn': 'mse'}, 'MeanIoU': {'num_classes': 2},
             'SensitivityAtSpecificity': {'specificity': .5},
             'SpecificityAtSensitivity': {'sensitivity': .5}}


def public_names(module):
    for name, found in vars(module).items():
        is_own = getattr(found, '__module__', '').startswith(
            tuple('keras.' + room for room in ('activations', 'constraints', 'initializers',
                                               'losses', 'metrics', 'optimizers', 'regularizers')))
        if (is_own and callable(found) and not name.startswith('_')
                and name not in OTHERS[module] | {'serialize', 'deserialize', 'get'}):
            yield name


NAMES = [(module, name) for module in OTHERS for name in public_names(module)]


@pytest.mark.parametrize('module, name', NAMES, ids=lambda value: getattr(value, '__name__', value))
def test_every_public_name_is_found_and_comes_back(module, name):
    described = {'class_name': name, 'config': ARGUMENTS[name]} if name in ARGUMENTS else name
    found = module.get(described)
    assert found is getattr(module, name) or inspect.isfunction(getattr(module, name)) or (
        isinstance(found, getattr(module, name)))
    again = module.deserialize(module.serialize(found))
    if inspect.isfunction(found):
        assert again is found
    else:
        assert type(again) is type(found)
        assert again.get_config() == found.get_config()


@pytest.mark.parametrize('module', OTHERS, ids=lambda module: module.__name__)
@pytest.mark.parametrize('name', ['serialize', 'get', 'K', 'np', 'Registry', 'warn', '_REGISTRY',
                                  'check_shapes_broadcast', '', 'nothing'])
def test_no_other_name_is_found(module, name):
    with pytest.raises(ValueError, match='Unknown'):
        module.get(name)


@pytest.mark.parametrize('module', OTHERS, ids=lambda module: module.__name__)
def test_what_is_no_identifier_is_refused(module):
    with pytest.raises(ValueError, match=r'name such as'):
        module.get(3.5)


class Colour:
    def get_config(self):
        return {}


def mixed(first, second):
    return first + second


def test_registry():
    registry = Registry('colour', 'red', named({'Red': Colour, '_hidden': Colour, 'mixed': mixed},
                                               class_of(Colour)), makers={'blue': Colour})
    assert set(registry.known) == {'Red'}
    assert isinstance(registry.get('Red'), Colour)
    assert isinstance(registry.get('blue'), Colour)
    assert isinstance(registry.get({'class_name': 'blue', 'config': {}}), Colour)
    assert registry.get(mixed) is mixed
    with pytest.raises(ValueError, match="Unknown colour: 'bleu'.*'blue'"):
        registry.get('bleu')
    assert function_of('first')(mixed) and not function_of('second')(mixed)
