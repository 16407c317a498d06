"""Downloads from a server of our own: whole ones, and such that go wrong."""
import hashlib
import http.server
import io
import os
import socketserver
import tarfile
import threading

import pytest

from keras.utils import data_utils
from keras.utils.data_utils import get_file

pytestmark = pytest.mark.filterwarnings('ignore:The cached file .* does not have the expected hash')

CONTENT = bytes(range(256)) * 1000  # more than is read at a time
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        getattr(self, self.path.strip('/'))()

    def begin(self, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), str(value))
        self.end_headers()

    def whole(self):
        self.begin(Content_Length=len(CONTENT))
        self.wfile.write(CONTENT)

    def unknown_length(self):
        self.begin()
        self.wfile.write(CONTENT)

    def empty(self):
        self.begin(Content_Length=0)

    def moved(self):
        self.begin(302, Location='/whole')

    def missing(self):
        self.send_error(404, 'no such file')

    def cut_off(self):
        self.begin(Content_Length=2 * len(CONTENT))
        self.wfile.write(CONTENT)

    def no_answer(self):
        self.wfile.write(b'what?')

    def stalled(self):
        self.begin(Content_Length=2)
        self.wfile.write(b'1')
        self.server.released.wait(30)

    def archive(self):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode='w:gz') as archive:
            for name in ('good', '../evil'):
                archive.addfile(tarfile.TarInfo(name))
        self.begin(Content_Length=len(file.getvalue()))
        self.wfile.write(file.getvalue())

    def log_message(self, *arguments):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.released = threading.Event()


@pytest.fixture
def address(monkeypatch):
    """Starts the server; yields its address with a slash."""
    monkeypatch.setenv('no_proxy', '127.0.0.1')
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(.01,))
    thread.start()
    yield 'http://127.0.0.1:%d/' % server.server_address[1]
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(address, folder, name='x', **options):
    return get_file(name, address, cache_dir=str(folder), **options)


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def files_in(folder):
    return sorted(os.path.relpath(os.path.join(root, name), str(folder)).replace(os.sep, '/')
                  for root, _, names in os.walk(str(folder)) for name in names)


@pytest.mark.parametrize('page', ['whole', 'unknown_length', 'moved'])
def test_whole_files(address, tmp_path, page):
    path = fetch(address + page, tmp_path, file_hash=SHA256)
    assert read(path) == CONTENT
    assert files_in(tmp_path) == ['datasets/x']


def test_empty_files(address, tmp_path):
    assert read(fetch(address + 'empty', tmp_path)) == b''


def test_progress(address, tmp_path, capsys):
    fetch(address + 'whole', tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == 'Downloading data from %swhole' % address
    assert lines[-1].startswith('256000/256000 [==============================] - ')
    fetch(address + 'unknown_length', tmp_path, 'y')
    assert '/Unknown - ' in capsys.readouterr().out


@pytest.mark.parametrize('page, message', [
    ('missing', '404.*no such file'), ('cut_off', 'broke off after 256000 of 512000|256000'),
    ('no_answer', 'what'), ('stalled', 'timed out')])
def test_downloads_that_fail(address, tmp_path, page, message, monkeypatch):
    monkeypatch.setattr(data_utils, '_TIMEOUT', .2)
    for earlier in (False, True):
        folder = tmp_path / str(earlier)
        if earlier:
            fetch(address + 'whole', folder)
        with pytest.raises(OSError, match='Cannot download .*%s.*%s' % (page, message)):
            fetch(address + page, folder, file_hash='0' * 64 if earlier else None)
        assert files_in(folder) == (['datasets/x'] if earlier else [])
    assert read(str(folder / 'datasets' / 'x')) == CONTENT


def test_downloads_with_another_hash(address, tmp_path):
    with pytest.raises(ValueError, match='does not have the expected hash 0{64}'):
        fetch(address + 'whole', tmp_path, file_hash='0' * 64)
    assert files_in(tmp_path) == []


def test_interrupted_downloads_leave_the_earlier_file(address, tmp_path, monkeypatch):
    class Interrupting(data_utils.Progbar):
        def update(self, *arguments):
            raise KeyboardInterrupt

    path = fetch(address + 'whole', tmp_path)
    monkeypatch.setattr(data_utils, 'Progbar', Interrupting)
    with pytest.raises(KeyboardInterrupt):
        fetch(address + 'whole', tmp_path, file_hash='0' * 64)
    assert read(path) == CONTENT
    assert files_in(tmp_path) == ['datasets/x']


def test_archives_that_would_leave_their_folder(address, tmp_path):
    with pytest.raises(ValueError, match='evil.*nothing was unpacked'):
        fetch(address + 'archive', tmp_path, 'a.tar.gz', extract=True)
    assert files_in(tmp_path) == ['datasets/a.tar.gz']


def test_nobody_there(tmp_path, monkeypatch):
    monkeypatch.setenv('no_proxy', '127.0.0.1')
    with pytest.raises(OSError, match='Cannot download http://127.0.0.1:1/.*Check the address'):
        fetch('http://127.0.0.1:1/', tmp_path)
    with pytest.raises(ValueError, match='unknown url type'):
        fetch('nowhere', tmp_path)
    assert files_in(tmp_path) == []


def test_several_downloads_of_a_file_at_once(address, tmp_path):
    threads = [threading.Thread(target=fetch, args=(address + 'whole', tmp_path))
               for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(str(tmp_path / 'datasets' / 'x')) == CONTENT
    assert files_in(tmp_path) == ['datasets/x']
