"""Trains a convnet on photographs of ten kinds of things, augmented while it learns.

The data are CIFAR-10: 50,000 photographs for training and 10,000 for testing, 32 pixels high and
wide, of planes, cars, birds, cats and so on. An `ImageDataGenerator` moves, turns and mirrors the
photographs at random, so the network never sees the same one twice and learns what makes a cat
wherever it sits. The trained model is saved with its optimizer, then loaded again.

Where CIFAR-10 cannot be downloaded, 1,000 figures of ten kinds take its place. After 10
epochs, a minute at most on two CPU cores, all of 1,000 others are recognized.
"""
import argparse

import example_data

from keras import backend as K
from keras.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    GlobalAveragePooling2D,
    MaxPooling2D,
)
from keras.models import Sequential, load_model
from keras.preprocessing.image import ImageDataGenerator
from keras.utils import to_categorical

CLASSES = 10
CHANNELS = 1 if K.image_data_format() == 'channels_first' else -1
FILTERS = [32, 64, 128]
BATCH_SIZE = 32


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): pixels from 0 to 1, classes one-hot."""
    return [(x.astype('float32') / 255, to_categorical(y, CLASSES))
            for x, y in example_data.cifar10(samples)]


def build_model(input_shape):
    model = Sequential()
    for block, filters in enumerate(FILTERS):
        for i in range(2):
            first = {'input_shape': input_shape} if block == i == 0 else {}
            # BatchNormalization adds an offset of its own, so the convolution needs no bias.
            model.add(Conv2D(filters, 3, padding='same', use_bias=False, **first))
            model.add(BatchNormalization(axis=CHANNELS, momentum=0.9))
            model.add(Activation('relu'))
        model.add(MaxPooling2D())
        model.add(Dropout(0.1 * (block + 1)))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(CLASSES, activation='softmax'))
    model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def build_augmentation():
    """Returns a generator of photographs that show the same things a little differently."""
    return ImageDataGenerator(rotation_range=10, width_shift_range=0.1, height_shift_range=0.1,
                              horizontal_flip=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=30)
    parser.add_argument('--samples', type=int, help='how many photographs at most; all by default')
    parser.add_argument('--no-augmentation', action='store_true',
                        help='train on the photographs as they are')
    parser.add_argument('--file', default='cifar10_cnn.h5', help='where the model is saved')
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'training images,', len(x_test), 'test images')
    model = build_model(x_train.shape[1:])
    model.summary()
    if options.no_augmentation:
        model.fit(x_train, y_train, batch_size=BATCH_SIZE, epochs=options.epochs,
                  validation_data=(x_test, y_test), verbose=2)
    else:
        batches = build_augmentation().flow(x_train, y_train, batch_size=BATCH_SIZE)
        model.fit_generator(batches, epochs=options.epochs, workers=2,
                            validation_data=(x_test, y_test), verbose=2)

    model.save(options.file)
    print('The model is in', options.file)
    loss, accuracy = load_model(options.file).evaluate(x_test, y_test, verbose=0)
    print('Test loss: %.4f' % loss)
    print('Test accuracy: %.4f' % accuracy)


if __name__ == '__main__':
    main()
