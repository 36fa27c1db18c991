import Postgres
import PostgresTestSupport
import Testing

@Suite("Columns by their names")
struct ColumnNameTests {
    @Test("a name means its column in whatever order columns are read, and the first of several", arguments: [1, 20])
    func names(_ count: Int) async throws {
        try await withTestDatabase { database in
            let rows = try await database.query(
                "select n as a, n + 100 as b, n + 200 as c from generate_series(1, \(Int32(count))) n order by n"
            ).rows
            for (index, row) in rows.enumerated() {
                for (name, offset) in [("c", 200), ("a", 0), ("a", 0), ("b", 100), ("c", 200)] {
                    #expect(try row.decode(name, as: Int32.self) == Int32(index + 1 + offset))
                }
                #expect(throws: PostgresError.self) { try row.decode("d", as: Int32.self) }
            }
            let twins = try await database.query(
                "select 1 as a, 2 as b, 3 as b from generate_series(1, \(Int32(count)))"
            ).rows
            for row in twins {
                for _ in 0..<3 { #expect(try row.decode("b", as: Int32.self) == 2) }
                #expect(try row.decode("a", as: Int32.self) == 1)
            }
        }
    }
}
