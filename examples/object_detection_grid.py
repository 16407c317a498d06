"""Finds several objects in an image, each with its box and class, in one look.

The images are made by the script: up to four figures each (a disk, a square or a triangle) of
random colors and sizes on noise. A convnet turns an image into a grid of 8 x 8 cells. Each cell
says whether the middle of an object lies in it, where in the cell, how large its box is, and of
which class it is. One loss of its own sums up the four: where there is no object, only the first
counts. Boxes that overlap a better one of the same class are left out (non-maximum suppression,
in NumPy).

After 10 epochs, a minute on two CPU cores, the average precision (at an overlap of 0.5 at least,
in 500 other images) is 0.91 of disks, 0.94 of squares and 0.95 of triangles.

Reference: Redmon et al. (2015), "You Only Look Once: Unified, Real-Time Object Detection",
https://arxiv.org/abs/1506.02640.
"""
import argparse

import numpy as np
from example_pictures import as_keras_has_them, save_grid
from PIL import ImageDraw

from keras import backend as K
from keras.layers import Activation, BatchNormalization, Conv2D, Input, MaxPooling2D, Permute
from keras.models import Model
from keras.preprocessing.image import array_to_img

SIZE, CELLS = 64, 8
CELL = SIZE // CELLS
CLASSES = ['disk', 'square', 'triangle']
COLORS = ['red', 'deepskyblue', 'yellow']
MOST_OBJECTS = 4
BATCH_SIZE = 16
BOX_WEIGHT, EMPTY_WEIGHT = 5., 0.5  # In the loss. Most cells are empty.
CHANNELS_FIRST = K.image_data_format() == 'channels_first'


def make_image(random):
    """Returns an image (SIZE, SIZE, 3), and its objects: rows (class, y, x, height, width)."""
    v, u = np.mgrid[:SIZE, :SIZE]
    image = np.zeros((SIZE, SIZE, 3)) + random.uniform(0, 1, 3)
    objects = []
    for _ in range(random.randint(1, MOST_OBJECTS + 1)):
        height, width = random.uniform(10, 26, 2)
        y, x = random.uniform(height / 2, SIZE - height / 2), random.uniform(
            width / 2, SIZE - width / 2)
        if any(max(abs(y - other[1]), abs(x - other[2])) < 12 for other in objects):
            continue  # it would hide another
        b, a, number = (v - y) / height * 2, (u - x) / width * 2, random.randint(len(CLASSES))
        inside = [a ** 2 + b ** 2 < 1, np.maximum(abs(a), abs(b)) < 1,
                  (abs(b) < 1) & (2 * abs(a) < b + 1)][number]
        image[inside] = random.uniform(0, 1, 3)
        objects.append([number, y, x, height, width])
    return np.clip(image + random.normal(0, .05, image.shape), 0, 1), np.array(objects)


def encode(objects):
    """Returns the grid (CELLS, CELLS, 5 + classes) that a perfect network would answer.

    A cell is 1 if an object's middle is in it, where (y, x, from 0 to 1 across the cell), the
    object's height and width as parts of the image's, and the class one-hot.
    """
    grid = np.zeros((CELLS, CELLS, 5 + len(CLASSES)))
    for number, y, x, height, width in objects:
        grid[int(y // CELL), int(x // CELL)] = np.concatenate([
            [1, y % CELL / CELL, x % CELL / CELL, height / SIZE, width / SIZE],
            np.eye(len(CLASSES))[int(number)]])
    return grid


def load_data(samples, seed):
    """Returns images, their grids, and the list of their objects."""
    random = np.random.RandomState(seed)
    images, objects = zip(*[make_image(random) for _ in range(samples)])
    return (as_keras_has_them(np.array(images)), np.array([encode(one) for one in objects]),
            objects)


def detection_loss(truth, predicted):
    """The sum over the cells of how badly they tell objects, boxes and classes."""
    there = truth[..., 0]
    found = K.clip(predicted[..., 0], K.epsilon(), 1 - K.epsilon())
    objectness = -(there * K.log(found) + EMPTY_WEIGHT * (1 - there) * K.log(1 - found))
    box = K.sum(K.square(truth[..., 1:5] - predicted[..., 1:5]), axis=-1)
    classes = K.sum(K.square(truth[..., 5:] - predicted[..., 5:]), axis=-1)
    return K.sum(objectness + there * (BOX_WEIGHT * box + classes), axis=[1, 2])


def build_model():
    x = image = Input((3, SIZE, SIZE) if CHANNELS_FIRST else (SIZE, SIZE, 3))
    for filters, shrinks in [(16, True), (32, True), (64, True), (64, False), (64, False)]:
        x = Conv2D(filters, 3, padding='same', use_bias=False)(x)
        x = BatchNormalization(axis=1 if CHANNELS_FIRST else -1, momentum=0.9)(x)
        x = Activation('relu')(x)
        x = MaxPooling2D()(x) if shrinks else x
    # All that a cell says is from 0 to 1.
    x = Conv2D(5 + len(CLASSES), 1, activation='sigmoid')(x)
    model = Model(image, Permute((2, 3, 1))(x) if CHANNELS_FIRST else x)
    model.compile(loss=detection_loss, optimizer='adam')
    return model


def overlap(box, boxes):
    """Returns the intersections over the unions (IoU) of a box (y, x, height, width) and others."""
    lowest = np.maximum(box[:2] - box[2:] / 2, boxes[:, :2] - boxes[:, 2:] / 2)
    highest = np.minimum(box[:2] + box[2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2)
    shared = np.maximum(highest - lowest, 0).prod(axis=-1)
    return shared / (box[2:].prod() + boxes[:, 2:].prod(axis=-1) - shared)


def decode(grid, least_score=0.05, most_overlap=0.4):
    """Returns an image's objects: rows (class, y, x, height, width, score), the best first."""
    rows, columns = np.where(grid[..., 0] > least_score)
    cells = grid[rows, columns]
    boxes = np.column_stack([(rows + cells[:, 1]) * CELL, (columns + cells[:, 2]) * CELL,
                             cells[:, 3:5] * SIZE])
    objects = np.column_stack([cells[:, 5:].argmax(axis=-1), boxes, cells[:, 0]])
    objects = objects[np.argsort(-objects[:, -1])]
    kept = []
    while len(objects):
        best, objects = objects[0], objects[1:]
        kept.append(best)
        same = (objects[:, 0] == best[0]) & (overlap(best[1:5], objects[:, 1:5]) > most_overlap)
        objects = objects[~same]
    return np.array(kept).reshape(-1, 6)


def average_precision(number, truths, found, least_overlap=0.5):
    """Returns the area under the curve of precision over recall, for one class.

    The objects found are taken from the most to the least certain. Each is right if it overlaps an
    object that none before it has claimed.
    """
    truths = [one[one[:, 0] == number] for one in truths]
    claimed = [np.zeros(len(one), dtype=bool) for one in truths]
    candidates = [(one[5], i, one[1:5]) for i, objects in enumerate(found)
                  for one in objects if one[0] == number]
    right = []
    for _, i, box in sorted(candidates, key=lambda candidate: -candidate[0]):
        overlaps = np.append(overlap(box, truths[i][:, 1:5]), 0) * np.append(~claimed[i], True)
        best = overlaps.argmax()
        right.append(overlaps[best] >= least_overlap)
        if right[-1]:
            claimed[i][best] = True
    right = np.array(right, dtype=float)
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    # The best precision at this recall or a greater one: the curve has no dents.
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return (precision * right).sum() / max(1, sum(len(one) for one in truths))


def drawn(image, objects, scale=3):
    """Returns an enlarged image with the boxes of objects, as an array of type uint8."""
    picture = array_to_img(image).resize((scale * SIZE, scale * SIZE))
    for number, y, x, height, width in objects[:, :5] * ([1] + [scale] * 4):
        ImageDraw.Draw(picture).rectangle(
            [x - width / 2, y - height / 2, x + width / 2, y + height / 2],
            outline=COLORS[int(number)])
    return np.array(picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--epochs', type=int, default=10)
    parser.add_argument('--samples', type=int, default=4000, help='training images')
    parser.add_argument('--picture', default='detection.png')
    options = parser.parse_args()

    images, grids, _ = load_data(options.samples, seed=0)
    test_images, test_grids, truths = load_data(max(20, options.samples // 8), seed=1)
    model = build_model()
    model.summary()
    model.fit(images, grids, batch_size=BATCH_SIZE, epochs=options.epochs, verbose=2,
              validation_data=(test_images, test_grids))
    found = [decode(grid) for grid in model.predict(test_images)]
    precisions = [average_precision(i, truths, found) for i in range(len(CLASSES))]
    for name, precision in zip(CLASSES, precisions):
        print('Test average precision of %s: %.4f' % (name, precision))
    print('Test mean average precision: %.4f' % np.mean(precisions))
    pictures = [drawn(image, objects[objects[:, 5] > .4])
                for image, objects in zip(test_images[:8], found)]
    save_grid(options.picture, as_keras_has_them(np.array(pictures)), columns=4)


if __name__ == '__main__':
    main()
