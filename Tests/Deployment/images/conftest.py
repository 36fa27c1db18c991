"""What the checks of images and compose files share. Debian packages: nginx-light redis-server postgresql openssl curl shellcheck."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = ROOT / "compose"


def run(*command: object, **options) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, a minute at most; what it prints is text."""
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, **options)


def tool(name: str) -> str:
    """A program of this environment: one of the same name elsewhere may be another version."""
    return str(Path(sys.executable).parent / name)


def resolve(*files: Path) -> dict:
    """What Docker Compose makes of the files with the example's settings and no other: no daemon is asked."""
    words = [word for file in files for word in ("-f", file)]
    clean = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    result = run(
        tool("docker-compose"), "--env-file", COMPOSE / ".env.example", *words, "config", "--format", "json", env=clean)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="session")
def fleet() -> dict:
    return resolve(COMPOSE / "compose.yaml")


@pytest.fixture
def without() -> Callable[[str, str, str], str]:
    """Replaces what has to be there: a broken sample that breaks nothing would prove nothing."""

    def replace(text: str, old: str, new: str) -> str:
        assert old in text, f"the sample has no {old!r} any more"
        return text.replace(old, new)

    return replace
