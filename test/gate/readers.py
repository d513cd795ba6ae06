"""An upstream that reads each target in the ways of several routers, and tells what each of them would dispatch.

It answers with JSON: the raw target, and by the name of a reading the id that the route /api/flows/:id binds, or null.
"""

import json
import posixpath
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

ROUTES = [
    re.compile(r"/api/flows/(?P<id>[^/]+)"),
    re.compile(r"/api/flows/(?P<id>[^/]+)/start"),
    re.compile(r"/docs/(?P<id>[^/]+)"),
    re.compile(r"/m/flows/(?P<id>[^/]+)"),
    re.compile(r"/t/(?P<tenant>[^/]+)/flows/(?P<id>[^/]+)"),
]


def path_of(target):
    return target.split("?", 1)[0]


def matrix_free(path):
    return re.sub(r";[^/]*", "", path)


def cgi(target):
    """What SCRIPT_NAME and PATH_INFO programs see: decoded, with slashes merged and dots resolved."""
    return posixpath.normpath(re.sub("/+", "/", unquote(path_of(target))))


READERS = {
    "match, then decode": lambda target: (path_of(target), True),
    "decode, then match": lambda target: (unquote(path_of(target)), False),
    "decode twice": lambda target: (unquote(unquote(path_of(target))), False),
    "normalise": lambda target: (posixpath.normpath(unquote(path_of(target))), False),
    "merge slashes": lambda target: (re.sub("/+", "/", unquote(path_of(target))), False),
    "drop parameters": lambda target: (unquote(matrix_free(path_of(target))), False),
    "decode, drop parameters": lambda target: (matrix_free(unquote(path_of(target))), False),
    "split the decoded target": lambda target: (unquote(target).split("?", 1)[0].split("#", 1)[0], False),
    "urlsplit": lambda target: (unquote(urlsplit(target).path), False),
    "backslashes are slashes": lambda target: (unquote(path_of(target)).replace("\\", "/"), False),
    "cgi": lambda target: (cgi(target), False),
}


def bound(path, decode):
    for route in ROUTES:
        found = route.fullmatch(path)
        if found:
            return unquote(found["id"]) if decode else found["id"]
    return None


def readings(target):
    return {name: bound(*read(target)) for name, read in READERS.items()}


class Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """A client that leaves in the middle is nothing to tell of."""


class Upstream(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = {name: self.headers.get(f"X-Hallpass-{name}") for name in ("Token-Id", "Scope", "Resource")}
        request = {"method": self.command, "target": self.path, "told": told, "read": readings(self.path)}
        body = json.dumps(request).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = answer

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Upstream)
    print(server.server_port, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
