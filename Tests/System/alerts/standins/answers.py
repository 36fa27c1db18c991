#!/usr/bin/python3
"""answers PORT …: answers every request with 200 and a figure."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Session(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(b"stand_in 1\n")

    def log_message(self, *words: object) -> None:
        pass


ThreadingHTTPServer(("", int(sys.argv[1])), Session).serve_forever()
