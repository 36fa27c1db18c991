#!/usr/bin/env python3
"""The tables of docs/scaling.md: a simulated day for each size, with the measured costs and the prices of scaling.json.

    Scripts/scaling.py [--input FILE] [--write]

Without --write it prints them; with it they take their places in docs/scaling.md. Edit scaling.json (your prices, what you know
of your callers) and run it again.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "scaling.md"
STEP = 10  # seconds
DAY = 86_400
POSTGRES_SIZES = (1, 2, 4, 8, 16)


class Costs:
    """What a job costs. CPU in milliseconds, the fleet's own, over all of its processes; sizes in bytes."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.measured, self.assumed, self.prices = data["measured"], data["assumed"], data["prices"]
        measured, single = self.measured, self.assumed["share_posted_singly"]
        # The callers of the benchmark are in these figures, so they are bounds from above.
        singly = measured["cores"] * 1000 / measured["posted_singly_per_second"]
        batched = measured["cores"] * 1000 / measured["posted_in_batches_per_second"]
        self.enqueue = single * singly + (1 - single) * batched
        self.run = measured["cpu_ms_per_drained_job"]
        self.postgres = (self.enqueue + self.run) * self.assumed["postgres_share_of_cpu"]
        self.api = self.enqueue * (1 - self.assumed["postgres_share_of_cpu"])
        self.worker = self.run * (1 - self.assumed["postgres_share_of_cpu"]) + self.assumed["handler_cpu_ms"]

    def rate(self, cores: float) -> float:
        """Jobs a second that a PostgreSQL of so many cores is planned for: never more than was measured of one."""
        by_cpu = cores * self.assumed["cpu_to_use"] * 1000 / self.postgres
        by_log = self.assumed["log_megabytes_per_second"] * 1e6 / self.measured["log_bytes_per_job"]
        return min(by_cpu, by_log, self.measured["proven_jobs_per_second"])


@dataclass
class Day:
    """What came of a simulated day."""

    peak: float
    backlog: float
    wait: float
    burst_drained: float


def simulate(jobs: float, rate: float, assumed: dict[str, Any]) -> Day:
    """Jobs arrive along a curve whose top is at noon, and one tenant sends a share of the day at once at ten o'clock."""
    top = assumed["peak_over_mean"]
    # mean 1 over the day, `top` at noon: a raised cosine to the power that gives that.
    power = 1
    while _curve_top(power) < top:
        power += 1
    steps = DAY // STEP
    weights = [((1 - math.cos(2 * math.pi * step / steps)) / 2) ** power for step in range(steps)]
    scale = jobs * (1 - assumed["burst_share"]) / sum(weights)
    start, length = 10 * 3600 // STEP, max(1, round(assumed["burst_minutes"] * 60 / STEP))
    backlog = peak = most = wait = 0.0
    drained = 0
    for step in range(steps):
        arrived = weights[step] * scale
        peak = max(peak, arrived / STEP)
        if start <= step < start + length:
            arrived += jobs * assumed["burst_share"] / length
        backlog += arrived
        most = max(most, backlog)
        backlog = max(0.0, backlog - rate * STEP)
        if step >= start and drained == 0 and backlog == 0 and step >= start + length - 1:
            drained = (step - start + 1) * STEP
        # The tenant of the burst waits for itself: tenants are served in turn.
        if not drained and step >= start:
            continue
        wait = max(wait, backlog / rate)
    return Day(peak, most, wait, drained or DAY)


def _curve_top(power: int) -> float:
    """The top of ((1 - cos x) / 2) ** power over its mean."""
    return 4**power / math.comb(2 * power, power)


@dataclass
class Plan:
    """The smallest fleet whose day is good: cells, the cores of each PostgreSQL, and what stands around them."""

    cells: int
    cores: int
    day: Day
    api: int
    workers: int
    gigabytes: float
    log: float
    redis: float
    money: float
    small: bool


def plan(jobs: float, costs: Costs) -> Plan:
    assumed, prices = costs.assumed, costs.prices
    choices = [(1, cores) for cores in POSTGRES_SIZES] + [(cells, assumed["cores_of_a_cell"]) for cells in range(2, 2000)]
    for cells, cores in choices:
        rate = cells * costs.rate(cores)
        day = simulate(jobs, rate, assumed)
        if day.peak <= rate and day.wait < 1 and day.burst_drained <= assumed["burst_may_take_minutes"] * 60:
            break
    use = assumed["cpu_to_use"]
    api = max(2, math.ceil(day.peak * costs.api / 1000 / use))
    slots = day.peak * assumed["handler_seconds"] / use
    workers = max(2, math.ceil(slots / assumed["slots_per_worker"]), math.ceil(day.peak * costs.worker / 1000 / use))
    gigabytes = jobs * assumed["days_kept"] * costs.measured["disk_bytes_per_job"] / 1e9
    log = jobs * costs.measured["log_bytes_per_job"] / 1e9
    redis = day.backlog * costs.measured["redis_bytes_per_queued_job"] / 1e9
    money = (
        (api + workers) * prices["vcpu"]
        + cells * (cores * prices["postgres_vcpu_two_zones"] + prices["balancer_and_logs"])
        + max(cells, math.ceil(redis * 2)) * prices["redis_gigabyte"]
        + gigabytes * prices["disk_gigabyte_two_zones"]
        # Full and daily backups of 28 days, and the log between them, a third of its size when it is packed.
        + (gigabytes * 2 + log * 28 / 3) * prices["backup_gigabyte"]
    )
    # One small server of four cores carries all of it: one of them is enough, and the rows have room on its disk.
    busy = day.peak * (costs.postgres + costs.api + costs.worker) / 1000
    small = cells == cores == 1 and busy < 1 and gigabytes < prices["small_server_gigabytes"] / 2
    if small:
        money = prices["small_server"] + (gigabytes * 2 + log * 28 / 3) * prices["backup_gigabyte"]
    return Plan(cells, cores, day, api, workers, gigabytes, log, redis, money, small)


def number(value: float) -> str:
    """Two significant digits, with thousands apart."""
    if value == 0:
        return "0"
    digits = 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def size(gigabytes: float) -> str:
    if gigabytes < 0.001:
        return "< 1 MB"
    if gigabytes >= 1000:
        return f"{number(gigabytes / 1000)} TB"
    return f"{number(gigabytes)} GB" if gigabytes >= 1 else f"{number(gigabytes * 1000)} MB"


def jobs_table(costs: Costs) -> str:
    lines = [
        "| jobs a day | a second: mean · peak | PostgreSQL | API · workers | Redis at the worst backlog | rows of "
        f"{costs.assumed['days_kept']} days · log a day | a burst is over after | {costs.prices['currency']} a month |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for exponent in range(4, 10):
        jobs = 10**exponent
        one = plan(jobs, costs)
        servers = f"{one.cells} cells of {one.cores} vCPU" if one.cells > 1 else f"{one.cores} vCPU, two zones"
        around = f"{one.api} · {one.workers} vCPU"
        if one.small:
            servers, around = "on one server of 4 vCPU", "beside"
        lines.append(
            f"| 10^{exponent} | {number(jobs / DAY)} · {number(one.day.peak)} | {servers} | {around} | "
            f"{size(one.redis)} | {size(one.gigabytes)} · {size(one.log)} | {number(one.day.burst_drained)} s | {number(one.money)} |"
        )
    return "\n".join(lines)


def users_table(costs: Costs) -> str:
    assumed, prices = costs.assumed, costs.prices
    lines = [
        "| users | jobs a day | replicas: API · enqueuer · scan · AI · notify · billing | PostgreSQL | Redis | tokens a second at "
        f"the peak · GPUs | {prices['currency']} a month, GPUs in it |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    steps = (("< 100", 100), ("100–500", 500), ("500–1,000", 1000), ("10,000", 10_000), ("100,000", 100_000))
    for name, users in steps:
        jobs = users * assumed["jobs_per_user_and_day"]
        one = plan(jobs, costs)
        tokens = users * assumed["tokens_per_user_and_day"] / (assumed["teaching_hours"] * 3600) * assumed["token_peak_over_mean"]
        gpus = 0 if tokens <= assumed["tokens_per_second_without_gpu"] else math.ceil(tokens / assumed["tokens_per_second_and_gpu"])
        if users <= 100:
            replicas, money, servers, redis = "1 · 1 · 1 · 1 · 1 · 1", prices["small_server"], "beside, 2 GB", "beside, 256 MB"
        else:
            two_zones = users > 500
            api = max(2, one.api)
            ai = max(2 if two_zones else 1, gpus)
            replicas = f"{api} · {2 if two_zones else 1} · {2 if two_zones else 1} · {ai} · {2 if two_zones else 1} · {2 if two_zones else 1}"
            cores = max(2, one.cores)
            servers, redis = f"{cores} vCPU, {'two zones' if two_zones else 'one, with a standby'}", "1 GB"
            processes = api + (8 if two_zones else 4) + ai
            # Half a core for each process of the fleet.
            money = (
                processes * prices["vcpu"] / 2 + cores * prices["postgres_vcpu_two_zones"] + prices["redis_gigabyte"]
                + prices["balancer_and_logs"] + one.gigabytes * prices["disk_gigabyte_two_zones"]
            )  # fmt: skip
        money += gpus * prices["gpu"]
        lines.append(f"| {name} | {number(jobs)} | {replicas} | {servers} | {redis} | {number(tokens)} · {gpus} | {number(money)} |")
    return "\n".join(lines)


def tables(data: dict[str, Any]) -> dict[str, str]:
    costs = Costs(data)
    return {"jobs": jobs_table(costs), "users": users_table(costs)}


def with_tables(page: str, data: dict[str, Any]) -> str:
    """The page, with what stands between `<!-- NAME -->` and `<!-- end of NAME -->` made anew."""
    for name, table in tables(data).items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        page, count = pattern.subn(lambda found: found[1] + "\n" + table + "\n\n" + found[2], page)
        if count != 1:
            raise SystemExit(f"docs/scaling.md has {count} places for the table {name}")
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--input", type=Path, default=Path(__file__).with_suffix(".json"))
    parser.add_argument("--write", action="store_true", help="puts the tables into docs/scaling.md")
    options = parser.parse_args()
    data = json.loads(options.input.read_text())
    if options.write:
        PAGE.write_text(with_tables(PAGE.read_text(), data))
    else:
        print("\n\n".join(tables(data).values()))


if __name__ == "__main__":
    main()
