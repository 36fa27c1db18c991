"""What breaks a backup, and the service that takes it every night. Debian packages: postgresql pgbackrest jq."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
from cluster import Cluster


@pytest.fixture
def fresh() -> Iterator[Cluster]:
    """A server without a backup; for what breaks it."""
    made = Cluster(second_repository=True)
    try:
        made.create()
        yield made
    finally:
        made.remove()


def output(process: subprocess.Popen[str], limit: float = 180) -> Iterator[str]:
    """The lines of a program, until it ends; after the limit, in seconds, it is killed."""
    watchdog = threading.Timer(limit, process.kill)
    watchdog.start()
    try:
        assert process.stdout
        yield from process.stdout
    finally:
        watchdog.cancel()


def test_damaged(fresh: Cluster) -> None:
    """A damaged backup fails its proof, though pgBackRest's own verification accepts it; the last success stays where it was."""
    fresh.run("backup", "full")
    fresh.run("prove")
    before = fresh.figures()["flotilla_restore_last_success_timestamp_seconds"]
    largest = max((path for path in fresh.repository.rglob("bundle/*")), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.write_bytes(content)
    time.sleep(1.1)
    done = fresh.run("prove", check=False)
    assert done.returncode == 1 and "cannot be restored" in done.stderr
    assert fresh.figures()["flotilla_restore_last_run_success"] == 0
    assert fresh.figures()["flotilla_restore_last_success_timestamp_seconds"] == before
    # The other repository has its own.
    fresh.run("prove", "2")


def test_failing_backup(fresh: Cluster) -> None:
    """A backup that one repository lacks is none: the program fails, says why, and the last success stays where it was."""
    fresh.run("backup")
    before = fresh.figures()
    assert before["flotilla_backup_last_run_success"] == 1
    time.sleep(1.1)
    shutil.rmtree(fresh.folder / "second")
    (fresh.folder / "second").touch()
    done = fresh.run("backup", check=False)
    assert done.returncode != 0
    after = fresh.figures()
    assert after["flotilla_backup_last_run_success"] == 0
    name = "flotilla_backup_last_success_timestamp_seconds"
    assert after[name] == before[name]
    fresh.stop()
    done = fresh.run("backup", check=False)
    assert done.returncode == 1 and "is it up?" in done.stderr


def test_service(fresh: Cluster) -> None:
    """The service takes and proves the first backup at once, is healthy from then on, and ends when it is asked to."""
    assert fresh.run("backup-service", "--healthy", check=False).returncode == 1
    assert fresh.run("backup-service", check=False, BACKUP_AT="25:00").returncode == 1
    service = fresh.spawn("backup-service")
    try:
        lines = []
        for line in output(service):
            lines.append(line)
            if sum("restored and read in" in line for line in lines) == 2 or "the next try is in" in line:
                break
        assert sum("restored and read in" in line for line in lines) == 2, "".join(lines)
        assert fresh.run("backup-service", "--healthy").returncode == 0
        service.send_signal(signal.SIGTERM)
        assert service.wait(timeout=10) == 0
    finally:
        service.kill()


def test_service_tries_again(fresh: Cluster) -> None:
    """A backup that failed is said and tried again."""
    fresh.stop()
    service = fresh.spawn("backup-service", BACKUP_RETRY="1")
    try:
        failures = 0
        for line in output(service):
            if "the next try is in 1 s" in line:
                failures += 1
                if failures == 2:
                    fresh.start()
            if "restored and read in" in line:
                break
        else:
            pytest.fail(f"after {failures} failures the service ended")
        assert failures >= 2
    finally:
        service.terminate()
        service.wait(timeout=10)
