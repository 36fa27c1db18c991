/// What a limit counts together: all jobs of a queue, of a kind, of each tenant, or of each limit key of a kind.
public enum LimitScope: String, Sendable, Hashable, Codable, CaseIterable {
    case queue, kind, tenant, key
}

/// How many may start in a time.
public struct StartRate: Sendable, Hashable {
    public let perSecond: Double
    /// How many of them may come at once; 1 spaces them evenly.
    public let burst: Int

    public init(perSecond: Double, burst: Int = 1) {
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// A limit that a kind's program declares, and that holds unless an operator sets another.
///
///     limits: [.running(3, per: .key), .starts(10, per: .second, each: .tenant)]
public struct JobLimit: Sendable, Hashable {
    public enum Interval: Sendable {
        case second, minute, hour

        var seconds: Double {
            switch self {
            case .second: 1
            case .minute: 60
            case .hour: 3600
            }
        }
    }

    /// Never `.queue`: a kind sets no limits for other kinds.
    public let scope: LimitScope
    public let running: Int?
    public let rate: StartRate?

    /// - Parameters:
    ///   - count: of the kind's jobs, at once over all workers of the queue.
    ///   - scope: what is counted together; `.queue` is taken for `.kind`.
    public static func running(_ count: Int, per scope: LimitScope = .kind) -> JobLimit {
        JobLimit(scope: scope, running: max(1, count), rate: nil)
    }

    /// - Parameters:
    ///   - count: of the kind's jobs that may start in the interval.
    ///   - burst: how many of them may come at once.
    public static func starts(
        _ count: Int, per interval: Interval, each scope: LimitScope = .kind, burst: Int = 1
    ) -> JobLimit {
        JobLimit(
            scope: scope, running: nil,
            rate: StartRate(perSecond: Double(max(1, count)) / interval.seconds, burst: max(1, burst)))
    }

    /// As read from the store.
    public init(scope: LimitScope, running: Int?, rate: StartRate?) {
        self.scope = scope == .queue ? .kind : scope
        self.running = running
        self.rate = rate
    }
}
