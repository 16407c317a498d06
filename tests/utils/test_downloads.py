"""Downloads from a server of our own: whole ones, and such that go wrong."""
import email
import hashlib
import io
import os
import re
import tarfile
import threading
import urllib.request
import urllib.response

import pytest
from http_server import serving

from keras.utils import data_utils
from keras.utils.data_utils import get_file

pytestmark = pytest.mark.filterwarnings('ignore:The cached file .* does not have the expected hash')

CONTENT = bytes(range(256)) * 1000  # more than is read at a time
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def unknown_length(handler):
    handler.begin()
    handler.wfile.write(CONTENT)


def moved(handler):
    handler.begin(302, Location='/whole')


def cut_off(handler):
    handler.begin(Content_Length=2 * len(CONTENT))
    handler.wfile.write(CONTENT)


def no_answer(handler):
    handler.wfile.write(b'what?')


def stalled(handler):
    handler.begin(Content_Length=2)
    handler.wfile.write(b'1')
    handler.server.released.wait(30)


def archive():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode='w:gz') as tar:
        for name in ('good', '../evil'):
            tar.addfile(tarfile.TarInfo(name))
    return file.getvalue()


PAGES = {'whole': CONTENT, 'other': b'something else', 'empty': b'', 'archive': archive(),
         'unknown_length': unknown_length, 'moved': moved, 'cut_off': cut_off,
         'no_answer': no_answer, 'stalled': stalled}


@pytest.fixture
def address(monkeypatch):
    """Starts the server; yields its address with a slash. Only `stalled` is soon given up."""
    urlopen = data_utils.urlopen

    def impatient(request, timeout):
        return urlopen(request, timeout=.2 if request.full_url.endswith('/stalled') else timeout)
    monkeypatch.setattr(data_utils, 'urlopen', impatient)
    with serving(PAGES) as server:
        yield server.address


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
    ('missing', '404.*no such file'), ('cut_off', 'stopped after 256000 of 512000|256000'),
    ('no_answer', 'what'), ('stalled', 'timed out')])
def test_downloads_that_fail(address, tmp_path, page, message):
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
    with pytest.raises(OSError, match='Cannot download http://127.0.0.1:1/.*Check the URL'):
        fetch('http://127.0.0.1:1/', tmp_path)
    with pytest.raises(ValueError, match='unknown url type'):
        fetch('nowhere', tmp_path)
    assert files_in(tmp_path) == []


FAILURES = [('missing', '404.*no such file'), ('cut_off', 'stopped after|256000'),
            ('no_answer', 'what'), ('stalled', 'timed out'), ('other', 'expected hash')]


@pytest.mark.parametrize('page, message', FAILURES)
def test_next_address_when_one_fails(address, tmp_path, page, message, capsys):
    path = fetch([address + page, address + 'whole', address + 'empty'], tmp_path, file_hash=SHA256)
    assert read(path) == CONTENT
    assert files_in(tmp_path) == ['datasets/x']
    lines = capsys.readouterr().out.splitlines()
    assert 'Downloading data from %swhole' % address in lines
    told, = [line for line in lines if line.startswith('This failed (')]
    assert re.search(message + r'.*\)\. Trying the next URL\.$', told)


def test_addresses_that_are_not_needed(address, tmp_path, capsys):
    path = fetch((address + 'whole', address + 'missing'), tmp_path)
    assert read(path) == CONTENT
    assert 'failed' not in capsys.readouterr().out


def test_all_addresses_fail(address, tmp_path):
    pages = [page for page, _ in FAILURES[:-1]]
    for earlier in (False, True):
        if earlier:
            fetch(address + 'whole', tmp_path)
        with pytest.raises(OSError) as caught:
            fetch([address + page for page in pages], tmp_path, file_hash='0' * 64)
        lines = str(caught.value).splitlines()
        place = os.path.join(str(tmp_path), 'datasets', 'x')
        assert lines[0] == 'Cannot download %s from any of its URLs:' % place
        for line, (page, message) in zip(lines[1:5], FAILURES):
            assert re.match('  %s%s: .*(%s)' % (address, page, message), line)
        assert lines[5] == 'Check the network, or get the file some other way and put it there.'
        assert files_in(tmp_path) == (['datasets/x'] if earlier else [])
    assert read(place) == CONTENT


@pytest.mark.parametrize('pages', [['missing', 'other'], ['other', 'missing'], ['other', 'other']])
def test_a_wrong_file_is_a_value_error(address, tmp_path, pages):
    with pytest.raises(ValueError, match='other: .*does not have the expected hash'):
        fetch([address + page for page in pages], tmp_path, file_hash=SHA256)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize('origin', [[], (), None, 3, ['a', None], {'a': 1}])
def test_addresses_that_are_none(tmp_path, origin):
    with pytest.raises(ValueError, match='`origin` must be a URL or a list of URLs, but got'):
        fetch(origin, tmp_path)
    assert os.listdir(str(tmp_path)) == []


def redirected(place):
    return lambda handler: handler.begin(302, Location=place)


@pytest.mark.parametrize('place, message', [
    ('file:///etc/passwd', 'not allowed'), ('data:text/plain,evil', 'not allowed'),
    ('/around', 'infinite loop'), ('http://127.0.0.1:1/', 'refused')])
def test_redirects_that_are_not_followed(tmp_path, place, message):
    with serving({'around': redirected(place)}) as server, \
            pytest.raises(OSError, match='Cannot download .*around.*' + message):
        fetch(server.address + 'around', tmp_path)
    assert files_in(tmp_path) == []


def test_redirects_from_https_to_http(address, tmp_path, monkeypatch):
    class Secure(urllib.request.HTTPSHandler):
        def https_open(self, request):
            headers = email.message_from_string('Location: %swhole' % address)
            answer = urllib.response.addinfourl(io.BytesIO(), headers, request.full_url, 302)
            answer.msg = 'Found'
            return answer

    opener = urllib.request.build_opener(Secure)
    monkeypatch.setattr(urllib.request, '_opener', opener)  # as `install_opener` does
    with pytest.raises(OSError, match='from https to http://.*allowed only with a `file_hash`'):
        fetch('https://example.org/x', tmp_path)
    assert files_in(tmp_path) == []
    assert read(fetch('https://example.org/x', tmp_path, file_hash=SHA256)) == CONTENT


@pytest.mark.parametrize('status', [204, 206])
def test_answers_without_the_whole_file(tmp_path, status):
    with serving({'part': lambda handler: handler.begin(status)}) as server, \
            pytest.raises(OSError, match='responded with status %d' % status):
        fetch(server.address + 'part', tmp_path)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize('length', ['abc', '-5', ''])
def test_lengths_that_are_none(tmp_path, length):
    def page(handler):
        handler.begin(Content_Length=length)
        handler.wfile.write(CONTENT)

    with serving({'page': page}) as server:
        assert read(fetch(server.address + 'page', tmp_path)) == CONTENT


@pytest.mark.parametrize('make', [os.mkfifo, lambda path: os.symlink('/dev/zero', path), os.mkdir])
def test_what_is_no_file_in_the_cache(address, tmp_path, make):
    (tmp_path / 'datasets').mkdir()
    make(str(tmp_path / 'datasets' / 'x'))
    with pytest.raises(OSError, match='Expected a file at .*x, but there is a (folder|device)'):
        fetch(address + 'whole', tmp_path, file_hash=SHA256)


def test_links_in_the_cache_are_replaced(address, tmp_path):
    (tmp_path / 'datasets').mkdir()
    mine, link = tmp_path / 'mine', tmp_path / 'datasets' / 'x'
    mine.write_bytes(b'mine')
    for target in (str(mine), str(tmp_path / 'missing' / 'x'), 'x'):
        os.symlink(target, str(link))
        assert read(fetch(address + 'whole', tmp_path, file_hash=SHA256)) == CONTENT
        assert not link.is_symlink()
        link.unlink()
    assert mine.read_bytes() == b'mine'


def test_unknown_algorithms(address, tmp_path):
    with pytest.raises(ValueError, match="must be 'md5', 'sha256' or 'auto', but got 'sha1'"):
        fetch(address + 'whole', tmp_path, file_hash=SHA256, hash_algorithm='sha1')


def test_a_cached_file_needs_no_address(address, tmp_path):
    path = fetch(address + 'whole', tmp_path)
    assert fetch(None, tmp_path, file_hash=SHA256) == path


def test_several_downloads_of_a_file_at_once(address, tmp_path):
    threads = [threading.Thread(target=fetch, args=(address + 'whole', tmp_path))
               for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(str(tmp_path / 'datasets' / 'x')) == CONTENT
    assert files_in(tmp_path) == ['datasets/x']
