import Synchronization
import Testing

@testable import Generations

@Suite("Text that is handed on")
struct RelayTests {
    private final class Pieces: Sendable {
        let list = Mutex<[String]>([])
    }

    @Test("the first piece goes at once, what comes close behind goes together, and all of it in order") func order()
        async throws
    {
        let pieces = Pieces()
        let relay = TextRelay { piece in pieces.list.withLock { $0.append(piece) } }
        try await relay.whileRunning {
            for number in 0..<50 { relay.add("\(number) ") }
            #expect(pieces.list.withLock { $0.count } < 10)
        }
        let list = pieces.list.withLock { $0 }
        #expect(list.first == "0 ")
        #expect(list.joined() == (0..<50).map { "\($0) " }.joined())
    }

    @Test("what waits goes on although nothing more comes") func pending() async throws {
        let pieces = Pieces()
        let (arrived, arrival) = AsyncStream.makeStream(of: String.self)
        let relay = TextRelay { piece in
            pieces.list.withLock { $0.append(piece) }
            arrival.yield(piece)
        }
        try await relay.whileRunning {
            relay.add("a")
            relay.add("b")
            var iterator = arrived.makeAsyncIterator()
            #expect(await iterator.next() == "a")
            // Only the ticker can send it: the body of the run waits for it.
            #expect(await iterator.next() == "b")
        }
    }

    @Test("a piece is far shorter than a chunk of a stream may be") func long() async throws {
        let pieces = Pieces()
        let relay = TextRelay { piece in pieces.list.withLock { $0.append(piece) } }
        let text = String(repeating: "é", count: 20_001)
        try await relay.whileRunning { relay.add(text) }
        let list = pieces.list.withLock { $0 }
        #expect(list.allSatisfy { $0.count <= 4000 } && list.joined() == text)
    }
}
