"""The programs, started as the manifests of staging start them. Debian packages: postgresql redis-server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/Deployment/manifests"))
from rendering import Pod, documents, find, pods, variables  # noqa: E402

BINARIES = Path(os.environ.get("FLOTILLA_TEST_BINARIES", ROOT / ".build/test/debug"))
#: The program of each workload; the images' entry points are those of the Dockerfile.
PROGRAMS = {"api": "api", "enqueuer": "enqueuer", "scan-worker": "ScanWorker", "ai-worker": "AIWorker",
            "notify-worker": "NotifyWorker", "billing-worker": "BillingWorker", "migrate": "flotilla"}
SECRETS = {
    "fleet": {"database-url": "postgresql://flotilla_service:service@127.0.0.1:{postgres}/flotilla",
              "redis-url": "redis://flotilla:word@127.0.0.1:{redis}/0"},
    "migrate": {"database-url": "postgresql://flotilla_owner@127.0.0.1:{postgres}/flotilla"},
    "api": {"jwt-secret": "0123456789abcdef0123456789abcdef", "stripe-webhook-secret": "whsec_0123456789abcdef"},
    "notify": {"slack-bot-token": "xoxb-none", "pagerduty-routing-key": "0" * 32},
    "billing": {"stripe-api-key": "sk_test_none"},
    "postgres": {"service-password": "service"},
}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


def wait_for(condition, limit: float, what: str):
    end = time.monotonic() + limit
    while not (answer := condition()):
        assert time.monotonic() < end, f"not within {limit:g} s: {what}"
        time.sleep(0.1)
    return answer


class Staging:
    """Staging's PostgreSQL and Redis, as their manifests set them up, and the fleet's programs with their own settings and secrets."""

    def __init__(self) -> None:
        self.documents = documents("staging")
        self.pods = {pod.name: pod for pod in pods(self.documents)}
        self.folder = Path(tempfile.mkdtemp(prefix="flotilla-manifests-"))
        self.folder.chmod(0o755)
        self.ports = {"postgres": free_port(), "redis": free_port()}
        self.addresses: dict[str, str] = {}
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self, name: str, command: list, **options) -> subprocess.Popen:
        log = (self.folder / f"{name}.log").open("wb")
        self.processes[name] = subprocess.Popen(
            [str(word) for word in command], stdout=log, stderr=log, start_new_session=True, cwd=self.folder, **options)
        return self.processes[name]

    def secrets(self) -> None:
        for secret, values in SECRETS.items():
            for key, value in values.items():
                file = self.folder / "run/secrets" / secret / key
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(value.format(**self.ports))
        seller = next(d for d in self.documents if d["kind"] == "ConfigMap" and d["metadata"]["name"].startswith("seller"))
        (self.folder / "etc/flotilla").mkdir(parents=True)
        (self.folder / "etc/flotilla/seller.json").write_text(seller["data"]["seller.json"])

    def start_postgres(self) -> None:
        """With the arguments of the StatefulSet; the script of its logins runs as the image would run it."""
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))[-1]
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.getuid() == 0 else []
        data = self.folder / "data"
        data.mkdir()
        if user:
            shutil.chown(data, "postgres", "postgres")
        port = str(self.ports["postgres"])
        subprocess.run([*user, programs / "initdb", "-D", data, "-U", "flotilla_owner", "-A", "trust", "-N"], check=True,
                       capture_output=True, cwd="/")
        arguments = self.pods["postgres"].spec["containers"][0]["args"]
        given = [word.replace("shared_buffers=1GB", "shared_buffers=64MB") for word in arguments]
        self.start("postgres", [*user, programs / "postgres", "-D", data, "-p", port, "-k", data, "-h", "127.0.0.1", *given])
        psql = [programs / "psql", "-h", "127.0.0.1", "-p", port, "-U", "flotilla_owner", "-d", "postgres", "-c"]
        wait_for(lambda: subprocess.run([*psql, "select 1"], capture_output=True).returncode == 0, 60, "PostgreSQL answers")
        subprocess.run([*psql, "create database flotilla"], check=True, capture_output=True)
        script = next(d for d in self.documents if d["metadata"]["name"].startswith("postgres-init"))["data"]["10-logins.sh"]
        subprocess.run(["sh", "-c", self.inside(script)], check=True, capture_output=True, env={
            "PATH": f"{programs}:{os.environ['PATH']}", "PGHOST": "127.0.0.1", "PGPORT": port,
            "POSTGRES_USER": "flotilla_owner", "POSTGRES_DB": "flotilla"})

    def start_redis(self) -> None:
        """By the command of the StatefulSet, with its users."""
        users = find(self.documents, "ExternalSecret", "redis")["spec"]["target"]["template"]["data"]["users.acl"]
        (self.folder / "run/secrets/redis").mkdir(parents=True)
        (self.folder / "run/secrets/redis/users.acl").write_text(users.replace("{{ .password }}", "word"))
        (self.folder / "redis").mkdir()
        command = [self.inside(word).replace("/data", str(self.folder / "redis")) if word == "/data" else self.inside(word)
                   for word in self.pods["redis"].spec["containers"][0]["command"]]
        self.start("redis", [*command, "--port", self.ports["redis"], "--bind", "127.0.0.1"])
        probe = ["redis-cli", "-p", str(self.ports["redis"]), "--user", "probe", "--pass", "any", "--no-auth-warning", "ping"]
        wait_for(lambda: b"PONG" in subprocess.run(probe, capture_output=True).stdout, 20, "Redis answers its probe")

    def inside(self, text: str) -> str:
        """Mounts are folders of this test."""
        return text.replace("/run/secrets/", f"{self.folder}/run/secrets/").replace("/etc/flotilla/", f"{self.folder}/etc/flotilla/")

    def environment(self, pod: Pod) -> dict[str, str]:
        """Exactly the variables of the manifest, with mounts and ports of this test."""
        container = pod.spec["containers"][0]
        given = {}
        for source in container.get("envFrom", []):
            given |= find(self.documents, "ConfigMap", source["configMapRef"]["name"])["data"]
        given |= variables(container)
        port = free_port()
        for name in ("PORT", "METRICS_PORT"):
            if name in given:
                given[name] = str(port)
        if "METRICS_PORT" in given or pod.name == "api":
            self.addresses[pod.name] = f"http://127.0.0.1:{port}"
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder)} | {name: self.inside(value) for name, value in given.items()}

    def migrate(self) -> subprocess.CompletedProcess:
        pod = self.pods["migrate"]
        return subprocess.run([BINARIES / "flotilla", *pod.spec["containers"][0]["args"]], env=self.environment(pod), cwd=self.folder,
                              capture_output=True, text=True, timeout=120)

    def run(self, name: str) -> None:
        pod = self.pods[name]
        self.start(name, [BINARIES / PROGRAMS[name]], env=self.environment(pod))

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def figures(self, name: str) -> list[tuple[str, float]]:
        text = get(self.addresses[name] + "/metrics")[1]
        return [(m[1], float(m[2])) for m in re.finditer(r"^(\S+) ([\d.e+]+)$", text, re.MULTILINE)]

    def end(self) -> None:
        for process in reversed(self.processes.values()):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in reversed(self.processes.values()):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def staging() -> Iterator[Staging]:
    assert (BINARIES / "api").exists(), f"there are no programs in {BINARIES}: set FLOTILLA_TEST_BINARIES"
    place = Staging()
    try:
        place.secrets()
        place.start_postgres()
        place.start_redis()
        done = place.migrate()
        assert done.returncode == 0, done.stdout + done.stderr
        for name in PROGRAMS:
            if name != "migrate":
                place.run(name)
        yield place
    finally:
        place.end()
