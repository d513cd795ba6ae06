"""Notes, kept in memory: what stands behind nginx knows nothing of tokens. Python's standard library."""

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

NOTES = {"n-1": "Feed the cat.", "n-2": "The key is under the mat."}
NOTE = re.compile(r"/notes/([^/?]+)")


class Application(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(lambda note: NOTES.get(note))

    def do_PUT(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.answer(lambda note: NOTES.update({note: text}) or text)

    def answer(self, work):
        found = NOTE.fullmatch(self.path.split("?", 1)[0])
        text = work(unquote(found[1])) if found else None
        token = self.headers.get("X-Hallpass-Token-Id")
        body = json.dumps({"note": text, "for": token} if text else {"error": "no such note"}).encode() + b"\n"
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    print(server.server_port, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
