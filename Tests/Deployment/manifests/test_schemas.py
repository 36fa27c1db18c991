"""Schemas, and what their tools let pass."""

import pytest
from rendering import OVERLAYS, documents, find
from schemas import complaints


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_has_a_schema_and_keeps_it(overlay):
    """Kubernetes 1.34 and the operators' models take every object of an overlay."""
    assert complaints(documents(overlay)) == []


FAULTS = [
    ("a misspelt field", "unexpected", lambda d: find(d, "Deployment", "api")["spec"].update(replica=2)),
    ("a wrong type", "not of type", lambda d: find(d, "Service", "api")["spec"]["ports"][0].update(port="http")),
    ("a kind that does not exist", "has no Servise", lambda d: find(d, "Service", "api").update(kind="Servise")),
    ("an API that was removed", "has no PodDisruptionBudget",
     lambda d: find(d, "PodDisruptionBudget", "api").update(apiVersion="policy/v1beta1")),
    ("an unknown key of a scaler", "spec.cooldown is unknown",
     lambda d: find(d, "ScaledObject", "ai-worker")["spec"].update(cooldown=3)),
    ("a scaler without a target", "scaleTargetRef", lambda d: find(d, "ScaledObject", "ai-worker")["spec"].pop("scaleTargetRef")),
    ("a wrong type in a scaler", "maxReplicaCount",
     lambda d: find(d, "ScaledObject", "ai-worker")["spec"].update(maxReplicaCount="many")),
    ("an unknown key of a monitor", "is unknown",
     lambda d: find(d, "PodMonitor", "fleet")["spec"]["podMetricsEndpoints"][0].update(portt="x")),
    ("an unknown key of an authority", "is unknown", lambda d: find(d, "Issuer", "letsencrypt")["spec"]["acme"].update(mail="x")),
    ("an unknown key of a secret", "dataform", lambda d: find(d, "ExternalSecret", "api")["spec"].update(dataform=[])),
    ("a secret from nowhere", "remoteRef", lambda d: find(d, "ExternalSecret", "api")["spec"]["data"][0].pop("remoteRef")),
]


@pytest.mark.parametrize(("word", "break_it"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_broken_object_is_refused(word, break_it):
    """What an API server would refuse is refused here, what the tools only warn of or ignore among it."""
    broken = documents("production")
    break_it(broken)
    changed = [document for document in broken if document not in documents("production")]
    found = complaints(changed)
    assert any(word in complaint for complaint in found), found
