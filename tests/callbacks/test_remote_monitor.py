"""Logs posted to a server on this machine."""
import http.server
import json
import socket
import threading
import urllib.parse

import numpy as np
import pytest

from keras.callbacks import RemoteMonitor
from keras.layers import Dense
from keras.models import Sequential


class Server(http.server.HTTPServer):
    """Keeps what is posted to it.

    Attributes:
        posts: list of `(path, headers, body)`.
        answer: HTTP status to answer with.
        root: address.
    """

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.posts = []
        self.answer = 200
        self.root = 'http://127.0.0.1:%d' % self.server_port


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length'])).decode('utf-8')
        self.server.posts.append((self.path, self.headers, body))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv('no_proxy', '127.0.0.1')
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': .01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_form_for_each_epoch(server):
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile('sgd', 'mse')
    history = model.fit(np.ones((4, 2)), np.ones((4, 1)), epochs=2, verbose=0,
                        callbacks=[RemoteMonitor(server.root)]).history
    for epoch, (path, headers, body) in enumerate(server.posts):
        assert path == '/publish/epoch/end/'
        assert headers['Content-Type'] == 'application/x-www-form-urlencoded'
        form = urllib.parse.parse_qs(body)
        assert json.loads(form['data'][0]) == {'epoch': epoch, 'loss': history['loss'][epoch]}
    assert len(server.posts) == 2


def test_json(server):
    monitor = RemoteMonitor(server.root, path='/here', headers={'X-Key': 'secret'},
                            send_as_json=True)
    monitor.on_epoch_end(3, {'loss': np.float32(.5), 'n': np.int64(2), 'many': np.arange(2)})
    (path, headers, body), = server.posts
    assert (path, headers['Content-Type'], headers['X-Key']) == (
        '/here', 'application/json', 'secret')
    assert json.loads(body) == {'epoch': 3, 'loss': .5, 'n': 2, 'many': [0, 1]}


def test_name_of_the_field(server):
    RemoteMonitor(server.root, field='logs').on_epoch_end(0)
    assert urllib.parse.parse_qs(server.posts[0][2]) == {'logs': ['{"epoch": 0}']}


def test_a_server_that_refuses(server):
    server.answer = 500
    with pytest.warns(UserWarning, match='could not post the logs to %s/publish.*500'
                                         % server.root):
        RemoteMonitor(server.root).on_epoch_end(0, {'loss': 1.})


def test_nobody_there(monkeypatch):
    monkeypatch.setenv('no_proxy', '127.0.0.1')
    with socket.socket() as deaf:
        deaf.bind(('127.0.0.1', 0))  # taken, but nobody listens
        with pytest.warns(UserWarning, match='could not post'):
            RemoteMonitor('http://127.0.0.1:%d' % deaf.getsockname()[1]).on_epoch_end(0, {})


def test_an_address_that_is_none():
    with pytest.warns(UserWarning, match='could not post the logs to nowhere/'):
        RemoteMonitor('nowhere').on_epoch_end(0, {})
