import Jobs
import Testing

@testable import Execution

@Suite struct SupervisorStateTests {
    @Test("nothing is taken before an executor is ready, then no more than fits")
    func capacity() {
        var state = SupervisorState(
            configuration: .init(queues: [Make.queue, "other"], slots: 8), definitions: [Make.definition])
        #expect(state.start() == [.spawn(ExecutorID(1), slots: 8)])
        #expect(state.handle(.tick, now: .now).isEmpty)
        let actions = state.handle(.executorReady(ExecutorID(1)), now: .now)
        #expect(actions == [.take(Make.queue, 4), .take("other", 4)])
        // A queue that has no more leaves its share to the other.
        let next = state.handle(.taken(Make.queue, asked: 4, Make.jobs(1)), now: .now)
        #expect(next.waits == 1 && next.takes.isEmpty)
        let more = state.handle(.taken("other", asked: 4, Make.jobs(4, in: "other")), now: .now)
        #expect(more.takes == [3] && more.waits == 0)
        #expect(state.jobs.count + state.asked == 8)
    }

    @Test("short jobs are taken ahead, at most a thousand")
    func prefetch() {
        var machine = Machine(slots: 4)
        for _ in 0..<200 {
            let jobs = Make.jobs(machine.state.asked)
            _ = machine.give(jobs)
            _ = machine.send(.settled(jobs.map { Make.end($0) }))
        }
        // A job keeps its slot for a millisecond: 50 ms ahead are 50 for each slot.
        #expect(machine.state.capacity > 150 && machine.state.capacity <= 204)
        var fast = machine.state
        fast.meanSlotTime = 0
        #expect(fast.capacity == 1000)
    }

    @Test("an answer with less than was asked for is followed by a wait, a full one by the next question")
    func partialAnswer() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(2)
        let actions = machine.give(jobs)
        #expect(actions.waits == 1 && actions.takes.isEmpty)
        #expect(actions.runs(in: machine.first) == jobs.map(\.claim))
        #expect(machine.send(.awake(Make.queue)).takes == [2])
        let full = machine.give(Make.jobs(2))
        #expect(full.waits == 0 && full.takes.isEmpty)
        #expect(machine.send(.settled([Make.end(jobs[0])])).takes == [1])
        let failed = machine.send(.takeFailed(Make.queue, asked: 1))
        #expect(failed.waits == 1 && machine.state.asked == 0)
    }

    @Test("what must survive a crash of the database is claimed apart from what need not")
    func durability() {
        let long = JobDefinition(kind: "long", queue: Make.queue, timeout: .seconds(600))
        var state = SupervisorState(
            configuration: .init(queues: [Make.queue], slots: 4), definitions: [Make.definition, long])
        _ = state.start()
        _ = state.handle(.executorReady(ExecutorID(1)), now: .now)
        let jobs = [Make.taken(kind: "long"), Make.taken(), Make.taken(kind: "unheard of")]
        let actions = state.handle(.taken(Make.queue, asked: 4, jobs), now: .now)
        #expect(actions.contains(.send(ExecutorID(1), .run([jobs[0].claim, jobs[2].claim], .durable))))
        #expect(actions.contains(.send(ExecutorID(1), .run([jobs[1].claim], .relaxed))))
    }

    @Test("jobs that change nothing but what they return are begun before their claim; under a limit it comes first")
    func deferral() {
        let light = JobDefinition(kind: "light", queue: Make.queue, timeout: .seconds(60), isTransactional: true)
        let long = JobDefinition(kind: "long", queue: Make.queue, timeout: .seconds(61), isTransactional: true)
        var state = SupervisorState(
            configuration: .init(queues: [Make.queue], slots: 4), definitions: [Make.definition, light, long])
        _ = state.start()
        _ = state.handle(.executorReady(ExecutorID(1)), now: .now)
        let jobs = [
            Make.taken(kind: "light"), Make.taken(kind: "light", isLimited: true), Make.taken(kind: "long"),
            Make.taken(),
        ]
        let actions = state.handle(.taken(Make.queue, asked: 4, jobs), now: .now)
        #expect(actions.contains(.send(ExecutorID(1), .run([jobs[0].claim], .deferred))))
        #expect(actions.contains(.send(ExecutorID(1), .run([jobs[1].claim, jobs[2].claim], .durable))))
        #expect(actions.contains(.send(ExecutorID(1), .run([jobs[3].claim], .relaxed))))
    }

    @Test("a job that is held already and taken once more is released; its first run goes on")
    func takenTwice() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(2)
        _ = machine.give([jobs[0]])
        let again = Make.again(jobs[0])
        _ = machine.send(.awake(Make.queue))
        let actions = machine.give([again, jobs[1]])
        #expect(actions.released == [again])
        #expect(actions.runs(in: machine.first) == [jobs[1].claim])
        _ = machine.send(.awake(Make.queue))
        // As many as were asked for, all of them held: the next ones are not asked for before there is work.
        let held = machine.give([Make.again(jobs[0]), Make.again(jobs[1])])
        #expect(held.released.count == 2 && held.takes.isEmpty && held.waits == 1)
        #expect(machine.send(.settled([Make.end(jobs[0])])).settled == [jobs[0].claim.id])
    }

    @Test("when an executor dies, what it had started crashed and what it had not goes back")
    func death() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(4)
        _ = machine.give(jobs)
        _ = machine.start(Array(jobs[0...1]))
        let actions = machine.send(.executorEnded(machine.first))
        #expect(actions.ended(as: .crashed) == Set(jobs[0...1].map(\.claim.id)))
        #expect(actions.ended(as: .released) == Set(jobs[2...3].map(\.claim.id)))
        #expect(actions.spawns == [ExecutorID(2)])
        #expect(machine.state.jobs.isEmpty)
        // Its late words mean nothing.
        #expect(machine.send(.settled([Make.end(jobs[0])])).isEmpty)
        #expect(machine.send(.executorReady(ExecutorID(2))).takes == [4])
    }

    @Test("a job that is to run again is offered with its delay when its lease ends")
    func again() {
        var machine = Machine(slots: 2)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        let actions = machine.send(.settled([Make.end(jobs[0], .retrying, again: .seconds(3)), Make.end(jobs[1])]))
        let leases = jobs.map { EndedLease(claim: $0.claim, slotTime: .milliseconds(1)) }
        #expect(
            actions.contains(
                .endLeases(leases, Make.queue, again: [.init(job: jobs[0], delay: .seconds(3))])))
    }

    @Test("what was refused ends its lease at no cost, what was handed back goes back into its line")
    func refused() {
        var machine = Machine(slots: 2)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        let refused = machine.send(.refused([jobs[0].claim.id]))
        #expect(
            refused.contains(.endLeases([EndedLease(claim: jobs[0].claim, slotTime: .zero)], Make.queue, again: [])))
        #expect(machine.send(.released([jobs[1].claim.id])).released == [jobs[1]])
        #expect(machine.state.jobs.isEmpty)
    }

    @Test("a job over its limit is ended; its executor retires, another takes over, the neighbours finish")
    func overdue() {
        var machine = Machine(slots: 3)
        let jobs = Make.jobs(3)
        _ = machine.give(jobs)
        _ = machine.start([jobs[0]])
        // The limit and the grace.
        #expect(machine.pass(.milliseconds(11_900)).isEmpty)
        _ = machine.start([jobs[1]])
        let actions = machine.pass(.milliseconds(200))
        #expect(actions.ended(as: .timedOut) == [jobs[0].claim.id])
        #expect(actions.drains == [machine.first] && actions.spawns == [ExecutorID(2)])
        // Neither killed nor offered again while a neighbour runs.
        #expect(actions.kills.isEmpty && actions.offeredAgain.isEmpty)
        #expect(machine.send(.released([jobs[2].claim.id])).released == [jobs[2]])
        #expect(machine.send(.executorReady(ExecutorID(2))).takes == [1])
        // The one that is overdue says something after all: too late.
        #expect(machine.send(.settled([Make.end(jobs[0])])).settled.isEmpty)
        let last = machine.send(.settled([Make.end(jobs[1])]))
        #expect(last.settled == [jobs[1].claim.id] && last.kills == [machine.first])
        #expect(last.offeredAgain.isEmpty && machine.state.jobs.count == 1)
        let gone = machine.send(.executorEnded(machine.first))
        #expect(gone.settled.isEmpty && gone.offeredAgain == [jobs[0].claim.id])
        #expect(gone.spawns.isEmpty && gone.ended(as: .crashed).isEmpty && gone.ended(as: .released).isEmpty)
        #expect(machine.state.jobs.isEmpty)
    }

    @Test("at most two executors retire; for a third the oldest is killed and its neighbours go back uncounted")
    func retiring() {
        var machine = Machine(slots: 2)
        var current = machine.first
        var neighbours: [TakenJob] = []
        var kills: [[ExecutorID]] = []
        for _ in 0..<3 {
            let jobs = Make.jobs(2)
            // What the retired ones still hold leaves less room than slots: this test is about the executors.
            _ = machine.send(.taken(Make.queue, asked: machine.state.asked, jobs))
            _ = machine.start([jobs[0]], in: current)
            _ = machine.pass(.seconds(6))
            _ = machine.start([jobs[1]], in: current)
            neighbours.append(jobs[1])
            let actions = machine.pass(.milliseconds(6100))
            kills.append(actions.kills)
            current = ExecutorID(current.value + 1)
            _ = machine.send(.executorReady(current))
            // The neighbours do not end by themselves; time stands still for them.
            for job in neighbours {
                machine.state.jobs[job.claim.id]?.phase = .started(
                    at: machine.now, overdueAt: machine.now + .seconds(3600))
            }
        }
        #expect(kills == [[], [], [machine.first]])
        let gone = machine.send(.executorEnded(machine.first))
        #expect(gone.ended(as: .released) == [neighbours[0].claim.id])
    }

    @Test("what another worker holds is handed back, never cancelled")
    func overtaken() {
        var machine = Machine(slots: 2)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        _ = machine.start(jobs)
        let actions = machine.send(.overtaken([jobs[1].claim.id, Make.minter.mint()]))
        #expect(actions == [.send(machine.first, .abandon([jobs[1].claim.id]))])
        #expect(machine.state.jobs.count == 2)
    }

    @Test("a cancelled job that does not listen is ended after its grace")
    func cancelled() {
        var machine = Machine(slots: 2)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        _ = machine.start(jobs)
        #expect(
            machine.send(.cancelRequested([jobs[0].claim.id])) == [.send(machine.first, .cancel([jobs[0].claim.id]))])
        #expect(machine.pass(.milliseconds(1500)).isEmpty)
        // Said again, the grace does not begin anew.
        _ = machine.send(.cancelRequested([jobs[0].claim.id]))
        #expect(machine.pass(.milliseconds(600)).ended(as: .timedOut) == [jobs[0].claim.id])
    }

    // MARK: Stopping

    @Test("when stopped, it takes nothing more, lets what runs end, and finishes")
    func stop() {
        var machine = Machine(slots: 4)
        let jobs = Make.jobs(3)
        _ = machine.give(jobs)
        _ = machine.start([jobs[0]])
        _ = machine.send(.awake(Make.queue))
        #expect(machine.state.asked == 1)
        #expect(machine.send(.stop(within: .seconds(20))) == [.send(machine.first, .drain)])
        #expect(machine.send(.released(jobs[1...2].map(\.claim.id))).released == Array(jobs[1...2]))
        // An answer that was under way goes back whole.
        let late = Make.jobs(1)
        #expect(machine.send(.taken(Make.queue, asked: 1, late)) == [.release(late)])
        let last = machine.send(.settled([Make.end(jobs[0])]))
        #expect(last.takes.isEmpty && last.kills == [machine.first] && last.isFinished)
        #expect(machine.state.phase == .finished && machine.state.asked == 0)
        #expect(machine.send(.executorEnded(machine.first)).isEmpty)
    }

    @Test("what has not ended when the grace is over is killed and handed back, uncounted")
    func grace() {
        var machine = Machine(slots: 2)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        _ = machine.start(jobs)
        _ = machine.send(.stop(within: .seconds(5)))
        // Shortly before, what runs is asked to hand itself back.
        #expect(machine.pass(.milliseconds(4900)).kills.isEmpty)
        #expect(machine.pass(.milliseconds(200)).kills == [machine.first])
        let gone = machine.send(.executorEnded(machine.first))
        #expect(gone.ended(as: .released) == Set(jobs.map(\.claim.id)) && gone.ended(as: .crashed).isEmpty)
        #expect(gone.isFinished && gone.spawns.isEmpty)
    }

    @Test("told to be quiet, it takes nothing more and stays")
    func quiet() {
        var machine = Machine(slots: 2)
        let jobs = Make.jobs(1)
        _ = machine.give(jobs)
        _ = machine.send(.quiet(true))
        #expect(machine.send(.awake(Make.queue)).isEmpty)
        let settled = machine.send(.settled([Make.end(jobs[0])]))
        #expect(settled.takes.isEmpty && !settled.isFinished)
        #expect(machine.send(.executorEnded(machine.first)).spawns.count == 1)
        #expect(machine.send(.stop(within: .seconds(1))).isFinished)
    }
}
