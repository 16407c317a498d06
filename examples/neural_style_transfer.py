"""Draws the content of one picture in the style of another.

The picture to draw is itself what is optimized: its pixels change until a convnet sees in it what
it sees in the content picture (the same features at the same places, in a deep layer), and the
textures of the style picture (the same correlations between features, wherever they are, in
several layers: their Gram matrices). A third term, the total variation, keeps it smooth. L-BFGS
from SciPy minimizes the sum; Keras gives it the loss and its gradient.

The network is VGG16, trained on ImageNet. Where its weights cannot be downloaded they are random,
which is enough for colors and simple textures. The pictures are, unless you name files, two
photographs of scikit-learn: a temple, in the style of a flower. With random
weights, 160 pixels high, the temple stands dark before an orange evening sky after 40 steps, less
than a minute on two CPU cores; the loss of style is a hundredth of what it was.

Reference: Gatys, Ecker and Bethge (2015), "A Neural Algorithm of Artistic Style",
https://arxiv.org/abs/1508.06576.
"""
import argparse

import example_vgg16
import numpy as np
from example_pictures import save_grid
from scipy.optimize import fmin_l_bfgs_b

from keras import backend as K
from keras.applications.vgg16 import preprocess_input
from keras.models import Model

CONTENT_LAYER = 'block4_conv1'
STYLE_LAYERS = ['block1_conv1', 'block2_conv1', 'block3_conv1', 'block4_conv1']
SCALE = 1e4  # of the loss: of so many pixels each has a tiny gradient, too tiny for L-BFGS


def gram_matrix(features):
    """Returns how often features occur together, (1, channels, channels), for (1, h, w, c)."""
    if K.image_data_format() == 'channels_first':
        features = K.permute_dimensions(features, (0, 2, 3, 1))
    _, height, width, channels = K.int_shape(features)
    rows = K.reshape(features, (-1, height * width, channels))
    return K.batch_dot(rows, rows, axes=1) / (height * width)


def total_variation(image):
    """Returns the mean squared difference of neighboring pixels."""
    if K.image_data_format() == 'channels_first':
        image = K.permute_dimensions(image, (0, 2, 3, 1))
    return (K.mean(K.square(image[:, 1:] - image[:, :-1]))
            + K.mean(K.square(image[:, :, 1:] - image[:, :, :-1])))


def relative_error(tensor, target):
    """Returns the mean squared error, 1 for zeros: so layers of any scale count alike."""
    return K.mean(K.square(tensor - K.constant(target))) / max(np.mean(target ** 2), 1e-30)


def build_loss(content, style, options):
    """Returns a function of an image: the loss's parts and the gradient of their weighted sum."""
    network = example_vgg16.vgg16(options.weights, input_shape=content.shape[1:])
    outputs = {layer: network.get_layer(layer).output for layer in STYLE_LAYERS + [CONTENT_LAYER]}
    content_features = Model(network.input, outputs[CONTENT_LAYER]).predict(content)
    content_loss = relative_error(outputs[CONTENT_LAYER], content_features)

    grams = [gram_matrix(outputs[layer]) for layer in STYLE_LAYERS]
    targets = K.function([network.input], grams)([style])
    style_loss = sum(relative_error(*pair) for pair in zip(grams, targets)) / len(grams)

    smoothness = total_variation(network.input) / 255 ** 2
    loss = (options.content_weight * content_loss + options.style_weight * style_loss
            + options.smoothness_weight * smoothness)
    return K.function([network.input], [loss, content_loss, style_loss]
                      + K.gradients(loss, [network.input]))


def draw(loss, start, steps):
    """Returns the image that L-BFGS reaches from another in so many steps."""
    def of_flat(pixels):
        results = loss([pixels.reshape(start.shape)])
        return SCALE * float(results[0]), SCALE * results[-1].astype('float64').ravel()

    def report(pixels):
        report.step += 1
        if report.step % 10 == 0:
            total, content, style = loss([pixels.reshape(start.shape)])[:3]
            print('Step %d: loss %.4f, of content %.4f, of style %.4f'
                  % (report.step, total, content, style))
    report.step = 0
    pixels, _, _ = fmin_l_bfgs_b(of_flat, start.ravel(), maxiter=steps, callback=report,
                                 bounds=[(-124, 152)] * start.size, pgtol=0, factr=10)
    return pixels.reshape(start.shape)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--content', help='a file; by default a temple')
    parser.add_argument('--style', help='a file; by default a flower')
    parser.add_argument('--height', type=int, default=160, help='pixels of the picture')
    parser.add_argument('--steps', type=int, default=40)
    parser.add_argument('--content-weight', type=float, default=1)
    parser.add_argument('--style-weight', type=float, default=10)
    parser.add_argument('--smoothness-weight', type=float, default=5)
    parser.add_argument('--weights', default='imagenet', choices=['imagenet', 'random'])
    parser.add_argument('--picture', default='style_transfer.png')
    options = parser.parse_args()

    shown = example_vgg16.photograph(options.content, options.height)
    size = shown.shape[2:] if K.image_data_format() == 'channels_first' else shown.shape[1:3]
    textures = example_vgg16.photograph(options.style, size, default='flower.jpg')
    content, style = preprocess_input(shown), preprocess_input(textures)
    loss = build_loss(content, style, options)
    print('Loss of style at first: %.4f' % loss([content])[2])
    drawn = draw(loss, content, options.steps)
    print('Loss of style: %.4f' % loss([drawn])[2])
    print('Loss of content: %.4f' % loss([drawn])[1])
    save_grid(options.picture, example_vgg16.vgg16_picture(
        np.concatenate([content, style, drawn])), columns=3)


if __name__ == '__main__':
    main()
