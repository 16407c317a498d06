"""Batches of images in memory."""
import os
import sys

import numpy as np
import pytest
from PIL import Image

from keras import backend as K
from keras.preprocessing.image import ImageDataGenerator, NumpyArrayIterator

X = np.random.RandomState(2).randint(0, 256, (7, 4, 5, 3)).astype('uint8')
Y = np.arange(7)
WEIGHTS = np.linspace(0, 1, 7)


def flow(x=X, y=Y, generator=None, **arguments):
    arguments = dict({'batch_size': 3, 'shuffle': False}, **arguments)
    return (generator or ImageDataGenerator()).flow(x, y, **arguments)


def test_batches():
    iterator = flow()
    assert isinstance(iterator, NumpyArrayIterator)
    assert (len(iterator), iterator.n, iterator.x.shape) == (3, 7, X.shape)
    for start in (0, 3, 6, 0):
        x, y = next(iterator)
        assert x.dtype == 'float32'
        np.testing.assert_array_equal(x, X[start:start + 3])
        np.testing.assert_array_equal(y, Y[start:start + 3])


def test_random_batches():
    x = np.arange(5 * 4 * 6.).reshape(5, 4, 6, 1)
    generator = ImageDataGenerator(
        rotation_range=30, width_shift_range=.2, height_shift_range=[1, 2], shear_range=10,
        zoom_range=.3, channel_shift_range=5, horizontal_flip=True, vertical_flip=True)
    iterator = generator.flow(x, np.arange(5), batch_size=2, seed=11)
    # keras_preprocessing's: labels, and the third row of the first image, of two epochs
    for labels, row in [([2, 4], [50.3, 51.415, 52.666, 53.917, 55.168, 56.419]),
                        ([0, 3], [8.988, 11.618, 15.371, 19.123, 22.503, 22.503]),
                        ([1], [39.298, 37.617, 35.936, 34.255, 32.575, 30.808]),
                        ([1, 2], [38.892, 36.334, 34.311, 32.289, 30.266, 30.333]),
                        ([4, 0], [108.731, 109.667, 110.603, 111.061, 110.117, 110.117]),
                        ([3], [79.724, 82.645, 85.565, 88.485, 89.517, 90.268])]:
        batch, y = next(iterator)
        assert y.tolist() == labels
        np.testing.assert_allclose(batch[0, 2, :, 0], row, atol=1e-3)


def test_forms_of_batches():
    other = Y * 2
    x = flow(y=None)[0]
    np.testing.assert_array_equal(x, X[:3])
    for others, count in ((other, 1), ([other, WEIGHTS], 2)):
        inputs, y = flow((X, others))[0]
        assert isinstance(inputs, list)
        assert len(inputs) == 1 + count
        np.testing.assert_array_equal(inputs[0], X[:3])
        np.testing.assert_array_equal(inputs[1], other[:3])
        np.testing.assert_array_equal(y, Y[:3])
    inputs = flow([X, [other]], None)[0]
    np.testing.assert_array_equal(inputs[1], other[:3])
    np.testing.assert_array_equal(flow((X, []), None)[0], X[:3])
    x, y, weights = flow(sample_weight=WEIGHTS)[1]
    np.testing.assert_array_equal(weights, WEIGHTS[3:6])
    np.testing.assert_array_equal(flow(y=None, sample_weight=WEIGHTS)[0], X[:3])


def test_the_same_seed_transforms_images_and_masks_alike():
    options = {'rotation_range': 40, 'zoom_range': .3, 'horizontal_flip': True}
    image_generator = ImageDataGenerator(rescale=.5, **options)
    mask_generator = ImageDataGenerator(**options)
    images = image_generator.flow(X, batch_size=3, seed=1)
    masks = mask_generator.flow(X, batch_size=3, seed=1)
    for _, image, mask in zip(range(7), images, masks):
        np.testing.assert_allclose(image, mask / 2, rtol=1e-5)


def test_what_belongs_together_stays_together():
    iterator = flow((X, [Y * 2]), Y * 3, sample_weight=WEIGHTS, shuffle=True, seed=1)
    for (x, double), triple, weights in (next(iterator) for _ in range(6)):
        order = triple // 3
        np.testing.assert_array_equal(x, X[order])
        np.testing.assert_array_equal(double, 2 * order)
        np.testing.assert_array_equal(weights, WEIGHTS[order])


def test_lists_and_other_labels():
    np.testing.assert_array_equal(flow(y=list('abcdefg'))[2][1], ['g'])
    np.testing.assert_array_equal(flow(y=np.eye(7))[2][1], np.eye(7)[6:])
    assert flow(x=X[:1], y=[4], batch_size=32)[0][1].tolist() == [4]


def test_arrays_are_not_changed():
    for dtype in ('float32', 'float64', 'uint8'):
        x = X.astype(dtype)
        x.flags.writeable = False
        generator = ImageDataGenerator(rescale=.5, samplewise_center=True)
        for options in ({}, {'rotation_range': 9, 'horizontal_flip': True, 'vertical_flip': True}):
            for name, value in options.items():
                setattr(generator, name, value)
            next(flow(x, generator=generator))
        np.testing.assert_array_equal(x, X)


def test_images_are_not_copied():
    x = X.astype('float32')
    assert np.shares_memory(flow(x).x, x)
    assert np.shares_memory(flow().x, X)


@pytest.mark.parametrize('dtype', ['float16', 'float32', 'float64', 'uint8', 'int32'])
def test_dtypes(dtype):
    generator = ImageDataGenerator(dtype=dtype, horizontal_flip=True, width_shift_range=[1])
    x, _ = next(flow(generator=generator, seed=1))
    assert x.dtype == dtype
    reference, _ = next(flow(generator=ImageDataGenerator(horizontal_flip=True,
                                                          width_shift_range=[1]), seed=1))
    np.testing.assert_array_equal(x, reference)


def test_iterator_alone():
    iterator = NumpyArrayIterator(X, Y, None)
    assert (iterator.batch_size, iterator.shuffle, iterator.data_format) == (
        32, False, 'channels_last')
    x, y = next(iterator)
    assert x.dtype == 'float32'
    np.testing.assert_array_equal(x, X)
    K.set_floatx('float64')
    K.set_image_data_format('channels_first')
    iterator = NumpyArrayIterator(np.moveaxis(X, 3, 1), Y, ImageDataGenerator())
    assert (iterator.data_format, next(iterator)[0].dtype) == ('channels_first', 'float64')


def test_both_data_formats_agree():
    options = {'rotation_range': 40, 'width_shift_range': .3, 'zoom_range': .2,
               'channel_shift_range': 30, 'horizontal_flip': True, 'vertical_flip': True,
               'brightness_range': (.5, 1.5)}
    last = flow(generator=ImageDataGenerator(**options), seed=3)
    first = flow(np.moveaxis(X, 3, 1), seed=3,
                 generator=ImageDataGenerator(data_format='channels_first', **options))
    for _ in range(4):
        (x, y), (moved, labels) = next(last), next(first)
        np.testing.assert_array_equal(y, labels)
        np.testing.assert_allclose(x, np.moveaxis(moved, 1, 3), atol=2)  # brightness rounds


@pytest.mark.parametrize('split, count', [(.3, 2), (.5, 3), (.01, 0)])
def test_subsets(split, count):
    generator = ImageDataGenerator(validation_split=split)
    y = np.zeros(7)
    arguments = {'x': (X, [Y]), 'y': y, 'sample_weight': WEIGHTS, 'generator': generator}
    validation = flow(subset='validation', **arguments) if count else None
    training = flow(subset='training', **arguments) if count else flow(
        X, None, generator, subset='training')
    assert training.n == 7 - count
    np.testing.assert_array_equal(training.x, X[count:])
    if count:
        np.testing.assert_array_equal(validation.x, X[:count])
        np.testing.assert_array_equal(validation.x_misc[0], Y[:count])
        np.testing.assert_array_equal(training.x_misc[0], Y[count:])
        np.testing.assert_array_equal(validation[0][2], WEIGHTS[:count])
        np.testing.assert_array_equal(training[0][2], WEIGHTS[count:count + 3])
    assert flow(generator=generator).n == 7


def test_subsets_with_other_classes():
    generator = ImageDataGenerator(validation_split=.3)
    with pytest.raises(ValueError, match='different classes.*shuffle them first'):
        flow(y=[0, 0, 1, 1, 1, 1, 1], generator=generator, subset='training')
    flow(y=[0, 1, 1, 0, 1, 1, 1], generator=generator, subset='training')
    with pytest.raises(ValueError, match='`subset` must be "training", "validation" or None'):
        flow(generator=generator, subset='val')
    with pytest.raises(ValueError, match='pass e.g. `validation_split=0.2`'):
        flow(subset='validation')


@pytest.mark.parametrize('save_format', ['png', 'jpeg'])
def test_saved_images(tmp_path, save_format):
    iterator = flow(shuffle=True, seed=4, save_to_dir=str(tmp_path), save_prefix='new',
                    save_format=save_format)
    for _ in range(2):
        next(iterator)
    names = sorted(os.listdir(str(tmp_path)))
    expected = []
    for seed, rows in ((4, slice(0, 3)), (5, slice(3, 6))):
        random = np.random.RandomState(seed)
        if seed == 4:
            order = random.permutation(7)
        random.random_sample(2 * 3)  # for flips
        expected += ['new_%d_%d.%s' % (i, random.randint(10000), save_format) for i in order[rows]]
    assert names == sorted(expected)
    if save_format == 'png':
        for name in names:
            image = X[int(name.split('_')[1])].astype(float)
            stretched = (image - image.min()) / (image.max() - image.min()) * 255
            np.testing.assert_allclose(np.asarray(Image.open(str(tmp_path / name))), stretched,
                                       atol=1)


def test_a_folder_to_save_to_that_is_not_there(tmp_path):
    iterator = flow(save_to_dir=str(tmp_path / 'new'))
    with pytest.raises(FileNotFoundError, match="save_to_dir.*new.*os.makedirs"):
        next(iterator)


@pytest.mark.parametrize('shape', [(7,), (7, 4, 5), (7, 4, 5, 3, 1)])
def test_arrays_of_the_wrong_rank(shape):
    with pytest.raises(ValueError, match='must be an array of rank 4.*np.newaxis'):
        flow(np.ones(shape))


@pytest.mark.parametrize('x', [list(X), list(X[:2]), [X], (X, Y, Y), []])
def test_lists_that_are_not_images_and_others(x):
    with pytest.raises(ValueError, match=r'`\(images, others\)`.*np.stack'):
        flow(x)


@pytest.mark.parametrize('arguments, message', [
    ({'y': Y[:3]}, r'`y` must have an entry for each image.*7 images and `y` has shape \(3,\)'),
    ({'y': [Y, Y]}, r'`y` has shape \(2, 7\)'),
    ({'y': 3}, r'`y` has shape \(\)'),
    ({'sample_weight': WEIGHTS[:2]}, r'`sample_weight` has shape \(2,\)'),
    ({'x': (X, Y[:2])}, r'`x\[1\]` has shape \(2,\)'),
    ({'x': (X, [Y, Y[:2]])}, r'`x\[1\]` has shape \(2,\)'),
])
def test_unequal_lengths(arguments, message):
    with pytest.raises(ValueError, match=message):
        flow(**arguments)


@pytest.mark.parametrize('channels', [2, 5])
def test_odd_numbers_of_channels(channels):
    with pytest.warns(UserWarning, match='has %d along axis 3' % channels):
        iterator = flow(np.ones((7, 4, 5, channels)))
    assert iterator[0][0].shape == (3, 4, 5, channels)


def test_no_images():
    iterator = flow(X[:0], Y[:0])
    assert len(iterator) == 0
    with pytest.raises(ValueError, match='no samples'):
        next(iterator)


@pytest.mark.parametrize('function, message', [
    (lambda image: image[:2], r'of shape \(4, 5, 3\) was transformed to shape \(2, 5, 3\)'),
    (lambda image: image.mean(), r'was transformed to shape \(\)'),
    (lambda image: None, '`preprocessing_function` returned None'),
])
def test_wrong_preprocessing_functions(function, message):
    with pytest.raises(ValueError, match=message):
        next(flow(generator=ImageDataGenerator(preprocessing_function=function)))


def test_preprocessing_functions_see_floats():
    seen = []
    generator = ImageDataGenerator(preprocessing_function=lambda x: seen.append(x.copy()) or x,
                                   rescale=.5)
    x, _ = next(flow(generator=generator))
    np.testing.assert_array_equal(seen, X[:3])
    assert seen[0].dtype == 'float32'
    np.testing.assert_array_equal(x, X[:3] / 2)


def test_images_without_pillow(monkeypatch):
    monkeypatch.setitem(sys.modules, 'PIL', None)
    generator = ImageDataGenerator(rotation_range=20, rescale=.5, horizontal_flip=True)
    assert next(flow(generator=generator))[0].shape == (3, 4, 5, 3)
