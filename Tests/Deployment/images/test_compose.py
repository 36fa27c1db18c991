"""The compose files, as Docker Compose reads them, and what it accepts although nothing would work."""

import copy
import re
from pathlib import Path

import compose_rules
import pytest
from conftest import COMPOSE, ROOT, resolve, run, tool

FILES = sorted(COMPOSE.glob("*.yaml"))
OVERRIDES = sorted((COMPOSE / "overrides").glob("*.yaml"))
GIB = 1 << 30


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_alone_is_valid_with_the_example_and_breaks_no_rule(file: Path) -> None:
    """Each compose file is whole with .env.example alone, and has nothing that starts silently and works badly."""
    assert compose_rules.findings(file.read_text(), resolve(file)) == []


@pytest.mark.parametrize("file", OVERRIDES, ids=lambda file: file.name)
def test_each_override_is_valid_on_top(file: Path) -> None:
    """Each override gives a valid whole with compose.yaml."""
    assert resolve(COMPOSE / "compose.yaml", file)["services"]


def test_all_files_together_fit_the_machine() -> None:
    """The memory of everything that runs on leaves 1 GiB of the 16 to the system, and no port is published twice."""
    model = resolve(*FILES)
    total = sum(
        compose_rules.size(service["deploy"]["resources"]["limits"]["memory"])
        for service in model["services"].values() if not compose_rules.is_one_shot(service))
    assert total <= 15 * GIB, f"{total / GIB:.1f} GiB"
    assert list(compose_rules.ports("", model)) == []


def test_compose_lint_finds_nothing_high() -> None:
    """compose-lint finds nothing of the severity high or critical."""
    for file in FILES:
        result = run(tool("compose-lint"), file)
        assert result.returncode == 0, result.stdout


def test_only_the_way_in_is_published(fleet: dict) -> None:
    """nginx alone publishes ports, 80 and 443."""
    published = {name: sorted(port["published"] for port in service["ports"])
                 for name, service in fleet["services"].items() if service.get("ports")}
    assert published == {"nginx": ["443", "80"]}


def most_connections() -> dict[str, int]:
    """What each program opens at most, as its manifest says; the programs of both are the same."""
    texts = [file.read_text() for file in (ROOT / "k8s/base").glob("*.yaml")]
    found = [re.search(r"kind: Deployment\nmetadata:\n  name: (\S+)[\s\S]*?database-connections: \"(\d+)\"", text) for text in texts]
    return {match[1]: int(match[2]) for match in found if match}


def test_the_database_takes_what_all_programs_open(fleet: dict) -> None:
    """Every pool at its biggest, during an upgrade and with the worker of drills, fits into max_connections."""
    server, most = (COMPOSE / "postgres/postgresql.conf").read_text(), most_connections()
    assert most.keys() >= {"api", "enqueuer", "scan-worker", "ai-worker", "notify-worker", "billing-worker"}
    for model in (fleet, resolve(COMPOSE / "compose.yaml", COMPOSE / "overrides/bench.yaml")):
        assert list(compose_rules.connections(model, most, server)) == []
    small = server.replace("max_connections = 300", "max_connections = 200")
    assert any("connections at most" in sentence for sentence in compose_rules.connections(fleet, most, small))


@pytest.mark.parametrize("overrides", [[], ["bench.yaml", "seller.yaml"]], ids=["alone", "with overrides"])
def test_each_variable_is_a_setting(overrides: list[str]) -> None:
    """The programs of the files get names that docs/configuration.md has, and a misspelt or retired one is found."""
    table = (ROOT / "docs/configuration.md").read_text()
    model = resolve(COMPOSE / "compose.yaml", *(COMPOSE / "overrides" / name for name in overrides))
    assert list(compose_rules.settings(model, table)) == []
    for name, program in (("OTEL_EXPORTER_OTLP_ENDPONT", "api"), ("SMTP_FROM_FILE", "notify-worker"), ("CONCURENCY", "scan-worker")):
        broken = copy.deepcopy(model)
        broken["services"][program]["environment"][name] = "x"
        assert list(compose_rules.settings(broken, table)) == [f"{program} gets {name}, which is no setting"]


def test_callers_cannot_have_the_api_killed(fleet: dict) -> None:
    """All its budgets of bytes fit below its limit; they did not fit into 768 MiB."""
    page = (ROOT / "docs/shares.md").read_text()
    assert list(compose_rules.shares(fleet, page)) == []
    small = copy.deepcopy(fleet)
    small["services"]["api"]["deploy"]["resources"]["limits"]["memory"] = "768m"
    assert list(compose_rules.shares(small, page)) == ["callers can fill the API's memory to its limit"]


def test_a_collector_of_traces_can_be_reached_by_every_program(fleet: dict) -> None:
    """The page's collector is in a network that each program is in, and each is told of it."""
    programs = [service for service in fleet["services"].values()
                if "DATABASE_URL_FILE" in (service.get("environment") or {}) and not compose_rules.is_one_shot(service)]
    assert len(programs) == 6
    for service in programs:
        assert "metrics" in service["networks"] and "OTEL_EXPORTER_OTLP_ENDPOINT" in service["environment"]


def test_redis_loses_nothing_by_a_restart_and_drops_no_key(fleet: dict) -> None:
    """Redis appends to a file on a volume and refuses writes when it is full, below its container's limit."""
    settings = dict(line.split(None, 1) for line in (COMPOSE / "redis/redis.conf").read_text().splitlines()
                    if line and not line.startswith("#"))
    assert settings["appendonly"] == "yes" and settings["maxmemory-policy"] == "noeviction"
    service = fleet["services"]["redis"]
    assert settings["dir"] in [volume["target"] for volume in service["volumes"] if volume["type"] == "volume"]
    assert compose_rules.size(settings["maxmemory"]) * 1.5 <= compose_rules.size(service["deploy"]["resources"]["limits"]["memory"])


def test_the_api_believes_the_proxy_alone(fleet: dict) -> None:
    """FLOTILLA_TRUSTED_PROXIES is the network that nginx shares with the API, and nothing else joins it."""
    subnet = fleet["networks"]["web"]["ipam"]["config"][0]["subnet"]
    assert fleet["services"]["api"]["environment"]["FLOTILLA_TRUSTED_PROXIES"] == subnet
    assert {name for name, service in fleet["services"].items() if "web" in (service.get("networks") or {})} == {"nginx", "api"}


def test_a_fleet_in_production_refuses_the_kinds_of_drills(fleet: dict) -> None:
    """FLOTILLA_BENCH is off everywhere."""
    values = {service["environment"]["FLOTILLA_BENCH"] for service in fleet["services"].values()
              if "FLOTILLA_BENCH" in (service.get("environment") or {})}
    assert values == {"0"}


def test_the_example_has_no_secret_and_leaves_nothing_out() -> None:
    """.env.example names no secret, has placeholders of example.org, and only settings that the files use."""
    example = (COMPOSE / ".env.example").read_text()
    used = set(re.findall(r"\$\{([A-Z_]+)", "".join(file.read_text() for file in FILES)))
    for name, value in re.findall(r"^#?([A-Z_]+)=(.*)$", example, re.M):
        assert name in used, f"{name} is used by no file"
        assert not compose_rules.SECRET.search(name) or (name.endswith("_FILE") and value.startswith("/run/secrets/"))
    assert set(re.findall(r"[\w.-]+@[\w.-]+|^DOMAIN=(.*)", example, re.M)) <= {"flotilla.example.org", ""}


BROKEN = {
    "a long-running service without a check": (
        "    healthcheck: *ready\n    deploy: {resources: {limits: {cpus: \"${ENQUEUER", "    deploy: {resources: {limits: {cpus: \"${ENQUEUER",
        "enqueuer has no health check"),
    "a check that is turned off": ("test: [CMD, ollama, list]", "disable: true", "ollama has no health check"),
    "an end that is waited for of what runs on": (
        "postgres-init: {condition: service_completed_successfully}\n    healthcheck",
        "redis: {condition: service_completed_successfully}\n    healthcheck", "backup-service waits for the end of redis, which runs on"),
    "a one-shot of another name": ("tls-init", "tls", "tls runs once, or has no restart policy"),
    "a privileged service": ("  init: true\n", "  init: true\n  privileged: true\n", "api is privileged"),
    "a start order that says nothing": ("migrate: {condition: service_completed_successfully}", "migrate: {condition: service_started}",
                                        "api waits for migrate to be started, which says nothing"),
    "a password as a value": ("POSTGRES_PASSWORD_FILE: /run/secrets/database_superuser_password", "POSTGRES_PASSWORD: hunter2",
                              "postgres gets POSTGRES_PASSWORD as a value"),
    "a password in a URL": ("REDIS_URL_FILE: /run/secrets/redis_url", "BROKER: redis://flotilla:hunter2@redis:6379",
                            "api gets a password in BROKER"),
    "a secret that is not mounted": ("secrets: [database_url, redis_url, stripe_api_key]", "secrets: [database_url, stripe_api_key]",
                                     "billing-worker reads /run/secrets/redis_url, which is not mounted"),
    "the newest image": ("redis:7.4.5-bookworm}", "redis:latest}", "redis has no image of a fixed version"),
    "an image without a version": ("redis:7.4.5-bookworm}", "redis}", "redis has no image of a fixed version"),
    "an image that is no variable": ("${REDIS_IMAGE:-redis:7.4.5-bookworm}", "redis:7.4.5", "the image redis:7.4.5 is no variable"),
    "one port twice": ('"${HTTPS_PORT:-443}:8443"', '"${HTTPS_PORT:-80}:8443"', "publish the port 80"),
    "a kill before the jobs end": ("stop_grace_period: 40s", "stop_grace_period: 30s", "ai-worker is killed after 30 s"),
    "the engine's own grace": ("  stop_grace_period: 40s\n", "", "scan-worker is killed after 10 s"),
    "no limit of memory": ('"${REDIS_CPUS:-1.0}", memory: 1g,', '"${REDIS_CPUS:-1.0}",', "redis has no limit of memory"),
    "an executor above the limit": ("FLOTILLA_EXECUTOR_MEMORY: 320MiB", "FLOTILLA_EXECUTOR_MEMORY: 1GiB", "killed before its executor"),
    "a CPU limit for one machine alone": ('"${API_CPUS:-2.0}"', '"2.0"', "the CPU limit 2.0 is no variable"),
    "logs for ever": ("    max-size: 10m\n", "", "api keeps its logs for ever"),
    "the database at the edge": ("    networks: [data, metrics]\n    healthcheck:\n      # Not", "    networks: [data, edge]\n    healthcheck:\n      # Not",
                                 "postgres can be reached from outside"),
    "an API with both": ("networks: [web, data, metrics]", "networks: [web, data, edge]", "api joins the edge and the data"),
    "root": ('user: "101:101"\n    entrypoint: [/bin/sh, /etc/flotilla/serve.sh]', "entrypoint: [/bin/sh, /etc/flotilla/serve.sh]",
             "nginx runs as whom its image says"),
    "capabilities": ("  cap_drop: [ALL]\n", "", "api keeps capabilities"),
    "the engine's socket": ("      - models:/models", "      - /var/run/docker.sock:/s", "ollama holds the engine's socket"),
    "an env_file": ("    environment: *settings\n", "    environment: *settings\n    env_file: [.env.example]\n", "env_file is used"),
    "a profile": ("  enqueuer:\n", "  enqueuer:\n    profiles: [more]\n", "profiles is used"),
    "restarts that outlast a stop": ("restart: unless-stopped", "restart: always", "is restarted always"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sample_is_found(name: str, without, tmp_path: Path) -> None:
    """Docker Compose accepts each of these files; the rules do not."""
    old, new, expected = BROKEN[name]
    text = without((COMPOSE / "compose.yaml").read_text(), old, new)
    sample = tmp_path / "compose.yaml"
    sample.write_text(text)
    (tmp_path / ".env.example").touch()
    found = compose_rules.findings(text, resolve(sample))
    assert any(expected in sentence for sentence in found), found
