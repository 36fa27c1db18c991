import Foundation
public import Jobs
public import Operations

/// Keeps the dispatcher true to the store: offers what it lost, makes ready what is due, and puts back what a dead
/// worker held. All of it is safe to do twice and by several processes at once; nothing depends on being the only one.
public struct Reconciler: Service {
    public let name = "reconciler"
    let store: any RecoveryStore & JobStore & AuditStore & KindStore
    let broker: any JobBroker & EpochBroker
    let known: KnownQueues
    let lease: Duration
    let metrics: WorkerMetrics
    let logger: Logger
    private let stopping = StopLatch()

    static let page = 1000

    /// - Parameter queues: those that are served from the start; queues of kinds that workers register are added.
    public init(
        store: any RecoveryStore & JobStore & AuditStore & KindStore, broker: any JobBroker & EpochBroker,
        queues: [QueueName],
        lease: Duration, metrics: WorkerMetrics, logger: Logger
    ) {
        self.metrics = metrics
        self.store = store
        self.broker = broker
        known = KnownQueues(queues)
        self.lease = lease
        self.logger = logger
    }

    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await watchEpochs() }
            group.addTask { await keepOfferingRecent() }
            group.addTask { await every(.seconds(1), "offering listed jobs") { try await offerEnqueued() } }
            group.addTask { await every(.seconds(60), "forgetting unique keys") { try await forgetUniqueKeys() } }
            group.addTask { await every(.seconds(15), "offering queued jobs") { try await offerLast(.seconds(90)) } }
            group.addTask { await every(.seconds(5), "offering due jobs") { try await offerDue() } }
            group.addTask { await every(.milliseconds(250), "promoting due jobs") { try await promote() } }
            group.addTask { await every(.seconds(1), "reaping leases") { try await reapLeases() } }
            group.addTask { await every(.seconds(1), "looking for silent workers") { try await recoverSilent() } }
            group.addTask { await audit() }
            group.addTask { await raiseLowWater() }
            group.addTask { await every(.seconds(5), "looking for queues") { try await findQueues() } }
            group.addTask { await every(.seconds(3600), "making partitions") { try await store.ensurePartitions() } }
            group.addTask { await every(.seconds(600), "forgetting answers") { try await store.forgetOldAnswers() } }
            await stopping.wait()
            group.cancelAll()
        }
    }

    /// Those that are served by now.
    public var queues: [QueueName] { known.all }

    /// Queues of kinds that this program does not know are served like its own.
    func findQueues() async throws { known.add(try await store.knownKinds().map(\.queue)) }

    public func stop(by deadline: ContinuousClock.Instant) async {
        stopping.open()
    }

    /// Until a turn that failed is tried again, of what has long pauses.
    private static let mostPauseAfterFailure = Duration.seconds(30)

    /// A failure is logged, and tried again at the next turn: the loop never ends by it.
    func every(_ pause: Duration, _ what: String, _ body: @Sendable () async throws -> Void) async {
        await PeriodicService.turns(what, pauseAfterFailure: min(pause, Self.mostPauseAfterFailure), logger: logger) {
            try await body()
            return pause
        }
    }
}
