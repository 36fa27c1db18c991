import Testing

@testable import Postgres

@Suite("The cache of prepared statements")
struct StatementCacheTests {
    private let key = StatementCache.Key(sql: "select $1", types: [20])

    private func text(_ known: StatementCache.Known) -> String {
        switch known {
        case .named(let name): "named \(name)"
        case .inFlight(let name, let unit): "\(name) in unit \(unit)"
        case .absent: "absent"
        }
    }

    @Test("a name is for the unit that prepares it alone until the server has confirmed it")
    func confirmation() {
        var cache = StatementCache(limit: 8)
        #expect(text(cache.known(key)) == "absent")
        #expect(cache.beginPreparing(key, unit: 7) == "s1")
        #expect(text(cache.known(key)) == "s1 in unit 7")
        cache.finishPreparing(key, succeeded: true)
        #expect(text(cache.known(key)) == "named s1")
    }

    @Test("what failed or was forgotten is prepared again under another name")
    func again() {
        var cache = StatementCache(limit: 8)
        _ = cache.beginPreparing(key, unit: 1)
        cache.finishPreparing(key, succeeded: false)
        #expect(cache.beginPreparing(key, unit: 2) == "s2")
        cache.finishPreparing(key, succeeded: true)
        cache.forget(key)
        #expect(cache.beginPreparing(key, unit: 3) == "s3")
    }

    @Test("the same text with other types is another statement, and beyond the limit none is kept")
    func limit() {
        var cache = StatementCache(limit: 2)
        #expect(cache.beginPreparing(key, unit: 1) == "s1")
        #expect(cache.beginPreparing(.init(sql: key.sql, types: [25]), unit: 1) == "s2")
        #expect(cache.beginPreparing(.init(sql: key.sql, types: [16]), unit: 1) == nil)
    }
}
