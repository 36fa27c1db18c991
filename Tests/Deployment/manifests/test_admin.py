"""The pod in which an operator's commands run in production: docs/kubernetes.md has it, and no manifest."""

import re
from pathlib import Path

import network_checks
import pod_checks
import pytest
import reference_checks
import scaling_checks
import yaml
from rendering import ROOT, Document, containers, documents, find, pods
from schemas import complaints
from test_tools import misconfigurations

PAGE = (ROOT / "docs/kubernetes.md").read_text(encoding="utf-8")


def admin() -> Document:
    """As the page prints it; its image is of the release that the overlay runs."""
    pod = yaml.safe_load(re.search(r"```yaml\n(# admin\.yaml\n.*?)```", PAGE, re.S)[1])
    container = pod["spec"]["containers"][0]
    own = find(documents("production"), "Job", "migrate")["spec"]["template"]["spec"]["containers"][0]["image"]
    assert container["image"].rpartition(":")[0] == own.rpartition(":")[0]
    container["image"] = own
    return pod


def found(pod: Document) -> list[str]:
    """What schemas and every check of the overlays say, of production with this pod in it."""
    together = documents("production") + [pod]
    checks = [check for module in (pod_checks, reference_checks, scaling_checks, network_checks) for check in module.ALL]
    return complaints([pod]) + [complaint for check in checks for complaint in check(together)]


def test_the_pod_is_one_that_production_takes() -> None:
    """Valid for the API server, held to each rule of the other pods, with secrets that there are and roads to both servers."""
    assert found(admin()) == []


def test_trivy_has_nothing_to_say_of_it(tmp_path: Path) -> None:
    """The same policies as for the overlays."""
    file = tmp_path / "admin.yaml"
    pod = admin()
    pod["metadata"]["namespace"] = "flotilla-production"
    file.write_text(yaml.safe_dump(pod))
    assert misconfigurations(file) == {}


FAULTS = {
    "a misspelt field": ("unexpected", lambda p: p["spec"].update(restartPolice="Never")),
    "root": ("no user by number", lambda p: p["spec"]["securityContext"].pop("runAsUser")),
    "no end": ("neither probes nor an end", lambda p: p["spec"].pop("activeDeadlineSeconds")),
    "a root that can be written": ("can be written", lambda p: p["spec"]["containers"][0]["securityContext"].pop("readOnlyRootFilesystem")),
    "no requests": ("asks for no memory", lambda p: p["spec"]["containers"][0]["resources"].pop("requests")),
    "no priority": ("no priority", lambda p: p["spec"].pop("priorityClassName")),
    "a secret that is not there": ("admin", lambda p: p["spec"]["volumes"][0]["projected"]["sources"][0]["secret"].update(name="migrat")),
    "another file": ("admin", lambda p: p["spec"]["containers"][0]["env"][0].update(value="/run/secrets/migrate/url")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_pod_is_found(name: str) -> None:
    """Each fault in the page's pod has a complaint."""
    word, spoil = FAULTS[name]
    pod = admin()
    spoil(pod)
    assert any(word in complaint for complaint in found(pod)), found(pod)


def test_the_commands_of_the_page_name_this_pod() -> None:
    """What is applied, and where commands run, is this pod in production's namespace."""
    [namespace] = {d["metadata"]["namespace"] for d in documents("production") if d["kind"] == "Deployment"}
    assert f"kubectl apply -n {namespace} -f admin.yaml" in PAGE
    executed = re.findall(r"kubectl exec -n (\S+) (\S+) -- (\S+)", PAGE)
    assert executed and set(executed) == {(namespace, admin()["metadata"]["name"], "flotilla")}
    # The road to both servers is that of the other pods, by their labels.
    [pod] = [pod for pod in pods([admin()]) if containers(pod)]
    assert {"flotilla.example/postgres", "flotilla.example/redis"} <= set(pod.labels)
