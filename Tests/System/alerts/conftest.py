"""A fleet, what watches it and what hears of it, started once for all drills of alarms.

Needs, beside what ./test installs, Debian's prometheus, prometheus-alertmanager, prometheus-node-exporter, prometheus-postgres-exporter,
prometheus-redis-exporter and prometheus-blackbox-exporter; FLOTILLA_TEST_BINARIES has the fleet's programs.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Deployment" / "alerts"))

from processes import Processes  # noqa: E402
from sinks import Sinks  # noqa: E402
from stack import Stack  # noqa: E402
from watch import Watch  # noqa: E402


@pytest.fixture(scope="session")
def sinks() -> Iterator[Sinks]:
    made = Sinks()
    yield made
    made.end()


@pytest.fixture(scope="session")
def stack(sinks: Sinks) -> Iterator[Stack]:
    folder = Path(tempfile.mkdtemp(prefix="flotilla-alerts-", dir="/tmp"))
    # PostgreSQL runs as another user.
    folder.chmod(0o755)
    processes = Processes(folder)
    try:
        made = Stack(folder, processes, sinks)
        made.start()
        yield made
    except BaseException:
        print(processes.logs())
        raise
    finally:
        processes.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def watch(stack: Stack, sinks: Sinks) -> Watch:
    made = Watch(stack, sinks)
    made.start()
    return made
