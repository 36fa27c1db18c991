"""Slack: incoming webhooks (`/services/…`) and `/api/chat.postMessage`, as far as they check what they are sent."""

import json

settings = {"token": "xoxb-test", "channels": ["C0ALERTS", "#alerts"], "hooks": ["/services/T0/B0/right"]}


def set(new):
    settings.update(new)
    return True


def problems(message):
    """What is wrong with a message, in Slack's words."""
    text = message.get("text")
    blocks = message.get("blocks", [])
    if not text and not blocks:
        return "no_text"
    if text is not None and (not isinstance(text, str) or len(text) > 40_000):
        return "msg_too_long"
    if not isinstance(blocks, list) or len(blocks) > 50:
        return "invalid_blocks"
    for block in blocks:
        inner = block.get("text")
        kind = block.get("type")
        if kind == "header":
            if inner.get("type") != "plain_text" or not 1 <= len(inner["text"]) <= 150:
                return "invalid_blocks"
        elif kind == "section":
            if inner.get("type") not in ("mrkdwn", "plain_text") or not 1 <= len(inner["text"]) <= 3000:
                return "invalid_blocks"
        elif kind == "actions":
            elements = block.get("elements", [])
            if not elements or any(len(e.get("url", "")) > 3000 or len(e["text"]["text"]) > 75 for e in elements):
                return "invalid_blocks"
        elif kind == "context":
            if not 1 <= len(block.get("elements", [])) <= 10:
                return "invalid_blocks"
        else:
            return "invalid_blocks"
    return None


def hook(request, raw):
    path = request["target"]
    if path not in settings["hooks"]:
        return {"status": 404, "body": "no_service"}, "no_service"
    try:
        problem = problems(json.loads(raw))
    except ValueError:
        problem = "invalid_payload"
    if problem:
        return {"status": 400, "body": problem}, problem
    return {"status": 200, "body": "ok"}, "ok"


def post_message(request, raw):
    def said(error):
        answer = {"ok": False, "error": error} if error else {"ok": True, "channel": "C0ALERTS", "ts": "1700000000.000100"}
        return {"status": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(answer)}, error or "ok"

    token = request["headers"].get("authorization", "")
    if not token:
        return said("not_authed")
    if token != f"Bearer {settings['token']}":
        return said("invalid_auth")
    if not request["headers"].get("content-type", "").startswith("application/json"):
        return said("invalid_post_type")
    try:
        message = json.loads(raw)
    except ValueError:
        return said("invalid_json")
    if message.get("channel") not in settings["channels"]:
        return said("channel_not_found")
    return said(problems(message))


def check(request, raw):
    if request["method"] != "POST":
        return {"status": 405, "body": "method_not_allowed"}, "method"
    if request["target"].startswith("/services/"):
        return hook(request, raw)
    if request["target"] == "/api/chat.postMessage":
        return post_message(request, raw)
    return {"status": 404, "body": "no such path"}, "path"
