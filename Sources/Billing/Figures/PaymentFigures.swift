import Foundation
public import Operations
import Synchronization

/// `flotilla_payments_total{outcome}` and `flotilla_gateway_differences` of the whole fleet, read from PostgreSQL every five
/// seconds and served to all who scrape meanwhile: handlers run in processes that serve no metrics.
public final class PaymentFigures: Sendable {
    private static let pause = Duration.seconds(5)
    /// Older figures are left out rather than served: an alarm has to know.
    private static let lifetime = Duration.seconds(60)

    private struct State {
        /// Payments that ended up to then are counted; nil before the first reading.
        var counted: Date?
        var differences = 0
        var date: ContinuousClock.Instant?
    }

    /// There is no reading that is young enough.
    private struct Outdated: Error {}

    private let store: BillingStore
    private let ended: MetricFamily<Counter>
    private let state = Mutex(State())

    public init(store: BillingStore, registry: MetricsRegistry) {
        self.store = store
        ended = registry.counter(
            "flotilla_payments_total", help: "Payments that ended, of the whole fleet.", labels: ["outcome"])
        // A rate needs the zero that a first failure rises from.
        for outcome in [PaymentRecord.Status.succeeded, .failed] {
            ended.labels(outcome.rawValue).increment(by: 0)
        }
        registry.collect("payments") { [self] in
            [
                CollectedMetric(
                    "flotilla_gateway_differences",
                    help: "What the payment gateway and the ledger say differently.", labels: [],
                    samples: [.init([], Double(try young()))])
            ]
        }
    }

    /// Reads again and again.
    public func service(logger: Logger) -> PeriodicService {
        PeriodicService("payment figures", logger: logger) { [self] in
            let start = ContinuousClock.now
            let tail = try await store.endedPayments(after: state.withLock { $0.counted })
            for (outcome, count) in tail.counts where count > 0 { ended.labels(outcome).increment(by: count) }
            let differences = try await store.differences().count
            state.withLock {
                $0.counted = tail.until
                $0.differences = differences
                $0.date = .now
            }
            return max(Self.pause, start.duration(to: .now) * 20)
        }
    }

    private func young() throws -> Int {
        let (count, date) = state.withLock { ($0.differences, $0.date) }
        guard let date, date.duration(to: .now) < Self.lifetime else { throw Outdated() }
        return count
    }
}
