#!/usr/bin/env python3
"""integration.py URL: asks a running fleet what a caller relies on. The token of a user of a test account is in STAGING_TOKEN.

Each step prints a line; the first that fails ends it with status 1.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid


class Fleet:
    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url.rstrip("/"), token

    def call(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict, bytes]:
        """One request, 75 s at most. Returns status, headers and body."""
        given = {"Authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        data = None
        if body is not None:
            data, given["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(self.url + path, data, given, method=method)
        try:
            with urllib.request.urlopen(request, timeout=75) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()


def check(what: str, holds: bool, seen: object = "") -> None:
    print(f"{'ok' if holds else 'FAILED'}: {what}{'' if holds else f' ({seen})'}")
    if not holds:
        sys.exit(1)


def main() -> None:
    fleet = Fleet(sys.argv[1], os.environ["STAGING_TOKEN"])
    status, _, body = fleet.call("GET", "/readyz")
    check("it is ready, with both servers", status == 200 and json.loads(body)["status"] == "ready", (status, body))
    status, _, body = fleet.call("GET", "/account")
    check("it knows whose the token is", status == 200, (status, body))
    if fleet.url.startswith("https:"):
        status, _, _ = fleet.call("GET", "/metrics")
        check("its figures are not public", status in (403, 404), status)
    key = str(uuid.uuid4())
    message = {"to": {"role": "school"}, "channels": ["in_app"], "subject": "Release", "body": f"The release answers: {key}"}
    status, headers, body = fleet.call("POST", "/notifications", message, Idempotency_Key=key)
    check("a notification is accepted", status == 202, (status, body))
    first = json.loads(body)
    status, _, body = fleet.call("POST", "/notifications", message, Idempotency_Key=key)
    check("asked again it is the same", status == 202 and json.loads(body)["id"] == first["id"], (status, body))
    until, states = time.monotonic() + 60, ["queued"]
    while "queued" in states and time.monotonic() < until:
        status, _, body = fleet.call("GET", first["status_url"])
        states = [delivery["status"] for delivery in json.loads(body)["deliveries"]]
        time.sleep(0.5)
    check("a worker delivered it within a minute", bool(states) and set(states) == {"sent"}, states)


if __name__ == "__main__":
    main()
