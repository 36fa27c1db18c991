"""A provider whose every answer is scripted, for what real ones do rarely. Plain sockets, so that every fault is exact.

Prints {"url"}, then answers commands. `script` gives the next answers for a path, one after the other; the last one stays:
{status, headers: {…}, body: base64, framing: length|chunked|close, size: bytes of one chunk, cut: how many bytes of the body come before
the connection ends, repeat: base64 that comes again every 20 ms after the body until the client goes, hold: true to send nothing more
after the body until it goes, pause: milliseconds before the end of a chunked body, silent: true for no head at all}. `requests` are those
that came for a path, `await_closed` waits until a client of a path is gone.
"""

import base64
import itertools
import os
import select
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))

from helper import end_with_parent, say, serve

changed = threading.Condition()
scripts = {}
requests = []
closed = []


def read_request(file):
    line = file.readline()
    if not line:
        return None
    method, path, _ = line.decode().split(" ", 2)
    headers = {}
    while (line := file.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = file.read(int(headers.get("content-length", 0)))
    return {"method": method, "path": path, "headers": headers, "body": body.decode()}


def next_step(path):
    with changed:
        steps = scripts.get(path) or [{"status": 404, "body": ""}]
        return steps.pop(0) if len(steps) > 1 else steps[0]


def until_gone(sock, repeated=b""):
    """Sends `repeated` every 20 ms, or nothing."""
    while True:
        readable, _, _ = select.select([sock], [], [], 0.02 if repeated else None)
        if readable and not sock.recv(4096):
            return
        if repeated:
            sock.sendall(repeated)


def answer(sock, step):
    """Whether the connection can serve another request."""
    if step.get("silent"):
        until_gone(sock)
        return False
    body = base64.b64decode(step.get("body", ""))
    framing = step.get("framing", "length")
    lines = [f"HTTP/1.1 {step.get('status', 200)} Scripted"]
    lines += [f"{name}: {value}" for name, value in step.get("headers", {}).items()]
    lines += {"length": [f"Content-Length: {len(body)}"], "chunked": ["Transfer-Encoding: chunked"], "close": ["Connection: close"]}[framing]
    sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    sent = body if step.get("cut") is None else body[:step["cut"]]

    def framed(data):
        return b"%x\r\n%s\r\n" % (len(data), data) if framing == "chunked" else data

    size = step.get("size") or max(len(sent), 1)
    sock.sendall(b"".join(framed(sent[start:start + size]) for start in range(0, len(sent), size)))
    if step.get("repeat"):
        until_gone(sock, framed(base64.b64decode(step["repeat"])))
    elif step.get("hold"):
        until_gone(sock)
    elif step.get("cut") is None and framing != "close":
        time.sleep(step.get("pause", 0) / 1000)
        sock.sendall(b"0\r\n\r\n" if framing == "chunked" else b"")
        return True
    return False


def run(sock, connection):
    path = None
    try:
        with sock, sock.makefile("rb") as file:
            while request := read_request(file):
                path = request["path"]
                with changed:
                    requests.append(request | {"connection": connection})
                    changed.notify_all()
                if not answer(sock, next_step(path)):
                    sock.shutdown(socket.SHUT_WR)
                    break
    except OSError:
        pass
    with changed:
        closed.append(path)
        changed.notify_all()


def accept(listener):
    for connection in itertools.count():
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=run, args=(sock, connection), daemon=True).start()


def script(command):
    with changed:
        scripts[command["path"]] = command["steps"]
    return True


def await_closed(command):
    with changed:
        return changed.wait_for(lambda: command["path"] in closed, timeout=10)


def main():
    end_with_parent()
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    say({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"})
    serve({"script": script, "requests": lambda command: [r for r in requests if r["path"] == command["path"]], "await_closed": await_closed})


if __name__ == "__main__":
    main()
