import Jobs
import TestSupport
import Testing

@testable import Execution

@Suite struct SharesTests {
    private func machine(_ weights: [QueueName: Int], slots: Int) -> (SupervisorState, [SupervisorState.Action]) {
        var state = SupervisorState(
            configuration: .init(
                queues: weights.keys.sorted { $0.rawValue < $1.rawValue }, weights: weights, slots: slots),
            definitions: [Make.definition])
        _ = state.start()
        let actions = state.handle(.executorReady(ExecutorID(1)), now: .now)
        return (state, actions)
    }

    @Test("queues with work share the slots by their weights, for as long as they have work")
    func weights() {
        let seed = Settings.seed
        print("figure: seed \(seed) for shares")
        var random = SeededGenerator(seed)
        var (state, actions) = machine(["a": 3, "b": 1], slots: 8)
        state.meanSlotTime = 1000
        var held: [TakenJob] = []
        var ran: [QueueName: Int] = [:]
        for _ in 0..<2000 {
            var next: [SupervisorState.Action] = []
            for action in actions {
                guard case .take(let queue, let count) = action else { continue }
                let jobs = Make.jobs(count, in: queue)
                held += jobs
                next += state.handle(.taken(queue, asked: count, jobs), now: .now)
            }
            #expect(held.count { $0.queue == "a" } <= 6 && held.count { $0.queue == "b" } <= 2, "seed \(seed)")
            if !held.isEmpty {
                let job = held.remove(at: Int.random(in: held.indices, using: &random))
                ran[job.queue, default: 0] += 1
                var end = Make.end(job)
                end = ExecutorReport.End(id: end.id, slotTime: .max, status: .succeeded, again: nil)
                next += state.handle(.report(ExecutorID(1), .settled([end])), now: .now)
            }
            actions = next
        }
        let ratio = Double(ran["a"] ?? 0) / Double(ran["b"] ?? 1)
        #expect(ratio > 2.2 && ratio < 4.2, "\(ran), seed \(seed)")
    }

    @Test("a queue without work leaves its share to the others, and has it again when work comes")
    func idle() {
        var (state, actions) = machine(["a": 1, "b": 1], slots: 4)
        #expect(actions == [.take("a", 2), .take("b", 2)])
        _ = state.handle(.taken("b", asked: 2, []), now: .now)
        let jobs = Make.jobs(2, in: "a")
        actions = state.handle(.taken("a", asked: 2, jobs), now: .now)
        #expect(actions.takes == [2])
        _ = state.handle(.taken("a", asked: 2, Make.jobs(2, in: "a")), now: .now)
        #expect(state.jobs.count == 4)
        #expect(state.handle(.awake("b"), now: .now).takes.isEmpty)
        let ends = state.handle(.report(ExecutorID(1), .settled(jobs.map { Make.end($0) })), now: .now)
        #expect(ends.contains(.take("b", 2)))
    }
}
