"""What stands before localstripe: keys, faults, and a note of each request."""

import asyncio
import json
import random
import time
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

import likeness
from idempotency import Keys, problem

HTML = "<html><body>502 Bad Gateway</body></html>"


class Front:
    def __init__(self):
        self.keys = Keys()
        self.api_key = "sk_test_right"
        self.is_like_stripe = True
        self.seen = []
        self.scripts = {}
        self.shares = {}
        self.random = random.Random(0)
        self.held = []
        self.changed = asyncio.Condition()
        self.session = None
        self.inside = ""

    async def start(self, inside):
        """Returns the port that it listens on. `inside` is localstripe's URL."""
        self.inside = inside
        self.session = aiohttp.ClientSession()
        return await listen(self.handle)

    def step(self, key, name, is_write):
        """A script is for one key, or for a method and path."""
        if steps := self.scripts.get(key) or self.scripts.get(name):
            return steps.pop(0)
        if is_write and self.shares:
            drawn = self.random.random()
            for fault, share in sorted(self.shares.items()):
                drawn -= share
                if drawn < 0:
                    return {"fault": fault}
        return {}

    async def handle(self, request):
        body = await request.read()
        name = f"{request.method} {request.path}"
        step = self.step(request.headers.get("Idempotency-Key"), name, request.method == "POST")
        note = {
            "method": request.method, "path": request.path, "query": dict(request.query), "form": form_of(body),
            "key": request.headers.get("Idempotency-Key"), "version": request.headers.get("Stripe-Version"),
            "fault": step.get("fault"), "status": 0, "executed": False,
        }
        async with self.changed:
            self.seen.append(note)
            self.changed.notify_all()
        fault = step.get("fault")
        if fault == "drop_before":
            return self.drop(request)
        if fault == "silent_before":
            return await self.silence(request)
        if "status" in step or fault in ("html", "limit"):
            return scripted(step, fault)
        # What has begun is done, also when the caller is gone.
        status, headers, answer = await asyncio.shield(asyncio.ensure_future(self.serve(request, body, note, step)))
        note["status"] = status
        if fault == "drop_after":
            return self.drop(request)
        if fault == "silent_after":
            return await self.silence(request)
        if fault == "late_after":
            await asyncio.sleep(step.get("seconds", 1))
        text = json.dumps(answer).encode()
        response = web.StreamResponse(status=status, headers={
            "Content-Type": "application/json", "Content-Length": str(len(text)), "Request-Id": f"req_{len(self.seen)}",
            **headers})
        if not open_still(request):
            return response
        await response.prepare(request)
        await response.write(text[:len(text) // 2] if fault == "cut" else text)
        if fault == "cut":
            return self.drop(request)
        await response.write_eof()
        return response

    async def serve(self, request, body, note, step):
        if request.headers.get("Authorization") != f"Bearer {self.api_key}":
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            return 401, {}, problem("invalid_request_error", None, f"Invalid API Key provided: {given[:8]}***{given[-4:]}")
        key = note["key"] if request.method == "POST" else None
        if key is not None and (known := self.keys.begin(key, request.method, request.path, body)):
            return known
        if step.get("fault") == "late":
            await asyncio.sleep(step.get("seconds", 1))
        if step.get("fault") == "hold":
            await self.hold()
        status, answer = await self.execute(request, body, note)
        if step.get("fault") == "error_after":
            status, answer = 500, problem("api_error", None, "An unknown error occurred.")
        if key is not None:
            self.keys.end(key, status, answer)
        return status, {"Stripe-Should-Retry": "false"} if status >= 500 else {}, answer

    async def execute(self, request, body, note):
        form = note["form"]
        if request.method == "POST" and self.is_like_stripe:
            try:
                wrong = likeness.refusal(request.path, form)
            except ValueError:
                wrong = problem("invalid_request_error", "parameter_invalid_integer", "Invalid integer", param="amount")
            if wrong:
                return 400, wrong
        note["executed"] = True
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        url = self.inside + request.path_qs
        async with self.session.request(request.method, url, data=body or None, headers=headers) as response:
            status, value = response.status, await response.json(content_type=None)
        return likeness.answered(request.path, form, status, value) if self.is_like_stripe else (status, value)

    async def hold(self):
        gate = asyncio.Event()
        async with self.changed:
            self.held.append(gate)
            self.changed.notify_all()
        await gate.wait()

    def release(self):
        for gate in self.held:
            gate.set()
        count, self.held = len(self.held), []
        return count

    def drop(self, request):
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def silence(self, request):
        while open_still(request):
            await asyncio.sleep(0.02)
        return web.Response()

    async def wait(self, reached, limit=10):
        """Returns whether it came to that within the limit."""
        end = time.monotonic() + limit
        async with self.changed:
            while not reached():
                left = end - time.monotonic()
                if left <= 0:
                    return False
                try:
                    await asyncio.wait_for(self.changed.wait(), left)
                except asyncio.TimeoutError:
                    return False
        return True


def open_still(request):
    return request.transport is not None and not request.transport.is_closing()


def form_of(body):
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def scripted(step, fault):
    if fault == "limit":
        wrong = problem("invalid_request_error", "rate_limit", "Too many requests")
        return web.json_response(wrong, status=429, headers={"Retry-After": "2", **step.get("headers", {})})
    if fault == "html":
        return web.Response(status=step.get("status", 502), text=HTML, content_type="text/html")
    return web.Response(
        status=step["status"], body=step.get("body", "").encode(),
        headers={"Content-Type": "application/json", **step.get("headers", {})})


async def listen(handler_or_app):
    """A port of 127.0.0.1 with an application, or with one handler for all."""
    if isinstance(handler_or_app, web.Application):
        runner = web.AppRunner(handler_or_app, access_log=None)
    else:
        runner = web.ServerRunner(web.Server(handler_or_app, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return site._server.sockets[0].getsockname()[1]
