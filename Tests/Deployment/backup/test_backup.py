"""Backups are taken, proved and restored by the very programs of compose/backup. Debian packages: postgresql pgbackrest jq shellcheck."""

from __future__ import annotations

import datetime
import subprocess
import time
from collections.abc import Iterator

import pytest
from cluster import PROGRAMS, ROOT, Cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    try:
        made.create()
        made.sql("create table notes (id int primary key, text text)")
        made.sql("insert into notes values (1, 'before the backup: PLAINTEXT-MARKER')")
        made.run("backup", "full")
        yield made
    finally:
        made.remove()


def now(cluster: Cluster) -> str:
    return cluster.sql("select clock_timestamp()")


def test_shell() -> None:
    """shellcheck finds nothing in the backup's programs."""
    files = [path for path in PROGRAMS.iterdir() if path.suffix in ("", ".sh")]
    assert len(files) >= 6
    done = subprocess.run(["shellcheck", "-x", *files], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_figures(cluster: Cluster) -> None:
    """A backup leaves its time, duration and sizes for node-exporter, readable by every user."""
    figures = cluster.figures()
    assert abs(figures["flotilla_backup_last_success_timestamp_seconds"] - time.time()) < 600
    assert figures["flotilla_backup_last_run_success"] == 1
    assert figures["flotilla_backup_database_bytes"] > figures["flotilla_backup_kept_bytes"] > 0
    assert figures["flotilla_backup_duration_seconds"] >= 0
    assert "full backup: " in cluster.run("backup", "list").stdout
    for file in cluster.metrics.iterdir():
        assert file.suffix == ".prom" and file.stat().st_mode & 0o444 == 0o444


def test_encrypted(cluster: Cluster) -> None:
    """Nothing of the database can be read in the repository, and nothing of its passphrase among the processes' words."""
    files = [path for path in cluster.repository.rglob("*") if path.is_file()]
    assert len(files) > 3
    for file in files:
        if file.name.endswith((".info", ".copy", ".manifest")) or "pg_data" in str(file):
            # "Salted__" begins what OpenSSL encrypts.
            assert file.read_bytes()[:8] == b"Salted__", file


def test_other_passphrase(cluster: Cluster) -> None:
    """Without the passphrase there is no restore; one that is short or absent is refused."""
    other = cluster.folder / "other"
    other.write_text("another passphrase, of some length")
    done = cluster.run("prove", check=False, BACKUP_CIPHER_FILE=str(other))
    assert done.returncode != 0
    other.write_text("short")
    done = cluster.run("backup", check=False, BACKUP_CIPHER_FILE=str(other))
    assert done.returncode == 1 and "fewer than 20 characters" in done.stderr
    done = cluster.run("backup", check=False, BACKUP_CIPHER_FILE="/nowhere")
    assert done.returncode == 1 and "cannot be read" in done.stderr


def test_proof(cluster: Cluster) -> None:
    """The newest backup is restored, with what was written since, read to its end, and leaves nothing behind."""
    cluster.sql("insert into notes select n, 'since the backup' from generate_series(100, 199) n")
    done = cluster.run("prove")
    assert "restored and read in" in done.stderr
    figures = cluster.figures()
    assert abs(figures["flotilla_restore_last_success_timestamp_seconds"] - time.time()) < 600
    assert figures["flotilla_restore_last_run_success"] == 1
    assert list((cluster.folder / "scratch").iterdir()) == []
    # It was a copy: the server's own log goes on in its timeline.
    assert cluster.sql("select timeline_id from pg_control_checkpoint()") == "1"


def test_point_in_time(cluster: Cluster) -> None:
    """What was committed before the point is there and what came after is not; again over the new timeline, in place; and the latest."""
    for round, words in ((1, []), (2, ["--in-place"])):
        cluster.sql(f"insert into notes values ({round * 1000}, 'before the point')")
        point = now(cluster)
        cluster.sql(f"insert into notes values ({round * 1000 + 1}, 'after the point')")
        cluster.keep_log()
        cluster.stop("immediate")
        done = cluster.run("restore", "--to", point, *words)
        assert "restored in" in done.stderr
        cluster.start()
        assert cluster.sql(f"select array_agg(id order by id) from notes where id >= {round * 1000}") == f"{{{round * 1000}}}"
        assert cluster.sql("select text from notes where id = 1").endswith("PLAINTEXT-MARKER")
        assert cluster.sql("select timeline_id from pg_control_checkpoint()") == str(round + 1)
        # What was there is kept, but for a restore in place.
        assert len(list(cluster.folder.glob("data.before-restore-*"))) == 1
    # The settings of the server are its own again, not those under which it read the log.
    assert cluster.sql("show max_connections") == "200"
    cluster.sql("insert into notes values (3000, 'kept')")
    cluster.keep_log()
    cluster.lose_data()
    cluster.run("restore", "--latest")
    cluster.start()
    assert cluster.sql("select array_agg(id order by id) from notes where id >= 1000") == "{1000,2000,3000}"
    cluster.run("prove")


def test_refused_points(cluster: Cluster) -> None:
    """A restore refuses a running server, and a point without a zone, in the future, before all backups, or after the loss."""
    past = "2020-01-01 00:00:00+00"
    future = (datetime.datetime.now(datetime.UTC) if hasattr(datetime, "UTC") else datetime.datetime.utcnow()).year + 1
    for words, reason in (
        (["--to", "2026-11-30 10:00:00"], "names no time zone"),
        (["--to", f"{future}-01-01 00:00:00+00"], "is not over yet"),
        (["--to", past], "the oldest backup in repository 1 ended at"),
        (["--to", now(cluster), "--lost-at", past], "before the point"),
        (["--to", "yesterday-ish Z"], "is no time"),
        (["--to", now(cluster)], "stop the fleet and the server first"),
        (["--latest"], "stop the fleet and the server first"),
    ):
        done = cluster.run("restore", *words, check=False)
        assert done.returncode == 1 and reason in done.stderr, f"{words}: {done.stderr}"
    for words in ([], ["--latest", "--to", past], ["--to"], ["--nonsense"]):
        assert cluster.run("restore", *words, check=False).returncode == 2, words
    assert cluster.sql("select 1") == "1"
