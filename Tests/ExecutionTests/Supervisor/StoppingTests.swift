import Jobs
import Testing

@testable import Execution

@Suite struct StoppingTests {
    @Test("after a resume it takes jobs again; after a stop it never does")
    func resume() {
        var machine = Machine(slots: 2)
        _ = machine.give([])
        _ = machine.send(.quiet(true))
        #expect(machine.send(.awake(Make.queue)).takes.isEmpty)
        #expect(machine.send(.quiet(false)).takes == [2])
        _ = machine.send(.stop(within: .seconds(1)))
        #expect(machine.send(.quiet(false)).takes.isEmpty)
    }

    @Test("what still runs shortly before the end of the grace is asked back, once, before it is killed")
    func lastCall() {
        var machine = Machine(slots: 2)
        let jobs = Make.jobs(2)
        _ = machine.give(jobs)
        _ = machine.start([jobs[0]])
        _ = machine.send(.stop(within: .seconds(10)))
        #expect(machine.state.running == 1)
        #expect(machine.pass(.seconds(7)).isEmpty)
        #expect(machine.pass(.seconds(1)) == [.send(machine.first, .abandon([jobs[0].claim.id]))])
        #expect(machine.pass(.milliseconds(500)).isEmpty)
        #expect(machine.pass(.milliseconds(1500)).kills == [machine.first])
    }
}
