"""The rules of alarms. Needs Debian's prometheus (promtool)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import MONITORING, ROOT, RULES, RUNBOOKS, TESTS, alerts, metric_names, rules, run

RECORDED = {rule["record"] for rule in rules() if "record" in rule}
#: Of exporters; the drill of alarms compares them with real ones.
FOREIGN = ("pg_", "redis_", "node_", "probe_", "prometheus_", "alertmanager_", "container_")


def known_metrics() -> set[str]:
    """What the fleet serves, by the page that a test of the fleet's own holds to its code, and what the backup writes."""
    page = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `flotilla_")]
    served = {name for row in rows for name in re.findall(r"`(flotilla_[a-z_]+)", row)}
    histograms = {f"{name}_{part}" for name in served if name.endswith("_seconds") for part in ("bucket", "count", "sum")}
    scripts = [file.read_text(encoding="utf-8") for file in (ROOT / "compose/backup").iterdir() if file.is_file()]
    backup = {name for text in scripts for name in re.findall(r"\bgauge (flotilla_(?:backup|restore)_[a-z_]+)", text)}
    return served | histograms | backup | RECORDED | {"up", "ALERTS"}


def unknown_metrics(expressions: list[str]) -> set[str]:
    names = {name for expression in expressions for name in metric_names(expression)}
    return {name for name in names - known_metrics() if not name.startswith(FOREIGN)}


def untested(cases: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Alerts, with their severity, that no unit test expects to fire."""
    expected = set()
    for case in cases:
        for test in case["tests"]:
            for check in test.get("promql_expr_test", []):
                for sample in check["exp_samples"]:
                    labels = dict(re.findall(r'(\w+)="([^"]*)"', check["expr"] + sample["labels"]))
                    expected.add((labels.get("alertname"), labels.get("severity")))
    return {(alert["alert"], alert["labels"]["severity"]) for alert in alerts()} - expected


def complaints(alert: dict[str, Any], runbooks: Path = RUNBOOKS) -> list[str]:
    """What an alert lacks for the one who is woken by it."""
    found = []
    labels, notes = alert.get("labels", {}), alert.get("annotations", {})
    if labels.get("severity") not in ({"none"} if alert["alert"] == "Watchdog" else {"P1", "P2", "P3"}):
        found.append("no severity")
    if not labels.get("area"):
        found.append("no area")
    if labels.get("via") not in (None, "flotilla"):
        found.append("an unknown way")
    if labels.get("via") and labels["severity"] != "P3":
        found.append("what is urgent does not depend on the fleet")
    for note in ("summary", "description"):
        if not notes.get(note):
            found.append(f"no {note}")
    if notes.get("runbook_url") != f"docs/runbooks/{alert['alert']}.md" or not (runbooks / f"{alert['alert']}.md").is_file():
        found.append("no runbook")
    return found


def test_syntax() -> None:
    """Prometheus takes the rules and the configuration."""
    checked = run("promtool", "check", "config", MONITORING / "prometheus/prometheus.yml")
    assert checked.returncode == 0 and "FAILED" not in checked.stdout, checked.stdout


def test_units() -> None:
    """Each alert fires for what it is about, and is silent beside it, at the times that its rule says."""
    tested = run("promtool", "test", "rules", *TESTS)
    assert tested.returncode == 0, tested.stdout


def test_each_is_tested() -> None:
    """No alert is without a unit test in which it fires, at each of its severities."""
    assert untested([yaml.safe_load(file.read_text(encoding="utf-8")) for file in TESTS]) == set()


def test_each_is_complete() -> None:
    """Each alert says how urgent it is, what it is about, what is wrong, and has a page with what to do."""
    assert {alert["alert"]: found for alert in alerts() if (found := complaints(alert))} == {}


def test_no_page_without_alert() -> None:
    """Each page of the runbooks is that of an alert."""
    pages = {file.stem for file in RUNBOOKS.glob("*.md")}
    assert pages == {alert["alert"] for alert in alerts()}


def test_names() -> None:
    """Each metric that a rule reads is one that the fleet or its backup has; a misspelt one would be silent for ever."""
    assert unknown_metrics([rule["expr"] for rule in rules()]) == set()


def test_absence_is_seen() -> None:
    """What the urgent rules of the fleet read is watched for its absence."""
    absent = next(alert for alert in alerts() if alert["alert"] == "MetricsAbsent")["expr"]
    watched = metric_names(absent)
    for alert in alerts():
        if alert["labels"]["severity"] != "P1":
            continue
        read = {name for name in metric_names(alert["expr"]) if name.startswith("flotilla_")}
        read = {name for name in read if not name.startswith(("flotilla_backup", "flotilla_http"))}
        assert read <= watched, alert["alert"]


# --- each check, on what is broken -------------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of rules and tests, to be spoilt."""
    shutil.copytree(MONITORING / "prometheus", tmp_path / "prometheus")
    return tmp_path / "prometheus"


def spoil(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_broken_expression(broken: Path) -> None:
    """An expression that is none is refused."""
    spoil(broken / "rules/servers.yml", "max(flotilla_database_up) == 0", "max(flotilla_database_up == 0")
    assert run("promtool", "check", "config", broken / "prometheus.yml").returncode == 1


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("jobs", "flotilla:queue_oldest:seconds > 60", "flotilla:queue_oldest:seconds > 6000"),
        ("jobs", "unless on (queue) max by (queue) (flotilla_jobs_running) > 0", ""),
        ("servers", "max(flotilla_database_up) == 0", "max(flotilla_database_upp) == 0"),
        ("machine", "< 0.05", "< 0.01"),
        ("monitoring", "absent(flotilla_deliveries)", "absent(pg_up)"),
    ],
)
def test_silent_rule(broken: Path, file: str, before: str, after: str) -> None:
    """A rule that would stay silent, or cry for nothing, fails its unit test, although it is well-formed."""
    spoil(broken / f"rules/{file}.yml", before, after)
    assert run("promtool", "check", "rules", broken / f"rules/{file}.yml").returncode == 0
    assert run("promtool", "test", "rules", broken / f"tests/{file}.test.yml").returncode == 1


def test_misspelt_name(broken: Path) -> None:
    """promtool takes a metric that is nowhere; the comparison of names does not."""
    spoil(broken / "rules/jobs.yml", "flotilla_dispatch_failures_total", "flotilla_dispatch_failure_total")
    assert run("promtool", "check", "rules", broken / "rules/jobs.yml").returncode == 0
    read = [rule["expr"] for rule in rules([broken / "rules/jobs.yml"])]
    assert unknown_metrics(read) == {"flotilla_dispatch_failure_total"}


def test_incomplete() -> None:
    """An alert without severity, area, words and page is complained of, and so is an urgent one by way of the fleet."""
    assert complaints({"alert": "X", "expr": "up"}) == [
        "no severity", "no area", "no summary", "no description", "no runbook",
    ]  # fmt: skip
    urgent = {"alert": "ApiDown", "labels": {"severity": "P1", "area": "api", "via": "flotilla"}}
    assert "what is urgent does not depend on the fleet" in complaints(urgent)


def test_untested() -> None:
    """An alert that no unit test has is named."""
    assert ("ApiDown", "P1") in untested([])
