import Jobs

@testable import Execution

/// A supervisor's state with a clock that tests move.
struct Machine {
    typealias Action = SupervisorState.Action
    typealias Event = SupervisorState.Event

    var state: SupervisorState
    var now = ContinuousClock.now

    /// With one executor that is ready, which has asked for as many jobs as it may hold.
    init(slots: Int = 4) {
        state = SupervisorState(
            configuration: .init(queues: [Make.queue], slots: slots), definitions: [Make.definition])
        _ = state.start()
        _ = state.handle(.executorReady(first), now: now)
    }

    let first = ExecutorID(1)

    mutating func send(_ event: Event) -> [Action] { state.handle(event, now: now) }

    mutating func send(_ report: ExecutorReport, from executor: ExecutorID? = nil) -> [Action] {
        send(.report(executor ?? first, report))
    }

    /// Answers what was asked for.
    mutating func give(_ jobs: [TakenJob]) -> [Action] { send(.taken(Make.queue, asked: state.asked, jobs)) }

    mutating func start(_ jobs: [TakenJob], in executor: ExecutorID? = nil) -> [Action] {
        send(.started(executor ?? first, jobs.map { Make.start($0) }))
    }

    mutating func pass(_ time: Duration) -> [Action] {
        now += time
        return send(.tick)
    }
}

extension [SupervisorState.Action] {
    var kills: [ExecutorID] { compactMap { if case .kill(let id) = $0 { id } else { nil } } }
    var spawns: [ExecutorID] { compactMap { if case .spawn(let id, _) = $0 { id } else { nil } } }
    var takes: [Int] { compactMap { if case .take(_, let count) = $0 { count } else { nil } } }
    var waits: Int { count { if case .wait = $0 { true } else { false } } }
    var drains: [ExecutorID] { compactMap { if case .send(let id, .drain) = $0 { id } else { nil } } }
    var offeredAgain: [JobID] {
        flatMap { if case .offerAgain(let jobs) = $0 { jobs.map(\.claim.id) } else { [JobID]() } }
    }
    var released: [TakenJob] { flatMap { if case .release(let jobs) = $0 { jobs } else { [TakenJob]() } } }
    var isFinished: Bool { contains(.finished) }

    var settled: [JobID] {
        flatMap { if case .endLeases(let leases, _, _) = $0 { leases.map(\.claim.id) } else { [JobID]() } }
    }

    func ended(as end: AttemptEnd, alone: Bool = false) -> Set<JobID> {
        Set(
            flatMap { action -> [JobID] in
                guard case .end(let jobs, end, alone) = action else { return [] }
                return jobs.map(\.claim.id)
            })
    }

    func runs(in executor: ExecutorID) -> [Claim] {
        flatMap { action -> [Claim] in
            guard case .send(executor, .run(let claims, _)) = action else { return [] }
            return claims
        }
    }
}
