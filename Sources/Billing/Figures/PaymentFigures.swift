import Foundation
public import Operations
import Synchronization

/// `flotilla_payments_total{outcome}`, `flotilla_payments_unknown`, `flotilla_gateway_differences` and `flotilla_invoices_missing`
/// of the whole fleet, read from PostgreSQL and served to all who scrape meanwhile: handlers run in processes that serve no
/// metrics.
public final class PaymentFigures: Sendable {
    private static let pause = Duration.seconds(5)
    /// Older figures are left out rather than served: an alarm has to know.
    private static let lifetime = Duration.seconds(60)
    /// Between readings of what runs could not bill, which walks the schools of two months.
    private static let longPause = Duration.seconds(60)

    private struct State {
        /// Payments that ended up to then are counted; nil before the first reading.
        var counted: Date?
        var standing: StandingBilling?
        var date = ContinuousClock.now
        /// When `missingInvoices` was read.
        var billed: ContinuousClock.Instant?
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
        registry.collect("payments") { [self] in try young().metrics }
    }

    /// Reads again and again.
    public func service(logger: Logger) -> PeriodicService {
        PeriodicService("payment figures", logger: logger) { [self] in
            let start = ContinuousClock.now
            try await read(at: start)
            return max(Self.pause, start.duration(to: .now) * 20)
        }
    }

    /// Counts what ended since the reading before; the first one begins to count.
    package func read(at start: ContinuousClock.Instant = .now) async throws {
        let tail = try await store.endedPayments(after: state.withLock { $0.counted })
        for (outcome, count) in tail.counts where count > 0 { ended.labels(outcome).increment(by: count) }
        state.withLock { $0.counted = tail.until }
        let known = state.withLock { state in
            state.billed.map { $0.duration(to: start) < Self.longPause } == true ? state.standing : nil
        }
        let standing = StandingBilling(
            differences: try await store.differences().count, unknownPayments: try await store.unknownPayments(),
            missingInvoices: try await missing(known))
        state.withLock {
            $0.standing = standing
            $0.date = .now
            if known == nil { $0.billed = start }
        }
    }

    private func missing(_ known: StandingBilling?) async throws -> Int {
        if let known { return known.missingInvoices }
        return try await store.unbilled().count
    }

    private func young() throws -> StandingBilling {
        let (standing, date) = state.withLock { ($0.standing, $0.date) }
        guard let standing, date.duration(to: .now) < Self.lifetime else { throw Outdated() }
        return standing
    }
}
