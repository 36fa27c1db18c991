"""What compose/monitoring.yaml has to share with compose/compose.yaml, and what no linter judges."""

from __future__ import annotations

import re
from typing import Any

import yaml

from support import MONITORING, ROOT

COMPOSE = ROOT / "compose"
WATCH: dict[str, Any] = yaml.safe_load((COMPOSE / "monitoring.yaml").read_text(encoding="utf-8"))
MEBIBYTES = {"m": 1, "g": 1024}


def fleet() -> dict[str, Any]:
    return yaml.safe_load((COMPOSE / "compose.yaml").read_text(encoding="utf-8"))


def differences(watch: dict[str, Any], main: dict[str, Any]) -> list[str]:
    """Names that both files declare, and not alike: the one that is read last would change the other's."""
    found = [] if watch["name"] == main["name"] else ["name"]
    for kind in ("networks", "volumes", "secrets"):
        for name in set(watch[kind]) & set(main[kind]):
            if (watch[kind][name] or {}) != (main[kind][name] or {}):
                found.append(f"{kind}.{name}")
    found += [f"services.{name}" for name in set(watch["services"]) & set(main["services"])]
    return found


def memory(file: dict[str, Any]) -> int:
    """MiB that long-running services may take together."""
    total = 0
    for service in file["services"].values():
        if service.get("restart") == "no":
            continue
        limit = service["deploy"]["resources"]["limits"]["memory"]
        total += int(limit[:-1]) * MEBIBYTES[limit[-1]]
    return total


def scraped() -> set[tuple[str, str]]:
    """Host and port of all that Prometheus reads."""
    jobs = yaml.safe_load((MONITORING / "prometheus/prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    found = set()
    for job in jobs:
        for config in job.get("dns_sd_configs", []):
            found |= {(name, str(config["port"])) for name in config["names"]}
        for config in job.get("static_configs", []):
            found |= {tuple(target.split(":")) for target in config["targets"]}
    return found


def test_shared() -> None:
    """Both files can be read together: what both name is the same."""
    assert differences(WATCH, fleet()) == []
    assert differences(WATCH | {"networks": WATCH["networks"] | {"metrics": {}}}, fleet()) == ["networks.metrics"]


def test_memory() -> None:
    """The fleet and what watches it fit into 16 GB together."""
    assert memory(WATCH) + memory(fleet()) <= 16 * 1024


def test_targets() -> None:
    """What Prometheus reads is a service of the two files, in a network that it is in."""
    services = fleet()["services"] | WATCH["services"]
    for host, _ in scraped():
        if host == "localhost":
            continue
        assert host in services, host
        assert "metrics" in services[host]["networks"], host


def test_loopback() -> None:
    """Pages without a sign-in are published on the machine's loopback alone, and no two on one port."""
    ports = [port for service in WATCH["services"].values() for port in service.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)
    assert len({re.sub(r"\D", "", port.split(":-")[1].split("}")[0]) for port in ports}) == len(ports)


def test_files() -> None:
    """What is mounted is there, and nothing of the engine or the machine is."""
    for name, service in WATCH["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0] if isinstance(volume, str) else volume["source"]
            if source.startswith("."):
                assert (COMPOSE / source).exists(), f"{name}: {source}"
            else:
                assert source in WATCH["volumes"], f"{name} mounts {source}"


def test_secrets() -> None:
    """compose/setup makes every secret."""
    setup = (COMPOSE / "setup").read_text(encoding="utf-8")
    assert [name for name in WATCH["secrets"] if not re.search(rf"\b{name}\b", setup)] == []
