"""Logs sent to a server."""
import json
import urllib.parse
import urllib.request

import numpy as np

from keras.utils.warn import warn

from .base import Callback

_TIMEOUT = 10  # seconds


class RemoteMonitor(Callback):
    """Posts the logs of each epoch to a server, as JSON with the epoch among them.

    A server that cannot be reached, or refuses, is warned of; training goes on.

    Args:
        root: address of the server.
        path: path at the server.
        field: name of the form's field that holds the JSON.
        headers: dictionary of further HTTP headers.
        send_as_json: whether the JSON is sent as it is (`application/json`), rather than in a form.
    """

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
            # ValueError: the address makes no sense.
            warn('RemoteMonitor could not post the logs to %s%s: %s'
                 % (self.root, self.path, error))


def _plain(value):
    """Returns what JSON can hold in the place of arrays and numbers of NumPy."""
    return np.asarray(value).tolist()
