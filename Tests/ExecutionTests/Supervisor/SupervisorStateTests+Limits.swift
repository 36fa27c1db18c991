import Jobs
import Testing

@testable import Execution

extension SupervisorStateTests {
    @Test("of a job that a limit may hold for the store is asked for a place, and one that gets none is offered later")
    func limited() {
        var machine = Machine(slots: 4)
        let plain = Make.jobs(1)[0]
        let taken = TakenJob(
            claim: plain.claim, queue: plain.queue, tenant: plain.tenant, lane: plain.lane, priority: plain.priority,
            isLimited: true)
        // Only durable claims ask.
        #expect(machine.give([taken]).contains(.send(machine.first, .run([taken.claim], .durable))))
        let actions = machine.send(.refused([taken.claim.id]))
        #expect(actions.contains(.offerLater([taken])) && actions.settled.isEmpty)
        #expect(machine.state.jobs.isEmpty)
    }
}
