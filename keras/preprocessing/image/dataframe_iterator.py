"""Batches of image files that are listed in a data frame."""
import os
from itertools import chain

import numpy as np

from keras.backend.dtypes import array_floatx
from keras.preprocessing.image.batch_from_files import BatchFromFilesMixin, check_class_mode
from keras.preprocessing.image.iterator import Iterator
from keras.utils.errors import did_you_mean
from keras.utils.warn import warn

_OLD_ARGUMENTS = {
    'has_ext': 'file names must include their extensions',
    'sort': 'the order is that of the frame: pass `shuffle=False` to keep it',
    'drop_duplicates': 'drop them beforehand with `dataframe.drop_duplicates()`',
    'follow_links': 'links to files are followed',
}


class DataFrameIterator(BatchFromFilesMixin, Iterator):
    """Batches of image files; `ImageDataGenerator.flow_from_dataframe` returns them.

    Args:
        dataframe: `pandas.DataFrame` with a row for each image.
        directory: folder that the file names are relative to; None if they are complete paths.
        image_data_generator: `ImageDataGenerator`; None leaves images unchanged.
        x_col: name of the column with the file names.
        y_col: name of the column with the labels, or a list of names.
        weight_col: name of a column with sample weights; None for none.
        target_size: pair of ints `(height, width)` to which images are resized.
        color_mode: `'rgb'`, `'rgba'` or `'grayscale'`: 3, 4 or 1 channels.
        classes: list of the labels to use; other rows are dropped. None uses all labels.
        class_mode: `'categorical'`, `'binary'`, `'sparse'`, `'raw'`, `'multi_output'`, `'input'` or
            None; see `ImageDataGenerator.flow_from_dataframe`.
        batch_size: int, number of images in a batch.
        shuffle: bool, whether to draw a new order for each epoch.
        seed: int, seed of order and transformations; None draws one from `np.random`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        save_to_dir: folder to write the transformed images to; None writes none.
        save_prefix: string, prefix of the names of these files.
        save_format: string, file format (and extension), such as `'png'` or `'jpeg'`.
        subset: `'training'` or `'validation'` for a part of the rows, None for all of them.
        interpolation: how to resize images: `'nearest'`, `'bilinear'`, `'bicubic'`, `'hamming'`,
            `'box'` or `'lanczos'`.
        dtype: string, dtype of the batches; None for `K.floatx()`.
        validate_filenames: bool, whether to drop rows whose files do not exist or are not images.

    Attributes:
        class_indices: dictionary from labels to class numbers, in the class modes `'categorical'`,
            `'binary'` and `'sparse'`.
        classes: list with the class number, or the list of class numbers, of each image, in the
            same class modes.
        samples: int, number of images.
        filenames: list of the file names, as in the data frame.
        filepaths: list of their paths.

    Raises:
        ImportError: if pandas is not installed.
        TypeError: if a column holds values of the wrong type.
        ValueError: if the data frame lacks a column, or an argument is invalid.
    """

    allowed_class_modes = ('categorical', 'binary', 'sparse', 'raw', 'multi_output', 'input', None)

    def __init__(self, dataframe, directory=None, image_data_generator=None, x_col='filename',
                 y_col='class', weight_col=None, target_size=(256, 256), color_mode='rgb',
                 classes=None, class_mode='categorical', batch_size=32, shuffle=True, seed=None,
                 data_format='channels_last', save_to_dir=None, save_prefix='', save_format='png',
                 subset=None, interpolation='nearest', dtype='float32', validate_filenames=True):
        self.set_processing_attrs(image_data_generator, target_size, color_mode, data_format,
                                  save_to_dir, save_prefix, save_format, subset, interpolation)
        check_class_mode(class_mode, self.allowed_class_modes)
        self.directory = directory or ''
        self.class_mode = class_mode
        self.dtype = dtype or array_floatx()
        self._check_columns(dataframe, x_col, y_col, weight_col)
        if validate_filenames:
            dataframe = self._with_images(dataframe, x_col)
        self._take(dataframe, x_col, y_col, weight_col, classes)
        self._tell(validate_filenames)
        super().__init__(self.samples, batch_size, shuffle, seed)

    def _has_classes(self):
        return self.class_mode in ('categorical', 'binary', 'sparse')

    def _check_columns(self, frame, x_col, y_col, weight_col):
        pandas = _pandas()
        if not isinstance(frame, pandas.DataFrame):
            raise TypeError('`dataframe` must be a pandas.DataFrame, but got a %s.'
                            % type(frame).__name__)
        _check_values(frame, 'x_col', x_col, str, 'strings, the names of files')
        if weight_col is not None:
            _check_column(frame, 'weight_col', weight_col)
            if not pandas.api.types.is_numeric_dtype(frame[weight_col]):
                raise TypeError('The column weight_col=%r must hold numbers, but has dtype %s.'
                                % (weight_col, frame[weight_col].dtype))
        self._check_labels(frame, y_col)

    def _check_labels(self, frame, y_col):
        several = isinstance(y_col, (list, tuple))
        if self.class_mode == 'multi_output' and not several:
            raise TypeError('`class_mode="multi_output"` takes a list of columns as `y_col`, but '
                            'got %r.' % (y_col,))
        if self._has_classes() and several:
            raise TypeError('`class_mode="%s"` takes the name of one column as `y_col`, but got '
                            '%r. Several columns are for "raw" (an array) or "multi_output" (a '
                            'list of arrays).' % (self.class_mode, y_col))
        if self.class_mode in ('raw', 'multi_output'):
            for name in y_col if several else [y_col]:
                _check_column(frame, 'y_col', name)
        elif self.class_mode == 'categorical':
            _check_values(frame, 'y_col', y_col, (str, list, tuple), 'strings, or lists of them, '
                          'for `class_mode="categorical"`', _HOW_TO_CONVERT)
        elif self._has_classes():
            _check_values(frame, 'y_col', y_col, str, 'strings for `class_mode="%s"`'
                          % self.class_mode, _HOW_TO_CONVERT)

    def _with_images(self, frame, x_col):
        """Returns the rows whose files exist."""
        paths = [os.path.join(self.directory, name) for name in frame[x_col]]
        valid = np.array([path.lower().endswith(self.white_list_formats) and os.path.isfile(path)
                          for path in paths], dtype=bool)
        if valid.all():
            return frame
        warn('Found %d invalid image filename(s) in x_col="%s", such as %r: there is no such file, '
             'or it does not end in %s. These rows are dropped.'
             % (np.sum(~valid), x_col, paths[np.argmin(valid)], ', '.join(self.white_list_formats)))
        return frame[valid]

    def _take(self, frame, x_col, y_col, weight_col, classes):
        """Stores the columns and rows that are used."""
        if self._has_classes():
            frame = self._with_classes(frame, y_col, classes)
        elif classes:
            warn('`classes` has no effect with `class_mode=%r`.' % self.class_mode)
        frame = frame.iloc[self._subset_slice(len(frame))]
        self.samples = len(frame)
        self.filenames = frame[x_col].tolist()
        self._filepaths = [os.path.join(self.directory, name) for name in self.filenames]
        self._sample_weight = None if weight_col is None else frame[weight_col].to_numpy()
        if self._has_classes():
            self.classes = [self._numbers(label) for label in frame[y_col]]
        elif self.class_mode == 'raw':
            self._targets = frame[y_col].to_numpy()
        elif self.class_mode == 'multi_output':
            self._targets = [np.array(frame[name].tolist()) for name in y_col]

    def _with_classes(self, frame, y_col, classes):
        """Numbers the classes, and returns the rows that have one."""
        labels = frame[y_col].tolist()
        present = set(chain.from_iterable(map(_as_list, labels)))
        if isinstance(classes, str):
            raise TypeError('`classes` must be a list of labels, but got the string %r.' % classes)
        chosen = sorted(set(classes or present))
        self.class_indices = {label: number for number, label in enumerate(chosen)}
        if self.class_mode == 'binary' and len(chosen) != 2:
            raise ValueError('`class_mode="binary"` is for 2 classes, but the column y_col=%r has '
                             '%d: use "categorical" or "sparse".' % (y_col, len(chosen)))
        for label in chosen:
            if label not in present:
                warn('`classes` has %r, but no image has this label.%s'
                     % (label, did_you_mean(str(label), map(str, present), repr)))
        return frame[np.array([any(name in self.class_indices for name in _as_list(label))
                               for label in labels], dtype=bool)]

    def _numbers(self, label):
        """Returns the class number of an image, or the list of its class numbers."""
        if isinstance(label, (list, tuple)):
            return [self.class_indices[name] for name in label if name in self.class_indices]
        return self.class_indices[label]

    def _tell(self, validated):
        print('Found %d %s image filenames%s.'
              % (self.samples, 'validated' if validated else 'non-validated',
                 ' belonging to %d classes' % len(self.class_indices) if self._has_classes()
                 else ''))
        if not self.samples:
            warn('There are no images for this iterator. Check `directory` and the file names in '
                 'the data frame.')

    @property
    def filepaths(self):
        return self._filepaths

    @property
    def labels(self):
        return self.classes if self._has_classes() else self._targets

    @property
    def sample_weight(self):
        return self._sample_weight


_HOW_TO_CONVERT = ' Convert them, e.g. with `dataframe[%r].astype(str)`; for numeric targets use ' \
                  '`class_mode="raw"`.'


def without_old_arguments(class_mode, old_arguments):
    """Warns about arguments that `flow_from_dataframe` had in earlier versions.

    Args:
        class_mode: the class mode, possibly under an earlier name.
        old_arguments: dictionary of arguments that do not exist (any more).

    Returns:
        The class mode under its current name.
    """
    for name in old_arguments:
        if name in _OLD_ARGUMENTS:
            warn('`%s` no longer has an effect: %s.' % (name, _OLD_ARGUMENTS[name]),
                 DeprecationWarning)
        else:
            warn('`flow_from_dataframe` has no argument `%s`, so it has no effect.' % name)
    if class_mode == 'other':
        warn('`class_mode="other"` was renamed; use "raw".', DeprecationWarning)
        return 'raw'
    return class_mode


def _pandas():
    try:
        import pandas
    except ImportError as error:
        raise ImportError('Data frames need pandas: pip install pandas') from error
    return pandas


def _check_column(frame, argument, name):
    if name not in frame.columns:
        raise ValueError('`%s` must be one of the columns %s of the frame, but got %r.%s'
                         % (argument, list(frame.columns), name,
                            did_you_mean(str(name), map(str, frame.columns), repr)))


def _check_values(frame, argument, name, types, wanted, advice=''):
    _check_column(frame, argument, name)
    for row, value in zip(frame.index, frame[name]):
        if not isinstance(value, types):
            raise TypeError('The column %s=%r must hold %s, but row %r holds %r.%s'
                            % (argument, name, wanted, row, value, advice and advice % name))


def _as_list(label):
    return label if isinstance(label, (list, tuple)) else [label]
