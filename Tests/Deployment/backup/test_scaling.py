"""docs/scaling.md is what the simulation says."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from types import ModuleType

import pytest
from cluster import ROOT


@pytest.fixture(scope="module")
def scaling() -> ModuleType:
    path = ROOT / "Scripts" / "scaling.py"
    spec = importlib.util.spec_from_file_location("scaling", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["scaling"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data() -> dict:
    return json.loads((ROOT / "Scripts" / "scaling.json").read_text())


def test_page(scaling: ModuleType, data: dict) -> None:
    """The tables of the page are those of the script: Scripts/scaling.py --write."""
    page = (ROOT / "docs" / "scaling.md").read_text()
    assert scaling.with_tables(page, data) == page
    other = copy.deepcopy(data)
    other["prices"]["vcpu"] *= 2
    assert scaling.with_tables(page, other) != page


def test_measured(data: dict) -> None:
    """What the script calls measured is what docs/evidence.md says."""
    evidence = (ROOT / "docs" / "evidence.md").read_text()
    measured = data["measured"]
    for value in (
        f"{measured['posted_singly_per_second']:,}/s · {measured['posted_in_batches_per_second']:,}/s",
        f"| {measured['proven_jobs_per_second']:,}/s (",
        f"{measured['cpu_ms_per_drained_job']} CPU seconds |",
        f"{measured['redis_bytes_per_queued_job']} bytes",
    ):
        assert value in evidence, value


def test_day(scaling: ModuleType, data: dict) -> None:
    """A day's jobs are all there: the curve has its mean and its top, the burst waits and is drained."""
    assumed = data["assumed"] | {"burst_share": 0.1, "burst_minutes": 1}
    day = scaling.simulate(8_640_000, 1000, assumed)
    assert abs(day.peak / (100 * 0.9 * assumed["peak_over_mean"]) - 1) < 0.1
    assert 800_000 < day.backlog < 864_000
    assert 800 < day.burst_drained < 1400
    assert scaling.simulate(8_640_000, 200, assumed).burst_drained > 7200
    assert scaling.simulate(8_640_000, 200, assumed | {"burst_share": 0}).wait > 1


def test_order(scaling: ModuleType, data: dict) -> None:
    """More jobs never need fewer cells, and no cell is planned beyond what was measured of one."""
    costs = scaling.Costs(data)
    plans = [scaling.plan(10**exponent, costs) for exponent in range(4, 10)]
    rates = [plan.cells * costs.rate(plan.cores) for plan in plans]
    assert rates == sorted(rates) and [plan.money for plan in plans] == sorted(plan.money for plan in plans)
    for plan in plans:
        assert plan.day.peak / plan.cells <= data["measured"]["proven_jobs_per_second"]
