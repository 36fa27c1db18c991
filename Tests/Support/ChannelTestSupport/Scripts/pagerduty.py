"""PagerDuty's Events API v2, as far as it checks what it is sent."""

import json

settings = {"routing_key": "R0123456789ABCDEF0123456789ABCDEF"}
SEVERITIES = ("critical", "error", "warning", "info")


def set(new):
    settings.update(new)
    return True


def problems(event):
    found = []
    if event.get("routing_key") != settings["routing_key"]:
        found.append("'routing_key' is not valid")
    action = event.get("event_action")
    if action not in ("trigger", "acknowledge", "resolve"):
        found.append("'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')")
    key = event.get("dedup_key")
    if key is not None and not 1 <= len(key) <= 255:
        found.append("'dedup_key' is too long")
    if action in ("acknowledge", "resolve"):
        if key is None:
            found.append("'dedup_key' is missing or blank")
        return found
    payload = event.get("payload", {})
    if not 1 <= len(payload.get("summary", "")) <= 1024:
        found.append("'payload.summary' is missing, blank or too long")
    if not payload.get("source"):
        found.append("'payload.source' is missing or blank")
    if payload.get("severity") not in SEVERITIES:
        found.append("'payload.severity' is invalid")
    if not isinstance(payload.get("custom_details", {}), dict):
        found.append("'payload.custom_details' is not an object")
    if any(not link.get("href") for link in event.get("links", [])):
        found.append("'links' is invalid")
    return found


def check(request, raw):
    def said(status, body, verdict):
        return {"status": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}, verdict

    if request["method"] != "POST" or request["target"] != "/v2/enqueue":
        return {"status": 404, "body": ""}, ["path"]
    if not request["headers"].get("content-type", "").startswith("application/json"):
        return {"status": 415, "body": ""}, ["content type"]
    if len(raw) > 512 * 1024:
        return {"status": 413, "body": ""}, ["too large"]
    try:
        event = json.loads(raw)
        found = problems(event)
    except (ValueError, AttributeError, TypeError):
        return said(400, {"status": "invalid event", "message": "Event object is invalid", "errors": ["JSON"]}, ["JSON"])
    if found:
        body = {"status": "invalid event", "message": "Event object is invalid", "errors": found}
        return said(400, body, found)
    body = {"status": "success", "message": "Event processed", "dedup_key": event.get("dedup_key", "made")}
    return said(202, body, [])
