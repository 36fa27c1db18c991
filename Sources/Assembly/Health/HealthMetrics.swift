import Operations
import Synchronization

/// The figures of a report: `flotilla_database_up`, `flotilla_broker_up`, `flotilla_unhealthy{reason}`.
struct HealthMetrics: Sendable {
    private let database: Gauge
    private let broker: Gauge
    private let unhealthy: MetricFamily<Gauge>
    private let shown = ShownReasons()

    init(_ registry: MetricsRegistry) {
        database = registry.gauge(
            "flotilla_database_up",
            help: "1 when PostgreSQL answers, can be written, and no other session's lock holds us up.")
        broker = registry.gauge("flotilla_broker_up", help: "1 when Redis does what the dispatcher needs of it.")
        unhealthy = registry.gauge(
            "flotilla_unhealthy", help: "1 while this is wrong: the codes of /readyz (docs/troubleshooting.md).",
            labels: ["reason"])
    }

    func show(_ report: HealthReport) {
        database.set(report.database == .up ? 1 : 0)
        broker.set(report.isBrokerUp ? 1 : 0)
        let codes = Set(report.reasons.map(\.code))
        for code in shown.replace(by: codes).subtracting(codes) { unhealthy.labels(code).set(0) }
        for code in codes { unhealthy.labels(code).set(1) }
    }

    private final class ShownReasons: Sendable {
        private let codes = Mutex<Set<String>>([])

        func replace(by new: Set<String>) -> Set<String> {
            codes.withLock { codes in
                defer { codes = new }
                return codes
            }
        }
    }
}
