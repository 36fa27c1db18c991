import Jobs
import Testing
@testable import Execution

extension SupervisorStateTests {
    @Test("a result that came too late is looked after: its job may be open, and known to nobody else")
    func superseded() {
        var machine = Machine(slots: 1)
        let jobs = Make.jobs(1)
        _ = machine.give(jobs)
        _ = machine.start(jobs)
        #expect(machine.send(.superseded([jobs[0].claim.id])).offeredAgain == [jobs[0].claim.id])
        #expect(machine.state.jobs.isEmpty)
    }
}
