"""Rules for one namespace of a cluster, and alarms of several installations. Needs Debian's prometheus (promtool) and PyYAML."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from support import MONITORING, RULES, alerts, metric_names, run

TOOL = MONITORING / "prometheus/for_namespace.py"
#: What is read of nodes, of Prometheus and of Alertmanager is the cluster's.
CLUSTER = ("node_", "prometheus_", "alertmanager_")
#: One fleet has no database, no API and an old job; the other is well.
SERIES = """
  - { series: 'flotilla_database_up{namespace="a", job="api"}', values: '0x60' }
  - { series: 'flotilla_database_up{namespace="b", job="api"}', values: 1x60 }
  - { series: 'up{namespace="b", job="api"}', values: 1x60 }
  - { series: 'flotilla_queue_oldest_seconds{namespace="a", queue="scan"}', values: 4000x60 }
  - { series: 'flotilla_queue_oldest_seconds{namespace="b", queue="scan"}', values: 1x60 }
"""
ASKED = 'sort_desc(count by (alertname, namespace) (ALERTS{alertname=~"DatabaseDown|ApiDown|JobsWait", severity="P1", alertstate="firing"}))'


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("for_namespace", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unscoped(made: dict[str, Any], namespace: str) -> list[str]:
    """Selectors of a fleet's metrics that do not name its namespace."""
    found = []
    for item in made["items"]:
        for rule in (rule for group in item["spec"]["groups"] for rule in group["rules"]):
            text = re.sub(r'"(\\.|[^"\\])*"', lambda match: match[0] if match[0] == f'"{namespace}"' else '""', rule["expr"])
            for name in metric_names(rule["expr"]):
                selectors = len(re.findall(rf"(?<![\w:\"]){re.escape(name)}(?![\w:\"])", text))
                named = len(re.findall(rf'(?<![\w:]){re.escape(name)}\{{namespace="{namespace}"', text))
                if not name.startswith(CLUSTER) and selectors != named:
                    found.append(f"{name} in {rule['expr']}")
            if rule.get("labels", {}).get("namespace") != namespace:
                found.append(f"no label: {rule['expr']}")
    return found


def fired(folder: Path, files: list[Path]) -> str:
    """What promtool says of the rules, asked for alarms of which there are none: those that there are."""
    test = folder / "both.test.yml"
    test.write_text(
        yaml.safe_dump({
            "rule_files": [str(file) for file in files], "evaluation_interval": "15s",
            "tests": [{
                "interval": "15s", "input_series": yaml.safe_load(SERIES),
                "promql_expr_test": [{"expr": ASKED, "eval_time": "14m", "exp_samples": []}]}],
        }), encoding="utf-8")  # fmt: skip
    return run("promtool", "test", "rules", test).stdout


def written(folder: Path, made: dict[str, Any], name: str) -> list[Path]:
    """Rules as Prometheus takes them."""
    files = []
    for item in made["items"]:
        files.append(folder / f"{name}-{item['metadata']['name']}.yml")
        files[-1].write_text(yaml.safe_dump(item["spec"]), encoding="utf-8")
    return files


def test_every_selector(tool: ModuleType) -> None:
    """Each selector of a fleet's figures names its namespace, and so does each rule; Prometheus takes them."""
    assert unscoped(tool.made("a"), "a") == []


def test_nothing_is_left_out(tool: ModuleType, tmp_path: Path) -> None:
    """Each alarm is that of a fleet or of the cluster, none is both, and Prometheus takes both."""
    sets = []
    for namespace in ("a", None):
        made = tool.made(namespace)
        files = written(tmp_path, made, str(namespace))
        assert run("promtool", "check", "rules", *files).returncode == 0
        sets.append({rule["alert"] for file in files for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"] if "alert" in rule})
    assert sets[0] | sets[1] == {alert["alert"] for alert in alerts()} and not sets[0] & sets[1]
    assert {"Watchdog", "DiskFull"} <= sets[1] and {"DatabaseDown", "ApiDown", "JobsWait"} <= sets[0]


def test_what_is_not_there_is_not_missed(tool: ModuleType, tmp_path: Path) -> None:
    """Beside RDS and ElastiCache no exporter and no backup of ours run: nothing asks for their figures, and all else stays as it is."""
    parts = frozenset(tool.PARTS)
    files = written(tmp_path, tool.made("a", parts=parts), "a")
    assert run("promtool", "check", "rules", *files).returncode == 0
    rules = {kind: [rule for item in tool.made("a", parts=given)["items"] for group in item["spec"]["groups"] for rule in group["rules"]]
             for kind, given in (("all", frozenset()), ("left", parts))}
    asked = {name for rule in rules["left"] for name in metric_names(rule["expr"])}
    assert not [name for name in asked if name.startswith(tuple(p for each in tool.PARTS.values() for p in each))]
    names = {kind: {rule.get("alert") for rule in given} for kind, given in rules.items()}
    assert names["all"] - names["left"] == {
        "ArchivingFails", "BackupTooOld", "CertificateExpires", "EdgeDown", "ExporterFails", "LongTransaction", "PostgresConnections", "RedisEvicts",
        "RedisMemory", "ReplicaLost", "ReplicationLag", "RestoreUnproven"}
    absent = next(rule["expr"] for rule in rules["left"] if rule.get("alert") == "MetricsAbsent")
    assert "flotilla_queue_depth" in absent and "flotilla_invoices_missing" in absent
    # A fleet that is well, watched by all rules: those of what is not there fire, and with --without none does.
    well = [name for name in re.findall(r"absent\((\w+)", absent)]
    for files, silent in ((files, True), (written(tmp_path, tool.made("a"), "all"), False)):
        test = tmp_path / "well.test.yml"
        test.write_text(yaml.safe_dump({"rule_files": [str(file) for file in files], "evaluation_interval": "15s", "tests": [{
            "interval": "15s", "input_series": [{"series": f'{name}{{namespace="a"}}', "values": "1x200"} for name in well],
            "alert_rule_test": [{"alertname": name, "eval_time": "45m", "exp_alerts": []} for name in ("MetricsAbsent", "BackupTooOld")]}]}))
        assert (run("promtool", "test", "rules", test).returncode == 0) is silent


def test_two_fleets(tool: ModuleType, tmp_path: Path) -> None:
    """Two fleets that one Prometheus reads: what is wrong with one is said of it and of no other."""
    files = written(tmp_path, tool.made("a"), "a") + written(tmp_path, tool.made("b"), "b")
    said = fired(tmp_path, files)
    found = set(re.findall(r'alertname="(\w+)", namespace="(\w)"', said))
    assert found == {("DatabaseDown", "a"), ("ApiDown", "a"), ("JobsWait", "a")}, said
    # As the rules lie here, the one that is well hides that the other has no database and no API.
    together = fired(tmp_path, RULES)
    assert set(re.findall(r'alertname="(\w+)"', together)) == {"JobsWait"}, together


def test_broken(tool: ModuleType, tmp_path: Path) -> None:
    """A metric whose name the tool does not know as the fleet's is named."""
    file = tmp_path / "new.yml"
    file.write_text("groups: [{name: x, rules: [{alert: X, expr: flotilla_build_info > on () other_total}]}]", encoding="utf-8")
    assert [each.split()[0] for each in unscoped(tool.made("a", [file]), "a")] == ["other_total"]


def test_usage() -> None:
    """Without a namespace, or with a word that is none, it says how it is called."""
    for words in ((), ("two", "words"), ('x",y="',), ("a", "--without"), ("a", "--without", "disk"), ("--cluster", "--without", "edge")):
        called = run(sys.executable, TOOL, *words)
        assert called.returncode == 1 and "NAMESPACE" in called.stdout


def mixes(config: dict[str, Any]) -> list[str]:
    """What would take alarms of two installations for one."""
    own = {"environment", "namespace"}
    found = [str(rule) for rule in config["inhibit_rules"] if not own <= set(rule.get("equal", []))]
    routes = [config["route"], *config["route"]["routes"]]
    return found + [str(route) for route in routes if "group_by" in route and not own <= set(route["group_by"])]


def test_no_installation_silences_another() -> None:
    """Alarms are grouped, and silence each other, within one environment and namespace."""
    config = yaml.safe_load((MONITORING / "alertmanager/alertmanager.yml").read_text(encoding="utf-8"))
    assert mixes(config) == []
    config["inhibit_rules"][1].pop("equal")
    config["route"]["group_by"] = ["area"]
    assert len(mixes(config)) == 2
