"""Writes a layer of its own: an activation that, unlike relu, throws nothing away.

The data are MNIST: handwritten digits. Relu keeps the positive part of its inputs and forgets the
negative one. The layer below centers each sample's inputs, scales them to length 1, and returns
the positive part and the negative one side by side, twice as many numbers as it got. The script
trains a network with this layer and one with relu, and prints the accuracy of both. It shows what
a layer needs: `compute_output_shape`, because the shape changes, and `get_config`, so that a model
with it can be saved and loaded.

With 8,500 of the digits, the accuracy on 1,500 test digits is about 0.958 after 10 epochs, and
with relu 0.957: both together take less than a minute on two CPU cores. The one with relu is the
quicker to learn at first, and this one is the steadier.

Reference: Shang et al. (2016), "Understanding and Improving Convolutional Neural Networks via
Concatenated Rectified Linear Units", https://arxiv.org/abs/1603.05201.
"""
import argparse

import example_data
import numpy as np

from keras import backend as K
from keras.layers import Activation, Dense, Dropout, Layer
from keras.models import Sequential, load_model

PIXELS = 28 * 28
CLASSES = 10
UNITS = 256


class Antirectifier(Layer):
    """The positive and the negative part of centered and normalized samples, side by side.

    Args:
        axis: int, the axis that holds what belongs together.
    """

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        centered = inputs - K.mean(inputs, axis=self.axis, keepdims=True)
        normalized = K.l2_normalize(centered, axis=self.axis)
        return K.concatenate([K.relu(normalized), K.relu(-normalized)], axis=self.axis)

    def compute_output_shape(self, input_shape):
        shape = list(input_shape)
        if shape[self.axis] is not None:
            shape[self.axis] *= 2
        return tuple(shape)

    def get_config(self):
        return dict(super().get_config(), axis=self.axis)


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): rows of 784 pixels in 0..1, and classes."""
    return [(x.reshape(-1, PIXELS).astype('float32') / 255, y)
            for x, y in example_data.mnist(samples)]


def build_model(activation):
    """Builds a network with a function that returns the layer to put in relu's place."""
    model = Sequential()
    model.add(Dense(UNITS, input_shape=(PIXELS,)))
    model.add(activation())
    model.add(Dropout(0.1))
    model.add(Dense(UNITS))
    model.add(activation())
    model.add(Dropout(0.1))
    model.add(Dense(CLASSES, activation='softmax'))
    model.compile(loss='sparse_categorical_crossentropy', optimizer='rmsprop',
                  metrics=['accuracy'])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=10)
    parser.add_argument('--batch-size', type=int, default=128)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    parser.add_argument('--file', default='antirectifier.h5', help='where the model is saved')
    options = parser.parse_args()

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'training digits,', len(x_test), 'test digits')
    networks = [('relu', lambda: Activation('relu')), ('antirectifier', Antirectifier)]
    results = []
    for name, activation in networks:
        print('The network with', name)
        model = build_model(activation)
        model.summary()
        model.fit(x_train, y_train, batch_size=options.batch_size, epochs=options.epochs,
                  validation_data=(x_test, y_test), verbose=2)
        results.append((name, model.evaluate(x_test, y_test, verbose=0)[1]))

    model.save(options.file)
    loaded = load_model(options.file, custom_objects={'Antirectifier': Antirectifier})
    same = np.allclose(model.predict(x_test), loaded.predict(x_test), atol=1e-5)
    print('Loaded from %s, it predicts %s.' % (options.file, 'the same' if same else 'otherwise'))
    for name, accuracy in results:
        print('Test accuracy with %s: %.4f' % (name, accuracy))


if __name__ == '__main__':
    main()
