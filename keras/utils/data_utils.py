"""Data files: download, check, cache; data sets read batch by batch."""
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

_TIMEOUT = 60  # seconds to wait for an answer, and for each part of it
_CHUNK = 1 << 16  # bytes


def get_file(fname, origin, untar=False, md5_hash=None, file_hash=None, cache_subdir='datasets',
             hash_algorithm='auto', extract=False, archive_format='auto', cache_dir=None,
             max_unpacked_size=None):
    """Downloads a file, unless it is in the cache already.

    The file lies in the folder `cache_subdir` of `cache_dir`. With a hash, a cached file that
    differs is downloaded again, and a download that differs is refused. The cached file stays until
    its replacement has arrived, and a download that fails leaves nothing behind. A symbolic link in
    the cache is replaced, not what it points to.

    Args:
        fname: name of the file in the cache; an absolute path is used as it is.
        origin: URL of the file, or a list of URLs. These are tried in order: the next one if there
            is no answer, an error, only a part of the file, or a file with another hash.
        untar: whether the download is a tar archive to be unpacked; `fname` is then the name of the
            folder or file in the archive. Outdated, use `extract`.
        md5_hash: MD5 hash of the file. Outdated, use `file_hash`.
        file_hash: MD5 or SHA-256 hash of the file.
        cache_subdir: folder in `cache_dir` for the file.
        hash_algorithm: `'md5'`, `'sha256'`, or `'auto'` to tell by the length of the hash.
        extract: whether to unpack the file, if it is an archive, in the folder where it lies.
        archive_format: `'tar'`, `'zip'`, `'auto'`, or a list of these to try.
        cache_dir: folder of the cache; by default `$KERAS_HOME`, or `~/.keras`.
        max_unpacked_size: number of bytes that the archive may unpack to; by default 1 GiB, or 100
            times the size of the archive if that is more.

    Returns:
        Path of the file (with `untar`, of what was unpacked).

    Raises:
        OSError: if no address gives a file, or it cannot be written.
        ValueError: if an address gives a file with another hash, and none the right one; if an
            address is not a URL; if the archive is damaged, or not safe to unpack.

    Example:
        >>> path = get_file('mnist.npz', ['https://example.org/mnist.npz',
        ...                               'https://mirror.example.org/mnist.npz'])
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
    """Downloads a file. What lies at its place stays until it has arrived.

    Args:
        origin: URL of the file, or a list of URLs to try in order.
        path: where to put it.
        file_hash: MD5 or SHA-256 hash of the file.
        hash_algorithm: as of `get_file`.

    Raises:
        OSError, ValueError: as by `get_file`, if no address gives the file.
    """
    urls, failures = _urls(origin), []
    os.makedirs(os.path.dirname(path), exist_ok=True)
    for url in urls:
        if failures:
            print('\nThis failed (%s). Trying the next address.' % _reason(failures[-1][1]))
        print('Downloading data from', url)
        try:
            return _fetch_checked(url, path, file_hash, hash_algorithm)
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()  # it holds the connection
            failures.append((url, error))
    raise _download_error(failures, path) from failures[-1][1]


def cached_path(fname, cache_subdir='datasets', cache_dir=None):
    """Returns where `get_file` keeps a file; it need not exist.

    Args:
        fname: name of the file.
        cache_subdir: folder in `cache_dir` for the file.
        cache_dir: folder of the cache; by default `$KERAS_HOME`, or `~/.keras`.

    Returns:
        A path. Where the cache cannot be written, it lies in the system's temporary folder.
    """
    cache_dir = os.path.abspath(os.path.expanduser(cache_dir or keras_home()))
    if os.path.exists(cache_dir) and not os.access(cache_dir, os.W_OK):
        cache_dir = os.path.join(tempfile.gettempdir(), '.keras')
    return os.path.join(cache_dir, cache_subdir, fname)


def validate_file(fpath, file_hash, algorithm='auto', chunk_size=65535):
    """Tells whether a file has the given hash.

    Args:
        fpath: path of the file.
        file_hash: the expected hash, hexadecimal.
        algorithm: `'md5'`, `'sha256'`, or `'auto'` to tell by the length of the hash.
        chunk_size: number of bytes to read at a time.

    Returns:
        A bool.

    Raises:
        ValueError: if the algorithm is unknown.
        OSError: if the file cannot be read.
    """
    if algorithm not in ('auto', 'md5', 'sha256'):
        raise ValueError("The algorithm of a hash must be 'md5', 'sha256' or 'auto', but got %r."
                         % (algorithm,))
    sha256 = algorithm == 'sha256' or (algorithm == 'auto' and len(str(file_hash)) == 64)
    return _hash_file(fpath, 'sha256' if sha256 else 'md5', chunk_size) == str(file_hash).lower()


def _hash_file(fpath, algorithm='sha256', chunk_size=65535):
    """Returns the hash of a file, hexadecimal; programs check their downloads with it."""
    digest = hashlib.sha256() if algorithm == 'sha256' else hashlib.md5()
    with open(fpath, 'rb') as file:
        for chunk in iter(lambda: file.read(chunk_size), b''):
            digest.update(chunk)
    return digest.hexdigest()


def _is_cached(path, file_hash, algorithm):
    if not os.path.exists(path):
        return False
    if os.path.isdir(path) and file_hash is None:
        return True  # what somebody unpacked there
    if not os.path.isfile(path):
        raise OSError('There should be a file at %s, but there is a %s. Remove it, and the file is '
                      'downloaded.' % (path, 'folder' if os.path.isdir(path) else 'device'))
    if file_hash is None or validate_file(path, file_hash, algorithm):
        return True
    warn('The cached file %s does not have the expected hash; it is downloaded again.' % path)
    return False


def _urls(origin):
    urls = [origin] if isinstance(origin, str) else origin
    if not isinstance(urls, (list, tuple)) or not urls or not all(isinstance(x, str) for x in urls):
        raise ValueError('`origin` must be a URL or a list of URLs, but got %r.' % (origin,))
    return urls


def _reason(error):
    return str(error) or type(error).__name__


def _download_error(failures, path):
    """Returns the error that tells why no address gave the file."""
    network_failed = all(isinstance(error, (OSError, HTTPException)) for _, error in failures)
    kind = OSError if network_failed else ValueError
    if len(failures) == 1:
        (url, error), = failures
        return kind('Cannot download %s to %s: %s. Check the address and the network, or fetch the '
                    'file by other means and put it there.' % (url, path, _reason(error)))
    reasons = ['  %s: %s' % (url, _reason(error)) for url, error in failures]
    return kind('Cannot download %s from any of its addresses:\n%s\nCheck the network, or fetch '
                'the file by other means and put it there.' % (path, '\n'.join(reasons)))


def _fetch_checked(origin, path, file_hash, algorithm):
    with replaced_file(path, follow_link=False) as new:
        _fetch(origin, new, is_checked=file_hash is not None)
        if file_hash is not None and not validate_file(new, file_hash, algorithm):
            raise ValueError('what it gives does not have the expected hash %s. Either the file '
                             'has changed at its source, or someone has tampered with it on the way'
                             % file_hash)


def _fetch(origin, path, is_checked):
    """Copies what an address gives into a file, and shows a progress bar."""
    request = Request(origin)
    with urlopen(request, timeout=_TIMEOUT) as source, naming_file(path), open(path, 'wb') as file:
        if not is_checked:
            _check_way(request, source)
        if getattr(source, 'status', None) not in (None, 200):
            raise OSError('it answered with status %d' % source.status)
        length = source.headers.get('Content-Length') or ''
        total = int(length) if length.isdigit() else None
        bar, done = Progbar(total), 0
        for chunk in iter(lambda: source.read(_CHUNK), b''):
            file.write(chunk)
            done += len(chunk)
            bar.update(done)
    if total is not None and done < total:
        raise OSError('it broke off after %d of %d bytes' % (done, total))


def _check_way(request, source):
    """Raises an error if an encrypted way leads to one on which anybody could change the file."""
    ways = list(getattr(request, 'redirect_dict', ())) + [source.geturl()]
    open_ways = [way for way in ways if not way.lower().startswith('https:')]
    if request.type == 'https' and open_ways:
        raise OSError('it leads from https to %s; with a `file_hash` that is allowed'
                      % open_ways[0])
