import Jobs
import Testing
@testable import Execution

extension SupervisorStateTests {
    @Test("the job of a result that came too late is offered again: it may be open, and not be in the dispatcher")
    func superseded() {
        var machine = Machine(slots: 1)
        let jobs = Make.jobs(1)
        _ = machine.give(jobs)
        _ = machine.start(jobs)
        #expect(machine.send(.superseded([jobs[0].claim.id])).offeredAgain == [jobs[0].claim.id])
        #expect(machine.state.jobs.isEmpty)
    }
}
