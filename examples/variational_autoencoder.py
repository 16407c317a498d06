"""Trains a variational autoencoder on handwritten digits, and draws new digits with it.

The data are MNIST. The encoder turns an image into a normal distribution over two numbers, from
which one point is drawn; the decoder turns the point back into an image. The loss is the sum of
two terms: how badly the image is reconstructed, and how far the distribution is from the standard
normal distribution. Thanks to the second term, points drawn from the latter decode to new digits.

With 8,500 of the digits, the loss of 1,500 test images is about 161 after 30 epochs, less than a
minute on two CPU cores.

Reference: Kingma and Welling (2013), "Auto-Encoding Variational Bayes",
https://arxiv.org/abs/1312.6114.
"""
import argparse

import example_data
import numpy as np

from keras import backend as K
from keras.layers import Dense, Input, Lambda
from keras.losses import binary_crossentropy
from keras.models import Model

PIXELS = 28 * 28
HIDDEN_UNITS = 512
CODE_SIZE = 2
SHADES = ' .:-=+*#%@'


def load_data(samples):
    """Returns the images for training and for testing: rows of 784 pixels in 0..1."""
    (x_train, _), (x_test, _) = example_data.mnist(samples)
    return [x.reshape(-1, PIXELS).astype('float32') / 255 for x in (x_train, x_test)]


def draw_code(distribution):
    """Draws a point, written as a function of mean and variance, so both get gradients."""
    mean, log_variance = distribution
    noise = K.random_normal(K.shape(mean))
    return mean + K.exp(log_variance / 2) * noise


def build_encoder():
    image = Input((PIXELS,))
    hidden = Dense(HIDDEN_UNITS, activation='relu')(image)
    mean = Dense(CODE_SIZE, name='mean')(hidden)
    log_variance = Dense(CODE_SIZE, name='log_variance')(hidden)
    code = Lambda(draw_code, output_shape=(CODE_SIZE,), name='code')([mean, log_variance])
    return Model(image, [mean, log_variance, code], name='encoder')


def build_decoder():
    code = Input((CODE_SIZE,))
    hidden = Dense(HIDDEN_UNITS, activation='relu')(code)
    return Model(code, Dense(PIXELS, activation='sigmoid')(hidden), name='decoder')


def build_model(encoder, decoder):
    image = Input((PIXELS,))
    mean, log_variance, code = encoder(image)
    reconstruction = decoder(code)
    model = Model(image, reconstruction, name='variational_autoencoder')
    reconstruction_loss = PIXELS * binary_crossentropy(image, reconstruction)
    divergence = K.sum(K.exp(log_variance) + K.square(mean) - 1 - log_variance, axis=-1) / 2
    model.add_loss(K.mean(reconstruction_loss + divergence))
    model.compile(optimizer='adam')
    return model


def print_digits(images):
    """Prints images side by side, every other row, because characters are higher than wide."""
    shades = (images.reshape(-1, 28, 28)[:, ::2] * (len(SHADES) - 1)).round().astype(int)
    for row in np.concatenate(list(shades), axis=1):
        print(''.join(SHADES[shade] for shade in row).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=30)
    parser.add_argument('--batch-size', type=int, default=128)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    options = parser.parse_args()
    np.random.seed(7)

    x_train, x_test = load_data(options.samples)
    print(len(x_train), 'training digits,', len(x_test), 'test digits')
    encoder, decoder = build_encoder(), build_decoder()
    encoder.summary()
    decoder.summary()
    model = build_model(encoder, decoder)
    model.fit(x_train, batch_size=options.batch_size, epochs=options.epochs,
              validation_data=(x_test, None))
    print_digits(decoder.predict(np.random.normal(size=(3, CODE_SIZE))))
    print('Test loss: %.2f' % model.evaluate(x_test, verbose=0))


if __name__ == '__main__':
    main()
