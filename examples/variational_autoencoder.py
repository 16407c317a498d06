"""Trains a variational autoencoder on handwritten digits, and draws a map of its digits.

The data are MNIST. The encoder turns an image into a normal distribution over two numbers, from
which one point is drawn; the decoder turns the point back into an image. The loss is the sum of
two terms: how badly the image is reconstructed, and how far the distribution is from the standard
normal distribution. Thanks to the second term, points drawn from the latter decode to new digits.

The picture is the plane of these points: digits decoded at regular quantiles of the standard
normal distribution, so that all parts of the picture are equally likely.

With 8,500 of the digits, the loss of 1,500 test images is about 147 nats an image after 60 epochs,
about a minute on two CPU cores.

Reference: Kingma and Welling (2013), "Auto-Encoding Variational Bayes",
https://arxiv.org/abs/1312.6114.
"""
import argparse

import example_data
import example_pictures
import numpy as np
from scipy.stats import norm

from keras import backend as K
from keras.callbacks import LearningRateScheduler
from keras.layers import Dense, Input, Lambda
from keras.losses import binary_crossentropy
from keras.models import Model

PIXELS = 28 * 28
HIDDEN_UNITS = [512, 256]
CODE_SIZE = 2
LEARNING_RATE = 0.001


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
    hidden = image
    for units in HIDDEN_UNITS:
        hidden = Dense(units, activation='relu')(hidden)
    mean = Dense(CODE_SIZE, name='mean')(hidden)
    log_variance = Dense(CODE_SIZE, name='log_variance')(hidden)
    code = Lambda(draw_code, output_shape=(CODE_SIZE,), name='code')([mean, log_variance])
    return Model(image, [mean, log_variance, code], name='encoder')


def build_decoder():
    code = Input((CODE_SIZE,))
    hidden = code
    for units in reversed(HIDDEN_UNITS):
        hidden = Dense(units, activation='relu')(hidden)
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


def draw_plane(path, decoder, columns=20):
    """Writes a picture of the digits at regular quantiles of the standard normal distribution."""
    quantiles = norm.ppf((np.arange(columns) + .5) / columns)
    codes = np.array([[x, y] for y in quantiles[::-1] for x in quantiles])
    digits = decoder.predict(codes).reshape(-1, 28, 28)
    example_pictures.save_grid(path, (digits * 255).astype('uint8'), columns, border=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=60)
    parser.add_argument('--batch-size', type=int, default=64)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    parser.add_argument('--picture', default='latent_plane.png', help='where the picture goes')
    options = parser.parse_args()
    np.random.seed(7)

    x_train, x_test = load_data(options.samples)
    print(len(x_train), 'training digits,', len(x_test), 'test digits')
    encoder, decoder = build_encoder(), build_decoder()
    encoder.summary()
    decoder.summary()
    model = build_model(encoder, decoder)
    # In the second half the learning rate falls to a tenth: small steps settle in the minimum.
    decay = LearningRateScheduler(
        lambda epoch: LEARNING_RATE * .1 ** max(0, 2 * epoch / options.epochs - 1))
    model.fit(x_train, batch_size=options.batch_size, epochs=options.epochs,
              validation_data=(x_test, None), callbacks=[decay])
    draw_plane(options.picture, decoder)
    print('Test loss: %.2f' % model.evaluate(x_test, verbose=0))


if __name__ == '__main__':
    main()
