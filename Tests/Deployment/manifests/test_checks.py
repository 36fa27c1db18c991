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
