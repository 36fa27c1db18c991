"""The templates as data: intrinsic functions become the mappings that they are short for."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
AWS = ROOT / "deploy/aws"
FILES = sorted(AWS.glob("*.cloudformation.yaml"))
#: The order in which they are made: each uses what the ones before export.
ORDER = ["network", "data", "edge", "cluster", "alarms"]


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's tags."""


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


def load(name: str, folder: Path = AWS) -> dict:
    return yaml.load((folder / f"{name}.cloudformation.yaml").read_text(), Loader=_Loader)  # noqa: S506


def of_type(template: dict, kind: str) -> dict[str, dict]:
    """The properties of each resource of a type, by its name."""
    return {name: r.get("Properties", {}) for name, r in template["Resources"].items() if r["Type"] == kind}


def ref(value: Any) -> str | None:
    """The name in a `Ref`, or in a `GetAtt`."""
    if isinstance(value, dict):
        found = value.get("Ref") or value.get("Fn::GetAtt")
        return found[0] if isinstance(found, list) else found
    return None


def imported(value: Any) -> str | None:
    """What a value imports from another stack, without that stack's name: `data`, `vpc`."""
    if isinstance(value, dict) and "Fn::ImportValue" in value:
        return value["Fn::ImportValue"]["Fn::Sub"].split("}-", 1)[1]
    return None


def run(*command: object, **options) -> subprocess.CompletedProcess[str]:
    """Runs a tool of this environment, four minutes at most."""
    words = [str(Path(sys.executable).parent / str(command[0])), *map(str, command[1:])]
    return subprocess.run(words, capture_output=True, text=True, timeout=240, **options)


def exports(template: dict) -> set[str]:
    names = [o["Export"]["Name"]["Fn::Sub"] for o in template.get("Outputs", {}).values() if "Export" in o]
    return {name.split("}-", 1)[1] for name in names}


def imports(template: dict) -> set[tuple[str, str]]:
    """Each (parameter that names the stack, what is imported)."""
    found = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "Fn::ImportValue" in value:
                stack, _, what = value["Fn::ImportValue"]["Fn::Sub"].removeprefix("${").partition("}-")
                found.add((stack.lower(), what))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(template)
    return found


def text(template: dict) -> str:
    """A template as JSON, which every tool reads."""
    return json.dumps(template)
