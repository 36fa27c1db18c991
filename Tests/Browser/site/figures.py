"""What the dashboard costs: the browser until the first row and while it scrolls, and the API while many watch.
Figures and no tests of every run: `pytest -s` by the file's name."""

import asyncio
import os
import time
import urllib.parse

WATCHERS = 200
SECONDS = 15
# As the pages ask: the path, seconds between, and whether an answer of a second's age will do.
PAGES = {
    "overview": [("/overview", 5, True), ("/activity?step=60", 15, True)],
    "jobs": [("/jobs?limit=50", 2, True)],
    "queues": [("/queues", 2, True)],
}


class Watcher:
    """A tab: its stream, and what it asks again and again over one connection."""

    def __init__(self, fleet):
        self.host = urllib.parse.urlsplit(fleet.url)
        self.head = f"Host: {self.host.netloc}\r\nAuthorization: Bearer {fleet.admin}\r\n"
        self.asked = 0

    async def open(self, path, more=""):
        reader, writer = await asyncio.open_connection(self.host.hostname, self.host.port)
        writer.write(f"GET {path} HTTP/1.1\r\n{self.head}{more}\r\n".encode())
        return reader, writer

    async def listen(self):
        reader, _ = await self.open("/events?topics=inbox,overview")
        while await reader.readline():
            pass

    async def ask(self, path, every, is_shared, offset):
        await asyncio.sleep(every * offset)
        reader, writer = await asyncio.open_connection(self.host.hostname, self.host.port)
        tag = None
        while True:
            more = "Cache-Control: max-age=1\r\n" if is_shared else ""
            writer.write(f"GET {path} HTTP/1.1\r\n{self.head}{more}{f'If-None-Match: {tag}' + chr(13) + chr(10) if tag else ''}\r\n".encode())
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            status = int(lines[0].split()[1])
            assert status in (200, 304), lines
            if status == 200:
                await reader.readexactly(int(fields["content-length"]))
                tag = fields.get("etag")
            self.asked += 1
            await asyncio.sleep(every)


def cpu(process):
    """Seconds of processor time that a process has used."""
    fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def watch(fleet, asks):
    watchers = [Watcher(fleet) for _ in range(WATCHERS)]
    tasks = [asyncio.create_task(one.listen()) for one in watchers]
    for place, one in enumerate(watchers):
        tasks += [asyncio.create_task(one.ask(*ask, place / WATCHERS)) for ask in asks]
    await asyncio.sleep(max((ask[1] for ask in asks), default=2))
    process = fleet.variables["PID_API"]
    before, asked, start = cpu(process), sum(one.asked for one in watchers), time.monotonic()
    await asyncio.sleep(SECONDS)
    took = time.monotonic() - start
    share, rate = (cpu(process) - before) / took, (sum(one.asked for one in watchers) - asked) / took
    broken = [task.exception() for task in tasks if task.done()]
    for task in tasks:
        task.cancel()
    assert not broken, broken
    return share, rate


def test_many_who_watch(fleet):
    for name, asks in PAGES.items():
        share, rate = asyncio.run(watch(fleet, asks))
        print(f"\n{WATCHERS} tabs on {name}: {share * 100:.1f} % of a core for {rate:.0f} requests a second")
        assert rate > 0.5 * WATCHERS * sum(1 / ask[1] for ask in asks)


def test_the_first_row_and_scrolling(fleet, visit):
    for _ in range(30):
        fleet.call("POST", "/jobs/batch", {"jobs": [
            {"kind": "bench.noop", "payload": {}, "run_at": "2099-01-01T08:00:00Z"} for _ in range(1000)]})
    person = visit()
    page = person.page
    session = person.context.new_cdp_session(page)
    # Processor time of the page's main thread: other work on the machine is not in it.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    times = []
    for place in range(5):
        start = time.monotonic()
        page.goto(f"{person.url}?{place}#/jobs")
        page.locator("main tbody tr").first.wait_for()
        wall = time.monotonic() - start
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        times.append((metrics["TaskDuration"], wall))
    frames = sorted(page.evaluate("""() => new Promise((done) => {
        const frames = []; const start = performance.now(); let last = start;
        const next = (now) => {
            frames.push(now - last); last = now;
            scrollBy(0, frames.length % 120 < 60 ? 24 : -24);
            if (now - start < 5000) requestAnimationFrame(next); else done(frames);
        };
        requestAnimationFrame(next);
    })"""))
    busy, wall = sorted(times)[len(times) // 2]
    print(f"\nfirst row: {busy * 1000:.0f} ms of the main thread, {wall * 1000:.0f} ms in all; frames while scrolling:"
          f" median {frames[len(frames) // 2]:.0f} ms, longest {frames[-1]:.0f} ms")
    assert busy < 0.3
