public import Jobs

/// All that an operator looks at first.
public struct FleetOverview: Encodable, Sendable {
    public enum Status: String, Encodable, Sendable {
        case well
        case attention
        case trouble
    }

    public struct Servers: Encodable, Sendable {
        public let status: String
        public let database: String
        public let broker: String
    }

    public struct Workers: Encodable, Sendable {
        public internal(set) var alive = 0
        public internal(set) var silent = 0
        public internal(set) var quiet = 0
        public internal(set) var slots = 0
        public internal(set) var running = 0
    }

    public struct Schedules: Encodable, Sendable {
        public let overdue: Int
        public let mostOverdueSeconds: Double
    }

    /// A limit that holds jobs back.
    public struct Limit: Encodable, Sendable {
        public let queue: QueueName
        public let scope: LimitScope
        public let kind: JobKind?
        /// The tenant, or the lane's name.
        public internal(set) var subject: String?
        public let running: Int
        public let limit: Int?
        public let waitingLines: Int
    }

    public let status: Status
    public let summary: String
    public let alarms: [FleetAlarm]
    public let servers: Servers
    public let rates: JobRates
    public let workers: Workers
    public let schedules: Schedules
    public let queues: [QueueOverview]
    /// nil when the dispatcher does not answer.
    public private(set) var limits: [Limit]?
    public private(set) var failures: [ErrorGroupFigure]

    init(
        alarms: [FleetAlarm], health: HealthReport, rates: JobRates, workers: Workers, schedules: Schedules,
        queues: [QueueOverview], limits: [Limit]?, failures: [ErrorGroupFigure]
    ) {
        let troubles = alarms.filter { $0.severity == .trouble }
        self.alarms = troubles + alarms.filter { $0.severity != .trouble }
        status = alarms.isEmpty ? .well : troubles.isEmpty ? .attention : .trouble
        summary = Self.summary(of: self.alarms)
        servers = Servers(
            status: health.status.rawValue, database: health.database.rawValue, broker: health.broker.rawValue)
        self.rates = rates
        self.workers = workers
        self.schedules = schedules
        self.queues = queues
        self.limits = limits
        self.failures = failures
    }

    private static func summary(of alarms: [FleetAlarm]) -> String {
        guard let first = alarms.first else { return "All is well." }
        let others = alarms.count - 1
        return first.problem + (others == 0 ? "" : others == 1 ? " And one thing more." : " And \(others) things more.")
    }

    /// Without what may be a tenant's.
    public var anonymous: FleetOverview {
        var overview = self
        overview.failures = failures.map(\.anonymous)
        overview.limits = limits?.map { limit in
            var limit = limit
            limit.subject = nil
            return limit
        }
        return overview
    }
}
