"""The stack of compose/compose.yaml, started for real: what comes in, who reaches whom, and what a container may do."""

import base64
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from caller import Answer
from fleet import DOMAIN, SERVICES, Fleet

MIB = 1 << 20


def test_one_command_proves_it(fleet: Fleet) -> None:
    """compose/prove: HTTPS, a sign-up, a message that a worker delivers, flotilla doctor; exit status 0."""
    words = fleet.command("prove").stdout
    assert "ok    a worker delivered a message" in words and "ok    flotilla doctor" in words


def test_every_service_is_ready(fleet: Fleet) -> None:
    """Each long-running service says that it is healthy, and none was restarted on the way."""
    states = {service: (fleet.state(service), fleet.inspect(service)["RestartCount"]) for service in SERVICES}
    assert states == dict.fromkeys(SERVICES, ("healthy", 0))


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_may_do_no_more_than_it_needs(fleet: Fleet, service: str) -> None:
    """Not root, no capability, no way to one, an image that cannot be written, limits and logs as the file says."""
    words = "id -u; grep -E 'CapEff|NoNewPrivs' /proc/self/status; touch /x 2>&1 || true"
    uid, *status = fleet.compose("exec", "-T", service, "sh", "-c", words).stdout.split("\n")
    assert uid != "0"
    assert [line.split()[-1] for line in status[:2]] == ["0000000000000000", "1"]
    assert "Read-only file system" in status[2]
    host = fleet.inspect(service)["HostConfig"]
    assert host["Memory"] > 0 and host["NanoCpus"] > 0 and host["PidsLimit"] > 0 and not host["Privileged"]
    assert host["LogConfig"]["Config"] == {"max-size": "10m", "max-file": "5"}
    assert host["RestartPolicy"]["Name"] == "unless-stopped"


def test_secrets_are_files_and_nothing_else(fleet: Fleet) -> None:
    """No container's settings hold a secret that compose/setup made."""
    made = {file.read_text().strip() for file in (fleet.folder / "secrets").iterdir() if file.read_text().strip()}
    settings = "".join(str(fleet.inspect(service)["Config"]) for service in SERVICES)
    assert len(made) > 10 and not [secret for secret in made if secret in settings]


def test_data_is_out_of_reach(fleet: Fleet) -> None:
    """Neither nginx nor the model server finds PostgreSQL or Redis; these are in networks without a way out; the API finds both."""
    for service in ("nginx", "ollama"):
        for name in ("postgres", "redis"):
            assert fleet.compose("exec", "-T", service, "getent", "hosts", name, check=False).returncode != 0
    for name in ("postgres", "redis"):
        assert fleet.compose("exec", "-T", "api", "getent", "hosts", name).stdout
        for network in fleet.inspect(name)["NetworkSettings"]["Networks"]:
            assert fleet.engine.run("network", "inspect", "--format", "{{.Internal}}", network).stdout.strip() == "true"


def test_metrics_are_read_inside_and_closed_outside(fleet: Fleet) -> None:
    """On the network `metrics` every process of the fleet is read; from outside /metrics is a 404 however it is written."""
    for service in ("api", "enqueuer", "scan-worker", "notify-worker", "billing-worker", "ai-worker"):
        port = 8080 if service == "api" else 9090
        page = fleet.engine.run(
            "run", "--rm", "--network", "flotilla_metrics", "nginx:1.28.0-bookworm", "curl", "-sf", f"http://{service}:{port}/metrics")
        assert "flotilla_build_info" in page.stdout
    for path in ("/metrics", "/metrics/", "//metrics", "/api/v1/metrics", "/%6detrics", "/x/../metrics", "/metrics?a=b"):
        answer = fleet.outside.ask("GET", path)
        assert answer.status == 404 and b"flotilla_" not in answer.body, path


def test_plain_http_goes_to_https(fleet: Fleet) -> None:
    """Port 80 sends each request to HTTPS, with its path, and keeps its method."""
    words = ("curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", "-H", f"Host: {DOMAIN}", "http://127.0.0.1:8080/jobs?a=b")
    assert fleet.compose("exec", "-T", "nginx", *words).stdout == f"308 https://{DOMAIN}/jobs?a=b"


def test_streams_come_piece_by_piece(fleet: Fleet) -> None:
    """Words of a model reach a caller through the worker, the API and nginx as they are written, and not at the end."""
    generation = {"type": "answer", "input": {"question": "What is water?", "document_ids": [], "language": "en"}}
    account = fleet.outside.ask("POST", "/auth/signup", {"email": "stream@example.org", "password": "a long enough password"}).json
    school = fleet.outside.signed(account["token"])
    document = school.ask("POST", "/documents", {"title": "Water", "content_type": "text/plain", "text": "Water is a molecule. " * 20}).json
    assert school.ask("GET", f"/jobs/{document['job_id']}", headers={"Prefer": "wait=60"}).json["status"] == "succeeded"
    generation["input"]["document_ids"] = [document["id"]]
    answer = school.ask("POST", "/generations", generation)
    assert answer.status == 202, answer.body
    times = [time.monotonic() for name, _ in school.events(answer.json["events_url"]) if name == "chunk"]
    assert len(times) >= 3 and times[-1] - times[0] > 0.5, times


def refusal(fleet: Fleet) -> Answer | None:
    """The first 429 of 100 requests on one connection."""
    connection = fleet.outside.connect()
    try:
        for _ in range(100):
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            found = Answer(answer.status, answer.headers, answer.read())
            assert found.status in (200, 429)
            if found.status == 429:
                return found
        return None
    finally:
        connection.close()


def test_a_flood_is_refused_for_a_second(fleet: Fleet) -> None:
    """Of at most 2,400 requests at once from one address some get 429 with Retry-After, as a problem; a second later all is well."""
    with ThreadPoolExecutor(24) as pool:
        refused = [answer for answer in pool.map(lambda _: refusal(fleet), range(24)) if answer]
    assert refused and {answer.headers["Retry-After"] for answer in refused} == {"1"}
    assert {answer.headers["Content-Type"] for answer in refused} == {"application/problem+json"}
    time.sleep(1)
    assert fleet.outside.ask("GET", "/healthz").status == 200


def test_bodies_are_as_large_as_the_contract_says(fleet: Fleet) -> None:
    """A file of 20 MiB and its JSON pass; more is a 413 of the API, or of nginx where no route takes it, as a problem."""
    account = fleet.outside.ask("POST", "/auth/signup", {"email": "size@example.org", "password": "a long enough password"}).json
    school = fleet.outside.signed(account["token"])
    file = b"%PDF-1.4\n".ljust(20 * MIB, b" ")
    assert school.ask("POST", "/documents?title=long", file, {"Content-Type": "application/pdf"}).status == 202
    coded = {"title": "long", "content_type": "application/pdf", "data_base64": base64.b64encode(file).decode()}
    assert school.ask("POST", "/documents", coded).status == 202
    for path, size in {"/jobs": 2 * MIB, "/documents": 40 * MIB}.items():
        answer = school.ask("POST", path, b"x" * size, {"Content-Type": "application/json"})
        assert answer.status == 413 and answer.json["status"] == 413
