import Reactor
import Testing

@Suite("The request batcher")
struct RequestBatcherTests {
    private struct Refused: Error {}

    @Test(
        "what is asked while a trip is under way shares the next one, each with its own answer", .timeLimit(.minutes(1))
    )
    func batches() async throws {
        let (sizes, seen) = AsyncStream.makeStream(of: Int.self)
        let (gate, go) = AsyncStream.makeStream(of: Void.self)
        let batcher = RequestBatcher<Int, Int>(upTo: 10) { requests in
            seen.yield(requests.count)
            if requests == [0] { for await _ in gate { break } }
            return requests.map { $0 == 3 ? .failure(Refused()) : .success($0 * 2) }
        }
        var trips = sizes.makeAsyncIterator()
        let first = Task { try await batcher.answer(to: 0) }
        #expect(await trips.next() == 1)
        let others = (1...4).map { number in Task { try await batcher.answer(to: number) } }
        while batcher.waiting < 4 { await Task.yield() }
        go.yield()
        #expect(try await first.value == 0)
        #expect(await trips.next() == 4)
        for (number, other) in zip(1...4, others) where number != 3 { #expect(try await other.value == number * 2) }
        await #expect(throws: Refused.self) { try await others[2].value }
    }

    @Test("what a trip throws each of its requests gets, and the next trip is made", .timeLimit(.minutes(1)))
    func failure() async throws {
        let batcher = RequestBatcher<Int, Int>(upTo: 10) { requests in
            if requests.contains(1) { throw Refused() }
            return requests.map { .success($0) }
        }
        await #expect(throws: Refused.self) { try await batcher.answer(to: 1) }
        #expect(try await batcher.answer(to: 2) == 2)
    }
}
