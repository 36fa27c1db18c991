"""kustomize, yamllint and Trivy on the files themselves, each seen to refuse a broken copy."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from rendering import KUBERNETES, OVERLAYS, copy_of_tree, documents, render

LINT = "{extends: default, rules: {line-length: {max: 140}, document-start: disable, indentation: {indent-sequences: true}, " \
    "braces: {max-spaces-inside: 0}, comments: {min-spaces-from-content: 1}, truthy: {check-keys: false}}}"
#: What Trivy finds and we mean, each with its reason.
ACCEPTED = {
    "KSV-0011": "no limit of CPU: it would throttle what is idle beside free cores; the requests share them out",
    "KSV-0039": "looks for a LimitRange in each object by itself; limits.yaml has it, and a check of ours its sums",
    "KSV-0040": "the same for the ResourceQuota",
    "KSV-0125": "trusts registries of clouds alone; images are signed, and come from one organisation",
    "KSV-0020": "wants users above 10000: ours have 10001, PostgreSQL's and Redis's own images theirs, 999",
    "KSV-0021": "the same for groups",
    "KSV-0109": "takes the script that reads a password from a file for one that holds it",
    "KSV-01010": "takes names such as SMTP_FROM and iban for secrets; a check of ours looks for values",
}


def test_k8s_holds_a_base_and_two_overlays_and_nothing_else():
    """k8s/ has base, overlays/staging and overlays/production."""
    assert sorted(p.name for p in KUBERNETES.iterdir()) == ["base", "overlays"]
    assert sorted(p.name for p in (KUBERNETES / "overlays").iterdir()) == ["production", "staging"]


def test_the_base_can_be_rendered_alone():
    """The base is whole, but for where the data are."""
    kinds = {document["kind"] for document in render(KUBERNETES / "base")}
    assert {"Deployment", "Service", "Ingress", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount"} <= kinds


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_is_whole(overlay):
    """Every part that a cluster needs is in each of the overlays."""
    kinds = {document["kind"] for document in documents(overlay)}
    assert kinds >= {"Deployment", "Service", "Ingress", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount",
                     "HorizontalPodAutoscaler", "ScaledObject", "Job", "Namespace", "ResourceQuota", "PriorityClass"}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_image_that_an_overlay_names_is_used(overlay):
    """kustomize says nothing of an `images:` entry that matches nothing, and a release would not happen."""
    assert unused_images(KUBERNETES, overlay) == []


def unused_images(tree: Path, overlay: str) -> list[str]:
    """The entries of an overlay whose tag is not rendered, and rendered images of ours without an entry."""
    folder = tree / "overlays" / overlay
    rendered = set(re.findall(r"image: (\S+)", json.dumps(render(folder)).replace('"image": "', "image: ").replace('"', " ")))
    wanted = {f"{i['name']}:{i['newTag']}" for i in yaml.safe_load((folder / "kustomization.yaml").read_text())["images"]}
    # Model servers have the version of their server (pod_checks.images).
    own = {i for i in rendered if i.startswith("ghcr.io/flotilla/") and "/model-server" not in i}
    return sorted(wanted - rendered) + sorted(own - wanted)


def test_an_image_that_matches_nothing_is_found(tmp_path):
    """A misspelt name in `images:` is seen, although kustomize renders it."""
    tree = copy_of_tree(tmp_path)
    file = tree / "overlays/staging/kustomization.yaml"
    file.write_text(file.read_text().replace("ghcr.io/flotilla/api, newTag: 0.2.0", "ghcr.io/flotilla/apy, newTag: 0.3.0"))
    assert unused_images(tree, "staging") == ["ghcr.io/flotilla/apy:0.3.0", "ghcr.io/flotilla/api:0.2.0"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("overlays/staging/kustomization.yaml", "name: letsencrypt}", "name: letsencrypted, namespace: ["),
        ("overlays/staging/kustomization.yaml", "- postgres.yaml", "- postgress.yaml"),
        ("overlays/production/kustomization.yaml", "path: /spec/egress/0/to", "path: /spec/egress/7/to"),
        ("base/kustomization.yaml", "generatorOptions:", "generatorOption:"),
    ],
    ids=["broken YAML", "a file that is not there", "a patch of nothing", "an unknown field"],
)
def test_kustomize_refuses_what_is_broken(tmp_path, file, old, new):
    """A broken copy of the tree is not rendered."""
    broken = copy_of_tree(tmp_path)
    text = (broken / file).read_text()
    assert old in text
    (broken / file).write_text(text.replace(old, new))
    with pytest.raises(subprocess.CalledProcessError):
        render(broken / Path(file).parent)


def lint(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(["yamllint", "--strict", "-d", LINT, str(folder)], capture_output=True, text=True)


def test_the_files_are_clean_yaml():
    """yamllint has nothing to say."""
    done = lint(KUBERNETES)
    assert done.returncode == 0, done.stdout


def test_a_repeated_key_is_found(tmp_path):
    """The second of two keys would win in silence."""
    tree = copy_of_tree(tmp_path)
    with (tree / "base/namespace.yaml").open("a") as file:
        file.write("kind: Namespace\n")
    assert "duplication of key" in lint(tree).stdout


def misconfigurations(file: Path) -> dict[str, str]:
    """What Trivy's built-in policies find, by id, but for what is accepted. Without any look-up outside."""
    done = subprocess.run(
        ["trivy", "config", "--skip-check-update", "--skip-version-check", "--quiet", "--format", "json",
         "--cache-dir", str(file.parent / "cache"), str(file)],
        capture_output=True, text=True, check=True, timeout=600,
    )
    results = json.loads(done.stdout)["Results"]
    assert results, "Trivy read nothing"
    return {
        m["ID"]: m["Message"] for result in results for m in result.get("Misconfigurations", [])
        if m["Status"] == "FAIL" and m["ID"] not in ACCEPTED
    }


def test_trivy_finds_nothing_that_is_not_accepted(tmp_path):
    """Both overlays, and a broken pod that shows that the policies are at work."""
    both = tmp_path / "both.yaml"
    both.write_text(yaml.safe_dump_all(documents("staging") + documents("production")))
    assert misconfigurations(both) == {}
    broken = documents("production")
    for document in broken:
        if document["kind"] == "Deployment" and document["metadata"]["name"] == "api":
            document["spec"]["template"]["spec"]["containers"][0].pop("securityContext")
    both.write_text(yaml.safe_dump_all(broken))
    assert {"KSV-0014", "KSV-0001"} <= set(misconfigurations(both))
