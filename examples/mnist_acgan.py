"""Trains an AC-GAN on handwritten digits, and has it draw any digit that is asked for.

The data are MNIST. A generator makes an image from noise and a class. A discriminator has two
outputs for an image: whether it is a real one, and its class. It learns from real and generated
images; the generator learns to make images that the discriminator takes for real ones, and for
those of the class that was asked for (an auxiliary classifier, "AC").

After each epoch the generator is saved, and the picture is drawn: one row for each class.

With 8,500 of the digits, all classes are recognizable after 15 epochs. After 40, which take some
five minutes on two CPU cores, most of the generated digits look like the class that was asked for.
The discriminator, which learns the classes, too, recognizes 96.5% of 1,500 test digits.

Reference: Odena, Olah and Shlens (2016), "Conditional Image Synthesis with Auxiliary Classifier
GANs", https://arxiv.org/abs/1610.09585.
"""
import argparse

import example_data
import example_pictures
import numpy as np

from keras import backend as K
from keras.layers import (
    BatchNormalization,
    Conv2D,
    Conv2DTranspose,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    LeakyReLU,
    Reshape,
    multiply,
)
from keras.models import Model
from keras.optimizers import Adam

CLASSES = 10
NOISE_SIZE = 64
CHANNELS_FIRST = K.image_data_format() == 'channels_first'
IMAGE_SHAPE = (1, 28, 28) if CHANNELS_FIRST else (28, 28, 1)
SMALL_SHAPE = (64, 7, 7) if CHANNELS_FIRST else (7, 7, 64)
CHANNEL_AXIS = 1 if CHANNELS_FIRST else -1
LOSSES = ['binary_crossentropy', 'sparse_categorical_crossentropy']
# The discriminator shall be sure of real images by this much only: one that is surer gives the
# generator gradients that are too small, or too large. Generated images stay at 0 ("one-sided").
REAL = .9


def load_data(samples):
    """Returns (x_train, y_train), (x_test, y_test): images of pixels in -1..1, and classes."""
    def prepare(images, labels):
        return images.reshape((-1,) + IMAGE_SHAPE).astype('float32') / 127.5 - 1, labels
    train, test = example_data.mnist(samples)
    return prepare(*train), prepare(*test)


def build_generator():
    noise = Input((NOISE_SIZE,))
    label = Input((1,), dtype='int32')
    # The class scales the noise: each class has a vector of its own to do so.
    scale = Flatten()(Embedding(CLASSES, NOISE_SIZE, embeddings_initializer='glorot_normal')(label))
    x = Dense(int(np.prod(SMALL_SHAPE)))(multiply([noise, scale]))
    x = LeakyReLU(.2)(BatchNormalization()(x))
    x = Reshape(SMALL_SHAPE)(x)
    x = Conv2DTranspose(32, 5, strides=2, padding='same')(x)
    x = LeakyReLU(.2)(BatchNormalization(axis=CHANNEL_AXIS)(x))
    image = Conv2DTranspose(1, 5, strides=2, padding='same', activation='tanh')(x)
    return Model([noise, label], image, name='generator')


def build_discriminator():
    x = image = Input(IMAGE_SHAPE)
    for filters in 32, 64:
        x = Conv2D(filters, 5, strides=2, padding='same')(x)
        x = Dropout(.3)(LeakyReLU(.2)(x))
    x = Flatten()(x)
    real = Dense(1, activation='sigmoid', name='real')(x)
    label = Dense(CLASSES, activation='softmax', name='class')(x)
    return Model(image, [real, label], name='discriminator')


def build_models():
    """Returns the generator, the discriminator, and both in a row, which trains the former."""
    generator, discriminator = build_generator(), build_discriminator()
    discriminator.compile(Adam(2e-4, beta_1=.5), LOSSES)
    # The same layers in a second model that is frozen: whoever trains it, or a model around it,
    # leaves them alone, while the discriminator itself can still be trained.
    frozen = Model(discriminator.inputs, discriminator.outputs)
    frozen.trainable = False
    combined = Model(generator.inputs, frozen(generator.outputs))
    combined.compile(Adam(2e-4, beta_1=.5), LOSSES)
    return generator, discriminator, combined


def draw_noise(count):
    return np.random.normal(size=(count, NOISE_SIZE))


def train_on_batch(generator, discriminator, combined, images, labels):
    """Trains both models; returns the losses of the discriminator and the generator."""
    count = len(images)
    wanted = np.random.randint(CLASSES, size=count)
    generated = generator.predict([draw_noise(count), wanted])
    discriminator_loss = np.mean([
        discriminator.train_on_batch(images, [np.full(count, REAL), labels])[0],
        discriminator.train_on_batch(generated, [np.zeros(count), wanted])[0]])
    wanted = np.random.randint(CLASSES, size=count)
    generator_loss = combined.train_on_batch([draw_noise(count), wanted],
                                             [np.ones(count), wanted])[0]
    return discriminator_loss, generator_loss


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=40)
    parser.add_argument('--batch-size', type=int, default=64)
    parser.add_argument('--samples', type=int, help='how many digits at most; by default all')
    parser.add_argument('--picture', default='acgan.png', help='where the picture goes')
    parser.add_argument('--file', default='acgan_generator.h5', help='where the generator goes')
    options = parser.parse_args()
    np.random.seed(7)

    (x_train, y_train), (x_test, y_test) = load_data(options.samples)
    print(len(x_train), 'training digits,', len(x_test), 'test digits')
    generator, discriminator, combined = build_models()
    generator.summary()
    discriminator.summary()
    # The same noise in each epoch, so that its pictures can be compared.
    noise, wanted = draw_noise(10 * CLASSES), np.repeat(np.arange(CLASSES), 10)
    for epoch in range(1, options.epochs + 1):
        order = np.random.permutation(len(x_train))
        losses = [train_on_batch(generator, discriminator, combined, x_train[batch], y_train[batch])
                  for batch in np.array_split(order, -(-len(order) // options.batch_size))]
        print('Epoch %d/%d: discriminator loss %.3f, generator loss %.3f'
              % ((epoch, options.epochs) + tuple(np.mean(losses, axis=0))), flush=True)
        digits = generator.predict([noise, wanted])
        example_pictures.save_grid(
            options.picture, ((digits + 1) * 127.5).astype('uint8'), columns=10)
        generator.save(options.file)
    classes = discriminator.predict(x_test)[1].argmax(axis=1)
    print('Test accuracy: %.4f' % np.mean(classes == y_test))
    loss = discriminator.evaluate(x_test, [np.ones(len(x_test)), y_test], verbose=0)[1]
    print('The discriminator takes test digits for real with probability: %.2f' % np.exp(-loss))


if __name__ == '__main__':
    main()
