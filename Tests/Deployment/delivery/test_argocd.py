"""Argo CD's objects: there is no model of them to be had, so what we use is written down here, and held to the overlays."""

import copy
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT

ARGOCD = ROOT / "deploy/argocd"
PLACES = ("staging", "production")


def _object(required: list[str], **properties: dict) -> dict:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_TEXT, _WORDS = {"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}, "minItems": 1}
_KIND = _object(["kind"], group={"type": "string"}, kind=_TEXT)
_METADATA = _object(["name", "namespace"], name=_TEXT, namespace={"const": "argocd"}, annotations={"type": "object"})
#: argoproj.io/v1alpha1, as far as we use it (https://argo-cd.readthedocs.io, Declarative Setup).
APPLICATION = _object(
    ["apiVersion", "kind", "metadata", "spec"], apiVersion={"const": "argoproj.io/v1alpha1"}, kind={"const": "Application"},
    metadata=_METADATA,
    spec=_object(
        ["project", "source", "destination", "syncPolicy"], project=_TEXT,
        source=_object(["repoURL", "targetRevision", "path"], repoURL=_TEXT, targetRevision=_TEXT, path=_TEXT),
        destination=_object(["server", "namespace"], server=_TEXT, namespace=_TEXT),
        ignoreDifferences={"type": "array", "items": {"oneOf": [
            _object(["kind", "name", "jsonPointers"], group=_TEXT, kind=_TEXT, name=_TEXT, jsonPointers=_WORDS),
            _object(["kind", "jqPathExpressions"], group=_TEXT, kind=_TEXT, jqPathExpressions=_WORDS)]}},
        syncPolicy=_object(
            ["automated", "syncOptions", "retry"],
            automated=_object([], prune={"type": "boolean"}, selfHeal={"type": "boolean"}),
            syncOptions={"type": "array", "items": {"type": "string", "pattern": r"^[A-Za-z]+=(true|false)$"}},
            retry=_object(["limit"], limit={"type": "integer"}, backoff=_object(
                [], duration=_TEXT, factor={"type": "integer"}, maxDuration=_TEXT))),
        revisionHistoryLimit={"type": "integer"}))
PROJECT = _object(
    ["apiVersion", "kind", "metadata", "spec"], apiVersion={"const": "argoproj.io/v1alpha1"}, kind={"const": "AppProject"},
    metadata=_METADATA,
    spec=_object(
        ["sourceRepos", "destinations"], description=_TEXT, sourceRepos=_WORDS,
        destinations={"type": "array", "items": _object(["server", "namespace"], server=_TEXT, namespace=_TEXT)},
        clusterResourceWhitelist={"type": "array", "items": _KIND},
        namespaceResourceBlacklist={"type": "array", "items": _KIND},
        orphanedResources=_object([], warn={"type": "boolean"}),
        roles={"type": "array", "items": _object(["name", "policies"], name=_TEXT, policies=_WORDS)}))


#: What External Secrets' definition and operator add to each ExternalSecret (its API reference, v1).
DEFAULTS = [
    *(f".spec.data[]?.remoteRef.{field}" for field in ("conversionStrategy", "decodingStrategy", "metadataPolicy", "nullBytePolicy")),
    ".spec.target.template.engineVersion", ".spec.target.template.mergePolicy"]


def read(name: str) -> dict:
    return yaml.safe_load((ARGOCD / f"{name}.yaml").read_text())


def manifests(place: str) -> list[dict]:
    """The files of the base and an overlay; rendered they are held by Tests/Deployment/manifests."""
    files = [*sorted((ROOT / "k8s/base").glob("*.yaml")), *sorted((ROOT / "k8s/overlays" / place).glob("*.yaml"))]
    return [document for file in files for document in yaml.safe_load_all(file.read_text()) if document]


def complaints(application: dict, project: dict, place: str) -> list[str]:
    found = []
    for document, schema in ((application, APPLICATION), (project, PROJECT)):
        found += [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(document)]
    if found:
        return found
    spec = application["spec"]
    overlay = yaml.safe_load((ROOT / spec["source"]["path"] / "kustomization.yaml").read_text())
    if spec["source"]["path"] != f"k8s/overlays/{place}" or overlay["namespace"] != spec["destination"]["namespace"]:
        found.append("brings another overlay, or into another namespace")
    if spec["destination"] not in project["spec"]["destinations"] or spec["source"]["repoURL"] not in project["spec"]["sourceRepos"]:
        found.append("the project does not allow it")
    ignored = {i["name"] for i in spec.get("ignoreDifferences", []) if i.get("jsonPointers") == ["/spec/replicas"]}
    defaults = {path for i in spec.get("ignoreDifferences", []) if i["kind"] == "ExternalSecret" for path in i["jqPathExpressions"]}
    if missing := {path for path in DEFAULTS if path not in defaults}:
        found.append(f"secrets never are in sync: {sorted(missing)}")
    scaled = {d["spec"]["scaleTargetRef"]["name"] for d in manifests(place)
              if d["kind"] in ("HorizontalPodAutoscaler", "ScaledObject") and "scaleTargetRef" in d["spec"]}
    if ignored != scaled:
        found.append(f"fights with the autoscalers of {sorted(ignored ^ scaled)}")
    if ignored and "RespectIgnoreDifferences=true" not in spec["syncPolicy"]["syncOptions"]:
        found.append("ignores differences when it compares, and not when it syncs")
    if spec["syncPolicy"]["automated"] != {"prune": True, "selfHeal": True}:
        found.append("what runs may differ from what is in git")
    cluster = {d["kind"] for d in manifests(place) if d["kind"] in ("Namespace", "PriorityClass", "ClusterRole", "ClusterIssuer")}
    allowed = {k["kind"] for k in project["spec"]["clusterResourceWhitelist"]}
    if not cluster <= allowed:
        found.append(f"the project forbids {sorted(cluster - allowed)}")
    for role in project["spec"]["roles"]:
        for policy in role["policies"]:
            if not re.fullmatch(r"p, proj:flotilla:[a-z]+, applications, get, flotilla/\*, allow", policy):
                found.append(f"the pipeline may do more than look: {policy}")
    return found


@pytest.mark.parametrize("place", PLACES)
def test_an_application_brings_its_overlay(place: str):
    """Its own namespace, healed and pruned, and no quarrel with autoscalers."""
    assert complaints(read(place), read("project"), place) == []
    assert (Path(ROOT) / "deploy/argocd").is_dir() and len(list(ARGOCD.iterdir())) == 3


@pytest.mark.parametrize(
    ("word", "break_it"),
    [
        ("unexpected", lambda a, p: a["spec"].update(sycnPolicy={})),
        ("another overlay", lambda a, p: a["spec"]["source"].update(path="k8s/overlays/staging")),
        ("does not allow", lambda a, p: p["spec"]["destinations"].pop()),
        ("fights with", lambda a, p: a["spec"]["ignoreDifferences"].pop(0)),
        ("never are in sync", lambda a, p: a["spec"]["ignoreDifferences"].pop()),
        ("not when it syncs", lambda a, p: a["spec"]["syncPolicy"]["syncOptions"].remove("RespectIgnoreDifferences=true")),
        ("differ from what is in git", lambda a, p: a["spec"]["syncPolicy"]["automated"].update(selfHeal=False)),
        ("forbids", lambda a, p: p["spec"]["clusterResourceWhitelist"].pop()),
        ("more than look", lambda a, p: p["spec"]["roles"][0]["policies"].append("p, proj:flotilla:watch, applications, sync, flotilla/*, allow")),
    ],
)
def test_a_broken_application_is_found(word: str, break_it):
    """Each complaint is seen."""
    application, project = copy.deepcopy(read("production")), copy.deepcopy(read("project"))
    break_it(application, project)
    assert any(word in complaint for complaint in complaints(application, project, "production"))
