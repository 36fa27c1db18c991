import Operations
import Testing

@Suite("A doorbell", .timeLimit(.minutes(1)))
struct DoorbellTests {
    @Test("a ring wakes who waits, and one that came before is not lost") func rings() async {
        let bell = Doorbell()
        bell.ring()
        await bell.wait()
        let (answers, answered) = AsyncStream.makeStream(of: Int.self)
        let waiting = Task {
            for turn in 1...1000 {
                await bell.wait()
                answered.yield(turn)
            }
        }
        var seen = 0
        bell.ring()
        for await turn in answers {
            seen = turn
            if turn == 1000 { break }
            bell.ring()
        }
        await waiting.value
        #expect(seen == 1000)
    }

    @Test("many rings are one") func sticky() async {
        let bell = Doorbell()
        for _ in 0..<3 { bell.ring() }
        await bell.wait()
        let second = Task { await bell.wait() }
        second.cancel()
        await second.value
    }

    @Test("a cancelled task does not wait") func cancelled() async {
        let bell = Doorbell()
        let waiting = Task { await bell.wait() }
        waiting.cancel()
        await waiting.value
    }
}
