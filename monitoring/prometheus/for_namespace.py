#!/usr/bin/env python3
"""Prints the rules of alarms as PrometheusRules (prometheus-operator) for the fleet of one namespace. Needs PyYAML.

    for_namespace.py NAMESPACE [--without WHAT]
                                  what the fleet of this namespace is asked, and no other's: each selector names it, and so does each alarm
    for_namespace.py --cluster    what belongs to the whole cluster, nodes and Prometheus itself; once a cluster

WHAT is one or more, with commas between, of postgres, redis, edge and backup: no exporter of theirs is in this namespace, or no backup of
compose/backup, as where RDS makes them. Their alarms are left out; those of figures that are not there would fire for ever.

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


#: What may not be there, and how its figures begin.
PARTS = {"postgres": ("pg_",), "redis": ("redis_",), "edge": ("probe_",), "backup": ("flotilla_backup_", "flotilla_restore_")}


def terms(expression: str) -> list[str]:
    """The sides of `or` that stand in no bracket and no text."""
    found, depth, start, word = [], 0, 0, re.compile(r'"(?:\\.|[^"\\])*"|[([{]|[)\]}]|\bor\b')
    for match in word.finditer(expression):
        depth += (match[0] in "([{") - (match[0] in ")]}")
        if match[0] == "or" and depth == 0:
            found.append(expression[start:match.start()].strip())
            start = match.end()
    return [*found, expression[start:].strip()]


def without(expression: str, parts: frozenset[str]) -> str:
    """The expression less each side of an `or` that asks for figures of these parts; nothing when none is left."""
    prefixes = tuple(prefix for part in sorted(parts) for prefix in PARTS[part])
    named = [[match["name"] for match in METRIC.finditer(term) if match["name"]] for term in terms(expression)]
    kept = [term for term, names in zip(terms(expression), named) if not any(name.startswith(prefixes) for name in names)]
    return expression if len(kept) == len(named) else " or ".join(kept)


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


def group(given: dict[str, Any], namespace: str | None, parts: frozenset[str]) -> dict[str, Any]:
    kept = []
    for rule in given["rules"]:
        left = without(rule["expr"], parts) if parts else rule["expr"]
        if not left:
            continue
        expression, count = scoped(left, namespace or "")
        is_fleet = count > 0 or "record" in rule
        if namespace is None and not is_fleet:
            kept.append(rule)
        elif namespace is not None and is_fleet:
            kept.append(rule | {"expr": expression, "labels": rule.get("labels", {}) | {"namespace": namespace}})
    return given | {"rules": kept}


def made(namespace: str | None, files: list[Path] = RULES, parts: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A list of PrometheusRules; none of them is empty."""
    items = []
    for file in files:
        groups = [group(each, namespace, parts) for each in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]]
        groups = [each for each in groups if each["rules"]]
        if groups:
            name = f"flotilla-{file.stem}" if namespace else f"flotilla-cluster-{file.stem}"
            metadata = {"name": name, "labels": {"app.kubernetes.io/name": "flotilla", "app.kubernetes.io/component": "alarms"}}
            items.append({"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "metadata": metadata, "spec": {"groups": groups}})
    return {"apiVersion": "v1", "kind": "List", "items": items}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--cluster"]:
            rules = made(None)
        case [namespace, *rest] if re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", namespace):
            absent = frozenset(rest[1].split(",")) if len(rest) == 2 and rest[0] == "--without" else frozenset()
            if (rest and not absent) or not absent <= PARTS.keys():
                sys.exit(__doc__)
            rules = made(namespace, parts=absent)
        case _:
            sys.exit(__doc__)
    print(json.dumps(rules, indent=1))
