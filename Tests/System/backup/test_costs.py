"""What a job costs in bytes, as docs/scaling.md counts with it. Debian packages: postgresql redis-server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from cluster import ROOT, Cluster
from fleet import Fleet, eventually


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    cluster = Cluster()
    made = None
    try:
        cluster.create()
        cluster.sql("alter system set archive_mode = off")
        cluster.stop()
        cluster.start()
        cluster.sql("create database flotilla")
        made = Fleet(cluster)
        made.start_redis()
        made.flotilla("migrate")
        yield made
    finally:
        if made:
            made.end()
        cluster.remove()


def test_bytes(fleet: Fleet) -> None:
    """A job's rows, its part of the log, and its place in Redis are what scaling.json says, within a factor of two."""
    count = 20_000
    fleet.sign_in()
    fleet.start("enqueuer")
    fleet.start_api()
    cluster = fleet.cluster

    def rows() -> int:
        return fleet.count(
            "select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = relnamespace "
            "where nspname = 'flotilla' and relkind in ('r', 'm') and relname ~ '^(jobs|job_attempts|bench_effects)'"
        )

    def memory() -> int:
        return int(next(line for line in fleet.redis_cli("INFO", "memory").splitlines() if line.startswith("used_memory:")).split(":")[1])

    cluster.sql("checkpoint")
    place, before, held = cluster.sql("select pg_current_wal_lsn()"), rows(), memory()
    ids: list[str] = []
    for _ in range(count // 1000):
        ids += fleet.post_jobs(1000)
    eventually(lambda: fleet.redis_cli("--raw", "EVAL", READY, "0") == str(count), 60, "all are offered")
    offered = memory() - held
    fleet.start("BenchWorker")
    eventually(lambda: fleet.count("select count(*) from flotilla.bench_effects") == count, 240, "all are done")
    log = int(cluster.sql(f"select pg_wal_lsn_diff(pg_current_wal_lsn(), '{place}')"))
    measured = {
        "disk_bytes_per_job": (rows() - before) / count,
        "log_bytes_per_job": log / count,
        "redis_bytes_per_queued_job": offered / count,
    }
    print(f"\n{measured}")
    counted = json.loads((ROOT / "Scripts" / "scaling.json").read_text())["measured"]
    for name, value in measured.items():
        assert counted[name] / 2 < value < counted[name] * 2, f"{name}: {value:.0f}, and scaling.json has {counted[name]}"


# The ids that are ready, over all tenants and lanes.
READY = """
local count = 0
for _, key in ipairs(redis.call('KEYS', '*:ready:*')) do count = count + redis.call('ZCARD', key) end
return count
"""
