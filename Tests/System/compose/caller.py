"""A caller of the fleet from the outside: HTTPS to the published port, with the certificate checked."""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


class Caller:
    def __init__(self, domain: str, authority: Path, token: str | None = None) -> None:
        self.domain, self.authority, self.token = domain, authority, token

    def signed(self, token: str) -> "Caller":
        return Caller(self.domain, self.authority, token)

    def connect(self, limit: float = 90) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(self.domain, 443, timeout=limit)
        context = ssl.create_default_context(cafile=str(self.authority))
        # The certificate itself is what is known, by whatever it is signed.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        connection.sock = context.wrap_socket(
            socket.create_connection(("127.0.0.1", 443), limit), server_hostname=self.domain)
        return connection

    def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own."""
        sent = dict(headers or {})
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        data = body
        if body is not None and not isinstance(body, bytes):
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = self.connect()
        try:
            connection.request(method, path, data, sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def events(self, path: str) -> Iterator[tuple[str, dict]]:
        """The events of a stream as they come, until it ends."""
        connection = self.connect()
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}", "Accept": "text/event-stream"})
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            name = ""
            for line in answer:
                word, _, value = line.decode().rstrip("\r\n").partition(": ")
                if word == "event":
                    name = value
                elif word == "data":
                    yield name, json.loads(value)
        finally:
            connection.close()
