import Foundation
import Jobs
import TestSupport
import Testing

@testable import Execution

@Suite struct RandomDriveTests {
    /// Executors that do anything at any time, a dispatcher that answers anything, and a clock that jumps.
    @Test("whatever happens, every job that was taken is ended once, and nothing is left", arguments: 0..<4)
    func drive(_ number: Int) {
        let seed = Settings.seed &+ UInt64(number)
        print("figure: seed \(Settings.seed) for drive \(number)")
        var world = World(seed: seed)
        world.start()
        for _ in 0..<10_000 {
            world.step()
            if world.fault != nil { break }
        }
        world.stop()
        for _ in 0..<5000 where world.machine.state.phase != .finished && world.fault == nil { world.step() }
        #expect(world.fault == nil, "seed \(seed)")
        #expect(world.machine.state.phase == .finished, "seed \(seed)")
        #expect(world.machine.state.jobs.isEmpty && world.machine.state.asked == 0, "seed \(seed)")
        #expect(world.open.isEmpty, "seed \(seed)")
        #expect(world.takenCount > 1000, "seed \(seed)")
    }
}

private struct World {
    struct Executor {
        var isReady = false
        var isDraining = false
        var isKilled = false
        let isSolo: Bool
        var assigned: [TakenJob] = []
        var started: [TakenJob] = []
    }

    var machine: Machine
    var random: SeededGenerator
    var executors: [ExecutorID: Executor] = [:]
    /// Questions to the dispatcher without an answer yet.
    var asked: [Int] = []
    var waiting = 0
    /// Jobs taken and not yet ended; and what the supervisor's commands call them.
    var open: [Claim: TakenJob] = [:]
    var timedOut: Set<Claim> = []
    var takenCount = 0
    /// The first promise that was broken.
    var fault: String?

    init(seed: UInt64) {
        random = SeededGenerator(seed)
        machine = Machine(slots: 4)
        machine.state = SupervisorState(
            configuration: .init(
                queues: [Make.queue], slots: 4, recycling: ExecutorRecycling(memory: 1800, jobs: 500)),
            definitions: [Make.definition])
    }

    mutating func start() { perform(machine.state.start()) }

    mutating func stop() { send(.stop(within: .seconds(5))) }

    mutating func step() {
        machine.now += .milliseconds(Int.random(in: 0...300, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<10: send(.tick)
        case 10..<20: ready()
        case 20..<40: answer()
        case 40..<50:
            guard waiting > 0 else { return }
            waiting -= 1
            send(.awake(Make.queue))
        case 50..<65: begin()
        case 65..<88: report()
        case 88..<90: send(.overtaken(open.keys.shuffled(using: &random).prefix(2).map(\.id)))
        case 90..<92: send(.cancelRequested(open.keys.shuffled(using: &random).prefix(2).map(\.id)))
        case 92..<93: machine.now += .seconds(13)
        case 93:
            send(
                .memory(
                    executors.keys.randomElement(using: &random) ?? ExecutorID(1), .random(in: 0...2000, using: &random)
                ))
        default: end()
        }
    }

    // MARK: What happens

    private mutating func ready() {
        guard let id = executors.filter({ !$0.value.isReady && !$0.value.isKilled }).keys.first else { return }
        executors[id]?.isReady = true
        send(.executorReady(id))
    }

    private mutating func answer() {
        guard let count = asked.popLast() else { return }
        if Int.random(in: 0..<5, using: &random) == 0 { return send(.takeFailed(Make.queue, asked: count)) }
        let jobs = Make.jobs(Int.random(in: 0...count, using: &random))
        takenCount += jobs.count
        for job in jobs { open[job.claim] = job }
        send(.taken(Make.queue, asked: count, jobs))
    }

    private mutating func begin() {
        guard let id = executors.keys.randomElement(using: &random), let job = executors[id]?.assigned.popLast()
        else { return }
        executors[id]?.started.append(job)
        send(.started(id, [Make.start(job)]))
    }

    private mutating func report() {
        guard let id = executors.keys.randomElement(using: &random), let executor = executors[id] else { return }
        if executor.isDraining, !executor.assigned.isEmpty {
            executors[id]?.assigned = []
            return send(.report(id, .released(executor.assigned.map(\.claim.id))))
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            guard let job = executors[id]?.assigned.popLast() else { return }
            send(.report(id, .refused([job.claim.id])))
        case 1 where !executor.isSolo:
            guard let job = executors[id]?.assigned.popLast() else { return }
            send(.report(id, .suspect([job.claim.id])))
        default:
            guard let job = executors[id]?.started.popLast() else { return }
            let again: Duration? = Bool.random(using: &random) ? .seconds(1) : nil
            send(.report(id, .settled([Make.end(job, again: again)])))
        }
    }

    private mutating func end() {
        let victim = executors.filter(\.value.isKilled).keys.first
        let dies = Int.random(in: 0..<40, using: &random) == 0
        guard let id = victim ?? (dies ? executors.keys.randomElement(using: &random) : nil) else { return }
        executors[id] = nil
        send(.executorEnded(id))
    }

    // MARK: What the supervisor does about it

    private mutating func send(_ event: SupervisorState.Event) {
        perform(machine.send(event))
        let state = machine.state
        if state.asked != asked.reduce(0, +) { fault = fault ?? "asked \(state.asked) after \(event)" }
        if state.jobs.count != open.count { fault = fault ?? "holds \(state.jobs.count) after \(event)" }
        if executors.count(where: { !$0.value.isSolo && !$0.value.isKilled && !$0.value.isDraining }) > 1 {
            fault = fault ?? "two executors take jobs after \(event)"
        }
        if executors.count(where: { $0.value.isSolo }) > 1 { fault = fault ?? "two solo executors after \(event)" }
        if state.executors.count(where: { $0.value.phase == .retiring }) > 2 {
            fault = fault ?? "three retire after \(event)"
        }
    }

    private mutating func perform(_ actions: [SupervisorState.Action]) {
        for action in actions {
            switch action {
            case .spawn(let id, let slots):
                executors[id] = Executor(isSolo: machine.state.executors[id]?.isSolo ?? (slots == 1))
            case .send(let id, let command): obey(command, id)
            case .kill(let id): executors[id]?.isKilled = true
            case .take(_, let count):
                if count < 1 { fault = fault ?? "took \(count)" }
                asked.append(count)
            case .wait: waiting += 1
            case .endLeases(let leases, _, _): for lease in leases { close(lease.claim) }
            case .release(let jobs), .putBack(let jobs): for job in jobs { close(job.claim) }
            case .end(let jobs, .timedOut, _):
                for job in jobs where !timedOut.insert(job.claim).inserted { fault = fault ?? "timed out twice" }
            case .end(let jobs, _, _): for job in jobs { close(job.claim) }
            case .offerAgain(let jobs), .offerLater(let jobs): for job in jobs { close(job.claim) }
            case .offerNew, .finished: break
            }
        }
    }

    private mutating func close(_ claim: Claim) {
        if open.removeValue(forKey: claim) == nil { fault = fault ?? "ended twice" }
    }

    private mutating func obey(_ command: ExecutorCommand, _ id: ExecutorID) {
        switch command {
        case .run(let claims, _):
            let jobs = claims.compactMap { open[$0] }
            if jobs.count != claims.count { fault = fault ?? "runs what it does not hold" }
            if executors[id]?.isSolo == true, let executor = executors[id],
                !executor.assigned.isEmpty || !executor.started.isEmpty || jobs.count > 1
            {
                fault = fault ?? "a suspect is not alone"
            }
            executors[id]?.assigned += jobs
        case .drain: executors[id]?.isDraining = true
        case .cancel, .abandon, .streamReport: break
        }
    }
}
