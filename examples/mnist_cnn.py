"""Trains a convnet on MNIST: about 99% test accuracy after 12 epochs.

With 8,500 of the digits it is 97 to 98%, after less than a minute on two CPU cores. `--augment`
turns and shifts each digit a little, differently in every epoch, and so makes more of few digits:
98.4 and 98.9% in two runs. Works in both image data formats (`image_data_format` in keras.json).
"""
import argparse

import example_data

import keras
from keras import backend as K
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.optimizers import Adam
from keras.preprocessing.image import ImageDataGenerator

CLASSES = 10
ROWS, COLUMNS = 28, 28
IMAGE_SHAPE = ((1, ROWS, COLUMNS) if K.image_data_format() == 'channels_first'
               else (ROWS, COLUMNS, 1))


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): images of pixels in 0..1, one-hot labels."""
    def prepare(images, labels):
        return (images.reshape((len(images),) + IMAGE_SHAPE).astype('float32') / 255,
                keras.utils.to_categorical(labels, CLASSES))
    train, test = example_data.mnist(samples)
    return prepare(*train), prepare(*test)


def build_model():
    model = Sequential()
    model.add(Conv2D(32, kernel_size=(3, 3), activation='relu', input_shape=IMAGE_SHAPE))
    model.add(Conv2D(64, (3, 3), activation='relu'))
    model.add(MaxPooling2D(pool_size=(2, 2)))
    model.add(Dropout(0.25))
    model.add(Flatten())
    model.add(Dense(128, activation='relu'))
    model.add(Dropout(0.5))
    model.add(Dense(CLASSES, activation='softmax'))
    model.compile(loss=keras.losses.categorical_crossentropy, optimizer=Adam(lr=0.002),
                  metrics=['accuracy'])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=12)
    parser.add_argument('--batch-size', type=int, default=128)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    parser.add_argument('--augment', action='store_true', help='turn and shift the digits')
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'training digits,', len(x_test), 'test digits')
    model = build_model()
    model.summary()
    how = dict(epochs=options.epochs, validation_data=(x_test, y_test))
    if options.augment:
        images = ImageDataGenerator(rotation_range=10, width_shift_range=2, height_shift_range=2)
        model.fit(images.flow(x_train, y_train, batch_size=options.batch_size), **how)
    else:
        model.fit(x_train, y_train, batch_size=options.batch_size, **how)
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print('Test loss: %.4f' % loss)
    print('Test accuracy: %.4f' % accuracy)


if __name__ == '__main__':
    main()
