"""What breaks a backup, and the service that takes it every night. Debian packages: postgresql pgbackrest jq libfaketime1."""

from __future__ import annotations

import datetime
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

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


def test_gap(fresh: Cluster) -> None:
    """A log with a segment missing fails the proof: a restore would end there."""
    fresh.run("backup", "full")
    for _ in range(3):
        fresh.sql("select pg_logical_emit_message(true, 'x', 'y')")
        fresh.keep_log()
    segments = sorted(path for path in fresh.repository.glob("archive/flotilla/*/*/*") if path.suffix == ".zst")
    segments[-2].unlink()
    done = fresh.run("prove", check=False)
    assert done.returncode == 1 and "the restored log ends" in done.stderr, done.stderr


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


def test_night(fresh: Cluster) -> None:
    """The service waits for its time of the day, and takes the next backup then; one of 27 hours ago makes it unhealthy."""
    fresh.run("backup")
    now = datetime.datetime.now(datetime.timezone.utc)
    at = (now + datetime.timedelta(hours=1)).replace(second=0, microsecond=0)
    # Clocks that are set forward, for the service alone: eight seconds before its time.
    path = set_clock(fresh, (at - now).total_seconds() - 8)
    service = fresh.spawn("backup-service", BACKUP_AT=at.strftime("%H:%M"), PATH=path)
    began = time.monotonic()
    try:
        lines = []
        for line in output(service):
            lines.append(line)
            if "a diff backup" in line and time.monotonic() - began < 4:
                pytest.fail("it did not wait")
            if "restored and read in" in line or "the next try is in" in line:
                break
        assert any("a diff backup" in line for line in lines), "".join(lines)
    finally:
        service.terminate()
        service.wait(timeout=30)
    for hours, status in ((25, 0), (27, 1)):
        assert fresh.run("backup-service", "--healthy", check=False, PATH=set_clock(fresh, hours * 3600)).returncode == status


def set_clock(cluster: Cluster, seconds: float) -> str:
    """A search path whose `date` is so far ahead."""
    folder = cluster.folder / "clock"
    folder.mkdir(exist_ok=True)
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    date = folder / "date"
    date.write_text(f'#!/bin/sh\nLD_PRELOAD={library} FAKETIME=+{seconds:.0f} exec /usr/bin/date "$@"\n')
    date.chmod(0o755)
    return f"{folder}:{cluster.environment['PATH']}"


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
