"""Configurations are those of Keras 2.3.1, key for key and value for value."""
import json

import pytest
from configs import configuration, expected

# What Keras 2.3.1 forgets, so that its own objects do not come back as they were.
FORGOTTEN = {
    'layers.AlphaDropout(.1, noise_shape=(1, 2), seed=3)': {
        'noise_shape': {'()': [1, 2]}, 'seed': 3},
    "layers.SpatialDropout2D(.5, data_format='channels_first')": {
        'data_format': 'channels_first'},
    "metrics.MeanMetricWrapper(metrics.binary_accuracy, name='wrapped', threshold=.3)": {
        'fn': 'binary_accuracy'},
    'losses.LossFunctionWrapper(losses.mean_squared_error)': {'fn': 'mean_squared_error'},
}


@pytest.mark.parametrize('expression, config', expected().items())
def test_configuration(expression, config):
    config = dict(config, **FORGOTTEN.get(expression, {}))
    found = configuration(expression)
    assert found == config
    # Python takes 1, 1.0 and True for equal, but JSON does not.
    assert json.dumps(found, sort_keys=True) == json.dumps(config, sort_keys=True)
