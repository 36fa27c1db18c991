"""Each check of ours fails on a file that has the fault: the overlay with that one thing changed."""

import network_checks
import pod_checks
import pytest
import reference_checks
import scaling_checks
from rendering import Document, documents, find, of_kind


def spec(docs: list[Document], name: str, kind: str = "Deployment") -> Document:
    return find(docs, kind, name)["spec"]["template"]["spec"]


def container(docs: list[Document], name: str, kind: str = "Deployment") -> Document:
    return spec(docs, name, kind)["containers"][0]


def variable(docs: list[Document], of: str, name: str, value: str) -> None:
    env = container(docs, of)["env"]
    env[:] = [entry for entry in env if entry["name"] != name] + [{"name": name, "value": value}]


def add(docs: list[Document], document: Document) -> None:
    docs.append(document)


def cron_job(schedule: str) -> Document:
    pod = {"metadata": {}, "spec": {"containers": []}}
    return {"kind": "CronJob", "metadata": {"name": "night"},
            "spec": {"schedule": schedule, "jobTemplate": {"spec": {"template": pod}}}}


def scaler(target: str) -> Document:
    return {"kind": "ScaledObject", "metadata": {"name": "second"},
            "spec": {"scaleTargetRef": {"name": target}, "maxReplicaCount": 3, "triggers": []}}


def trigger(docs: list[Document], of: str, number: int) -> Document:
    return find(docs, "ScaledObject", of)["spec"]["triggers"][number]["metadata"]


def policy(docs: list[Document], name: str) -> Document:
    return find(docs, "NetworkPolicy", name)["spec"]


def annotations(docs: list[Document], kind: str, name: str) -> Document:
    return find(docs, kind, name)["metadata"]["annotations"]


def behavior(docs: list[Document], of: str) -> Document:
    return find(docs, "ScaledObject", of)["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]


def settings(docs: list[Document]) -> Document:
    return next(d for d in of_kind(docs, "ConfigMap") if d["metadata"]["name"].startswith("fleet"))["data"]


NGINX = "nginx.ingress.kubernetes.io/"
#: The fault, what finds it, a word of the complaint, and how it is made.
FAULTS = [
    ("a root that can be written", pod_checks.security, "can be written",
     lambda d: container(d, "api")["securityContext"].update(readOnlyRootFilesystem=False)),
    ("a sidecar without any rule", pod_checks.security, "may get more rights",
     lambda d: spec(d, "api")["containers"].append({"name": "log", "image": "x:1.0"})),
    ("an init container with capabilities", pod_checks.security, "keeps capabilities",
     lambda d: spec(d, "model-server")["initContainers"][0]["securityContext"].pop("capabilities")),
    ("root", pod_checks.security, "no user by number", lambda d: spec(d, "api")["securityContext"].update(runAsUser=0)),
    ("a folder of the node", pod_checks.security, "folder of the node",
     lambda d: spec(d, "api")["volumes"].append({"name": "h", "hostPath": {"path": "/"}})),
    ("the node's network", pod_checks.security, "hostNetwork", lambda d: spec(d, "api").update(hostNetwork=True)),
    ("a token of the API server", pod_checks.security, "token",
     lambda d: spec(d, "api").update(automountServiceAccountToken=True)),
    ("no seccomp profile", pod_checks.security, "seccomp", lambda d: spec(d, "api")["securityContext"].pop("seccompProfile")),
    ("no limit of memory", pod_checks.resources, "no limit", lambda d: container(d, "api")["resources"].pop("limits")),
    ("no request", pod_checks.resources, "asks for no cpu",
     lambda d: container(d, "scan-worker")["resources"]["requests"].pop("cpu")),
    ("a quantity that is none", pod_checks.resources, "12QB",
     lambda d: container(d, "api")["resources"]["requests"].update(memory="12QB")),
    ("a folder without a size", pod_checks.resources, "no size",
     lambda d: next(v for v in spec(d, "api")["volumes"] if v["name"] == "tmp").update(emptyDir={})),
    ("executors that do not fit", pod_checks.executor_memory, "do not fit",
     lambda d: variable(d, "scan-worker", "FLOTILLA_EXECUTOR_MEMORY", "1GiB")),
    ("an API that callers can have ended", pod_checks.shares, "below what callers may fill",
     lambda d: container(d, "api")["resources"]["limits"].update(memory="768Mi")),
    ("a Job without an end", pod_checks.probes, "neither probes nor an end",
     lambda d: find(d, "Job", "migrate")["spec"].pop("activeDeadlineSeconds")),
    ("no liveness probe", pod_checks.probes, "no livenessProbe", lambda d: container(d, "api").pop("livenessProbe")),
    ("a liveness probe that asks PostgreSQL", pod_checks.probes, "outage of a server",
     lambda d: container(d, "api")["livenessProbe"]["httpGet"].update(path="/readyz")),
    ("a model that nothing loads again", pod_checks.probes, "nothing loads it",
     lambda d: container(d, "model-server")["readinessProbe"]["exec"].update(command=["sh", "-euc", 'ollama ps | grep -qF "$AI_MODEL"'])),
    ("a database that is being made", pod_checks.probes, "while it is being made",
     lambda d: container(d, "postgres", "StatefulSet")["readinessProbe"]["exec"].update(command=["pg_isready", "-U", "flotilla_owner"])),
    ("a rollout that is given up while it starts", pod_checks.rollouts, "given up after 600",
     lambda d: find(d, "Deployment", "model-server")["spec"].update(progressDeadlineSeconds=600)),
    ("a model server of the release", pod_checks.images, "replaced by every release",
     lambda d: container(d, "model-server").update(image="ghcr.io/flotilla/model-server-gpu:0.2.0")),
    ("an impatient liveness probe", pod_checks.probes, "of silence",
     lambda d: container(d, "ai-worker")["livenessProbe"].update(failureThreshold=1)),
    ("a probe of a port that is not there", pod_checks.probes, "which it has not",
     lambda d: container(d, "enqueuer")["readinessProbe"]["httpGet"].update(port="http")),
    ("30 s to end", pod_checks.grace, "30 s to end",
     lambda d: spec(d, "scan-worker").update(terminationGracePeriodSeconds=30)),
    ("Kubernetes' own 30 s", pod_checks.grace, "30 s to end",
     lambda d: spec(d, "notify-worker").pop("terminationGracePeriodSeconds")),
    ("a longer drain", pod_checks.grace, "to end", lambda d: variable(d, "ai-worker", "SHUTDOWN_GRACE", "2m")),
    ("no preStop", pod_checks.grace, "no preStop", lambda d: container(d, "api").pop("lifecycle")),
    ("latest", pod_checks.images, "no version", lambda d: container(d, "api").update(image="ghcr.io/flotilla/api:latest")),
    ("no tag", pod_checks.images, "no version", lambda d: container(d, "api").update(image="ghcr.io/flotilla/api")),
    ("two releases", pod_checks.images, "several releases",
     lambda d: container(d, "api").update(image="ghcr.io/flotilla/api:9.9.9")),
    ("a cron of four fields", pod_checks.cron, "no time", lambda d: add(d, cron_job("0 3 * *"))),
    ("the 61st minute", pod_checks.cron, "no time", lambda d: add(d, cron_job("61 3 * * *"))),
    ("every 0 minutes", pod_checks.cron, "no time", lambda d: add(d, cron_job("*/0 * * * *"))),
    ("one zone", pod_checks.spread, "one zone", lambda d: spec(d, "api").pop("topologySpreadConstraints")),
    ("a rollout that takes away first", pod_checks.spread, "takes pods away",
     lambda d: find(d, "Deployment", "api")["spec"].pop("strategy")),
    ("a GPU without a toleration", pod_checks.spread, "nodes with a GPU", lambda d: spec(d, "model-server").pop("tolerations")),
    ("no priority", pod_checks.priorities, "no priority", lambda d: spec(d, "api").pop("priorityClassName")),
    ("a selector that takes nothing", reference_checks.selectors, "its own pods",
     lambda d: find(d, "Deployment", "api")["spec"]["selector"]["matchLabels"].update({"app.kubernetes.io/name": "apy"})),
    ("a Service without pods", reference_checks.selectors, "Service api: takes",
     lambda d: find(d, "Service", "api")["spec"]["selector"].update({"app.kubernetes.io/name": "apy"})),
    ("a Service's port that is not there", reference_checks.selectors, "no pod has the port",
     lambda d: find(d, "Service", "api")["spec"]["ports"][0].update(targetPort="web")),
    ("a budget for nothing", reference_checks.selectors, "takes no pod",
     lambda d: find(d, "PodDisruptionBudget", "api")["spec"]["selector"]["matchLabels"].update({"app.kubernetes.io/name": "x"})),
    ("a network policy for nothing", reference_checks.selectors, "takes no pod",
     lambda d: policy(d, "api")["podSelector"]["matchLabels"].update({"app.kubernetes.io/name": "x"})),
    ("a monitor of nothing", reference_checks.selectors, "finds no figures",
     lambda d: find(d, "PodMonitor", "fleet")["spec"]["podMetricsEndpoints"][0].update(port="web")),
    ("two autoscalers", reference_checks.autoscalers, "and ScaledObject second", lambda d: add(d, scaler("api"))),
    ("an autoscaler of nothing", reference_checks.autoscalers, "there is no", lambda d: add(d, scaler("worker"))),
    ("replicas beside an autoscaler", reference_checks.autoscalers, "replicas beside",
     lambda d: find(d, "Deployment", "api")["spec"].update(replicas=2)),
    ("a budget that blocks a drain", reference_checks.budgets, "may block",
     lambda d: find(d, "PodDisruptionBudget", "model-server")["spec"].update(maxUnavailable=None, minAvailable=1)),
    ("no budget", reference_checks.budgets, "0 disruption budgets",
     lambda d: d.remove(find(d, "PodDisruptionBudget", "api"))),
    ("no ServiceAccount", reference_checks.existing, "no ServiceAccount", lambda d: d.remove(find(d, "ServiceAccount", "api"))),
    ("no PriorityClass", reference_checks.existing, "no PriorityClass",
     lambda d: d.remove(find(d, "PriorityClass", "flotilla-staging-work"))),
    ("no ConfigMap", reference_checks.existing, "no ConfigMap",
     lambda d: container(d, "api")["envFrom"][0]["configMapRef"].update(name="fleet")),
    ("no secret", reference_checks.existing, "nothing makes the secret", lambda d: d.remove(find(d, "ExternalSecret", "api"))),
    ("no key of a secret", reference_checks.existing, "which is not there",
     lambda d: variable(d, "api", "JWT_SECRET_FILE", "/run/secrets/api/jwt")),
    ("another place's secret", reference_checks.existing, "of another place",
     lambda d: find(d, "ExternalSecret", "api")["spec"]["data"][0]["remoteRef"].update(key="flotilla/production/api")),
    ("no store", reference_checks.existing, "no store", lambda d: d.remove(find(d, "SecretStore", "flotilla"))),
    ("no Service behind the ingress", reference_checks.existing, "no Service", lambda d: d.remove(find(d, "Service", "api"))),
    ("no authority", reference_checks.existing, "no Issuer", lambda d: d.remove(find(d, "Issuer", "letsencrypt"))),
    ("a volume that nothing mounts", reference_checks.existing, "nothing mounts",
     lambda d: container(d, "api")["volumeMounts"].pop()),
    ("a misspelt setting", reference_checks.settings, "is no setting",
     lambda d: variable(d, "api", "FLOTILLA_MAX_OPEN_JOBS", "1")),
    ("a setting that is not read from files", reference_checks.settings, "not read from files",
     lambda d: variable(d, "api", "LOG_LEVEL_FILE", "/run/secrets/api/jwt-secret")),
    ("a setting twice", reference_checks.settings, "by value and by file",
     lambda d: variable(d, "api", "JWT_SECRET", "x")),
    ("a secret with data", reference_checks.secrets, "with its data",
     lambda d: add(d, {"kind": "Secret", "metadata": {"name": "s"}, "stringData": {"a": "b"}})),
    ("a password in a URL", reference_checks.secrets, "holds a password",
     lambda d: variable(d, "api", "DATABASE_URL", "postgresql://a:b@h/d")),
    ("a migration before its settings", reference_checks.order, "no hook of the sync",
     lambda d: annotations(d, "Job", "migrate").update({"argocd.argoproj.io/hook": "PreSync"})),
    ("a Job that is never deleted", reference_checks.order, "cannot be changed",
     lambda d: annotations(d, "Job", "migrate").pop("argocd.argoproj.io/hook-delete-policy")),
    ("a secret that comes too late", reference_checks.order, "comes after the migration",
     lambda d: annotations(d, "ExternalSecret", "migrate").pop("argocd.argoproj.io/sync-wave")),
    ("other targets of the API", scaling_checks.api, "is scaled by",
     lambda d: find(d, "HorizontalPodAutoscaler", "api")["spec"]["metrics"].pop()),
    ("an API of one pod", scaling_checks.api, "from 2",
     lambda d: find(d, "HorizontalPodAutoscaler", "api")["spec"].update(minReplicas=1)),
    ("scaled to none", scaling_checks.workers, "scaled to 0",
     lambda d: find(d, "ScaledObject", "scan-worker")["spec"].update(minReplicaCount=0)),
    ("no fallback", scaling_checks.workers, "Prometheus is away",
     lambda d: find(d, "ScaledObject", "scan-worker")["spec"].pop("fallback")),
    ("a missing figure as 0", scaling_checks.workers, "missing for 0",
     lambda d: trigger(d, "ai-worker", 0).pop("ignoreNullValues")),
    ("a figure that nothing serves", scaling_checks.workers, "is no figure",
     lambda d: trigger(d, "ai-worker", 1).update(query='max(flotilla_queue_age{namespace="x",queue="ai"})')),
    ("the figures of another fleet", scaling_checks.workers, "reads the figures of",
     lambda d: trigger(d, "ai-worker", 1).update(query='max(flotilla_queue_oldest_seconds{queue="ai"})')),
    ("the queue of another worker", scaling_checks.workers, "the queue scan",
     lambda d: trigger(d, "ai-worker", 0).update(query=trigger(d, "scan-worker", 0)["query"])),
    ("busy workers that count as none", scaling_checks.workers, "needless",
     lambda d: trigger(d, "ai-worker", 0).update(query=trigger(d, "ai-worker", 0)["query"].split(" + ")[0])),
    ("other slots", scaling_checks.workers, "slots", lambda d: trigger(d, "notify-worker", 0).update(threshold="5")),
    ("no age", scaling_checks.workers, "is scaled by",
     lambda d: find(d, "ScaledObject", "scan-worker")["spec"]["triggers"].pop(1)),
    ("flapping", scaling_checks.workers, "flaps",
     lambda d: behavior(d, "scan-worker").update(stabilizationWindowSeconds=0)),
    ("many ended at once", scaling_checks.workers, "many at once",
     lambda d: behavior(d, "scan-worker")["policies"][0].update(value=10)),
    ("a grown executor for which there is a worker more", scaling_checks.memory, "asks for more workers",
     lambda d: container(d, "scan-worker")["resources"]["requests"].update(memory="256Mi")),
    ("more connections than the database takes", scaling_checks.connections, "connections at most",
     lambda d: find(d, "ScaledObject", "scan-worker")["spec"].update(maxReplicaCount=50)),
    ("connections that are not counted", scaling_checks.connections, "nothing says how many",
     lambda d: annotations(d, "Deployment", "api").pop("flotilla.example/database-connections")),
    ("more than the namespace may take", scaling_checks.quota, "the namespace may take",
     lambda d: find(d, "HorizontalPodAutoscaler", "api")["spec"].update(maxReplicas=300)),
    ("no default", network_checks.default, "denies", lambda d: d.remove(find(d, "NetworkPolicy", "default-deny"))),
    ("no DNS", network_checks.roads, "cannot reach dns", lambda d: d.remove(find(d, "NetworkPolicy", "dns"))),
    ("no road to PostgreSQL", network_checks.roads, "cannot reach postgres",
     lambda d: find(d, "Deployment", "api")["spec"]["template"]["metadata"]["labels"].pop("flotilla.example/postgres")),
    ("mail by SMTP without a road", network_checks.roads, "cannot reach mail",
     lambda d: settings(d).update(FLOTILLA_EMAIL_PROVIDER="smtp")),
    ("a collector elsewhere", network_checks.addresses, "OTEL_EXPORTER_OTLP_ENDPOINT is http://collector.tracing.svc:4318",
     lambda d: settings(d).update(OTEL_EXPORTER_OTLP_ENDPOINT="http://collector.tracing.svc:4318")),
    ("a collector by another port", network_checks.addresses, "scan-worker: OTEL_EXPORTER_OTLP_ENDPOINT",
     lambda d: settings(d).update(OTEL_EXPORTER_OTLP_ENDPOINT="http://otel-collector.monitoring.svc:4317")),
    ("models in the internet", network_checks.addresses, "OPENAI_BASE_URL is https://api.example.com/v1",
     lambda d: settings(d).update(OPENAI_BASE_URL="https://api.example.com/v1")),
    ("a model server of another name", network_checks.addresses, "OLLAMA_HOST is http://ollama:11434",
     lambda d: settings(d).update(OLLAMA_HOST="http://ollama:11434")),
    ("the API in the internet", network_checks.roads, "needs no internet",
     lambda d: find(d, "Deployment", "api")["spec"]["template"]["metadata"]["labels"].update(
         {"flotilla.example/outbound-https": "true"})),
    ("every port outside", network_checks.roads, "needs no everything", lambda d: policy(d, "to-internet")["egress"][0].pop("ports")),
    ("the internet with the private networks", network_checks.roads, "reaches private",
     lambda d: policy(d, "to-internet")["egress"][0]["to"][0]["ipBlock"].pop("except")),
    ("a port of the API for everything", network_checks.callers, "reached by everything",
     lambda d: policy(d, "api")["ingress"][0].pop("from")),
    ("no road to the figures", network_checks.callers, "not reached by",
     lambda d: d.remove(find(d, "NetworkPolicy", "metrics"))),
    ("staging's data for everything in the namespace", network_checks.callers, "postgres: reached by",
     lambda d: policy(d, "postgres")["ingress"][0]["from"].append({"podSelector": {}})),
    ("no TLS", network_checks.ingress, "without TLS", lambda d: find(d, "Ingress", "api")["spec"].pop("tls")),
    ("no limits", network_checks.ingress, "no limit", lambda d: annotations(d, "Ingress", "api").pop(NGINX + "limit-rps")),
    ("streams that are buffered", network_checks.ingress, "holds back",
     lambda d: annotations(d, "Ingress", "api-events").update({NGINX + "proxy-buffering": "on"})),
    ("public figures", network_checks.ingress, "is public", lambda d: d.remove(find(d, "Ingress", "api-metrics"))),
    ("figures for who calls itself 127.0.0.1", network_checks.ingress, "who says that it is",
     lambda d: annotations(d, "Ingress", "api-metrics").pop(NGINX + "denylist-source-range")),
    ("a field that pages may not send", network_checks.ingress, "cors-allow-headers is not",
     lambda d: annotations(d, "Ingress", "api").update({NGINX + "cors-allow-headers": "Authorization, Content-Type"})),
    ("a field that pages may not read", network_checks.ingress, "ingress api-events: cors-expose-headers",
     lambda d: annotations(d, "Ingress", "api-events").pop(NGINX + "cors-expose-headers")),
    ("few streams by address", network_checks.ingress, "a school behind one address",
     lambda d: annotations(d, "Ingress", "api-events").update({NGINX + "limit-connections": "50"})),
    ("requests sent twice", network_checks.ingress, "twice",
     lambda d: annotations(d, "Ingress", "api").pop(NGINX + "proxy-next-upstream")),
    ("small bodies", network_checks.ingress, "28 MiB", lambda d: annotations(d, "Ingress", "api").pop(NGINX + "proxy-body-size")),
    ("CORS answered twice", network_checks.ingress, "CORS",
     lambda d: settings(d).update(FLOTILLA_CORS_ORIGINS="https://app.example")),
    ("CORS for every page", network_checks.ingress, "every page",
     lambda d: annotations(d, "Ingress", "api").update({NGINX + "cors-allow-origin": "*"})),
    ("links to nowhere", network_checks.ingress, "links", lambda d: settings(d).update(FLOTILLA_PUBLIC_URL="https://x")),
    ("pods of any kind", network_checks.namespace, "any kind", lambda d: of_kind(d, "Namespace")[0]["metadata"].pop("labels")),
]


@pytest.mark.parametrize(("check", "word", "break_it"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_found(check, word, break_it):
    """With one thing broken, the check that is meant for it complains, and of that."""
    broken = documents("staging")
    break_it(broken)
    assert any(word in complaint for complaint in check(broken)), check(broken)


def test_no_check_is_without_a_fault():
    """A check that was never seen to fail would prove nothing."""
    checks = {c for m in (pod_checks, reference_checks, scaling_checks, network_checks) for c in m.ALL}
    assert checks == {fault[1] for fault in FAULTS}
