import Assembly
import HTTPServer
import Jobs
import Operations

/// The figures of this process, under the names that dashboards rely on.
struct APIMetrics: Sendable {
    let registry = MetricsRegistry()
    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let enqueued: MetricFamily<Counter>

    init() {
        registry.setBuildInfo(version: Version.current)
        requests = registry.counter(
            "flotilla_http_requests_total", help: "Requests answered.", labels: ["route", "method", "status"])
        durations = registry.histogram(
            "flotilla_http_request_duration_seconds", help: "From the request's last byte to the answer's first.",
            labels: ["route"])
        enqueued = registry.counter(
            "flotilla_jobs_enqueued_total", help: "Jobs accepted.", labels: ["queue", "kind"])
    }

    func count(_ request: RequestSummary) {
        let route = request.route ?? "none"
        // A method is what the caller wrote: one that no route has could be any text.
        let method = HTTPMethod.known.contains(request.method) ? request.method.rawValue : "other"
        requests.labels(route, method, String(request.status.rawValue)).increment()
        durations.labels(route).observe(request.duration)
    }

    func count(_ jobs: [NewJob]) {
        for job in jobs { enqueued.labels(job.queue.rawValue, job.kind.rawValue).increment() }
    }
}
