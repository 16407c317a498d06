"""What networks are asked for, and what they say to what cannot be."""
import warnings

import numpy as np
import pytest

from keras import backend as K
from keras.applications import (
    VGG16,
    InceptionV3,
    MobileNet,
    MobileNetV2,
    NASNetMobile,
    ResNet50,
    ResNet101,
    application,
)
from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import _obtain_input_shape
from keras.applications.input_shape import padding_before_halving
from keras.layers import Concatenate, Conv2D, Input
from keras.models import Model


class Stop(Exception):
    """In place of a download."""


@pytest.fixture(autouse=True)
def no_downloads(monkeypatch):
    def get_file(fname, origin, **options):
        raise Stop(fname)
    monkeypatch.setattr(application, 'get_file', get_file)


def small(**options):
    """Makes the smallest network there is."""
    return MobileNet(**dict({'weights': None, 'include_top': False, 'alpha': .25}, **options))


@pytest.mark.parametrize('options, message', [
    ({'weights': 'imagenett'}, "`weights` must be None.*'imagenett'. Did you mean 'imagenet'"),
    ({'weights': 'missing.h5'}, "the path of a file, but got 'missing.h5'"),
    ({'weights': False}, 'got False'),
    ({'weights': 'imagenet', 'classes': 10}, '`classes` must be 1000.*got 10.*include_top=False'),
    ({'weights': None, 'classes': 0}, '`classes` must be a positive int, but got 0'),
    ({'weights': None, 'classes': 2.5}, '`classes` must be a positive int, but got 2.5'),
    ({'weights': None, 'include_top': False, 'pooling': 'average'},
     "`pooling` must be None, 'avg' or 'max', but got 'average'"),
    ({'weights': None, 'input_shape': (20, 224, 3)},
     r'at least 32 rows and columns, but got \(20, 224, 3\)'),
    ({'weights': None, 'input_shape': (3, 224, 224)}, r'read as \(rows, columns, channels\); '
     r"see `K.set_image_data_format\('channels_first'\)"),
    ({'weights': None, 'input_shape': (224, 224)},
     r'three ints \(rows, columns, channels\), such as \(224, 224, 3\), but got \(224, 224\)'),
    ({'weights': None, 'input_shape': (None, 224, 224, 3)}, 'three ints'),
    ({'weights': None, 'input_shape': 224}, 'three ints .* but got 224'),
    ({'weights': None, 'input_shape': (224., 224., 3)}, 'three ints'),
    ({'weights': None, 'input_shape': (None, None, 3)}, 'must specify rows and columns'),
    ({'input_shape': (200, 200, 3)}, r'for an `input_shape` of \(224, 224, 3\), but got \(200, 2'),
    ({'include_top': False, 'input_shape': (64, 64, 1)}, '3 channels.*Repeat a single channel'),
    ({'include_top': False, 'input_shape': (64, 64, 4)}, '3 channels'),
    ({'weights': None, 'input_tensor': np.zeros((1, 224, 224, 3))},
     '`input_tensor` must be a tensor.*ndarray.*Pass arrays to `predict`'),
])
@pytest.mark.filterwarnings('ignore:There are weights')
def test_wrong_arguments(options, message):
    for network in VGG16, ResNet50, MobileNetV2:
        with pytest.raises(ValueError, match=message):
            network(**options)


def test_channels_at_the_wrong_end():
    K.set_image_data_format('channels_first')
    with pytest.raises(ValueError, match=r'read as \(channels, rows, columns\); .*channels_last'):
        VGG16(weights=None, input_shape=(224, 224, 3))
    with pytest.raises(ValueError, match=r'such as \(3, 224, 224\)'):
        VGG16(weights=None, input_shape=(224, 224))
    assert small().input_shape == (None, 3, None, None)


def test_least_sizes():
    with pytest.raises(ValueError, match='at least 75'):
        InceptionV3(weights=None, include_top=False, input_shape=(75, 74, 3))
    with pytest.raises(Stop, match='inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5'):
        InceptionV3(include_top=False, input_shape=(75, 75, 3))


def test_wrong_tensors():
    with pytest.raises(ValueError, match=r'4 axes, but has shape \(None, 5\)'):
        VGG16(weights=None, input_tensor=Input((5,)))
    with pytest.raises(ValueError, match=r'3 channels, but `input_tensor` .*\(None, 64, 64, 1\)'):
        VGG16(include_top=False, input_tensor=Input((64, 64, 1)))


def test_networks_whose_size_must_be_known():
    for how in {'input_shape': (None, None, 3)}, {'input_tensor': Input((None, None, 3))}:
        with pytest.raises(ValueError, match='rows and columns'):
            NASNetMobile(weights=None, include_top=False, **how)
    with pytest.raises(Stop, match='nasnet_mobile_no_top.h5'):
        NASNetMobile(include_top=False, input_shape=(64, 64, 3))


def test_modules_of_keras_2_3():
    modules = {'backend': K, 'layers': None, 'models': None, 'utils': None}
    with pytest.raises(Stop, match='resnet101_weights_tf_dim_ordering_tf_kernels.h5'):
        ResNet101(**modules)
    with pytest.raises(TypeError, match="'inputshape'. Did you mean 'input_shape'"):
        ResNet101(inputshape=(224, 224, 3))
    with pytest.raises(TypeError, match="'input'"):
        MobileNet(input=3)


def test_unusual_channels():
    with pytest.warns(UserWarning, match=r'1 or 3 channels, but `input_shape` is \(32, 32, 5\)'):
        model = small(input_shape=(32, 32, 5))
    assert model.input_shape == (None, 32, 32, 5)
    assert small(input_shape=[32, 32, 1]).input_shape == (None, 32, 32, 1)


def test_input_tensors():
    x = Input((40, 48, 1))
    y = Concatenate()([x, x, x])
    model = small(input_tensor=y, pooling='max')
    assert model.inputs == [x]
    assert model.output_shape == (None, 256)
    assert small(input_tensor=Input((None, None, 3))).output_shape == (None, None, None, 256)
    raw = K.placeholder((None, 32, 32, 3))
    assert small(input_tensor=raw).input_shape == (None, 32, 32, 3)
    with pytest.warns(UserWarning, match=r'\(64, 64, 3\) has no effect.*\(None, 40, 48, 3\)'):
        assert small(input_tensor=y, input_shape=(64, 64, 3)).input_shape == (None, 40, 48, 1)


def test_networks_in_models():
    base = small(input_shape=(32, 32, 3), pooling='avg')
    x, y = Input((32, 32, 3)), Input((32, 32, 3))
    model = Model([x, y], Concatenate()([base(x), base(y)]))
    assert model.output_shape == (None, 512)
    assert model.count_params() == base.count_params()


class TestMobileNets:
    @pytest.mark.parametrize('options, file', [
        ({}, '1_0_224_tf'),
        ({'alpha': 1}, '1_0_224_tf'),
        ({'alpha': .25, 'input_shape': (128, 128, 3)}, '2_5_128_tf'),
        ({'alpha': .75, 'input_shape': (192, 192, 3), 'include_top': False}, '7_5_192_tf_no_top'),
    ])
    def test_files(self, options, file):
        with pytest.raises(Stop, match='^mobilenet_%s.h5$' % file):
            MobileNet(**options)

    @pytest.mark.parametrize('options, file', [
        ({}, '1.0_224'),
        ({'alpha': 1}, '1.0_224'),
        ({'alpha': .35, 'input_shape': (96, 96, 3)}, '0.35_96'),
        ({'alpha': 1.4, 'input_shape': (160, 160, 3), 'include_top': False}, '1.4_160_no_top'),
    ])
    def test_files_of_the_second(self, options, file):
        with pytest.raises(Stop, match='^mobilenet_v2_weights_tf_dim_ordering_tf_kernels_%s.h5$'
                                       % file):
            MobileNetV2(**options)

    @pytest.mark.parametrize('options', [
        {}, {'input_shape': (200, 200, 3)}, {'input_shape': (160, 192, 3)},
        {'input_tensor': 'of 160 x 160'}])
    def test_other_sizes_take_the_weights_for_224(self, options):
        if 'input_tensor' in options:
            options = {'input_tensor': Input((160, 160, 3))}
        for network in MobileNet, MobileNetV2:
            with pytest.warns(UserWarning, match='128, 160, 192, 224 rows.*those for 224'), \
                    pytest.raises(Stop, match='_224_'):
                network(include_top=False, **options)

    def test_wrong_arguments(self):
        with pytest.raises(ValueError, match='0.25, 0.5, 0.75, 1.0, but not of 0.6'):
            MobileNet(alpha=.6)
        with pytest.raises(ValueError, match='0.35, 0.5, 0.75, 1.0, 1.3, 1.4, but not of 0.25'):
            MobileNetV2(alpha=.25)
        with pytest.raises(ValueError, match='only for `depth_multiplier=1`, not for 2'):
            MobileNet(depth_multiplier=2)
        for alpha in 0, -1, '1', None:
            with pytest.raises(ValueError, match='`alpha` must be a positive number'):
                MobileNetV2(weights=None, alpha=alpha)
        with pytest.raises(ValueError, match='rate.*dropout'):
            MobileNet(weights=None, dropout=1.5, alpha=.25, input_shape=(32, 32, 3))
        with pytest.raises(ValueError, match='three ints'):
            MobileNetV2(weights=None, input_shape=96)

    def test_names(self):
        assert small().name == 'mobilenet_0.25_None'
        assert small(input_shape=(64, 96, 3)).name == 'mobilenet_0.25_64'
        assert small(include_top=True).name == 'mobilenet_0.25_224'

    def test_widths_and_depths(self):
        # Parameters in Keras 2.3.1.
        assert small(depth_multiplier=2, input_shape=(64, 64, 3)).count_params() == 430888
        assert MobileNetV2(weights=None, alpha=.35, classes=7).count_params() == 419175


def test_weights_by_path(tmp_path):
    path = tmp_path / 'mine.h5'
    first = small(input_shape=(32, 32, 3))
    first.save_weights(str(path))
    second = small(weights=str(path), input_shape=(40, 40, 3))
    for expected, found in zip(first.get_weights(), second.get_weights()):
        np.testing.assert_array_equal(found, expected)
    with pytest.raises(ValueError, match='weights for'):
        small(weights=str(path), include_top=True)
    path.write_bytes(b'no HDF5')
    with pytest.raises(OSError, match='mine.h5'):
        small(weights=str(path))


def test_a_network_of_ones_own():
    def features(x):
        return Conv2D(6, 3, strides=2, name='conv')(x)
    tiny = Application('tiny', ('Tiny',), features, average_and_classify('fc'), default_size=64,
                       named_pooling=True)
    model = tiny.model(True, None, None, None, None, 10, {})
    assert [layer.name for layer in model.layers] == ['input_1', 'conv', 'avg_pool', 'fc']
    assert model.input_shape == (None, 64, 64, 3)
    assert tiny.model(False, None, None, None, 'max', None, {}).layers[-1].name == 'max_pool'


def test_shapes_for_programs_of_keras_2_0():
    old = {'default_size': 224, 'min_size': 48, 'data_format': 'channels_last'}
    assert _obtain_input_shape(None, include_top=True, **old) == (224, 224, 3)
    assert _obtain_input_shape(None, include_top=False, **old) == (None, None, 3)
    assert _obtain_input_shape((100, 90, 3), require_flatten=True, **old) == (100, 90, 3)
    assert _obtain_input_shape(None, 224, 48, 'channels_first', True) == (3, 224, 224)
    with pytest.raises(ValueError, match='at least 48'):
        _obtain_input_shape((47, 90, 3), require_flatten=False, **old)
    with pytest.raises(ValueError, match=r'\(224, 224, 3\)'):
        _obtain_input_shape((100, 90, 3), require_flatten=True, weights='imagenet', **old)


@pytest.mark.parametrize('size, kernel, expected', [
    ((8, 9), 3, ((0, 1), (1, 1))), ((9, 8), 5, ((2, 2), (1, 2))), ((None, 7), 7, ((2, 3), (3, 3)))])
def test_padding_before_halving(size, kernel, expected):
    assert padding_before_halving(K.placeholder((None,) + size + (3,)), kernel) == expected
    K.set_image_data_format('channels_first')
    assert padding_before_halving(K.placeholder((None, 3) + size), kernel) == expected


def test_no_warnings_for_common_uses():
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        for options in {'include_top': True}, {'include_top': False, 'input_shape': (128, 128, 3)}:
            with pytest.raises(Stop):
                MobileNet(**options)
