"""Paths in Google Cloud Storage, which Keras 2 read and wrote through TensorFlow."""
import functools


def allow_write_to_gcs(save_function):
    """Decorates a function that saves, so that `gs://` paths are explained instead of tried.

    Args:
        save_function: function `(obj, filepath, ...)`.

    Returns:
        The function; it raises `NotImplementedError` for a path that begins with `gs://`.
    """
    @functools.wraps(save_function)
    def save(obj, filepath, *args, **kwargs):
        _refuse_cloud(filepath, 'wb', 'write to')
        return save_function(obj, filepath, *args, **kwargs)
    return save


def allow_read_from_gcs(load_function):
    """Decorates a function that loads, so that `gs://` paths are explained instead of tried.

    Args:
        load_function: function `(filepath, ...)`.

    Returns:
        The function; it raises `NotImplementedError` for a path that begins with `gs://`.
    """
    @functools.wraps(load_function)
    def load(filepath, *args, **kwargs):
        _refuse_cloud(filepath, 'rb', 'read from')
        return load_function(filepath, *args, **kwargs)
    return load


def _refuse_cloud(filepath, mode, verb):
    if str(filepath).startswith('gs://'):
        raise NotImplementedError(
            'Keras does not %s Google Cloud Storage by itself. Open %s as a binary stream, for '
            'instance with `tf.io.gfile.GFile(path, %r)` or gcsfs, and pass the stream in place '
            'of the path.' % (verb, filepath, mode))
