"""A whole fleet on a server that is backed up: Redis, the API, the enqueuer and workers, and what they send to."""

from __future__ import annotations

import json
import os
import signal
import socket
import socketserver
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cluster import ROOT, Cluster, free_port

BINARIES = Path(os.environ.get("FLOTILLA_TEST_BINARIES", ROOT / ".build" / "test" / "debug"))


def eventually(condition: Callable[[], Any], limit: float = 60, what: str = "") -> Any:
    """Asks until the answer is true; fails after the limit, in seconds."""
    deadline = time.monotonic() + limit
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {limit} s: {what}"
        time.sleep(0.1)


class MailSink:
    """Takes every mail, and counts them by their subject."""

    def __init__(self) -> None:
        self.subjects: Counter[str] = Counter()
        sink = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 sink\r\n")
                while line := self.rfile.readline():
                    word = line.strip().upper()
                    if word.startswith(b"DATA"):
                        self.wfile.write(b"354 go on\r\n")
                        while (line := self.rfile.readline()) not in (b".\r\n", b""):
                            if line.lower().startswith(b"subject:"):
                                sink.subjects[line.split(b":", 1)[1].strip().decode()] += 1
                    elif word.startswith(b"QUIT"):
                        self.wfile.write(b"221 bye\r\n")
                        return
                    self.wfile.write(b"250 ok\r\n")

        socketserver.ThreadingTCPServer.daemon_threads = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_address[1]


class WebSink:
    """Takes every webhook, and keeps the key and the subject of each."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        sink = self

        class Session(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                sink.received.append((self.headers["webhook-id"], body["data"]["subject"]))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Session)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def keys(self, subject: str) -> list[str]:
        return [key for key, found in self.received if found == subject]


class Fleet:
    """The programs of `binaries` over a cluster's database `flotilla`; everything is stopped by `end`."""

    def __init__(self, cluster: Cluster, binaries: Path = BINARIES, **settings: str) -> None:
        assert (binaries / "api").exists(), f"there are no programs in {binaries}: set FLOTILLA_TEST_BINARIES"
        self.cluster = cluster
        self.binaries = binaries
        self.mail = MailSink()
        self.web = WebSink()
        self.redis_port = free_port()
        self.folder = cluster.folder / "fleet"
        self.folder.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "DATABASE_URL": cluster.url("flotilla"),
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}",
            "JWT_SECRET": "0123456789abcdef0123456789abcdef",
            "FLOTILLA_DIR": str(self.folder),
            "FLOTILLA_BENCH": "1",
            "FLOTILLA_WEBHOOK_ALLOW": "127.0.0.0/8",
            "FLOTILLA_PUBLIC_URL": "https://flotilla.test",
            "SMTP_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "SMTP_FROM": "Flotilla <no-reply@flotilla.test>",
            "LOG_FORMAT": "json",
            "LEASE": "3s",
            "CONCURRENCY": "8",
        } | settings
        self.processes: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.redis: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.token = ""

    # Starting and stopping

    def start_redis(self) -> None:
        self.redis = subprocess.Popen(
            ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--maxmemory-policy", "noeviction", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        eventually(lambda: self.redis_cli("PING") == "PONG", 10, "Redis answers")

    def redis_cli(self, *words: str) -> str:
        done = subprocess.run(
            ["redis-cli", "-p", str(self.redis_port), *words], capture_output=True, text=True, timeout=20)  # fmt: skip
        return done.stdout.strip()

    def flotilla(self, *words: str, binaries: Path | None = None) -> str:
        done = subprocess.run(
            [(binaries or self.binaries) / "flotilla", *words], env=self.environment, capture_output=True, text=True,
            timeout=120, cwd=self.folder, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"flotilla {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, program: str, *, binaries: Path | None = None, **more: str) -> subprocess.Popen[bytes]:
        log = self.folder / f"{program}-{len(self.processes)}.log"
        process = subprocess.Popen(
            [(binaries or self.binaries) / program], env=self.environment | more, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=log.open("wb"), stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.processes.append((program, process))
        return process

    def start_api(self, *, binaries: Path | None = None) -> subprocess.Popen[bytes]:
        number = len(self.processes)
        process = self.start("api", binaries=binaries, PORT="0")
        log = self.folder / f"api-{number}.log"

        def listening() -> str:
            assert process.poll() is None, log.read_text()
            for line in log.read_text(errors="replace").splitlines():
                if '"message":"listening"' in line:
                    return str(json.loads(line)["url"])
            return ""

        self.url = eventually(listening, 60, "the API listens")
        eventually(lambda: self.request("GET", "/readyz")[0] == 200, 60, "the API is ready")
        return process

    def start_programs(self, *workers: str) -> None:
        for worker in ("enqueuer", *workers):
            self.start(worker)
        self.start_api()

    def sign_in(self) -> None:
        (self.folder / "password").write_text("a long enough password")
        self.flotilla(
            "users", "create", "admin@flotilla.test", "--role", "admin", "--password-file", str(self.folder / "password"))  # fmt: skip
        self.token = self.flotilla("token", "admin@flotilla.test").strip()

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Ends the fleet's programs, not the servers."""
        for _, process in self.processes:
            if process.poll() is None:
                process.send_signal(how)
        for program, process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=10)
        self.processes.clear()

    def end(self) -> None:
        self.stop(signal.SIGKILL)
        if self.redis:
            self.redis.kill()
            self.redis.wait(timeout=10)
        self.mail.server.shutdown()
        self.web.server.shutdown()

    def logs(self) -> str:
        return "\n".join(f"== {file.name}\n{file.read_text(errors='replace')[-2000:]}" for file in sorted(self.folder.glob("*.log")))

    # Asking

    def request(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """Status and answer; 0 and the reason where no server answers."""
        request = urllib.request.Request(self.url + path, method=method, headers=headers or {})
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                text = answer.read().decode(errors="replace")
                is_json = "json" in answer.headers.get("Content-Type", "")
                return answer.status, json.loads(text) if is_json and text else text
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except (urllib.error.URLError, socket.timeout, ConnectionError) as error:
            return 0, str(error)

    def accepted(self, path: str, body: Any) -> Any:
        status, answer = self.request("POST", path, body)
        assert status in (201, 202), f"POST {path}: {status} {answer}"
        return answer

    def post_jobs(self, count: int, kind: str = "bench.noop", payload: Any = None, **more: Any) -> list[str]:
        jobs = [{"kind": kind, "payload": payload or {}, **more} for _ in range(count)]
        return [job["id"] for job in self.accepted("/jobs/batch", {"jobs": jobs})["jobs"]]

    def notify(self, subject: str, channel: str, **more: Any) -> str:
        body = {"to": {"email": "ada@example.org"}, "channels": [channel], "subject": subject, "body": "Text.", **more}
        return str(self.accepted("/notifications", body)["deliveries"][0]["id"])

    def count(self, text: str) -> int:
        return int(self.cluster.sql(text, "flotilla"))

    def settled(self, ids: list[str]) -> bool:
        return self.statuses(ids) == {"succeeded": len(ids)}

    def statuses(self, ids: list[str]) -> dict[str, int]:
        listed = ",".join(f"'{id}'" for id in ids)
        rows = self.cluster.sql(f"select status, count(*) from flotilla.jobs where id in ({listed}) group by 1", "flotilla")
        return {row.split("|")[0]: int(row.split("|")[1]) for row in rows.splitlines()}

    def delivery(self, id: str) -> str:
        return self.cluster.sql(f"select status || coalesce(' ' || reason, '') from flotilla.deliveries where id = '{id}'", "flotilla")
