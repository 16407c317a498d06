"""Trains a convolutional variational autoencoder on handwritten digits, and draws new digits.

The data are MNIST. Convolutions of stride 2 turn an image into a normal distribution over 8
numbers, from which a code is drawn; transposed convolutions turn the code back into an image. A
layer of its own draws the code. It also adds its loss to the model: the divergence of its
distribution from the standard normal distribution. So the model is trained as any autoencoder is,
with the images as targets.

The picture has new digits, decoded from codes that are drawn at random. Compared with the two
numbers of `variational_autoencoder.py`, 8 numbers keep much more of an image.

With 8,500 of the digits, the loss of 1,500 test images is about 116 nats an image after 20 epochs,
a minute or two on two CPU cores.

Reference: Kingma and Welling (2013), "Auto-Encoding Variational Bayes",
https://arxiv.org/abs/1312.6114.
"""
import argparse

import example_data
import example_pictures
import numpy as np

from keras import backend as K
from keras.layers import Conv2D, Conv2DTranspose, Dense, Flatten, Input, Layer, Reshape
from keras.models import Model

CHANNELS_FIRST = K.image_data_format() == 'channels_first'
IMAGE_SHAPE = (1, 28, 28) if CHANNELS_FIRST else (28, 28, 1)
SMALL_SHAPE = (64, 7, 7) if CHANNELS_FIRST else (7, 7, 64)
CODE_SIZE = 8


def load_data(samples):
    """Returns the images for training and for testing, of pixels in 0..1."""
    (x_train, _), (x_test, _) = example_data.mnist(samples)
    return [x.reshape((-1,) + IMAGE_SHAPE).astype('float32') / 255 for x in (x_train, x_test)]


class DrawCode(Layer):
    """Draws a code from the normal distribution of a mean and the logarithm of a variance."""

    def call(self, inputs):
        mean, log_variance = inputs
        divergence = K.sum(K.exp(log_variance) + K.square(mean) - 1 - log_variance, axis=-1) / 2
        self.add_loss(K.mean(divergence), inputs=inputs)
        # Written as a function of mean and variance, so both get gradients.
        return mean + K.exp(log_variance / 2) * K.random_normal(K.shape(mean))

    def compute_output_shape(self, input_shape):
        return input_shape[0]


def build_encoder():
    image = Input(IMAGE_SHAPE)
    x = Conv2D(32, 3, strides=2, padding='same', activation='relu')(image)
    x = Conv2D(64, 3, strides=2, padding='same', activation='relu')(x)
    x = Dense(128, activation='relu')(Flatten()(x))
    code = DrawCode()([Dense(CODE_SIZE)(x), Dense(CODE_SIZE)(x)])
    return Model(image, code, name='encoder')


def build_decoder():
    code = Input((CODE_SIZE,))
    x = Dense(int(np.prod(SMALL_SHAPE)), activation='relu')(code)
    x = Reshape(SMALL_SHAPE)(x)
    # Strides of 2 double the height and the width: from 7 to 14, and to 28.
    x = Conv2DTranspose(32, 3, strides=2, padding='same', activation='relu')(x)
    image = Conv2DTranspose(1, 3, strides=2, padding='same', activation='sigmoid')(x)
    return Model(code, image, name='decoder')


def reconstruction_loss(image, reconstruction):
    """The sum over all pixels: a mean would count too little beside the divergence."""
    return K.sum(K.binary_crossentropy(image, reconstruction), axis=[1, 2, 3])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=20)
    parser.add_argument('--batch-size', type=int, default=64)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    parser.add_argument('--picture', default='new_digits.png', help='where the picture goes')
    options = parser.parse_args()
    np.random.seed(7)

    x_train, x_test = load_data(options.samples)
    print(len(x_train), 'training digits,', len(x_test), 'test digits')
    encoder, decoder = build_encoder(), build_decoder()
    encoder.summary()
    decoder.summary()
    image = Input(IMAGE_SHAPE)
    model = Model(image, decoder(encoder(image)))
    model.compile(optimizer='adam', loss=reconstruction_loss)
    model.fit(x_train, x_train, batch_size=options.batch_size, epochs=options.epochs,
              validation_data=(x_test, x_test))
    new = decoder.predict(np.random.normal(size=(100, CODE_SIZE)))
    example_pictures.save_grid(options.picture, (new * 255).astype('uint8'), columns=20)
    print('Test loss: %.2f' % model.evaluate(x_test, x_test, verbose=0))


if __name__ == '__main__':
    main()
