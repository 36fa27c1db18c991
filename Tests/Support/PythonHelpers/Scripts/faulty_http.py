"""An HTTP/1.1 server that misbehaves: the path says how. Plain sockets, so that every fault is exact."""

import gzip
import os
import select
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

from helper import end_with_parent, say, serve

changed = threading.Condition()
seen = []
closed = []
flooded = 0
stalled = False
pushes = []
held = 0
gate_open = False


class Connection:
    numbers = 0

    def __init__(self, sock):
        with changed:
            Connection.numbers += 1
            self.number = Connection.numbers
        self.sock = sock
        self.file = sock.makefile("rb")

    def read_request(self):
        line = self.file.readline()
        if not line:
            return None
        method, target, _ = line.decode("latin-1").split(" ", 2)
        headers = []
        while True:
            line = self.file.readline()
            if line in (b"\r\n", b""):
                break
            name, value = line.decode("utf-8").rstrip("\r\n").split(":", 1)
            headers.append([name, value.strip()])
        length = int(next((v for n, v in headers if n.lower() == "content-length"), 0))
        body = self.file.read(length)
        request = dict(
            connection=self.number, method=method, target=target, headers=headers, body=body.decode("latin-1")
        )
        with changed:
            seen.append(request)
            changed.notify_all()
        return request

    def send(self, data):
        self.sock.sendall(data)

    def answer(self, body=b"", status="200 OK", headers=()):
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode() + body)

    def chunked_head(self, headers=()):
        self.send(("\r\n".join(["HTTP/1.1 200 OK", "Transfer-Encoding: chunked", *headers]) + "\r\n\r\n").encode())

    def chunk(self, data):
        self.send(b"%x\r\n" % len(data) + data + b"\r\n")

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.file.close()
        self.sock.close()
        raise ConnectionResetError

    def until_closed(self):
        while self.sock.recv(4096):
            pass

    def run(self):
        path = None
        try:
            while True:
                request = self.read_request()
                if request is None:
                    return
                path, _, query = request["target"].partition("?")
                handler = getattr(self, "do" + path.replace("/", "_").replace("-", "_"), None)
                if handler:
                    handler(request, query)
                else:
                    self.answer(b"no such path", "404 Not Found")
        except (OSError, ValueError):
            pass
        finally:
            with changed:
                closed.append(path)
                changed.notify_all()
            try:
                self.file.close()
                self.sock.close()
            except OSError:
                pass

    def do_ok(self, request, query):
        self.answer(b"hello", headers=["X-Twice: a", "x-twice:  b  ", "X-Empty:"])

    def do_echo(self, request, query):
        import json

        self.answer(json.dumps(request).encode(), headers=["Content-Type: application/json"])

    def do_status(self, request, query):
        self.answer(b"sorry", f"{query} Something")

    def do_silent(self, request, query):
        self.until_closed()

    def do_hundred(self, request, query):
        self.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        self.answer(b"after")

    def do_drip(self, request, query):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            self.send(b".")
            readable, _, _ = select.select([self.sock], [], [], 1)
            if readable and not self.sock.recv(4096):
                return

    def do_reset(self, request, query):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 100)
        self.reset()

    def do_cut(self, request, query):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 100)
        self.sock.shutdown(socket.SHUT_WR)
        self.until_closed()

    def do_hang_up(self, request, query):
        self.sock.shutdown(socket.SHUT_RDWR)

    def do_garbage(self, request, query):
        self.send(b"this is not HTTP at all\r\n\r\n")
        self.sock.shutdown(socket.SHUT_WR)

    def do_headers(self, request, query):
        self.send(b"HTTP/1.1 200 OK\r\n")
        for number in range(100000):
            self.send(b"X-Filler-%d: %s\r\n" % (number, b"x" * 1000))

    def do_huge(self, request, query):
        self.chunked_head()
        left = int(query)
        while left > 0:
            self.chunk(b"x" * min(left, 65536))
            left -= 65536
        self.send(b"0\r\n\r\n")

    def do_declared(self, request, query):
        self.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % int(query))
        self.until_closed()

    def do_chunked(self, request, query):
        self.chunked_head()
        for piece in (b"one ", b"two ", b"three"):
            self.chunk(piece)
        self.send(b"0\r\nX-Trailer: late\r\n\r\n")

    def do_gzip(self, request, query):
        self.answer(gzip.compress(b"packed " * 1000), headers=["Content-Encoding: gzip"])

    def do_bomb(self, request, query):
        self.answer(gzip.compress(b"\0" * (100 << 20), 9), headers=["Content-Encoding: gzip"])

    def do_broken_gzip(self, request, query):
        self.answer(b"not gzip at all, not at all", headers=["Content-Encoding: gzip"])

    def do_redirect(self, request, query):
        self.answer(b"over there", "302 Found", headers=["Location: /ok"])

    def do_loop(self, request, query):
        self.answer(b"", "302 Found", headers=["Location: /loop"])

    def do_elsewhere(self, request, query):
        self.answer(b"", "302 Found", headers=["Location: file:///etc/passwd"])

    def do_push(self, request, query):
        self.chunked_head(["Content-Type: text/event-stream"])
        while True:
            with changed:
                changed.wait_for(lambda: pushes)
                data = pushes.pop(0)
            if not data:
                self.send(b"0\r\n\r\n")
                return
            self.chunk(data.encode())

    def do_flood(self, request, query):
        global flooded, stalled
        self.chunked_head()
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        self.sock.setblocking(False)
        left = b""
        sent = 0
        limit = int(query or 1 << 40)
        while sent < limit or left:
            if not left:
                left = piece
                sent += 65536
            _, writable, _ = select.select([], [self.sock], [], 0.3)
            if not writable:
                with changed:
                    stalled = True
                    changed.notify_all()
                continue
            count = self.sock.send(left)
            left = left[count:]
            with changed:
                flooded += count
        self.sock.setblocking(True)
        self.send(b"0\r\n\r\n")

    def do_gate(self, request, query):
        global held
        with changed:
            held += 1
            changed.notify_all()
            changed.wait_for(lambda: gate_open)
            held -= 1
        self.answer(b"through")


def accept(listener, context=None):
    def handshake(sock):
        try:
            Connection(context.wrap_socket(sock, server_side=True) if context else sock).run()
        except OSError:
            sock.close()

    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=handshake, args=(sock,), daemon=True).start()


def listen(backlog=128):
    listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)
    return listener, listener.getsockname()[1]


def fill(port):
    """Idle connections that leave no room in the accept queue."""
    idle = []
    for _ in range(8):
        sock = socket.socket()
        sock.setblocking(False)
        try:
            sock.connect(("127.0.0.1", port))
        except BlockingIOError:
            pass
        idle.append(sock)
    time.sleep(0.2)
    return idle


def certificate(directory):
    key, pem = os.path.join(directory, "key.pem"), os.path.join(directory, "cert.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", key, "-out", pem, "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, stderr=subprocess.DEVNULL,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return context, pem


def await_(predicate):
    with changed:
        changed.wait_for(predicate)
    return True


def push(command):
    with changed:
        pushes.append(command["data"])
        changed.notify_all()
    return True


def open_gate(command):
    global gate_open
    with changed:
        gate_open = True
        changed.notify_all()
    return True


def await_stall(command):
    await_(lambda: stalled)
    return flooded


def await_held(command):
    await_(lambda: held >= command["count"])
    return held


def main():
    end_with_parent()
    with tempfile.TemporaryDirectory() as directory:
        context, pem = certificate(directory)
        text = open(pem).read()
    plain, http = listen()
    secure, https = listen()
    full_listener, full = listen(backlog=1)
    idle = fill(full)
    deaf = socket.socket()
    deaf.bind(("127.0.0.1", 0))
    threading.Thread(target=accept, args=(plain,), daemon=True).start()
    threading.Thread(target=accept, args=(secure, context), daemon=True).start()
    say(dict(http=http, https=https, full=full, refused=deaf.getsockname()[1], ca=text))
    serve({
        "seen": lambda command: list(seen),
        "await_request": lambda c: await_(lambda: any(r["target"].startswith(c["path"]) for r in seen)),
        "await_closed": lambda c: await_(lambda: c["path"] in closed),
        "await_stall": await_stall,
        "await_held": await_held,
        "push": push,
        "open": open_gate,
    })


if __name__ == "__main__":
    main()
