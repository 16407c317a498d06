"""Data files (download, check, cache) and data sets read batch by batch."""
import hashlib
import os
import tempfile
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from keras.backend.config import keras_home
from keras.utils.archives import unpack
from keras.utils.enqueuers import (  # noqa: F401
    GeneratorEnqueuer,
    OrderedEnqueuer,
    SequenceEnqueuer,
    get_index,
    init_pool,
    init_pool_generator,
    next_sample,
)
from keras.utils.errors import naming_file
from keras.utils.files import replaced_file
from keras.utils.progbar import Progbar
from keras.utils.sequence import Sequence  # noqa: F401
from keras.utils.warn import warn

_TIMEOUT = 60  # seconds to wait for a response, and for each part of it
_CHUNK = 1 << 16  # bytes


def get_file(fname, origin, untar=False, md5_hash=None, file_hash=None, cache_subdir='datasets',
             hash_algorithm='auto', extract=False, archive_format='auto', cache_dir=None,
             max_unpacked_size=None):
    """Downloads a file, unless it is in the cache already.

    The file is stored in the folder `cache_subdir` of `cache_dir`. With a hash, a cached file with
    another hash is downloaded again, and a download with another hash is refused. The cached file
    is kept until its replacement is complete, and a failed download leaves nothing behind. If the
    cached file is a symbolic link, the link is replaced, not its target.

    Args:
        fname: name of the file in the cache; an absolute path is used as it is.
        origin: URL of the file, or a list of URLs. They are tried in order: the next one is used if
            there is no response, an error, only part of the file, or a file with another hash.
        untar: whether the download is a tar archive to unpack; `fname` is then the name of the
            folder or file in the archive. Deprecated, use `extract`.
        md5_hash: MD5 hash of the file. Deprecated, use `file_hash`.
        file_hash: MD5 or SHA-256 hash of the file.
        cache_subdir: folder in `cache_dir` for the file.
        hash_algorithm: `'md5'`, `'sha256'`, or `'auto'` to determine it from the length of the
            hash.
        extract: whether to unpack the file, if it is an archive, in its folder.
        archive_format: `'tar'`, `'zip'`, `'auto'`, or a list of these to try.
        cache_dir: folder of the cache; by default `$KERAS_HOME`, or `~/.keras`.
        max_unpacked_size: number of bytes that the archive may unpack to; by default 1 GiB, or 100
            times the size of the archive if that is more.

    Returns:
        Path of the file; with `untar`, of what was unpacked.

    Raises:
        OSError: if the file cannot be downloaded from any URL, or cannot be written.
        ValueError: if the file has another hash at all URLs that provide one; if `origin` is not a
            URL; if the archive is damaged, or not safe to unpack.

    Example:
        >>> import os, pathlib, tempfile
        >>> folder = tempfile.mkdtemp()
        >>> original = pathlib.Path(folder, 'original.txt')
        >>> _ = original.write_text('some data')
        >>> path = keras.utils.get_file('copy.txt', original.as_uri(), cache_dir=folder)
        Downloading ...
        >>> os.path.basename(path)
        'copy.txt'
    """
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, 'md5'
    path = cached_path(fname, cache_subdir, cache_dir)
    file = path + '.tar.gz' if untar else path
    if not _is_cached(file, file_hash, hash_algorithm):
        download(origin, file, file_hash, hash_algorithm)
    if untar and not os.path.exists(path):
        unpack(file, os.path.dirname(file), 'tar', max_unpacked_size)
    elif extract and not untar:
        unpack(file, os.path.dirname(file), archive_format, max_unpacked_size)
    return path


def download(origin, path, file_hash=None, hash_algorithm='auto'):
    """Downloads a file. An existing file is kept until the new one is complete.

    Args:
        origin: URL of the file, or a list of URLs to try in order.
        path: path of the new file.
        file_hash: MD5 or SHA-256 hash of the file.
        hash_algorithm: as for `get_file`.

    Raises:
        OSError: as `get_file`, if the file cannot be downloaded from any URL.
        ValueError: as `get_file`, if only files with other hashes are found.
    """
    urls, failures = _urls(origin), []
    os.makedirs(os.path.dirname(path), exist_ok=True)
    for url in urls:
        if failures:
            print('\nThis failed (%s). Trying the next URL.' % _reason(failures[-1][1]))
        print('Downloading data from', url)
        try:
            return _fetch_checked(url, path, file_hash, hash_algorithm)
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()  # it keeps the connection open
            failures.append((url, error))
    raise _download_error(failures, path) from failures[-1][1]


def cached_path(fname, cache_subdir='datasets', cache_dir=None):
    """Returns the path that `get_file` uses for a file, which may not exist yet.

    Args:
        fname: name of the file.
        cache_subdir: folder in `cache_dir` for the file.
        cache_dir: folder of the cache; by default `$KERAS_HOME`, or `~/.keras`.

    Returns:
        A path; in the system's temporary folder if the cache is not writable.
    """
    cache_dir = os.path.abspath(os.path.expanduser(cache_dir or keras_home()))
    if os.path.exists(cache_dir) and not os.access(cache_dir, os.W_OK):
        cache_dir = os.path.join(tempfile.gettempdir(), '.keras')
    return os.path.join(cache_dir, cache_subdir, fname)


def validate_file(fpath, file_hash, algorithm='auto', chunk_size=65535):
    """Returns whether a file has the given hash.

    Args:
        fpath: path of the file.
        file_hash: the expected hash, hexadecimal.
        algorithm: `'md5'`, `'sha256'`, or `'auto'` to determine it from the length of the hash.
        chunk_size: number of bytes to read at a time.

    Returns:
        A bool.

    Raises:
        ValueError: if the algorithm is unknown.
        OSError: if the file cannot be read.

    Example:
        >>> from keras.utils.data_utils import validate_file
        >>> with open('empty.txt', 'w'):
        ...     pass
        >>> validate_file('empty.txt', 'd41d8cd98f00b204e9800998ecf8427e')
        True
    """
    if algorithm not in ('auto', 'md5', 'sha256'):
        raise ValueError("The algorithm of a hash must be 'md5', 'sha256' or 'auto', but got %r."
                         % (algorithm,))
    sha256 = algorithm == 'sha256' or (algorithm == 'auto' and len(str(file_hash)) == 64)
    return _hash_file(fpath, 'sha256' if sha256 else 'md5', chunk_size) == str(file_hash).lower()


def _hash_file(fpath, algorithm='sha256', chunk_size=65535):
    """Returns the hash of a file, hexadecimal. Programs call it to check their downloads."""
    digest = hashlib.sha256() if algorithm == 'sha256' else hashlib.md5()
    with open(fpath, 'rb') as file:
        for chunk in iter(lambda: file.read(chunk_size), b''):
            digest.update(chunk)
    return digest.hexdigest()


def _is_cached(path, file_hash, algorithm):
    if not os.path.exists(path):
        return False
    if os.path.isdir(path) and file_hash is None:
        return True  # something was unpacked there
    if not os.path.isfile(path):
        raise OSError('Expected a file at %s, but there is a %s. Remove it to download the file.'
                      % (path, 'folder' if os.path.isdir(path) else 'device'))
    if file_hash is None or validate_file(path, file_hash, algorithm):
        return True
    warn('The cached file %s does not have the expected hash; downloading it again.' % path)
    return False


def _urls(origin):
    urls = [origin] if isinstance(origin, str) else origin
    if not isinstance(urls, (list, tuple)) or not urls or not all(isinstance(x, str) for x in urls):
        raise ValueError('`origin` must be a URL or a list of URLs, but got %r.' % (origin,))
    return urls


def _reason(error):
    return str(error) or type(error).__name__


def _download_error(failures, path):
    """Returns the error that says why no URL provided the file."""
    network_failed = all(isinstance(error, (OSError, HTTPException)) for _, error in failures)
    kind = OSError if network_failed else ValueError
    if len(failures) == 1:
        (url, error), = failures
        return kind('Cannot download %s to %s: %s. Check the URL and the network, or get the '
                    'file some other way and put it there.' % (url, path, _reason(error)))
    reasons = ['  %s: %s' % (url, _reason(error)) for url, error in failures]
    return kind('Cannot download %s from any of its URLs:\n%s\nCheck the network, or get '
                'the file some other way and put it there.' % (path, '\n'.join(reasons)))


def _fetch_checked(origin, path, file_hash, algorithm):
    with replaced_file(path, follow_link=False) as new:
        _fetch(origin, new, is_checked=file_hash is not None)
        if file_hash is not None and not validate_file(new, file_hash, algorithm):
            raise ValueError('the downloaded file does not have the expected hash %s. Either the '
                             'file has changed at its source, or someone has tampered with it'
                             % file_hash)


def _fetch(origin, path, is_checked):
    """Downloads a URL to a file, and shows a progress bar."""
    request = Request(origin)
    with urlopen(request, timeout=_TIMEOUT) as source, naming_file(path), open(path, 'wb') as file:
        if not is_checked:
            _check_way(request, source)
        if getattr(source, 'status', None) not in (None, 200):
            raise OSError('the server responded with status %d' % source.status)
        length = source.headers.get('Content-Length') or ''
        total = int(length) if length.isdigit() else None
        bar, done = Progbar(total), 0
        for chunk in iter(lambda: source.read(_CHUNK), b''):
            file.write(chunk)
            done += len(chunk)
            bar.update(done)
    if total is not None and done < total:
        raise OSError('the download stopped after %d of %d bytes' % (done, total))


def _check_way(request, source):
    """Raises an OSError for redirects from an encrypted connection to an unencrypted one."""
    ways = list(getattr(request, 'redirect_dict', ())) + [source.geturl()]
    open_ways = [way for way in ways if not way.lower().startswith('https:')]
    if request.type == 'https' and open_ways:
        raise OSError('it redirects from https to %s, which is allowed only with a `file_hash`'
                      % open_ways[0])
