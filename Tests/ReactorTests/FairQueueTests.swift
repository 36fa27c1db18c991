import Reactor
import Testing

@Suite("A fair queue") struct FairQueueTests {
    private typealias Queue = FairQueue<String>

    private static func flow(_ group: String, _ member: String = "", isLow: Bool = false) -> Queue.Flow {
        Queue.Flow(group: group, member: member, isLow: isLow)
    }

    private static func id(_ admission: Queue.Admission) -> UInt64? {
        if case .queued(let id, _) = admission { id } else { nil }
    }

    @Test("who comes late with one element waits for one of each other flow at most") func turns() {
        var queue = Queue(perFlow: 100, total: 1000)
        for index in 0..<100 { _ = queue.add("a\(index)", to: Self.flow("a")) }
        #expect(queue.next()?.element == "a0")
        _ = queue.add("b", to: Self.flow("b"))
        #expect(queue.next()?.element == "b")
        #expect(queue.next()?.element == "a1")
    }

    @Test("of flows that wait, the one that was served least recently is next") func recency() {
        var queue = Queue(perFlow: 10, total: 100)
        for name in ["a", "b", "c"] {
            for _ in 0..<3 { _ = queue.add(name, to: Self.flow(name)) }
        }
        let order = (0..<9).compactMap { _ in queue.next()?.element }
        #expect(order == ["a", "b", "c", "a", "b", "c", "a", "b", "c"])
        #expect(queue.isEmpty)
        // Many flows of one caller that were served before do not go before one that never was.
        for index in 0..<50 {
            _ = queue.add("m\(index)", to: Self.flow("m", "\(index)"))
            _ = queue.next()
        }
        for index in 0..<50 { _ = queue.add("m\(index)", to: Self.flow("m", "\(index)")) }
        _ = queue.add("new", to: Self.flow("m", "new"))
        #expect(queue.next()?.element == "new")
    }

    @Test("a flow has only so many waiting, and one with nothing waiting is let in for the last of the longest")
    func bounds() {
        var queue = Queue(perFlow: 3, total: 4)
        for index in 0..<3 { #expect(Self.id(queue.add("a\(index)", to: Self.flow("a"))) != nil) }
        guard case .refused = queue.add("a3", to: Self.flow("a")) else { return #expect(Bool(false)) }
        _ = queue.add("b", to: Self.flow("b"))
        guard case .queued(_, let evicted) = queue.add("c", to: Self.flow("c")) else { return #expect(Bool(false)) }
        #expect(evicted == "a2")
        guard case .refused = queue.add("b2", to: Self.flow("b")) else { return #expect(Bool(false)) }
        #expect(queue.count == 4)
    }

    @Test("a group of many flows with one element each gives way to another group") func groups() {
        var queue = Queue(perFlow: 3, total: 10)
        for index in 0..<10 { _ = queue.add("a\(index)", to: Self.flow("a", "\(index)")) }
        guard case .queued(_, let evicted) = queue.add("b", to: Self.flow("b")) else { return #expect(Bool(false)) }
        #expect(evicted == "a9")
        guard case .refused = queue.add("more", to: Self.flow("a", "more")) else { return #expect(Bool(false)) }
    }

    @Test("low flows wait for the others, and yet have every fourth turn") func low() {
        var queue = Queue(perFlow: 100, total: 1000)
        for _ in 0..<20 { _ = queue.add("low", to: Self.flow("a", isLow: true)) }
        for _ in 0..<20 { _ = queue.add("high", to: Self.flow("b")) }
        let first = (0..<20).compactMap { _ in queue.next()?.element }
        #expect(first.count { $0 == "low" } == 5)
        #expect(first.first == "high")
    }

    @Test("what is removed leaves its place, once") func removal() throws {
        var queue = Queue(perFlow: 1, total: 1)
        let id = try #require(Self.id(queue.add("a", to: Self.flow("a"))))
        #expect(queue.remove(id) == "a")
        #expect(queue.remove(id) == nil)
        #expect(queue.next() == nil)
        #expect(Self.id(queue.add("b", to: Self.flow("b"))) != nil)
    }

    @Test("a table of recent keys keeps what is used and stays within its capacity") func table() {
        var table = RecentTable<Int, Int>(capacity: 100)
        table[-1] = 0
        for key in 0..<10_000 {
            table[key] = key
            if key.isMultiple(of: 10) { table[-1] = key }
            #expect(table.count <= 100)
        }
        #expect(table.peek(-1) != nil)
        #expect(table.peek(0) == nil)
        #expect(table.peek(9_999) == 9_999)
        table[9_999] = nil
        #expect(table.peek(9_999) == nil)
    }
}
