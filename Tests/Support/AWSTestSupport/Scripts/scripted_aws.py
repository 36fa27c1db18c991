"""An AWS that answers as it is told, for what no other stand-in does: throttling, faults, bad tokens, a wrong clock.

Every action has a plain answer; a rule (action, region) puts steps before it, taken one by one. See ScriptedAWS.swift.
"""

import email.utils
import gzip
import json
import os
import select
import socket
import struct
import sys
import threading
import time
from datetime import datetime, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PythonHelpers/Scripts"))

from aws_answers import instances, plain
from aws_requests import identify
from helper import end_with_parent, say, serve

changed = threading.Condition()
rules = []
seen = []
# Buckets are listed as name@region; places are what GetBucketLocation says. Latency is in seconds.
state = {
    "account": "111122223333", "offset": 0, "regions": ["eu-west-1"], "sessions": 0, "buckets": [], "places": [],
    "latency": 0,
}
together = 0
releases = 0


def error_xml(code, message, shape):
    inner = f"<Code>{code}</Code><Message>{message}</Message>"
    return {
        "ec2": f"<Response><Errors><Error>{inner}</Error></Errors><RequestID>req-1</RequestID></Response>",
        "query": f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error><RequestId>req-1</RequestId></ErrorResponse>",
        "s3": f"<Error>{inner}<RequestId>req-1</RequestId></Error>",
        "mixed": f"<ErrorResponse><Errors><Error>{inner}</Error></Errors><RequestId>req-1</RequestId></ErrorResponse>",
    }[shape]


class Connection:
    def __init__(self, sock):
        self.sock = sock
        self.file = sock.makefile("rb")

    def read_call(self):
        line = self.file.readline()
        if not line:
            return None
        headers = {}
        while True:
            header = self.file.readline()
            if header in (b"\r\n", b""):
                break
            name, value = header.decode().rstrip("\r\n").split(":", 1)
            headers[name.lower()] = value.strip()
        body = self.file.read(int(headers.get("content-length", 0))).decode()
        target = line.decode().split(" ")[1]
        action, bucket, parameters = identify(target, body)
        scope = headers.get("authorization", "").partition("Credential=")[2].split("/")
        return dict(
            action=action, bucket=bucket, region=scope[2] if len(scope) > 2 else "", parameters=parameters,
            headers=headers, target=target,
        )

    def answer(self, body, status=200, headers=None):
        body = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}"]
        date = email.utils.formatdate(time.time() + state["offset"], usegmt=True)
        for name, value in {"Content-Type": "text/xml;charset=UTF-8", "Date": date, **(headers or {})}.items():
            lines.append(f"{name}: {value}")
        self.sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + body)

    def until_closed(self):
        while self.sock.recv(4096):
            pass

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.file.close()
        self.sock.close()
        raise ConnectionResetError

    def error(self, call, code, status=400, message="refused", shape=None, headers=None):
        own = "s3" if "x-amz-content-sha256" in call["headers"] else "query"
        shape = shape or ("ec2" if call["action"].startswith("Describe") else own)
        self.answer(error_xml(code, message, shape), status, headers)

    def plain(self, call):
        with changed:
            return plain(call, state)

    def is_late(self, call):
        stamp = datetime.strptime(call["headers"]["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        return abs(stamp.timestamp() - (time.time() + state["offset"])) > 300

    def step(self, call, step):
        global together
        kind = step["kind"]
        if kind == "ok":
            self.answer(self.plain(call))
        elif kind == "error":
            self.error(call, step["code"], step["status"], step["text"] or "refused", step["shape"] or None,
                       step["headers"])
        elif kind == "body":
            self.answer(step["text"], step["status"])
        elif kind == "page":
            self.answer(instances(step["count"], call["region"], state["account"], step["text"], step["first"]))
        elif kind == "truncated":
            body = self.plain(call)
            self.answer(body[: len(body) // 2])
        elif kind == "gzip":
            self.answer(gzip.compress(self.plain(call).encode()), headers={"Content-Encoding": "gzip"})
        elif kind == "huge":
            self.sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            self.chunk(b"<DescribeInstancesResponse><reservationSet>")
            for _ in range(step["count"]):
                self.chunk(b"<item>" + b" " * (1 << 20) + b"</item>")
            self.sock.sendall(b"0\r\n\r\n")
        elif kind == "endless":
            self.sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            self.chunk(b"<Any>")
            while True:
                self.chunk(b" " * 1024)
                time.sleep(0.002)
        elif kind == "more":
            # Another token each time: a list without an end.
            self.answer(instances(step["count"], call["region"], state["account"], str(len(seen)), len(seen) * step["count"]))
        elif kind == "silent":
            self.until_closed()
        elif kind == "drip":
            self.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while True:
                self.sock.sendall(b"<")
                readable, _, _ = select.select([self.sock], [], [], 1)
                if readable and not self.sock.recv(4096):
                    return
        elif kind == "reset":
            self.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<DescribeInstancesResponse>")
            self.reset()
        elif kind == "held":
            with changed:
                changed.wait_for(lambda: releases > call["releases"])
            self.answer(self.plain(call))
        elif kind == "together":
            with changed:
                together += 1
                changed.notify_all()
                changed.wait_for(lambda: together >= step["count"])
            self.answer(self.plain(call))

    def chunk(self, data):
        self.sock.sendall(b"%x\r\n" % len(data) + data + b"\r\n")

    def run(self):
        try:
            while True:
                call = self.read_call()
                if call is None:
                    return
                with changed:
                    call["releases"] = releases
                    seen.append(call)
                    step = self.next_step(call)
                    changed.notify_all()
                if state["latency"]:
                    time.sleep(state["latency"])
                if self.is_late(call):
                    self.error(call, "RequestTimeTooSkewed", 403)
                elif step:
                    self.step(call, step)
                else:
                    self.answer(self.plain(call))
        except (OSError, ValueError):
            pass
        finally:
            try:
                self.file.close()
                self.sock.close()
            except OSError:
                pass

    def next_step(self, call):
        for rule in rules:
            if rule["action"] not in ("", call["action"]) or rule["bucket"] not in ("", call["bucket"]):
                continue
            if rule["region"] in ("", call["region"]) and rule["steps"]:
                if rule["repeats"] and len(rule["steps"]) == 1:
                    return rule["steps"][0]
                return rule["steps"].pop(0)
        return None


def accept(listener):
    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=Connection(sock).run, daemon=True).start()


def script(command):
    with changed:
        rules.append(command["rule"])
    return True


def setting(command):
    with changed:
        state.update({name: value for name, value in command["settings"].items() if value is not None})
    return True


def release(command):
    global releases
    with changed:
        releases += 1
        changed.notify_all()
    return True


def await_calls(command):
    with changed:
        changed.wait_for(lambda: sum(c["action"] == command["action"] for c in seen) >= command["count"])
    return True


def main():
    end_with_parent()
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    full = socket.create_server(("127.0.0.1", 0), backlog=1)
    idle = []
    for _ in range(8):
        sock = socket.socket()
        sock.setblocking(False)
        try:
            sock.connect(full.getsockname())
        except BlockingIOError:
            pass
        idle.append(sock)
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    say({
        "url": f"http://127.0.0.1:{listener.getsockname()[1]}", "full": f"http://127.0.0.1:{full.getsockname()[1]}"})
    serve({
        "script": script, "settings": setting, "seen": lambda command: list(seen), "await_calls": await_calls,
        "release": release,
    })


if __name__ == "__main__":
    main()
