"""A release and its rollback under load, with programs of two versions beside one another. Debian packages: postgresql redis-server.

FLOTILLA_TEST_PREVIOUS names a folder with the programs of the version before, where there is one. Without it the version that is
rolled back to is this one, and the next one's schema is made up.
"""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import Cluster
from fleet import BINARIES, Fleet, eventually

PREVIOUS = os.environ.get("FLOTILLA_TEST_PREVIOUS")


class Load:
    """Asks for jobs all the time, at whichever API answers; asks again under the same key until one does."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.accepted: list[str] = []
        self.refused: list[tuple[int, str]] = []
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        while not self.stopped.is_set():
            jobs = [{"kind": "bench.noop", "payload": {}}] * 6 + [{"kind": "bench.sleep", "payload": {"ms": 150}}] * 2
            key = str(uuid.uuid4())
            for attempt in range(200):
                status, answer = self.fleet.request("POST", "/jobs/batch", {"jobs": jobs}, {"Idempotency-Key": key})
                if status == 202:
                    self.accepted += [job["id"] for job in answer["jobs"]]
                    break
                self.refused.append((status, str(answer)[:200]))
                self.stopped.wait(0.1)
            self.stopped.wait(0.05)

    def more(self, count: int = 80) -> None:
        """Waits until so many more were accepted."""
        wanted = len(self.accepted) + count
        eventually(lambda: len(self.accepted) >= wanted, 90, f"{count} more jobs are accepted: {self.refused[-3:]}")

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join(timeout=60)


class Crew:
    """Two workers, an enqueuer and an API of one version."""

    def __init__(self, fleet: Fleet, binaries: Path) -> None:
        self.fleet, self.binaries = fleet, binaries
        self.members = [fleet.start(name, binaries=binaries) for name in ("enqueuer", "BenchWorker", "BenchWorker")]
        self.members.append(fleet.start_api(binaries=binaries))

    def leave(self) -> None:
        for member in self.members:
            member.terminate()
        for member in self.members:
            assert member.wait(timeout=40) == 0, self.fleet.logs()


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
        yield made
    finally:
        if made:
            made.end()
        cluster.remove()


# What a next version may do to the schema: it adds. Its kind has a job that no program of this version can run.
NEXT = """
alter table flotilla.jobs add column next_note text;
alter table flotilla.deliveries add column next_flag boolean not null default false;
create table flotilla.next_things (id uuid primary key, tenant uuid not null, note text);
select flotilla.protect_tenant_table('next_things', 'tenant');
create index next_jobs on flotilla.jobs (next_note) where next_note is not null;
insert into flotilla.job_kinds select (jsonb_populate_record(kinds, '{"kind": "bench.next"}')).* from flotilla.job_kinds kinds
    where kind = 'bench.noop';
insert into flotilla.migrations (version, name, checksum) values (9998, 'next', repeat('0', 64));
insert into flotilla.functions (name, hash) select name, repeat('1', 64) from flotilla.functions;
select flotilla.enqueue('bench.next', '{}');
"""


def check(fleet: Fleet, load: Load) -> None:
    """Everything that was accepted is done, once; no attempt failed or was lost."""
    load.stop()
    accepted = load.accepted
    eventually(lambda: fleet.settled(accepted), 120, f"all {len(accepted)} jobs end: {fleet.statuses(accepted)}\n{fleet.logs()}")
    assert len(set(accepted)) == len(accepted) > 300
    assert fleet.count("select count(*) from flotilla.bench_effects") == len(accepted)
    assert fleet.count("select count(*) from (select from flotilla.bench_effects group by job_id having count(*) > 1) twice") == 0
    ends = fleet.cluster.sql(
        "select ended, count(*) from (select attempt_end as ended from flotilla.jobs where status = 'succeeded' "
        "union all select ended from flotilla.job_attempts) attempt where ended is not null group by 1 order by 1",
        "flotilla",
    )  # fmt: skip
    assert {line.split("|")[0] for line in ends.splitlines()} <= {"succeeded", "released"}, ends
    # Nothing but a connection to an API that has just left.
    assert {status for status, _ in load.refused} <= {0, 503}, load.refused
    print(f"\n{len(accepted)} accepted, all done once; attempts {ends.split()}; asked again {len(load.refused)} times")


def test_next_schema(fleet: Fleet) -> None:
    """The programs of this version work on, start and migrate on the schema of a next one, and leave its jobs alone."""
    fleet.flotilla("migrate")
    fleet.sign_in()
    first = Crew(fleet, BINARIES)
    load = Load(fleet)
    load.more()
    fleet.cluster.sql(NEXT, "flotilla")
    load.more()
    # The rollback: programs of this version start on what the next one left, beside what runs.
    fleet.flotilla("migrate")
    second = Crew(fleet, BINARIES)
    load.more()
    first.leave()
    load.more(200)
    check(fleet, load)
    assert fleet.cluster.sql("select status from flotilla.jobs where kind = 'bench.next'", "flotilla") == "queued"
    assert fleet.cluster.sql("select max(version) from flotilla.migrations", "flotilla") == "9998"
    second.leave()


@pytest.mark.skipif(not PREVIOUS, reason="SKIP: FLOTILLA_TEST_PREVIOUS names no programs of the version before")
def test_release_and_rollback(fleet: Fleet) -> None:
    """The version before, the migration, both versions beside one another, the new one alone, and back: nothing is lost."""
    previous = Path(PREVIOUS or "")
    fleet.flotilla("migrate", binaries=previous)
    fleet.sign_in()
    old = Crew(fleet, previous)
    load = Load(fleet)
    load.more()
    before = fleet.cluster.sql("select count(*) from flotilla.migrations", "flotilla")
    fleet.flotilla("migrate")
    load.more()
    new = Crew(fleet, BINARIES)
    load.more(160)
    old.leave()
    load.more()
    # The rollback, by the programs alone: the schema stays.
    fleet.flotilla("migrate", binaries=previous)
    back = Crew(fleet, previous)
    load.more(160)
    new.leave()
    load.more()
    check(fleet, load)
    after = fleet.cluster.sql("select count(*) from flotilla.migrations", "flotilla")
    print(f"{before} migrations of the version before, {after} afterwards")
    back.leave()
