"""A web server on this machine, for tests of downloads."""
import contextlib
import http.server
import os
import socketserver
import threading
from unittest import mock


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the page of the server's `pages` that the address names."""

    def do_GET(self):
        self.server.requests.append(self.path)
        page = self.server.pages.get(self.path.lstrip('/'))
        if page is None:
            self.send_error(404, 'no such file')
        elif callable(page):
            page(self)
        else:
            self.begin(Content_Length=len(page))
            self.wfile.write(page)

    def begin(self, status=200, **headers):
        """Sends what comes before the content; `_` in the names of headers stands for `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), str(value))
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """The server; `address` ends with a slash.

    Attributes:
        pages: dictionary from paths to their content as bytes, or to functions that answer with the
            `Handler` they are called with.
        requests: list of the paths that were asked for.
        released: event that is set at the end, for pages that wait.
    """

    daemon_threads = True

    def __init__(self, pages):
        super().__init__(('127.0.0.1', 0), Handler)
        self.pages = pages
        self.requests = []
        self.released = threading.Event()
        self.address = 'http://127.0.0.1:%d/' % self.server_address[1]


@contextlib.contextmanager
def serving(pages):
    """Runs a server with these pages within the `with` block, and yields it."""
    server = Server(pages)
    thread = threading.Thread(target=server.serve_forever, args=(.01,))
    with mock.patch.dict(os.environ, no_proxy='127.0.0.1'):
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
            server.server_close()
