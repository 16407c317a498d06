"""VGG16 for the examples that look into a convnet or paint with one, and photographs for it."""
import os

import numpy as np
from example_data import FIGURES, figures
from sklearn import datasets

from keras import backend as K
from keras.applications.vgg16 import VGG16, preprocess_input
from keras.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalMaxPooling2D,
    Input,
    MaxPooling2D,
)
from keras.models import Model
from keras.preprocessing.image import img_to_array, load_img


def photograph(path, height, default='china.jpg'):
    """Returns a picture: floats (1, height, width, 3) from 0 to 255, in the shape it came in.

    Where `K.image_data_format()` is `'channels_first'`, they are (1, 3, height, width).

    Args:
        path: str, a file with a picture; None for a photograph that scikit-learn brings along.
        height: int, or a pair (height, width), which stretches the picture.
        default: str, `'china.jpg'` (a temple before the sky) or `'flower.jpg'`.
    """
    picture = load_img(path or os.path.join(os.path.dirname(datasets.__file__), 'images', default))
    if not isinstance(height, tuple):
        height = height, round(picture.width * height / picture.height)
    return np.expand_dims(img_to_array(picture.resize(height[::-1], resample=3)), 0)  # 3: bicubic


def vgg16(weights, fallback='random', input_shape=None):
    """Returns VGG16 without its classifier, or a network with layers of the same names.

    Its inputs are images as `keras.applications.vgg16.preprocess_input` makes them.

    Args:
        weights: `'imagenet'`; `'random'`; or `'figures'` for a small convnet that is trained here,
            in less than a minute, on the figures that take the place of CIFAR-10.
        fallback: one of the latter, for where the weights of ImageNet cannot be downloaded.
        input_shape: tuple, the shape of an image; None for any height and width.
    """
    if weights == 'imagenet':
        try:
            return VGG16(weights='imagenet', include_top=False, input_shape=input_shape)
        except OSError:
            weights = fallback
            print('The weights of ImageNet cannot be downloaded: %s take their place.' % {
                'random': 'random ones', 'figures': 'those of a small network'}[weights])
    if weights == 'random':
        return VGG16(weights=None, include_top=False, input_shape=input_shape)
    return _network_that_knows_figures()


def vgg16_picture(x):
    """Undoes `keras.applications.vgg16.preprocess_input`: returns images of type uint8."""
    colors = -3 if K.image_data_format() == 'channels_first' else -1
    mean = np.array([103.939, 116.779, 123.68]).reshape((3,) + (1,) * (-1 - colors))
    return np.clip(np.flip(x + mean, colors), 0, 255).astype('uint8')


def _network_that_knows_figures():
    (x, y), _ = figures()
    channels_first = K.image_data_format() == 'channels_first'
    image = Input((3, None, None) if channels_first else (None, None, 3))
    # What it takes is what VGG16 does: large numbers.
    features = BatchNormalization(axis=1 if channels_first else -1, momentum=0.8)(image)
    for block, filters in enumerate([16, 32, 64, 64], start=1):
        if block > 1:
            features = MaxPooling2D(name='block%d_pool' % (block - 1))(features)
        features = Conv2D(filters, 3, padding='same', activation='relu',
                          kernel_initializer='he_normal',
                          name='block%d_conv1' % block)(features)
    classes = Dense(len(FIGURES), activation='softmax')(GlobalMaxPooling2D()(features))
    model = Model(image, classes)
    model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    model.fit(preprocess_input(x), y, batch_size=32, epochs=6, verbose=2)
    return Model(image, features)
