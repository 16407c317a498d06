"""Paints a picture from a doodle, in the style of a painting.

A doodle says in flat colors what is where: here sky, there land. A second doodle says the same of
the painting. As in style transfer, pixels change until a convnet finds the same textures in the
new picture as in the painting (the Gram matrices of its features), but for each color of the
doodles on its own: the new sky gets the textures of the painted sky. Where the doodle goes, the
painting follows. L-BFGS from SciPy minimizes the loss; Keras gives it loss and gradient.

The network is VGG16, trained on ImageNet. Where its weights cannot be downloaded they are random,
which is enough for colors and simple textures. Unless you name files, the script makes a painting
of a sunny sky, hills and the sea, its doodle, and one of another landscape. After 50 steps,
half a minute on two CPU cores, the loss is a hundredth of that of noise, and a dark mountain
stands before an orange sky, with waves up to its foot.

References: Champandard (2016), "Semantic Style Transfer and Turning Two-Bit Doodles into Fine
Artworks", https://arxiv.org/abs/1603.01768; and Gatys et al. (2015), "A Neural Algorithm of
Artistic Style", https://arxiv.org/abs/1508.06576.
"""
import argparse

import example_vgg16
import numpy as np
from example_pictures import as_keras_has_them, channels_last, save_grid
from scipy.optimize import fmin_l_bfgs_b

from keras import backend as K
from keras.applications.vgg16 import preprocess_input

STYLE_LAYERS = ['block1_conv1', 'block2_conv1', 'block3_conv1']
SMOOTHNESS = 0.5
SCALE = 1e4  # of the loss: of so many pixels each has a tiny gradient, too tiny for L-BFGS
SKY, LAND, SEA = np.array([[100, 180, 255], [90, 140, 40], [20, 40, 140]])


def make_doodle(height, heights_of_land, sea):
    """Returns a doodle (height, width, 3): land is below a curve, and the sea below a line."""
    width = height * 3 // 2
    y, x = np.mgrid[:height, :width] / float(height)
    doodle = np.where((y > heights_of_land(x))[..., None], LAND, SKY)
    return np.where((y > sea(x))[..., None], SEA, doodle)


def make_painting(doodle):
    """Returns a painting of what the doodle says: a yellow evening, dark hills, waves."""
    random = np.random.RandomState(0)
    y, x = np.mgrid[:doodle.shape[0], :doodle.shape[1]].astype(float)
    strokes = random.normal(0, 12, doodle.shape)
    wind, grass = np.sin(y / 3 + 2 * np.sin(x / 9)), np.sin(x * 1.2 + 3 * np.sin(y / 5))
    waves = np.sin(y * 1.1 + np.sin(x / 4))
    textures = {tuple(SKY): [250, 200, 110] + wind[..., None] * [5, 25, 50],
                tuple(LAND): [70, 60, 30] + grass[..., None] * [40, 50, 10],
                tuple(SEA): [40, 120, 150] + waves[..., None] * [60, 60, 50]}
    painting = sum((doodle == color).all(axis=-1)[..., None] * texture
                   for color, texture in textures.items())
    return np.clip(painting + strokes, 0, 255)


def load_data(options):
    """Returns the painting, its doodle and the new doodle: arrays (height, width, 3)."""
    if options.painting:
        return [channels_last(example_vgg16.photograph(path, options.height))[0] for path in (
            options.painting, options.painting_doodle, options.doodle)]
    doodle = make_doodle(options.height, lambda x: .5 + .1 * np.sin(5 * x), lambda x: .8)
    new = make_doodle(options.height, lambda x: .15 + 1.2 * abs(x - .6),
                      lambda x: .55 + .35 * abs(x - .9))
    return make_painting(doodle), doodle, new


def masks(doodle, colors, factor):
    """Returns for each color which pixels have it, (colors, h, w), shrunk by averaging."""
    nearest = ((doodle[..., None, :] - colors) ** 2).sum(axis=-1).argmin(axis=-1)
    one_hot = np.eye(len(colors))[nearest]
    height, width = doodle.shape[0] // factor, doodle.shape[1] // factor
    one_hot = one_hot[:height * factor, :width * factor]
    return one_hot.reshape(height, factor, width, factor, -1).mean(axis=(1, 3)).transpose(2, 0, 1)


def gram_matrices(features, of_layer):
    """Returns for each mask the Gram matrix of the features (1, h, w, c) under it."""
    if K.image_data_format() == 'channels_first':
        features = K.permute_dimensions(features, (0, 2, 3, 1))
    _, height, width, channels = K.int_shape(features)
    rows = K.reshape(features, (-1, height * width, channels))
    matrices = []
    for mask in of_layer:
        weights = K.constant(np.sqrt(mask / max(mask.sum(), 1)).reshape(1, -1, 1))
        matrices.append(K.batch_dot(rows * weights, rows * weights, axes=1))
    return matrices


def build_grams(weights, doodle, colors):
    """Returns an image of Keras, and its Gram matrices: one for each layer and color."""
    network = example_vgg16.vgg16(weights, input_shape=as_keras_has_them(doodle[None]).shape[1:])
    grams = []
    for i, layer in enumerate(STYLE_LAYERS):
        # Each block of VGG16 sees half as many pixels as the one before.
        grams += gram_matrices(network.get_layer(layer).output, masks(doodle, colors, 2 ** i))
    return network, grams


def build_loss(painting, doodle, new, weights):
    """Returns a function of an image in the new doodle's shape: the loss and its gradient."""
    # The doodles say the same with the same colors, if not exactly so in the file.
    colors = np.unique((doodle // 32 * 32 + 16).reshape(-1, 3), axis=0)
    if len(colors) > 10:
        raise SystemExit('A doodle needs few, flat colors, but this one has %d.' % len(colors))
    network, grams = build_grams(weights, doodle, colors)
    # preprocess_input overwrites its array.
    pixels = preprocess_input(as_keras_has_them(painting[None]).astype(float).copy())
    targets = K.function([network.input], grams)([pixels])

    drawing, drawn_grams = build_grams(weights, new, colors)
    drawing.set_weights(network.get_weights())  # random ones must be the same
    loss = sum(K.mean(K.square(gram - K.constant(target))) / max(np.mean(target ** 2), 1e-30)
               for gram, target in zip(drawn_grams, targets)) / len(grams)
    image = drawing.input
    if K.image_data_format() == 'channels_first':
        image = K.permute_dimensions(image, (0, 2, 3, 1))
    loss += SMOOTHNESS / 255 ** 2 * (K.mean(K.square(image[:, 1:] - image[:, :-1]))
                                     + K.mean(K.square(image[:, :, 1:] - image[:, :, :-1])))
    return K.function([drawing.input], [loss] + K.gradients(loss, [drawing.input]))


def paint(loss, start, steps):
    """Returns the image that L-BFGS reaches from another in so many steps."""
    def of_flat(pixels):
        value, gradient = loss([pixels.reshape(start.shape)])
        return SCALE * float(value), SCALE * gradient.astype('float64').ravel()
    pixels, _, _ = fmin_l_bfgs_b(of_flat, start.ravel(), maxiter=steps, pgtol=0, factr=10,
                                 bounds=[(-124, 152)] * start.size)
    return pixels.reshape(start.shape)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--painting', help='a file, as are the two doodles')
    parser.add_argument('--painting-doodle', help='what is where in the painting')
    parser.add_argument('--doodle', help='what shall be where in the new picture')
    parser.add_argument('--height', type=int, default=128, help='pixels of the pictures')
    parser.add_argument('--steps', type=int, default=50)
    parser.add_argument('--weights', default='imagenet', choices=['imagenet', 'random'])
    parser.add_argument('--picture', default='doodle.png')
    options = parser.parse_args()
    if options.painting and not (options.painting_doodle and options.doodle):
        parser.error('--painting needs --painting-doodle and --doodle.')
    np.random.seed(0)

    painting, doodle, new = load_data(options)
    loss = build_loss(painting, doodle, new, options.weights)
    noise = np.random.uniform(-20, 20, as_keras_has_them(new[None]).shape)
    painted = paint(loss, noise, options.steps)
    print('Loss of noise: %.4f' % loss([noise])[0])
    print('Loss of the new painting: %.4f' % loss([painted])[0])

    painted = channels_last(example_vgg16.vgg16_picture(painted))[0]
    pictures = [new, painted]
    if new.shape == doodle.shape:  # Pictures in a grid are of one size.
        pictures = [doodle, painting] + pictures
    save_grid(options.picture, as_keras_has_them(np.array(pictures).astype('uint8')), columns=2)


if __name__ == '__main__':
    main()
