"""The metadata of an EC2 instance (version 2 only) and the credentials of a container. See CredentialsServer.swift."""

import json
import os
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))

from helper import end_with_parent, say, serve

ROLE = "/latest/meta-data/iam/security-credentials/"
lock = threading.Lock()
seen = []
# `life` in seconds; `answer` in place of a document; `silent` answers never.
state = {"life": 3600, "answer": "", "status": 200, "silent": False, "secret": "shown-1", "given": 0}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def give(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def document(self):
        with lock:
            state["given"] += 1
            number = state["given"]
        if state["answer"] or state["status"] != 200:
            return self.give(state["status"], state["answer"])
        end = datetime.now(timezone.utc) + timedelta(seconds=state["life"])
        self.give(200, json.dumps({
            "Code": "Success", "AccessKeyId": f"ASIAGIVEN{number}", "SecretAccessKey": f"secret{number}",
            "Token": f"token{number}", "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }))

    def note(self):
        with lock:
            seen.append({"method": self.command, "path": self.path, "headers": {
                name.lower(): value for name, value in self.headers.items()}})
        while state["silent"]:
            time.sleep(0.05)

    def do_PUT(self):
        self.note()
        if self.path != "/latest/api/token" or not self.headers.get("X-aws-ec2-metadata-token-ttl-seconds"):
            return self.give(400, "")
        self.give(200, "session-token")

    def do_GET(self):
        self.note()
        if self.path == "/container":
            if self.headers.get("Authorization") != state["secret"]:
                return self.give(403, "")
            return self.document()
        if self.headers.get("X-aws-ec2-metadata-token") != "session-token":
            return self.give(401, "")
        if self.path == ROLE:
            return self.give(200, "fleet-role")
        if self.path == ROLE + "fleet-role":
            return self.document()
        self.give(404, "")


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that leaves is none."""


def change(command):
    with lock:
        state.update({name: value for name, value in command["settings"].items() if value is not None})
    return True


def main():
    end_with_parent()
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say({"url": f"http://127.0.0.1:{server.server_address[1]}"})
    serve({"settings": change, "seen": lambda command: list(seen)})


main()
