"""The overlays as Kubernetes gets them, and small questions to ask of them."""

import copy
import functools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[3]
KUBERNETES = ROOT / "k8s"
OVERLAYS = ("staging", "production")
#: Images that are built from this project's Dockerfile.
OWN = "ghcr.io/flotilla/"

Document = dict[str, Any]


def render(folder: Path) -> list[Document]:
    """What `kubectl kustomize` makes of a folder.

    Raises `subprocess.CalledProcessError` with the reason in `stderr` where it refuses.
    """
    done = subprocess.run(
        ["kubectl", "kustomize", str(folder)], check=True, capture_output=True, text=True, timeout=60
    )
    return [document for document in yaml.safe_load_all(done.stdout) if document]


@functools.cache
def _rendered(overlay: str) -> list[Document]:
    return render(KUBERNETES / "overlays" / overlay)


def documents(overlay: str) -> list[Document]:
    """An overlay's objects, as a copy that a test may break."""
    return copy.deepcopy(_rendered(overlay))


def copy_of_tree(folder: Path) -> Path:
    """A copy of k8s/ that a test may break."""
    return Path(shutil.copytree(KUBERNETES, folder / "k8s"))


class Pod(NamedTuple):
    """The pods of one workload."""

    kind: str
    name: str
    labels: dict[str, str]
    spec: Document
    owner: Document

    @property
    def is_long_running(self) -> bool:
        return self.kind in ("Deployment", "StatefulSet", "DaemonSet")

    @property
    def is_fleet(self) -> bool:
        """Whether a program of ours runs in it; model servers and staging's data are others'."""
        return any(c["image"].startswith(OWN) and "model-server" not in c["image"] for c in self.spec["containers"])

    @property
    def is_worker(self) -> bool:
        return self.labels.get("app.kubernetes.io/component") == "worker"


def pods(documents: list[Document]) -> Iterator[Pod]:
    for document in documents:
        kind = document["kind"]
        if kind in ("Deployment", "StatefulSet", "DaemonSet", "Job"):
            template = document["spec"]["template"]
        elif kind == "CronJob":
            template = document["spec"]["jobTemplate"]["spec"]["template"]
        elif kind == "Pod":
            template = document
        else:
            continue
        yield Pod(kind, document["metadata"]["name"], template["metadata"].get("labels", {}), template["spec"], document)


def containers(pod: Pod) -> list[Document]:
    """All of a pod, those that run before the others among them."""
    return pod.spec.get("initContainers", []) + pod.spec["containers"]


def of_kind(documents: list[Document], *kinds: str) -> list[Document]:
    return [document for document in documents if document["kind"] in kinds]


def find(documents: list[Document], kind: str, name: str) -> Document:
    return next(d for d in documents if d["kind"] == kind and d["metadata"]["name"] == name)


def name(document: Document) -> str:
    return f"{document['kind']} {document['metadata']['name']}"


def matches(selector: Document | None, labels: dict[str, str]) -> bool:
    """Whether a label selector takes an object with these labels; an empty one takes all."""
    selector = selector or {}
    if any(labels.get(key) != value for key, value in selector.get("matchLabels", {}).items()):
        return False
    for expression in selector.get("matchExpressions", []):
        value, values = labels.get(expression["key"]), expression.get("values", [])
        operator = expression["operator"]
        if operator == "In" and value not in values:
            return False
        if operator == "NotIn" and value in values:
            return False
        if operator == "Exists" and value is None:
            return False
        if operator == "DoesNotExist" and value is not None:
            return False
    return True


_UNITS = {"": 1, "m": 0.001, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def quantity(value: str | int | float) -> float:
    """Bytes, cores or things. Raises `ValueError` for what is none, which schemas let pass."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?", str(value))
    if not found:
        raise ValueError(f"{value!r} is no quantity")
    return float(found[1]) * _UNITS[found[2] or ""]


def setting_bytes(value: str) -> float:
    """A size as the fleet's settings write it: 512MiB, 1GiB."""
    return quantity(value.removesuffix("B"))


def seconds(value: str) -> float:
    """A duration as the fleet's settings write it: 250ms, 30s, 5m, 2h."""
    found = re.fullmatch(r"(\d+)(ms|s|m|h|d)", value)
    if not found:
        raise ValueError(f"{value!r} is no duration")
    return int(found[1]) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]]


def variables(container: Document) -> dict[str, str]:
    return {entry["name"]: entry.get("value", "") for entry in container.get("env", [])}


def wave(document: Document) -> int:
    return int(document["metadata"].get("annotations", {}).get("argocd.argoproj.io/sync-wave", "0"))
