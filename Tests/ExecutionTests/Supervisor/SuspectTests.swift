import Jobs
import Testing

@testable import Execution

/// Jobs under which executors ended so often that they run alone.
@Suite struct SuspectTests {
    @Test("suspects run alone, one at a time; a crash while alone is theirs")
    func suspects() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(3)
        _ = machine.give(jobs)
        let solo = ExecutorID(2)
        let actions = machine.send(.suspect([jobs[0].claim.id, jobs[1].claim.id]))
        // The second one would only look as if it ran.
        #expect(actions == [.putBack([jobs[1]]), .spawn(solo, slots: 1)])
        #expect(machine.send(.executorReady(solo)).runs(in: solo) == [jobs[0].claim])
        #expect(machine.send(.tick).runs(in: solo).isEmpty)
        _ = machine.start([jobs[0]], in: solo)
        let crash = machine.send(.executorEnded(solo))
        #expect(crash.ended(as: .crashed, alone: true) == [jobs[0].claim.id])
        #expect(crash.spawns.isEmpty && machine.state.jobs.keys.contains(jobs[2].claim.id))
    }

    @Test(
        "a suspect that was put back is known when it comes again: not claimed while another runs alone, then run alone"
    )
    func knownSuspects() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        let solo = ExecutorID(2)
        _ = machine.send(.suspect(jobs.map(\.claim.id)))
        _ = machine.send(.executorReady(solo))
        _ = machine.start([jobs[0]], in: solo)
        _ = machine.send(.awake(Make.queue))
        let again = Make.again(jobs[1])
        let early = machine.give([again])
        #expect(early.contains(.putBack([again])) && early.runs(in: machine.first).isEmpty)
        #expect(machine.send(.settled([Make.end(jobs[0])]), from: solo).kills == [solo])
        _ = machine.send(.executorEnded(solo))
        _ = machine.send(.awake(Make.queue))
        let last = Make.again(jobs[1])
        let given = machine.give([last])
        #expect(given.runs(in: machine.first).isEmpty && given.spawns == [ExecutorID(3)])
        #expect(machine.send(.executorReady(ExecutorID(3))).runs(in: ExecutorID(3)) == [last.claim])
    }

    @Test("an executor for suspects ends when none is left, and the others go on meanwhile")
    func soloEnds() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(4)
        _ = machine.give(jobs)
        _ = machine.send(.suspect([jobs[0].claim.id]))
        let solo = ExecutorID(2)
        _ = machine.send(.executorReady(solo))
        let settled = machine.send(.settled([Make.end(jobs[0])]), from: solo)
        #expect(settled.kills == [solo])
        #expect(settled.takes == [1] && machine.state.current == machine.first)
        #expect(machine.send(.executorEnded(solo)).spawns.isEmpty)
    }

    @Test("a suspect whose first executor dies while it waits goes back")
    func waitingSuspect() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(1)
        _ = machine.give(jobs)
        _ = machine.send(.suspect([jobs[0].claim.id]))
        let actions = machine.send(.executorEnded(machine.first))
        #expect(actions.ended(as: .released) == [jobs[0].claim.id])
        #expect(machine.state.suspects.isEmpty)
    }

    @Test("suspects that wait are handed back when it stops, also those found afterwards")
    func stopWithSuspects() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        _ = machine.send(.suspect([jobs[0].claim.id]))
        #expect(machine.send(.stop(within: .seconds(20))).ended(as: .released) == [jobs[0].claim.id])
        let late = machine.send(.suspect([jobs[1].claim.id]))
        #expect(late.ended(as: .released) == [jobs[1].claim.id] && late.spawns.isEmpty)
        #expect(machine.state.jobs.isEmpty)
    }
}
