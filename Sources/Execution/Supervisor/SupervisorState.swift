import Foundation
import Jobs

/// What a supervisor knows and decides: which jobs it holds, in which executor each is, who is over its limit.
/// A pure value: events go in, actions come out, and the shell (`Supervisor`) does them.
struct SupervisorState {
    typealias Instant = ContinuousClock.Instant

    struct Configuration: Sendable {
        let queues: [QueueName]
        /// Shares of the slots when several queues have work; 1 for a queue that is not named.
        var weights: [QueueName: Int] = [:]
        /// Jobs at once in the executor.
        let slots: Int
        /// What may be held beyond the slots is what they finish in this time.
        var prefetch: Duration = .milliseconds(50)
        /// Jobs held at most, whatever the prefetch says.
        var most = 1000
        /// Retiring executors that may finish their neighbours; beyond it the oldest is killed.
        var mostRetiring = 2
        var recycling = ExecutorRecycling()
    }

    enum Event: Equatable {
        case executorReady(ExecutorID)
        case executorEnded(ExecutorID)
        case taken(QueueName, asked: Int, [TakenJob])
        case takeFailed(QueueName, asked: Int)
        /// The wait for work in a queue is over, for whatever reason.
        case awake(QueueName)
        case report(ExecutorID, ExecutorReport)
        case started(ExecutorID, [StartRecord])
        /// Another token holds these.
        case overtaken([JobID])
        case cancelRequested([JobID])
        case tick
        /// What an executor keeps of memory, in bytes.
        case memory(ExecutorID, Int)
        /// SIGTERM: what runs may end within the time given.
        case stop(within: Duration)
        /// Take nothing more, but stay; or take jobs again.
        case quiet(Bool)
    }

    enum Action: Equatable {
        case spawn(ExecutorID, slots: Int)
        case send(ExecutorID, ExecutorCommand)
        case kill(ExecutorID)
        case take(QueueName, Int)
        case wait(QueueName)
        /// The dispatcher may forget these; some are to run again after a while.
        case endLeases([EndedLease], QueueName, again: [Again])
        /// Ours no longer, and perhaps to run again: settled as timed out, or a claim that the database forgot.
        case offerAgain([TakenJob])
        /// The store found no place for these under their limits, whatever the dispatcher had counted.
        case offerLater([TakenJob])
        /// The dispatcher has not heard of these yet.
        case offerNew([JobID])
        /// The database and the dispatcher have to hear of an end that no executor can report.
        case end([TakenJob], AttemptEnd, alone: Bool)
        case release([TakenJob])
        /// Suspects for which no executor is free: put back uncounted, and offered again after a pause.
        case putBack([TakenJob])
        case finished
    }

    struct Again: Equatable {
        let job: TakenJob
        let delay: Duration
    }

    struct Held {
        enum Phase: Equatable {
            /// With the executor; perhaps claimed, not started.
            case assigned
            case started(at: Instant, overdueAt: Instant)
            /// Settled as timed out; its lease ends with its executor.
            case overdue
        }

        let job: TakenJob
        var executor: ExecutorID
        var phase: Phase
    }

    struct ExecutorState {
        enum Phase: Equatable { case starting, ready, retiring, killed }
        var phase: Phase
        let isSolo: Bool
        /// Jobs that it brought to an end.
        var served = 0
        /// It took more memory than it may: what runs in it at its end may be the cause.
        var isOverMemory = false
    }

    enum Phase: Equatable {
        case running, quiet
        /// At `lastCall` what still runs is asked to stop and is requeued.
        case draining(lastCall: Instant, until: Instant)
        case finished
    }

    let configuration: Configuration
    let definitions: [JobKind: JobDefinition]
    var phase = Phase.running
    var jobs: [JobID: Held] = [:]
    var executors: [ExecutorID: ExecutorState] = [:]
    /// Suspects that wait for an executor of their own; at most one, the others are put back.
    var suspects: [JobID] = []
    /// Suspects that were put back: when they come again, no claim is needed to know what they are.
    var knownSuspects: Set<JobID> = []
    var nextExecutor = 1
    /// Mean slot-time of a job, in seconds; starts at a second so that a new worker takes only what it can run.
    var meanSlotTime = 1.0
    /// Jobs asked for and not yet answered.
    var asked = 0
    /// The same for each queue that has a take under way.
    var askedOf: [QueueName: Int] = [:]
    /// Queues that had nothing more, until the wait for work in them ends.
    var emptyQueues: Set<QueueName> = []

    init(configuration: Configuration, definitions: [JobDefinition]) {
        self.configuration = configuration
        self.definitions = Dictionary(definitions.map { ($0.kind, $0) }) { first, _ in first }
    }

    /// The executor that gets new jobs.
    var current: ExecutorID? {
        executors.first { ($0.value.phase == .starting || $0.value.phase == .ready) && !$0.value.isSolo }?.key
    }

    /// How many jobs may be held at once.
    var capacity: Int {
        let perSlot = configuration.prefetch / .seconds(max(meanSlotTime, 1e-6))
        let ahead = Int(min(Double(configuration.slots) * perSlot, Double(configuration.most)))
        return min(configuration.slots + ahead, configuration.most)
    }

    /// Jobs whose handlers were entered.
    var running: Int {
        jobs.values.count { if case .started = $0.phase { true } else { false } }
    }

    mutating func start() -> [Action] { [spawn(slots: configuration.slots)] }

    mutating func handle(_ event: Event, now: Instant) -> [Action] {
        var actions: [Action]
        switch event {
        case .executorReady(let id): actions = ready(id)
        case .executorEnded(let id): actions = ended(id)
        case .taken(let queue, let count, let taken): actions = take(taken, asked: count, from: queue)
        case .takeFailed(let queue, let count):
            answered(queue, count)
            emptyQueues.insert(queue)
            actions = [.wait(queue)]
        case .awake(let queue):
            emptyQueues.remove(queue)
            actions = []
        case .report(let id, let report): actions = heard(report, from: id)
        case .started(let id, let records): actions = started(records, in: id, now: now)
        case .overtaken(let ids): actions = overtaken(ids)
        case .cancelRequested(let ids): actions = cancel(ids, now: now)
        case .tick: actions = tick(now: now)
        case .memory(let id, let bytes): actions = measured(id, memory: bytes)
        case .stop(let time): actions = stop(within: time, now: now)
        case .quiet(let isQuiet):
            if phase == .running || phase == .quiet { phase = isQuiet ? .quiet : .running }
            actions = []
        }
        actions += startSuspects() + killIdleRetired() + takeMore() + finishIfDone()
        return actions
    }

    mutating func spawn(slots: Int, solo: Bool = false) -> Action {
        let id = ExecutorID(nextExecutor)
        nextExecutor += 1
        executors[id] = ExecutorState(phase: .starting, isSolo: solo)
        return .spawn(id, slots: slots)
    }

    private mutating func finishIfDone() -> [Action] {
        guard case .draining = phase, jobs.isEmpty, asked == 0 else { return [] }
        phase = .finished
        return executors.keys.flatMap { kill($0) } + [.finished]
    }
}

/// Names an executor within one supervisor's life.
struct ExecutorID: Hashable, Sendable {
    let value: Int

    init(_ value: Int) { self.value = value }
}
