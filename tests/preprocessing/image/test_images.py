"""Pictures in files, as Pillow's images and as arrays. Expectations come from Pillow and NumPy."""
import io
import os
import pathlib
import sys

import numpy as np
import pytest
from PIL import Image, UnidentifiedImageError

from keras import backend as K
from keras.preprocessing.image.images import (
    array_to_img,
    img_to_array,
    list_pictures,
    load_img,
    save_img,
)

RGB = (np.arange(4 * 6 * 3).reshape(4, 6, 3) * 3).astype('uint8')
RGBA = np.concatenate([RGB, RGB[..., :1] + 30], axis=-1)
GREY = RGB[..., 0]


@pytest.fixture
def picture(tmp_path):
    """Returns a function that writes an array to a file, and returns the path."""
    def write(x, name='picture.png', mode=None, **options):
        path = str(tmp_path / name)
        img = Image.fromarray(x)
        (img if mode is None else img.convert(mode)).save(path, **options)
        return path
    return write


def test_load_img(picture):
    img = load_img(picture(RGB))
    assert img.mode == 'RGB' and img.size == (6, 4)
    np.testing.assert_array_equal(np.asarray(img), RGB)


@pytest.mark.parametrize('form', [str, pathlib.Path, os.fsencode, io.FileIO,
                                  lambda path: io.BytesIO(pathlib.Path(path).read_bytes())])
def test_load_img_from_anything(picture, form):
    path = form(picture(RGB))
    np.testing.assert_array_equal(np.asarray(load_img(path)), RGB)
    if hasattr(path, 'close'):
        path.close()  # it is the caller's


@pytest.mark.parametrize('source', ['1', 'L', 'LA', 'P', 'RGB', 'RGBA', 'CMYK', 'I', 'F'])
@pytest.mark.parametrize('color_mode, mode', [('grayscale', 'L'), ('rgb', 'RGB'), ('rgba', 'RGBA')])
def test_color_modes(picture, source, color_mode, mode):
    path = picture(GREY if source in 'LAIF' else RGB, 'picture.tif', source)
    with Image.open(path) as img:
        expected = img.convert('I' if source == 'I' and mode == 'L' else mode)
    loaded = load_img(path, color_mode=color_mode)
    assert loaded.mode == expected.mode
    np.testing.assert_array_equal(np.asarray(loaded), np.asarray(expected))


@pytest.mark.parametrize('options', [dict(transparency=3), dict()], ids=str)
@pytest.mark.parametrize('color_mode', ['rgb', 'rgba'])
def test_palettes(picture, options, color_mode):
    path = picture(RGB, mode='P', **options)
    with Image.open(path) as img:
        expected = np.asarray(img.convert(color_mode.upper()))
    np.testing.assert_array_equal(np.asarray(load_img(path, color_mode=color_mode)), expected)


def test_notes_of_a_camera_are_not_followed(picture):
    exif = Image.Exif()
    exif[0x112] = 6  # turn by 90 degrees
    assert load_img(picture(RGB, 'picture.jpg', exif=exif.tobytes())).size == (6, 4)


@pytest.mark.parametrize('name', ['grey.png', 'grey.tif'])
@pytest.mark.parametrize('target_size', [None, (4, 6), (2, 3)])
@pytest.mark.parametrize('interpolation', ['nearest', 'bilinear'])
def test_16_bits_of_grey(picture, name, target_size, interpolation):
    x = GREY.astype('uint16') * 300
    img = load_img(picture(x, name), color_mode='grayscale', target_size=target_size,
                   interpolation=interpolation)
    assert img.mode in ('I', 'I;16')
    expected = x
    if target_size == (2, 3):
        expected = Image.fromarray(x.astype('int32')).resize(
            (3, 2), Image.NEAREST if interpolation == 'nearest' else Image.BILINEAR)
    np.testing.assert_array_equal(img_to_array(img)[..., 0], np.asarray(expected))


def test_16_bits_the_other_way_round(tmp_path):
    x = GREY.astype('uint16') * 300
    path = str(tmp_path / 'grey.tif')
    Image.frombytes('I;16B', (6, 4), x.astype('>u2').tobytes()).save(path)
    np.testing.assert_array_equal(img_to_array(load_img(path, color_mode='grayscale'))[..., 0], x)


def test_32_bits_of_grey(picture):
    x = GREY.astype('int32') * 100000
    img = load_img(picture(x, 'grey.tif'), color_mode='grayscale')
    assert img.mode == 'I'
    np.testing.assert_array_equal(img_to_array(img, dtype='int64')[..., 0], x)


def test_grayscale_is_deprecated(picture):
    with pytest.warns(UserWarning, match='Please use `color_mode="grayscale"`') as caught:
        assert load_img(picture(RGB), grayscale=True).mode == 'L'
    assert caught[0].filename == __file__


@pytest.mark.parametrize('interpolation', ['nearest', 'bilinear', 'bicubic', 'hamming', 'box',
                                           'lanczos'])
@pytest.mark.parametrize('target_size', [(3, 5), [8, 9], np.array([1, 1])], ids=str)
def test_target_size(picture, interpolation, target_size):
    height, width = target_size
    expected = Image.fromarray(RGB).resize((int(width), int(height)),
                                           getattr(Image, interpolation.upper()))
    loaded = load_img(picture(RGB), target_size=target_size, interpolation=interpolation)
    np.testing.assert_array_equal(np.asarray(loaded), np.asarray(expected))


@pytest.mark.parametrize('target_size', [3, (3,), (3, 5, 3), (3.5, 5), (0, 5), (3, -1), 'ab', (),
                                         (None, None)])
def test_wrong_target_size(picture, target_size):
    with pytest.raises(ValueError, match=r'`target_size` must be two positive ints \(height'):
        load_img(picture(RGB), target_size=target_size)


def test_misspelt_names(picture):
    path = picture(RGB)
    with pytest.raises(ValueError, match="`interpolation` must be one of 'nearest', .*got 'biliner'"
                                         ". Did you mean 'bilinear'"):
        load_img(path, target_size=(2, 2), interpolation='biliner')
    with pytest.raises(ValueError, match="`color_mode` must be one of 'grayscale', 'rgb', 'rgba', "
                                         "but got 'RGB'. Did you mean 'rgb'"):
        load_img(path, color_mode='RGB')
    with pytest.raises(ValueError, match="got 'greyscale'. Did you mean 'grayscale'"):
        load_img(path, color_mode='greyscale')


@pytest.mark.parametrize('content', [b'', b'nonsense', None], ids=['empty', 'text', 'half'])
@pytest.mark.parametrize('name', ['picture.png', 'picture.jpg', 'picture.gif', 'picture.bmp'])
def test_damaged_files_are_named(picture, content, name):
    path = picture(np.random.RandomState(0).randint(0, 255, (64, 64, 3)).astype('uint8'), name)
    whole = pathlib.Path(path).read_bytes()
    pathlib.Path(path).write_bytes(whole[:len(whole) // 2] if content is None else content)
    with pytest.raises(UnidentifiedImageError, match=name):
        load_img(path)
    with pytest.raises(OSError, match='The file is'):
        load_img(io.BytesIO(pathlib.Path(path).read_bytes()))


def test_no_such_file(tmp_path):
    with pytest.raises(FileNotFoundError, match='nothing.png'):
        load_img(str(tmp_path / 'nothing.png'))


@pytest.mark.parametrize('x', [RGB, RGBA, GREY[..., np.newaxis]])
@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first', None])
@pytest.mark.parametrize('default', ['channels_last', 'channels_first'])
def test_arrays_to_images_and_back(x, data_format, default):
    K.set_image_data_format(default)
    if (data_format or default) == 'channels_first':
        x = np.moveaxis(x, 2, 0)
    img = array_to_img(x, data_format, scale=False)
    assert img.size == (6, 4)
    back = img_to_array(img, data_format)
    assert back.dtype == 'float32'
    np.testing.assert_array_equal(back, x)


def test_img_to_array_of_one_channel():
    img = Image.fromarray(GREY)
    np.testing.assert_array_equal(img_to_array(img, 'channels_last'), GREY[..., np.newaxis])
    np.testing.assert_array_equal(img_to_array(img, 'channels_first'), GREY[np.newaxis])
    assert img_to_array(img.convert('LA')).shape == (4, 6, 2)


def test_img_to_array_types():
    img = Image.fromarray(RGB)
    K.set_floatx('float64')
    assert img_to_array(img).dtype == 'float64'
    x = img_to_array(img, dtype=np.dtype('uint8'))
    assert x.dtype == 'uint8'
    x += 1  # which some Pillows would not let happen
    np.testing.assert_array_equal(np.asarray(img), RGB)


@pytest.mark.parametrize('shape', [(), (3,), (1, 4, 6, 3)])
def test_img_to_array_of_wrong_rank(shape):
    with pytest.raises(ValueError, match='`img` must have 2 axes .* its shape is'):
        img_to_array(np.zeros(shape))


@pytest.mark.parametrize('function', [img_to_array, array_to_img])
def test_unknown_data_format(function):
    with pytest.raises(ValueError, match='data_format'):
        function(RGB, data_format='channels_frist')


@pytest.mark.parametrize('dtype', ['uint8', 'float16', 'float32', 'float64', None])
def test_array_to_img_stretches(dtype):
    x = np.array([[[-10., 0, 30], [10, 20, 90]]])
    img = array_to_img(x + 10, dtype=dtype)
    np.testing.assert_array_equal(np.asarray(img), [[[0, 25, 102], [51, 76, 255]]])
    assert not np.asarray(array_to_img(np.full((2, 2, 3), 7.))).any()


def test_array_to_img_leaves_the_array_alone():
    x = RGB.astype('float32')
    array_to_img(x)
    np.testing.assert_array_equal(x, RGB)


def test_array_to_img_without_stretching_cuts():
    x = np.array([[[0., .9, 1.1], [254.99, 255, 1]]])
    np.testing.assert_array_equal(np.asarray(array_to_img(x, scale=False)),
                                  [[[0, 0, 1], [254, 255, 1]]])


def test_grey_of_many_bits():
    x = np.array([[[0.], [300], [70000], [-5]]])
    img = array_to_img(x, scale=False)
    assert img.mode == 'I'
    np.testing.assert_array_equal(np.asarray(img), [[0, 300, 70000, -5]])
    assert array_to_img(x).mode == 'L'
    assert array_to_img(x[:, :1], scale=False).mode == 'L'


@pytest.mark.parametrize('shape, message', [
    ((4, 6), r'shape is \(4, 6\). Add a channel axis: `x\[..., np.newaxis\]`'),
    ((2, 4, 6, 3), r'shape is \(2, 4, 6, 3\). Take one image from the batch: `x\[0\]`'),
    ((3,), r'must be one image with 3 axes'),
    ((4, 6, 2), r'1, 3 or 4 channels, but has height 4, width 6 and 2 channels. Is `data_format`'),
    ((3, 4, 6), r'6 channels. Is `data_format` correct'),
    ((0, 6, 3), r'must have pixels')])
def test_arrays_that_are_no_images(shape, message):
    with pytest.raises(ValueError, match=message):
        array_to_img(np.zeros(shape))


@pytest.mark.parametrize('form', [str, pathlib.Path, os.fsencode])
def test_save_img(tmp_path, form):
    path = form(str(tmp_path / 'picture.png'))
    save_img(path, RGB, scale=False)
    np.testing.assert_array_equal(np.asarray(load_img(path)), RGB)
    save_img(path, np.moveaxis(RGB, 2, 0), data_format='channels_first')
    np.testing.assert_array_equal(np.asarray(load_img(path)),
                                  (RGB.astype('float32') / 213 * 255).astype('uint8'))


@pytest.mark.parametrize('name, file_format, found', [
    ('x.png', None, 'PNG'), ('x.JPG', None, 'JPEG'), ('x.jpeg', None, 'JPEG'),
    ('x.tif', None, 'TIFF'), ('x.dat', 'png', 'PNG'), ('x.png', 'jpg', 'JPEG'),
    ('x.png', 'tif', 'TIFF'), ('x', 'BMP', 'BMP')])
def test_formats_to_save(tmp_path, name, file_format, found):
    path = str(tmp_path / name)
    save_img(path, RGB, file_format=file_format)
    with Image.open(path) as img:
        assert img.format == found
    file = io.BytesIO()
    save_img(file, RGB, file_format=found.lower())
    assert Image.open(file).format == found


def test_options_of_pillow(tmp_path):
    x = np.random.RandomState(0).randint(0, 256, (64, 64, 3))
    save_img(str(tmp_path / 'good.jpg'), x, quality=95)
    save_img(str(tmp_path / 'bad.jpg'), x, quality=10)
    assert (tmp_path / 'bad.jpg').stat().st_size < (tmp_path / 'good.jpg').stat().st_size / 2


@pytest.mark.parametrize('name, file_format', [('x.jpg', None), ('x.dat', 'jpeg')])
def test_jpeg_has_no_transparency(tmp_path, name, file_format):
    path = str(tmp_path / name)
    with pytest.warns(UserWarning, match='does not support RGBA images'):
        save_img(path, RGBA, file_format=file_format)
    with Image.open(path) as img:
        assert img.mode == 'RGB'


def test_save_grey_of_many_bits(tmp_path):
    x = np.array([[[0], [300], [65535], [70000]]])
    path = str(tmp_path / 'grey.png')
    save_img(path, x, scale=False)
    loaded = img_to_array(load_img(path, color_mode='grayscale'))
    np.testing.assert_array_equal(loaded[..., 0], [[0, 300, 65535, 65535]])
    save_img(str(tmp_path / 'grey.tif'), x, scale=False)
    loaded = img_to_array(load_img(str(tmp_path / 'grey.tif'), color_mode='grayscale'))
    np.testing.assert_array_equal(loaded, x)


@pytest.mark.parametrize('name, file_format', [('x.dat', None), ('x', None), ('x.png', 'dat')])
def test_unknown_formats(tmp_path, name, file_format):
    with pytest.raises(ValueError, match="cannot write images in the format .*`file_format`"):
        save_img(str(tmp_path / name), RGB, file_format=file_format)
    assert not list(tmp_path.iterdir())


def test_misspelt_format(tmp_path):
    with pytest.raises(ValueError, match="format 'jepg'. Did you mean .*'jpeg'"):
        save_img(str(tmp_path / 'x.jpg'), RGB, file_format='jepg')


def test_failed_saving_keeps_the_old_file(tmp_path):
    path = tmp_path / 'picture.jpg'
    save_img(str(path), RGB)
    before = path.read_bytes()
    with pytest.raises(OSError, match='mode I'):
        save_img(str(path), np.full((2, 2, 1), 300), scale=False)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ['picture.jpg']


def test_list_pictures(tmp_path):
    for name in ('b.png', 'a.JPG', 'c.txt', 'png', 'x.png.txt', 'sub/d.tiff', 'sub/sub/e.jpeg'):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    folder = str(tmp_path)
    assert [os.path.relpath(path, folder) for path in list_pictures(folder)] == [
        'a.JPG', 'b.png', os.path.join('sub', 'd.tiff'), os.path.join('sub', 'sub', 'e.jpeg')]
    assert list_pictures(folder, 'png') == [os.path.join(folder, 'b.png')]
    assert len(list_pictures(folder, ('jpg', '.png'))) == 2


@pytest.mark.parametrize('function', [lambda: load_img('picture.png'), lambda: array_to_img(RGB),
                                      lambda: save_img('picture.png', RGB)])
def test_without_pillow(monkeypatch, function):
    monkeypatch.setitem(sys.modules, 'PIL', None)
    monkeypatch.setitem(sys.modules, 'PIL.Image', None)
    with pytest.raises(ImportError, match='pip install pillow'):
        function()
    assert img_to_array(RGB).shape == RGB.shape
