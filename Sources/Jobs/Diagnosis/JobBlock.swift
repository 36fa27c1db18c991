import Foundation

/// What stands between a job that is ready and a worker.
public struct JobBlock: Sendable, Hashable {
    /// One limit or pause that lets nothing through at this moment.
    public struct BlockingLimit: Sendable, Hashable {
        public enum Reason: Sendable, Hashable {
            /// As many run as may.
            case running(Int, of: Int)
            /// The next may start in that time.
            case rate(perSecond: Double, next: Duration)
            case paused
        }

        public let scope: LimitScope
        /// nil: over all kinds.
        public let kind: JobKind?
        public let reason: Reason

        public init(scope: LimitScope, kind: JobKind?, reason: Reason) {
            self.scope = scope
            self.kind = kind
            self.reason = reason
        }
    }

    /// Jobs of its own tenant that come before it; a lower bound when `isAtLeast`.
    public let ahead: Int
    public let isAtLeast: Bool
    /// All limits that block it now; empty: it only waits for its turn.
    public let blockingLimits: [BlockingLimit]

    public init(ahead: Int, isAtLeast: Bool = false, blockingLimits: [BlockingLimit]) {
        self.ahead = ahead
        self.isAtLeast = isAtLeast
        self.blockingLimits = blockingLimits
    }
}

/// A dispatcher that can say why a job is not running.
public protocol HoldingBroker: Sendable {
    /// - Parameter time: past it an error is thrown.
    /// - Returns: nil when the job is in no line: it runs, is settled, waits for its time, or was lost.
    func hold(of offer: Offer, within time: Duration) async throws -> JobBlock?

    /// How full the limits are that let the fewest through: of each rule's busiest things, at most `limit`.
    func usage(of queue: QueueName, limit: Int) async throws -> [LimitUsage]
}

/// How full one limit is.
public struct LimitUsage: Sendable, Hashable {
    public let scope: LimitScope
    public let kind: JobKind?
    /// The tenant, or the lane's name (the key itself never leaves the store).
    public let subject: String?
    public let running: Int
    public let limit: Int?
    /// Lines of jobs that wait because of it.
    public let waiting: Int

    public init(scope: LimitScope, kind: JobKind?, subject: String?, running: Int, limit: Int?, waiting: Int) {
        self.scope = scope
        self.kind = kind
        self.subject = subject
        self.running = running
        self.limit = limit
        self.waiting = waiting
    }
}
