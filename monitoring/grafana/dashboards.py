#!/usr/bin/env python3
"""What the dashboards show; writes dashboards/*.json, which Grafana reads. A test compares the two.

    monitoring/grafana/dashboards.py
"""

from __future__ import annotations

import json
from pathlib import Path

SOURCE = {"type": "prometheus", "uid": "prometheus"}
#: Of Grafana's grid, 24 wide: how many panels stand side by side, and how high they are.
WIDTHS = {"stat": 4, "timeseries": 8}
HEIGHTS = {"stat": 4, "timeseries": 7}

RATE = "[$__rate_interval]"


def quantile(share: float, metric: str, by: str, where: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({share}, sum by ({labels}) (rate({metric}_bucket{where}{RATE})))"


def stat(title: str, expression: str, unit: str = "short", bad_below: float | None = None, bad_from: float | None = None) -> dict:
    """A number, red where it is bad."""
    steps = [{"color": "green", "value": None}]
    if bad_below is not None:
        steps = [{"color": "red", "value": None}, {"color": "green", "value": bad_below}]
    if bad_from is not None:
        steps = [{"color": "green", "value": None}, {"color": "red", "value": bad_from}]
    return {
        "type": "stat",
        "title": title,
        "targets": [(expression, "")],
        "unit": unit,
        "thresholds": {"mode": "absolute", "steps": steps},
    }


def graph(title: str, *targets: tuple[str, str], unit: str = "short") -> dict:
    """Lines over time; each target is an expression and the name of its lines."""
    return {"type": "timeseries", "title": title, "targets": list(targets), "unit": unit}


def per_queue(queue: str) -> list[dict]:
    where = f'{{queue="{queue}"}}'
    return [
        graph("Waiting and running", (f"max by (status) (flotilla_queue_depth{where})", "{{status}}")),
        graph("Oldest job that could run", (f"max(flotilla_queue_oldest_seconds{where})", queue), unit="s"),
        graph(
            "Ended, by kind and outcome",
            (f"sum by (kind, status) (rate(flotilla_jobs_finished_total{where}{RATE}))", "{{kind}} {{status}}"),
            unit="ops",
        ),
    ]


#: By file: title, and panels in their order.
DASHBOARDS: dict[str, tuple[str, list[dict]]] = {
    "fleet": (
        "Fleet",
        [
            stat("PostgreSQL", "max(flotilla_database_up)", bad_below=1),
            stat("Redis", "max(flotilla_broker_up)", bad_below=1),
            stat("APIs", 'sum(up{job="api"})', bad_below=1),
            stat("Enqueuers", 'sum(up{job="enqueuer"})', bad_below=1),
            stat("Workers", 'sum(up{job=~"(.+-)?worker"})', bad_below=1),
            stat("Alarms", 'count(ALERTS{alertstate="firing", alertname!="Watchdog"}) or vector(0)', bad_from=1),
            graph("Accepted", (f"sum by (queue) (rate(flotilla_jobs_enqueued_total{RATE}))", "{{queue}}"), unit="ops"),
            graph("Ended", (f"sum by (status) (rate(flotilla_jobs_finished_total{RATE}))", "{{status}}"), unit="ops"),
            graph("Waiting", ('max by (queue) (flotilla_queue_depth{status="queued"})', "{{queue}}")),
            graph("Oldest job that could run", ("max by (queue) (flotilla_queue_oldest_seconds)", "{{queue}}"), unit="s"),
            graph("Gave up within an hour", ('sum by (queue) (increase(flotilla_jobs_finished_total{status="failed"}[1h]))', "{{queue}}")),
            graph("Late schedules", ("max by (name) (flotilla_schedule_lag_seconds)", "{{name}}"), unit="s"),
            graph("What is wrong", ("max by (reason) (flotilla_unhealthy) > 0", "{{reason}}")),
            graph("Alarms", ('count by (alertname, severity) (ALERTS{alertstate="firing"})', "{{severity}} {{alertname}}")),
            graph("Versions", ("count by (version) (flotilla_build_info)", "{{version}}")),
        ],
    ),
    "queues": (
        "Queues",
        [
            graph("Waiting and running", ('max by (status) (flotilla_queue_depth{queue=~"$queue"})', "{{status}}")),
            graph("Oldest job that could run", ('max by (queue) (flotilla_queue_oldest_seconds{queue=~"$queue"})', "{{queue}}"), unit="s"),
            graph("Running", ('max by (queue) (flotilla_jobs_running{queue=~"$queue"})', "{{queue}}")),
            graph("Accepted, by kind", (f'sum by (kind) (rate(flotilla_jobs_enqueued_total{{queue=~"$queue"}}{RATE}))', "{{kind}}"), unit="ops"),
            graph(
                "Ended, by kind and outcome",
                (f'sum by (kind, status) (rate(flotilla_jobs_finished_total{{queue=~"$queue"}}{RATE}))', "{{kind}} {{status}}"),
                unit="ops",
            ),
            graph("Slots in use", ('sum by (queue) (flotilla_worker_jobs{queue=~"$queue"})', "{{queue}}")),
            graph(
                "Waited before it ran",
                (quantile(0.5, "flotilla_job_wait_seconds", "queue", '{queue=~"$queue"}'), "{{queue}} p50"),
                (quantile(0.99, "flotilla_job_wait_seconds", "queue", '{queue=~"$queue"}'), "{{queue}} p99"),
                unit="s",
            ),
            graph(
                "Ran for",
                (quantile(0.5, "flotilla_job_duration_seconds", "kind", '{queue=~"$queue"}'), "{{kind}} p50"),
                (quantile(0.99, "flotilla_job_duration_seconds", "kind", '{queue=~"$queue"}'), "{{kind}} p99"),
                unit="s",
            ),
            graph("Promised", ("flotilla:queue_promise:seconds", "{{queue}}"), unit="s"),
        ],
    ),
    "workers": (
        "Workers",
        [
            graph("Jobs that each worker holds", ("sum by (instance, queue) (flotilla_worker_jobs)", "{{instance}} {{queue}}")),
            graph("Ended, by worker", (f"sum by (instance) (rate(flotilla_jobs_finished_total{RATE}))", "{{instance}}"), unit="ops"),
            graph("Share of runs that failed", (
                f'sum by (kind) (rate(flotilla_jobs_finished_total{{status=~"failed|retrying"}}{RATE}))'
                f" / sum by (kind) (rate(flotilla_jobs_finished_total{RATE}))", "{{kind}}"), unit="percentunit"),
            graph("Ran for, p95", (quantile(0.95, "flotilla_job_duration_seconds", "kind"), "{{kind}}"), unit="s"),
            graph("Put back", ("sum by (queue, cause) (increase(flotilla_jobs_recovered_total[1h]))", "{{queue}} {{cause}}")),
            graph("What workers could do by neither server", (f"sum by (operation) (rate(flotilla_dispatch_failures_total{RATE}))", "{{operation}}"), unit="ops"),
            graph("Sees PostgreSQL", ("flotilla_database_up", "{{job}} {{instance}}")),
            graph("Sees Redis", ("flotilla_broker_up", "{{job}} {{instance}}")),
            graph("Settled jobs that retention removed", ("sum(increase(flotilla_retention_dropped_jobs_total[1h]))", "dropped"), ("sum(increase(flotilla_retention_blocked_total[1h]))", "held up")),
        ],
    ),
    "api": (
        "API",
        [
            stat("Reached from outside", 'min(probe_success{job="edge"})', bad_below=1),
            stat("Certificate ends in", 'min(probe_ssl_earliest_cert_expiry{job="edge"}) - time()', unit="s", bad_below=1209600),
            stat("Answered with 5xx", f'(sum(rate(flotilla_http_requests_total{{status=~"5.."}}{RATE})) or vector(0)) / sum(rate(flotilla_http_requests_total{RATE}))', unit="percentunit", bad_from=0.01),
            graph("Requests, by status", (f"sum by (status) (rate(flotilla_http_requests_total{RATE}))", "{{status}}"), unit="reqps"),
            graph("Requests, by route", (f"topk(10, sum by (method, route) (rate(flotilla_http_requests_total{RATE})))", "{{method}} {{route}}"), unit="reqps"),
            graph(
                "Answers take",
                (quantile(0.5, "flotilla_http_request_duration_seconds", "", '{route!~".*/events|/jobs/\\\\{id\\\\}"}'), "p50"),
                (quantile(0.95, "flotilla_http_request_duration_seconds", "", '{route!~".*/events|/jobs/\\\\{id\\\\}"}'), "p95"),
                (quantile(0.99, "flotilla_http_request_duration_seconds", "", '{route!~".*/events|/jobs/\\\\{id\\\\}"}'), "p99"),
                unit="s",
            ),
            graph("Answers take, p95 by route", (f'topk(10, {quantile(0.95, "flotilla_http_request_duration_seconds", "route")})', "{{route}}"), unit="s"),
            graph("Refused: the share was used up", (f"sum by (resource) (rate(flotilla_http_refused_total{RATE}))", "{{resource}}"), unit="reqps"),
            graph("Sign-ins refused", (f"sum by (reason) (rate(flotilla_auth_failures_total{RATE}))", "{{reason}}"), unit="reqps"),
        ],
    ),
    "servers": (
        "PostgreSQL and Redis",
        [
            graph("Connections of PostgreSQL", ("sum by (state) (pg_stat_activity_count)", "{{state}}"), ("max(pg_settings_max_connections)", "max_connections")),
            graph("Transactions", (f'sum by (datname) (rate(pg_stat_database_xact_commit{{datname!=""}}{RATE}))', "{{datname}} committed"), (f'sum by (datname) (rate(pg_stat_database_xact_rollback{{datname!=""}}{RATE}))', "{{datname}} rolled back"), unit="ops"),
            graph("Size", ("pg_database_size_bytes", "{{datname}}"), unit="bytes"),
            graph("Longest transaction", ('max by (state) (pg_stat_activity_max_tx_duration{datname!=""})', "{{state}}"), unit="s"),
            graph("Behind, by standby", ("pg_stat_replication_pg_wal_lsn_diff", "{{application_name}}"), unit="bytes"),
            graph("Archive of the log", ("increase(pg_stat_archiver_archived_count[15m])", "archived"), ("increase(pg_stat_archiver_failed_count[15m])", "failed")),
            graph("Connections of processes", ("sum by (job, pool) (flotilla_database_pool_in_use)", "{{job}} {{pool}} in use"), ("sum by (job, pool) (flotilla_database_pool_maximum)", "{{job}} {{pool}} at most")),
            graph("Calls that wait for a connection", ("sum by (job, pool) (flotilla_database_pool_waiting)", "{{job}} {{pool}}")),
            graph("Calls that got none in time", (f"sum by (job, pool) (rate(flotilla_database_pool_timeouts_total{RATE}))", "{{job}} {{pool}}"), unit="ops"),
            graph("Memory of Redis", ("redis_memory_used_bytes", "used"), ("redis_memory_max_bytes > 0", "maxmemory"), unit="bytes"),
            graph("Commands of Redis", (f"sum by (cmd) (rate(redis_commands_total{RATE}))", "{{cmd}}"), unit="ops"),
            graph("Keys of Redis", ("redis_db_keys > 0", "{{db}}"), (f"rate(redis_evicted_keys_total{RATE})", "dropped a second")),
        ],
    ),
    "notifications": (
        "Notifications",
        [
            graph("Attempts, by channel and outcome", (f"sum by (channel, outcome) (max by (channel, outcome) (rate(flotilla_deliveries_total{RATE})))", "{{channel}} {{outcome}}"), unit="ops"),
            graph("Wait, failed, unknown", ("max by (channel, status) (flotilla_deliveries)", "{{channel}} {{status}}")),
            graph("Left alone because they keep failing", ("max by (channel) (flotilla_destinations_down)", "{{channel}}")),
            graph("No mail was sent of", ("max by (template) (flotilla_notifications_unsent)", "{{template}}")),
            *per_queue("notify"),
        ],
    ),
    "generations": (
        "Generations",
        [
            graph("Requests to models", (f"sum by (provider, outcome) (max by (provider, operation, outcome) (rate(flotilla_model_calls_total{RATE})))", "{{provider}} {{outcome}}"), unit="ops"),
            graph("Tokens", (f"sum by (provider, kind) (max by (provider, kind) (rate(flotilla_model_tokens_total{RATE})))", "{{provider}} {{kind}}"), unit="ops"),
            graph("A generation takes, p95", (quantile(0.95, "flotilla_job_duration_seconds", "kind", '{queue="ai"}'), "{{kind}}"), unit="s"),
            *per_queue("ai"),
        ],
    ),
    "billing": (
        "Billing",
        [
            stat("Invoices that could not be made", "max(flotilla_invoices_missing)", bad_from=1),
            stat("Invoices of which no mail was sent", 'max(flotilla_notifications_unsent{template="invoice_created"})', bad_from=1),
            stat("Payments of unknown end", "max(flotilla_payments_unknown)", bad_from=1),
            stat("Differences from the gateway", "max(flotilla_gateway_differences)", bad_from=1),
            graph("Payments within a day", ("sum by (outcome) (max by (outcome) (increase(flotilla_payments_total[1d])))", "{{outcome}}")),
            graph("Events of the gateway", (f"sum by (effect) (rate(flotilla_gateway_events_total{RATE}))", "{{effect}}"), unit="ops"),
            graph("Late", ('max by (name) (flotilla_schedule_lag_seconds{name=~"billing-.*"})', "{{name}}"), unit="s"),
            *per_queue("billing"),
        ],
    ),
    "machine": (
        "Machine",
        [
            stat("Last backup", "time() - max(flotilla_backup_last_success_timestamp_seconds)", unit="s", bad_from=93600),
            stat("Last proof by a restore", "time() - max(flotilla_restore_last_success_timestamp_seconds)", unit="s", bad_from=259200),
            graph("CPU in use", (f'1 - avg by (instance) (rate(node_cpu_seconds_total{{mode="idle"}}{RATE}))', "{{instance}}"), unit="percentunit"),
            graph("Memory that is left", ("node_memory_MemAvailable_bytes", "available"), ("node_memory_MemTotal_bytes", "total"), unit="bytes"),
            graph("Disk that is left", ('node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs"} / node_filesystem_size_bytes', "{{mountpoint}}"), unit="percentunit"),
            graph("Memory of containers", ("sum by (container) (container_memory_working_set_bytes)", "{{container}}"), unit="bytes"),
            graph("CPU of containers", (f"sum by (container) (rate(container_cpu_usage_seconds_total{RATE}))", "{{container}}")),
            graph("Targets that serve metrics", ("sum by (job) (up)", "{{job}}")),
            graph("Alarms sent", ("sum by (integration) (increase(alertmanager_notifications_total[1h]))", "{{integration}}"), ("sum by (integration) (increase(alertmanager_notifications_failed_total[1h]))", "{{integration}} failed")),
        ],
    ),
}


def laid_out(panels: list[dict]) -> list[dict]:
    """Panels with ids and places, in rows from left to right; another kind begins another row."""
    placed, x, y, height = [], 0, 0, 0
    for number, panel in enumerate(panels, start=1):
        width = WIDTHS[panel["type"]]
        if x + width > 24 or (placed and placed[-1]["type"] != panel["type"]):
            x, y, height = 0, y + height, 0
        height = HEIGHTS[panel["type"]]
        defaults = {"unit": panel["unit"]}
        if "thresholds" in panel:
            defaults["thresholds"] = panel["thresholds"]
        else:
            defaults["min"] = 0
        placed.append(
            {
                "id": number,
                "type": panel["type"],
                "title": panel["title"],
                "datasource": SOURCE,
                "gridPos": {"x": x, "y": y, "w": width, "h": height},
                "fieldConfig": {"defaults": defaults, "overrides": []},
                "options": {"legend": {"displayMode": "list", "placement": "bottom"}} if panel["type"] == "timeseries" else {},
                "targets": [
                    {"refId": "ABCDEF"[place], "datasource": SOURCE, "expr": expression, "legendFormat": name or "__auto"}
                    for place, (expression, name) in enumerate(panel["targets"])
                ],
            }
        )
        x += width
    return placed


def dashboard(name: str) -> dict:
    title, panels = DASHBOARDS[name]
    variables = []
    if name == "queues":
        query = "label_values(flotilla_queue_depth, queue)"
        variables = [
            {
                "name": "queue", "label": "Queue", "type": "query", "datasource": SOURCE, "query": {"query": query, "refId": "Queues"},
                "definition": query, "refresh": 2, "sort": 1, "multi": True, "includeAll": True, "allValue": ".*",
                "current": {"text": "All", "value": "$__all"},
            }
        ]
    return {
        "uid": f"flotilla-{name}",
        "title": f"Flotilla: {title}",
        "tags": ["flotilla"],
        "schemaVersion": 39,
        "version": 1,
        "editable": False,
        "timezone": "browser",
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "links": [{"type": "dashboards", "tags": ["flotilla"], "title": "Others", "asDropdown": True, "keepTime": True}],
        "templating": {"list": variables},
        "annotations": {"list": []},
        "panels": laid_out(panels),
    }


def text(name: str) -> str:
    return json.dumps(dashboard(name), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent / "dashboards"
    folder.mkdir(exist_ok=True)
    for each in DASHBOARDS:
        (folder / f"{each}.json").write_text(text(each), encoding="utf-8")
