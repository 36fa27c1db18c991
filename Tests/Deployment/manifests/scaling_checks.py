"""How many there may be, by what they are scaled, and whether the database and the namespace have room for them."""

import math
import re

from rendering import ROOT, Document, find, name, of_kind, pods, quantity, setting_bytes, variables

#: A fleet's own tools beside it: the migration, an operator's `flotilla`, monitoring.
SPARE_CONNECTIONS = 20
#: Far above what one has at rest.
SUPERVISOR = 64 * 2**20


def api(documents: list[Document]) -> list[str]:
    """70 % of CPU, 80 % of memory, from 2; slow to end what it started."""
    spec = find(documents, "HorizontalPodAutoscaler", "api")["spec"]
    found = []
    targets = {m["resource"]["name"]: m["resource"]["target"].get("averageUtilization") for m in spec["metrics"]}
    if targets != {"cpu": 70, "memory": 80}:
        found.append(f"api: is scaled by {targets}")
    if spec.get("minReplicas") != 2 or spec["maxReplicas"] < 3:
        found.append("api: from 2, and more under load")
    return found + _steady("api", spec.get("behavior", {}))


def _steady(of: str, behavior: Document) -> list[str]:
    down = behavior.get("scaleDown", {})
    policies = down.get("policies", [])
    if down.get("stabilizationWindowSeconds", 0) < 300:
        return [f"{of}: flaps"]
    if [(p["type"], p["value"]) for p in policies] != [("Pods", 1)] or policies[0]["periodSeconds"] < 60:
        return [f"{of}: ends many at once"]
    return []


def workers(documents: list[Document]) -> list[str]:
    """By what waits and what runs in their own queue of their own fleet; never to none; steady when figures are missing."""
    found = []
    namespace = of_kind(documents, "Namespace")[0]["metadata"]["name"]
    figures = set(re.findall(r"flotilla_[a-z_]+", (ROOT / "docs/metrics.md").read_text()))
    for document in of_kind(documents, "ScaledObject"):
        spec, of = document["spec"], document["metadata"]["name"]
        queue = of.removesuffix("-worker")
        triggers = {t.get("name", t["type"]): t for t in spec["triggers"]}
        if set(triggers) != {"load", "age", "cpu", "memory"}:
            found.append(f"{of}: is scaled by {sorted(triggers)}")
            continue
        if spec.get("minReplicaCount", 0) < 2:
            found.append(f"{of}: may be scaled to {spec.get('minReplicaCount', 0)}")
        if spec.get("fallback", {}).get("behavior") != "currentReplicasIfHigher":
            found.append(f"{of}: ends busy workers when Prometheus is away")
        for trigger in ("load", "age"):
            metadata = triggers[trigger]["metadata"]
            query = metadata["query"]
            if metadata.get("ignoreNullValues") != "false":
                found.append(f"{of}: takes a figure that is missing for 0")
            for metric, labels in re.findall(r"(flotilla_[a-z_]+)\{([^}]*)\}", query):
                given = dict(re.findall(r'(\w+)="([^"]*)"', labels))
                if metric not in figures:
                    found.append(f"{of}: {metric} is no figure of docs/metrics.md")
                if given.get("namespace") != namespace:
                    found.append(f"{of}: reads the figures of {given.get('namespace')}")
                if given.get("queue") != queue:
                    found.append(f"{of}: reads those of the queue {given.get('queue')}")
        load = triggers["load"]["metadata"]
        if not {"flotilla_queue_depth", "flotilla_jobs_running"} <= set(re.findall(r"flotilla_\w+", load["query"])):
            found.append(f"{of}: a busy worker counts as a needless one")
        if int(load["threshold"]) != slots(queue):
            found.append(f"{of}: a worker has {slots(queue)} slots, not {load['threshold']}")
        found += _steady(of, spec.get("advanced", {}).get("horizontalPodAutoscalerConfig", {}).get("behavior", {}))
    return found


def memory(documents: list[Document]) -> list[str]:
    """What an executor may keep after a big job, before it is replaced, is below what a scaler by memory takes for too much: else a
    queue's workers would grow to their most and stay there."""
    found = []
    for document in of_kind(documents, "ScaledObject"):
        of = document["spec"]["scaleTargetRef"]["name"]
        share = [int(t["metadata"]["value"]) for t in document["spec"]["triggers"] if t["type"] == "memory"]
        container = find(documents, "Deployment", of)["spec"]["template"]["spec"]["containers"][0]
        kept = setting_bytes(variables(container).get("FLOTILLA_EXECUTOR_MEMORY", "1GiB")) + SUPERVISOR
        if share and share[0] / 100 * quantity(container["resources"]["requests"]["memory"]) < kept:
            found.append(f"{of}: a grown executor asks for more workers, for good")
    return found


def slots(queue: str) -> int:
    """The jobs that a worker runs at once unless CONCURRENCY says otherwise, from its source."""
    source = ROOT / f"Workers/{'AI' if queue == 'ai' else queue.capitalize()}Worker"
    text = "\n".join(file.read_text() for file in sorted(source.glob("*.swift")))
    own = re.search(rf'WorkerProgram\(\s*"{queue}",\s*concurrency: (\d+)', text)
    if own:
        return int(own[1])
    program = (ROOT / "Sources/Assembly/WorkerProgram.swift").read_text()
    return int(re.search(r"concurrency: Int = (\d+)", program)[1])


def most(documents: list[Document], workload: Document) -> int:
    """The most pods that a workload may have, with the one more of a rollout."""
    of = workload["metadata"]["name"]
    count = workload["spec"].get("replicas", 1)
    for document in of_kind(documents, "HorizontalPodAutoscaler", "ScaledObject"):
        if document["spec"]["scaleTargetRef"]["name"] == of:
            count = document["spec"].get("maxReplicas") or document["spec"]["maxReplicaCount"]
    surge = workload["spec"].get("strategy", {}).get("rollingUpdate", {}).get("maxSurge", 0)
    return count + (surge if isinstance(surge, int) else math.ceil(count / 4))


def connections(documents: list[Document]) -> list[str]:
    """All pools of all pods at their biggest fit into what the database takes."""
    found, total = [], SPARE_CONNECTIONS
    allowed = find(documents, "ExternalSecret", "fleet")["metadata"]["annotations"].get("flotilla.example/max-connections")
    if allowed is None:
        return ["nothing says how many connections the database takes"]
    for pod in pods(documents):
        if pod.labels.get("flotilla.example/postgres") != "true" or pod.kind in ("Job", "Pod"):
            continue
        own = pod.owner["metadata"].get("annotations", {}).get("flotilla.example/database-connections")
        if own is None:
            found.append(f"{pod.name}: nothing says how many connections it opens")
            continue
        total += int(own) * most(documents, pod.owner)
    if total > int(allowed):
        found.append(f"{total} connections at most, and the database takes {allowed}")
    for database in of_kind(documents, "StatefulSet"):
        arguments = " ".join(database["spec"]["template"]["spec"]["containers"][0].get("args", []))
        own = re.search(r"max_connections=(\d+)", arguments)
        if own and own[1] != allowed:
            found.append(f"{name(database)}: takes {own[1]} connections, and not {allowed}")
    return found


def quota(documents: list[Document]) -> list[str]:
    """Everything at its most, rollout included, fits into what the namespace may take."""
    hard = of_kind(documents, "ResourceQuota")[0]["spec"]["hard"]
    total: dict[str, float] = {"pods": 0}
    for pod in pods(documents):
        count = most(documents, pod.owner) if pod.is_long_running else 1
        total["pods"] += count
        for container in pod.spec["containers"]:
            for part in ("requests", "limits"):
                for what, value in container["resources"].get(part, {}).items():
                    key = f"{part}.{what}"
                    total[key] = total.get(key, 0) + count * quantity(value)
    return [f"{what}: {total[what]:.0f} at most, and the namespace may take {hard[what]}"
            for what in total if what in hard and total[what] > quantity(hard[what])]


ALL = [api, workers, memory, connections, quota]
