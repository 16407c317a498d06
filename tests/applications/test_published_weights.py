"""Published weights: where they lie, how they come into the cache and into networks."""
import functools
import hashlib
import os

import h5py
import numpy as np
import pytest
from http_server import serving
from numpy.testing import assert_allclose, assert_array_equal

from keras import applications
from keras import backend as K
from keras.applications import (
    densenet,
    inception_resnet_v2,
    inception_v3,
    nasnet,
    resnet,
    resnet50,
    resnet_v2,
    vgg,
    xception,
)
from keras.applications.inception import chain, stem
from keras.applications.published import FILES, PublishedFile

GITHUB, GOOGLE = 'https://github.com/', 'https://storage.googleapis.com/tensorflow/'


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Gives the folder of the models in an empty cache."""
    monkeypatch.setenv('KERAS_HOME', str(tmp_path))
    return tmp_path / 'models'


class TestTable:
    @pytest.mark.parametrize('key, name, addresses, md5', [
        (('VGG16', True), 'vgg16_weights_tf_dim_ordering_tf_kernels.h5',
         (GITHUB + 'fchollet/deep-learning-models/releases/download/v0.1/'
          'vgg16_weights_tf_dim_ordering_tf_kernels.h5',
          GOOGLE + 'keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels.h5'),
         '64373286793e3c8b2b4e3219cbf3544b'),
        (('ResNet101V2', False), 'resnet101v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
         (GITHUB + 'keras-team/keras-applications/releases/download/resnet/'
          'resnet101v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
          GOOGLE + 'keras-applications/resnet/'
          'resnet101v2_weights_tf_dim_ordering_tf_kernels_notop.h5'),
         'c0ed64b8031c3730f411d2eb4eea35b5'),
        (('NASNetLarge', False), 'nasnet_large_no_top.h5',
         (GITHUB + 'titu1994/Keras-NASNet/releases/download/v1.2/NASNet-large-no-top.h5',
          GOOGLE + 'keras-applications/nasnet/NASNet-large-no-top.h5'),
         'd81d89dc07e6e56530c4e77faddd61b5'),
        (('MobileNet', .75, 160, False), 'mobilenet_7_5_160_tf_no_top.h5',
         (GITHUB + 'fchollet/deep-learning-models/releases/download/v0.6/'
          'mobilenet_7_5_160_tf_no_top.h5',
          GOOGLE + 'keras-applications/mobilenet/mobilenet_7_5_160_tf_no_top.h5'), None),
        (('MobileNetV2', 1.4, 96, True),
         'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.4_96.h5',
         (GITHUB + 'JonathanCMitchell/mobilenet_v2_keras/releases/download/v1.1/'
          'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.4_96.h5',
          GOOGLE + 'keras-applications/mobilenet_v2/'
          'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.4_96.h5'), None),
    ])
    def test_rows(self, key, name, addresses, md5):
        assert FILES[key] == (name, addresses, md5)

    def test_number(self):
        networks = [key[0] for key in FILES]
        assert networks.count('MobileNet') == 32
        assert networks.count('MobileNetV2') == 60
        assert len(networks) == 32 + 60 + 2 * (16 + 1)  # there are two networks ResNet50
        assert all(networks.count(name) == 2 for name in networks if 'MobileNet' not in name)
        hashes = [file.md5 for file in FILES.values() if file.md5]
        assert len(set(hashes)) == len(hashes) == 34
        assert all(len(md5) == 32 for md5 in hashes)
        assert len({file.addresses for file in FILES.values()}) == len(FILES)

    @pytest.mark.parametrize('name', [name for name in dir(applications) if name[0].isupper()])
    @pytest.mark.parametrize('include_top', [True, False])
    def test_networks_ask_for_theirs(self, name, include_top, monkeypatch):
        def get_file(fname, origin, cache_subdir, file_hash):
            raise LookupError(fname, origin, cache_subdir, file_hash)
        monkeypatch.setattr(applications.application, 'get_file', get_file)
        size = (.5, 128) if name.startswith('MobileNet') else ()
        options = {'alpha': .5, 'input_shape': (128, 128, 3)} if size else {}
        with pytest.raises(LookupError) as error:
            getattr(applications, name)(include_top=include_top, **options)
        file = FILES[(name,) + size + (include_top,)]
        assert error.value.args == (file.name, list(file.addresses), 'models', file.md5)


def write_published(path, model, seed=0, is_from_keras1=False):
    """Writes random weights for a model in the format of published files; returns them.

    Layers have other names there: published files are read in the order of their layers.
    """
    rng = np.random.RandomState(seed)
    written = []
    with h5py.File(str(path), 'w') as file:
        names = ['%s_published' % layer.name for layer in model.layers]
        file.attrs['layer_names'] = [name.encode() for name in names]
        if not is_from_keras1:
            file.attrs.update(backend=b'tensorflow', keras_version=b'2.0.6')
        for name, layer in zip(names, model.layers):
            group = file.create_group(name)
            datasets = ['%s/w_%d:0' % (name, i) for i in range(len(layer.weights))]
            group.attrs['weight_names'] = [dataset.encode() for dataset in datasets]
            for dataset, weight in zip(datasets, layer.weights):
                array = random_weight(rng, K.int_shape(weight))
                group[dataset] = array
                written.append(array)
    return written


def random_weight(rng, shape):
    if len(shape) == 1:
        return rng.uniform(.5, 1.5, shape).astype('float32')
    return rng.normal(0, np.sqrt(1 / np.prod(shape[:-1])), shape).astype('float32')


def announce(monkeypatch, key, addresses, md5):
    monkeypatch.setitem(FILES, key, PublishedFile('published.h5', addresses, md5))


def md5_of(content):
    return hashlib.md5(content).hexdigest()


MOBILENET = 'MobileNet', .25, 128, False
mobilenet = functools.partial(applications.MobileNet, alpha=.25, input_shape=(128, 128, 3),
                              include_top=False, pooling='avg')


@pytest.fixture(scope='module')
def file_and_weights(tmp_path_factory):
    """Gives the content of a file with weights for `mobilenet`, and these."""
    path = tmp_path_factory.mktemp('published') / 'weights.h5'
    K.clear_session()
    weights = write_published(path, mobilenet(weights=None))
    return path.read_bytes(), weights


class TestDownloads:
    def test_the_first_address(self, file_and_weights, cache, monkeypatch):
        content, weights = file_and_weights
        with serving({'first': content, 'second': content}) as server:
            addresses = server.address + 'first', server.address + 'second'
            announce(monkeypatch, MOBILENET, addresses, md5_of(content))
            model = mobilenet()
            mobilenet()
        assert server.requests == ['/first']  # then it is in the cache
        assert os.listdir(str(cache)) == ['published.h5']
        for expected, found in zip(weights, model.get_weights()):
            assert_array_equal(found, expected)

    def test_the_features(self, file_and_weights, cache, monkeypatch):
        content, weights = file_and_weights
        direct = mobilenet(weights=None)
        direct.set_weights(weights)
        image = np.random.RandomState(1).uniform(-1, 1, (1, 128, 128, 3))
        with serving({'file': content}) as server:
            announce(monkeypatch, MOBILENET, (server.address + 'file',), None)
            features = mobilenet().predict(image)
        assert features.std() > .01
        assert_allclose(features, direct.predict(image), rtol=1e-5)

    @pytest.mark.parametrize('first', ['dead', 'missing', 'another'])
    def test_the_second_address(self, file_and_weights, cache, monkeypatch, capsys, first):
        content, weights = file_and_weights
        with serving({'another': content[::-1], 'second': content}) as server:
            dead = 'http://127.0.0.1:1/' if first == 'dead' else server.address + first
            announce(monkeypatch, MOBILENET, (dead, server.address + 'second'), md5_of(content))
            model = mobilenet()
        assert 'Trying the next URL' in capsys.readouterr().out
        assert_array_equal(model.get_weights()[-1], weights[-1])

    def test_no_address(self, file_and_weights, cache, monkeypatch):
        content, _ = file_and_weights

        def truncated(handler):
            handler.begin(Content_Length=len(content))
            handler.wfile.write(content[:1000])
        with serving({'another': content[::-1], 'truncated': truncated}) as server:
            addresses = tuple(server.address + page for page in ('missing', 'another', 'truncated'))
            announce(monkeypatch, MOBILENET, addresses, md5_of(content))
            with pytest.raises(ValueError) as error:
                mobilenet()
            announce(monkeypatch, MOBILENET, addresses[::2], None)
            with pytest.raises(OSError, match='(?s)published.h5.*stopped after 1000'):
                mobilenet()
        for part in ('published.h5 from any of', 'missing: .*404', 'another: .*hash',
                     'stopped after'):
            error.match('(?s)' + part)
        assert os.listdir(str(cache)) == []

    def test_files_in_the_cache_that_are_no_weights(self, cache, monkeypatch):
        announce(monkeypatch, MOBILENET, ('http://127.0.0.1:1/',), None)
        cache.mkdir()
        (cache / 'published.h5').write_bytes(b'<html>')
        with pytest.raises(OSError, match='published.h5'):
            mobilenet()


def few_blocks(monkeypatch):
    """Leaves few and small blocks in each network that is too large for a test."""
    for module in resnet, resnet_v2:
        monkeypatch.setattr(module, 'FILTERS', (4, 4))
    monkeypatch.setattr(vgg, 'FILTERS', (2, 2, 2, 4, 4))
    monkeypatch.setattr(vgg, 'HIDDEN_UNITS', 16)
    monkeypatch.setattr(densenet, 'GROWTH', 4)
    monkeypatch.setattr(densenet.DENSENET121, 'features',
                        functools.partial(densenet._features, blocks=(2, 1)))
    monkeypatch.setattr(resnet50, 'STAGES', (('ab', (4, 4, 8)), ('ab', (4, 4, 8))))
    monkeypatch.setattr(xception, 'ENTRY', ((8, 8), (8, 8)))
    monkeypatch.setattr(xception, 'MIDDLE', ((8, 8, 8),))
    monkeypatch.setattr(xception, 'EXIT', (8, 8))
    blocks = chain(stem, inception_v3._fine('mixed0', 8), inception_v3._coarse('mixed1', 'fork'))
    monkeypatch.setattr(inception_v3.NETWORK, 'features', blocks)
    blocks = chain(stem, inception_resnet_v2._fine('block35', .2))
    monkeypatch.setattr(inception_resnet_v2.NETWORK, 'features', blocks)
    sizes = {'stem_filters': 4, 'filters': 8, 'repeats': 1, 'skips_reduction': True}
    monkeypatch.setattr(nasnet.MOBILE, 'features', functools.partial(nasnet._features, **sizes))


FROM_KERAS_1 = 'VGG16', 'ResNet50', 'InceptionV3', 'Xception'


@pytest.mark.parametrize('name', ['DenseNet121', 'InceptionResNetV2', 'InceptionV3', 'NASNetMobile',
                                  'ResNet101', 'ResNet50', 'ResNet50V2', 'VGG16', 'Xception'])
@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_families(name, data_format, tmp_path, monkeypatch):
    few_blocks(monkeypatch)
    shape, options = (80, 81, 3), {'include_top': False, 'pooling': 'avg'}
    if name == 'VGG16':  # its dense layers depend on the order of rows, columns and channels
        shape, options = (224, 224, 3), {'include_top': True}
    image = np.random.RandomState(1).uniform(-1, 1, (1,) + shape)
    network = getattr(applications, name)
    direct = network(weights=None, input_shape=shape, **options)
    path = tmp_path / 'file.h5'
    direct.set_weights(write_published(path, direct, is_from_keras1=name in FROM_KERAS_1))
    expected = direct.predict(image)
    assert expected.std() > 1e-5

    K.set_image_data_format(data_format)
    if data_format == 'channels_first':
        shape, image = shape[-1:] + shape[:-1], image.transpose(0, 3, 1, 2)
    with serving({'file': path.read_bytes()}) as server:
        announce(monkeypatch, (name, options['include_top']), (server.address + 'file',),
                 md5_of(path.read_bytes()))
        model = network(input_shape=shape, **options)
    assert_allclose(model.predict(image), expected, rtol=1e-4)
