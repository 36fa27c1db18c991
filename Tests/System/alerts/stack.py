"""A fleet on servers of its own: PostgreSQL with a standby, Redis, the API, the enqueuer, workers."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from processes import Processes, eventually, free_port
from sinks import Sinks
from support import ROOT

BINARIES = Path(os.environ.get("FLOTILLA_TEST_BINARIES", ROOT / ".build/test/debug"))
WORKERS = {"bench": "BenchWorker", "notify": "NotifyWorker", "billing": "BillingWorker"}


class Stack:
    def __init__(self, folder: Path, processes: Processes, sinks: Sinks) -> None:
        assert (BINARIES / "api").exists(), f"there are no programs in {BINARIES}: set FLOTILLA_TEST_BINARIES"
        self.folder, self.processes = folder, processes
        names = ("postgres", "standby", "redis", "api", "enqueuer", *WORKERS)
        self.ports = {name: free_port() for name in names}
        self.url = f"http://127.0.0.1:{self.ports['api']}"
        self.environment = {
            "HOME": str(folder),
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{self.ports['postgres']}/flotilla",
            "REDIS_URL": f"redis://127.0.0.1:{self.ports['redis']}",
            "JWT_SECRET": "0123456789abcdef0123456789abcdef",
            "FLOTILLA_DIR": str(folder),
            "FLOTILLA_BENCH": "1",
            "LEASE": "3s",
            "LOG_FORMAT": "json",
            "SMTP_URL": f"smtp://127.0.0.1:{sinks.mail_port}",
            "SMTP_FROM": "Flotilla <no-reply@flotilla.test>",
            "SLACK_WEBHOOK_URL_MONITORING": f"{sinks.url}/services/fleet-monitoring",
            "SLACK_WEBHOOK_URL_ALERTS": f"{sinks.url}/services/fleet-alerts",
            "SLACK_WEBHOOK_URL_CRITICAL": f"{sinks.url}/services/fleet-critical",
        }
        self.token = ""

    # --- servers ---------------------------------------------------------------------------------------------------

    def _postgres(self, program: str, *words: object) -> list[object]:
        """PostgreSQL refuses to run as root."""
        newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.getuid() == 0 else []
        return [*user, newest / program, *words]

    def _run(self, *command: object) -> str:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, cwd=self.folder)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def start_servers(self) -> None:
        data, standby, sockets = (self.folder / name for name in ("data", "standby-data", "socket"))
        for place in (data, standby, sockets):
            place.mkdir(mode=0o700)
            if os.getuid() == 0:
                self._run("chown", "postgres:postgres", place)
        self._run(*self._postgres("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"))
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = '127.0.0.1'\nunix_socket_directories = '{sockets}'\nmax_connections = 150\n"
                "archive_mode = on\narchive_command = 'true'\nfsync = off\n"
            )
        self.start_postgres()
        self._run(*self._postgres("pg_basebackup", "-h", "127.0.0.1", "-p", self.ports["postgres"], "-U", "postgres", "-D", standby, "-R", "-X", "stream", "-c", "fast"))
        self.processes.start("standby", *self._postgres("postgres", "-D", standby, "-p", self.ports["standby"]), port=self.ports["standby"])
        self.start_redis()
        self.sql("create database flotilla", "postgres")

    def start_postgres(self) -> None:
        self.processes.start("postgres", *self._postgres("postgres", "-D", self.folder / "data", "-p", self.ports["postgres"]), port=self.ports["postgres"])
        eventually(lambda: self.answers("select 1"), 30, "PostgreSQL answers")

    def start_redis(self) -> None:
        self.processes.start(
            "redis", "redis-server", "--port", self.ports["redis"], "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--maxmemory", "100mb", "--maxmemory-policy", "noeviction", port=self.ports["redis"])  # fmt: skip

    def answers(self, text: str) -> bool:
        done = subprocess.run(
            ["psql", "-h", "127.0.0.1", "-p", str(self.ports["postgres"]), "-U", "postgres", "-Atqc", text],
            capture_output=True, timeout=20,
        )  # fmt: skip
        return done.returncode == 0

    def sql(self, text: str, database: str = "flotilla") -> str:
        return self._run("psql", "-h", "127.0.0.1", "-p", self.ports["postgres"], "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-Atqc", text).strip()

    # --- the fleet -------------------------------------------------------------------------------------------------

    def flotilla(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BINARIES / "flotilla", *words], env=self.environment | {"PATH": os.environ["PATH"]}, capture_output=True, text=True,
            timeout=120, cwd=self.folder, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def must(self, *words: str) -> str:
        done = self.flotilla(*words)
        assert done.returncode == 0, f"flotilla {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def start_worker(self, name: str) -> None:
        self.processes.start(
            name, BINARIES / WORKERS[name], port=self.ports[name], **(self.environment | {"METRICS_PORT": str(self.ports[name])}))  # fmt: skip

    def start(self) -> None:
        self.start_servers()
        self.must("migrate")
        self.processes.start("api", BINARIES / "api", port=self.ports["api"], **(self.environment | {"PORT": str(self.ports["api"])}))
        self.processes.start(
            "enqueuer", BINARIES / "enqueuer", port=self.ports["enqueuer"], **(self.environment | {"METRICS_PORT": str(self.ports["enqueuer"])}))  # fmt: skip
        for name in WORKERS:
            self.start_worker(name)
        eventually(lambda: self.request("GET", "/readyz")[0] == 200, 60, "the API is ready")
        password = self.folder / "password"
        password.write_text("a long enough password")
        for name, role in (("admin", "admin"), ("alertmanager", "service")):
            self.must("users", "create", f"{name}@flotilla.test", "--role", role, "--password-file", str(password))
        self.token = self.must("token", "admin@flotilla.test")

    def request(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        request = urllib.request.Request(self.url + path, method=method)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except OSError as error:
            return 0, str(error)

    def post_jobs(self, count: int, kind: str = "bench.noop", payload: Any = None, **more: Any) -> None:
        jobs = [{"kind": kind, "payload": payload or {}, **more} for _ in range(count)]
        status, answer = self.request("POST", "/jobs/batch", {"jobs": jobs})
        assert status == 202, answer
