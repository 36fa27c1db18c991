"""compose/monitoring.yaml in a real engine, beside PostgreSQL and Redis of compose/compose.yaml. Needs Debian's docker.io, iptables and
mmdebstrap. Where no engine comes up it is skipped, loudly: that is no pass."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from processes import eventually
from support import ROOT

FOLDER = Path(os.environ.get("FLOTILLA_TEST_ENGINE", ROOT / ".flotilla-test/engine"))
WATCH = (
    "prometheus", "alertmanager", "grafana", "node-exporter", "cadvisor", "postgres-exporter", "redis-exporter", "blackbox-exporter",
)  # fmt: skip


class Containers:
    """The two files in a folder of their own, and the engine that runs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "compose"
        for name in ("compose", "monitoring"):
            shutil.copytree(ROOT / name, folder / name)
        self.environment = os.environ | {
            "DOCKER_HOST": f"unix://{FOLDER}/docker.sock", "DOCKER_BUILDKIT": "1", "HOME": str(folder),
            "PATH": f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin",
        }  # fmt: skip

    def run(self, *words: object, check: bool = True, limit: int = 900) -> str:
        done = subprocess.run(
            [str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=limit,
            env=self.environment, cwd=self.folder,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout[-6000:]}"
        return done.stdout

    def compose(self, *words: object, check: bool = True) -> str:
        return self.run("docker-compose", "-f", "compose.yaml", "-f", "monitoring.yaml", *words, check=check)

    def build(self) -> None:
        """Stand-ins under the names that the files have."""
        services = yaml.safe_load((self.folder / "monitoring.yaml").read_text())["services"]
        for name in WATCH:
            self.image(Path(__file__).parent / "standins", name, re.search(r":-(.+)}", services[name]["image"])[1])
        compose = (self.folder / "compose.yaml").read_text()
        servers = ROOT / "Tests/System/compose/standins"
        self.image(servers, "postgres", f"ghcr.io/flotilla/postgres:{re.search(r'POSTGRES_TAG:-([^}]+)', compose)[1]}")
        self.image(servers, "redis", re.search(r"REDIS_IMAGE:-([^}]+)", compose)[1])

    def image(self, context: Path, target: str, name: str) -> None:
        self.run("/usr/bin/docker", "build", "--network", "host", "--quiet", "--target", target, "--tag", name, context)

    def query(self, expression: str) -> list[dict[str, Any]]:
        """As Grafana asks: from within the network."""
        url = f"http://prometheus:9090/api/v1/query?query={urllib.parse.quote(expression)}"
        answer = self.compose("exec", "-T", "grafana", "wget", "-q", "-O", "-", "-T", "5", url, check=False)
        return json.loads(answer)["data"]["result"] if answer.startswith("{") else []


def engine(*words: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "Scripts/engine.sh"), words[0], str(FOLDER), *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, timeout=900)


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Containers]:
    started = engine("start", "build")
    if started.returncode == 3:
        print(f"\nSKIP: {started.stderr.strip()}: what watches the fleet was NOT tested in containers", file=sys.__stderr__, flush=True)
        pytest.skip(f"SKIP: {started.stderr.strip()}")
    assert started.returncode == 0, started.stderr
    made = Containers(tmp_path_factory.mktemp("stack"))
    try:
        for suite, name in (("bookworm", "debian:12-slim"), ("trixie", "debian:13-slim")):
            based = engine("base", suite, name)
            assert based.returncode == 0, based.stderr
        made.build()
        assert engine("start", "drill").returncode == 0
        made.run("./setup", "flotilla.example.org")
        with (made.folder / ".env").open("a") as settings:
            settings.write("\nALERT_EMAIL_TO=ops@example.org\nALERT_SMTP_HOST=smtp.example.org:587\n")
        # The engine refuses more than the machine has.
        limits = [f"{name}_CPUS=1.0" for name in ("API", "POSTGRES", "OLLAMA")]
        with (made.folder / ".env").open("a") as settings:
            settings.write("\n".join(limits) + "\n")
        options = ("--no-build", "--pull", "never")
        made.compose("up", "-d", *options, "postgres-init")
        made.compose("up", "-d", "--wait", "--wait-timeout", "300", *options, "postgres", "redis", *WATCH)
        yield made
    except AssertionError:
        print(made.compose("ps", "--all", check=False), made.compose("logs", "--tail", "15", check=False), sep="\n")
        raise
    finally:
        made.compose("down", "--volumes", "--timeout", "5", check=False)
        engine("stop")


def test_servers(containers: Containers) -> None:
    """The exporters' own logins are let in, and Prometheus reads both."""
    for figure in ("pg_up", "redis_up"):
        eventually(lambda: [each for each in containers.query(figure) if each["value"][1] == "1"], 120, figure)


def test_targets(containers: Containers) -> None:
    """All of what is started here is read; the fleet, which is not, is listed as down or missing."""
    expected = {"postgres", "redis", "node", "cadvisor", "prometheus", "alertmanager"}
    eventually(lambda: {each["metric"]["job"] for each in containers.query("up == 1")} >= expected, 120, f"{expected} are up")


def test_backup(containers: Containers) -> None:
    """What the backup writes into its volume is a figure, and the disk of the volumes is seen without a folder of the machine."""
    containers.run(
        "/usr/bin/docker", "run", "--rm", "--volume", "flotilla_backup-metrics:/metrics", "--entrypoint", "/bin/sh", "debian:12-slim", "-c",
        "echo 'flotilla_backup_last_success_timestamp_seconds 12345' >/metrics/a.prom; chmod 644 /metrics/a.prom")  # fmt: skip
    eventually(lambda: containers.query("flotilla_backup_last_success_timestamp_seconds == 12345"), 120, "the figure is read")
    assert containers.query('node_filesystem_avail_bytes{mountpoint="/volumes", fstype!~"tmpfs|overlay"}')


def test_rules(containers: Containers) -> None:
    """Prometheus has the rules, Alertmanager hears of what fires, by the ways that are set up."""
    eventually(lambda: containers.query('ALERTS{alertname="ApiDown", alertstate="firing"}'), 180, "there is no API, and it is said")
    url = "http://alertmanager:9093/api/v2/alerts"
    heard = lambda: containers.compose("exec", "-T", "prometheus", "wget", "-q", "-O", "-", url, check=False)  # noqa: E731
    eventually(lambda: "ApiDown" in heard() and "Watchdog" in heard(), 120, "Alertmanager heard")
    said = containers.compose("logs", "alertmanager")
    assert "alarms go out by e-mail" in said and "pagerduty_routing_key is empty" in said


def test_hardened(containers: Containers) -> None:
    """Nothing of it can write into its image, gain privileges, or is reached from another machine."""
    for name in WATCH:
        container = containers.compose("ps", "-q", name).strip()
        seen = json.loads(containers.run("/usr/bin/docker", "inspect", container))[0]
        host = seen["HostConfig"]
        assert host["ReadonlyRootfs"] and not host["Privileged"] and host["CapDrop"] == ["ALL"], name
        assert seen["State"]["Health"]["Status"] == "healthy", name
        ports = [binding for bindings in (host["PortBindings"] or {}).values() for binding in bindings]
        assert all(binding["HostIp"] == "127.0.0.1" for binding in ports), name
