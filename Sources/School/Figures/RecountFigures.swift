public import Operations
import Synchronization

/// `flotilla_indicator_differences`, read from PostgreSQL: the worker that counts serves no metrics.
public final class RecountFigures: Sendable {
    private let store: SchoolStore
    /// nil before the first recount.
    private let differences = Mutex<Int?>(nil)

    public init(store: SchoolStore, registry: MetricsRegistry) {
        self.store = store
        registry.collect("indicators") { [self] in
            guard let found = differences.withLock({ $0 }) else { return [] }
            return [
                CollectedMetric(
                    "flotilla_indicator_differences",
                    help: "Lines of the school's indicators that the latest recount had to correct.", labels: [],
                    samples: [.init([], Double(found))])
            ]
        }
    }

    /// Reads again and again.
    public func service(logger: Logger) -> PeriodicService {
        PeriodicService("indicator figures", logger: logger) { [self] in
            let found = try await store.recountedDifferences()
            differences.withLock { $0 = found }
            return .seconds(60)
        }
    }
}
