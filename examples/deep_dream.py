"""Dreams: exaggerates in a photograph whatever a convnet sees in it.

The photograph is changed along the gradient of the activations of several layers, so that what
excites them a little excites them more: where a cloud looks a bit like a bird, a bird appears. This
is done at several scales, called octaves, from small to large, so patterns of all sizes appear. An
image that was enlarged is blurred; at each octave the detail of the photograph that was lost is
therefore added again.

The network is VGG16, trained on ImageNet. Where its weights cannot be downloaded, a small convnet
takes its place that has learned to tell figures apart (disks, stripes, crosses); then
dots, stripes and colored waves come out of the sky and follow the lines of the temple, in half a
minute on two CPU cores.

Reference: Mordvintsev, Olah and Tyka (2015), "Inceptionism: Going Deeper into Neural Networks",
https://research.google/blog/inceptionism-going-deeper-into-neural-networks/.
"""
import argparse

import example_vgg16
import numpy as np
from example_pictures import save_grid
from scipy.ndimage import zoom

from keras import backend as K
from keras.applications.vgg16 import preprocess_input

# How much each layer's activations count. Deeper layers dream of larger and more complex things.
LAYERS = {'block3_conv1': 1., 'block4_conv1': 2.}
OCTAVE_SCALE = 1.4
STEP_SIZE = 2.5  # how much a pixel is changed in a step, of 255


def build_climber(network):
    """Returns a function of an image: how much it excites the layers, and the gradient."""
    activity = sum(weight * K.mean(K.square(network.get_layer(layer).output))
                     for layer, weight in sorted(LAYERS.items()))
    return K.function([network.input], [activity] + K.gradients(activity, [network.input]))


def resized(image, shape):
    """Returns an image enlarged or shrunk to the shape of another."""
    return zoom(image, [new / old for new, old in zip(shape, image.shape)], order=1)


def octave_shapes(shape, octaves):
    """Returns the shapes of the image at all scales, the smallest first."""
    rows, columns = (2, 3) if K.image_data_format() == 'channels_first' else (1, 2)
    shapes = []
    for i in reversed(range(octaves)):
        smaller = list(shape)
        for axis in (rows, columns):
            smaller[axis] = max(16, int(round(shape[axis] / OCTAVE_SCALE ** i)))
        shapes.append(tuple(smaller))
    return shapes


def dream(climber, photograph, octaves, steps):
    """Returns the photograph as the network dreams it, pixels as VGG16 takes them."""
    shapes = octave_shapes(photograph.shape, octaves)
    image = previous = resized(photograph, shapes[0])
    for shape in shapes:
        scaled = resized(photograph, shape)
        # What the photograph has at this scale, and had not at the previous one.
        detail = scaled - resized(previous, shape)
        image, previous = resized(image, shape) + detail, scaled
        for _ in range(steps):
            _, gradient = climber([image])
            image = np.clip(image + STEP_SIZE * gradient / (np.abs(gradient).mean() + 1e-12),
                            -128, 152)  # as dark and as bright as pixels get
        print('Dreamt at', ' x '.join(str(length) for length in shape[1:]))
    return image


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--photograph', help='a file; by default a temple that scikit-learn has')
    parser.add_argument('--height', type=int, default=300, help='pixels of the picture')
    parser.add_argument('--octaves', type=int, default=4)
    parser.add_argument('--steps', type=int, default=8, help='at each octave')
    parser.add_argument('--weights', default='imagenet', choices=['imagenet', 'figures', 'random'])
    parser.add_argument('--picture', default='deep_dream.png')
    options = parser.parse_args()

    photograph = preprocess_input(
        example_vgg16.photograph(options.photograph, options.height))
    climber = build_climber(example_vgg16.vgg16(options.weights, fallback='figures'))
    dreamt = dream(climber, photograph, options.octaves, options.steps)
    print('Activations in the photograph: %.4f' % climber([photograph])[0])
    print('Activations in the dream: %.4f' % climber([dreamt])[0])
    save_grid(options.picture, example_vgg16.vgg16_picture(dreamt), columns=1)


if __name__ == '__main__':
    main()
