import Synchronization
import Testing

@testable import Operations

@Suite("Work that keeps failing")
struct FailingDutiesTests {
    private struct Failed: Error, CustomStringConvertible { let description: String }

    @Test("what fails turn after turn is known since its first failure, and forgotten when it works again")
    func lasting() {
        let duties = FailingDuties()
        let start = ContinuousClock.now
        duties.note("offering", Failed(description: "no"), now: start)
        duties.note("offering", Failed(description: "still no"), now: start + .seconds(61))
        duties.note("reaping", Failed(description: "no"), now: start + .seconds(50))
        let failing = duties.failures(lasting: .seconds(60), now: start + .seconds(62))
        #expect(failing == [.init(duty: "offering", lasting: .seconds(62), error: "still no")])
        duties.note("offering", nil, now: start + .seconds(63))
        #expect(duties.failures(lasting: .zero, now: start + .seconds(64)).map(\.duty) == ["reaping"])
        // What is not tried any more says nothing, and begins anew.
        #expect(duties.failures(lasting: .zero, now: start + .seconds(171)).isEmpty)
        duties.note("reaping", Failed(description: "no"), now: start + .seconds(200))
        #expect(duties.failures(lasting: .seconds(1), now: start + .seconds(200)).isEmpty)
    }

    @Test("a periodic service says what fails in it", .timeLimit(.minutes(1)))
    func service() async throws {
        let turns = Mutex(0)
        let (failed, worked) = (StopLatch(), StopLatch())
        let service = PeriodicService(
            "a duty of a test", pauseAfterFailure: .milliseconds(1),
            logger: Logger(label: "test", sink: MemoryLogSink())
        ) {
            let turn = turns.withLock { turns in
                turns += 1
                return turns
            }
            if turn == 1 { throw Failed(description: "no") }
            if turn == 2 {
                #expect(FailingDuties.shared.failures(lasting: .zero).map(\.duty).contains("a duty of a test"))
                failed.open()
                return .zero
            }
            worked.open()
            return .seconds(60)
        }
        let running = Task { try await service.run() }
        await failed.wait()
        await worked.wait()
        #expect(!FailingDuties.shared.failures(lasting: .zero).map(\.duty).contains("a duty of a test"))
        await service.stop(by: .now)
        try await running.value
    }
}
