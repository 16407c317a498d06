"""Batches of image files that lie in a folder for each class."""
import os

import numpy as np

from keras.backend.dtypes import array_floatx
from keras.preprocessing.image.batch_from_files import BatchFromFilesMixin, check_class_mode
from keras.preprocessing.image.iterator import Iterator
from keras.utils.errors import did_you_mean
from keras.utils.warn import warn


class DirectoryIterator(BatchFromFilesMixin, Iterator):
    """Batches of image files; `ImageDataGenerator.flow_from_directory` returns them.

    Args:
        directory: path of the folder that contains a folder for each class. Files in their
            subfolders count, too, if their extensions are in `Iterator.white_list_formats`.
        image_data_generator: `ImageDataGenerator`; None leaves images unchanged.
        target_size: pair of ints `(height, width)` to which images are resized.
        color_mode: `'rgb'`, `'rgba'` or `'grayscale'`: 3, 4 or 1 channels.
        classes: list of the names of the folders to read, in the order of the classes; None for all
            folders, in alphabetical order.
        class_mode: `'categorical'`, `'binary'`, `'sparse'`, `'input'` or None; see
            `ImageDataGenerator.flow_from_directory`.
        batch_size: int, number of images in a batch.
        shuffle: bool, whether to draw a new order for each epoch.
        seed: int, seed of order and transformations; None draws one from `np.random`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        save_to_dir: folder to write the transformed images to; None writes none.
        save_prefix: string, prefix of the names of these files.
        save_format: string, file format (and extension), such as `'png'` or `'jpeg'`.
        follow_links: bool, whether to follow links to folders inside the folders of the classes.
        subset: `'training'` or `'validation'` for a part of each class, None for all images.
        interpolation: how to resize images: `'nearest'`, `'bilinear'`, `'bicubic'`, `'hamming'`,
            `'box'` or `'lanczos'`.
        dtype: string, dtype of the batches; None for `K.floatx()`.

    Attributes:
        class_indices: dictionary from class names to class numbers.
        num_classes: int, number of classes.
        samples: int, number of images.
        filenames: list of the paths of the images relative to `directory`.
        filepaths: list of their complete paths.
        classes: array of ints, the class number of each image.

    Raises:
        FileNotFoundError: if the folder does not exist.
        TypeError: if `classes` is not a list of names.
        ValueError: if another argument is invalid.
    """

    allowed_class_modes = ('categorical', 'binary', 'sparse', 'input', None)

    def __init__(self, directory, image_data_generator, target_size=(256, 256), color_mode='rgb',
                 classes=None, class_mode='categorical', batch_size=32, shuffle=True, seed=None,
                 data_format=None, save_to_dir=None, save_prefix='', save_format='png',
                 follow_links=False, subset=None, interpolation='nearest', dtype=None):
        self.set_processing_attrs(image_data_generator, target_size, color_mode, data_format,
                                  save_to_dir, save_prefix, save_format, subset, interpolation)
        check_class_mode(class_mode, self.allowed_class_modes)
        self.directory = directory
        self.class_mode = class_mode
        self.dtype = dtype or array_floatx()
        folders = _folders(directory)
        names = _checked(classes) if classes else folders
        self.num_classes = len(names)
        self.class_indices = {name: number for number, name in enumerate(names)}
        self._find_images(names, folders, follow_links)
        print('Found %d images belonging to %d classes.' % (self.samples, self.num_classes))
        self._warn_of_oddities(names, folders)
        super().__init__(self.samples, batch_size, shuffle, seed)

    def _find_images(self, names, folders, follow_links):
        self.filenames, counts = [], []
        for name in names:
            found = _images(os.path.join(self.directory, name), name, self.white_list_formats,
                            follow_links)
            if not found:
                self._warn_of_empty_class(name, folders)
            found = found[self._subset_slice(len(found))]
            self.filenames += found
            counts.append(len(found))
        self.samples = len(self.filenames)
        self.classes = np.repeat(np.arange(len(names), dtype='int32'), counts)
        self._filepaths = [os.path.join(self.directory, name) for name in self.filenames]

    def _warn_of_empty_class(self, name, folders):
        path = os.path.join(self.directory, name)
        if os.path.isdir(path):
            warn('There are no images of class %r: the folder %s has no files that end in %s.'
                 % (name, path, ', '.join('.' + form for form in self.white_list_formats)))
        else:
            warn('There are no images of class %r: there is no folder %s.%s'
                 % (name, path, did_you_mean(name, folders, repr)))

    def _warn_of_oddities(self, names, folders):
        if not names:
            warn('The folder %s has no images for this iterator: they must be in subfolders, one '
                 'for each class.' % self.directory)
        if names is folders and any(name.startswith('.') for name in names):
            warn('Hidden folders count as classes, too: %s. To exclude them, list the others in '
                 '`classes`.' % [name for name in names if name.startswith('.')])
        if self.class_mode == 'binary' and self.num_classes > 2:
            warn('`class_mode="binary"` is for 2 classes, but there are %d. Labels are from 0 to '
                 '%d, as with "sparse".' % (self.num_classes, self.num_classes - 1))

    @property
    def filepaths(self):
        return self._filepaths

    @property
    def labels(self):
        return self.classes

    @property
    def sample_weight(self):
        return None


def _folders(directory):
    if not os.path.isdir(directory):
        raise FileNotFoundError('`directory` must be a folder with a folder of images for each '
                                'class, but there is no folder %s.' % os.path.abspath(directory))
    with os.scandir(directory) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir())


def _checked(classes):
    names = list(classes)
    if isinstance(classes, str) or not all(isinstance(name, str) for name in names):
        raise TypeError('`classes` must be a list of names of folders, such as ["cats", "dogs"], '
                        'but got %r.' % (classes,))
    if len(set(names)) < len(names):
        raise ValueError('`classes` must not repeat a name, but got %r.' % (names,))
    return names


def _images(folder, name, extensions, follow_links):
    """Returns the paths of the image files in a folder, prefixed with `name`."""
    found = []
    for place, files in sorted(_walk(folder, follow_links)):
        prefix = name if place == folder else os.path.join(name, os.path.relpath(place, folder))
        found += [os.path.join(prefix, file) for file in sorted(files)
                  if file.lower().endswith(extensions)]
    return found


def _walk(folder, follow_links):
    """Yields the folders in a folder, each with the names of its files."""
    for place, folders, files in os.walk(folder, followlinks=follow_links):
        yield place, files
        if follow_links:
            folders[:] = [name for name in folders if not _leads_up(place, name)]


def _leads_up(place, name):
    """Returns whether a link leads to a folder that contains it; following it would never end."""
    path = os.path.join(place, name)
    return os.path.islink(path) and os.path.join(os.path.realpath(place), '').startswith(
        os.path.join(os.path.realpath(path), ''))
