import Synchronization
import Testing

@testable import Operations

@Suite("Work done again and again")
struct PeriodicServiceTests {
    private struct Failed: Error {}

    @Test("a turn that fails is tried again, and a stop ends the pause", .timeLimit(.minutes(1)))
    func failingTurn() async throws {
        let turns = Mutex(0)
        let reached = StopLatch()
        let sink = MemoryLogSink()
        let logger = Logger(label: "test", sink: sink)
        let service = PeriodicService("turns", pauseAfterFailure: .milliseconds(1), logger: logger) {
            let turn = turns.withLock { turns in
                turns += 1
                return turns
            }
            if turn < 3 { throw Failed() }
            reached.open()
            return .seconds(3600)
        }
        let running = Task { try await service.run() }
        await reached.wait()
        await service.stop(by: .now)
        try await running.value
        #expect(turns.withLock { $0 } == 3)
        #expect(sink.lines.count == 1 && sink.lines.allSatisfy { $0.contains("\"service\":\"turns\"") })
    }
}
