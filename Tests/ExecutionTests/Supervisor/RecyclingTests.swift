import Jobs
import Testing

@testable import Execution

@Suite struct RecyclingTests {
    private func machine(_ recycling: ExecutorRecycling) -> Machine {
        var machine = Machine(slots: 4)
        machine.state = SupervisorState(
            configuration: .init(queues: [Make.queue], slots: 4, recycling: recycling),
            definitions: [Make.definition])
        _ = machine.state.start()
        _ = machine.send(.executorReady(machine.first))
        return machine
    }

    @Test("an executor above its limit of memory makes room for a fresh one, and what runs in it ends there")
    func memory() {
        var machine = machine(ExecutorRecycling(memory: 1000))
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        _ = machine.start(jobs)
        #expect(machine.send(.memory(machine.first, 1000)).isEmpty)
        let actions = machine.send(.memory(machine.first, 1001))
        #expect(actions.drains == [machine.first] && actions.spawns == [ExecutorID(2)] && actions.kills.isEmpty)
        #expect(machine.send(.memory(machine.first, 5000)).isEmpty)
        _ = machine.send(.awake(Make.queue))
        // The fresh one takes jobs while the neighbours end in the old one.
        #expect(machine.send(.executorReady(ExecutorID(2))).takes == [2])
        #expect(machine.send(.settled([Make.end(jobs[0])])).kills.isEmpty)
        #expect(machine.send(.settled([Make.end(jobs[1])])).kills == [machine.first])
        #expect(machine.send(.executorEnded(machine.first)).ended(as: .crashed).isEmpty)
    }

    @Test("an executor that served its number of jobs makes room for a fresh one, one at a time")
    func jobs() {
        var machine = machine(ExecutorRecycling(jobs: 3))
        let jobs = Make.jobs(4)
        _ = machine.give(jobs)
        _ = machine.start(jobs)
        #expect(machine.send(.settled(jobs.prefix(2).map { Make.end($0) })).drains.isEmpty)
        #expect(machine.send(.settled([Make.end(jobs[2])])).drains == [machine.first])
        let second = ExecutorID(2)
        _ = machine.send(.executorReady(second))
        let more = Make.jobs(3)
        _ = machine.give(more)
        // The first still runs a job: the second goes on beyond its number until that one is gone.
        #expect(machine.send(.settled(more.prefix(3).map { Make.end($0) }), from: second).drains.isEmpty)
        #expect(machine.send(.settled([Make.end(jobs[3])])).kills == [machine.first])
        _ = machine.send(.executorEnded(machine.first))
        let last = Make.jobs(1)
        _ = machine.give(last)
        #expect(machine.send(.settled([Make.end(last[0])]), from: second).drains == [second])
    }

    @Test("without limits nothing is recycled")
    func unlimited() {
        var machine = machine(ExecutorRecycling())
        let jobs = Make.jobs(4)
        _ = machine.give(jobs)
        #expect(machine.send(.memory(machine.first, .max)).drains.isEmpty)
        #expect(machine.send(.settled(jobs.map { Make.end($0) })).drains.isEmpty)
    }
}
