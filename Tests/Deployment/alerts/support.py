"""What the checks of the monitoring's files have in common."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any, Iterator

import yaml

ROOT = Path(__file__).resolve().parents[3]
MONITORING = ROOT / "monitoring"
RULES = sorted((MONITORING / "prometheus/rules").glob("*.yml"))
TESTS = sorted((MONITORING / "prometheus/tests").glob("*.yml"))
RUNBOOKS = ROOT / "docs/runbooks"


def run(*command: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """A command to its end, with what it printed."""
    return subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, **options
    )


def rules(files: list[Path] = RULES) -> Iterator[dict[str, Any]]:
    """All rules, recording ones too."""
    for file in files:
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]:
            yield from group["rules"]


def alerts(files: list[Path] = RULES) -> list[dict[str, Any]]:
    return [rule for rule in rules(files) if "alert" in rule]


#: What stands where a metric may, and is none: functions and labels differ by what follows or surrounds them.
KEYWORDS = {"and", "or", "unless", "on", "by", "ignoring", "group_left", "group_right", "without", "bool", "offset"}


def metric_names(expression: str) -> set[str]:
    """The metrics that an expression of PromQL reads."""
    text = re.sub(r'"(\\.|[^"\\])*"', '""', expression)
    text = re.sub(r"\{[^}]*\}", "", text)
    text = re.sub(r"\[[^\]]*\]", "", text)
    text = re.sub(r"\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)", "", text)
    words = re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*(?!\s*\()\b", text)
    calls = set(re.findall(r"([a-zA-Z_]+)\s*\(", text))
    return {word for word in words if word not in KEYWORDS | calls and not word.startswith("__")}
