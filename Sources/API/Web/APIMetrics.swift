import Accounts
import Assembly
import HTTPServer
import Jobs
import Operations

/// The figures of this process, under the names that dashboards rely on.
struct APIMetrics: Sendable {
    let registry = MetricsRegistry()
    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let refused: MetricFamily<Counter>
    private let enqueued: MetricFamily<Counter>
    let authFailures: MetricFamily<Counter>

    init() {
        registry.setBuildInfo(version: Version.current)
        requests = registry.counter(
            "flotilla_http_requests_total", help: "Requests answered.", labels: ["route", "method", "status"])
        durations = registry.histogram(
            "flotilla_http_request_duration_seconds", help: "From the request's last byte to the answer's first.",
            labels: ["route"])
        refused = registry.counter(
            "flotilla_http_refused_total", help: "Requests and connections refused: a caller had its share.",
            labels: ["resource"])
        for resource in SharedResource.allCases { refused.labels(resource.rawValue).increment(by: 0) }
        enqueued = registry.counter(
            "flotilla_jobs_enqueued_total", help: "Jobs accepted.", labels: ["queue", "kind"])
        authFailures = registry.counter(
            "flotilla_auth_failures_total", help: "Sign-ins and sign-ups that were refused.", labels: ["reason"])
        for reason in ["wrong_credentials", "wrong_token", "overloaded"] + SignInRefusal.Reason.allCases.map(\.rawValue)
        {
            _ = authFailures.labels(reason)
        }
    }

    /// - Parameter exemplar: the request's span, where it is exported.
    func count(_ request: RequestSummary, as exemplar: Exemplar?) {
        let route = request.route ?? "none"
        requests.labels(route, request.method.rawValue, String(request.status.rawValue)).increment()
        durations.labels(route).observe(request.duration, as: exemplar)
    }

    func count(_ refusal: ShareRefusal) {
        refused.labels(refusal.resource.rawValue).increment(by: refusal.count)
    }

    func count(_ jobs: [NewJob]) {
        for job in jobs { enqueued.labels(job.queue.rawValue, job.kind.rawValue).increment() }
    }
}
