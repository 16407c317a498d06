"""CIFAR-100: small colour images of a hundred classes (Krizhevsky, Learning multiple layers of
features from tiny images, 2009)."""
import os

from keras.utils.errors import did_you_mean

from .cifar import as_data_set, load_batch
from .sources import CIFAR100

_MODES = ('fine', 'coarse')


def load_data(label_mode='fine'):
    """Loads the CIFAR-100 images, downloading them at first use.

    Files of your own can take their place, with the names `train` and `test` in the folder
    `cifar-100-python` of the cache (`~/.keras/datasets`); see `keras.datasets.cifar.load_batch`. An
    archive `cifar-100-python.tar.gz` that lies there is unpacked.

    Args:
        label_mode: `'fine'` for 100 classes, `'coarse'` for the 20 groups that they form.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, shape
        `(50000, 32, 32, 3)` and `(10000, 32, 32, 3)`, or `(50000, 3, 32, 32)` and so on if
        `K.image_data_format()` is `'channels_first'`; labels as int64, shape `(50000, 1)` and
        `(10000, 1)`.

    Raises:
        ValueError: if `label_mode` is unknown, or what was downloaded has the wrong hash or cannot
            be read.
        OSError: if the archive cannot be downloaded; the message tells where to put it by hand.
        TypeError: if a file holds something of the wrong type.
    """
    if label_mode not in _MODES:
        raise ValueError("`label_mode` must be 'fine' or 'coarse', but got %r.%s"
                         % (label_mode, did_you_mean(str(label_mode), _MODES, repr)))

    def read(folder):
        return [load_batch(os.path.join(folder, name), label_mode + '_labels')
                for name in ('train', 'test')]

    return as_data_set(*CIFAR100.load(read))
