"""What Docker Compose accepts without a word and a fleet must not have. Each rule takes a file's text and what Compose makes of it, and
gives sentences about what is wrong."""

import re
from collections.abc import Iterator

SECRET = re.compile(r"PASSWORD|PASSPHRASE|SECRET|TOKEN|_KEY(_|$)|ROUTING_KEY|(DATABASE|REDIS|SMTP)_URL|WEBHOOK_URL|ACCESS_KEY", re.I)
ONE_SHOT = re.compile(r"(migrate|init|backup)$")
# Reads what the machine's control groups say, which is root's; as root without any capability it may do nothing more.
ROOT = {"cadvisor"}
UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}


def seconds(text: str) -> float:
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+)(ms|s|m|h)", text))


def size(text: object) -> int:
    number, unit = re.fullmatch(r"(\d+)\s*([kmg]?)i?b?", str(text), re.I).groups()
    return int(number) * 1024 ** " kmg".index(unit.lower() or " ")


def services(model: dict) -> Iterator[tuple[str, dict]]:
    yield from model["services"].items()


def is_one_shot(service: dict) -> bool:
    return service.get("restart", "no") == "no"


def health(text: str, model: dict) -> Iterator[str]:
    for name, service in services(model):
        check = service.get("healthcheck", {})
        if is_one_shot(service):
            if not ONE_SHOT.search(name):
                yield f"{name} runs once, or has no restart policy: its name should end in migrate, init or backup"
        elif not check.get("test") or check.get("disable") or check["test"][0] == "NONE":
            yield f"{name} has no health check"
        elif service["restart"] != "unless-stopped":
            yield f"{name} is restarted {service['restart']}, not unless-stopped"


def dependencies(text: str, model: dict) -> Iterator[str]:
    for name, service in services(model):
        for other, how in service.get("depends_on", {}).items():
            target = model["services"].get(other, {})
            if how["condition"] == "service_healthy" and not target.get("healthcheck"):
                yield f"{name} waits for the health of {other}, which has no check"
            if how["condition"] == "service_started":
                yield f"{name} waits for {other} to be started, which says nothing"
            if how["condition"] == "service_completed_successfully" and not is_one_shot(target):
                yield f"{name} waits for the end of {other}, which runs on"


def privileges(text: str, model: dict) -> Iterator[str]:
    for name, service in services(model):
        if service.get("privileged"):
            yield f"{name} is privileged"
        for space in ("network_mode", "pid", "ipc", "userns_mode"):
            if service.get(space) == "host":
                yield f"{name} has the host's {space}"
        if any("docker.sock" in str(volume.get("source", "")) for volume in service.get("volumes", [])):
            yield f"{name} holds the engine's socket, which is root on the machine"
        if "ALL" not in service.get("cap_drop", []):
            yield f"{name} keeps capabilities"
        if "no-new-privileges:true" not in service.get("security_opt", []):
            yield f"{name} may gain privileges"
        if not service.get("read_only"):
            yield f"{name} can write into its image"
        user = str(service.get("user", ""))
        if not re.fullmatch(r"\d+:\d+", user) or (user.startswith("0:") and not is_one_shot(service) and name not in ROOT):
            yield f"{name} runs as {user or 'whom its image says'}: it should be a number, and not root"


def secrets(text: str, model: dict) -> Iterator[str]:
    for name, service in services(model):
        for key, value in (service.get("environment") or {}).items():
            if SECRET.search(key) and not re.search(r"_?_FILE$", key) and value:
                yield f"{name} gets {key} as a value: it should be {key}_FILE"
            if re.search(r"://[^/@\s]+:[^/@\s]+@", str(value)):
                yield f"{name} gets a password in {key}"
            if key.endswith("_FILE") and str(value).startswith("/run/secrets/"):
                mounted = {secret.get("target") or secret["source"] for secret in service.get("secrets", [])}
                if not {value, value.removeprefix("/run/secrets/")} & mounted:
                    yield f"{name} reads {value}, which is not mounted"
        if any(re.search(r"(password|secret|token)[=: ][^$]", str(word), re.I) for word in service.get("command") or []):
            yield f"{name} has a secret on its command line"
    for name, secret in model.get("secrets", {}).items():
        if "file" not in secret:
            yield f"the secret {name} is no file"


def images(text: str, model: dict) -> Iterator[str]:
    for name, service in services(model):
        tag = service.get("image", "").rsplit("/", 1)[-1].partition(":")[2]
        if not tag or tag == "latest":
            yield f"{name} has no image of a fixed version: {service.get('image')}"
    for line in re.findall(r"^\s+image:\s*(.+)$", text, re.M):
        if "${" not in line:
            yield f"the image {line} is no variable: a digest, or one's own registry, could not be named"


def ports(text: str, model: dict) -> Iterator[str]:
    taken: dict[tuple, str] = {}
    for name, service in services(model):
        for port in service.get("ports", []):
            key = (port.get("published"), port.get("protocol"))
            if key in taken:
                yield f"{name} and {taken[key]} publish the port {port['published']}"
            taken[key] = name


def limits(text: str, model: dict) -> Iterator[str]:
    for name, service in services(model):
        bounds = service.get("deploy", {}).get("resources", {}).get("limits", {})
        for kind in ("cpus", "memory", "pids"):
            if not bounds.get(kind):
                yield f"{name} has no limit of {kind}"
        if service.get("logging", {}).get("options", {}).keys() != {"max-size", "max-file"}:
            yield f"{name} keeps its logs for ever"
        memory = (service.get("environment") or {}).get("FLOTILLA_EXECUTOR_MEMORY")
        # One executor takes over from another, beside the supervisor.
        if memory and bounds.get("memory") and 2 * size(memory) + (64 << 20) > size(bounds["memory"]):
            yield f"{name} is killed before its executor is replaced: {memory} twice and 64 MiB are above its limit"
    for value in re.findall(r"cpus:\s*\"?([^,\"}\n]+)", text):
        if not re.match(r"\$\{[A-Z_]+_CPUS:-\d", value):
            yield f"the CPU limit {value} is no variable with a default"


def stopping(text: str, model: dict) -> Iterator[str]:
    for name, service in services(model):
        grace = (service.get("environment") or {}).get("SHUTDOWN_GRACE")
        # A one-shot handles no jobs.
        if is_one_shot(service):
            continue
        stop = seconds(service.get("stop_grace_period", "10s"))
        if grace and stop < seconds(grace) + 10:
            yield f"{name} is killed after {stop:.0f} s, and has {grace} to end its jobs"


def networks(text: str, model: dict) -> Iterator[str]:
    inner = {name for name, network in model.get("networks", {}).items() if network and network.get("internal")}
    for name, service in services(model):
        joined = set(service.get("networks") or {})
        if name in ("postgres", "redis") and (joined - inner or service.get("ports")):
            yield f"{name} can be reached from outside, or reach it"
        if "edge" in joined and "data" in joined:
            yield f"{name} joins the edge and the data"


def form(text: str, model: dict) -> Iterator[str]:
    for word, why in {
        "env_file": "settings come from .env alone, which .env.example shows",
        "profiles": "what is required must start by itself",
        "container_name": "a second one beside the first could not start during an upgrade",
        "version": "Compose has no versions any more",
    }.items():
        if re.search(rf"^\s*{word}:", text, re.M):
            yield f"{word} is used: {why}"


def connections(model: dict, most: dict[str, int], server: str) -> Iterator[str]:
    """What the programs open at most, during an upgrade, against what PostgreSQL takes of logins that are no superusers'.

    `most` has the connections of a program, `server` is postgresql.conf. Other users of the database (exporters, the admin command)
    get ten.
    """
    setting = {name: int(value) for name, value in re.findall(r"^(\w*connections) = (\d+)$", server, re.M)}
    allowed = setting["max_connections"] - setting["superuser_reserved_connections"] - 10
    needed = 0
    for name, service in services(model):
        if "DATABASE_URL_FILE" in (service.get("environment") or {}) and not is_one_shot(service):
            # A second one serves beside the first while it is replaced.
            needed += (2 if name == "api" else 1) * most.get(name, max(most.values()))
    if needed > allowed:
        yield f"{needed} connections at most, and PostgreSQL takes {allowed}"


def settings(model: dict, configuration: str) -> Iterator[str]:
    """Names that the programs do not know, against the table of docs/configuration.md; they stop for some and ignore the others."""
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \|( yes \|)?", configuration, re.M)
    known = {name for name, _ in rows} | {name + "_FILE" for name, in_file in rows if in_file}
    for name, service in services(model):
        # A program of ours is one that knows the database; the servers' images have settings of their own.
        given = service.get("environment") or {}
        if "DATABASE_URL_FILE" in given:
            yield from (f"{name} gets {key}, which is no setting" for key in given if key not in known)


def shares(model: dict, page: str) -> Iterator[str]:
    """The API's limit of memory, against the bytes of others that it holds at most (docs/shares.md), and the biggest again for what it
    makes of them: it is to refuse callers, and not to be killed."""
    budgets = [int(number) << 20 for number in re.findall(r"^\| bytes of [^|]+\| (\d+) MiB \|", page, re.M)]
    if size(model["services"]["api"]["deploy"]["resources"]["limits"]["memory"]) < sum(budgets) + max(budgets):
        yield "callers can fill the API's memory to its limit"


ALL = (health, dependencies, privileges, secrets, images, ports, limits, stopping, networks, form)


def findings(text: str, model: dict) -> list[str]:
    return [sentence for rule in ALL for sentence in rule(text, model)]
