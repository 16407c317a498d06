"""Measures how many augmented images a second two packages give, in turns.

    pip install --no-deps --target FOLDER keras_preprocessing==1.1.2 six
    python3 dev.py python benchmarks/augmentation.py FOLDER

The other package is keras_preprocessing, on the same Python, NumPy and SciPy. Pictures come from
memory (224 x 224 x 3) and from JPEG files in folders (500 x 375, resized), and are rotated,
shifted, zoomed and flipped. Worker threads read ahead, as for `fit_generator(workers=...)`; nothing
is trained. Wanted are 3 times as many images from memory, and 1.5 times as many from files.
"""
import argparse
import importlib
import itertools
import os
import sys
import tempfile

import numpy as np
from PIL import Image
from turns import in_turns

from keras.preprocessing.image import ImageDataGenerator
from keras.utils import OrderedEnqueuer, Sequence

AUGMENTATION = {'rotation_range': 20, 'width_shift_range': .2, 'height_shift_range': .2,
                'zoom_range': .2, 'horizontal_flip': True}
IMAGES, BATCH = 256, 32
WANTED = {'memory': 3, 'JPEG': 1.5}


class Batches(Sequence):
    """The batches of the iterator of either package."""

    def __init__(self, iterator):
        self.iterator = iterator

    def __len__(self):
        return len(self.iterator)

    def __getitem__(self, index):
        return self.iterator[index]


def picture(random, width, height):
    """Returns an image of coarse shapes and fine grain, about as large in a file as a photo."""
    shapes = Image.fromarray(random.randint(0, 256, (12, 16, 3)).astype('uint8'))
    grain = random.normal(0, 6, (height, width, 3))
    x = np.asarray(shapes.resize((width, height), Image.BICUBIC)) + grain
    return Image.fromarray(x.clip(0, 255).astype('uint8'))


def write_pictures(folder):
    random = np.random.RandomState(0)
    for name in ('cats', 'dogs'):
        os.makedirs(os.path.join(folder, name))
        for number in range(IMAGES // 2):
            path = os.path.join(folder, name, '%d.jpg' % number)
            picture(random, 500, 375).save(path, quality=85)


def reading(iterator, workers):
    """Returns a function that reads all images once."""
    def read():
        enqueuer = OrderedEnqueuer(Batches(iterator))
        enqueuer.start(workers=workers)
        for x, _ in itertools.islice(enqueuer.get(), len(iterator)):
            assert x.shape[1:] == (224, 224, 3)
        enqueuer.stop()
    return read


def compare(source, iterators, rounds):
    for workers in (1, 2):
        readers = [reading(iterator, workers) for iterator in iterators]
        for read in readers:
            read()
        ours, theirs = (IMAGES / seconds for seconds in in_turns(*readers, rounds=rounds))
        print('%-6s %d worker%s this package %6.0f images/s, the other %6.0f images/s: '
              '%.2f times as many (wanted: %s)' % (
                  source, workers, 's:' if workers > 1 else ': ', ours, theirs, ours / theirs,
                  WANTED[source]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('folder', help='where keras_preprocessing is installed')
    parser.add_argument('--rounds', type=int, default=7)
    options = parser.parse_args()
    sys.path.append(options.folder)
    other = importlib.import_module('keras_preprocessing.image')
    generators = [kind(**AUGMENTATION) for kind in (ImageDataGenerator, other.ImageDataGenerator)]
    x = np.random.RandomState(0).randint(0, 256, (IMAGES, 224, 224, 3)).astype('float32')
    compare('memory', [generator.flow(x, np.zeros(IMAGES), batch_size=BATCH, seed=1)
                       for generator in generators], options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        write_pictures(folder)
        compare('JPEG', [generator.flow_from_directory(
            folder, target_size=(224, 224), batch_size=BATCH, seed=1)
            for generator in generators], options.rounds)


if __name__ == '__main__':
    main()
