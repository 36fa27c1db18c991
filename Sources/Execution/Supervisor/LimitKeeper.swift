public import Jobs
public import Operations

/// Keeps the dispatcher's copy of the limits, and of what counts under them, equal to the store: updated within a second of
/// a change or of a loss. Any number may run; each only repeats what the store has.
public struct LimitKeeper: Service {
    public let name = "limits"
    private let store: any LimitStore
    private let broker: any LimitBroker
    private let queues: @Sendable () -> [QueueName]
    private let lease: Duration
    private let pause: Duration
    private let logger: Logger
    private let repeats = RepeatLimit(every: .seconds(30))
    private let stopping = StopLatch()

    /// What was claimed so lately may have ended while it was read.
    private static let age = Duration.seconds(2)

    /// - Parameters:
    ///   - queues: those that are looked after.
    ///   - pause: between comparisons of what counts; changes of rules are looked for every half second.
    public init(
        store: any LimitStore, broker: any LimitBroker, queues: @escaping @Sendable () -> [QueueName], lease: Duration,
        pause: Duration = .seconds(1), logger: Logger
    ) {
        self.store = store
        self.broker = broker
        self.queues = queues
        self.lease = lease
        self.pause = pause
        self.logger = logger
    }

    public func run() async throws {
        let sending = Task {
            await repeatEvery(.milliseconds(500)) { await attempt("sending limits") { try await sendLimits() } }
        }
        let comparing = Task {
            await repeatEvery(pause) { await attempt("comparing what counts under limits") { try await compare() } }
        }
        await stopping.wait()
        sending.cancel()
        comparing.cancel()
    }

    public func stop(by deadline: ContinuousClock.Instant) async { stopping.open() }

    /// What fails is tried again with the next turn.
    private func attempt(_ duty: String, _ body: @Sendable () async throws -> Void) async {
        do {
            try await body()
            FailingDuties.shared.note(duty, nil)
        } catch {
            if !Task.isCancelled { FailingDuties.shared.note(duty, error) }
            guard !Task.isCancelled, let suppressed = repeats.admit("limits") else { return }
            logger.warning(
                "the dispatcher's limits could not be compared",
                ["error": .error(error), "suppressed": .integer(suppressed)])
        }
    }

    func sendLimits() async throws {
        let versions = try await store.limitVersions()
        for queue in queues() {
            let known = try await broker.limitVersion(of: queue)
            if known == versions[queue] ?? 0 { continue }
            let limits = try await store.limits(of: queue)
            // The rules of a store that was set back replace newer ones, too.
            if let known, known > limits.version { try await broker.forgetLimits(of: queue) }
            let slots = try await store.slots(of: queue, olderThan: .zero)
            try await broker.publish(limits, counting: slots, in: queue)
            if known != nil, limits.version > 0 {
                // What runs already counts from now on.
                try await store.occupy(try await broker.leases(of: queue), in: queue)
            }
            guard limits.version > 0 else { continue }
            logger.info(
                "the limits were sent to the dispatcher",
                ["queue": .string("\(queue)"), "version": .integer(Int(limits.version))])
        }
    }

    func compare() async throws {
        let versions = try await store.limitVersions()
        guard !versions.isEmpty else { return }
        try await store.sweepSlots(lease: lease)
        for queue in queues() where versions[queue] != nil {
            try await broker.compare(try await store.slots(of: queue, olderThan: Self.age), in: queue)
        }
    }
}
