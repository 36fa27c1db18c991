"""The stack of compose/compose.yaml in a folder of its own, with the settings that compose/setup makes."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from caller import Caller
from engine import Engine

DOMAIN = "fleet.example.org"
SERVICES = ("nginx", "certbot", "api", "enqueuer", "scan-worker", "notify-worker", "billing-worker", "ai-worker", "bench-worker",
            "postgres", "backup-service", "redis", "ollama")


class Fleet:
    def __init__(self, engine: Engine, folder: Path, version: str) -> None:
        self.engine, self.folder, self.version = engine, folder / "compose", version
        self.times: dict[str, float] = {}

    def set_up(self) -> None:
        shutil.copytree(self.engine.root / "compose", self.folder, ignore=shutil.ignore_patterns("secrets", ".env"))
        self.command("setup", DOMAIN)
        # A machine of two processors; the kinds of drills.
        with (self.folder / ".env").open("a") as settings:
            settings.write(f"IMAGE_TAG={self.version}\nOLLAMA_CPUS=2.0\nCOMPOSE_FILE=compose.yaml:overrides/bench.yaml\n")
        began = time.monotonic()
        self.compose("up", "--detach", "--wait", "--wait-timeout", "400", "--no-build", "--pull", "never")
        self.times["up --wait"] = time.monotonic() - began
        authority = self.folder / "authority.pem"
        authority.write_text(self.compose("exec", "-T", "nginx", "cat", "/tls/fullchain.pem").stdout)
        self.outside = Caller(DOMAIN, authority)
        self.flotilla("users", "create", "admin@example.org", "--role", "admin")
        self.admin = self.outside.signed(self.flotilla("token", "admin@example.org").strip())

    def compose(
        self, *words: str, check: bool = True, limit: int = 600, input: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            ["docker-compose", *words], cwd=self.folder, capture_output=True, text=True, timeout=limit, input=input,
            env=self.engine.environment)
        if check and result.returncode:
            print(result.stdout[-2000:], result.stderr[-4000:], sep="\n")
            result.check_returncode()
        return result

    def command(self, name: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command of the folder compose."""
        result = subprocess.run(
            [str(self.folder / name), *words], capture_output=True, text=True, timeout=600, env=self.engine.environment)
        print(result.stdout, result.stderr, sep="\n")
        if check:
            result.check_returncode()
        return result

    def flotilla(self, *words: str) -> str:
        return self.compose("run", "--rm", "--no-deps", "-T", "migrate", *words).stdout

    def sql(self, text: str) -> str:
        words = ("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", "flotilla")
        return self.compose("exec", "-T", "postgres", *words, input=text).stdout.strip()

    def container(self, service: str) -> str:
        return self.compose("ps", "--quiet", service).stdout.split()[0]

    def inspect(self, service: str) -> dict:
        return json.loads(self.engine.run("inspect", self.container(service)).stdout)[0]

    def state(self, service: str) -> str:
        state = self.inspect(service)["State"]
        return state.get("Health", {}).get("Status", "") if state["Running"] else state["Status"]

    def wait_until(self, what: str, holds: Callable[[], bool], limit: float = 120) -> float:
        """Seconds until it holds."""
        began = time.monotonic()
        while not holds():
            assert time.monotonic() - began < limit, f"{what} within {limit:.0f} s"
            time.sleep(0.25)
        return time.monotonic() - began

    def say_what_happened(self) -> None:
        print(self.compose("ps", "--all", check=False).stdout)
        print(self.compose("logs", "--tail", "15", check=False).stdout[-12000:])
