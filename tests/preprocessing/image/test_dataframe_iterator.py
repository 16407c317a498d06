"""Batches of image files in a data frame."""
import os
import sys

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from keras import backend as K
from keras.preprocessing.image import DataFrameIterator, ImageDataGenerator
from keras.utils import OrderedEnqueuer

NAMES = ['%d.png' % i for i in range(6)] + ['more/6.jpg']
CLASSES = list('bacabab')
NUMBERS = [1, 0, 2, 0, 1, 0, 1]
FRAME = pd.DataFrame({
    'filename': NAMES, 'class': CLASSES, 'two': list('yxxyyxy'), 'angle': np.arange(7.) / 10,
    'count': np.arange(7) * 10,
    'tags': [['b'], ('a', 'b'), ['c'], ['a'], ['b', 'c'], ('a',), ['b']]})


@pytest.fixture(scope='module')
def folder(tmp_path_factory):
    root = str(tmp_path_factory.mktemp('images'))
    os.makedirs(os.path.join(root, 'more'))
    for i, name in enumerate(NAMES):
        Image.new('RGB', (6, 5), (10 * i,) * 3).save(os.path.join(root, name))
    with open(os.path.join(root, 'notes.txt'), 'w'):
        pass
    return root


def flow(folder, frame=FRAME, generator=None, **arguments):
    arguments = dict({'target_size': (4, 3), 'batch_size': 3, 'shuffle': False}, **arguments)
    return (generator or ImageDataGenerator()).flow_from_dataframe(frame, folder, **arguments)


def changed(column, values):
    frame = FRAME.copy()
    frame[column] = values
    return frame


def levels(x):
    """Returns which images these are, by their brightness."""
    return np.round(x[:, 2, 1, 0] / 10).astype(int).tolist()


def test_what_is_found(folder, capsys):
    before = FRAME.copy()
    iterator = flow(folder)
    assert capsys.readouterr().out == 'Found 7 validated image filenames belonging to 3 classes.\n'
    assert isinstance(iterator, DataFrameIterator)
    assert iterator.filenames == NAMES
    assert iterator.filepaths == [os.path.join(folder, name) for name in NAMES]
    assert iterator.class_indices == {'a': 0, 'b': 1, 'c': 2}
    assert iterator.classes == iterator.labels == NUMBERS
    assert (iterator.samples, iterator.n, len(iterator)) == (7, 7, 3)
    assert (iterator.image_shape, iterator.directory) == ((4, 3, 3), folder)
    assert iterator.sample_weight is None
    assert FRAME.equals(before)


def test_batches(folder):
    iterator = flow(folder)
    for start in (0, 3, 6, 0):
        x, y = next(iterator)
        rows = list(range(7))[start:start + 3]
        assert levels(x) == rows
        assert x.dtype == y.dtype == 'float32'
        np.testing.assert_array_equal(y, np.eye(3)[NUMBERS][rows])


def test_labels(folder, capsys):
    x, y = flow(folder, class_mode='sparse')[1]
    assert (y.tolist(), y.dtype) == ([0., 1., 0.], 'float32')
    x, y = flow(folder, class_mode='binary', y_col='two')[1]
    assert (y.tolist(), y.dtype) == ([1., 1., 0.], 'float32')
    capsys.readouterr()
    x, y = flow(folder, class_mode='raw', y_col='angle')[1]
    assert capsys.readouterr().out == 'Found 7 validated image filenames.\n'
    assert (y.tolist(), y.dtype) == ([.3, .4, .5], 'float64')
    x, y = flow(folder, class_mode='raw', y_col=['angle', 'count'])[1]
    assert y.tolist() == [[.3, 30], [.4, 40], [.5, 50]]
    x, y = flow(folder, class_mode='multi_output', y_col=['angle', 'class'])[1]
    assert isinstance(y, list)
    assert [output.tolist() for output in y] == [[.3, .4, .5], ['a', 'b', 'a']]
    assert levels(x) == [3, 4, 5]


def test_images_as_labels_and_no_labels(folder):
    generator = ImageDataGenerator(rotation_range=40)
    x, y = flow(folder, generator=generator, class_mode='input', seed=1)[1]
    np.testing.assert_array_equal(x, y)
    for y_col in ('class', None, 'no column'):
        alone = flow(folder, generator=generator, class_mode=None, seed=1, y_col=y_col)[1]
        np.testing.assert_array_equal(alone, x)


def test_several_labels_for_an_image(folder):
    iterator = flow(folder, y_col='tags')
    assert iterator.class_indices == {'a': 0, 'b': 1, 'c': 2}
    assert iterator.classes == [[1], [0, 1], [2], [0], [1, 2], [0], [1]]
    assert iterator[0][1].tolist() == [[0, 1, 0], [1, 1, 0], [0, 0, 1]]
    # The image without any of these labels is left out.
    iterator = flow(folder, y_col='tags', classes=['b', 'a'])
    assert iterator.filenames == NAMES[:2] + NAMES[3:]
    assert iterator.classes == [[1], [0, 1], [0], [1], [0], [1]]
    assert iterator[0][1].tolist() == [[0, 1], [1, 1], [1, 0]]


@pytest.mark.parametrize('classes', [['b', 'a'], ('a', 'b'), {'a', 'b'}])
def test_classes_may_be_chosen(folder, classes, capsys):
    iterator = flow(folder, classes=classes)
    assert capsys.readouterr().out == 'Found 6 validated image filenames belonging to 2 classes.\n'
    assert iterator.class_indices == {'a': 0, 'b': 1}
    assert iterator.filenames == NAMES[:2] + NAMES[3:]
    assert iterator.classes == [1, 0, 0, 1, 0, 1]
    assert flow(folder, classes=classes, class_mode='binary')[1][1].tolist() == [1, 0, 1]
    assert flow(folder, classes=[]).samples == 7


def test_classes_that_no_image_has(folder):
    with pytest.warns(UserWarning, match="`classes` has 'B', but no image.*Did you mean 'b'"):
        iterator = flow(folder, classes=['a', 'B'])
    assert iterator.class_indices == {'B': 0, 'a': 1}
    with pytest.warns(UserWarning, match="`classes` has no effect with `class_mode='raw'`"):
        flow(folder, classes=['a'], class_mode='raw', y_col='angle')
    with pytest.raises(TypeError, match="must be a list of labels, but got the string 'ab'"):
        flow(folder, classes='ab')


@pytest.mark.parametrize('weight_col', ['angle', 'count'])
def test_sample_weights(folder, weight_col):
    iterator = flow(folder, weight_col=weight_col, shuffle=True, seed=1)
    np.testing.assert_array_equal(iterator.sample_weight, FRAME[weight_col])
    for _ in range(4):
        x, y, weights = next(iterator)
        np.testing.assert_array_equal(weights, FRAME[weight_col][levels(x)])
        np.testing.assert_array_equal(y, np.eye(3)[NUMBERS][levels(x)])
    assert flow(folder, weight_col=weight_col, class_mode=None)[0].shape == (3, 4, 3, 3)


def test_rows_in_any_order(folder):
    frame = FRAME.iloc[::-1]
    x, y = flow(folder, frame, class_mode='raw', y_col='count')[0]
    assert (levels(x), y.tolist()) == ([6, 5, 4], [60, 50, 40])
    frame = FRAME.set_index(np.linspace(5, 6, 7))
    generator = ImageDataGenerator(validation_split=.3)
    assert flow(folder, frame, generator, subset='training').filenames == NAMES[2:]
    frame = pd.concat([FRAME, FRAME[:2]])
    assert flow(folder, frame).classes == NUMBERS + [1, 0]


@pytest.mark.parametrize('split', [.3, .5])
def test_subsets(folder, split):
    generator = ImageDataGenerator(validation_split=split)
    count = int(split * 7)
    validation = flow(folder, generator=generator, subset='validation', weight_col='angle')
    training = flow(folder, generator=generator, subset='training', weight_col='angle')
    assert validation.filenames == NAMES[:count]
    assert training.filenames == NAMES[count:]
    assert validation.classes + training.classes == NUMBERS
    assert training.class_indices == validation.class_indices == {'a': 0, 'b': 1, 'c': 2}
    np.testing.assert_array_equal(training.sample_weight, FRAME['angle'][count:])
    assert levels(training[0][0]) == list(range(count, count + 3))


def test_whole_paths(folder):
    frame = changed('filename', [os.path.join(folder, name) for name in NAMES])
    for directory in (None, '', os.path.sep):
        iterator = flow(directory, frame)
        assert iterator.filenames == iterator.filepaths == list(frame['filename'])
        assert levels(iterator[0][0]) == [0, 1, 2]


def test_files_that_are_not_there(folder, capsys):
    frame = changed('filename', NAMES[:4] + ['nowhere.png', 'notes.txt', 'more'])
    with pytest.warns(UserWarning, match=r'Found 3 invalid image filename\(s\) in x_col="filename"'
                                         ', such as .*nowhere.png'):
        iterator = flow(folder, frame)
    assert capsys.readouterr().out == 'Found 4 validated image filenames belonging to 3 classes.\n'
    assert (iterator.filenames, iterator.classes) == (NAMES[:4], NUMBERS[:4])
    iterator = flow(folder, frame, validate_filenames=False)
    assert capsys.readouterr().out == (
        'Found 7 non-validated image filenames belonging to 3 classes.\n')
    with pytest.raises(FileNotFoundError, match='nowhere.png'):
        iterator[1]


def test_no_files_at_all(folder):
    with pytest.warns(UserWarning) as record:
        iterator = flow(os.path.join(folder, 'nowhere'))
    messages = [str(warning.message) for warning in record]
    assert messages[0].startswith('Found 7 invalid image filename(s)')
    assert 'no images for this iterator. Check `directory`' in messages[1]
    assert (len(iterator), iterator.class_indices) == (0, {})
    with pytest.warns(UserWarning, match='no images for this iterator'):
        assert len(flow(folder, FRAME[:0], class_mode=None)) == 0


def test_iterator_alone(folder):
    iterator = DataFrameIterator(FRAME, folder)
    assert (iterator.batch_size, iterator.shuffle) == (32, True)
    assert iterator.image_shape == (256, 256, 3)
    K.set_floatx('float64')
    K.set_image_data_format('channels_first')
    iterator = DataFrameIterator(FRAME, folder, target_size=(4, 3), color_mode='grayscale',
                                 data_format=None, dtype=None)
    x, y = next(iterator)
    assert (x.shape, x.dtype, y.dtype) == ((7, 1, 4, 3), 'float64', 'float64')


def test_other_columns_and_types(folder):
    frame = pd.DataFrame({'path': NAMES, 'kind': pd.Categorical(CLASSES)})
    iterator = flow(folder, frame, x_col='path', y_col='kind')
    assert iterator.classes == NUMBERS
    assert flow(folder, frame, x_col='path', y_col='kind', classes=['a']).samples == 3


@pytest.mark.parametrize('workers, processes', [(0, False), (2, False), (2, True)])
def test_batches_do_not_depend_on_workers(folder, workers, processes):
    generator = ImageDataGenerator(rotation_range=40, horizontal_flip=True)
    arguments = {'shuffle': True, 'seed': 4, 'weight_col': 'angle', 'generator': generator}
    expected = flow(folder, **arguments)
    enqueuer = OrderedEnqueuer(flow(folder, **arguments), processes)
    enqueuer.start(workers)
    try:
        for _ in range(7):
            for array, other in zip(next(enqueuer.get()), next(expected)):
                np.testing.assert_array_equal(array, other)
    finally:
        enqueuer.stop()


@pytest.mark.parametrize('argument, part', [
    ('has_ext', 'must include their extensions'), ('sort', 'pass `shuffle=False`'),
    ('drop_duplicates', r'dataframe.drop_duplicates\(\)'), ('follow_links', 'links')])
def test_arguments_of_earlier_versions(folder, argument, part):
    with pytest.warns(DeprecationWarning, match='`%s` no longer has an effect: .*%s'
                                                % (argument, part)):
        assert flow(folder, **{argument: True}).filenames == NAMES


def test_other_is_raw(folder):
    with pytest.warns(DeprecationWarning, match='`class_mode="other"` was renamed; use "raw"'):
        iterator = flow(folder, class_mode='other', y_col='angle')
    assert iterator.class_mode == 'raw'
    assert iterator[0][1].tolist() == [0., .1, .2]


def test_arguments_that_there_are_not(folder):
    with pytest.warns(UserWarning, match='`flow_from_dataframe` has no argument `batchsize`'):
        assert flow(folder, batchsize=1).batch_size == 3


@pytest.mark.parametrize('arguments, kind, message', [
    ({'x_col': 'file'}, ValueError, r"`x_col` must be one of the columns .*got 'file'. Did you mean"
                                    " 'filename'"),
    ({'y_col': 'Class'}, ValueError, "`y_col` must be one .* got 'Class'. Did you mean 'class'"),
    ({'weight_col': 'weight'}, ValueError, "`weight_col` must be one of the columns"),
    ({'class_mode': 'raw', 'y_col': ['angle', 'cuont']}, ValueError, "Did you mean 'count'"),
    ({'weight_col': 'class'}, TypeError, "weight_col='class' must hold numbers"),
    ({'x_col': 'count'}, TypeError, "x_col='count' must hold strings.*row 0 holds 0"),
    ({'y_col': 'count'}, TypeError, r"y_col='count' must hold strings, or lists.*dataframe\['count'"
                                    r'\].astype\(str\).*`class_mode="raw"`'),
    ({'y_col': 'count', 'class_mode': 'binary'}, TypeError, 'strings for `class_mode="binary"`'),
    ({'y_col': 'tags', 'class_mode': 'sparse'}, TypeError, 'strings for `class_mode="sparse"`'),
    ({'y_col': ['angle', 'count']}, TypeError, 'takes the name of one column.*"multi_output"'),
    ({'class_mode': 'multi_output'}, TypeError, "takes a list of columns as `y_col`, but got 'cl"),
    ({'class_mode': 'binary'}, ValueError, "2 classes, but the column y_col='class' has 3"),
    ({'class_mode': 'binary', 'classes': ['a']}, ValueError, 'for 2 classes'),
    ({'class_mode': 'spares'}, ValueError, "got 'spares'. Did you mean 'sparse'"),
    ({'class_mode': 'multi'}, ValueError, "`class_mode` must be one of"),
    ({'subset': 'validation'}, ValueError, 'validation_split=0.2'),
    ({'target_size': (4,)}, ValueError, '`target_size` must be two ints'),
    ({'frame': 'frame.csv'}, TypeError, '`dataframe` must be a pandas.DataFrame, but got a str'),
    ({'frame': {'filename': NAMES}}, TypeError, 'but got a dict'),
    ({'frame': changed('class', ['a', None] + CLASSES[2:])}, TypeError, 'row 1 holds None'),
    ({'frame': changed('class', ['a', np.nan] + CLASSES[2:])}, TypeError, 'row 1 holds nan'),
    ({'frame': changed('filename', [None] + NAMES[1:])}, TypeError, 'row 0 holds None'),
])
def test_wrong_arguments(folder, arguments, kind, message):
    with pytest.raises(kind, match=message):
        flow(folder, **arguments)


def test_without_pandas(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, 'pandas', None)
    with pytest.raises(ImportError, match='pip install pandas'):
        flow(folder)
