public import Broker
public import Jobs
public import Operations
public import Postgres
public import Redis
import Synchronization

/// Judges what the process needs, a little more than once a second (twice while something is out of order) and by the work
/// itself: Redis by a script that does what the dispatcher does, PostgreSQL by whether it can be written. Callers get the
/// last verdict and wait for neither.
public final class HealthMonitor: Service {
    public let name = "health"
    private static let (pause, calmPause) = (Duration.milliseconds(500), Duration.milliseconds(700))
    private static let limit = Duration.seconds(1)
    private static let dutiesPause = Duration.seconds(5)
    /// Beyond it the cause is rarely another one.
    private static let mostDuties = 5
    private static let policyPause = Duration.seconds(5)

    private struct State {
        /// nil before the first check has ended.
        var database: Diagnosis??
        var lock: LockHolder?
        var queues: [QueueName: Diagnosis]?
        var eviction: Diagnosis?
        /// Periodic work of any process that has failed for long.
        var duties: [Diagnosis] = []
        var shown: Set<String> = []
    }

    private let database: Database
    private let migrations: MigrationSet
    private let redis: RedisClient
    private let broker: RedisBroker
    private let queues: @Sendable () -> [QueueName]
    private let duties: FailingDuties
    private let metrics: HealthMetrics
    private let logger: Logger
    private let repeats = RepeatLimit(every: .seconds(30))
    private let state = Mutex(State())
    private let stopped = StopLatch()

    /// - Parameters:
    ///   - database: what is asked; a connection of its own where others may use up the shared ones.
    ///   - migrations: that the program needs.
    ///   - queues: whose keys in Redis are looked at.
    public init(
        database: Database, needing migrations: MigrationSet, redis: RedisClient, broker: RedisBroker,
        queues: @escaping @Sendable () -> [QueueName], duties: FailingDuties = .shared, registry: MetricsRegistry,
        logger: Logger
    ) {
        self.migrations = migrations
        self.duties = duties
        self.database = database
        self.redis = redis
        self.broker = broker
        self.queues = queues
        self.logger = logger
        metrics = HealthMetrics(registry)
    }

    public func run() async throws {
        let checks =
            [
                Task { try await self.repeating { await self.checkDatabase() ? Self.calmPause : Self.pause } },
                Task { try await self.repeating { await self.checkBroker() ? Self.calmPause : Self.pause } },
                Task { try await self.repeating { await self.askPolicy() } },
                Task {
                    try await self.repeating {
                        await self.lookForDuties()
                        return Self.dutiesPause
                    }
                },
            ] as [Task<Void, any Error>]
        await stopped.wait()
        for check in checks { check.cancel() }
    }

    public func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    /// The last verdict; waits for the first one, within 2 s.
    public func report() async -> HealthReport {
        let end = ContinuousClock.now + .seconds(2)
        while state.withLock({ $0.database == nil || $0.queues == nil }), ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
        return state.withLock { Self.report($0) }
    }

    /// What keeps the dispatcher from serving a queue, as far as is known.
    public func trouble(of queue: QueueName) -> Diagnosis? { state.withLock { $0.queues?[queue] } }

    // MARK: Checks

    /// - Parameter body: returns the pause until the next time.
    private func repeating(_ body: @Sendable () async -> Duration) async throws {
        while !Task.isCancelled { try await Task.sleep(for: await body()) }
    }

    /// - Returns: whether nothing is out of order.
    private func checkDatabase() async -> Bool {
        let found = await DatabaseCheck.run(on: database, needing: migrations, within: Self.limit)
        let known = state.withLock(\.lock)
        // A server that is frozen gives no answer to the second question either: what is known by then is said.
        let saying = Task {
            try await Task.sleep(for: .milliseconds(250))
            note { $0.database = .some(found) }
        }
        // A lock is looked for where the server answers, and where an answer did not come in time: the check itself may be
        // waiting behind a statement that waits for the lock.
        let lock =
            found == nil || found == .databaseTimedOut
            ? await LockHolder.find(in: database, known: known, within: Self.limit) : nil
        saying.cancel()
        guard !Task.isCancelled else { return false }
        note {
            $0.lock = lock
            $0.database = .some(lock == nil ? found : nil)
        }
        return found == nil && lock == nil
    }

    /// - Returns: whether nothing is out of order.
    private func checkBroker() async -> Bool {
        let found = await withTaskGroup(of: (QueueName, Diagnosis?).self) { group in
            for queue in queues() {
                group.addTask { (queue, await self.broker.trouble(of: queue)) }
            }
            return await group.reduce(into: [QueueName: Diagnosis]()) { $0[$1.0] = $1.1 }
        }
        guard !Task.isCancelled else { return false }
        note { $0.queues = found }
        return found.isEmpty
    }

    /// - Returns: the pause until the next time.
    private func askPolicy() async -> Duration {
        do {
            let policy = try await EvictionPolicy.ask(redis)
            note { $0.eviction = policy?.diagnosis }
            return Self.policyPause
        } catch {
            return .seconds(1)
        }
    }

    /// Of this process and, while the database can be asked, of the others.
    private func lookForDuties() async {
        let own = duties.failures(lasting: Diagnosis.dutyPatience)
        let written = (try? await FailingDutyTable(database: database).failures(limit: Self.mostDuties)) ?? []
        guard !Task.isCancelled else { return }
        // What this process wrote itself is among them.
        let others = written.filter { row in !own.contains { $0.duty == row.failure.duty } }
        let diagnoses =
            own.map { Diagnosis($0, of: "this process") }
            + others.map { Diagnosis($0.failure, of: "the program \($0.program)") }
        note { $0.duties = Array(diagnoses.prefix(Self.mostDuties)) }
    }

    package static func failingDuties(in database: Database) async throws -> [Diagnosis] {
        try await FailingDutyTable(database: database).failures(limit: mostDuties).map {
            Diagnosis($0.failure, of: "the program \($0.program)")
        }
    }

    private func note(_ change: (inout State) -> Void) {
        let (report, old) = state.withLock { state -> (HealthReport?, Set<String>) in
            change(&state)
            let report = Self.report(state)
            guard state.database != nil, state.queues != nil else { return (nil, []) }
            defer { state.shown = Set(report.reasons.map(\.code)) }
            return (report, state.shown)
        }
        // Nothing is said before everything was looked at.
        guard let report else { return }
        metrics.show(report)
        for reason in report.reasons {
            guard let suppressed = repeats.admit(reason.code) else { continue }
            logger.warning(
                "something that this process needs is out of order",
                [
                    "code": .string(reason.code), "problem": .string(reason.problem),
                    "advice": .string(reason.advice), "suppressed": .integer(suppressed),
                ])
        }
        for code in old.subtracting(report.reasons.map(\.code)) {
            logger.info("what was out of order works again", ["code": .string(code)])
        }
    }

    private static func report(_ state: State) -> HealthReport {
        let unknown = Diagnosis(
            "not_checked", "The first check has not ended.", advice: "Ask again in a second.")
        let database = state.database ?? unknown
        let found = state.queues.map { Array($0.values) } ?? [unknown]
        var seen: Set<Diagnosis> = []
        let broker = found.sorted { ($0.code, $0.problem) < ($1.code, $1.problem) }.filter { seen.insert($0).inserted }
        let part: HealthReport.Part =
            if broker.isEmpty {
                state.eviction == nil ? .up : .evicting
            } else {
                broker.contains { Diagnosis.noAnswer.contains($0.code) } ? .down : .degraded
            }
        // While a server is away all that needs it fails, by that cause.
        let duties = database == nil && broker.isEmpty ? state.duties : []
        let reasons = [database, state.lock?.diagnosis, state.eviction].compactMap { $0 } + broker + duties
        let databasePart: HealthReport.Part =
            switch database {
            case nil: state.lock == nil ? .up : .blocked
            case .databaseReadOnly: .readOnly
            default: .down
            }
        return HealthReport(database: databasePart, broker: part, reasons: reasons)
    }
}
