"""The real nginx with the real file, before a stand-in of the API: what reaches the API, what does not, and how."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import COMPOSE, run

NGINX = "/usr/sbin/nginx"
MIB = 1 << 20


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        pass

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = {"path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()},
                "bytes": len(self.rfile.read(length))}
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_POST = answer

    def do_GET(self) -> None:
        if not self.path.endswith("events"):
            return self.answer()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for _ in range(3):
            self.wfile.write(b"data: 1\n\n")
            self.wfile.flush()
            time.sleep(0.3)
        self.close_connection = True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configuration(folder: Path, api: int, http_port: int, https_port: int, rate: str = "50r/s") -> str:
    """The file of the stack, with the places of this test, and a rate that a busy machine exceeds; nothing else is changed."""
    text = (COMPOSE / "nginx/nginx.conf").read_text()
    places = {
        "http://api:8080": f"http://127.0.0.1:{api}", "listen 8080": f"listen 127.0.0.1:{http_port}",
        "listen 8443": f"listen 127.0.0.1:{https_port}", "/tls/": f"{folder}/", "/tmp/": f"{folder}/", "/dev/stdout": f"{folder}/access.log",
        "rate=50r/s": f"rate={rate}", "worker_processes 2;": "worker_processes 1; daemon off; user root;",
    }
    assert all(old in text for old in places)
    # At once: the folder's own name may hold one of the words.
    return re.sub("|".join(map(re.escape, places)), lambda match: places[match[0]], text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nginx")
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem")
    return folder


@pytest.fixture(scope="module")
def edge(folder: Path) -> Iterator["Edge"]:
    api = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    edge = Edge(folder, api.server_port)
    edge.start()
    yield edge
    edge.stop()
    api.shutdown()


class Edge:
    def __init__(self, folder: Path, api: int, rate: str = "50r/s") -> None:
        self.folder, self.api, self.http_port, self.https_port = folder, api, free_port(), free_port()
        (folder / "nginx.conf").write_text(configuration(folder, api, self.http_port, self.https_port, rate))

    def another(self, name: str, **different) -> "Edge":
        """One beside it with something different, that is started."""
        folder = self.folder / name
        folder.mkdir()
        for file in ("privkey.pem", "fullchain.pem"):
            shutil.copy(self.folder / file, folder)
        edge = Edge(folder, **({"api": self.api} | different))
        edge.start()
        return edge

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def start(self) -> None:
        self.process = subprocess.Popen([NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")])
        for _ in range(200):
            try:
                return socket.create_connection(("127.0.0.1", self.https_port), 1).close()
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nginx does not listen")

    def connect(self) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        return http.client.HTTPSConnection("localhost", self.https_port, timeout=20, context=context)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = self.connect()
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


def test_the_file_is_valid(folder: Path) -> None:
    """nginx -t accepts the file."""
    (folder / "check.conf").write_text(configuration(folder, 1, free_port(), free_port()))
    result = run(NGINX, "-t", "-p", folder, "-c", folder / "check.conf")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("old, new", [
    ("proxy_buffering off;", "proxy_bufering off;"), ("limit_req zone=requests", "limit_req zone=other"), ("proxy_pass $api;", "proxy_pass;")])
def test_a_broken_file_is_found(folder: Path, without, old: str, new: str) -> None:
    """nginx -t refuses a misspelt word, a zone that is not there, and a proxy without a place."""
    (folder / "broken.conf").write_text(without(configuration(folder, 1, free_port(), free_port()), old, new))
    assert run(NGINX, "-t", "-p", folder, "-c", folder / "broken.conf").returncode == 1


def test_what_a_caller_says_of_itself_does_not_count(edge: Edge) -> None:
    """The API gets the address that nginx saw, the host that was asked for, and no invention of the caller's."""
    status, _, body = edge.ask("GET", "/jobs?a=b", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http", traceparent="00-1")
    heard = json.loads(body)
    assert (status, heard["path"]) == (200, "/jobs?a=b")
    assert heard["headers"]["x-forwarded-for"] == "127.0.0.1" and heard["headers"]["x-forwarded-proto"] == "https"
    assert heard["headers"]["host"] == f"localhost:{edge.https_port}" and heard["headers"]["traceparent"] == "00-1"


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "//metrics", "/api/v1/metrics", "/%6detrics", "/a/../metrics", "/metrics?a"])
def test_metrics_never_reach_the_api(edge: Edge, path: str) -> None:
    """However /metrics is written, it is a 404 of nginx."""
    status, headers, body = edge.ask("GET", path)
    assert (status, headers["Content-Type"]) == (404, "application/problem+json") and json.loads(body)["status"] == 404


def test_bodies_pass_up_to_what_their_route_takes(edge: Edge) -> None:
    """28 MiB for documents, and 16 MiB elsewhere so that the API gives its own answer; beyond, a 413 that is a problem."""
    for path, size, expected in (
        ("/documents", 28 * MIB, 200), ("/api/v1/documents", 28 * MIB, 200), ("/documents", 30 * MIB, 413), ("/jobs", 16 * MIB, 200),
        ("/jobs", 18 * MIB, 413)):
        status, headers, body = edge.ask("POST", path, b"x" * size)
        assert status == expected, (path, size)
        if expected == 413:
            assert headers["Content-Type"] == "application/problem+json" and json.loads(body)["status"] == 413
        else:
            assert json.loads(body)["bytes"] == size


@pytest.mark.parametrize("path", ["/events", "/jobs/1/events", "/api/v1/jobs/1/events", "/notifications/events", "/conversations/events"])
def test_streams_are_not_held_back(edge: Edge, path: str) -> None:
    """Each event arrives when it is sent."""
    connection = edge.connect()
    connection.request("GET", path)
    answer = connection.getresponse()
    times = [time.monotonic() for line in answer if line.startswith(b"data")]
    connection.close()
    assert len(times) == 3 and times[-1] - times[0] > 0.4


def test_every_stream_of_the_api_is_one_here() -> None:
    """The file names each route of the API that answers with events."""
    routes = set()
    for file in (COMPOSE.parent / "Sources/API").rglob("*Routes*.swift"):
        for line in file.read_text().splitlines():
            if "/events\"" in line or "\"/events" in line:
                routes |= {word for word in line.split('"') if word.endswith("/events")}
    text = (COMPOSE / "nginx/nginx.conf").read_text()
    for route in routes:
        assert route.strip("/").replace("{id}", "[^/]+") in text, f"{route} would be buffered"
    assert routes


def test_the_log_holds_neither_queries_nor_tokens(edge: Edge) -> None:
    """What is written down of a request has no query, and of an unsubscription no token."""
    edge.ask("GET", "/jobs?password=hunter2")
    edge.ask("GET", "/unsubscribe/hunter3")
    for _ in range(100):
        log = (edge.folder / "access.log").read_text()
        if "unsubscribe" in log:
            break
        time.sleep(0.05)
    assert "hunter" not in log and all(json.loads(line)["status"] for line in log.splitlines())


def test_plain_http_is_sent_on(edge: Edge) -> None:
    """Port 80 answers with the same path under HTTPS, but for what an ACME authority asks."""
    connection = http.client.HTTPConnection("127.0.0.1", edge.http_port, timeout=10)
    connection.request("POST", "/jobs?a=b", headers={"Host": "fleet.example.org"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, "https://fleet.example.org/jobs?a=b")
    answer.read()
    connection.request("GET", "/.well-known/acme-challenge/absent")
    assert connection.getresponse().status == 404
    connection.close()


def test_a_flood_gets_429_and_streams_do_not(edge: Edge) -> None:
    """After a burst of 200, what is above the rate gets 429 with Retry-After, as a problem; a stream still opens; all is well again."""
    slow = edge.another("slow", rate="1r/s")
    try:
        connection = slow.connect()
        statuses = []
        for _ in range(300):
            connection.request("GET", "/jobs")
            answer = connection.getresponse()
            statuses.append(answer.status)
            body = answer.read()
            if answer.status == 429:
                break
        connection.close()
        assert statuses[:200] == [200] * 200 and statuses[-1] == 429
        assert answer.headers["Retry-After"] == "1" and json.loads(body)["status"] == 429
        assert slow.ask("GET", "/events")[0] == 200
        time.sleep(2.5)
        assert slow.ask("GET", "/jobs")[0] == 200
    finally:
        slow.stop()


def test_an_api_that_is_away_is_a_503(edge: Edge) -> None:
    """Without an API callers get 503 with Retry-After, as a problem, and not nginx's page."""
    alone = edge.another("away", api=free_port())
    try:
        status, headers, body = alone.ask("GET", "/jobs")
        assert (status, headers["Retry-After"], json.loads(body)["status"]) == (503, "5", 503)
    finally:
        alone.stop()
