"""What objects say of each other, which no schema sees. Every function returns complaints."""

import re
from pathlib import Path

from rendering import (ROOT, Document, Pod, containers, find, matches, name, of_kind, pods, variables, wave)

#: Selected by a policy or a monitor, and made by others: cert-manager's solver, NVIDIA's operator.
FOREIGN = ("acme-solver", "gpu")


def selectors(documents: list[Document]) -> list[str]:
    """Each selector takes the pods that it is meant for."""
    found = []
    all_pods = list(pods(documents))
    for document in of_kind(documents, "Deployment", "StatefulSet"):
        template = document["spec"]["template"]["metadata"]["labels"]
        if not matches(document["spec"]["selector"], template):
            found.append(f"{name(document)}: its selector does not take its own pods")
    for document in of_kind(documents, "Service"):
        wanted = document["spec"]["selector"]
        taken = [pod for pod in all_pods if matches({"matchLabels": wanted}, pod.labels)]
        if len(taken) != 1:
            found.append(f"{name(document)}: takes the pods of {len(taken)} workloads")
        for port in document["spec"]["ports"]:
            if not all(_has_port(pod, port.get("targetPort", port["port"])) for pod in taken):
                found.append(f"{name(document)}: no pod has the port {port.get('targetPort')}")
    for document in of_kind(documents, "PodDisruptionBudget"):
        if not any(matches(document["spec"]["selector"], pod.labels) for pod in all_pods):
            found.append(f"{name(document)}: takes no pod")
    for document in of_kind(documents, "NetworkPolicy"):
        if document["metadata"]["name"] in FOREIGN:
            continue
        if not any(matches(document["spec"]["podSelector"], pod.labels) for pod in all_pods):
            found.append(f"{name(document)}: takes no pod")
    for document in of_kind(documents, "PodMonitor"):
        for endpoint in document["spec"]["podMetricsEndpoints"]:
            taken = [pod for pod in all_pods if matches(document["spec"]["selector"], pod.labels)]
            if not taken or not all(_has_port(pod, endpoint["port"]) for pod in taken):
                found.append(f"{name(document)}: finds no figures")
    services = of_kind(documents, "Service")
    for document in of_kind(documents, "ServiceMonitor"):
        if document["metadata"]["name"] in FOREIGN:
            continue
        for endpoint in document["spec"]["endpoints"]:
            taken = [s for s in services if matches(document["spec"]["selector"], s["metadata"].get("labels", {}))]
            if not any(p["name"] == endpoint["port"] for s in taken for p in s["spec"]["ports"]):
                found.append(f"{name(document)}: finds no figures")
    return found


def _has_port(pod: Pod, port: str | int) -> bool:
    ports = [p for c in pod.spec["containers"] for p in c.get("ports", [])]
    return any(port in (p.get("name"), p["containerPort"]) for p in ports)


def autoscalers(documents: list[Document]) -> list[str]:
    """One for a workload, whose number of pods stands nowhere else."""
    found, scaled = [], {}
    for document in of_kind(documents, "HorizontalPodAutoscaler", "ScaledObject"):
        target = document["spec"]["scaleTargetRef"]
        scaled.setdefault((target.get("kind", "Deployment"), target["name"]), []).append(name(document))
    workloads = {(d["kind"], d["metadata"]["name"]): d for d in of_kind(documents, "Deployment", "StatefulSet")}
    for target, scalers in scaled.items():
        if target not in workloads:
            found.append(f"{scalers[0]}: there is no {target[0]} {target[1]}")
        elif "replicas" in workloads[target]["spec"]:
            found.append(f"{target[1]}: replicas beside {scalers[0]}")
        if len(scalers) > 1:
            found.append(f"{target[1]}: {' and '.join(scalers)}")
    for target, document in workloads.items():
        if target not in scaled and "replicas" not in document["spec"]:
            found.append(f"{target[1]}: neither a number of pods nor an autoscaler")
    return found


def budgets(documents: list[Document]) -> list[str]:
    """Each Deployment has one, and none of them can block a drain."""
    found = []
    everything = of_kind(documents, "PodDisruptionBudget")
    for document in everything:
        spec = document["spec"]
        if spec.get("maxUnavailable") in (None, 0, "0", "0%"):
            found.append(f"{name(document)}: may block the drain of a node")
        if spec.get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
            found.append(f"{name(document)}: a pod that never was healthy blocks a drain")
    for pod in pods(documents):
        taken = [b for b in everything if matches(b["spec"]["selector"], pod.labels)]
        if pod.kind == "Deployment" and len(taken) != 1:
            found.append(f"{pod.name}: {len(taken)} disruption budgets")
    return found


def existing(documents: list[Document]) -> list[str]:
    """Everything that is named is there: accounts, priorities, settings, secrets, keys, mounts, stores, backends."""
    found = []
    named = {(d["kind"], d["metadata"]["name"]) for d in documents}
    keys = secret_keys(documents)
    for pod in pods(documents):
        wanted = [("ServiceAccount", pod.spec.get("serviceAccountName", "default"))]
        if "priorityClassName" in pod.spec:
            wanted.append(("PriorityClass", pod.spec["priorityClassName"]))
        volumes = {volume["name"]: volume for volume in pod.spec.get("volumes", [])}
        for claim in pod.owner["spec"].get("volumeClaimTemplates", []):
            volumes[claim["metadata"]["name"]] = claim
        wanted += [("ConfigMap", v["configMap"]["name"]) for v in volumes.values() if "configMap" in v]
        for volume in volumes.values():
            if "secret" in volume and volume["secret"]["secretName"] not in keys:
                found.append(f"{pod.name}: nothing makes the secret {volume['secret']['secretName']}")
        for container in containers(pod):
            for source in container.get("envFrom", []):
                wanted.append(("ConfigMap", source["configMapRef"]["name"]))
            mounts = {m["mountPath"]: m["name"] for m in container.get("volumeMounts", [])}
            found += [f"{pod.name}: no volume {m}" for m in mounts.values() if m not in volumes]
            found += _missing_files(pod.name, container, mounts, volumes, keys, documents)
        found += [f"{pod.name}: no {kind} {of}" for kind, of in wanted if (kind, of) not in named]
        used = {m["name"] for c in containers(pod) for m in c.get("volumeMounts", [])}
        found += [f"{pod.name}: nothing mounts {volume}" for volume in volumes if volume not in used]
    for document in of_kind(documents, "ExternalSecret"):
        store = document["spec"]["secretStoreRef"]
        if (store["kind"], store["name"]) not in named:
            found.append(f"{name(document)}: no store {store['name']}")
        place = document["metadata"].get("namespace", "").removeprefix("flotilla-")
        for entry in document["spec"]["data"]:
            if not entry["remoteRef"]["key"].startswith(f"flotilla/{place}/"):
                found.append(f"{name(document)}: {entry['remoteRef']['key']} is the secret of another place")
    for document in of_kind(documents, "Ingress"):
        found += _missing_backends(document, named, documents)
    return found


def secret_keys(documents: list[Document]) -> dict[str, set[str]]:
    """The keys of each Secret that an ExternalSecret makes."""
    keys = {}
    for document in of_kind(documents, "ExternalSecret"):
        target = document["spec"]["target"]
        made = target.get("template", {}).get("data")
        keys[target["name"]] = set(made or (entry["secretKey"] for entry in document["spec"]["data"]))
    return keys


def _missing_files(pod, container, mounts, volumes, keys, documents) -> list[str]:
    found = []
    for variable, value in variables(container).items():
        if not variable.endswith("_FILE"):
            continue
        path = Path(value)
        mount = next((str(folder) for folder in path.parents if str(folder) in mounts), "")
        volume = volumes.get(mounts.get(mount, ""), {})
        if "projected" in volume:
            if str(path.relative_to(mount)) not in _projected(volume, keys):
                found.append(f"{pod}: {variable} names {value}, which is not there")
            continue
        if str(path.parent) != mount:
            there = set()
        elif "secret" in volume:
            there = keys.get(volume["secret"]["secretName"], set())
        elif "configMap" in volume:
            there = set(find(documents, "ConfigMap", volume["configMap"]["name"])["data"])
        else:
            there = set()
        if path.name not in there:
            found.append(f"{pod}: {variable} names {value}, which is not there")
    return found


def _projected(volume: Document, keys: dict[str, set[str]]) -> set[str]:
    """The files of a volume that is put together from keys of Secrets that there are."""
    sources = [source["secret"] for source in volume["projected"]["sources"]]
    return {item["path"] for secret in sources for item in secret["items"] if item["key"] in keys.get(secret["name"], set())}


def _missing_backends(document: Document, named: set, documents: list[Document]) -> list[str]:
    found = []
    issuer = document["metadata"]["annotations"].get("cert-manager.io/issuer")
    if issuer and ("Issuer", issuer) not in named:
        found.append(f"{name(document)}: no Issuer {issuer}")
    for rule in document["spec"]["rules"]:
        for path in rule["http"]["paths"]:
            service = path["backend"]["service"]
            if ("Service", service["name"]) not in named:
                found.append(f"{name(document)}: no Service {service['name']}")
            elif not any(
                service["port"].get("name") == port["name"]
                for port in find(documents, "Service", service["name"])["spec"]["ports"]
            ):
                found.append(f"{name(document)}: {service['name']} has no port {service['port']}")
    return found


def settings(documents: list[Document]) -> list[str]:
    """Each variable of our programs is one of docs/configuration.md, by its name or as NAME_FILE; none is empty."""
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \|( yes \|)?", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE)
    known, in_files = {row[0] for row in rows}, {row[0] for row in rows if row[1]}
    found = []
    for pod in pods(documents):
        for container in containers(pod) if pod.is_fleet else []:
            given = variables(container)
            for source in container.get("envFrom", []):
                given |= find(documents, "ConfigMap", source["configMapRef"]["name"])["data"]
            for variable, value in given.items():
                if variable not in known and variable.removesuffix("_FILE") not in known:
                    found.append(f"{pod.name}: {variable} is no setting")
                elif variable not in known and variable.removesuffix("_FILE") not in in_files:
                    found.append(f"{pod.name}: {variable}: that setting is not read from files")
                if variable in known and variable + "_FILE" in given:
                    found.append(f"{pod.name}: {variable} by value and by file")
                if not value:
                    found.append(f"{pod.name}: {variable} is empty")
    return found


def secrets(documents: list[Document]) -> list[str]:
    """No secret stands in a file: none is rendered, and no variable holds one."""
    found = [f"{name(d)}: a secret with its data" for d in of_kind(documents, "Secret")]
    for pod in pods(documents):
        for container in containers(pod):
            for entry in container.get("env", []):
                if re.search(r"(SECRET|PASSWORD|TOKEN|API_KEY|ROUTING_KEY)$", entry["name"]) and entry.get("value"):
                    found.append(f"{pod.name}: {entry['name']} by value")
                if re.search(r"://[^/@]*:[^/@]+@", entry.get("value", "")):
                    found.append(f"{pod.name}: {entry['name']} holds a password")
    return found


def order(documents: list[Document]) -> list[str]:
    """The migration is a hook that is made anew, after what it needs and before what needs it."""
    found = []
    job = find(documents, "Job", "migrate")
    annotations = job["metadata"]["annotations"]
    if annotations.get("argocd.argoproj.io/hook") != "Sync":
        found.append("migrate: no hook of the sync; in PreSync its settings would not be there yet")
    if annotations.get("argocd.argoproj.io/hook-delete-policy") != "BeforeHookCreation":
        found.append("migrate: a Job's template cannot be changed: the last one has to be deleted first")
    needed = ("Namespace", "ConfigMap", "ExternalSecret", "SecretStore", "ServiceAccount", "NetworkPolicy", "PriorityClass")
    for document in documents:
        if document["kind"] in needed and wave(document) >= wave(job):
            found.append(f"{name(document)}: comes after the migration, which may need it")
        if document["kind"] == "Deployment" and wave(document) <= wave(job):
            found.append(f"{name(document)}: does not wait for the migration")
    return found


ALL = [selectors, autoscalers, budgets, existing, settings, secrets, order]
