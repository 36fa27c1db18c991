import Foundation
import Testing

@testable import HTTPServer

@Suite("The turns of callers") struct CallerTurnsTests {
    private func caller(of tenant: UUID) -> Caller {
        Caller(key: .principal(UUID(), tenant: tenant), group: .tenant(tenant))
    }

    private func order(_ turns: inout CallerTurns<String>) -> [String] {
        var order: [String] = []
        while let element = turns.next() { order.append(element) }
        return order
    }

    @Test("a piece waits for one of each other caller, however many those have waiting") func fair() {
        var turns = CallerTurns<String>()
        let (many, few, nobody) = (caller(of: UUID()), caller(of: UUID()), Caller(address: nil))
        for index in 0..<32 { turns.add("many-\(index)", by: many) }
        turns.add("few-0", by: few)
        turns.add("nobody-0", by: nobody)
        #expect(turns.next() == "many-0")
        let order = order(&turns)
        #expect(Set(order.prefix(2)) == ["few-0", "nobody-0"])
        #expect(Array(order.dropFirst(2)) == (1..<32).map { "many-\($0)" })
        #expect(turns.isEmpty)
        // Who comes again after others were served is before those who were served last.
        turns.add("many-32", by: many)
        turns.add("few-1", by: few)
        #expect(turns.next() == "few-1")
    }

    @Test("many callers of one tenant have one turn between them, and each has its own in it") func tenants() {
        var turns = CallerTurns<String>()
        let (large, small) = (UUID(), UUID())
        for index in 0..<20 {
            let user = caller(of: large)
            for piece in 0..<3 { turns.add("large-\(index)-\(piece)", by: user) }
        }
        let user = caller(of: small)
        for piece in 0..<3 { turns.add("small-\(piece)", by: user) }
        let order = order(&turns)
        #expect(order.count == 63)
        #expect(order.prefix(6).filter { $0.hasPrefix("small") } == ["small-0", "small-1", "small-2"])
        let firsts = order.filter { $0.hasPrefix("large") }.prefix(20)
        #expect(firsts.allSatisfy { $0.hasSuffix("-0") }, "\(firsts)")
    }
}
