"""What hears of alarms: PagerDuty, Slack, a mail server, a dead man's switch. Each refuses what the real one refuses."""

from __future__ import annotations

import email
import email.policy
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from processes import free_port

ROUTING_KEY = "0123456789abcdef0123456789abcdef"


def refusal(event: dict[str, Any]) -> str | None:
    """What PagerDuty's Events API v2 has against an event."""
    if event.get("routing_key") != ROUTING_KEY:
        return "Invalid routing key"
    if event.get("event_action") not in {"trigger", "acknowledge", "resolve"}:
        return "event_action is invalid"
    if event["event_action"] != "trigger":
        return None if event.get("dedup_key") else "dedup_key is missing"
    payload = event.get("payload") or {}
    if not payload.get("summary") or not payload.get("source"):
        return "summary and source are needed"
    if payload.get("severity") not in {"critical", "error", "warning", "info"}:
        return "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')"
    return None


@dataclass
class Heard:
    """One message that arrived: when, by which way, and what."""

    at: float
    way: str
    what: Any

    def line(self) -> str:
        return f"{time.strftime('%H:%M:%S', time.localtime(self.at))} {self.way:16} {self.title()}"

    def title(self) -> str:
        if self.way == "email":
            return str(self.what["subject"])
        if self.way.startswith("pagerduty"):
            event = self.what
            return f"{event['event_action']} {event.get('payload', {}).get('severity', '')} {event['dedup_key'][:12]} {event.get('payload', {}).get('summary', '')}"
        if self.way.startswith("slack"):
            return str(self.what["attachments"][0]["title"])
        return ""


@dataclass
class Sinks:
    heard: list[Heard] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        sinks = self

        class Session(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, body = sinks.answer(self.path, json.loads(raw or b"{}"))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                pass

        class Mailbox:
            async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
                message = email.message_from_bytes(envelope.content, policy=email.policy.default)
                sinks.add("email", {"subject": str(message["Subject"]), "to": envelope.rcpt_tos, "text": message.get_body().get_content()})
                return "250 taken"

        self.web = ThreadingHTTPServer(("127.0.0.1", 0), Session)
        threading.Thread(target=self.web.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.web.server_address[1]}"
        self.mail_port = free_port()
        self.mail = Controller(Mailbox(), hostname="127.0.0.1", port=self.mail_port)
        self.mail.start()

    def answer(self, path: str, body: Any) -> tuple[int, bytes]:
        if path == "/v2/enqueue":
            problem = refusal(body)
            if problem:
                self.refused.append(problem)
                return 400, json.dumps({"status": "invalid event", "errors": [problem]}).encode()
            self.add("pagerduty", body)
            return 202, json.dumps({"status": "success", "dedup_key": body["dedup_key"]}).encode()
        if path.startswith("/services/"):
            self.add(f"slack {path.rsplit('/', 1)[1]}", body)
            return 200, b"ok"
        if path == "/deadman":
            self.add("deadman", body)
            return 200, b"ok"
        return 404, b""

    def add(self, way: str, what: Any) -> None:
        self.heard.append(Heard(time.time(), way, what))

    def about(self, word: str, way: str = "") -> list[Heard]:
        """What was heard by a way, or ways that begin so, with the word in it."""
        return [each for each in list(self.heard) if each.way.startswith(way) and word in json.dumps(each.what)]

    def end(self) -> None:
        self.web.shutdown()
        self.mail.stop()
