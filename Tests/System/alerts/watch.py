"""Prometheus, Alertmanager and exporters with the project's own files, on this machine and in a hurry: what takes a quarter of a
minute there takes a second here. What rules compare is left as it is."""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import yaml

from processes import eventually, free_port
from sinks import ROUTING_KEY, Sinks
from stack import WORKERS, Stack
from support import MONITORING, RULES, run


class Watch:
    def __init__(self, stack: Stack, sinks: Sinks) -> None:
        self.stack, self.sinks, self.processes = stack, sinks, stack.processes
        names = ("prometheus", "alertmanager", "node", "postgres", "redis", "blackbox", "edge")
        self.ports = {name: free_port() for name in names}
        self.folder = stack.folder / "watch"

    # --- configuration ---------------------------------------------------------------------------------------------

    def _targets(self) -> dict[str, list[str]]:
        at = {name: f"127.0.0.1:{port}" for name, port in self.ports.items()}
        fleet = {name: f"127.0.0.1:{port}" for name, port in self.stack.ports.items()}
        return {
            "api": [fleet["api"]], "enqueuer": [fleet["enqueuer"]], "worker": [fleet[name] for name in WORKERS],
            "postgres": [at["postgres"]], "redis": [at["redis"]], "node": [at["node"]], "prometheus": [at["prometheus"]],
            "alertmanager": [at["alertmanager"]], "edge": [f"https://{at['edge']}/healthz"],
        }  # fmt: skip

    def _configure(self) -> None:
        (self.folder / "rules").mkdir(parents=True)
        (self.folder / "textfile").mkdir()
        (self.folder / "secrets").mkdir()
        for file in RULES:
            text = re.sub(r"interval: \w+", "interval: 1s", file.read_text(encoding="utf-8"))
            (self.folder / "rules" / file.name).write_text(re.sub(r"for: [1-9]\w+", "for: 2s", text), encoding="utf-8")
        config = yaml.safe_load((MONITORING / "prometheus/prometheus.yml").read_text(encoding="utf-8"))
        config["global"] |= {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
        config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [f"127.0.0.1:{self.ports['alertmanager']}"]
        targets, jobs = self._targets(), []
        for job in config["scrape_configs"]:
            if job["job_name"] not in targets:
                continue
            kept = {name: value for name, value in job.items() if not name.endswith("_sd_configs") and name != "static_configs"}
            for rule in kept.get("relabel_configs", []):
                if "blackbox-exporter" in str(rule.get("replacement")):
                    rule["replacement"] = f"127.0.0.1:{self.ports['blackbox']}"
            jobs.append(kept | {"static_configs": [{"targets": targets[job["job_name"]]}]})
        config["scrape_configs"] = jobs
        (self.folder / "prometheus.yml").write_text(yaml.safe_dump(config), encoding="utf-8")

        routes = (MONITORING / "alertmanager/alertmanager.yml").read_text(encoding="utf-8")
        routes = re.sub(r"group_wait: [1-9]\w+", "group_wait: 2s", routes)
        routes = re.sub(r"group_interval: \w+", "group_interval: 3s", routes)
        routes = re.sub(r"repeat_interval: 1m", "repeat_interval: 3s", routes)
        (self.folder / "alertmanager.yml").write_text(routes, encoding="utf-8")
        secrets = {
            "alert_smtp_password": "", "pagerduty_routing_key": ROUTING_KEY,
            "alertmanager_token": self.stack.must("token", "alertmanager@flotilla.test", "--expires", "365d"),
            **{f"slack_webhook_url_{name}": f"{self.sinks.url}/services/{name}" for name in ("critical", "alerts", "monitoring")},
        }  # fmt: skip
        for name, value in secrets.items():
            (self.folder / "secrets" / name).write_text(value, encoding="utf-8")
        now = int(time.time())
        (self.folder / "textfile/flotilla.prom").write_text(
            f"flotilla_backup_last_success_timestamp_seconds {now}\nflotilla_restore_last_success_timestamp_seconds {now}\n"
            "flotilla_restore_last_run_success 1\n",
            encoding="utf-8",
        )

    def _start_edge(self) -> None:
        """A proxy with a certificate of its own, as far as a probe sees it."""
        files = [self.folder / "edge.key", self.folder / "edge.crt"]
        made = run(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", "/CN=localhost", "-keyout", files[0],
            "-out", files[1])  # fmt: skip
        assert made.returncode == 0, made.stdout

        class Session(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.ports["edge"]), Session)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files[1], files[0])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    # --- processes -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._configure()
        self._start_edge()
        port, at, start = self.ports, "127.0.0.1", self.processes.start
        start("node-exporter", "prometheus-node-exporter", f"--web.listen-address={at}:{port['node']}", f"--collector.textfile.directory={self.folder}/textfile", port=port["node"])
        start(
            "postgres-exporter", "prometheus-postgres-exporter", f"--web.listen-address={at}:{port['postgres']}", port=port["postgres"],
            DATA_SOURCE_URI=f"{at}:{self.stack.ports['postgres']}/flotilla?sslmode=disable", DATA_SOURCE_USER="postgres", DATA_SOURCE_PASS="-")  # fmt: skip
        start("redis-exporter", "prometheus-redis-exporter", "-web.listen-address", f"{at}:{port['redis']}", port=port["redis"], REDIS_ADDR=self.stack.environment["REDIS_URL"])
        start("blackbox-exporter", "prometheus-blackbox-exporter", f"--config.file={MONITORING}/blackbox/blackbox.yml", f"--web.listen-address={at}:{port['blackbox']}", port=port["blackbox"])
        start(
            "alertmanager", MONITORING / "alertmanager/start.sh", f"--storage.path={self.folder}/alertmanager", "--cluster.listen-address=",
            f"--web.listen-address={at}:{port['alertmanager']}", port=port["alertmanager"],
            ALERTMANAGER="/usr/bin/prometheus-alertmanager", CONFIG=f"{self.folder}/alertmanager.yml", RENDERED=f"{self.folder}/rendered.yml",
            TEMPLATES=f"{MONITORING}/alertmanager", SECRETS=f"{self.folder}/secrets", ALERT_EMAIL_TO="ops@example.org",
            ALERT_SMTP_HOST=f"{at}:{self.sinks.mail_port}", ALERT_SMTP_TLS="false", ALERT_DEADMAN_URL=f"{self.sinks.url}/deadman",
            PAGERDUTY_EVENTS_URL=f"{self.sinks.url}/v2/enqueue", FLOTILLA_ALERTS_URL=f"{self.stack.url}/alerts")  # fmt: skip
        start(
            "prometheus", "prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.folder}/tsdb",
            f"--web.listen-address={at}:{port['prometheus']}", "--rules.alert.resend-delay=2s", "--enable-feature=expand-external-labels",
            port=port["prometheus"], ENVIRONMENT="drill.example.org")  # fmt: skip
        eventually(self.is_ready, 60, "Prometheus has read its log")
        eventually(lambda: self.query("up == 0") == [] and len(self.query("up")) >= 11, 60, "all targets are read")

    # --- asking ----------------------------------------------------------------------------------------------------

    def is_ready(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.ports['prometheus']}/-/ready", timeout=5).close()
        except OSError:
            return False
        return True

    def _get(self, path: str, **parameters: str) -> Any:
        address = f"http://127.0.0.1:{self.ports['prometheus']}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(address, timeout=20) as answer:
            return json.loads(answer.read())["data"]

    def query(self, expression: str) -> list[dict[str, Any]]:
        return list(self._get("query", query=expression)["result"])

    def names(self) -> set[str]:
        return set(self._get("label/__name__/values"))

    def firing(self, name: str) -> list[dict[str, str]]:
        return [each["metric"] for each in self.query(f'ALERTS{{alertname="{name}", alertstate="firing"}}')]

    def post_alerts(self, *labels: dict[str, str], ended: bool = False) -> None:
        """Hands alerts to Alertmanager, as Prometheus does."""
        now = time.time()
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - 1 if ended else now + 600))
        body = [
            {"labels": each, "annotations": {"summary": "a drill", "description": "of alarms"}, "endsAt": moment} for each in labels
        ]  # fmt: skip
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports['alertmanager']}/api/v2/alerts", json.dumps(body).encode(), {"Content-Type": "application/json"})  # fmt: skip
        urllib.request.urlopen(request, timeout=20).close()
