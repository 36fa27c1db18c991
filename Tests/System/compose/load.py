"""Jobs from the outside while something happens to the fleet, and what became of them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fleet import Fleet


@dataclass
class Load:
    """`bench.sleep` jobs of some milliseconds from three callers, each with an idempotency key, so that asking again adds none."""

    fleet: Fleet
    callers: int = 3
    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    slowest: float = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def once(self, number: int) -> None:
        body = {"kind": "bench.sleep", "payload": {"ms": 20}}
        for attempt in range(60):
            began = time.monotonic()
            try:
                answer = self.fleet.admin.ask("POST", "/jobs", body, {"Idempotency-Key": f"{id(self)}-{number}"})
                self.slowest = max(self.slowest, time.monotonic() - began)
                if answer.status == 202:
                    self.accepted.append(answer.json["id"])
                    return
                self.refused.append(str(answer.status))
            except OSError as error:
                self.refused.append(type(error).__name__)
            time.sleep(0.5)
        raise AssertionError(f"job {number} was refused sixty times: {self.refused[-5:]}")

    def run(self, caller: int) -> None:
        number = caller
        while not self.stopping.is_set():
            self.once(number)
            number += self.callers
            # All of them stay below the rate of one address, 50 a second.
            time.sleep(0.1)

    @contextmanager
    def during(self) -> Iterator["Load"]:
        threads = [threading.Thread(target=self.run, args=[caller]) for caller in range(self.callers)]
        for thread in threads:
            thread.start()
        try:
            self.fleet.wait_until("the load begins", lambda: len(self.accepted) > 5)
            yield self
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join()

    def account(self) -> tuple[int, int, int]:
        """Jobs that were accepted, that are lost, and whose effect committed more than once. Waits for the last."""
        wanted = set(self.accepted)
        quoted = ",".join(f"'{name}'" for name in wanted)
        open_jobs = f"select count(*) from flotilla.jobs where id in ({quoted}) and status not in ('succeeded', 'failed', 'cancelled')"
        self.fleet.wait_until("every job ends", lambda: self.fleet.sql(open_jobs) == "0")
        done = f"select count(distinct job_id) from flotilla.bench_effects where job_id in ({quoted})"
        twice = f"select count(*) from (select from flotilla.bench_effects where job_id in ({quoted}) group by job_id having count(*) > 1) t"
        return len(wanted), len(wanted) - int(self.fleet.sql(done)), int(self.fleet.sql(twice))
