import Foundation
import Jobs
import Synchronization
import Testing

@testable import Execution

/// What payloads that wait for a slot may take together.
@Suite struct ClaimBudgetTests {
    private static func jobs(_ count: Int, bytes: Int) -> [ClaimedJob] {
        (0..<count).map { _ in Make.claimed(payload: String(repeating: "x", count: bytes)) }
    }

    @Test("before anything is known few are claimed; then as many as would fit if they were like the last ones")
    func typical() async {
        // An eighth of it is for payloads: 1 MiB.
        let budget = ClaimBudget(memory: 8 << 20)
        #expect(await budget.room(upTo: 300) == 16)
        let small = Self.jobs(16, bytes: 10)
        budget.add(small)
        budget.remove(small.payloadBytes)
        #expect(await budget.room(upTo: 300) == 32)
        for _ in 0..<20 {
            budget.add(small)
            budget.remove(small.payloadBytes)
        }
        #expect(await budget.room(upTo: 300) == 300)
        let large = Self.jobs(1, bytes: 300 << 10)
        budget.add(large)
        #expect(await budget.room(upTo: 300) == 2)
        budget.remove(large.payloadBytes)
        #expect(await budget.room(upTo: 300) == 3)
    }

    @Test("when there is no room the next claim waits until a slot takes some of it", .timeLimit(.minutes(1)))
    func full() async {
        let budget = ClaimBudget(memory: 8 << 20)
        let large = Self.jobs(4, bytes: 256 << 10)
        budget.add(large)
        let answer = Mutex<Int?>(nil)
        let waiting = Task {
            let room = await budget.room(upTo: 300)
            answer.withLock { $0 = room }
        }
        for _ in 0..<100 { await Task.yield() }
        #expect(answer.withLock { $0 } == nil)
        budget.remove(large[0].payload.count)
        await waiting.value
        #expect(answer.withLock { $0 } == 1)
    }

    @Test("without a limit of memory there is one all the same")
    func unlimited() async {
        #expect(await ClaimBudget(memory: nil).room(upTo: 300) == 16)
    }
}
