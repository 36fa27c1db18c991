"""Mail servers that misbehave. aiosmtpd where a server is sound and says no; plain sockets where the fault is in the bytes.

What a server does is the recipient's (or sender's) name, `rcpt-550@…`, or the first label of the name that greets it.
"""

import base64
import collections
import logging
import os
import re
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import warnings

# What it warns of is what the tests are about.
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from aiosmtpd.controller import Controller  # noqa: E402
from aiosmtpd.smtp import AuthResult  # noqa: E402

sys.path.insert(0, sys.argv[1])
from helper import end_with_parent, say, serve  # noqa: E402

USER, PASSWORD = "school", "p@ss:w/rd é"

changed = threading.Condition()
seen = []
commands = []
ended = set()


def keep(connection, **message):
    message["data"] = base64.b64encode(message["data"]).decode()
    with changed:
        seen.append(dict(connection=connection, **message))
        changed.notify_all()


def local_part(address):
    return address.strip("<>").split("@")[0]


def wanted_code(prefix, address):
    match = re.fullmatch(prefix + r"-(\d{3})", local_part(address))
    return match and f"{match[1]} 5.1.1 {prefix} says no"


class Conversation:
    """One connection, line by line."""

    numbers = 0

    def __init__(self, sock, greeting):
        with changed:
            Conversation.numbers += 1
            self.number = Conversation.numbers
        self.sock, self.greeting = sock, greeting
        self.file = sock.makefile("rb")
        self.hello, self.sender, self.recipient, self.user, self.messages = "", "", "", None, 0

    def run(self):
        try:
            if self.greeting:
                self.say(self.greeting)
                while (line := self.file.readline()) and self.obey(line.decode().rstrip("\r\n")):
                    pass
            else:
                self.until_closed()
        except (OSError, ValueError):
            pass
        self.file.close()
        self.sock.close()
        with changed:
            ended.add(self.recipient or self.hello)
            changed.notify_all()

    def say(self, line):
        self.sock.sendall((line + "\r\n").encode())
        return True

    def until_closed(self):
        while self.sock.recv(65536):
            pass

    def obey(self, line):
        with changed:
            commands.append([self.number, line])
        verb, _, rest = line.partition(" ")
        return getattr(self, "do_" + verb.upper(), lambda rest: self.say("502 what"))(rest)

    def does(self, name):
        return self.hello.split(".")[0] == name

    def do_EHLO(self, name):
        self.hello = name
        if self.does("hello-502"):
            return self.say("502 5.5.1 not known")
        offered = ["raw.test", "SIZE 30000000", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if not self.does("no-utf8"):
            offered.append("SMTPUTF8")
        if self.does("login-only"):
            offered.append("AUTH LOGIN")
        elif self.does("cram-only"):
            offered.append("AUTH CRAM-MD5")
        elif not self.does("no-auth"):
            offered.append("AUTH=PLAIN LOGIN" if self.does("old-auth") else "AUTH PLAIN LOGIN")
        if self.does("tls-454") or self.does("tls-garbage"):
            offered.append("STARTTLS")
        if self.does("one-each"):
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.say("\r\n".join(["250-" + word for word in offered[:-1]] + ["250 " + offered[-1]]))

    def do_HELO(self, name):
        return self.say("250 raw.test")

    def do_STARTTLS(self, rest):
        if self.does("tls-454"):
            return self.say("454 4.7.0 TLS not available")
        self.say("220 go")
        self.sock.sendall(b"this is no TLS\r\n" * 20)
        self.until_closed()

    def do_AUTH(self, rest):
        mechanism, _, initial = rest.partition(" ")
        if mechanism == "PLAIN":
            if not initial:
                self.say("334 ")
                initial = self.file.readline().decode()
            _, user, password = base64.b64decode(initial).decode().split("\0")
        else:
            self.say("334 VXNlcm5hbWU6")
            user = base64.b64decode(self.file.readline()).decode()
            self.say("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self.file.readline()).decode()
        if (user, password) != (USER, PASSWORD):
            return self.say("535 5.7.8 Error: authentication failed")
        self.user = user
        return self.say("235 2.7.0 welcome")

    def do_MAIL(self, rest):
        self.sender, self.parameters = rest.removeprefix("FROM:").partition(" ")[::2]
        if self.does("one-each") and self.messages:
            self.say("421 4.7.0 enough for one connection")
            return False
        return self.say(wanted_code("mail", self.sender) or "250 2.1.0 Ok")

    def do_RCPT(self, rest):
        self.recipient = rest.removeprefix("TO:").strip("<>")
        name = local_part(self.recipient)
        if name == "drip":
            while True:
                self.sock.sendall(b"2")
                time.sleep(0.2)
        if name == "silent-rcpt":
            return self.until_closed()
        if name == "many-lines":
            return self.say("550-5.1.1 The first line\r\n550-5.1.1 the second\x1b[31m\r\n550 5.1.1 and the last")
        return self.say(wanted_code("rcpt", self.recipient) or "250 2.1.5 Ok")

    def do_DATA(self, rest):
        name = local_part(self.recipient)
        if refusal := wanted_code("predata", self.recipient):
            return self.say(refusal)
        self.say("354 go on")
        if name == "cut-data":
            self.sock.recv(100)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if name == "stall-data":
            with changed:
                changed.wait_for(lambda: "stall-data" in released, timeout=30)
            return False
        lines = []
        while (line := self.file.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if line:
            keep(self.number, sender=self.sender.strip("<>"), recipient=self.recipient, data=b"".join(lines),
                 hello=self.hello, user=self.user, tls=False, parameters=self.parameters.split())
        self.messages += 1
        if name == "cut-dot":
            return False
        if name == "silent-dot":
            return self.until_closed()
        if name == "slow-dot":
            time.sleep(2.5)
        if name == "odd-dot":
            return self.say("354 more please")
        if name == "garbage-dot":
            self.sock.sendall(b"\0\xff\xfe nonsense\r\n")
            return False
        self.say(wanted_code("data", self.recipient) or "250 2.0.0 Ok: queued as " + str(self.messages))
        if name == "then-421":
            self.say("421 4.4.2 idle for too long")
        return name not in ("then-close", "then-421")

    def do_QUIT(self, rest):
        if self.does("silent-quit"):
            return self.until_closed()
        self.say("221 bye")
        return False


released = set()


class Keeper:
    """Keeps what a sound server gets."""

    def __init__(self, tls):
        self.tls = tls

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refusal := wanted_code("rcpt", address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        keep(id(session), sender=envelope.mail_from or "", recipient=recipient, data=envelope.content,
             hello=session.host_name, user=session.auth_data, tls=self.tls or session.ssl is not None,
             parameters=list(envelope.mail_options))
        return wanted_code("data", recipient) or "250 2.0.0 Ok: queued"


def authenticate(server, session, envelope, mechanism, data):
    given = data.login.decode(), data.password.decode()
    return AuthResult(success=given == (USER, PASSWORD), handled=False, auth_data=given[0])


def listen(greeting):
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    # What a client sends to a server that does not read soon finds no room.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)

    def accept():
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=Conversation(sock, greeting).run, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def sound(tls=False, **options):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        Keeper(tls), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, data_size_limit=2_000_000, **options)
    controller.start()
    return port


def certificate(directory):
    key, pem = os.path.join(directory, "key.pem"), os.path.join(directory, "cert.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", key, "-out", pem, "-subj", "/CN=mail", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return context, pem


def wait(condition):
    with changed:
        return changed.wait_for(condition, timeout=20)


def release(command):
    with changed:
        released.add(command["name"])
        changed.notify_all()
    return True


def main():
    directory = tempfile.mkdtemp(prefix="mail-")

    def clean():
        shutil.rmtree(directory, ignore_errors=True)

    end_with_parent(clean)
    context, pem = certificate(directory)
    auth = dict(authenticator=authenticate, auth_required=True)
    refused = socket.socket()
    refused.bind(("127.0.0.1", 0))
    say(dict(
        raw=listen("220 raw.test ESMTP"), mute=listen(None), closed=listen("554 5.7.1 no service for you"),
        plain=sound(),
        startTLS=sound(tls_context=context, require_starttls=True, **auth),
        tls=sound(tls=True, ssl_context=context, auth_require_tls=False, **auth),
        refused=refused.getsockname()[1], ca=pem))
    serve(dict(
        seen=lambda command: [m for m in seen if m["recipient"].endswith("@" + command["name"])],
        counts=lambda command: collections.Counter(
            m["recipient"] for m in seen if m["recipient"].endswith("@" + command["name"])),
        commands=lambda command: [line for number, line in commands if number == command["connection"]],
        await_end=lambda command: wait(lambda: command["name"] in ended),
        release=release), clean)


main()
