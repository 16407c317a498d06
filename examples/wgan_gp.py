"""Trains a Wasserstein GAN with gradient penalty on small handwritten digits, and draws new ones.

The data are MNIST, made smaller: 14 x 14 pixels. A critic gives each image a score. The mean score
of real images less that of generated ones is what the critic makes large, and the generator small.
Where the critic's slope is at most 1, it is an estimate of how far the two kinds of images are
apart (the Wasserstein distance), and says how well the training goes. To hold the slope near 1, the
critic's loss has a penalty for the gradient of its score with respect to the image, at points
between real and generated images. Training the critic so takes gradients of gradients.

Such losses do not fit into `compile` and `fit`. Here two functions are made of the losses and the
updates of an optimizer, and a loop calls them, the critic's several times as often.

With 8,500 of the digits, the estimated distance is 1.5 after 8 epochs, and 0.6 after 200, about a
minute and a half on two CPU cores. Many of the images are digits then. CNTK cannot run this: it has
no gradients of gradients.

Reference: Gulrajani et al. (2017), "Improved Training of Wasserstein GANs",
https://arxiv.org/abs/1704.00028.
"""
import argparse
import sys

import example_data
import example_pictures
import numpy as np

from keras import backend as K
from keras.layers import Dense, Input, LeakyReLU
from keras.models import Model
from keras.optimizers import Adam

SIDE = 14
PIXELS = SIDE * SIDE
NOISE_SIZE = 32
UNITS = 256
CRITIC_STEPS = 5
PENALTY = 10.


def load_data(samples):
    """Returns images, each a row of pixels in 0..1 that are the means of four of MNIST's."""
    (x_train, _), _ = example_data.mnist(samples)
    means = x_train.reshape(-1, SIDE, 2, SIDE, 2).mean(axis=(2, 4))
    return means.reshape(-1, PIXELS).astype('float32') / 255


def build_network(inputs, outputs, activation, name):
    x = network_input = Input((inputs,))
    for _ in range(3):
        x = LeakyReLU(.2)(Dense(UNITS)(x))
    return Model(network_input, Dense(outputs, activation=activation)(x), name=name)


def build_steps(generator, critic):
    """Returns two functions that train: of real images, noise and shares; and of noise.

    The critic's function returns its estimate of the distance, and its penalty.
    """
    real, noise, share = Input((PIXELS,)), Input((NOISE_SIZE,)), Input((1,))
    generated = generator(noise)
    distance = K.mean(critic(real)) - K.mean(critic(generated))

    between = share * real + (1 - share) * generated
    gradient, = K.gradients(K.sum(critic(between)), [between])
    # The root's slope has no bound at 0.
    slope = K.sqrt(K.sum(K.square(gradient), axis=1) + K.epsilon())
    penalty = K.mean(K.square(slope - 1))

    critic_updates = Adam(2e-4, beta_1=0., beta_2=.9).get_updates(
        PENALTY * penalty - distance, critic.trainable_weights)
    generator_updates = Adam(2e-4, beta_1=0., beta_2=.9).get_updates(
        -K.mean(critic(generated)), generator.trainable_weights)
    return (K.function([real, noise, share], [distance, penalty], updates=critic_updates),
            K.function([noise], [], updates=generator_updates))


def draw_noise(count):
    return np.random.normal(size=(count, NOISE_SIZE))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=200)
    parser.add_argument('--batch-size', type=int, default=64)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    parser.add_argument('--picture', default='wgan_gp.png', help='where the picture goes')
    options = parser.parse_args()
    if K.backend() == 'cntk':
        sys.exit('There is no training on CNTK, because it has no gradients of gradients.')
    np.random.seed(7)

    images = load_data(options.samples)
    print(len(images), 'digits')
    generator = build_network(NOISE_SIZE, PIXELS, 'sigmoid', 'generator')
    critic = build_network(PIXELS, 1, None, 'critic')
    generator.summary()
    critic.summary()
    train_critic, train_generator = build_steps(generator, critic)

    def error_of_mean():
        return np.abs(generator.predict(draw_noise(1000)).mean(axis=0) - images.mean(axis=0)).mean()
    untrained_error = error_of_mean()
    for epoch in range(1, options.epochs + 1):
        order = np.random.permutation(len(images))
        progress = []
        for i in range(len(images) // options.batch_size):
            real = images[order[i * options.batch_size:(i + 1) * options.batch_size]]
            share = np.random.uniform(size=(len(real), 1))
            progress.append(train_critic([real, draw_noise(len(real)), share]))
            if i % CRITIC_STEPS == 0:
                train_generator([draw_noise(len(real))])
        print('Epoch %d/%d: distance %.4f, penalty %.4f'
              % ((epoch, options.epochs) + tuple(np.mean(progress, axis=0))), flush=True)

    digits = generator.predict(draw_noise(100)).reshape(-1, SIDE, SIDE)
    digits = np.kron(digits, np.ones((1, 2, 2)))  # twice as large, to see more
    example_pictures.save_grid(options.picture, (digits * 255).astype('uint8'), columns=20)
    print('Error of the mean image, untrained: %.4f' % untrained_error)
    print('Error of the mean image, trained: %.4f' % error_of_mean())


if __name__ == '__main__':
    main()
