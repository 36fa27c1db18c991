#!/usr/bin/env python3
"""Prints the rules of alarms as PrometheusRules (prometheus-operator) for the fleet of one namespace. Needs PyYAML.

    for_namespace.py NAMESPACE    what the fleet of this namespace is asked, and no other's: each selector names it, and so does each alarm
    for_namespace.py --cluster    what belongs to the whole cluster, nodes and Prometheus itself; once a cluster

One Prometheus of a cluster reads all namespaces. Rules as they lie in rules/ would take the figures of two fleets together: one that
is well would hide that the other has no database.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

RULES = sorted((Path(__file__).parent / "rules").glob("*.yml"))
#: A text in quotes, which is none, or a metric that is scraped in the fleet's namespace, or recorded for it, and its brace.
METRIC = re.compile(r'"(?:\\.|[^"\\])*"|\b(?P<name>up|(?:flotilla|pg|redis|probe)[_:][\w:]+)\b(?P<brace>\s*\{)?')


def scoped(expression: str, namespace: str) -> tuple[str, int]:
    """The expression about one namespace, and how many of its selectors name it."""
    count = 0

    def named(match: re.Match[str]) -> str:
        nonlocal count
        if not match["name"]:
            return match[0]
        count += 1
        return f'{match["name"]}{{namespace="{namespace}"' + (", " if match["brace"] else "}")

    return METRIC.sub(named, expression), count


def group(given: dict[str, Any], namespace: str | None) -> dict[str, Any]:
    kept = []
    for rule in given["rules"]:
        expression, count = scoped(rule["expr"], namespace or "")
        is_fleet = count > 0 or "record" in rule
        if namespace is None and not is_fleet:
            kept.append(rule)
        elif namespace is not None and is_fleet:
            kept.append(rule | {"expr": expression, "labels": rule.get("labels", {}) | {"namespace": namespace}})
    return given | {"rules": kept}


def made(namespace: str | None, files: list[Path] = RULES) -> dict[str, Any]:
    """A list of PrometheusRules; none of them is empty."""
    items = []
    for file in files:
        groups = [group(each, namespace) for each in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]]
        groups = [each for each in groups if each["rules"]]
        if groups:
            name = f"flotilla-{file.stem}" if namespace else f"flotilla-cluster-{file.stem}"
            metadata = {"name": name, "labels": {"app.kubernetes.io/name": "flotilla", "app.kubernetes.io/component": "alarms"}}
            items.append({"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "metadata": metadata, "spec": {"groups": groups}})
    return {"apiVersion": "v1", "kind": "List", "items": items}


if __name__ == "__main__":
    if len(sys.argv) != 2 or (sys.argv[1] != "--cluster" and not re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", sys.argv[1])):
        sys.exit(__doc__)
    print(json.dumps(made(None if sys.argv[1] == "--cluster" else sys.argv[1]), indent=1))
