"""Pixels on their way in, names of classes on their way out."""
import hashlib
import json

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from keras import backend as K
from keras.applications import (
    densenet,
    imagenet_utils,
    inception_v3,
    mobilenet,
    nasnet,
    resnet50,
    vgg16,
)
from keras.applications.imagenet_utils import decode_predictions, preprocess_input
from keras.layers import Activation, DepthwiseConv2D
from keras.models import Sequential, load_model

IMAGES = np.random.RandomState(0).randint(256, size=(2, 4, 5, 3))
EXPECTED = {
    'caffe': IMAGES[..., ::-1] - np.array([103.939, 116.779, 123.68]),
    'tf': IMAGES / 127.5 - 1,
    'torch': (IMAGES / 255. - [.485, .456, .406]) / [.229, .224, .225],
}
MODES = sorted(EXPECTED)


def arranged(images, data_format):
    return np.moveaxis(images, -1, -3) if data_format == 'channels_first' else images


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
@pytest.mark.parametrize('mode', MODES)
class TestPreprocessing:
    @pytest.mark.parametrize('images', [IMAGES, IMAGES[0], IMAGES[:0], IMAGES[:, :1, :1],
                                        IMAGES[None]], ids=lambda x: str(x.shape))
    @pytest.mark.parametrize('dtype', ['uint8', 'int64', 'float32', 'float64'])
    def test_arrays(self, mode, data_format, images, dtype):
        expected = {'caffe': images[..., ::-1] - np.array([103.939, 116.779, 123.68]),
                    'tf': images / 127.5 - 1,
                    'torch': (images / 255. - [.485, .456, .406]) / [.229, .224, .225]}[mode]
        x = arranged(images, data_format).astype(dtype)
        before = x.copy()
        y = preprocess_input(x, data_format, mode)
        assert y.dtype == (dtype if 'float' in dtype else 'float32')
        assert_allclose(y, arranged(expected, data_format), rtol=1e-5, atol=1e-4)
        if 'int' in dtype:
            assert_array_equal(x, before)

    def test_the_default_format(self, mode, data_format):
        K.set_image_data_format(data_format)
        assert_allclose(preprocess_input(arranged(IMAGES, data_format), mode=mode),
                        arranged(EXPECTED[mode], data_format), rtol=1e-5, atol=1e-4)

    @pytest.mark.parametrize('ndim', [3, 4])
    @pytest.mark.parametrize('dtype', ['float32', 'int32'])
    def test_tensors(self, mode, data_format, ndim, dtype):
        images, expected = [arranged(x, data_format) for x in (IMAGES, EXPECTED[mode])]
        if ndim == 3:
            images, expected = images[0], expected[0]
        x = K.constant(images, dtype=dtype)
        y = preprocess_input(x, data_format, mode)
        assert K.dtype(y) == 'float32'
        assert_allclose(K.eval(y), expected, rtol=1e-5, atol=1e-4)

    def test_placeholders(self, mode, data_format):
        images, expected = [arranged(x, data_format) for x in (IMAGES, EXPECTED[mode])]
        x = K.placeholder((None,) + images.shape[1:])
        y = preprocess_input(x, data_format, mode)
        assert K.int_shape(y) == (None,) + images.shape[1:]
        assert_allclose(K.function([x], [y])([images])[0], expected, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize('mode', MODES)
def test_half_precision(mode):
    y = preprocess_input(IMAGES.astype('float16'), mode=mode)
    assert y.dtype == 'float16'
    assert_allclose(y, EXPECTED[mode], rtol=.01, atol=.1)


def test_arrays_that_may_not_be_written():
    x = IMAGES.astype('float32')
    x.flags.writeable = False
    assert_allclose(preprocess_input(x, mode='tf'), EXPECTED['tf'], rtol=1e-5, atol=1e-5)


def test_floats_are_changed_in_place():
    x = IMAGES.astype('float32')
    assert preprocess_input(x, mode='torch') is x


def test_lists():
    assert_allclose(preprocess_input(IMAGES.tolist()), EXPECTED['caffe'], rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize('module, mode', [
    (vgg16, 'caffe'), (resnet50, 'caffe'), (densenet, 'torch'), (inception_v3, 'tf'),
    (mobilenet, 'tf'), (nasnet, 'tf')])
def test_each_network_has_its_own(module, mode):
    assert_allclose(module.preprocess_input(IMAGES), EXPECTED[mode], rtol=1e-5, atol=1e-4)
    assert module.decode_predictions is decode_predictions


@pytest.mark.parametrize('shape, options, message', [
    ((4, 5), {}, r'image \(rows, columns, channels\) or a batch of them, but has shape \(4, 5'),
    ((3,), {'mode': 'tf'}, 'image'),
    ((4, 5, 1), {}, r"red, green and blue, but has shape \(4, 5, 1\).*color_mode='rgb'"),
    ((2, 4, 5, 4), {'mode': 'torch'}, 'red, green and blue'),
    ((2, 4, 5, 3), {'data_format': 'channels_first'}, r'images \(channels, rows, columns\) of red'),
    ((4, 5, 3), {'mode': 'caff'}, "`mode` must be .* got 'caff'. Did you mean 'caffe'"),
    ((4, 5, 3), {'mode': None}, '`mode`'),
    ((4, 5, 3), {'data_format': 'last'}, 'data_format'),
])
def test_wrong_images(shape, options, message):
    for x in np.zeros(shape), K.zeros(shape):
        with pytest.raises(ValueError, match=message):
            preprocess_input(x, **options)


def test_grey_images_are_scaled_as_well():
    assert_allclose(preprocess_input(np.full((2, 2, 1), 255), mode='tf'), np.ones((2, 2, 1)))


class TestDecoding:
    @pytest.fixture(autouse=True)
    def names_of_classes(self, tmp_path, monkeypatch):
        """Puts names into the cache, in the format of the file that is downloaded."""
        index = {str(i): ['n%08d' % i, 'thing_%d' % i] for i in range(1000)}
        path = tmp_path / 'models' / 'imagenet_class_index.json'
        path.parent.mkdir()
        path.write_text(json.dumps(index))
        monkeypatch.setenv('KERAS_HOME', str(tmp_path))
        monkeypatch.setattr(imagenet_utils, 'CLASS_INDEX', None)
        monkeypatch.setattr(imagenet_utils, 'CLASS_INDEX_MD5',
                            hashlib.md5(path.read_bytes()).hexdigest())

    def test_the_most_probable_first(self):
        predictions = np.zeros((2, 1000), 'float32')
        predictions[0, [3, 999, 0]] = .2, .7, .1
        predictions[1, 5] = 1
        first, second = decode_predictions(predictions, top=3)
        assert [entry[:2] for entry in first] == [
            ('n00000999', 'thing_999'), ('n00000003', 'thing_3'), ('n00000000', 'thing_0')]
        assert_allclose([entry[2] for entry in first], [.7, .2, .1])
        assert second[0] == ('n00000005', 'thing_5', 1)

    @pytest.mark.parametrize('top, n', [(None, 5), (1, 1), (1000, 1000), (2000, 1000)])
    def test_how_many(self, top, n):
        options = {} if top is None else {'top': top}
        decoded = decode_predictions(np.random.rand(3, 1000).tolist(), **options)
        assert [len(entries) for entries in decoded] == [n] * 3
        assert decode_predictions(np.zeros((0, 1000))) == []

    @pytest.mark.parametrize('shape, message', [
        ((1000,), r'is \(1000,\). For a single image, pass `preds\[numpy.newaxis\]`'),
        ((2, 999), r'\(images, 1000\), but the shape is \(2, 999\)'),
        ((1, 1, 1000), r'is \(1, 1, 1000\)'), ((), r'is \(\)')])
    def test_wrong_shapes(self, shape, message):
        with pytest.raises(ValueError, match=message):
            decode_predictions(np.zeros(shape))

    def test_wrong_numbers(self):
        for top in 0, -1, 2.5:
            with pytest.raises(ValueError, match='`top` must be a positive int'):
                decode_predictions(np.zeros((1, 1000)), top=top)


def test_names_for_programs_of_keras_2_0():
    from keras.applications import inception_resnet_v2, mobilenet_v2, vgg19, xception
    assert imagenet_utils.CLASS_INDEX is None or len(imagenet_utils.CLASS_INDEX) == 1000
    assert imagenet_utils.CLASS_INDEX_PATH.endswith('/imagenet_class_index.json')
    for module in vgg16, vgg19, resnet50, inception_v3, xception:
        assert module.WEIGHTS_PATH.endswith('tf_dim_ordering_tf_kernels.h5')
        assert module.WEIGHTS_PATH_NO_TOP.endswith('tf_dim_ordering_tf_kernels_notop.h5')
    for module in mobilenet, mobilenet_v2, inception_resnet_v2:
        assert module.BASE_WEIGHT_PATH.endswith('/')


def test_models_of_keras_2_0_load(tmp_path):
    model = Sequential([DepthwiseConv2D(2, use_bias=False, input_shape=(4, 4, 1)),
                        Activation(mobilenet.relu6)])
    model.save(str(tmp_path / 'old.h5'))
    loaded = load_model(str(tmp_path / 'old.h5'), compile=False, custom_objects={
        'relu6': mobilenet.relu6, 'DepthwiseConv2D': mobilenet.DepthwiseConv2D})
    loaded.layers[0].set_weights([np.full((2, 2, 1, 1), 3.)])
    image = np.array([[-1, 0, .5, 2]] * 4)[None, :, :, None]
    assert_allclose(loaded.predict(image)[0, 0, :, 0], [0, 3, 6])
