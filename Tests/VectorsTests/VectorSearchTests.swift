import TestSupport
import Testing
import Vectors

@Suite("The search for the nearest vectors")
struct VectorSearchTests {
    private static func vector(_ dimension: Int, _ random: inout SeededGenerator) -> [Float] {
        (0..<dimension).map { _ in Float.random(in: -1...1, using: &random) }
    }

    @Test("it finds what a sort of all cosines finds, for dimensions that fill the registers and those that do not")
    func exact() throws {
        var random = SeededGenerator(Settings.seed)
        for dimension in [1, 2, 7, 8, 9, 31, 32, 33, 64, 100, 384, 385] {
            let query = Self.vector(dimension, &random)
            let rows = (0..<50).map { _ in Vector.normalized(Self.vector(dimension, &random)) ?? [] }
            let unit = try #require(Vector.normalized(query))
            let expected = rows.indices.map { row in
                (row, zip(unit, rows[row]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
            }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
            let found = try VectorSearch.top(10, of: rows.flatMap { Vector.bytes(of: $0) }, query: query)
            #expect(found.count == 10)
            for (match, other) in zip(found, expected) {
                #expect(abs(Double(match.score) - other.1) < 1e-5, "dimension \(dimension), seed \(Settings.seed)")
            }
        }
    }

    @Test("of equal ones the first is the better, and a second search finds the same")
    func ties() throws {
        let row = Vector.bytes(of: [0.6, 0.8])
        let rows = row + row + Vector.bytes(of: [1, 0]) + row
        let found = try VectorSearch.top(3, of: rows, query: [0.6, 0.8])
        #expect(found.map(\.row) == [0, 1, 3])
        #expect(try VectorSearch.top(3, of: rows, query: [0.6, 0.8]) == found)
    }

    @Test("parts that are scanned one after the other are one list")
    func parts() throws {
        var random = SeededGenerator(Settings.seed)
        let query = Self.vector(24, &random)
        let rows = (0..<40).map { _ in Vector.bytes(of: Self.vector(24, &random)) }
        var search = try VectorSearch(query, limit: 5)
        for part in [rows[0..<1], rows[1..<1], rows[1..<30], rows[30..<40]] { try search.scan(part.flatMap { $0 }) }
        #expect(search.count == 40)
        #expect(search.matches == (try VectorSearch.top(5, of: rows.flatMap { $0 }, query: query)))
    }

    @Test("rows of another dimension are refused, and leave what was found")
    func mismatch() throws {
        var search = try VectorSearch([1, 0], limit: 2)
        try search.scan(Vector.bytes(of: [1, 0]))
        #expect(throws: VectorError.wrongLength(bytes: 12, dimension: 2)) {
            try search.scan(Vector.bytes(of: [1, 2, 3]))
        }
        #expect(search.matches == [VectorMatch(row: 0, score: 1)] && search.count == 1)
    }

    @Test("a row that is no number matches nothing, wherever it stands")
    func notANumber() throws {
        let broken = Vector.bytes(of: [.nan, 0])
        let found = try VectorSearch.top(5, of: broken + Vector.bytes(of: [0, 1]) + broken, query: [0, 1])
        #expect(found == [VectorMatch(row: 1, score: 1)])
        #expect(try VectorSearch.top(1, of: Vector.bytes(of: [0, 1]) + broken, query: [0, 1]).map(\.row) == [0])
    }

    @Test("fewer rows than wanted are all of them; none wanted are none")
    func fewer() throws {
        #expect(try VectorSearch.top(5, of: [], query: [1]).isEmpty)
        #expect(try VectorSearch.top(0, of: Vector.bytes(of: [1]), query: [1]).isEmpty)
        #expect(try VectorSearch.top(-1, of: Vector.bytes(of: [1]), query: [1]).isEmpty)
        #expect(try VectorSearch.top(5, of: Vector.bytes(of: [1]), query: [2]).count == 1)
    }
}
