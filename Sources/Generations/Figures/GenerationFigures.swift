import Foundation
public import Operations
import Synchronization

/// `flotilla_model_calls_total{provider,operation,outcome}` and `flotilla_model_tokens_total{provider,kind}` of the whole fleet, read
/// from PostgreSQL every five seconds: handlers run in processes that serve no metrics.
public final class GenerationFigures: Sendable {
    private static let pause = Duration.seconds(5)

    private let store: GenerationStore
    private let calls: MetricFamily<Counter>
    private let tokens: MetricFamily<Counter>
    /// Calls that ended up to then are counted; nil before the first reading.
    private let counted = Mutex<Date?>(nil)

    public init(store: GenerationStore, registry: MetricsRegistry) {
        self.store = store
        calls = registry.counter(
            "flotilla_model_calls_total", help: "Requests to models that ended, of the whole fleet.",
            labels: ["provider", "operation", "outcome"])
        tokens = registry.counter(
            "flotilla_model_tokens_total", help: "Tokens that models read and wrote, of the whole fleet.",
            labels: ["provider", "kind"])
        // A rate needs the zero that a first failure rises from.
        for provider in ["ollama", "openai"] {
            for outcome in ["succeeded", "invalid", "failed"] {
                calls.labels(provider, "chat", outcome).increment(by: 0)
            }
        }
    }

    /// Reads again and again.
    public func service(logger: Logger) -> PeriodicService {
        PeriodicService("model figures", logger: logger) { [self] in
            let start = ContinuousClock.now
            let (list, until) = try await store.endedCalls(after: counted.withLock { $0 })
            for one in list {
                calls.labels(one.provider, one.operation, one.outcome).increment(by: one.count)
                tokens.labels(one.provider, "prompt").increment(by: one.prompt)
                tokens.labels(one.provider, "completion").increment(by: one.completion)
            }
            counted.withLock { $0 = until }
            return max(Self.pause, start.duration(to: .now) * 20)
        }
    }
}
