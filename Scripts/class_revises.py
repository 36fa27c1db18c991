#!/usr/bin/env python3
"""How long a class waits that revises at once: each pupil begins a session and asks the tutor one question at the same moment.

    Scripts/class_revises.py URL [PUPILS]

URL is that of a fleet with a model, such as the one that ./run prints. It makes a school, a professor, the pupils (50), a document
and a path, and prints when the answers were done. Only the standard library is needed.
"""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
import urllib.request
import uuid

LESSON = (
    "An arch carries a load because its stones press against each other. The stone in the middle of the arch is the keystone. "
    "Romans built the Pont du Gard of three rows of arches, without mortar."
)
PATIENCE = 1800


class Caller:
    def __init__(self, base: str, token: str | None = None) -> None:
        self.base, self.token = base.rstrip("/"), token

    def ask(self, method: str, path: str, body: object = None) -> dict:
        request = urllib.request.Request(self.base + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def until(self, path: str, is_there: object) -> dict:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.ask("GET", path)
            if is_there(found):
                return found
            time.sleep(0.2)
        raise SystemExit(f"{path}: not there after {PATIENCE} s")


def member(school: Caller, role: str, name: str) -> tuple[str, Caller]:
    address = f"{uuid.uuid4().hex}@class.flotilla.example"
    invited = school.ask("POST", "/users", {"email": address, "role": role, "name": name, "locale": "en"})
    accepted = school.ask("POST", "/auth/accept", {"token": invited["invite_token"], "password": uuid.uuid4().hex})
    return invited["id"], Caller(school.base, accepted["token"])


def main() -> None:
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    base, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 50
    signup = {"email": f"{uuid.uuid4().hex}@class.flotilla.example", "password": uuid.uuid4().hex, "company_name": "A class"}
    school = Caller(base, Caller(base).ask("POST", "/auth/signup", signup)["token"])
    _, professor = member(school, "professor", "Ada")
    pupils = [member(school, "student", f"Pupil {number + 1}") for number in range(count)]
    document = professor.ask("POST", "/documents", {"title": "Arches", "content_type": "text/plain", "text": LESSON})
    professor.until(document["status_url"], lambda found: found["status"] != "preparing")
    path = professor.ask("POST", "/learning-paths", {
        "name": "Bridges", "goals": ["say how an arch carries a load"], "level": "6e", "language": "en",
        "student_ids": [pupil for pupil, _ in pupils], "document_ids": [document["id"]],
        "steps": [{"title": "Arches", "content": LESSON}]})
    professor.until(path["status_url"], lambda found: found["status"] == "ready")
    professor.ask("POST", f"{path['status_url']}/validate", {})
    sessions = [
        caller.ask("POST", "/revision-sessions", {"learning_path_id": path["id"], "step": 1})["id"] for _, caller in pupils]
    gate, times, outcomes = threading.Barrier(count), [0.0] * count, [""] * count

    def revise(place: int) -> None:
        caller = pupils[place][1]
        gate.wait()
        start = time.monotonic()
        asked = caller.ask("POST", f"/revision-sessions/{sessions[place]}/questions", {"text": "What is the keystone of an arch?"})
        ended = ("succeeded", "failed", "cancelled")
        outcomes[place] = caller.until(asked["status_url"], lambda answer: answer["status"] in ended)["status"]
        times[place] = time.monotonic() - start

    threads = [threading.Thread(target=revise, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = {one: outcomes.count(one) for one in sorted(set(outcomes))}
    print(f"{count} pupils at once: {counts}; answers after {statistics.median(times):.1f} s (median), "
          f"{min(times):.1f} s (first), {max(times):.1f} s (last)")


if __name__ == "__main__":
    main()
