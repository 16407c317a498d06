"""Trains a convnet on the digits 0 to 4, then reuses what it has learned on the digits 5 to 9.

The data are MNIST. The first training sets the convolutions and the dense layers. For the second,
the convolutions are frozen: the features that tell 0 to 4 apart serve for 5 to 9, too, and only
the dense layers are trained further. That takes less time, because the gradients stop there.

With 8,500 of the digits, 98% of the test digits from 0 to 4 and 98% of those from 5 to 9 are
recognized after 12 epochs each, about a minute on two CPU cores.
"""
import argparse
import time

import example_data

import keras
from keras import backend as K
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential

CLASSES = 5
IMAGE_SHAPE = (1, 28, 28) if K.image_data_format() == 'channels_first' else (28, 28, 1)


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): images of pixels in 0..1, and class numbers."""
    def prepare(images, labels):
        return images.reshape((-1,) + IMAGE_SHAPE).astype('float32') / 255, labels
    train, test = example_data.mnist(samples)
    return prepare(*train), prepare(*test)


def select_classes(data, first):
    """Returns the images of `CLASSES` classes from `first` on, and their one-hot labels."""
    images, labels = data
    selected = (labels >= first) & (labels < first + CLASSES)
    return images[selected], keras.utils.to_categorical(labels[selected] - first, CLASSES)


def build_model():
    """Returns the model, and those of its layers that are frozen later."""
    feature_layers = [
        Conv2D(32, 3, activation='relu', input_shape=IMAGE_SHAPE),
        Conv2D(32, 3, activation='relu'),
        MaxPooling2D(2),
        Dropout(0.25),
        Flatten(),
    ]
    classification_layers = [
        Dense(128, activation='relu'),
        Dropout(0.5),
        Dense(CLASSES, activation='softmax'),
    ]
    return Sequential(feature_layers + classification_layers), feature_layers


def train(model, train_data, test_data, options):
    """Trains the layers that are trainable; returns the accuracy on the test data."""
    # A model trains what was trainable when it was compiled.
    model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
    model.summary()
    start = time.time()
    model.fit(*train_data, batch_size=options.batch_size, epochs=options.epochs,
              validation_data=test_data)
    print('Trained in %.1f seconds.' % (time.time() - start))
    return model.evaluate(*test_data, verbose=0)[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=12)
    parser.add_argument('--batch-size', type=int, default=128)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    options = parser.parse_args()

    train_data, test_data = load_data(options.samples)
    model, feature_layers = build_model()
    low = train(model, select_classes(train_data, 0), select_classes(test_data, 0), options)
    for layer in feature_layers:
        layer.trainable = False
    high = train(model, select_classes(train_data, 5), select_classes(test_data, 5), options)
    print('Test accuracy on 0 to 4: %.4f' % low)
    print('Test accuracy on 5 to 9: %.4f' % high)


if __name__ == '__main__':
    main()
