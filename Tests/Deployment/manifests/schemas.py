"""The schemas of what is rendered: Kubernetes' own, and those of the operators beside it."""

import functools

import jsonschema
import kubernetes_validate
import kubernetes_validate.utils
from cloudcoil.models.cert_manager import v1 as cert_manager
from cloudcoil.models.keda import v1alpha1 as keda
from cloudcoil.models.prometheus_operator import v1 as prometheus
from rendering import Document, name

# It would read its schemas, 10 MB, anew for each object.
kubernetes_validate.utils.schema_contents = functools.cache(kubernetes_validate.utils.schema_contents)
kubernetes_validate.utils.all_versions = functools.cache(kubernetes_validate.utils.all_versions)

#: What the clusters run (docs/kubernetes.md).
VERSION = "1.34"

MODELS = {
    ("keda.sh/v1alpha1", "ScaledObject"): keda.ScaledObject,
    ("cert-manager.io/v1", "Issuer"): cert_manager.Issuer,
    ("monitoring.coreos.com/v1", "PodMonitor"): prometheus.PodMonitor,
    ("monitoring.coreos.com/v1", "ServiceMonitor"): prometheus.ServiceMonitor,
}
#: Newer than the newest model for this Python: KEDA 2.17 has it (docs of ScaledObject, fallback).
NEWER_THAN_MODELS = {"spec.fallback.behavior"}


def _object(required: list[str], **properties: dict) -> dict:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_TEXT = {"type": "string", "minLength": 1}
_REFERENCE = _object(["name"], kind=_TEXT, name=_TEXT)
#: There is no model of External Secrets to be had: what we use of external-secrets.io/v1, and nothing beside it.
SECRETS = {
    "ExternalSecret": _object(
        ["refreshInterval", "secretStoreRef", "target", "data"],
        refreshInterval={"type": "string", "pattern": r"^\d+[smh]$"},
        secretStoreRef=_REFERENCE,
        target=_object(
            ["name"], name=_TEXT, creationPolicy={"enum": ["Owner", "Orphan", "Merge", "None"]},
            deletionPolicy={"enum": ["Delete", "Merge", "Retain"]},
            template=_object(["data"], data={"type": "object", "additionalProperties": _TEXT}),
        ),
        data={"type": "array", "minItems": 1, "items": _object(
            ["secretKey", "remoteRef"], secretKey=_TEXT, remoteRef=_object(["key"], key=_TEXT, property=_TEXT))},
    ),
    "SecretStore": _object(["provider"], provider=_object(["aws"], aws=_object(
        ["service", "region"], service={"enum": ["SecretsManager", "ParameterStore"]}, region=_TEXT,
        auth=_object(["jwt"], jwt=_object(["serviceAccountRef"], serviceAccountRef=_object(["name"], name=_TEXT))),
    ))),
}


def complaints(documents: list[Document]) -> list[str]:
    """What no API server would take. A kind without a schema is one, too: the tool would only warn of it."""
    found = []
    for document in documents:
        kind = (document.get("apiVersion", ""), document.get("kind", ""))
        try:
            if kind in MODELS:
                found += _by_model(MODELS[kind], document)
            elif kind[0] == "external-secrets.io/v1":
                jsonschema.validate(document["spec"], SECRETS[kind[1]])
            else:
                kubernetes_validate.validate(document, VERSION, strict=True)
        except kubernetes_validate.SchemaNotFoundError:
            found.append(f"{name(document)}: Kubernetes {VERSION} has no {kind[1]} in {kind[0]}")
        except (kubernetes_validate.ValidationError, jsonschema.ValidationError) as error:
            found.append(f"{name(document)}: {error.message} at {'.'.join(map(str, error.absolute_path))}")
        except ValueError as error:
            found.append(f"{name(document)}: {error}")
    return found


def _by_model(model: type, document: Document) -> list[str]:
    """Models ignore keys that they do not know: what they keep is compared with what they were given."""
    kept = model.model_validate(document).model_dump(by_alias=True, exclude_unset=True, mode="json")
    lost = _keys(document) - _keys(kept) - NEWER_THAN_MODELS
    return [f"{name(document)}: {key} is unknown" for key in sorted(lost)]


def _keys(value: object, path: str = "") -> set[str]:
    if isinstance(value, dict):
        inner = {key: f"{path}.{key}".lstrip(".") for key in value}
        return set(inner.values()).union(*(_keys(value[key], inner[key]) for key in value))
    if isinstance(value, list):
        return set().union(*(_keys(item, path) for item in value))
    return set()
