"""Makes `VERSION.json` beside this file: every statement on our tables that the programs of a version send to PostgreSQL.

    python record.py VERSION [RAW …]

RAW are files that `record.so` wrote (see record.c), such as those of test rooms; a fleet is run besides. To be made when a version is
released, by its own programs: Tests/Deployment/backup/test_migrations.py prepares each statement on the schema of the present
version, which is what the programs of before would do after a migration.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "Deployment" / "backup")]

from cluster import ROOT, Cluster  # noqa: E402
from fleet import BINARIES, Fleet, eventually  # noqa: E402
from statements import refused  # noqa: E402

WORKERS = ("BenchWorker", "NotifyWorker", "ScanWorker", "BillingWorker", "AIWorker")
# What can be prepared, on our tables alone.
READS = re.compile(rb"\s*(with|select|insert|update|delete|values)\b", re.IGNORECASE)
NO_ID = "01939f00-0000-7000-8000-000000000000"


def run_fleet(shim: Path, raw: Path, raws: list[Path]) -> list[dict[str, str]]:
    """Drives every program, and asks the API for everything that can be asked.

    The statements are those of this run and of `raws` that can be prepared on the schema: tests have tables of their own.
    """
    cluster = Cluster()
    fleet = None
    try:
        cluster.create()
        cluster.sql("create database flotilla")
        settings = {"LD_PRELOAD": str(shim), "STATEMENTS_FILE": str(raw)}
        fleet = Fleet(cluster, **settings)
        fleet.start_redis()
        fleet.flotilla("migrate")
        fleet.sign_in()
        fleet.start_programs(*(worker for worker in WORKERS if (BINARIES / worker).exists()))
        fleet.accepted("/webhook-endpoints", {"url": fleet.web.url})
        ids = fleet.post_jobs(20) + fleet.post_jobs(2, "bench.fail", {"times": 1}) + fleet.post_jobs(1, "bench.emit", {"chunks": 3})
        eventually(lambda: fleet.settled(ids), 120, "the jobs end")
        for channel in ("email", "webhook", "in_app"):
            fleet.notify(f"by {channel}", channel)
        fleet.request("POST", "/billing/runs", {"period": "2026-10"})
        fleet.request("POST", "/usage", [{"source": "x", "id": "1", "tenant": NO_ID, "metric": "ai.tokens", "quantity": 1, "at": "2026-11-05T10:00:00Z"}])
        for path in sorted(paths()):
            for id in (ids[0], NO_ID):
                fleet.request("GET", re.sub(r"\{[^}]*\}", id, path))
        for words in (["doctor"], ["queues"], ["workers"], ["jobs"], ["job", ids[0]], ["schedules"], ["retention"], ["users", "list"]):
            subprocess.run([BINARIES / "flotilla", *words], env=fleet.environment, capture_output=True, timeout=120)
        eventually(lambda: fleet.count("select count(*) from flotilla.deliveries where status = 'queued'") == 0, 60, "all is sent")
        fleet.stop()
        found: set[tuple[str, str]] = set()
        for path in [raw, *raws]:
            found |= recorded(path.read_bytes())
        listed = [{"types": types, "sql": sql} for sql, types in sorted(found)]
        wrong = refused(cluster, listed, database="flotilla")
        return [statement for number, statement in enumerate(listed) if number not in wrong]
    finally:
        if fleet:
            fleet.end()
        cluster.remove()


def paths() -> set[str]:
    """Every path of the API that does not stay open."""
    found: set[str] = set()
    for file in (ROOT / "Sources" / "API").rglob("*Routes*.swift"):
        found |= set(re.findall(r'"(/[a-z][^" \\]*)"', file.read_text()))
    return {path for path in found if "events" not in path}


def recorded(raw: bytes) -> set[tuple[str, str]]:
    found = set()
    for record in raw.split(b"\x1e"):
        types, separator, sql = record.partition(b"\x1f")
        if separator and b"flotilla." in sql and READS.match(sql):
            found.add((sql.decode(), types.decode()))
    return found


def main() -> None:
    version, *raws = sys.argv[1:]
    folder = Path(tempfile.mkdtemp())
    shim, raw = folder / "record.so", folder / "raw"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, HERE / "record.c", "-ldl"], check=True)
    os.chmod(folder, 0o755)
    lines = [json.dumps(statement) for statement in run_fleet(shim, raw, [Path(path) for path in raws])]
    (HERE / f"{version}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(f"{len(lines)} statements")


if __name__ == "__main__":
    main()
