"""Models and weights in Google Cloud Storage and similar, read and written by TensorFlow."""
import contextlib
import functools
import inspect
import os
import shutil
import sys
import tempfile

from keras.utils.files import is_remote
from keras.utils.io_utils import ask_to_proceed_with_overwrite


class TensorFlowFiles:
    """The part of TensorFlow's `file_io` that Keras uses.

    `keras.engine.saving.tf_file_io` is an instance; you can replace it with another object that has
    these methods.
    """

    def file_exists(self, path):
        """Returns whether a file exists."""
        return self._gfile(path).exists(path)

    def FileIO(self, path, mode):  # noqa: N802
        """Opens a file; `mode` is `'rb'` or `'wb'`."""
        return self._gfile(path).GFile(path, mode)

    def _gfile(self, path):
        try:
            import tensorflow
        except ImportError as error:
            raise ImportError(
                'Keras reads and writes %s through TensorFlow, which is not installed. Install it '
                'with `pip install tensorflow`, whichever backend you use; or open the file as a '
                'binary stream, for example with gcsfs or s3fs, and pass the stream instead of the '
                'path.'
                % path) from error
        return tensorflow.io.gfile


def allow_write_to_gcs(save_function):
    """Decorates a function that saves to a file to make it accept paths such as `gs://a/b`.

    The function writes to a local file, which is copied when it is complete.

    Args:
        save_function: function `(obj, filepath, overwrite=True, ...)`.

    Returns:
        The function.
    """
    @functools.wraps(save_function)
    def save(obj, filepath, *args, **kwargs):
        if not is_remote(filepath):
            return save_function(obj, filepath, *args, **kwargs)
        given = inspect.signature(save_function).bind(obj, filepath, *args, **kwargs).arguments
        with _local_file(filepath) as local:
            if given.get('overwrite', True) or not _files().file_exists(filepath) \
                    or ask_to_proceed_with_overwrite(filepath):
                save_function(obj, local, *args, **kwargs)
                with open(local, 'rb') as source, _files().FileIO(filepath, 'wb') as target:
                    shutil.copyfileobj(source, target, 2 ** 20)
        return None
    return save


def allow_read_from_gcs(load_function):
    """Decorates a function that loads from a file to make it accept paths such as `gs://a/b`.

    Args:
        load_function: function `(filepath, ...)`.

    Returns:
        The function.
    """
    @functools.wraps(load_function)
    def load(filepath, *args, **kwargs):
        if not is_remote(filepath):
            return load_function(filepath, *args, **kwargs)
        with _local_file(filepath) as local:
            with _files().FileIO(filepath, 'rb') as source, open(local, 'wb') as target:
                shutil.copyfileobj(source, target, 2 ** 20)
            return load_function(local, *args, **kwargs)
    return load


@contextlib.contextmanager
def _local_file(path):
    """Yields the path of a local file to use for a remote one; errors name the remote one."""
    with tempfile.TemporaryDirectory() as folder:
        local = os.path.join(folder, 'file')
        try:
            yield local
        except (OSError, ValueError) as error:
            if local not in str(error):
                raise
            raise type(error)(str(error).replace(local, path)) from error
        except Exception as error:
            if not type(error).__module__.startswith('tensorflow'):
                raise
            raise OSError(
                'TensorFlow cannot reach %s: %s. For file systems that it does not support itself '
                '(s3://, hdfs://, az://), run `pip install tensorflow-io` and `import '
                'tensorflow_io`; or open the file as a binary stream and pass that.'
                % (path, error)) from error


def _files():
    return sys.modules[__package__].tf_file_io
