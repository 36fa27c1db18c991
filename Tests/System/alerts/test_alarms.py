"""Alarms on a real fleet, from the rule to those who hear of it, and back."""

from __future__ import annotations

import json
import re
import shlex
import signal
import time

from processes import eventually
from sinks import ROUTING_KEY, Sinks, refusal
from stack import Stack
from support import RUNBOOKS, alerts, metric_names, rules
from test_dashboards import BOARDS, expressions
from test_runbooks import commands
from watch import Watch

#: Figures that this machine cannot have, and why.
ABSENT = {
    "container_memory_working_set_bytes": "Debian has no cAdvisor",
    "container_cpu_usage_seconds_total": "Debian has no cAdvisor",
    "flotilla_model_tokens_total": "there is no model server, and a token is counted once there was one",
    "flotilla_unhealthy": "nothing was wrong yet",
    "flotilla_dispatch_failures_total": "no worker was ever without both servers",
    "flotilla_jobs_recovered_total": "no worker was ever lost",
}
#: Panels that may be empty on a fleet that is well, and why.
EMPTY = {
    ("fleet", "What is wrong"): "nothing is",
    ("generations", "Tokens"): "no model server",
    ("generations", "A generation takes, p95"): "no model server",
    ("generations", "Ended, by kind and outcome"): "no AIWorker",
    ("machine", "Memory of containers"): "no cAdvisor",
    ("machine", "CPU of containers"): "no cAdvisor",
    ("workers", "Put back"): "no worker was lost",
    ("workers", "What workers could do by neither server"): "there was none",
}


def work(stack: Stack) -> None:
    """A little of everything that the dashboards show."""
    stack.post_jobs(20)
    stack.post_jobs(2, "bench.fail", {"times": 5}, max_attempts=1)
    status, answer = stack.request(
        "POST", "/notifications", {"to": {"email": "ada@example.org"}, "channels": ["email"], "subject": "Hello", "body": "Text."})  # fmt: skip
    assert status == 202, answer


def test_names(stack: Stack, watch: Watch) -> None:
    """Each metric that a rule or a panel reads is one that the fleet, the servers or the exporters have."""
    work(stack)
    read = {name for rule in rules() for name in metric_names(rule["expr"])}
    read |= {name for board in BOARDS.values() for asked in expressions(board) for name in metric_names(asked)}
    missing = read - ABSENT.keys()
    eventually(lambda: missing <= watch.names(), 60, lambda: f"there is no {missing - watch.names()}")


def test_first_failure(watch: Watch) -> None:
    """A kind that no worker has run yet has its zeros: a rate sees the first failure that rises from them."""
    for status in ("succeeded", "failed"):
        never = f'flotilla_jobs_finished_total{{kind="bench.spin", status="{status}"}}'
        eventually(lambda: watch.query(f"{never} == 0"), 30, never)


def test_dashboards(stack: Stack, watch: Watch) -> None:
    """Each panel of each dashboard shows something, unless there is nothing to show on a fleet that is well."""
    work(stack)

    def empty() -> set[tuple[str, str]]:
        return {
            (name, panel["title"])
            for name, board in BOARDS.items()
            for panel in board["panels"]
            for target in expressions({"panels": [panel]})
            if not watch.query(target)
        }

    eventually(lambda: empty() <= EMPTY.keys(), 60, lambda: f"no data: {empty() - EMPTY.keys()}")


def test_watchdog(stack: Stack, watch: Watch, sinks: Sinks) -> None:
    """The watchdog reaches the dead man's switch again and again, the fleet once, and no person."""
    eventually(lambda: len(sinks.about("Watchdog", "deadman")) >= 2, 150, "the switch hears it")
    noted = "select count(*) from flotilla.notifications where data ->> 'alert' = 'Watchdog'"
    eventually(lambda: stack.sql(noted) == "1", 30, "the fleet has it once")
    assert sinks.about("Watchdog", "pagerduty") == sinks.about("Watchdog", "email") == []


def test_followed(stack: Stack, watch: Watch, sinks: Sinks, capsys: object) -> None:
    """Redis freezes: the rule fires, it is mailed and in Slack, it pages no person; it goes on: both hear that it is over."""
    began = time.time()
    stack.processes.send("redis", signal.SIGSTOP)
    try:
        eventually(lambda: watch.firing("BrokerDown"), 60, "the rule fires")
        fired = time.time()
        eventually(lambda: sinks.about("BrokerDown", "email"), 60, "the mail came")
        eventually(lambda: sinks.about("BrokerDown", "slack alerts"), 60, "Slack heard")
        assert stack.request("GET", "/readyz")[1]["status"] == "degraded"
        stack.post_jobs(5)
    finally:
        stack.processes.send("redis", signal.SIGCONT)
    resumed = time.time()
    over = "[RESOLVED P2]"
    eventually(lambda: [each for each in sinks.about("BrokerDown", "email") if over in each.title()], 90, "the end was mailed")
    eventually(lambda: [each for each in sinks.about("BrokerDown", "slack alerts") if over in each.title()], 90, "Slack heard the end")
    assert watch.firing("BrokerDown") == []
    assert sinks.about("BrokerDown", "pagerduty") == []
    first, *_, last = sinks.about("BrokerDown", "email")
    assert first.title() == "[P2] drill.example.org BrokerDown: Redis does not do what the dispatcher needs", first.title()
    assert "docs/runbooks/BrokerDown.md" in first.what["text"] and first.what["to"] == ["ops@example.org"]
    with capsys.disabled():
        lines = [(began, "Redis is stopped"), (fired, "the rule BrokerDown fires"), (resumed, "Redis goes on")]
        shown = [f"{time.strftime('%H:%M:%S', time.localtime(at))} {what}" for at, what in lines]
        shown += [each.line() for each in sinks.about("BrokerDown")]
        print("", *sorted(shown), first.what["text"].strip(), sep="\n  ")


def test_silent_workers(stack: Stack, watch: Watch, sinks: Sinks, capsys: object) -> None:
    """The last worker of a queue is killed and jobs wait: one page, and Slack; it is back: the page is closed."""
    stack.processes.kill("bench")
    stack.post_jobs(5)
    eventually(lambda: watch.firing("WorkersSilent"), 240, "the rule fires")
    eventually(lambda: sinks.about("WorkersSilent", "pagerduty"), 60, "it pages")
    eventually(lambda: sinks.about("WorkersSilent", "slack critical"), 60, "Slack heard")
    stack.start_worker("bench")

    def pages() -> list[dict[str, object]]:
        key = sinks.about("WorkersSilent", "pagerduty")[0].what["dedup_key"]
        return [each.what for each in list(sinks.heard) if each.way == "pagerduty" and each.what["dedup_key"] == key]

    eventually(lambda: pages()[-1]["event_action"] == "resolve", 90, "the page is closed")
    triggers = [page for page in pages() if page["event_action"] == "trigger"]
    assert {page["payload"]["severity"] for page in triggers} == {"critical"}
    assert len({each.what["dedup_key"] for each in sinks.about("WorkersSilent", "pagerduty")}) == 1
    assert sinks.about("WorkersSilent", "email") == [], "with a pager, P1 is not mailed"
    assert sinks.refused == []
    with capsys.disabled():
        print("", *[each.line() for each in sinks.about("WorkersSilent")], sep="\n  ")


def test_one_page(watch: Watch, sinks: Sinks) -> None:
    """A database that is down takes all else along: one page, no mail; its end closes the page."""
    cause = {"alertname": "DatabaseDown", "severity": "P1", "area": "database"}
    consequences = [
        {"alertname": "ApiErrors", "severity": "P1", "area": "api"},
        {"alertname": "ApiErrors", "severity": "P2", "area": "api"},
        {"alertname": "WorkersSilent", "severity": "P1", "area": "workers", "queue": "scan"},
        {"alertname": "JobsWait", "severity": "P2", "area": "workers", "queue": "scan"},
        {"alertname": "ScheduleOverdue", "severity": "P1", "area": "schedules", "name": "billing-month"},
        {"alertname": "ExporterFails", "severity": "P2", "area": "monitoring", "server": "PostgreSQL"},
        {"alertname": "PoolExhausted", "severity": "P2", "area": "database", "pool": "jobs"},
    ]
    before = len(sinks.heard)

    def events() -> list[dict[str, object]]:
        return [each.what for each in sinks.heard[before:] if each.way == "pagerduty" and "a drill" in json.dumps(each.what)]

    watch.post_alerts(cause, *consequences)
    eventually(lambda: events() or sinks.refused, 30, "it pages")
    assert sinks.refused == []
    # Twice the time after which a group that was waiting would have gone out.
    time.sleep(8)
    assert len({event["dedup_key"] for event in events()}) == 1, events()
    assert "DatabaseDown" in json.dumps(events()[0])
    heard = [each for each in sinks.heard[before:] if "a drill" in json.dumps(each.what)]
    assert [each for each in heard if each.way == "email"] == []
    # The cause ends with what followed from it.
    watch.post_alerts(cause, *consequences, ended=True)
    eventually(lambda: events()[-1]["event_action"] == "resolve", 60, "the page is closed")
    assert len({event["dedup_key"] for event in events()}) == 1, events()


def test_urgent_over_less(watch: Watch, sinks: Sinks) -> None:
    """The same trouble at two severities is said once, by the more urgent way; another queue's is said beside it."""
    both = {"alertname": "JobsWait", "area": "workers"}
    watch.post_alerts(
        both | {"severity": "P1", "queue": "drill-a"}, both | {"severity": "P2", "queue": "drill-a"}, both | {"severity": "P2", "queue": "drill-b"})  # fmt: skip
    eventually(lambda: sinks.about("JobsWait", "pagerduty"), 30, "it pages")
    eventually(lambda: sinks.about("JobsWait", "email"), 30, "the other queue's is mailed")
    time.sleep(5)
    assert all("1 firing" not in each.title() and "JobsWait: a drill" in each.title() for each in sinks.about("JobsWait", "email"))
    watch.post_alerts(
        both | {"severity": "P1", "queue": "drill-a"}, both | {"severity": "P2", "queue": "drill-a"}, both | {"severity": "P2", "queue": "drill-b"},
        ended=True)  # fmt: skip


def test_another_installation(watch: Watch, sinks: Sinks) -> None:
    """Without its database one fleet silences what follows from it, and not the same trouble of another fleet."""
    ours, other = {"namespace": "fleet-a"}, {"namespace": "fleet-b"}
    cause = {"alertname": "DatabaseDown", "severity": "P1", "area": "database"}
    consequence = {"alertname": "ApiErrors", "severity": "P2", "area": "api"}
    fired = [cause | ours, consequence | ours, consequence | other]
    watch.post_alerts(*fired)
    eventually(lambda: sinks.about("fleet-b ApiErrors", "email"), 30, "the other's is mailed")
    eventually(lambda: sinks.about("fleet-a DatabaseDown", "pagerduty"), 30, "the cause pages")
    time.sleep(5)
    assert sinks.about("fleet-a ApiErrors") == []
    watch.post_alerts(*fired, ended=True)


def test_through_the_fleet(stack: Stack, watch: Watch, sinks: Sinks) -> None:
    """What is labelled so goes to people by the fleet's own channels, its end too, and not by Alertmanager's."""
    labels = {"alertname": "PaymentsFail", "severity": "P3", "area": "billing", "via": "flotilla"}
    noted = "select string_agg(template, ' ' order by created_at) from flotilla.notifications where data ->> 'alert' = 'PaymentsFail'"
    watch.post_alerts(labels)
    eventually(lambda: stack.sql(noted) == "alert_firing", 60, "the fleet has it")
    eventually(lambda: sinks.about("PaymentsFail", "slack fleet-monitoring"), 60, "the fleet's Slack heard")
    watch.post_alerts(labels, ended=True)
    eventually(lambda: stack.sql(noted) == "alert_firing alert_resolved", 60, "the fleet has its end")
    ways = {each.way for each in sinks.about("PaymentsFail")}
    assert ways == {"slack fleet-monitoring"}, ways


def test_runbooks(stack: Stack) -> None:
    """Every command of the runbooks runs on a fleet: none is misused, and none fails for another reason than what it says."""
    stand_ins = {
        "QUEUE": "bench", "KIND": "bench.noop", "NAME": "billing-month", "CODE": "gave_up", "EMAIL": "admin@flotilla.test",
        "YOU@example.org": "you@example.org", "alertmanager@YOUR.DOMAIN": "alerts@example.org", "ID": "01890000-0000-7000-8000-000000000000",
    }  # fmt: skip
    asked = {command for page in RUNBOOKS.glob("*.md") for command in commands(page.read_text(encoding="utf-8"))}
    # It would end the token of the drills.
    asked -= {"flotilla users revoke EMAIL"}
    # A user is made before its token.
    for command in sorted(asked, key=lambda each: ("flotilla token" in each, each)):
        words = [stand_ins.get(word, word) for word in shlex.split(command)[1:]]
        done = stack.flotilla(*words)
        assert done.returncode in (0, 1), f"{command}: {done.returncode} {done.stdout}{done.stderr}"
        if done.returncode == 1:
            assert re.search("ID|doctor|notify test", command), f"{command}: {done.stdout}{done.stderr}"


def test_sink() -> None:
    """The stand-in of PagerDuty refuses a severity that PagerDuty refuses."""
    event = {"routing_key": ROUTING_KEY, "event_action": "trigger", "payload": {"summary": "s", "source": "x", "severity": "P1"}}
    assert "severity" in (refusal(event) or "")
    event["payload"]["severity"] = "critical"
    assert refusal(event) is None


def test_severities() -> None:
    """There is an alert of each severity, so that each way is one that is used."""
    assert {alert["labels"]["severity"] for alert in alerts()} == {"P1", "P2", "P3", "none"}
