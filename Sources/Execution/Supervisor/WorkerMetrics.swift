import Jobs
public import Operations
import Tracing

/// The figures of a worker, kept by its supervisor.
public struct WorkerMetrics: Sendable {
    public let registry: MetricsRegistry
    private let finished: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let waits: MetricFamily<Histogram>
    private let running: MetricFamily<Gauge>
    private let recovered: MetricFamily<Counter>
    private let failures: MetricFamily<Counter>

    public init(registry: MetricsRegistry = MetricsRegistry()) {
        self.registry = registry
        finished = registry.counter(
            "flotilla_jobs_finished_total", help: "Runs that ended, by what became of the job.",
            labels: ["queue", "kind", "status"])
        durations = registry.histogram(
            "flotilla_job_duration_seconds", help: "How long a run kept its slot.", labels: ["queue", "kind"])
        waits = registry.histogram(
            "flotilla_job_wait_seconds", help: "From when the job could run to when it did.",
            labels: ["queue", "kind"])
        running = registry.gauge(
            "flotilla_worker_jobs", help: "Jobs that this worker holds.", labels: ["queue"])
        recovered = registry.counter(
            "flotilla_jobs_recovered_total",
            help: "Jobs put back because their worker was gone, or the dispatcher had lost them.",
            labels: ["queue", "cause"])
        failures = registry.counter(
            "flotilla_dispatch_failures_total",
            help: "What a worker could do neither by Redis nor by PostgreSQL; it is tried again.", labels: ["operation"]
        )
    }

    /// A rate needs the zero that a first failure rises from.
    public func expect(_ definitions: [JobDefinition]) {
        for definition in definitions {
            for status in [JobStatus.succeeded, .failed] {
                _ = finished.labels(definition.queue.rawValue, definition.kind.rawValue, status.rawValue)
            }
        }
    }

    func failed(_ operation: DispatchOperation) { failures.labels(operation.rawValue).increment() }

    func holds(_ count: Int, in queue: QueueName) {
        running.labels(queue.rawValue).set(Double(count))
    }

    func recovered(_ count: Int, from queue: QueueName, because cause: AttemptEnd) {
        recovered(count, from: queue, because: cause.rawValue)
    }

    /// Queued jobs that the dispatcher did not know, although nothing had happened to it.
    func audited(_ count: Int, in queue: QueueName) {
        recovered(count, from: queue, because: "audit")
    }

    private func recovered(_ count: Int, from queue: QueueName, because cause: String) {
        guard count > 0 else { return }
        recovered.labels(queue.rawValue, cause).increment(by: count)
    }
}

/// Runs of one kind come in a row: a cell is looked for when the kind changes.
extension WorkerMetrics: RunObserver {
    public func started(_ runs: [RunStart]) {
        var last: (queue: QueueName, kind: JobKind, wait: Histogram)?
        for start in runs {
            let run = start.run
            if last?.kind != run.kind || last?.queue != run.queue {
                last = (run.queue, run.kind, waits.labels(run.queue.rawValue, run.kind.rawValue))
            }
            last?.wait.observe(start.wait)
        }
    }

    public func ended(_ runs: [RunEnd]) {
        var last: (queue: QueueName, kind: JobKind, status: JobStatus, count: Counter, time: Histogram)?
        for end in runs {
            guard let status = end.status else { continue }
            let run = end.run
            if last?.kind != run.kind || last?.status != status || last?.queue != run.queue {
                let (queue, kind) = (run.queue.rawValue, run.kind.rawValue)
                last = (
                    run.queue, run.kind, status, finished.labels(queue, kind, status.rawValue),
                    durations.labels(queue, kind)
                )
            }
            last?.count.increment()
            last?.time.observe(end.slotTime, as: end.span.map(Exemplar.init))
        }
    }
}

extension Exemplar {
    fileprivate init(_ span: SpanContext) {
        self.init(traceID: span.traceID.description, spanID: span.spanIDText)
    }
}
