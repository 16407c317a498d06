"""Transformations and normalization of single images, and what `fit` learns of many.

Numbers marked as such are those of keras_preprocessing 1.1.2.
"""
import pickle

import numpy as np
import pytest

from keras import backend as K
from keras.preprocessing.image import (
    ImageDataGenerator,
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
)

BYTES = np.random.RandomState(3).randint(0, 256, (6, 3, 2, 3)).astype('uint8')
MANY = {'rotation_range': 30, 'width_shift_range': .2, 'height_shift_range': [1, 2],
        'shear_range': 10, 'zoom_range': .3, 'channel_shift_range': 5, 'horizontal_flip': True,
        'vertical_flip': True}
OTHERS = {'width_shift_range': 3, 'height_shift_range': (.5, .25), 'brightness_range': (.5, 2),
          'zoom_range': (.5, .6)}
NOTHING = {'theta': 0, 'tx': 0, 'ty': 0, 'shear': 0, 'zx': 1, 'zy': 1, 'flip_horizontal': False,
           'flip_vertical': False, 'channel_shift_intensity': None, 'brightness': None}


def picture(dtype='float32'):
    return np.random.RandomState(1).uniform(0, 255, (6, 5, 3)).astype(dtype)


def quiet(**arguments):
    """Returns a generator with all steps named, so that nothing is warned of."""
    for step in ('featurewise', 'samplewise'):
        if step + '_std_normalization' in arguments:
            arguments[step + '_center'] = True
    return ImageDataGenerator(**arguments)


def numbers(seed):
    return np.random.RandomState(seed)


@pytest.mark.parametrize('arguments, seed, expected', [  # keras_preprocessing's
    (MANY, 0, {'theta': 2.9288102356394887, 'tx': -2, 'ty': 0.24663210257194523,
               'shear': 0.8976636599379368, 'zx': 0.9541928796033428, 'zy': 1.0875364678399937,
               'flip_horizontal': True, 'flip_vertical': False,
               'channel_shift_intensity': 4.636627605010293, 'brightness': None}),
    (MANY, 1, {'theta': -4.978679717845559, 'tx': -1, 'ty': -1.1997255004383724,
               'shear': -3.9533485473632046, 'zx': 0.7880535344902678, 'zy': 0.7554031568612787,
               'flip_horizontal': True, 'flip_vertical': True,
               'channel_shift_intensity': -1.0323252576933006, 'brightness': None}),
    (OTHERS, 0, dict(NOTHING, tx=2., ty=-1, zx=0.5602763376071643, zy=0.5544883182996897,
                     brightness=1.1563808168940388)),
    (OTHERS, 1, dict(NOTHING, tx=1., ty=0, zx=0.5000114374817345, zy=0.5302332572631839,
                     brightness=0.7793903170665064)),
])
def test_drawn_transformations(arguments, seed, expected):
    generator = ImageDataGenerator(**arguments)
    assert generator.get_random_transform((4, 6, 1), seed) == expected
    assert generator.get_random_transform((4, 6, 1), numbers(seed)) == expected
    np.random.seed(seed)
    assert generator.get_random_transform((4, 6, 1)) == expected
    first = ImageDataGenerator(data_format='channels_first', **arguments)
    assert first.get_random_transform((1, 4, 6), seed) == expected


def test_a_seed_leaves_the_random_numbers_of_the_program_alone():
    state = np.random.get_state()[1].tolist()
    generator = quiet(featurewise_center=True, **MANY)
    generator.get_random_transform((4, 6, 1), 3)
    generator.random_transform(picture(), 3)
    generator.fit(BYTES, augment=True, seed=3)
    assert np.random.get_state()[1].tolist() == state


def test_a_seed_reaches_transformations_of_subclasses():
    class Darker(ImageDataGenerator):
        def random_transform(self, x):
            return super().random_transform(x) / 2

    arguments = {'featurewise_center': True, 'rotation_range': 30}
    darker, plain = Darker(**arguments), ImageDataGenerator(**arguments)
    darker.fit(BYTES, augment=True, seed=3)
    plain.fit(BYTES, augment=True, seed=3)
    np.testing.assert_allclose(darker.mean, plain.mean / 2, rtol=1e-6)


@pytest.mark.parametrize('nothing', [None, 0, 0., False])
def test_ranges_of_nothing(nothing):
    ranges = ('rotation_range', 'width_shift_range', 'height_shift_range', 'shear_range',
              'channel_shift_range')
    generator = ImageDataGenerator(**{name: nothing for name in ranges})
    assert generator.get_random_transform((4, 6, 1)) == NOTHING


def test_nothing_to_draw():
    assert ImageDataGenerator().get_random_transform((4, 6, 1)) == NOTHING
    x = picture()
    assert ImageDataGenerator().random_transform(x) is x


@pytest.mark.parametrize('limits, expected', [
    (0, {0}), (0., {0}), (1, {0}), (2, {-1, 0, 1}), (np.int64(3), {-2, -1, 0, 1, 2}),
    ([4], {-4, 4}), ([1, 2, 3], {-3, -2, -1, 1, 2, 3}), ((.1, .3), {-1, -3, 1, 3}),
    ([-.5], {-5, 5})])
def test_shifts_by_whole_numbers(limits, expected):
    for argument, shift, shape in (('width_shift_range', 'ty', (7, 10, 1)),
                                   ('height_shift_range', 'tx', (10, 7, 1))):
        generator = ImageDataGenerator(**{argument: limits})
        drawn = [generator.get_random_transform(shape, seed)[shift] for seed in range(100)]
        assert {round(float(value), 6) for value in drawn} == expected


@pytest.mark.parametrize('limit, greatest', [(.2, 2.), (1., 1.), (2.5, 2.5), (np.float32(.5), 5.)])
def test_shifts_by_fractions_and_pixels(limit, greatest):
    generator = ImageDataGenerator(width_shift_range=limit)
    for seed in range(20):
        assert generator.get_random_transform((7, 10, 1), seed)['ty'] == pytest.approx(
            numbers(seed).uniform(-greatest, greatest), abs=1e-6)


@pytest.mark.parametrize('zoom_range, limits', [
    (.2, [.8, 1.2]), (1, [0, 2]), ((.5, 2), [.5, 2]), ([1, 1], [1, 1]), (np.float32(.5), [.5, 1.5]),
    (np.array([.5, .7]), [.5, .7])])
def test_zooms(zoom_range, limits):
    generator = ImageDataGenerator(zoom_range=zoom_range)
    np.testing.assert_allclose(generator.zoom_range, limits)
    zoom = generator.get_random_transform((7, 10, 1), 4)
    expected = numbers(4).uniform(limits[0], limits[1], 2)
    np.testing.assert_allclose([zoom['zx'], zoom['zy']], expected, rtol=1e-6)


def test_flips_come_in_half_of_the_cases():
    generator = ImageDataGenerator(horizontal_flip=True)
    drawn = [generator.get_random_transform((7, 10, 1), seed) for seed in range(400)]
    assert 160 < sum(parameters['flip_horizontal'] for parameters in drawn) < 240
    assert not any(parameters['flip_vertical'] for parameters in drawn)


def test_order_of_transformations():
    x = picture()
    x.flags.writeable = False
    parameters = {'theta': 20, 'tx': 1, 'ty': -1, 'shear': 5, 'zx': .8, 'zy': 1.2,
                  'channel_shift_intensity': 40, 'flip_horizontal': True, 'flip_vertical': True,
                  'brightness': .5}
    expected = apply_affine_transform(x, 20, 1, -1, 5, .8, 1.2, fill_mode='constant', cval=9)
    expected = apply_channel_shift(expected, 40)[::-1, ::-1]
    expected = apply_brightness_shift(expected, .5)
    arguments = {'fill_mode': 'constant', 'cval': 9}
    last = ImageDataGenerator(**arguments).apply_transform(x, parameters)
    np.testing.assert_array_equal(last, expected)
    first = ImageDataGenerator(data_format='channels_first', **arguments)
    moved = first.apply_transform(np.moveaxis(x, 2, 0), parameters)
    np.testing.assert_allclose(moved, np.moveaxis(expected, 2, 0), atol=1e-3)


@pytest.mark.parametrize('parameters, expected', [
    ({}, [[0, 1, 2], [3, 4, 5]]),
    ({'flip_horizontal': True}, [[2, 1, 0], [5, 4, 3]]),
    ({'flip_vertical': True}, [[3, 4, 5], [0, 1, 2]]),
    ({'ty': 1}, [[1, 2, 2], [4, 5, 5]]),
    ({'tx': -1}, [[0, 1, 2], [0, 1, 2]]),
    ({'channel_shift_intensity': 2}, [[2, 3, 4], [5, 5, 5]]),
])
@pytest.mark.parametrize('dtype', ['float16', 'float32', 'float64', 'uint8'])
def test_given_transformations(parameters, expected, dtype):
    x = np.arange(6).reshape(2, 3, 1).astype(dtype)
    result = ImageDataGenerator().apply_transform(x, parameters)
    np.testing.assert_array_equal(result[..., 0], expected)


def test_interpolation_order():
    x = picture()
    nearest = ImageDataGenerator(rotation_range=40, interpolation_order=0)
    assert set(nearest.random_transform(x, 1).ravel()) <= set(x.ravel())
    cubic = ImageDataGenerator(rotation_range=40, interpolation_order=3)
    theta = numbers(1).uniform(-40, 40)
    np.testing.assert_array_equal(cubic.random_transform(x, 1),
                                  apply_affine_transform(x, theta, order=3))


def test_steps_of_normalization():
    x = picture()
    generator = quiet(preprocessing_function=lambda image: image + 1, rescale=.5,
                      samplewise_std_normalization=True, featurewise_std_normalization=True)
    generator.mean, generator.std = np.array([1., 2, 3]), np.array([2., 4, 8])
    expected = (x + 1) * .5
    expected = (expected - expected.mean()) / (expected.std() + 1e-6)
    expected = (expected - [1, 2, 3]) / ([2 + 1e-6, 4 + 1e-6, 8 + 1e-6])
    result = generator.standardize(x.copy())
    assert result.dtype == 'float32'
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('dtype', ['float16', 'float32', 'float64'])
def test_floats_are_normalized_in_place(dtype):
    x = picture(dtype)
    expected = x * .5
    generator = ImageDataGenerator(rescale=.5)
    assert generator.standardize(x) is x
    assert x.dtype == dtype
    np.testing.assert_allclose(x, expected, rtol=1e-3)


def test_whole_numbers_become_floats():
    x = np.array([[[1, 2, 3]]], 'uint8')
    result = ImageDataGenerator(rescale=.5).standardize(x)
    assert (x.tolist(), result.tolist(), result.dtype) == ([[[1, 2, 3]]], [[[.5, 1, 1.5]]],
                                                           'float32')
    assert ImageDataGenerator().standardize(x) is x
    assert ImageDataGenerator(rescale=0).standardize(x) is x


def test_what_a_preprocessing_function_returns_is_left_alone():
    template = np.ones((2, 2, 3))
    generator = ImageDataGenerator(preprocessing_function=lambda image: template, rescale=3)
    np.testing.assert_array_equal(generator.standardize(picture()), 3 * np.ones((2, 2, 3)))
    assert template.max() == 1
    generator = ImageDataGenerator(preprocessing_function=lambda image: [[[1], [2]]], rescale=3)
    assert generator.standardize(picture()).tolist() == [[[3], [6]]]


@pytest.mark.parametrize('scope', ['samplewise', 'featurewise'])
def test_even_images_do_not_divide_by_zero(scope):
    generator = quiet(**{scope + '_std_normalization': True})
    generator.fit(np.full((2, 3, 3, 3), 7))
    np.testing.assert_array_equal(generator.standardize(np.full((3, 3, 3), 7.)),
                                  np.zeros((3, 3, 3)))


@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
@pytest.mark.parametrize('dtype', ['float32', 'float64'])
def test_fit(data_format, dtype):
    x = BYTES if data_format == 'channels_last' else np.moveaxis(BYTES, 3, 1)
    generator = quiet(featurewise_std_normalization=True, rescale=.5, data_format=data_format,
                      dtype=dtype)
    generator.fit(x)
    assert generator.mean.dtype == generator.std.dtype == dtype
    shape = (1, 1, 3) if data_format == 'channels_last' else (3, 1, 1)
    assert generator.mean.shape == generator.std.shape == shape
    # keras_preprocessing's
    np.testing.assert_allclose(generator.mean.ravel(), [58.944443, 72.5, 73.388885], rtol=1e-6)
    np.testing.assert_allclose(generator.std.ravel(), [38.3505, 32.31679, 35.292057], rtol=1e-6)
    image = generator.standardize(x[0].astype(dtype))
    image = image if data_format == 'channels_last' else np.moveaxis(image, 0, 2)
    np.testing.assert_allclose(image.ravel()[:4], [-.15500301, .10830283, 1.4482328, .170938],
                               rtol=1e-5)


def test_fit_of_many_images_is_exact():
    x = np.tile(np.array([100, 101], 'float32'), 3 * 10 ** 6).reshape(60, 100, 1000, 1)
    generator = quiet(featurewise_std_normalization=True)
    generator.fit(x)  # more numbers than are looked at in one go
    assert (generator.mean.item(), generator.std.item()) == (100.5, .5)


def test_whitening():
    generator = quiet(zca_whitening=True, featurewise_center=True, zca_epsilon=.1, rescale=1 / 255,
                      dtype='float64')
    generator.fit(BYTES)
    x = BYTES / 255
    flat = (x - x.mean((0, 1, 2))).reshape(6, -1)
    directions, variances, _ = np.linalg.svd(flat.T.dot(flat) / 6)
    matrix = (directions / np.sqrt(variances + .1)).dot(directions.T)
    np.testing.assert_allclose(generator.principal_components, matrix, atol=1e-9)
    # keras_preprocessing's
    np.testing.assert_allclose(generator.principal_components[0, :4],
                               [2.74018862, -.09254668, -.1761926, .10691441], atol=1e-7)
    white = generator.standardize(BYTES[1].astype('float64'))
    assert white.shape == (3, 2, 3)
    np.testing.assert_allclose(white.ravel()[:4],
                               [.72982379, -.02460164, .21930773, -.20847495], atol=1e-7)


def test_whitened_images_have_no_covariance():
    x = numbers(0).normal(size=(500, 2, 2, 1)).dot(np.ones((1, 3))) + numbers(1).normal(
        size=(500, 2, 2, 3))
    generator = quiet(zca_whitening=True, featurewise_center=True, dtype='float64')
    generator.fit(x)
    flat = np.array([generator.standardize(image.copy()).ravel() for image in x])
    np.testing.assert_allclose(flat.T.dot(flat) / 500, np.eye(12), atol=1e-4)


def test_fit_of_transformed_images():
    generator = quiet(featurewise_center=True, rotation_range=40, width_shift_range=.3,
                      horizontal_flip=True)
    before = BYTES.copy()
    generator.fit(BYTES, augment=True, rounds=2, seed=9)
    np.testing.assert_array_equal(BYTES, before)
    # keras_preprocessing's
    np.testing.assert_allclose(generator.mean.ravel(), [111.2594, 147.18143, 139.42924], rtol=1e-5)
    mean = generator.mean
    np.random.seed(9)
    generator.fit(BYTES, augment=True, rounds=2)
    np.testing.assert_array_equal(generator.mean, mean)


def test_fit_rescales_what_was_transformed():
    generator = quiet(featurewise_center=True, brightness_range=(.5, .5), rescale=1 / 255)
    generator.fit(BYTES, augment=True)
    darker = np.array([apply_brightness_shift(image, .5) for image in BYTES]) / 255
    np.testing.assert_allclose(generator.mean, darker.mean((0, 1, 2), keepdims=True)[0], rtol=1e-5)


def test_fit_of_what_needs_none():
    generator = ImageDataGenerator(samplewise_center=True)
    generator.fit(BYTES)
    assert generator.mean is generator.std is generator.principal_components is None


@pytest.mark.parametrize('arguments, warnings, attributes', [
    ({'featurewise_std_normalization': True}, ['`featurewise_center` is set, too'],
     {'featurewise_center': True}),
    ({'samplewise_std_normalization': True}, ['`samplewise_center` is set, too'],
     {'samplewise_center': True}),
    ({'zca_whitening': True}, ['`featurewise_center` is set, too'], {'featurewise_center': True}),
    ({'zca_whitening': True, 'featurewise_std_normalization': True},
     ['`featurewise_center` is set, too', '`featurewise_std_normalization` is turned off'],
     {'featurewise_center': True, 'featurewise_std_normalization': False}),
])
def test_implied_steps(arguments, warnings, attributes):
    with pytest.warns(UserWarning) as record:
        generator = ImageDataGenerator(**arguments)
    assert len(record) == len(warnings)
    for warning, part in zip(record, warnings):
        assert part in str(warning.message)
        assert warning.filename == __file__
    assert {name: getattr(generator, name) for name in attributes} == attributes


@pytest.mark.parametrize('arguments, steps', [
    ({'featurewise_center': True}, ['featurewise_center']),
    ({'featurewise_std_normalization': True},
     ['featurewise_center', 'featurewise_std_normalization']),
    ({'zca_whitening': True, 'featurewise_center': True}, ['featurewise_center', 'zca_whitening']),
])
def test_normalization_without_fit(arguments, steps):
    generator = quiet(**arguments)
    x = picture()
    with pytest.warns(UserWarning, match='has no effect.*Call `fit') as record:
        np.testing.assert_array_equal(generator.standardize(x.copy()), x)
    assert [str(warning.message).split('`')[1] for warning in record] == steps


def test_arguments_are_attributes():
    generator = ImageDataGenerator(rotation_range=3, data_format='channels_first', cval=2.)
    assert (generator.rotation_range, generator.cval, generator.dtype) == (3, 2., 'float32')
    assert (generator.channel_axis, generator.row_axis, generator.col_axis) == (1, 2, 3)
    assert ImageDataGenerator().data_format == 'channels_last'
    K.set_image_data_format('channels_first')
    K.set_floatx('float64')
    assert ImageDataGenerator(dtype=None).dtype == 'float64'
    assert ImageDataGenerator(data_format=None).data_format == 'channels_first'
    assert pickle.loads(pickle.dumps(generator)).rotation_range == 3


@pytest.mark.parametrize('arguments, kind, message', [
    ({'data_format': 'last'}, ValueError, 'data_format.*last'),
    ({'validation_split': 1}, ValueError, '`validation_split` must be between 0 and 1.*got 1'),
    ({'validation_split': -.1}, ValueError, '`validation_split` must be between 0 and 1'),
    ({'validation_split': 20}, ValueError, '`validation_split` must be between 0 and 1'),
    ({'zoom_range': (1, 2, 3)}, ValueError, r'`zoom_range` must be .*got \(1, 2, 3\)'),
    ({'zoom_range': 'big'}, ValueError, "`zoom_range` must be .*got 'big'"),
    ({'brightness_range': .5}, ValueError, '`brightness_range` must be two numbers.*got 0.5'),
    ({'brightness_range': (1, 2, 3)}, ValueError, '`brightness_range` must be two numbers'),
    ({'rotation_range': (-20, 20)}, TypeError, '`rotation_range` must be a number.*limit in both'),
    ({'shear_range': '5'}, TypeError, '`shear_range` must be a number'),
    ({'channel_shift_range': [5]}, TypeError, '`channel_shift_range` must be a number'),
    ({'width_shift_range': 'a'}, TypeError, '`width_shift_range` must be a number or a list'),
    ({'preprocessing_function': 'vgg'}, TypeError, "a function that takes an image, but got 'vgg'"),
    ({'rescale': 1 / 255, 'dtype': 'uint8'}, ValueError, '`dtype` must be a float type.*uint8'),
])
def test_wrong_arguments(arguments, kind, message):
    with pytest.raises(kind, match=message):
        ImageDataGenerator(**arguments)


def test_a_preprocessing_function_that_returns_nothing():
    generator = ImageDataGenerator(preprocessing_function=lambda image: None)
    with pytest.raises(ValueError, match='`preprocessing_function` returned None. It must return'):
        generator.standardize(picture())


@pytest.mark.parametrize('shape', [(4,), (4, 5, 6), (4, 5, 6, 3, 1)])
def test_fit_of_no_images(shape):
    with pytest.raises(ValueError, match='must be an array of rank 4.*np.newaxis'):
        quiet(featurewise_center=True).fit(np.ones(shape))


def test_fit_of_no_image_at_all():
    with pytest.raises(ValueError, match='at least one image'):
        quiet(featurewise_center=True).fit(np.ones((0, 4, 4, 3)))


@pytest.mark.parametrize('rounds', [0, -1, 1.5])
def test_wrong_rounds(rounds):
    with pytest.raises(ValueError, match='`rounds` must be a positive integer'):
        quiet(featurewise_center=True).fit(BYTES, augment=True, rounds=rounds)


@pytest.mark.parametrize('shape, data_format, count, axis', [
    ((2, 4, 4, 2), 'channels_last', 2, 3), ((2, 5, 4, 3), 'channels_first', 5, 1)])
def test_odd_numbers_of_channels(shape, data_format, count, axis):
    generator = quiet(featurewise_center=True, data_format=data_format)
    with pytest.warns(UserWarning, match='has %d along axis %d' % (count, axis)):
        generator.fit(np.ones(shape))
