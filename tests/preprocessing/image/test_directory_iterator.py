"""Batches of image files in a folder for each class."""
import os
import pathlib
import sys

import numpy as np
import pytest
from PIL import Image

from keras import backend as K
from keras.preprocessing.image import DirectoryIterator, ImageDataGenerator
from keras.utils import OrderedEnqueuer

FILES = {'cats/1.png': 10, 'cats/10.jpg': 20, 'cats/2.BMP': 30, 'cats/young/3.png': 40,
         'cats/young-ones/4.png': 50, 'cats/young/tiny/5.ppm': 60, 'dogs/6.tif': 70,
         'dogs/7.jpeg': 80, 'dogs/8.png': 90, 'eels/9.png': 100}
SORTED = ['cats/1.png', 'cats/10.jpg', 'cats/2.BMP', 'cats/young/3.png', 'cats/young-ones/4.png',
          'cats/young/tiny/5.ppm', 'dogs/6.tif', 'dogs/7.jpeg', 'dogs/8.png', 'eels/9.png']
CLASSES = [0] * 6 + [1] * 3 + [2]


def paint(path, value, size=(6, 5), mode='RGB'):
    """Writes an image of one color."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    color = {'RGB': (value, value + 1, value + 2), 'L': value, 'RGBA': (value, value, value, 7)}
    Image.new(mode, size, color[mode]).save(path)


@pytest.fixture(scope='module')
def folder(tmp_path_factory):
    root = str(tmp_path_factory.mktemp('images'))
    for name, value in FILES.items():
        paint(os.path.join(root, *name.split('/')), value)
    for name in ('cats/notes.txt', 'cats/moving.gif', 'top.png'):
        pathlib.Path(root, name).write_text('not an image')
    return root


def flow(folder, generator=None, **arguments):
    arguments = dict({'target_size': (4, 3), 'batch_size': 4, 'shuffle': False}, **arguments)
    return (generator or ImageDataGenerator()).flow_from_directory(folder, **arguments)


def paths(folder, names):
    return [os.path.join(folder, *name.split('/')) for name in names]


def slashed(names):
    return [name.replace(os.sep, '/') for name in names]


def test_what_is_found(folder, capsys):
    iterator = flow(folder, seed=3)
    assert capsys.readouterr().out == 'Found 10 images belonging to 3 classes.\n'
    assert isinstance(iterator, DirectoryIterator)
    assert slashed(iterator.filenames) == SORTED
    assert iterator.filepaths == paths(folder, SORTED)
    assert iterator.class_indices == {'cats': 0, 'dogs': 1, 'eels': 2}
    assert iterator.classes.tolist() == iterator.labels.tolist() == CLASSES
    assert iterator.classes.dtype == 'int32'
    assert (iterator.samples, iterator.n, iterator.num_classes, len(iterator)) == (10, 10, 3, 3)
    assert (iterator.image_shape, iterator.target_size) == ((4, 3, 3), (4, 3))
    assert (iterator.directory, iterator.class_mode, iterator.color_mode) == (
        folder, 'categorical', 'rgb')
    assert iterator.sample_weight is None


def test_batches(folder):
    iterator = flow(folder)
    values = [FILES[name] for name in SORTED]
    for start in (0, 4, 8, 0):
        x, y = next(iterator)
        rows = slice(start, start + 4)
        assert (x.dtype, x.shape[1:]) == ('float32', (4, 3, 3))
        np.testing.assert_allclose(x[:, 2, 1, 0], values[rows], atol=2)  # JPEG is not exact
        np.testing.assert_array_equal(y, np.eye(3)[CLASSES[rows]])
        assert y.dtype == 'float32'


def test_labels(folder):
    for class_mode, expected in (('sparse', [0, 0, 1, 1]),
                                 ('categorical', [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]])):
        _, y = flow(folder, class_mode=class_mode)[1]
        assert (y.tolist(), y.dtype) == (expected, 'float32')


def test_binary_labels(folder):
    _, y = flow(folder, class_mode='binary', classes=['eels', 'dogs'])[0]
    assert (y.tolist(), y.dtype) == ([0, 1, 1, 1], 'float32')
    with pytest.warns(UserWarning, match='for 2 classes, but there are 3. Labels are from 0 to 2'):
        iterator = flow(folder, class_mode='binary')
    assert iterator[2][1].tolist() == [1, 2]


def test_images_as_labels_and_no_labels(folder):
    generator = ImageDataGenerator(rotation_range=40)
    x, y = flow(folder, generator, class_mode='input', seed=1)[1]
    np.testing.assert_array_equal(x, y)
    assert not np.shares_memory(x, y)
    np.testing.assert_array_equal(flow(folder, generator, class_mode=None, seed=1)[1], x)


def test_class_folders_may_be_chosen(folder, capsys):
    iterator = flow(folder, classes=('eels', 'cats/young', 'dogs'))
    assert capsys.readouterr().out == 'Found 6 images belonging to 3 classes.\n'
    assert iterator.class_indices == {'eels': 0, 'cats/young': 1, 'dogs': 2}
    assert slashed(iterator.filenames) == [
        'eels/9.png', 'cats/young/3.png', 'cats/young/tiny/5.ppm', 'dogs/6.tif', 'dogs/7.jpeg',
        'dogs/8.png']
    assert iterator.classes.tolist() == [0, 1, 1, 2, 2, 2]
    assert flow(folder, classes=[]).num_classes == 3


@pytest.mark.parametrize('color_mode, channels', [('rgb', 3), ('rgba', 4), ('grayscale', 1)])
@pytest.mark.parametrize('data_format', ['channels_last', 'channels_first'])
def test_color_modes(folder, color_mode, channels, data_format):
    iterator = flow(folder, ImageDataGenerator(data_format=data_format), color_mode=color_mode)
    shape = (4, 3, channels) if data_format == 'channels_last' else (channels, 4, 3)
    assert iterator.image_shape == shape
    x, _ = iterator[0]
    assert x.shape == (4,) + shape
    pixel = x[0, 1, 1] if data_format == 'channels_last' else x[0, :, 1, 1]
    assert pixel.tolist() == {'rgb': [10, 11, 12], 'rgba': [10, 11, 12, 255],
                              'grayscale': [11]}[color_mode]


def test_images_are_resized(tmp_path):
    x = np.arange(0, 240, 10, 'uint8').reshape(4, 6)
    os.makedirs(str(tmp_path / 'a'))
    Image.fromarray(x).save(str(tmp_path / 'a' / '1.png'))
    for interpolation in ('nearest', 'bilinear', 'bicubic', 'hamming', 'box', 'lanczos'):
        batch = flow(str(tmp_path), target_size=(2, 3), color_mode='grayscale', class_mode=None,
                     interpolation=interpolation)[0]
        filters = getattr(Image, 'Resampling', Image)
        expected = Image.fromarray(x).resize((3, 2), getattr(filters, interpolation.upper()))
        np.testing.assert_array_equal(batch[0, :, :, 0], np.asarray(expected))


@pytest.mark.parametrize('dtype', ['float16', 'float64', 'uint8'])
def test_dtypes(folder, dtype):
    x, y = flow(folder, ImageDataGenerator(dtype=dtype))[0]
    assert x.dtype == y.dtype == dtype
    assert x[0, 0, 0].tolist() == [10, 11, 12]


def test_iterator_alone(folder):
    K.set_floatx('float64')
    K.set_image_data_format('channels_first')
    iterator = DirectoryIterator(folder, None, target_size=[4, 3])
    assert (iterator.batch_size, iterator.shuffle, iterator.image_shape) == (32, True, (3, 4, 3))
    x, y = next(iterator)
    assert (x.dtype, x.shape, y.shape) == ('float64', (10, 3, 4, 3), (10, 3))


def test_paths_of_all_kinds(folder, monkeypatch):
    expected = flow(folder)[0][0]
    np.testing.assert_array_equal(flow(pathlib.Path(folder))[0][0], expected)
    np.testing.assert_array_equal(flow(folder + os.sep)[0][0], expected)
    monkeypatch.chdir(folder)
    np.testing.assert_array_equal(flow('.')[0][0], expected)


@pytest.mark.parametrize('split', [.2, .5])
def test_subsets_divide_each_class(folder, split):
    generator = ImageDataGenerator(validation_split=split)
    counts = [int(split * 6), int(split * 3), 0]
    validation = flow(folder, generator, subset='validation')
    training = flow(folder, generator, subset='training')
    assert validation.classes.tolist() == [0] * counts[0] + [1] * counts[1]
    assert slashed(validation.filenames) == SORTED[:counts[0]] + SORTED[6:6 + counts[1]]
    assert sorted(validation.filenames + training.filenames) == sorted(flow(folder).filenames)
    assert training.class_indices == validation.class_indices
    assert flow(folder, generator).samples == 10


def test_links(tmp_path):
    paint(str(tmp_path / 'elsewhere' / 'deep' / '2.png'), 20)
    root = tmp_path / 'images'
    paint(str(root / 'a' / '1.png'), 10)
    try:
        os.symlink(str(tmp_path / 'elsewhere'), str(root / 'a' / 'link'))
        os.symlink(str(tmp_path / 'elsewhere'), str(root / 'b'))
        os.symlink(str(root / 'a'), str(root / 'a' / 'again'))
        os.symlink(str(root), str(root / 'a' / 'up'))
    except OSError:
        pytest.skip('links need rights on Windows')
    names = flow(str(root), follow_links=True).filenames
    assert slashed(names) == ['a/1.png', 'a/link/deep/2.png', 'b/deep/2.png']
    assert slashed(flow(str(root)).filenames) == ['a/1.png', 'b/deep/2.png']


def test_saved_images(folder, tmp_path):
    iterator = flow(folder, class_mode=None, seed=7, save_to_dir=str(tmp_path), save_prefix='p',
                    save_format='png')
    x = iterator[2]
    random = np.random.RandomState(7 + 2)
    random.random_sample(2 * 2)  # for flips
    names = ['p_%d_%d.png' % (i, random.randint(10 ** 7)) for i in (8, 9)]
    assert sorted(os.listdir(str(tmp_path))) == sorted(names)
    saved = np.asarray(Image.open(str(tmp_path / names[0])))
    assert saved[0, 0].tolist() == [0, 127, 255]  # stretched
    assert x[0, 0, 0].tolist() == [90, 91, 92]


@pytest.mark.parametrize('workers, processes', [(0, False), (2, False), (2, True)])
def test_batches_do_not_depend_on_workers(folder, workers, processes):
    generator = ImageDataGenerator(rotation_range=40, brightness_range=(.5, 1.5))
    arguments = {'shuffle': True, 'seed': 4}
    expected = flow(folder, generator, **arguments)
    enqueuer = OrderedEnqueuer(flow(folder, generator, **arguments), processes)
    enqueuer.start(workers)
    try:
        for _ in range(7):
            for array, other in zip(next(enqueuer.get()), next(expected)):
                np.testing.assert_array_equal(array, other)
    finally:
        enqueuer.stop()


def test_a_missing_folder(folder):
    with pytest.raises(FileNotFoundError, match='no folder .*nowhere'):
        flow(os.path.join(folder, 'nowhere'))
    with pytest.raises(FileNotFoundError, match='no folder .*top.png'):
        flow(os.path.join(folder, 'top.png'))


def test_folders_without_images(tmp_path, capsys):
    paint(str(tmp_path / 'a' / '1.png'), 10)
    os.makedirs(str(tmp_path / 'empty'))
    with pytest.warns(UserWarning, match="no images of class 'empty': .*no files that end in .png"):
        iterator = flow(str(tmp_path))
    assert iterator.class_indices == {'a': 0, 'empty': 1}
    with pytest.warns(UserWarning, match='must be in subfolders, one for each class'):
        iterator = flow(str(tmp_path / 'a'))
    assert capsys.readouterr().out.endswith('Found 0 images belonging to 0 classes.\n')
    assert len(iterator) == 0
    with pytest.raises(ValueError, match='no samples'):
        next(iterator)


def test_hidden_folders_are_classes(tmp_path):
    for name in ('a', '.ipynb_checkpoints'):
        paint(str(tmp_path / name / '1.png'), 10)
    with pytest.warns(UserWarning, match=r"Hidden folders .*\['.ipynb_checkpoints'\].*`classes`"):
        iterator = flow(str(tmp_path))
    assert iterator.class_indices == {'.ipynb_checkpoints': 0, 'a': 1}
    assert flow(str(tmp_path), classes=['a']).samples == 1


def test_classes_that_are_not_there(folder):
    with pytest.warns(UserWarning, match="class 'dog': there is no folder .*Did you mean 'dogs'"):
        iterator = flow(folder, classes=['cats', 'dog'])
    assert (iterator.num_classes, iterator.samples) == (2, 6)


@pytest.mark.parametrize('classes, kind, message', [
    ('cats', TypeError, "must be a list of names of folders.*got 'cats'"),
    ([1, 2], TypeError, 'must be a list of names of folders'),
    (['cats', 'cats'], ValueError, 'must not repeat a name')])
def test_wrong_classes(folder, classes, kind, message):
    with pytest.raises(kind, match=message):
        flow(folder, classes=classes)


@pytest.mark.parametrize('arguments, message', [
    ({'target_size': (4,)}, r'`target_size` must be two ints \(height, width\), but got \(4,\)'),
    ({'target_size': (4, 3, 3)}, r'must be two ints \(height, width\), but got \(4, 3, 3\)'),
    ({'target_size': 4}, 'must be two ints'), ({'target_size': None}, 'must be two ints'),
    ({'target_size': (4., 3.)}, 'must be two ints'), ({'target_size': (0, 3)}, 'must be two ints'),
    ({'color_mode': 'greyscale'}, "got 'greyscale'. Did you mean 'grayscale'"),
    ({'color_mode': None}, '`color_mode` must be'),
    ({'class_mode': 'catgorical'}, "got 'catgorical'. Did you mean 'categorical'"),
    ({'class_mode': 'raw'}, "`class_mode` must be one of .* or None, but got 'raw'"),
    ({'subset': 'train'}, '`subset` must be "training", "validation" or None'),
    ({'subset': 'validation'}, 'pass e.g. `validation_split=0.2` to ImageDataGenerator'),
    ({'batch_size': 0}, '`batch_size` must be'), ({'seed': -3}, '`seed` must be'),
])
def test_wrong_arguments(folder, arguments, message):
    with pytest.raises(ValueError, match=message):
        flow(folder, **arguments)


def test_a_wrong_interpolation(folder):
    with pytest.raises(ValueError, match="got 'linear'.*Did you mean 'bilinear'"):
        next(flow(folder, interpolation='linear'))


def test_a_wrong_data_format(folder):
    with pytest.raises(ValueError, match='data_format.*last'):
        DirectoryIterator(folder, None, data_format='last')


def test_damaged_files(tmp_path):
    paint(str(tmp_path / 'a' / 'good.png'), 10)
    data = (tmp_path / 'a' / 'good.png').read_bytes()
    bad = tmp_path / 'a' / 'bad.png'
    for content in (b'', b'no image', data[:len(data) // 2]):
        bad.write_bytes(content)
        with pytest.raises(OSError, match='bad.png'):
            next(flow(str(tmp_path)))
    iterator = flow(str(tmp_path))
    bad.unlink()
    with pytest.raises(FileNotFoundError, match='bad.png'):
        next(iterator)


def test_without_pillow(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, 'PIL', None)
    iterator = flow(folder)
    with pytest.raises(ImportError, match='pip install pillow'):
        next(iterator)
