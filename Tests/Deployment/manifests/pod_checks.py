"""What each pod must be like. Every function returns complaints, an empty list where there are none."""

import re

from rendering import OWN, ROOT, Document, Pod, containers, pods, quantity, seconds, setting_bytes, variables

#: Between the end of SHUTDOWN_GRACE and SIGKILL, for handing back what did not end.
MARGIN = 5
#: A supervisor, and what an executor takes before it notices that it has grown too big.
OVERHEAD = 128 * 2**20


def security(documents: list[Document]) -> list[str]:
    """Not root, a read-only root, no way to more rights, nothing of the node's."""
    found = []
    for pod in pods(documents):
        of_pod = pod.spec.get("securityContext", {})
        for word in ("hostNetwork", "hostPID", "hostIPC"):
            if pod.spec.get(word):
                found.append(f"{pod.name}: {word}")
        if any("hostPath" in volume for volume in pod.spec.get("volumes", [])):
            found.append(f"{pod.name}: a folder of the node")
        if pod.spec.get("automountServiceAccountToken") is not False:
            found.append(f"{pod.name}: has a token of the API server")
        if of_pod.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            found.append(f"{pod.name}: no seccomp profile")
        for container in containers(pod):
            context = container.get("securityContext", {})
            where = f"{pod.name}/{container['name']}"
            if context.get("runAsNonRoot", of_pod.get("runAsNonRoot")) is not True:
                found.append(f"{where}: may run as root")
            if context.get("runAsUser", of_pod.get("runAsUser", 0)) == 0:
                found.append(f"{where}: no user by number")
            if context.get("readOnlyRootFilesystem") is not True:
                found.append(f"{where}: its root can be written")
            if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
                found.append(f"{where}: may get more rights")
            if context.get("capabilities", {}).get("drop") != ["ALL"]:
                found.append(f"{where}: keeps capabilities")
    return found


def resources(documents: list[Document]) -> list[str]:
    """Requests of both, a limit of memory, and real quantities everywhere."""
    found = []
    for pod in pods(documents):
        for container in containers(pod):
            where = f"{pod.name}/{container['name']}"
            given = container.get("resources", {})
            for what in ("cpu", "memory"):
                if what not in given.get("requests", {}):
                    found.append(f"{where}: asks for no {what}")
            if "memory" not in given.get("limits", {}):
                found.append(f"{where}: no limit of memory")
            for part in ("requests", "limits"):
                for what, value in given.get(part, {}).items():
                    try:
                        if quantity(value) <= 0:
                            found.append(f"{where}: {what} of {value}")
                    except ValueError as error:
                        found.append(f"{where}: {error}")
        for volume in pod.spec.get("volumes", []):
            if "emptyDir" in volume:
                try:
                    quantity(volume["emptyDir"]["sizeLimit"])
                except (KeyError, ValueError):
                    found.append(f"{pod.name}: the folder {volume['name']} has no size")
    return found


def executor_memory(documents: list[Document]) -> list[str]:
    """A worker replaces an executor that has grown, and for a while has two: the limit must hold both."""
    found = []
    for pod in pods(documents):
        if not pod.is_worker:
            continue
        container = pod.spec["containers"][0]
        most = setting_bytes(variables(container).get("FLOTILLA_EXECUTOR_MEMORY", "1GiB"))
        if 2 * most + OVERHEAD > quantity(container["resources"]["limits"]["memory"]):
            found.append(f"{pod.name}: two executors do not fit into its limit")
    return found


def shares(documents: list[Document]) -> list[str]:
    """The API refuses callers when its budgets of bytes are used up: the kernel must not end it before. As much again of the biggest for
    what it makes of them."""
    rows = re.findall(r"^\| bytes of [^|]+\| (\d+) MiB \|", (ROOT / "docs/shares.md").read_text(), re.MULTILINE)
    needed = (sum(map(int, rows)) + max(map(int, rows))) * 2**20
    return [f"{pod.name}: its limit of memory is below what callers may fill"
            for pod in pods(documents) if pod.name == "api" and quantity(pod.spec["containers"][0]["resources"]["limits"]["memory"]) < needed]


def probes(documents: list[Document]) -> list[str]:
    """Liveness asks the process alone, and is patient; readiness asks what it needs; starts are bounded.

    What ends by itself, a Job or an operator's pod, has no probe: nothing is sent to it, and a probe that ended a migration at work
    would be worse than none. A bound of its whole time stands in for them.
    """
    found = []
    for pod in pods(documents):
        if not pod.is_long_running:
            bounded = {"Job": pod.owner["spec"], "CronJob": pod.owner["spec"].get("jobTemplate", {}).get("spec", {}), "Pod": pod.spec}
            if not bounded[pod.kind].get("activeDeadlineSeconds"):
                found.append(f"{pod.name}: has neither probes nor an end")
            continue
        for container in pod.spec["containers"]:
            where = f"{pod.name}/{container['name']}"
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                if probe not in container:
                    found.append(f"{where}: no {probe}")
            liveness, startup = container.get("livenessProbe", {}), container.get("startupProbe", {})
            if _patience(liveness) < 60:
                found.append(f"{where}: is ended after {_patience(liveness)} s of silence")
            if _patience(startup) < 60:
                found.append(f"{where}: has {_patience(startup)} s to start")
            if "initialDelaySeconds" in liveness:
                found.append(f"{where}: guesses how long a start takes; the startup probe knows")
            if pod.is_fleet:
                if liveness.get("httpGet", {}).get("path") != "/healthz":
                    found.append(f"{where}: an outage of a server would restart it")
                if container.get("readinessProbe", {}).get("httpGet", {}).get("path") != "/readyz":
                    found.append(f"{where}: is ready whatever it lacks")
            asked = " ".join(container.get("readinessProbe", {}).get("exec", {}).get("command", []))
            if "ollama ps" in asked and "ollama run" not in asked:
                found.append(f"{where}: asks whether its model is loaded, and nothing loads it once it is not")
            if "pg_isready" in asked and "-h, 127.0.0.1" not in ", ".join(container["readinessProbe"]["exec"]["command"]):
                found.append(f"{where}: is ready while it is being made, when its socket answers")
            names = {port["name"] for port in container.get("ports", [])}
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                for way in ("httpGet", "tcpSocket"):
                    port = container.get(probe, {}).get(way, {}).get("port")
                    if isinstance(port, str) and port not in names:
                        found.append(f"{where}: {probe} asks the port {port}, which it has not")
    return found


def _patience(probe: Document) -> float:
    return probe.get("periodSeconds", 10) * probe.get("failureThreshold", 3)


def grace(documents: list[Document]) -> list[str]:
    """preStop, then SHUTDOWN_GRACE, then a margin, must end before Kubernetes does."""
    found = []
    for pod in pods(documents):
        if not pod.is_long_running:
            continue
        given = pod.spec.get("terminationGracePeriodSeconds", 30)
        for container in pod.spec["containers"]:
            before = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            own = seconds(variables(container).get("SHUTDOWN_GRACE", "25s")) if pod.is_fleet else 20
            if pod.is_fleet and not before:
                found.append(f"{pod.name}: no preStop")
            if given < before + own + MARGIN:
                found.append(f"{pod.name}: {given} s to end, but it takes {before} + {own} + {MARGIN}")
    return found


def rollouts(documents: list[Document]) -> list[str]:
    """A rollout is not called failed, and its release taken back, while a pod of it may still be starting."""
    found = []
    for pod in pods(documents):
        if pod.kind != "Deployment":
            continue
        starts = [c.get("startupProbe", {}) for c in pod.spec["containers"]]
        longest = max(max(p.get("periodSeconds", 10), p.get("timeoutSeconds", 1)) * p.get("failureThreshold", 3) for p in starts)
        # What runs before the others downloads, and has no probe.
        needed = 2 * longest if pod.spec.get("initContainers") else longest
        if pod.owner["spec"].get("progressDeadlineSeconds", 600) < needed:
            found.append(f"{pod.name}: given up after {pod.owner['spec'].get('progressDeadlineSeconds', 600)} s of {needed}")
    return found


def images(documents: list[Document]) -> list[str]:
    """Ours all of one release; others' by an exact version or digest. Model servers by the server's version: no release replaces them."""
    found, releases = [], set()
    server = re.search(r"^ARG MODEL_SERVER_IMAGE=.*:([\d.]+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1]
    for pod in pods(documents):
        for container in containers(pod):
            image = container["image"]
            if "@sha256:" in image:
                continue
            tag = image.rpartition("/")[2].partition(":")[2]
            if not re.match(r"\d+\.\d+(\.\d+)?", tag):
                found.append(f"{pod.name}: {image} names no version")
            if image.startswith(OWN + "model-server"):
                if tag != server:
                    found.append(f"{pod.name}: {image} is not the server {server}, or is replaced by every release")
            elif image.startswith(OWN):
                releases.add(tag)
    if len(releases) > 1:
        found.append(f"programs of several releases: {', '.join(sorted(releases))}")
    return found


def cron(documents: list[Document]) -> list[str]:
    """Five fields within their bounds, which schemas do not look at."""
    found = []
    bounds = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    for document in documents:
        if document["kind"] != "CronJob":
            continue
        fields = document["spec"]["schedule"].split()
        good = len(fields) == 5 and all(_is_cron_field(f, *b) for f, b in zip(fields, bounds, strict=False))
        if not good:
            found.append(f"{document['metadata']['name']}: {document['spec']['schedule']!r} is no time")
    return found


def _is_cron_field(field: str, low: int, high: int) -> bool:
    for part in field.split(","):
        found = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if not found or found[3] == "0":
            return False
        numbers = [int(number) for number in found.groups()[:2] if number is not None]
        if any(not low <= number <= high for number in numbers) or numbers != sorted(numbers):
            return False
    return True


def spread(documents: list[Document]) -> list[str]:
    """Over both zones, by a rule; and a rollout takes nothing away before it has put something there."""
    found = []
    for pod in pods(documents):
        if pod.kind != "Deployment":
            continue
        rules = pod.spec.get("topologySpreadConstraints", [])
        zones = [r for r in rules if r["topologyKey"] == "topology.kubernetes.io/zone"]
        if not any(r["whenUnsatisfiable"] == "DoNotSchedule" and r["maxSkew"] == 1 for r in zones):
            found.append(f"{pod.name}: may all be in one zone")
        rolling = pod.owner["spec"].get("strategy", {}).get("rollingUpdate", {})
        asks_gpu = any("nvidia.com/gpu" in c["resources"].get("requests", {}) for c in pod.spec["containers"])
        if not asks_gpu and rolling.get("maxUnavailable") != 0:
            found.append(f"{pod.name}: a rollout takes pods away first")
        if asks_gpu and not any(t.get("key") == "nvidia.com/gpu" for t in pod.spec.get("tolerations", [])):
            found.append(f"{pod.name}: cannot run on the nodes with a GPU")
    return found


def priorities(documents: list[Document]) -> list[str]:
    return [f"{pod.name}: no priority" for pod in pods(documents) if not pod.spec.get("priorityClassName")]


ALL: list = [security, resources, executor_memory, shares, probes, grace, rollouts, images, cron, spread, priorities]
