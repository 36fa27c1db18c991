"""Grafana's dashboards, without a Grafana. Needs Debian's prometheus (promtool)."""

from __future__ import annotations

import copy
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import MONITORING, run
from test_rules import unknown_metrics

GRAFANA = MONITORING / "grafana"
FILES = sorted((GRAFANA / "dashboards").glob("*.json"))
BOARDS = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FILES}


def sources() -> set[str]:
    provisioned = yaml.safe_load((GRAFANA / "provisioning/datasources/prometheus.yml").read_text(encoding="utf-8"))
    return {source["uid"] for source in provisioned["datasources"]}


def expressions(board: dict[str, Any]) -> list[str]:
    """As Grafana would send them, over a minute and all queues."""
    return [
        target["expr"].replace("$__rate_interval", "1m").replace("$queue", ".*")
        for panel in board["panels"]
        for target in panel["targets"]
    ]


def overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    return (
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


def complaints(board: dict[str, Any]) -> list[str]:
    """What Grafana would show as broken, or not at all."""
    found, panels = [], board["panels"]
    for name in ("uid", "title", "schemaVersion"):
        if not board.get(name):
            found.append(f"no {name}")
    if len(board.get("uid", "")) > 40:
        found.append("a uid has at most 40 characters")
    if len({panel["id"] for panel in panels}) != len(panels):
        found.append("two panels have one id")
    for index, panel in enumerate(panels):
        place = panel["gridPos"]
        if place["x"] < 0 or place["x"] + place["w"] > 24 or min(place["w"], place["h"]) < 1:
            found.append(f"{panel['title']} is outside of the grid")
        if any(overlap(place, other["gridPos"]) for other in panels[:index]):
            found.append(f"{panel['title']} lies on another")
        if not panel["title"] or not panel["targets"]:
            found.append(f"panel {panel['id']} is empty")
        used = [panel["datasource"], *(target["datasource"] for target in panel["targets"])]
        if any(source["uid"] not in sources() for source in used):
            found.append(f"{panel['title']} asks a source that is not provisioned")
        letters = [target["refId"] for target in panel["targets"]]
        if len(set(letters)) != len(letters):
            found.append(f"{panel['title']} has two targets of one letter")
    return found


def unparsable(asked: list[str], folder: Path) -> str:
    """What promtool has against expressions; empty when nothing."""
    listed = [{"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(asked)]
    file = folder / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": listed}]}), encoding="utf-8")
    checked = run("promtool", "check", "rules", file)
    return "" if checked.returncode == 0 else checked.stdout


def test_generated() -> None:
    """The files are what dashboards.py writes, and there is no other."""
    spec = importlib.util.spec_from_file_location("dashboards", GRAFANA / "dashboards.py")
    source = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(source)
    assert {file.stem for file in FILES} == set(source.DASHBOARDS)
    for file in FILES:
        assert file.read_text(encoding="utf-8") == source.text(file.stem), f"run {GRAFANA / 'dashboards.py'}"


@pytest.mark.parametrize("name", BOARDS)
def test_whole(name: str) -> None:
    """Each panel has a place of its own, a source that is provisioned, and something to ask."""
    assert complaints(BOARDS[name]) == []


def test_uids() -> None:
    """No two dashboards have one uid or title: the later would replace the earlier."""
    for key in ("uid", "title"):
        assert len({board[key] for board in BOARDS.values()}) == len(BOARDS)


def test_expressions(tmp_path: Path) -> None:
    """Prometheus understands all expressions."""
    assert unparsable([asked for board in BOARDS.values() for asked in expressions(board)], tmp_path) == ""


def test_names() -> None:
    """Each metric that a panel shows exists."""
    assert unknown_metrics([asked for board in BOARDS.values() for asked in expressions(board)]) == set()


def test_home() -> None:
    """The dashboard that Grafana opens with, and the folder that it reads, are those of the files."""
    compose = (MONITORING.parent / "compose/monitoring.yaml").read_text(encoding="utf-8")
    assert "/etc/flotilla/dashboards/fleet.json" in compose and "fleet" in BOARDS
    provider = yaml.safe_load((GRAFANA / "provisioning/dashboards/flotilla.yml").read_text(encoding="utf-8"))["providers"][0]
    assert provider["options"]["path"] == "/etc/flotilla/dashboards"


# --- each check, on what is broken -------------------------------------------------------------------------------------


def test_broken(tmp_path: Path) -> None:
    """Panels that overlap, share an id, leave the grid or ask an unknown source are complained of."""
    board = copy.deepcopy(BOARDS["fleet"])
    first, second = board["panels"][:2]
    second["gridPos"], second["id"], second["datasource"] = dict(first["gridPos"]), first["id"], {"uid": "nowhere"}
    board["panels"][2]["gridPos"]["x"] = 22
    board["uid"] = ""
    assert set(complaints(board)) >= {
        "no uid", "two panels have one id", "Redis lies on another", "Redis asks a source that is not provisioned",
        "APIs is outside of the grid",
    }  # fmt: skip
    assert "parse error" in unparsable(["sum(rate(up[1m])"], tmp_path)
    assert unknown_metrics(["rate(flotilla_jobs_done_total[1m])"]) == {"flotilla_jobs_done_total"}
