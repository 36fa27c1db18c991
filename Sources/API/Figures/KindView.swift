import Assembly
import Foundation
import HTTPServer
import Jobs

/// A registered kind with its figures of the last fifteen minutes.
struct KindView: Encodable, Sendable {
    let kind: JobKind
    let queue: QueueName
    let paused: Bool
    let timeoutSeconds: Double
    let maxAttempts: Int
    let enqueued: Int
    let started: Int
    let succeeded: Int
    let retried: Int
    let failed: Int
    let cancelled: Int
    /// Attempts that failed over attempts that ended; nil when none did.
    let errorRate: Double?
    let wait: Quantiles
    let run: Quantiles

    init(_ definition: JobDefinition, _ count: ActivityCount, isPaused: Bool) {
        kind = definition.kind
        queue = definition.queue
        paused = isPaused
        timeoutSeconds = definition.timeout / .seconds(1)
        maxAttempts = definition.maxAttempts
        enqueued = count.enqueued
        started = count.started
        succeeded = count.succeeded
        retried = count.retried
        failed = count.failed
        cancelled = count.cancelled
        let ended = count.succeeded + count.retried + count.failed
        errorRate =
            ended == 0 ? nil : (Double(count.retried + count.failed) / Double(ended) * 100_000).rounded() / 100_000
        wait = Quantiles(count.wait)
        run = Quantiles(count.run)
    }
}
