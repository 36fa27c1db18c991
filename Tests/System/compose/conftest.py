"""A real engine, the images of the fleet over programs that were built on this machine, and the stack of compose/compose.yaml.

Debian packages: docker.io iptables mmdebstrap. FLOTILLA_TEST_BINARIES is the folder of the fleet's programs. Where no engine comes up
everything here is skipped, loudly: that is no pass. The engine and all that it starts live in a network namespace without a way out."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import Engine
from fleet import Fleet
from images import build

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("FLOTILLA_TEST_ENGINE", ROOT / ".flotilla-test/engine"))
VERSIONS = ("0.2.0", "0.2.1")


def skip(reason: str) -> None:
    print(f"\nSKIP: {reason}: the fleet in containers was NOT tested", file=sys.__stderr__, flush=True)
    pytest.skip(reason, allow_module_level=True)


@pytest.fixture(scope="session")
def binaries() -> Path:
    folder = os.environ.get("FLOTILLA_TEST_BINARIES")
    if not folder or not (Path(folder) / "api").exists():
        skip("FLOTILLA_TEST_BINARIES names no folder with the fleet's programs")
    return Path(folder)


@pytest.fixture(scope="session")
def engine(binaries: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = Engine(ROOT, FOLDER)
    refusal = engine.start("build")
    if refusal:
        skip(refusal)
    try:
        build(engine, binaries, tmp_path_factory.mktemp("context"), VERSIONS)
        engine.start("drill")
        with engine.network():
            yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="session")
def fleet(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    fleet = Fleet(engine, tmp_path_factory.mktemp("stack"), VERSIONS[0])
    try:
        fleet.set_up()
        yield fleet
    except subprocess.SubprocessError:
        fleet.say_what_happened()
        raise
    finally:
        fleet.compose("down", "--volumes", "--timeout", "5", check=False)
