"""Draws what the filters of a convnet look for: the images that excite them most.

An image starts as noise, and climbs: again and again it is changed a little along the gradient of
a filter's mean output with respect to the pixels. All filters of the layer climb at once, each in
an image of its own of one batch, so one gradient serves them all. The image begins small and is
enlarged on its way, which gives patterns that are larger and smoother.

The network is VGG16, trained on ImageNet. Where its weights cannot be downloaded, a small convnet
takes its place that has learned to tell figures apart (disks, stripes, crosses); its filters look
for stripes, dots and waves in certain colors. The mean output of 64 of them rises from 0.4 for
noise to 5.3, in half a minute on two CPU cores.

Reference: Simonyan et al. (2013), "Deep Inside Convolutional Networks: Visualising Image
Classification Models and Saliency Maps", https://arxiv.org/abs/1312.6034.
"""
import argparse

import example_vgg16
import numpy as np
from example_pictures import save_grid
from scipy.ndimage import zoom

from keras import backend as K

SMALLEST = 0.5  # where the images begin, as a part of their height in the end
STEP_SIZE = 4.  # how much a pixel is changed in a step, of 255


def build_climber(network, layer):
    """Returns the number of filters, and a function of images and of the filters to excite.

    Filters are chosen by arrays (images, filters) of 0 and 1. The function returns how much each
    image excites its filter, and in which direction its pixels ought to change.
    """
    features = network.get_layer(layer).output
    spatial = [2, 3] if K.image_data_format() == 'channels_first' else [1, 2]
    means = K.mean(features, axis=spatial)
    chosen = K.placeholder((None, K.int_shape(means)[-1]))
    outputs = K.sum(means * chosen, axis=-1)
    # No image has a part in the output of another, so the sum has the gradients of all.
    gradients, = K.gradients(K.sum(outputs), [network.input])
    return K.int_shape(means)[-1], K.function([network.input, chosen], [outputs, gradients])


def climb(climber, chosen, size, steps, scales=4):
    """Returns an image for each row of `chosen`, and how much it excites its filter."""
    channels_first = K.image_data_format() == 'channels_first'
    sizes = np.linspace(SMALLEST * size, size, scales).astype(int)
    shape = (3, sizes[0], sizes[0]) if channels_first else (sizes[0], sizes[0], 3)
    images = np.random.normal(0, 10, (len(chosen),) + shape)
    for current in sizes:
        factor = current / images.shape[2]
        factors = (1, 1, factor, factor) if channels_first else (1, factor, factor, 1)
        images = zoom(images, factors, order=1)
        for _ in range(steps // scales):
            _, gradients = climber([images, chosen])
            # A step is as long where gradients are small; where there are none it stays.
            scale = np.sqrt(np.mean(gradients ** 2, axis=(1, 2, 3), keepdims=True))
            images = np.clip(images + STEP_SIZE * gradients / (scale + 1e-12), -128, 128)
    return images, climber([images, chosen])[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--layer', default='block3_conv1', help='the name of a convolution')
    parser.add_argument('--filters', type=int, default=64, help='how many of the filters climb')
    parser.add_argument('--shown', type=int, default=32, help='how many of them are drawn')
    parser.add_argument('--steps', type=int, default=40)
    parser.add_argument('--size', type=int, default=96, help='pixels of an image')
    parser.add_argument('--weights', default='imagenet', choices=['imagenet', 'figures', 'random'])
    parser.add_argument('--picture', default='filters.png')
    options = parser.parse_args()

    network = example_vgg16.vgg16(options.weights, fallback='figures')
    count, climber = build_climber(network, options.layer)
    chosen = np.eye(count)[:options.filters]
    print('%s has %d filters, of which %d climb.' % (options.layer, count, len(chosen)))
    before = climb(climber, chosen, options.size, steps=0)[1]
    images, after = climb(climber, chosen, options.size, options.steps)
    print('Mean output of the filters for noise: %.4f' % before.mean())
    print('Mean output of the filters for their images: %.4f' % after.mean())

    best = np.argsort(-after)[:options.shown]
    print('The filters drawn, by their output:', ' '.join(str(i) for i in best))
    save_grid(options.picture, example_vgg16.vgg16_picture(images[best]), columns=8)


if __name__ == '__main__':
    main()
