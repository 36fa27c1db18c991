"""A fleet of its own with real data: jobs that ended in every way, a scan of the demonstration's cloud, invoices, people."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import model

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARIES = pathlib.Path(os.environ.get("FLOTILLA_TEST_BINARIES", ROOT / ".build/test/debug"))
PASSWORD = "correct horse battery staple"

# What a payload may hold to harm a page that takes it for markup.
HOSTILE = {
    "markup": "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>",
    "end": "]]></script>", "direction": "\u202egnp.exe", "large": 9223372036854775807, "long": "x" * 200_000,
}


def settings(**own):
    """The environment of a program of the fleet: what the tests are told is none of its settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FLOTILLA_TEST_")} | own


class Cloud:
    """The demonstration's cloud, in the environment of the other tests: the fleet would make one of its own for it."""

    ROLE = "arn:aws:iam::123456789012:role/flotilla-demo"
    KEY, SECRET = "AKIAFLEETFLEETFLEET0", "a secret of the tests"

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        venv = pathlib.Path(os.environ.get("FLOTILLA_TEST_VENV", ROOT / ".flotilla-test/venv"))
        keys = {"FLEET_ACCESS_KEY_ID": self.KEY, "FLEET_SECRET_ACCESS_KEY": self.SECRET,
                "OWNER_ACCESS_KEY_ID": "AKIAOWNEROWNEROWNER0", "OWNER_SECRET_ACCESS_KEY": "another"}
        self.process = subprocess.Popen(
            [venv / "bin/python", ROOT / "Scripts/demo_cloud.py", str(port)], env=os.environ | keys, stdout=subprocess.PIPE)
        self.settings = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": self.KEY,
                         "AWS_SECRET_ACCESS_KEY": self.SECRET, "AWS_REGION": "eu-west-1"}


class Fleet:
    """A running fleet; what it is asked is asked over HTTP."""

    def __init__(self, folder, **own):
        self.folder = folder
        self.cloud = Cloud()
        environment = settings(
            FLOTILLA_DIR=str(folder), FLOTILLA_BENCH="1", LOG_LEVEL="warning", **self.cloud.settings, **model.start(), **own)
        self.log = open(folder / "up.log", "wb")
        self.process = subprocess.Popen(
            [BINARIES / "flotilla", "up", "--port", "0", "--workers", "scan=1,bench=1,notify=1,billing=1,ai=1"],
            cwd=ROOT, env=environment, stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            self.variables = self.ready(time.monotonic() + 120)
        except AssertionError:
            self.stop()
            raise
        self.url = self.variables["API_URL"]
        self.admin = self.variables["ADMIN_TOKEN"]

    def ready(self, deadline):
        file = self.folder / "env"
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if file.exists():
                return dict(re.findall(r"^(\w+)='(.*)'$", file.read_text(), re.M))
            time.sleep(0.1)
        raise AssertionError("the fleet did not start:\n" + (self.folder / "up.log").read_text()[-3000:])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.cloud.process.kill()
        self.log.close()

    def call(self, method, path, body=None, token=None, **headers):
        """The answer's JSON; an answer that is none fails the test."""
        request = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token or self.admin}", **headers})
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()[:500]}") from None
        return json.loads(text) if text else None

    def settled(self, job, token=None):
        """The job at its end."""
        while (found := self.call("GET", f"/jobs/{job}", token=token, Prefer="wait=60"))["finished_at"] is None:
            pass
        return found

    def person(self, email, role):
        """A token of a new user of the fleet's own account."""
        command = [BINARIES / "flotilla", "users", "create", email, "--role", role, "--password-file", "-"]
        environment = settings(DATABASE_URL=self.variables["DATABASE_URL"], REDIS_URL=self.variables["REDIS_URL"])
        subprocess.run(command, env=environment, input=PASSWORD.encode(), check=True, capture_output=True)
        return self.call("POST", "/auth/signin", {"email": email, "password": PASSWORD})["token"]

    def member(self, school, email, role, name):
        """A user of a school who has accepted the invitation: its id and a token."""
        invited = self.call("POST", "/users", {"email": email, "role": role, "name": name, "locale": "en"}, school)
        return invited["id"], self.call("POST", "/auth/accept", {"token": invited["invite_token"], "password": PASSWORD})["token"]

    def until(self, path, token, *statuses):
        """What is there, once its status is one of these."""
        deadline = time.monotonic() + 120
        while (found := self.call("GET", path, token=token))["status"] not in statuses:
            assert time.monotonic() < deadline, found
            time.sleep(0.1)
        return found

    def teach(self, school):
        """A class with a path that is validated, a session that is open and one that has ended, messages and appointments."""
        professor_id, professor = self.member(school, "roux@school.example", "professor", "Mme Roux")
        pupil_id, pupil = self.member(school, "awa@school.example", "student", "Awa Diallo")
        other_id, other = self.member(school, "noe@school.example", "student", "Noé Martin")
        pupils = [pupil_id, other_id] + [self.call("POST", "/users", {
            "email": f"{name.lower()}@school.example", "role": "student", "name": name}, school)["id"] for name in ("Chloe", "Idris", "Jules", "Lina")]
        group = self.call("POST", "/classes", {"name": "6e A", "student_ids": pupils}, professor)["id"]
        document = self.call("POST", "/documents", {
            "title": "Arches", "content_type": "text/plain", "text": f"{model.ANSWER} The Pont du Gard has three rows of arches."}, professor)["id"]
        self.until(f"/documents/{document}", professor, "ready")
        path = self.call("POST", "/learning-paths", {
            "name": "Bridges", "goals": ["say how an arch carries a load", "name the parts of an arch"], "level": "6e", "language": "en",
            "class_ids": [group], "document_ids": [document], "generate": True,
            "agent": {"discipline": "History", "instructions": "Be patient."}}, professor)["id"]
        self.until(f"/learning-paths/{path}", professor, "ready")
        draft = self.call("POST", "/learning-paths", {
            "name": "Rivers", "goals": ["read a map"], "level": "6e", "language": "en", "class_ids": [group],
            "steps": [{"title": "Sources", "content": "Where a river begins."}, {"title": "Mouths", "minutes": 15}]}, professor)["id"]
        self.call("POST", f"/learning-paths/{path}/validate", token=professor)
        while any(job["status"] in ("queued", "running") for job in self.call("GET", f"/learning-paths/{path}", token=professor)["jobs"]):
            time.sleep(0.1)
        for token, right in ((other, True), (pupil, False)):
            session = self.call("POST", "/revision-sessions", {"learning_path_id": path, "step": 1}, token)["id"]
            asked = self.call("POST", f"/revision-sessions/{session}/questions", {"text": "Why do the stones of an arch not fall?"}, token)
            self.settled_generation(asked["id"], token)
            if right:
                quiz = self.call("GET", f"/revision-sessions/{session}", token=token)["quiz"]["questions"]
                self.call("POST", f"/revision-sessions/{session}/end", {
                    "answers": [{"question": one["id"], "choices": [0]} for one in quiz]}, token)
                ended = session
        talk = self.call("POST", "/conversations", {"with": professor_id}, pupil)["id"]
        self.call("POST", f"/conversations/{talk}/messages", {"text": "Good evening. May I ask about the second step?"}, pupil)
        self.call("POST", f"/conversations/{talk}/messages", {"text": "Of course. What is it?"}, professor)
        self.call("POST", f"/conversations/{talk}/messages", {"text": "Which stone is set last, and why?"}, pupil)
        when = time.strftime("%Y-%m-%dT15:00:00", time.gmtime(time.time() + 3 * 86400))
        for subject in ("Arches", "The next path"):
            meeting = self.call("POST", "/appointments", {
                "with": pupil_id, "starts_at": when, "time_zone": "Europe/Paris", "minutes": 30, "subject": subject}, professor)["id"]
        self.call("POST", f"/appointments/{meeting}/accept", token=pupil)
        return {"professor": professor, "student": pupil, "pupil": pupil_id, "class": group, "path": path, "draft": draft, "session": session,
                "ended": ended, "conversation": talk, "generation": asked["id"], "appointment": meeting}

    def settled_generation(self, generation, token):
        return self.until(f"/generations/{generation}", token, "succeeded", "failed")

    def scanned(self, token):
        """A scan that found something."""
        assert self.cloud.process.stdout.readline().startswith(b'{"ready"')
        scan = self.call("POST", "/scans", {"provider": "aws", "services": ["ec2", "s3"], "regions": ["eu-west-1"]}, token)
        for run in scan["runs"]:
            self.settled(run["job_id"])
        found = self.call("GET", f"/scans/{scan['id']}", token=token)
        assert found["status"] == "success", found
        return found

    def fill(self):
        """Makes the data that the pages show, and waits until all of it is there. Ids of it by name."""
        school = self.call("POST", "/auth/signup", {
            "email": "ada@school.example", "password": PASSWORD, "company_name": "École Ada",
            "role_arn": Cloud.ROLE})["token"]
        tenant = self.call("GET", "/me", token=school)["tenant"]
        jobs = self.call("POST", "/jobs/batch", {"batch": {"name": "nightly import", "tenant": tenant}, "jobs": [
            {"kind": "bench.noop", "payload": {"part": "first"}},
            *({"kind": "bench.noop", "payload": {"n": number}, "after": ["#0"]} for number in range(8)),
            {"kind": "bench.sleep", "payload": {"ms": 5}, "after": [f"#{number}" for number in range(1, 9)]}]})
        failed = self.call("POST", "/jobs", {"kind": "bench.fail", "payload": {"times": 9}, "max_attempts": 2})["id"]
        hostile = self.call("POST", "/jobs", {"kind": "bench.noop", "payload": HOSTILE})["id"]
        self.call("POST", "/jobs", {"kind": "bench.noop", "payload": {}, "run_at": "2099-01-01T08:00:00Z"})
        schedule = self.call("POST", "/schedules", {
            "name": "nightly", "cron": "0 3 * * *", "time_zone": "Europe/Paris", "kind": "bench.noop", "payload": {}})["id"]
        self.call("POST", f"/schedules/{schedule}/fire")
        self.call("PATCH", "/queues/bench", {"kinds": {"bench.sleep": {"running": 3}}, "each_tenant": {"running": 8}})
        self.call("POST", "/users", {"email": "paul@school.example", "role": "professor", "name": "Paul", "locale": "fr"}, school)
        webhook = self.call("POST", "/webhook-endpoints", {"url": "https://hooks.example.org/in", "events": "*"}, school)["id"]
        self.call("POST", "/plans", {
            "code": "school", "name": {"fr": "École", "en": "School"}, "currency": "EUR", "price_cents": 9900, "included_users": 10,
            "user_price_cents": 300, "modules": [{"code": "ai", "price_cents": 4900}], "metered": [], "vat_rate": 20})
        self.call("PUT", "/billing-profile", {
            "legal_name": "École Ada", "email": "ada@school.example", "auto_payment": None,
            "address": {"line1": "1 rue de Paris", "postal_code": "75001", "city": "Paris", "country": "FR"}}, school)
        self.call("PUT", "/subscription", {"plan": "school", "users": 34, "modules": ["ai"], "starts_on": "2025-01-01"}, school)
        run = self.call("POST", "/billing/runs", {"period": "2025-02"})
        self.settled(run["job_id"])
        while self.call("GET", f"/billing/runs/{run['id']}")["status"] == "running":
            time.sleep(0.1)
        for job in [failed, hostile, *(job["id"] for job in jobs["jobs"])]:
            self.settled(job)
        taught = self.teach(school)
        scan = self.scanned(school)
        resource = self.call("GET", "/resources?type=ec2_instance&limit=1", token=school)["items"][0]["id"]
        invoice = self.call("GET", "/invoices", token=school)["items"][0]["id"]
        return {
            "school": school, "support": self.person("help@flotilla.example", "support"), "scan": scan["id"], "batch": jobs["batch_id"],
            **taught, "failed": failed, "hostile": hostile, "schedule": schedule, "webhook": webhook, "run": run["id"], "resource": resource,
            "invoice": invoice}
