import Foundation
import Testing

@testable import Postgres

@Suite("Query text")
struct QueryTests {
    @Test("an interpolated value becomes a numbered, typed parameter and never text")
    func binding() {
        let evil = "'; drop table jobs; --"
        let query: Query = "select \(1), \(evil), \(UUID?.none), \([1, 2])"
        #expect(query.sql == "select $1, $2, $3, $4")
        #expect(query.types == [20, 25, 2950, 1016])
        #expect(query.lengths.prefix(3) == [8, Int32(evil.utf8.count), -1])
    }

    @Test("a nested query brings its parameters along, renumbered, as often as it is used")
    func nesting() {
        let tenant: Query = "tenant = \("t") and kind = \("k")"
        let query: Query = "select \(1) where \(tenant) or (\(tenant)) and é = \(true)"
        #expect(query.sql == "select $1 where tenant = $2 and kind = $3 or (tenant = $4 and kind = $5) and é = $6")
        #expect(query.types == [20, 25, 25, 25, 25, 16])
        let outer: Query = "with x as (\(query)) select \(2)"
        #expect(outer.sql.hasSuffix("select $7"))
    }

    @Test("a statement from a file nests too, each $n in its place, beyond nine and repeated")
    func files() {
        let numbers = (1...10).map { "$\($0)" }.joined(separator: ",")
        let query = Query(unescaped: "\(numbers),$10,$1", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
        let outer: Query = "\("x") \(query) \("y")"
        #expect(outer.sql == "$1 $2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$11,$2 $12")
    }

    @Test("raw text is spliced in only by its ugly name")
    func raw() {
        let query: Query = "select * from \(unescaped: "jobs") where id = \(1)"
        #expect(query.sql == "select * from jobs where id = $1")
    }

    @Test(
        "the first word is found past blanks, comments and parentheses",
        arguments: [
            ("  SELECT 1", "select"), ("-- begin\n/* a /* b */ c */ Commit", "commit"), ("((select 1))", "select"),
            ("", nil), ("-- only", nil), ("/* open", nil), ("; rollback", "rollback"),
        ] as [(String, String?)])
    func keywords(sql: String, keyword: String?) {
        #expect(Query(unescaped: sql).firstKeyword == keyword)
    }
}
