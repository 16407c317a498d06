"""What the examples draw: images in a grid, and plots where matplotlib is installed."""
import numpy as np

from keras import backend as K
from keras.preprocessing.image import array_to_img


def channels_last(images):
    """Returns images as (images, height, width, channels), whatever `K.image_data_format()` is."""
    return images.transpose(0, 2, 3, 1) if _channels_first() else images


def as_keras_has_them(images):
    """Returns images (images, height, width, channels) in the `K.image_data_format()`."""
    return images.transpose(0, 3, 1, 2) if _channels_first() else images


def save_grid(path, images, columns, border=2):
    """Writes images into one picture, row by row.

    Each image is stretched so that its darkest value is black and its brightest is white, unless
    it is of type uint8.

    Args:
        path: str, where the picture goes; the ending says its format.
        images: array (images, height, width) or (images, height, width, channels), the channels
            first where `K.image_data_format()` says so.
        columns: int, how many images stand side by side.
        border: int, pixels between the images.
    """
    images = np.asarray(images)
    if images.ndim == 3:
        images = np.expand_dims(images, -1)
    else:
        images = channels_last(images)
    if images.dtype != 'uint8':
        images = np.array([_stretched(image) for image in images])
    rows = -(-len(images) // columns)
    height, width, channels = images.shape[1:]
    picture = np.full((rows * (height + border) - border, columns * (width + border) - border,
                       channels), 255, dtype='uint8')
    for i, image in enumerate(images):
        y, x = i // columns * (height + border), i % columns * (width + border)
        picture[y:y + height, x:x + width] = image
    array_to_img(picture, data_format='channels_last', scale=False).save(path)
    print('The picture is in', path)


def save_plot(path, draw):
    """Writes a plot, or says that matplotlib is missing.

    Args:
        path: str, where the plot goes; the ending says its format.
        draw: function that takes matplotlib's `pyplot` and draws with it.
    """
    try:
        import matplotlib
    except ImportError:
        print('There is no plot: matplotlib is not installed.')
        return
    matplotlib.use('Agg')  # it draws into files, with no screen
    from matplotlib import pyplot
    draw(pyplot)
    pyplot.savefig(path, bbox_inches='tight')
    pyplot.close('all')
    print('The plot is in', path)


def _channels_first():
    return K.image_data_format() == 'channels_first'


def _stretched(image):
    image = image.astype('float64')
    lowest, highest = image.min(), image.max()
    return (image - lowest) * 255 / max(highest - lowest, K.epsilon())
