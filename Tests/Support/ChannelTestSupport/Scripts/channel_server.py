"""What deliveries go to: channel_server.py webhook|slack|pagerduty.

Plain sockets, so that every fault is exact. A request is answered by the first step that was scripted for its path, then
by what the role says of it: a webhook is accepted, Slack and PagerDuty check what the real ones demand.

A step: {status, headers: {…}, body, size: bytes of body, head: bytes of headers, fault}. Faults, after the request was read:
`silent` (no answer), `close` (no answer, the connection ends), `drip` (a head, then a byte of body in 50 ms, without end),
`drip_head` (the same before the head is whole), `cut` (a head that announces more body than comes), `garbage` (no HTTP),
`flood` (headers without end). Ports are at 127.0.0.1 and at 127.0.0.2. The port `unread` closes each connection as soon as it is there.
"""

import json
import os
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))

from certificates import contexts
from helper import end_with_parent, say, serve
import pagerduty
import slack
import webhook

ROLES = {"webhook": webhook, "slack": slack, "pagerduty": pagerduty}

role = ROLES[sys.argv[1]]
changed = threading.Condition()
seen = []
scripts = {}
numbers = 0


class Connection:
    def __init__(self, sock, port):
        global numbers
        with changed:
            numbers += 1
            self.number = numbers
        self.sock = sock
        self.port = port
        self.file = sock.makefile("rb")

    def read(self):
        line = self.file.readline()
        if not line:
            return None
        method, target, _ = line.decode("latin-1").split(" ", 2)
        headers = {}
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, value = line.decode("latin-1").rstrip("\r\n").split(":", 1)
            headers[name.lower()] = value.strip()
        body = self.file.read(int(headers.get("content-length", 0)))
        return {
            "connection": self.number, "address": self.sock.getsockname()[0], "port": self.port, "method": method, "target": target, "headers": headers,
            "body": body.decode("utf-8", "replace"), "raw": body,
        }

    def answer(self, step):
        fault = step.get("fault")
        if fault == "silent":
            self.until_closed()
            return False
        if fault == "close":
            return False
        if fault == "garbage":
            self.sock.sendall(b"220 mail.example ESMTP\r\n")
            return False
        body = step.get("body", "").encode() + b"x" * step.get("size", 0)
        length = len(body) + 1000 if fault in ("cut", "drip") else len(body)
        lines = [f"HTTP/1.1 {step.get('status', 200)} Scripted", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in step.get("headers", {}).items()]
        lines += [f"X-Filler-{number}: {'x' * 1000}" for number in range(step.get("head", 0) // 1000)]
        head = ("\r\n".join(lines) + "\r\n").encode()
        if fault == "flood":
            self.sock.sendall(head)
            while True:
                self.sock.sendall(b"X-Filler: " + b"x" * 1000 + b"\r\n")
        if fault == "drip_head":
            self.drip(head + b"X-Slow: " + b"x" * 100_000)
        self.sock.sendall(head + b"\r\n" + body)
        if fault == "drip":
            self.drip(b"." * 1000)
        return fault is None

    def drip(self, data):
        for byte in data:
            self.sock.sendall(bytes([byte]))
            time.sleep(0.05)

    def until_closed(self):
        while self.sock.recv(4096):
            pass

    def run(self):
        try:
            while request := self.read():
                raw = request.pop("raw")
                path = request["target"].partition("?")[0]
                # Checked also when a step answers: a fault does not make a wrong request right.
                answer, request["verdict"] = role.check(request, raw)
                with changed:
                    seen.append(request)
                    steps = scripts.get(path)
                    step = steps.pop(0) if steps else answer
                    changed.notify_all()
                if not self.answer(step):
                    break
        except (OSError, ValueError):
            pass
        finally:
            for end in (self.file, self.sock):
                try:
                    end.close()
                except OSError:
                    pass


def accept(listener, context=None, unread=False):
    port = listener.getsockname()[1]

    def begin(sock):
        try:
            if unread:
                sock.close()
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            Connection(context.wrap_socket(sock, server_side=True) if context else sock, port).run()
        except OSError:
            sock.close()

    while True:
        sock, _ = listener.accept()
        threading.Thread(target=begin, args=(sock,), daemon=True).start()


def listen(**options):
    """A port at two addresses."""
    while True:
        first = socket.create_server(("127.0.0.1", 0), backlog=128)
        port = first.getsockname()[1]
        try:
            second = socket.create_server(("127.0.0.2", port), backlog=128)
            break
        except OSError:
            first.close()
    for listener in (first, second):
        threading.Thread(target=accept, args=(listener,), kwargs=options, daemon=True).start()
    return port


def script(command):
    with changed:
        # No steps at all: from now on the path is answered as the role says.
        if command["steps"]:
            scripts.setdefault(command["path"], []).extend(command["steps"])
        else:
            scripts.pop(command["path"], None)
    return True


def wait(command):
    """All requests for a path, once there are so many; those that came when that lasts too long."""
    def matching():
        return [r for r in seen if not command["path"] or r["target"].partition("?")[0] == command["path"]]

    with changed:
        changed.wait_for(lambda: len(matching()) >= command["count"], timeout=10)
        return matching()


def main():
    end_with_parent()
    secure, authority = contexts()
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    ports = {name: listen(context=context) for name, context in secure.items()}
    say({
        "http": listen(), "unread": listen(unread=True), "refused": closed.getsockname()[1], "authority": authority, **ports,
    })
    serve({"script": script, "wait": wait, "set": lambda command: role.set(command["settings"])})


if __name__ == "__main__":
    main()
