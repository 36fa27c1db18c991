import Foundation
public import Operations
import Synchronization

/// `flotilla_deliveries_total{channel,outcome}`, `flotilla_deliveries{channel,status}`,
/// `flotilla_destinations_down{channel}` and `flotilla_notifications_unsent{template}` of the whole fleet, read from PostgreSQL every five seconds and served to all who
/// scrape meanwhile: handlers run in processes that serve no metrics.
public final class DeliveryFigures: Sendable {
    private static let pause = Duration.seconds(5)
    /// Older figures are left out rather than served: an alarm has to know.
    private static let lifetime = Duration.seconds(60)

    private struct State {
        /// Attempts that ended up to then are counted; nil before the first reading.
        var counted: Date?
        var standing: StandingDeliveries?
        var date = ContinuousClock.now
    }

    /// There is no reading that is young enough.
    private struct Outdated: Error {}

    private let store: NotificationStore
    private let ended: MetricFamily<Counter>
    private let state = Mutex(State())

    public init(store: NotificationStore, registry: MetricsRegistry) {
        self.store = store
        ended = registry.counter(
            "flotilla_deliveries_total", help: "Attempts at deliveries that ended, of the whole fleet.",
            labels: ["channel", "outcome"])
        // A rate needs the zero that a first failure rises from.
        for channel in Channel.allCases {
            for outcome in DeliveryAttempt.Outcome.allCases {
                ended.labels(channel.rawValue, outcome.rawValue).increment(by: 0)
            }
        }
        registry.collect("deliveries") { [self] in try young().metrics }
    }

    /// Reads again and again.
    public func service(logger: Logger) -> PeriodicService {
        PeriodicService("delivery figures", logger: logger) { [self] in
            let start = ContinuousClock.now
            let tail = try await store.endedAttempts(after: state.withLock { $0.counted })
            state.withLock { $0.counted = tail.until }
            for attempts in tail.attempts {
                ended.labels(attempts.channel, attempts.outcome).increment(by: attempts.count)
            }
            // What piled up while PostgreSQL was away is read in steps, at once.
            guard tail.isComplete else { return .milliseconds(100) }
            let standing = try await store.standing()
            state.withLock {
                $0.standing = standing
                $0.date = .now
            }
            return max(Self.pause, start.duration(to: .now) * 20)
        }
    }

    private func young() throws -> StandingDeliveries {
        let (standing, date) = state.withLock { ($0.standing, $0.date) }
        guard let standing, date.duration(to: .now) < Self.lifetime else { throw Outdated() }
        return standing
    }
}

extension StandingDeliveries {
    fileprivate var metrics: [CollectedMetric] {
        let statuses = [DeliveryStatus.queued, .failed, .unknown].map(\.rawValue)
        let channels = Channel.allCases.map(\.rawValue)
        return [
            CollectedMetric(
                "flotilla_deliveries", help: "Deliveries that wait, failed, or may have arrived.",
                labels: ["channel", "status"],
                samples: channels.flatMap { channel in
                    statuses.map { .init([channel, $0], Double(count["\(channel) \($0)"] ?? 0)) }
                }),
            CollectedMetric(
                "flotilla_destinations_down", help: "Destinations that are left alone because they keep failing.",
                labels: ["channel"], samples: channels.map { .init([$0], Double(down[$0] ?? 0)) }),
            CollectedMetric(
                "flotilla_notifications_unsent",
                help: "Notifications of the last 35 days that should have been mailed, and of which no mail was sent.",
                labels: ["template"],
                samples: Templates.all.map { .init([$0.name], Double(unsent[$0.name] ?? 0)) }),
        ]
    }
}
