"""Sends the logs to a server."""
import json
import urllib.parse
import urllib.request

import numpy as np

from keras.utils.warn import warn

from .base import Callback

_TIMEOUT = 10  # seconds


class RemoteMonitor(Callback):
    """Posts the logs of each epoch, with the key `epoch` added, to a server as JSON.

    If the server cannot be reached or refuses the request, the callback warns and training
    continues.

    Args:
        root: URL of the server.
        path: path on the server.
        field: name of the form field that holds the JSON.
        headers: dictionary of additional HTTP headers.
        send_as_json: bool, whether to send the JSON as the body (`application/json`) instead of in
            a form.

    Example::

        from keras.callbacks import RemoteMonitor

        monitor = RemoteMonitor(root='http://localhost:9000')
    """

    is_for_first_process = True

    def __init__(self, root='http://localhost:9000', path='/publish/epoch/end/', field='data',
                 headers=None, send_as_json=False):
        super().__init__()
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    def on_epoch_end(self, epoch, logs=None):
        message = json.dumps(dict(logs or {}, epoch=epoch), default=_plain)
        if self.send_as_json:
            kind, body = 'application/json', message
        else:
            kind = 'application/x-www-form-urlencoded'
            body = urllib.parse.urlencode({self.field: message})
        headers = dict({'Content-Type': kind}, **(self.headers or {}))
        try:
            request = urllib.request.Request(self.root + self.path, body.encode('utf-8'), headers)
            urllib.request.urlopen(request, timeout=_TIMEOUT).close()
        except (OSError, ValueError) as error:
            # ValueError: the URL is malformed.
            warn('RemoteMonitor could not post the logs to %s%s: %s'
                 % (self.root, self.path, error))


def _plain(value):
    """Converts arrays and numbers of NumPy to what JSON can hold."""
    return np.asarray(value).tolist()
