"""The overlays against our own checks."""

import network_checks
import pod_checks
import pytest
import reference_checks
import scaling_checks
from rendering import OVERLAYS, documents

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
