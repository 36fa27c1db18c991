"""Which pod reaches what, as the NetworkPolicies together have it, held against what each needs: no road less, none more."""

import ipaddress
import re
import urllib.parse

from rendering import ROOT, Document, Pod, find, matches, of_kind, pods, variables

#: What each needs to reach. DNS is for all.
NEEDS = {
    "api": {"dns", "postgres", "redis", "traces"},
    "enqueuer": {"dns", "postgres", "redis", "traces"},
    "scan-worker": {"dns", "postgres", "redis", "traces", "internet"},
    "ai-worker": {"dns", "postgres", "redis", "traces", "models"},
    "notify-worker": {"dns", "postgres", "redis", "traces", "internet"},
    "billing-worker": {"dns", "postgres", "redis", "traces", "internet"},
    "migrate": {"dns", "postgres"},
    # An operator's, for an hour (docs/kubernetes.md).
    "admin": {"dns", "postgres", "redis"},
    "model-server": {"dns", "internet"},
    "postgres": {"dns"},
    "redis": {"dns"},
}
#: By whom each may be reached: namespaces, or labels of pods, with the port.
CALLERS = {
    "api": {"namespace ingress-nginx:8080", "namespace monitoring:8080"},
    "enqueuer": {"namespace monitoring:9090"},
    "scan-worker": {"namespace monitoring:9090"},
    "ai-worker": {"namespace monitoring:9090"},
    "notify-worker": {"namespace monitoring:9090"},
    "billing-worker": {"namespace monitoring:9090"},
    "migrate": set(),
    "model-server": {"pods flotilla.example/models:11434"},
    "postgres": {"pods flotilla.example/postgres:5432"},
    "redis": {"pods flotilla.example/redis:6379"},
}
PORTS = {5432: "postgres", 6379: "redis", 11434: "models", 53: "dns", 4318: "traces"}
#: Settings that hold the address of a server, and who calls it.
ADDRESSES = {
    "OLLAMA_HOST": {"ai-worker"}, "OPENAI_BASE_URL": {"ai-worker"}, "AI_EMBEDDING_URL": {"ai-worker"},
    "STRIPE_API_BASE": {"billing-worker"}, "PAGERDUTY_EVENTS_URL": {"notify-worker"}, "AWS_ENDPOINT_URL": {"scan-worker", "notify-worker"},
} | dict.fromkeys(("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"),
                  {"api", "enqueuer", "scan-worker", "ai-worker", "notify-worker", "billing-worker"})
#: Pages that may follow their streams from one address.
SCHOOL = 1000
#: Where mail is handed over.
MAIL = {465, 587}
#: Never reached by way of a policy for the whole internet: private networks, the nodes' metadata.
PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"]


def default(documents: list[Document]) -> list[str]:
    """Without a policy that names it, nothing is allowed."""
    for document in of_kind(documents, "NetworkPolicy"):
        spec = document["spec"]
        if spec["podSelector"] == {} and set(spec["policyTypes"]) == {"Ingress", "Egress"}:
            if not spec.get("ingress") and not spec.get("egress"):
                return []
    return ["no policy denies what no other allows"]


def roads(documents: list[Document]) -> list[str]:
    """Out of each pod: exactly what it needs."""
    found = []
    for pod in pods(documents):
        reached = set()
        for policy in _of(documents, pod, "Egress"):
            for rule in policy["spec"].get("egress", []):
                reached |= _goals(rule, documents, found, pod.name)
        wanted = NEEDS.get(pod.name)
        if pod.name == "notify-worker" and settings_of(pod, documents).get("FLOTILLA_EMAIL_PROVIDER", "smtp") == "smtp":
            wanted = wanted | {"mail"}
        if wanted is None:
            found.append(f"{pod.name}: nothing says what it needs")
        else:
            found += [f"{pod.name}: cannot reach {goal}" for goal in sorted(wanted - reached)]
            found += [f"{pod.name}: needs no {goal}" for goal in sorted(reached - wanted)]
    return found


def settings_of(pod: Pod, documents: list[Document]) -> dict[str, str]:
    """What its program is given by value."""
    container = pod.spec["containers"][0]
    given = {}
    for source in container.get("envFrom", []):
        given |= find(documents, "ConfigMap", source["configMapRef"]["name"])["data"]
    return given | variables(container)


def addresses(documents: list[Document]) -> list[str]:
    """Each server that a setting names can be reached by those who call it: by a Service's name, or in the internet."""
    found = []
    for pod in pods(documents):
        for name, value in settings_of(pod, documents).items():
            if pod.name not in ADDRESSES.get(name, ()):
                continue
            url = urllib.parse.urlsplit(value)
            host, port = url.hostname or "", url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
            rules = [r for policy in _of(documents, pod, "Egress") for r in policy["spec"].get("egress", [])]
            if not any(port in {p["port"] for p in rule.get("ports", [])} and _leads_to(rule, host, documents) for rule in rules):
                found.append(f"{pod.name}: {name} is {value}, which no policy lets it reach")
    return found


def _leads_to(rule: Document, host: str, documents: list[Document]) -> bool:
    service, *place = host.split(".")
    for peer in rule.get("to", []):
        if "ipBlock" in peer:
            if place and "svc" not in place and ipaddress.ip_network(peer["ipBlock"]["cidr"]).prefixlen == 0:
                return True
        elif "namespaceSelector" in peer:
            if place and peer["namespaceSelector"].get("matchLabels", {}).get("kubernetes.io/metadata.name") == place[0]:
                return True
        elif not place:
            selector = [d["spec"]["selector"] for d in of_kind(documents, "Service") if d["metadata"]["name"] == service]
            if selector and peer["podSelector"].get("matchLabels", {}).items() <= selector[0].items():
                return True
    return False


def callers(documents: list[Document]) -> list[str]:
    """Into each pod: exactly those who call it. Staging's data by the application alone."""
    found = []
    for pod in pods(documents):
        allowed = set()
        for policy in _of(documents, pod, "Ingress"):
            for rule in policy["spec"].get("ingress", []):
                if not rule.get("from") or not rule.get("ports"):
                    allowed.add("everything")
                    continue
                for peer in rule["from"]:
                    allowed |= {f"{_caller(peer)}:{port['port']}" for port in rule["ports"]}
        wanted = CALLERS.get(pod.name, set())
        found += [f"{pod.name}: not reached by {caller}" for caller in sorted(wanted - allowed)]
        found += [f"{pod.name}: reached by {caller}" for caller in sorted(allowed - wanted)]
    return found


def _of(documents: list[Document], pod: Pod, direction: str) -> list[Document]:
    return [
        policy for policy in of_kind(documents, "NetworkPolicy")
        if direction in policy["spec"]["policyTypes"] and matches(policy["spec"]["podSelector"], pod.labels)
    ]


def _goals(rule: Document, documents: list[Document], found: list[str], of: str) -> set[str]:
    ports = {port["port"] for port in rule.get("ports", [])}
    if not ports or not rule.get("to"):
        return {"everything"}
    goals = set()
    for peer in rule["to"]:
        block = peer.get("ipBlock")
        if block and ipaddress.ip_network(block["cidr"]).prefixlen < 16:
            missing = [n for n in PRIVATE if n not in block.get("except", [])]
            if missing:
                found.append(f"{of}: reaches private addresses: {', '.join(missing)}")
            goals.add("internet" if ports == {443} else "mail" if ports <= MAIL else f"internet on {sorted(ports)}")
        elif block and block["cidr"] == "169.254.170.23/32":
            continue
        elif block or _is_there(peer, documents):
            goals |= {PORTS.get(port, f"port {port}") for port in ports}
    return goals


def _is_there(peer: Document, documents: list[Document]) -> bool:
    """Whether a peer of this namespace selects pods that exist; others' namespaces are believed."""
    if "namespaceSelector" in peer:
        return True
    return any(matches(peer["podSelector"], pod.labels) for pod in pods(documents))


def _caller(peer: Document) -> str:
    if "namespaceSelector" in peer:
        return f"namespace {peer['namespaceSelector']['matchLabels']['kubernetes.io/metadata.name']}"
    if "podSelector" in peer:
        return f"pods {'+'.join(sorted(peer['podSelector'].get('matchLabels', {})))}"
    return peer["ipBlock"]["cidr"]


def ingress(documents: list[Document]) -> list[str]:
    """TLS everywhere, limits by address, streams unbuffered, figures closed, CORS answered in one place."""
    found = []
    prefix = "nginx.ingress.kubernetes.io/"
    rules = {}
    for document in of_kind(documents, "Ingress"):
        of, notes = document["metadata"]["name"], document["metadata"]["annotations"]
        hosts = {rule["host"] for rule in document["spec"]["rules"]}
        covered = {host for tls in document["spec"].get("tls", []) for host in tls["hosts"]}
        if not hosts <= covered or notes.get(prefix + "force-ssl-redirect") != "true":
            found.append(f"ingress {of}: answers without TLS")
        for rule in document["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                rules[path["path"]] = (of, notes)
    if not any("cert-manager.io/issuer" in notes for _, notes in rules.values()):
        found.append("no certificate is asked for")

    def meets(path: str) -> tuple[str, Document]:
        """As ingress-nginx does: the longest expression first, without regard to case."""
        for expression in sorted(rules, key=len, reverse=True):
            if re.match(expression, path, re.IGNORECASE):
                return rules[expression]
        return ("none", {})

    of, notes = meets("/api/v1/jobs")
    if int(notes.get(prefix + "limit-rps", 0)) <= 0 or int(notes.get(prefix + "limit-connections", 0)) <= 0:
        found.append(f"ingress {of}: no limit by address")
    if notes.get(prefix + "proxy-body-size") != "28m":
        found.append(f"ingress {of}: documents of 28 MiB do not come through")
    if int(notes.get(prefix + "proxy-read-timeout", 60)) <= 60:
        found.append(f"ingress {of}: cuts off those who wait for 60 s")
    if notes.get(prefix + "proxy-next-upstream") != "off":
        found.append(f"ingress {of}: may send a request twice")
    for path in ("/jobs/0190/events", "/api/v1/jobs/0190/events", "/notifications/events", "/events", "/api/v1/events"):
        of, notes = meets(path)
        if notes.get(prefix + "proxy-buffering") != "off" or int(notes.get(prefix + "proxy-read-timeout", 60)) < 600:
            found.append(f"ingress {of}: holds back the stream {path}")
        if int(notes.get(prefix + "limit-connections", 0)) < SCHOOL:
            found.append(f"ingress {of}: a school behind one address has no place for all its streams of {path}")
        if prefix + "limit-rps" in notes:
            found.append(f"ingress {of}: counts the reconnections of {path}")
    for path in ("/metrics", "/api/v1/metrics", "/METRICS"):
        of, notes = meets(path)
        if notes.get(prefix + "whitelist-source-range") != "127.0.0.1/32":
            found.append(f"ingress {of}: {path} is public")
        if notes.get(prefix + "denylist-source-range") != "0.0.0.0/0,::/0":
            found.append(f"ingress {of}: {path} is open to who says that it is 127.0.0.1")
    settings = next(d for d in of_kind(documents, "ConfigMap") if d["metadata"]["name"].startswith("fleet"))["data"]
    of, notes = meets("/api/v1/jobs")
    if (notes.get(prefix + "enable-cors") == "true") == ("FLOTILLA_CORS_ORIGINS" in settings):
        found.append("CORS is answered twice or never: by the ingress, or by FLOTILLA_CORS_ORIGINS")
    if notes.get(prefix + "cors-allow-origin", "*") == "*":
        found.append(f"ingress {of}: every page may call")
    for path in ("/api/v1/jobs", "/events"):
        of, notes = meets(path)
        for annotation, wanted in _cross_origin().items():
            if set(notes.get(prefix + annotation, "").split(", ")) != wanted:
                found.append(f"ingress {of}: {annotation} is not the API's own list")
    if "FLOTILLA_TRUSTED_PROXIES" not in settings:
        found.append("all callers have the address of the proxy")
    host = find(documents, "Ingress", "api")["spec"]["rules"][0]["host"]
    if settings.get("FLOTILLA_PUBLIC_URL") != f"https://{host}":
        found.append("links in mails do not lead to the ingress")
    return found


def _cross_origin() -> dict[str, set[str]]:
    """The fields that the API itself lets pages send and read where FLOTILLA_CORS_ORIGINS has it answer them."""
    source = (ROOT / "Sources/API/Web/Middleware/CrossOrigin.swift").read_text()
    lists = {name: set(re.findall(r'"([^"]+)"', re.search(rf"let {name} = \[(.*?)\]", source, re.DOTALL)[1])) for name in ("accepted", "exposed")}
    return {"cors-allow-headers": lists["accepted"], "cors-expose-headers": lists["exposed"]}


def namespace(documents: list[Document]) -> list[str]:
    """Pods that break the restricted standard are refused."""
    labels = of_kind(documents, "Namespace")[0]["metadata"].get("labels", {})
    return [] if labels.get("pod-security.kubernetes.io/enforce") == "restricted" else ["pods of any kind are let in"]


ALL = [default, roads, addresses, callers, ingress, namespace]
