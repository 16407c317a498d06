"""Layers and features of the networks, as Keras 2.3.1 has them."""
import hashlib

import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import applications
from keras import backend as K
from keras.applications import resnet
from keras.models import model_from_json

# Parameters, layers, and the MD5 hash of names, classes and shapes of the weights of all layers, in
# Keras 2.3.1.
LAYERS = {
    'DenseNet121': (8062504, 429, '0b16e766ad4c378b3565eb6bc2b61939'),
    'DenseNet169': (14307880, 597, '38652f3f56bab1ec034e0e6244abd9a6'),
    'DenseNet201': (20242984, 709, '418cde9c13ff8f1e1729146b622ba0fd'),
    'InceptionResNetV2': (55873736, 782, '38da49d7653ac7dda45eb1427860a288'),
    'InceptionV3': (23851784, 313, '4e47d5897ce8774fddcbaedf3e07d51e'),
    'MobileNet': (4253864, 93, '881f3453dd7e6db69041717991bb1b58'),
    'MobileNetV2': (3538984, 157, '90613ddfeda7629f067d506af57bc28d'),
    'NASNetLarge': (88949818, 1041, 'e3cb50fae3c7bbe54ca9d38b330309f9'),
    'NASNetMobile': (5326716, 771, 'c045bd75b3a7a772211b44898dd739e1'),
    'ResNet101': (44707176, 347, '33abcbd39a29032c1c6b27811f2bfc2e'),
    'ResNet101V2': (44675560, 379, '11f6fbcf9df3098396775482b9ef1ce3'),
    'ResNet152': (60419944, 517, 'b232c83bf388dec3758d1eda7b41c144'),
    'ResNet152V2': (60380648, 566, 'f332ea723091227652af194b28d9944a'),
    'ResNet50': (25636712, 177, 'f6d7ca3d9eaea7ef42dcb55528d6e110'),
    'ResNet50V2': (25613800, 192, '6e1b55e946a6b2ddda7810a0fd7618d0'),
    'VGG16': (138357544, 23, '2937c96c66401c6d4dd57d1466343037'),
    'VGG19': (143667240, 26, '39cb4d816752af684f222a72b49cceb3'),
    'Xception': (22910480, 134, 'ab142552ced13c2c99d41859a10da648'),
}
# The first four features, mean and standard deviation of all, in Keras 2.3.1 on TensorFlow, with
# weights from `draw_weights` and images of so many rows and a column more.
FEATURES = [
    ('MobileNet', {'alpha': 0.25}, 32, [0, 0.224994, 0.0178469, 0, 0.0682664, 0.0969192]),
    ('MobileNetV2', {'alpha': 0.35}, 32, [0.0843754, 0.245567, 0, 0, 0.0951303, 0.142213]),
    ('ResNet50', {}, 32, [0.048197, 0.32249, 1.07743, 0, 0.691184, 0.766506]),
    ('ResNet50V2', {}, 32, [0.107383, 0.730355, 0.868787, 1.23667, 0.419704, 0.578853]),
    ('DenseNet121', {}, 32, [0.279859, 0, 0.129413, 0.154821, 0.0769927, 0.112115]),
    ('VGG16', {}, 32, [0, 0.141258, 0, 0, 0.0672863, 0.0777873]),
    ('InceptionV3', {}, 75, [0, 0, 0, 0.368671, 0.0689522, 0.100122]),
    ('InceptionResNetV2', {}, 75, [0.296831, 0.0418804, 0, 0, 0.145015, 0.216379]),
    ('Xception', {}, 71, [0.201126, 0.252736, 0, 0.000362076, 0.057042, 0.0855358]),
    ('NASNetMobile', {}, 32, [0.108351, 0.0474466, 0.282686, 0.462498, 0.159255, 0.29624]),
]
IS_QUICK = K.backend() == 'tensorflow'  # to run large networks once
CASES = [('channels_last',) + case for case in FEATURES
         if IS_QUICK or case[0] in ('MobileNet', 'MobileNetV2', 'ResNet50V2')]
CASES += [('channels_first',) + case for case in FEATURES
          if case[0] == 'MobileNet' or IS_QUICK and case[0] in ('NASNetMobile', 'ResNet50V2')]


def hash_of(model):
    lines = [' '.join([layer.name, type(layer).__name__]
                      + ['x'.join(map(str, K.int_shape(w))) for w in layer.weights])
             for layer in model.layers]
    return hashlib.md5('\n'.join(lines).encode()).hexdigest()


def draw_weights(model):
    """Sets each weight to numbers that depend on its position alone."""
    weights = [weight for layer in model.layers for weight in layer.weights]
    K.batch_set_value([(w, drawn(np.random.RandomState(i), K.int_shape(w), w.name))
                       for i, w in enumerate(weights)])


def drawn(rng, shape, name):
    if len(shape) > 1:
        return rng.normal(0, np.sqrt(1 / np.prod(shape[:-1])), shape)
    if 'gamma' in name:
        return 1 + .1 * rng.normal(size=shape)
    return rng.uniform(.5, 1.5, shape) if 'variance' in name else .1 * rng.normal(size=shape)


@pytest.mark.parametrize('name', sorted(LAYERS))
def test_layers(name):
    model = getattr(applications, name)(weights=None)
    assert (model.count_params(), len(model.layers), hash_of(model)) == LAYERS[name]


def test_there_are_18_networks():
    assert sorted(LAYERS) == sorted(name for name in dir(applications) if name[0].isupper())


def test_the_other_resnet50():
    model = resnet.ResNet50(weights=None, include_top=False)
    assert model.count_params() == 23587712
    names = [layer.name for layer in model.layers]
    assert names[2:4] == ['conv1_conv', 'conv1_bn']
    assert names[-1] == 'conv5_block3_out'


def test_lambda_layers_are_made_again_without_running_code_from_files():
    model = applications.InceptionResNetV2(weights=None, include_top=False)
    again = model_from_json(model.to_json(), safe_mode=True)
    assert hash_of(again) == hash_of(model)


@pytest.mark.parametrize('data_format, name, options, rows, expected', CASES)
def test_features(data_format, name, options, rows, expected):
    K.set_image_data_format(data_format)
    shape = (rows, rows + 1, 3)
    image = np.random.RandomState(7).uniform(-1, 1, (1,) + shape)
    if data_format == 'channels_first':
        shape, image = (3, rows, rows + 1), image.transpose(0, 3, 1, 2)
    model = getattr(applications, name)(weights=None, include_top=False, pooling='avg',
                                        input_shape=shape, **options)
    draw_weights(model)
    features = model.predict(image)[0]
    assert_allclose(list(features[:4]) + [features.mean(), features.std()], expected, rtol=1e-3,
                    atol=1e-4)
