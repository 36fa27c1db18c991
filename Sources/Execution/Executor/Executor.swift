import Foundation
public import Jobs
import Operations
import Reactor
import Synchronization
public import Tracing

/// The process that runs handlers. It claims the ids that its supervisor gives it, runs the jobs on threads of their own,
/// writes the outcomes, and reports to the supervisor. It uses the store and never the dispatcher.
public final class Executor: Sendable {
    /// Claims and settlements under way at the same time, each on the way to the disk while the next one gathers.
    public static let overlap = 3
    /// More in one statement gains nothing and keeps the first of them waiting.
    static let batch = 300
    /// How long a job runs before a deferred claim is written.
    private static let claimDelay = Duration.seconds(1)
    /// How long a result waits until the stream of its run is written.
    private static let lastWords = Duration.milliseconds(250)

    let store: any JobStore
    let handlers: HandlerRegistry
    let session: WorkerSession.ID
    let slots: Int
    let isSolo: Bool
    let link: SupervisorLink
    let observers: [any RunObserver]
    /// nil where nothing is traced.
    let traces: RunTracer?
    let logger: Logger
    /// An error that each try in an outage meets is logged once in ten seconds.
    let repeats = RepeatLimit(every: .seconds(10))
    let running: RunningJobs
    let claims = BatchQueue<PendingClaim>()
    let ready: ReadyJobs
    let budget: ClaimBudget
    let outcomes = BatchQueue<FinishedRun>(together: 100)
    let checkpoints = BatchQueue<PendingCheckpoint>()
    let streams = StreamBuffer()
    private let isDraining = Mutex(false)

    struct PendingClaim: Sendable {
        let claim: Claim
        let mode: ClaimMode
    }

    struct FinishedRun: Sendable {
        let job: ClaimedJob
        let settlement: Settlement
        let slotTime: Duration
        /// nil when its trace is not kept.
        var span: Span?
        /// When the store first held its result back.
        var heldSince: ContinuousClock.Instant?
    }

    /// - Parameters:
    ///   - memory: what the process may take, in bytes, before it is replaced.
    ///   - observers: of every run; none cost nothing.
    ///   - sampler: says which runs are traced; nil: none.
    public init(
        store: any JobStore, handlers: HandlerRegistry, session: WorkerSession.ID, slots: Int, isSolo: Bool,
        memory: Int? = nil, link: SupervisorLink, observers: [any RunObserver] = [], sampler: Sampler? = nil,
        logger: Logger
    ) {
        traces = sampler.map { RunTracer(sampler: $0, link: link) }
        self.observers = observers
        budget = ClaimBudget(memory: memory)
        self.store = store
        self.handlers = handlers
        self.session = session
        self.slots = slots
        ready = ReadyJobs(slots: slots)
        running = RunningJobs(slots: slots)
        self.isSolo = isSolo
        self.link = link
        self.logger = logger
    }

    /// Runs until the supervisor's end of the channel closes, which ends the process.
    public func run() async {
        for _ in 0..<Self.overlap {
            Task { await claimAll() }
            Task { await settleAll() }
        }
        Task { await saveAll() }
        Task { [link] in await streams.sendAll { link.report(.streamReport($0, $1)) } }
        Task { await streams.keepAlive() }
        for number in 0..<slots { startSlot(number) }
        Task { await watchLimits() }
        link.report(.ready)
        for await command in link.commands { obey(command) }
    }

    private func obey(_ command: ExecutorCommand) {
        switch command {
        case .run(let jobs, let mode):
            if isDraining.withLock({ $0 }) { return link.report(.released(jobs.map(\.id))) }
            claims.push(jobs.map { PendingClaim(claim: $0, mode: mode) })
        case .cancel(let ids): running.stop(ids, because: .cancelled)
        case .abandon(let ids): running.stop(ids, because: .requeue)
        case .drain: drain()
        case .streamReport(let number, let again): streams.acknowledge(number, again: again)
        }
    }

    /// What was not started is handed back; the database hears of it before the supervisor does.
    private func drain() {
        isDraining.withLock { $0 = true }
        let unclaimed = claims.drain().map(\.claim.id)
        if !unclaimed.isEmpty { link.report(.released(unclaimed)) }
        let waiting = ready.drain()
        budget.remove(waiting.payloadBytes)
        requeue(waiting)
    }

    func requeue(_ jobs: [ClaimedJob]) {
        // Of what was not claimed the database need not hear.
        let unclaimed = jobs.filter { $0.start != nil }.map(\.claim.id)
        if !unclaimed.isEmpty { link.report(.released(unclaimed)) }
        outcomes.push(
            jobs.filter { $0.start == nil }.map { job in
                FinishedRun(
                    job: job, settlement: job.settlement(.requeued(end: .released, error: nil)), slotTime: .zero)
            })
    }

    func accept(_ jobs: [ClaimedJob]) {
        if isDraining.withLock({ $0 }) { return requeue(jobs) }
        budget.add(jobs)
        ready.push(jobs)
    }

    // MARK: Slots

    private func startSlot(_ number: Int) {
        let slot = TaskThread(name: "slot-\(number)")
        Task(executorPreference: slot) { [self] in
            var last: (kind: JobKind, time: Double)?
            while true {
                let job = await ready.next(for: number, after: last)
                budget.remove(job.payload.count)
                last = (job.kind, await run(job, on: slot, number) / .seconds(1))
            }
        }
    }

    /// - Returns: how long it kept the slot.
    private func run(_ job: ClaimedJob, on slot: TaskThread, _ number: Int) async -> Duration {
        let entry = handlers[job.kind]
        let grace = entry?.definition.grace ?? .zero
        // Written before the handler is entered: it survives whatever the handler does to the process.
        let wait = Duration.seconds(max(0, ServerClock.shared.now.timeIntervalSince(job.readyAt)))
        link.recordStart(StartRecord(id: job.claim.id, limit: job.timeout, grace: grace, wait: wait))
        let observed = ObservedRun(job)
        for observer in observers { observer.started([RunStart(run: observed, wait: wait)]) }
        let start = ContinuousClock.now
        let stop = StopReason.Box()
        var span = traces?.run(job, wait: wait)
        let stream = RunStream(job, buffer: streams)
        let run = JobRun(job: job, entry: entry, stop: stop, keeper: self, stream: stream, span: span) {
            [logger] error in
            logger.error("a handler threw an error", ["error": .error(error)])
        }
        let task = Task(executorPreference: slot) { await run.settlement() }
        running.set(
            RunningJobs.Entry(
                observed, task, stop: stop, deadline: start + job.timeout,
                unclaimed: job.start.map { _ in
                    RunningJobs.Unclaimed(claim: job.claim, deadline: start + Self.claimDelay)
                }), in: number)
        let settlement = await task.value
        running.set(nil, in: number)
        let time = ContinuousClock.now - start
        span?.stop()
        end(FinishedRun(job: job, settlement: settlement, slotTime: time, span: span), after: stream)
        return time
    }

    /// A client that sees the result can see all that led to it: the run's stream is written first. The slot does not wait.
    private func end(_ run: FinishedRun, after stream: RunStream) {
        if stream.isSilent { return outcomes.push(run) }
        Task {
            await stream.close(within: Self.lastWords)
            outcomes.push(run)
        }
    }

    /// Limits are coarse on purpose: one look at what runs, instead of a timer for each job. None while nothing does.
    private func watchLimits() async {
        while !Task.isCancelled {
            await ready.whenBusy()
            try? await Task.sleep(for: .milliseconds(25))
            ready.look()
            let now = ContinuousClock.now
            running.stopOverdue(now: now)
            let late = running.takeUnclaimed(now: now)
            if !late.isEmpty { Task { await claimLate(late) } }
        }
    }
}
