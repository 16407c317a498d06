"""The published weights: names, URLs and hashes of their files."""
import itertools
from collections import namedtuple

PublishedFile = namedtuple('PublishedFile', ['name', 'addresses', 'md5'])

DEEP_LEARNING_MODELS = 'https://github.com/fchollet/deep-learning-models/releases/download/'
KERAS_APPLICATIONS = 'https://github.com/keras-team/keras-applications/releases/download/'
KERAS_NASNET = 'https://github.com/titu1994/Keras-NASNet/releases/download/v1.2/'
MOBILENET_V2 = 'https://github.com/JonathanCMitchell/mobilenet_v2_keras/releases/download/v1.1/'
MIRROR = 'https://storage.googleapis.com/tensorflow/keras-applications/'

# Network: its name in file names, the release, the folder on the mirror, and the MD5 hashes of the
# files with and without the classifier.
NETWORKS = {
    'DenseNet121': ('densenet121', KERAS_APPLICATIONS + 'densenet/', 'densenet/',
                    '9d60b8095a5708f2dcce2bca79d332c7', '30ee3e1110167f948a6b9946edeeb738'),
    'DenseNet169': ('densenet169', KERAS_APPLICATIONS + 'densenet/', 'densenet/',
                    'd699b8f76981ab1b30698df4c175e90b', 'b8c4d4c20dd625c148057b9ff1c1176b'),
    'DenseNet201': ('densenet201', KERAS_APPLICATIONS + 'densenet/', 'densenet/',
                    '1ceb130c1ea1b78c3bf6114dbdfd8807', 'c13680b51ded0fb44dff2d8f86ac8bb1'),
    'InceptionResNetV2': ('inception_resnet_v2', DEEP_LEARNING_MODELS + 'v0.7/',
                          'inception_resnet_v2/', 'e693bd0210a403b3192acc6073ad2e96',
                          'd19885ff4a710c122648d3b5c3b684e4'),
    'InceptionV3': ('inception_v3', DEEP_LEARNING_MODELS + 'v0.5/', 'inception_v3/',
                    '9a0d58056eeedaa3f26cb7ebd46da564', 'bcbd6486424b2319ff4ef7d526e38f63'),
    'ResNet50': ('resnet50', DEEP_LEARNING_MODELS + 'v0.2/', 'resnet/',
                 'a7b3fe01876f51b976af0dea6bc144eb', 'a268eb855778b3df3c7506639542a6af'),
    'resnet.ResNet50': ('resnet50', KERAS_APPLICATIONS + 'resnet/', 'resnet/',
                        '2cb95161c43110f7111970584f804107', '4d473c1dd8becc155b73f8504c6f6626'),
    'ResNet101': ('resnet101', KERAS_APPLICATIONS + 'resnet/', 'resnet/',
                  'f1aeb4b969a6efcfb50fad2f0c20cfc5', '88cf7a10940856eca736dc7b7e228a21'),
    'ResNet152': ('resnet152', KERAS_APPLICATIONS + 'resnet/', 'resnet/',
                  '100835be76be38e30d865e96f2aaae62', 'ee4c566cf9a93f14d82f913c2dc6dd0c'),
    'ResNet50V2': ('resnet50v2', KERAS_APPLICATIONS + 'resnet/', 'resnet/',
                   '3ef43a0b657b3be2300d5770ece849e0', 'fac2f116257151a9d068a22e544a4917'),
    'ResNet101V2': ('resnet101v2', KERAS_APPLICATIONS + 'resnet/', 'resnet/',
                    '6343647c601c52e1368623803854d971', 'c0ed64b8031c3730f411d2eb4eea35b5'),
    'ResNet152V2': ('resnet152v2', KERAS_APPLICATIONS + 'resnet/', 'resnet/',
                    'a49b44d1979771252814e80f8ec446f9', 'ed17cf2e0169df9d443503ef94b23b33'),
    'VGG16': ('vgg16', DEEP_LEARNING_MODELS + 'v0.1/', 'vgg16/',
              '64373286793e3c8b2b4e3219cbf3544b', '6d6bbae143d832006294945121d1f1fc'),
    'VGG19': ('vgg19', DEEP_LEARNING_MODELS + 'v0.1/', 'vgg19/',
              'cbe5617147190e668d6c5d5026f83318', '253f8cb515780f3b799900260a226db6'),
    'Xception': ('xception', DEEP_LEARNING_MODELS + 'v0.4/', 'xception/',
                 '0a58e3b7378bc2990ea3b43d5981f1f6', 'b0042744bf5b25fce3cb969f33bebb97'),
}
NASNETS = {
    'NASNetLarge': ('large', '11577c9a518f0070763c2b964a382f17',
                    'd81d89dc07e6e56530c4e77faddd61b5'),
    'NASNetMobile': ('mobile', '020fb642bf7360b370c678b08e0adf61',
                     '1ed92395b5b598bdda52abe5c0dbfd63'),
}
# MobileNets have files, without known hashes, for each width (`alpha`) and size of the images.
MOBILENET_SIZES = (128, 160, 192, 224)
MOBILENET_ALPHAS = (.25, .5, .75, 1.)
MOBILENET_V2_SIZES = (96, 128, 160, 192, 224)
MOBILENET_V2_ALPHAS = (.35, .5, .75, 1., 1.3, 1.4)
TOPS = (True, False)  # values of `include_top`


def _networks():
    for network, (name, release, folder, *hashes) in NETWORKS.items():
        for include_top, md5 in zip(TOPS, hashes):
            fname = '%s_weights_tf_dim_ordering_tf_kernels%s.h5' % (
                name, '' if include_top else '_notop')
            yield (network, include_top), _file(fname, release, folder, md5)


def _nasnets():
    for network, (name, *hashes) in NASNETS.items():
        for include_top, md5 in zip(TOPS, hashes):
            fname = 'nasnet_%s%s.h5' % (name, '' if include_top else '_no_top')
            at_source = 'NASNet-%s%s.h5' % (name, '' if include_top else '-no-top')
            yield (network, include_top), _file(fname, KERAS_NASNET, 'nasnet/', md5, at_source)


def _mobilenets():
    for alpha, size, include_top in itertools.product(MOBILENET_ALPHAS, MOBILENET_SIZES, TOPS):
        width = '1_0' if alpha == 1 else '%d_%d' % divmod(100 * alpha, 10)
        fname = 'mobilenet_%s_%d_tf%s.h5' % (width, size, '' if include_top else '_no_top')
        yield (('MobileNet', alpha, size, include_top),
               _file(fname, DEEP_LEARNING_MODELS + 'v0.6/', 'mobilenet/'))


def _mobilenets_v2():
    for alpha, size, include_top in itertools.product(MOBILENET_V2_ALPHAS, MOBILENET_V2_SIZES,
                                                      TOPS):
        fname = 'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_%s_%d%s.h5' % (
            alpha, size, '' if include_top else '_no_top')
        yield (('MobileNetV2', alpha, size, include_top),
               _file(fname, MOBILENET_V2, 'mobilenet_v2/'))


def _file(fname, release, folder, md5=None, name_at_source=None):
    name_at_source = name_at_source or fname
    return PublishedFile(fname, (release + name_at_source, MIRROR + folder + name_at_source), md5)


# Keys are tuples of the network's name and `include_top`, with width and size between them for
# MobileNets. The layers of `resnet50` and `resnet` are in different orders, so these have separate
# files, under the same name.
FILES = dict(itertools.chain(_networks(), _nasnets(), _mobilenets(), _mobilenets_v2()))
