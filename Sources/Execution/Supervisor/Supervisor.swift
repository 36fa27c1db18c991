import Foundation
public import Jobs
public import Operations
public import Reactor
public import Tracing

/// The process that keeps a worker's promises: it takes jobs from the dispatcher, keeps their leases, shows that it
/// lives, and starts, watches, replaces and ends the executors that run them. No handler runs here, so nothing that a
/// handler does can delay a heartbeat.
public actor Supervisor: Service {
    public struct Configuration: Sendable {
        public let session: WorkerSession
        public let lease: Duration
        public let grace: Duration
        /// How an executor is started: arguments for this program, beside what the supervisor adds.
        public let arguments: [String]
        /// Shares of the slots when several queues have work; 1 for a queue that is not named.
        public let weights: [QueueName: Int]
        public let recycling: ExecutorRecycling

        public init(
            session: WorkerSession, lease: Duration, grace: Duration, arguments: [String],
            weights: [QueueName: Int] = [:], recycling: ExecutorRecycling = ExecutorRecycling()
        ) {
            self.weights = weights
            self.recycling = recycling
            self.session = session
            self.lease = lease
            self.grace = grace
            self.arguments = arguments
        }
    }

    public nonisolated let name = "supervisor"
    let configuration: Configuration
    let store: any JobStore & SessionStore & KindStore & LimitStore
    let broker: any JobBroker
    let streams: (any JobStreamWriter)?
    let kinds: [QueueName: [JobKind]]
    let metrics: WorkerMetrics
    let observers: [any RunObserver]
    /// Exports the spans of executors.
    let traces: SpanExporter?
    let logger: Logger
    let repeats = RepeatLimit(every: .seconds(30))
    let loop: EventLoop
    var state: SupervisorState
    var executors: [ExecutorID: ExecutorProcess] = [:]
    /// Work that has to be done before the supervisor may end.
    var pending: [Int: Task<Void, Never>] = [:]
    private var nextPending = 0
    /// Whether the store still believes that this session runs some job: then the session has to be found silent.
    var leavesClaims = false
    /// How long the database may be away before an end is not written any more: while the session lives, no other process
    /// writes it.
    var outage = Duration.seconds(15 * 60)
    /// The life of the store that wrote the last heartbeat.
    var life: ServerIncarnation?
    /// Claims of dead executors that the database may still commit.
    var orphaned: Set<Claim> = []
    var waits: [QueueName: Task<Void, Never>] = [:]
    private let events: AsyncStream<SupervisorState.Event>
    nonisolated let continuation: AsyncStream<SupervisorState.Event>.Continuation

    public init(
        configuration: Configuration, handlers: HandlerRegistry,
        store: any JobStore & SessionStore & KindStore & LimitStore, broker: any JobBroker,
        streams: (any JobStreamWriter)? = nil, metrics: WorkerMetrics, observers: [any RunObserver] = [],
        traces: SpanExporter? = nil, logger: Logger,
        on loop: EventLoop
    ) {
        self.metrics = metrics
        self.observers = [metrics] + observers
        self.traces = traces
        self.configuration = configuration
        self.store = store
        self.broker = broker
        self.streams = streams
        self.logger = logger
        self.loop = loop
        let queues = configuration.session.queues
        kinds = Dictionary(queues.map { ($0, handlers.kinds(of: $0)) }) { first, _ in first }
        state = SupervisorState(
            configuration: .init(
                queues: queues, weights: configuration.weights, slots: configuration.session.concurrency,
                recycling: configuration.recycling),
            definitions: handlers.definitions)
        (events, continuation) = AsyncStream.makeStream(of: SupervisorState.Event.self)
    }

    /// How often the session sends a heartbeat and its leases are extended.
    var beat: Duration { configuration.lease / 3 }

    public func start() async throws {
        // A session without a heartbeat would look dead: no job before the first one.
        life = try await retryPersistently(for: .seconds(60)) {
            try await self.store.register(Array(self.state.definitions.values))
            return try await self.store.beat(self.configuration.session)
        }
    }

    public func run() async throws {
        let beats = Task { await self.keepHeartbeat() }
        let extensions = Task { await repeatEvery(self.beat) { await self.extendLeases() } }
        let ticks = Task { await repeatEvery(.milliseconds(100)) { self.continuation.yield(.tick) } }
        let requests = Task { await repeatEvery(.milliseconds(500)) { await self.lookForRequests() } }
        let sizes = Task { await repeatEvery(.seconds(1)) { await self.measureExecutors() } }
        defer { for task in [beats, extensions, ticks, requests, sizes] { task.cancel() } }
        for action in state.start() { perform(action) }
        for await event in events {
            if case .report(let executor, .streamReport(let number, let writes)) = event {
                write(writes, number: number, of: executor)
                continue
            }
            lookForStarts(before: event)
            handle(event)
            if state.phase == .finished { break }
        }
        for task in waits.values { task.cancel() }
        while let task = pending.values.first { await task.value }
        for executor in executors.values { _ = await executor.process.waitForExit(within: .seconds(2)) }
        await deregister()
    }

    public func stop(by deadline: ContinuousClock.Instant) async {
        // A second is kept back for handing over what did not end.
        continuation.yield(.stop(within: max(.zero, ContinuousClock.now.duration(to: deadline) - .seconds(1))))
        for task in waits.values { task.cancel() }
    }

    private func handle(_ event: SupervisorState.Event) {
        count(event)
        for action in state.handle(event, now: .now) { perform(action) }
    }

    /// Starts are read when they matter: to know what is over its limit, what a request concerns, what an end ends. As
    /// single events they would cost more than the jobs.
    private func lookForStarts(before event: SupervisorState.Event) {
        switch event {
        case .report, .tick, .cancelRequested, .executorEnded, .stop:
            for (id, executor) in executors {
                let records = executor.newStarts()
                if !records.isEmpty { handle(.started(id, records)) }
            }
        default: break
        }
    }

    private func count(_ event: SupervisorState.Event) {
        switch event {
        case .report(let executor, .settled(let ends)):
            let runs = ends.compactMap { end -> RunEnd? in
                guard let held = state.jobs[end.id], held.executor == executor else { return nil }
                return RunEnd(
                    run: ObservedRun(held.job), status: end.status, slotTime: .microseconds(Int(end.slotTime)),
                    error: nil, span: end.span)
            }
            for observer in observers { observer.ended(runs) }
        case .started(let executor, let records):
            let runs = records.compactMap { record -> RunStart? in
                guard let held = state.jobs[record.id], held.executor == executor else { return nil }
                return RunStart(run: ObservedRun(held.job), wait: .milliseconds(Int(record.wait)))
            }
            for observer in observers { observer.started(runs) }
        case .tick:
            for queue in configuration.session.queues {
                metrics.holds(state.jobs.values.filter { $0.job.queue == queue }.count, in: queue)
            }
        default: break
        }
    }

    /// Does something that must be finished before the supervisor ends.
    func detach(_ body: @escaping @Sendable () async -> Void) {
        nextPending += 1
        let number = nextPending
        pending[number] = Task {
            await body()
            self.pending[number] = nil
        }
    }

    private func extendLeases() async {
        for queue in configuration.session.queues {
            let held = state.jobs.values.map(\.job).filter { $0.queue == queue }
            do {
                let refused = try await broker.extend(
                    held, in: queue, session: configuration.session.id, lease: configuration.lease)
                FailingDuties.shared.note(DispatchOperation.extend.complaint, nil)
                if !refused.isEmpty { continuation.yield(.overtaken(refused.map(\.id))) }
            } catch {
                failed(.extend, error)
            }
        }
    }

    private func lookForRequests() async {
        // What has hardly started is asked about next time, when most of it is done.
        let young = ContinuousClock.now - .milliseconds(400)
        let running = state.jobs.values.filter {
            if case .started(let start, _) = $0.phase { start < young } else { false }
        }
        let requests: WorkerRequests
        do {
            requests = try await store.requests(to: configuration.session.id, running: running.map(\.job.claim.id))
        } catch {
            return failed(.requests, error)
        }
        FailingDuties.shared.note(DispatchOperation.requests.complaint, nil)
        if requests.isQuiet != (state.phase == .quiet) { continuation.yield(.quiet(requests.isQuiet)) }
        if !requests.cancelled.isEmpty { continuation.yield(.cancelRequested(requests.cancelled)) }
    }

    private func measureExecutors() {
        guard configuration.recycling.memory != nil else { return }
        for (id, executor) in executors {
            guard let usage = ResourceUsage(of: executor.process.pid) else { continue }
            continuation.yield(.memory(id, usage.residentBytes))
        }
    }
}

/// Repeats until the task is cancelled; the pause begins when the work is done.
func repeatEvery(_ pause: Duration, _ body: @Sendable () async -> Void) async {
    while !Task.isCancelled {
        await body()
        try? await Task.sleep(for: pause)
    }
}

/// Repeats what fails, with growing pauses, until it succeeds or the time is over.
func retryPersistently<Value: Sendable>(
    for limit: Duration, _ body: @Sendable () async throws -> Value
) async throws -> Value {
    let end = ContinuousClock.now + limit
    var pause = Duration.milliseconds(50)
    while true {
        do {
            return try await body()
        } catch  where ContinuousClock.now + pause < end {
            try await Task.sleep(for: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, .seconds(2))
        }
    }
}
