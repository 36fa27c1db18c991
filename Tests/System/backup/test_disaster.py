"""The drill: a fleet at work, its database gone, and the database back as it was before. Debian packages: postgresql pgbackrest jq redis-server."""

from __future__ import annotations

import datetime
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from cluster import Cluster
from fleet import Fleet, eventually


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    cluster = Cluster()
    made = None
    try:
        cluster.create()
        cluster.sql("create database flotilla")
        made = Fleet(cluster)
        made.start_redis()
        made.flotilla("migrate")
        yield made
    finally:
        if made:
            made.end()
        cluster.remove()


def later(seconds: float) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("dispatcher", ["kept", "emptied"])
def test_disaster(fleet: Fleet, dispatcher: str) -> None:
    """What was accepted before the point is done, what came after it is gone, and nothing arrives twice that has no key."""
    cluster = fleet.cluster
    fleet.sign_in()
    fleet.start_programs("BenchWorker", "NotifyWorker")
    fleet.accepted("/webhook-endpoints", {"url": fleet.web.url})
    cluster.run("backup", "full")

    # Before the point: done, under way, and not yet due. What is due later is far enough away for a busy machine.
    done = fleet.post_jobs(200)
    fleet.notify("mail sent before", "email")
    fleet.notify("hook sent before", "webhook")
    eventually(lambda: fleet.settled(done), 60, "the first jobs end")
    eventually(lambda: fleet.mail.subjects["mail sent before"] and fleet.web.keys("hook sent before"), 60, "they arrive")
    eventually(
        lambda: fleet.count("select count(*) from flotilla.deliveries where status = 'sent'") == 2, 60, "they are sent")  # fmt: skip
    soon = later(12)
    waiting = fleet.post_jobs(50, run_at=soon)
    mail = fleet.notify("mail sent after", "email", send_at=soon)
    hook = fleet.notify("hook sent after", "webhook", send_at=soon)
    much_later = fleet.notify("mail of another day", "email", send_at=later(86_400))
    running = fleet.post_jobs(4, "bench.sleep", {"ms": 10_000})
    eventually(lambda: fleet.statuses(running) == {"running": 4}, 30, "the long jobs run")
    point = cluster.sql("select clock_timestamp()")
    assert fleet.statuses(waiting) == {"scheduled": 50} and fleet.delivery(mail) == "queued"

    # After the point, and before the disaster.
    gone = fleet.post_jobs(100)
    gone_mail = fleet.notify("mail accepted after", "email")
    eventually(lambda: fleet.settled(gone + waiting + running), 90, "the jobs end")
    eventually(lambda: fleet.delivery(mail) == fleet.delivery(hook) == fleet.delivery(gone_mail) == "sent", 60, "all is sent")
    cluster.keep_log()
    waiting_at_loss = fleet.post_jobs(20, run_at=later(3600))
    cluster.lose_data()
    fleet.stop(signal.SIGKILL)
    if dispatcher == "emptied":
        fleet.redis_cli("FLUSHALL")
    started = time.monotonic()
    restored = cluster.run("restore", "--to", point)
    seconds = time.monotonic() - started
    assert "deliveries by email that may have been sent, now unknown: 1" in restored.stdout
    cluster.start()
    fleet.flotilla("migrate")
    fleet.start_programs("BenchWorker", "NotifyWorker")

    # Everything from before the point ends, once.
    eventually(lambda: fleet.settled(done + waiting + running), 90, f"the jobs of before end\n{fleet.logs()}")
    ready = time.monotonic() - started
    eventually(lambda: fleet.delivery(hook) == "sent", 60, "the webhook is sent again")
    assert fleet.count("select count(*) from (select from flotilla.bench_effects group by job_id having count(*) > 1) twice") == 0
    assert fleet.count("select count(*) from flotilla.bench_effects") == 254
    # What ran at the point was put back, and counts as lost: its worker was of another life of the database.
    assert fleet.count(
        "select count(*) from flotilla.job_attempts where ended = 'lost' and job_id in ("
        + ",".join(f"'{id}'" for id in running) + ")") == 4  # fmt: skip
    # What was accepted after it is gone, and the API says so.
    for id in gone[:3] + waiting_at_loss[:3]:
        assert fleet.request("GET", f"/jobs/{id}")[0] == 404
    assert fleet.statuses(gone + waiting_at_loss) == {}
    assert fleet.delivery(gone_mail) == ""
    # Outside: a mail has no key, and is said to be unknown instead of being sent again; a webhook has the key that it had.
    assert fleet.delivery(mail) == "unknown restored" and fleet.delivery(much_later) == "queued"
    assert fleet.mail.subjects == Counter({"mail sent before": 1, "mail sent after": 1, "mail accepted after": 1})
    keys = fleet.web.keys("hook sent after")
    assert len(keys) == 2 and len(set(keys)) == 1
    # The fleet goes on, whatever the dispatcher still knew of the other life; and forgets that.
    more = fleet.post_jobs(200)
    eventually(lambda: fleet.settled(more), 60, "new jobs end")
    eventually(lambda: fleet.redis_cli("ZCARD", "flotilla:{bench}:leases") == "0", 30, "no lease is left")

    # A person decides about the rest.
    paused = cluster.sql("select string_agg(kind, ' ' order by kind) from flotilla.limits where paused", "flotilla")
    assert paused == "billing.invoice billing.month billing.payment notify.request"
    assert fleet.count("select count(*) from flotilla.jobs where kind = 'billing.reconciliation'") == 1
    fleet.flotilla("notifications", "replay", mail)
    eventually(lambda: fleet.mail.subjects["mail sent after"] == 2, 60, "the mail is sent when that is wanted")
    for kind in ("invoice", "month", "payment"):
        fleet.flotilla("resume", "billing", "--kind", f"billing.{kind}")
    fleet.flotilla("resume", "notify", "--kind", "notify.request")

    print(f"\nThe dispatcher {dispatcher}: restored after {seconds:.1f} s, every open job ended after {ready:.1f} s")
    print("| accepted | at the point | sent outside | after the restore |\n| --- | --- | --- | --- |")
    print("| 200 jobs, 1 mail, 1 webhook before the point | done | once | done, not again |")
    print("| 50 jobs before the point | scheduled | | ran again: one effect each |")
    print("| 4 jobs before the point | running | | put back, ran again: one effect each |")
    print("| 1 webhook before the point | queued | sent after the point | sent again under the same key |")
    print("| 1 mail before the point | queued | sent after the point | unknown (restored), not sent again by itself |")
    print("| 1 mail before the point, of another day | queued | | queued |")
    print("| 100 jobs, 1 mail after the point | | once | gone: 404 |")
    shutil.rmtree(cluster.repository)
