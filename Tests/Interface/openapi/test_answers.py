"""The running API against its description: schemathesis sends what it allows and what it forbids, in every role and without one."""

import collections
import json
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
FULL = bool(os.environ.get("FLOTILLA_TEST_FULL"))
# Streams do not end (Tests/APITests reads them); what ends the caller's own token would end the test.
LEFT_OUT = ["streamEvents", "streamInbox", "streamJob", "streamConversations", "signOut", "changePassword", "endBrowserSession"]
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance"]
ROLES = ["admin", "school", "professor", "student", "support", "service", "visitor"]


def tokens(fleet):
    own = {"admin": fleet.admin, "visitor": None, "service": fleet.person("service@described.example", "service")}
    return {role: own.get(role, fleet.data.get(role)) for role in ROLES}


@pytest.fixture(scope="session")
def known(fleet):
    """What is there, by name, for requests that should find something."""
    found = {name: value for name, value in fleet.data.items() if isinstance(value, str) and len(value) == 36}
    people = fleet.data["professor"]
    found["document"] = fleet.call("GET", "/documents?limit=1", token=people)["items"][0]["id"]
    found["notification"] = fleet.call("GET", "/notifications?limit=1", token=people)["items"][0]["id"]
    found["delivery"] = fleet.call("GET", "/deliveries?limit=1")["items"][0]["id"]
    found["finding"] = fleet.call("GET", "/findings?limit=1", token=fleet.data["school"])["items"][0]["id"]
    found["export"] = fleet.call("POST", f"/users/{found['pupil']}/export", token=fleet.data["school"])["id"]
    return found


def test_nothing_answers_what_the_document_does_not_say(fleet, document, known, tmp_path):
    operations = {operation["operationId"]: operation for item in document["paths"].values() for operation in item.values()}
    assert set(LEFT_OUT) <= set(operations), "an operation that is left out is called otherwise by now"
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    (tmp_path / "known.json").write_text(json.dumps(known))
    (tmp_path / "schemathesis.toml").write_text('[phases.coverage]\nunexpected-methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]\n')
    command = [
        pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", "schemathesis.toml", "run", "openapi.json", "--url", fleet.url,
        "--phases", "examples,coverage,fuzzing" if FULL else "examples,fuzzing", "--checks", ",".join(CHECKS),
        "--max-examples", "60" if FULL else "3", "--request-timeout", "20", "--no-color", "--continue-on-failure",
        "--suppress-health-check", "all", "--no-shrink", "--warnings", "off", "--output-truncate", "false"]
    # The long run is another one each time; what it found says the seed.
    if not FULL:
        command.append("--generation-deterministic")
    for name in LEFT_OUT:
        command += ["--exclude-operation-id", name]
    wrong, asked, succeeded, statuses = [], set(), set(), collections.Counter()
    for role, token in tokens(fleet).items():
        counted = tmp_path / f"{role}.json"
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "OPENAPI_KNOWN": str(tmp_path / "known.json"), "OPENAPI_COUNTED": str(counted)}
        own = command + (["-H", f"Authorization: Bearer {token}"] if token else [])
        ran = subprocess.run(own, capture_output=True, text=True, timeout=3600 if FULL else 900, cwd=tmp_path, env=environment)
        if ran.returncode:
            wrong.append(role)
            print(f"as {role}:\n{ran.stdout[-20000:]}{ran.stderr[-2000:]}", flush=True)
        answers = collections.Counter()
        for name, status, count in json.loads(counted.read_text()):
            asked.add(name)
            if status < 300:
                succeeded.add(name)
            answers[f"{status // 100}xx"] += count
        statuses += answers
        print(f"{role}: {answers.total()} requests, {dict(sorted(answers.items()))}", flush=True)
    print(f"{statuses.total()} requests to {len(asked)} operations, {len(succeeded)} of which did what was asked; {dict(sorted(statuses.items()))}")
    assert not wrong
    assert asked == set(operations) - set(LEFT_OUT)
    # A test that is refused everywhere would have seen nothing.
    assert len(succeeded) > len(operations) // 2, sorted(set(operations) - succeeded)
