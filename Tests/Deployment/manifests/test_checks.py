"""The overlays against our own checks."""

import re

import network_checks
import pod_checks
import pytest
import reference_checks
import scaling_checks
from rendering import OVERLAYS, ROOT, documents, of_kind

CHECKS = [
    pytest.param(check, id=f"{module.__name__}.{check.__name__}")
    for module in (pod_checks, reference_checks, scaling_checks, network_checks)
    for check in module.ALL
]


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("check", CHECKS)
def test_the_overlays_have_nothing_to_complain_of(check, overlay):
    """Both overlays, rendered, pass every check of ours."""
    assert check(documents(overlay)) == []


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_collector_of_the_page_can_be_reached(overlay):
    """The setting by which docs/kubernetes.md switches traces on needs no further road."""
    line = re.search(r"^ +- (OTEL_EXPORTER_OTLP_ENDPOINT)=(\S+)$", (ROOT / "docs/kubernetes.md").read_text(), re.MULTILINE)
    switched = documents(overlay)
    next(d for d in of_kind(switched, "ConfigMap") if d["metadata"]["name"].startswith("fleet"))["data"][line[1]] = line[2]
    assert reference_checks.settings(switched) + network_checks.addresses(switched) + network_checks.roads(switched) == []


def first_step(page: str, given: list) -> list:
    """What the page applies before it waits for the migration."""
    words = re.search(r"^kubectl apply --server-side -k \S+ -l 'app\.kubernetes\.io/component notin \(([a-z, -]+)\)'$", page, re.MULTILINE)
    without = set(words[1].split(", ")) if words else set()
    return [d for d in given if d["metadata"].get("labels", {}).get("app.kubernetes.io/component") not in without]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_by_hand_the_migration_comes_before_what_needs_it(overlay):
    """The page's commands: settings, secrets, data and the migration first; programs when it has ended."""
    page = (ROOT / "docs/kubernetes.md").read_text()
    first = first_step(page, documents(overlay))
    assert first and {d["metadata"]["name"] for d in of_kind(first, "Deployment")} <= {"model-server"}
    assert {"Job", "ConfigMap", "ExternalSecret", "NetworkPolicy", "PriorityClass", "ServiceAccount"} <= {d["kind"] for d in first}
    assert page.index("notin (") < page.index("kubectl wait ") < page.index("apply --server-side -k k8s/overlays/production\nkubectl rollout")
    assert len(of_kind(first_step("kubectl apply --server-side -k k8s/overlays/production\n", documents(overlay)), "Deployment")) == 7
