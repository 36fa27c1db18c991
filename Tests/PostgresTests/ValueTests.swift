import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite("Values to the server and back")
struct ValueTests {
    private enum Colour: String, PostgresScalar { case red, blue }
    private struct JobID: RawRepresentable, PostgresScalar, Equatable { let rawValue: UUID }

    /// Sends values, has the server turn each into text, and reads both back.
    private func roundTrip<Value: PostgresCodable & Equatable>(
        _ database: Database, _ value: Value, _ text: String?, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let row = try #require(try await database.query("select \(value) as value, \(value)::text as text").rows.first)
        #expect(try row.decode("value", as: Value.self) == value, sourceLocation: sourceLocation)
        #expect(try row.decode("text", as: String?.self) == text, sourceLocation: sourceLocation)
    }

    @Test("single values arrive as what they are, at their extremes too")
    func scalars() async throws {
        try await withTestDatabase { database in
            try await roundTrip(database, true, "true")
            try await roundTrip(database, Int16.min, "-32768")
            try await roundTrip(database, Int32.max, "2147483647")
            try await roundTrip(database, Int64.min, "-9223372036854775808")
            try await roundTrip(database, Int.max, "9223372036854775807")
            try await roundTrip(database, 0.1, "0.1")
            try await roundTrip(database, -Double.infinity, "-Infinity")
            try await roundTrip(database, "", "")
            try await roundTrip(database, "é€𐍈 👩‍👩‍👧 'quoted' \\ \n\t$1", "é€𐍈 👩‍👩‍👧 'quoted' \\ \n\t$1")
            let uuid = try #require(UUID(uuidString: "0190163D-8694-739B-AEA5-966C26F8AD91"))
            try await roundTrip(database, uuid, "0190163d-8694-739b-aea5-966c26f8ad91")
            try await roundTrip(database, [UInt8](), "\\x")
            try await roundTrip(database, [0, 1, 255] as [UInt8], "\\x0001ff")
            try await roundTrip(database, Colour.blue, "blue")
            try await roundTrip(database, JobID(rawValue: uuid), "0190163d-8694-739b-aea5-966c26f8ad91")
            try await roundTrip(database, Int?.none, nil)
            try await roundTrip(database, Optional("x"), "x")
        }
    }

    @Test("times keep their microsecond, before and after both epochs")
    func times() async throws {
        try await withTestDatabase(.with { $0.sessionSetup = ["set time zone 'UTC'"] }) { database in
            try await roundTrip(database, Date(timeIntervalSince1970: 0), "1970-01-01 00:00:00+00")
            try await roundTrip(database, Date(timeIntervalSince1970: 1_700_000_000.25), "2023-11-14 22:13:20.25+00")
            let micro: Date = try await database.value("select '2026-01-02 03:04:05.678901+00'::timestamptz")
            try await roundTrip(database, micro, "2026-01-02 03:04:05.678901+00")
            // As one number of microseconds it would be rounded into the year 10000.
            let last = Date(timeIntervalSince1970: 253_402_300_800.0.nextDown)
            try await roundTrip(database, last, "9999-12-31 23:59:59.999969+00")
            #expect(try await database.value("select '-infinity'::timestamptz") == Date.distantPast)
            #expect(try await database.value("select 'infinity'::date") == Date.distantFuture)
            let day = Date(timeIntervalSince1970: 86_400)
            #expect(try await database.value("select '1970-01-02'::date") == day)
            #expect(try await database.value("select '1970-01-02'::timestamp") == day)
        }
    }

    @Test("JSON is sent as jsonb and read from jsonb and json")
    func json() async throws {
        try await withTestDatabase { database in
            let document = JSONText(#"{"a": ["é", null, 1.5]}"#)
            try await roundTrip(database, document, document.text)
            #expect(try await database.value("select \(document) -> 'a' ->> 0") == "é")
            #expect(try await database.value("select '[1 ]'::json", as: JSONText.self).text == "[1 ]")
            #expect(try await database.value("select \(document)", as: String.self) == document.text)
        }
    }

    @Test("arrays keep order, NULLs and emptiness")
    func arrays() async throws {
        try await withTestDatabase { database in
            let uuid = UUID()
            let text = uuid.uuidString.lowercased()
            try await roundTrip(database, [true, false], "{t,f}")
            try await roundTrip(database, [1, 2] as [Int16], "{1,2}")
            try await roundTrip(database, [1, -2] as [Int32], "{1,-2}")
            try await roundTrip(database, [3, 1, 2], "{3,1,2}")
            try await roundTrip(database, [1.5], "{1.5}")
            try await roundTrip(database, ["a,b", "", "é\""], #"{"a,b","","é\""}"#)
            try await roundTrip(database, [uuid], "{\(text)}")
            try await roundTrip(database, [[1], [], [255]] as [[UInt8]], #"{"\\x01","\\x","\\xff"}"#)
            try await roundTrip(database, [JSONText("1")], "{1}")
            try await roundTrip(database, [JobID(rawValue: uuid)], "{\(text)}")
            try await roundTrip(database, [] as [UUID], "{}")
            try await roundTrip(database, [nil, 7, nil] as [Int?], "{NULL,7,NULL}")
            try await roundTrip(database, ["NULL", nil] as [String?], #"{"NULL",NULL}"#)
            try await roundTrip(database, [nil, [0]] as [[UInt8]?], #"{NULL,"\\x00"}"#)
            try await roundTrip(database, [String]?.none, nil)
            try await roundTrip(database, [Date(timeIntervalSince1970: 0)], "{\"1970-01-01 00:00:00+00\"}")
        }
    }

    @Test("ten thousand array elements go through unnest, rows back in order")
    func unnest() async throws {
        try await withTestDatabase { database in
            let ids = (0..<10_000).map { _ in UUID() }
            let numbers: [Int?] = ids.indices.map { $0 % 3 == 0 ? nil : $0 }
            let result = try await database.query(
                "select id, number from unnest(\(ids), \(numbers)) with ordinality as u(id, number, n) order by n")
            #expect(result.affectedRows == 10_000)
            #expect(try result.rows.map { try $0.decode(0, as: UUID.self) } == ids)
            #expect(try result.rows.map { try $0.decode("number", as: Int?.self) } == numbers)
        }
    }

    @Test("narrower columns widen, and enums, names and fixed-width text are text")
    func conversions() async throws {
        try await withTestDatabase { database in
            try await database.query("create type colour as enum ('red', 'blue')")
            let result = try await database.query(
                """
                select 1::int2 as small, 2::int4 as medium, 1.5::float4 as single, 'blue'::colour as colour,
                       'n'::name as name, 'ab'::char(3) as padded, 'v'::varchar as short, '{red}'::colour[] as colours
                """)
            let row = try #require(result.rows.first)
            #expect(try row.decode("small", as: Int.self) == 1)
            #expect(try row.decode("small", as: Int32.self) == 1)
            #expect(try row.decode("medium", as: Int64.self) == 2)
            #expect(try row.decode("single", as: Double.self) == 1.5)
            #expect(try row.decode("colour", as: Colour.self) == .blue)
            #expect(try row.decode("colours", as: [String].self) == ["red"])
            #expect(try row.decode("name", as: String.self) == "n")
            #expect(try row.decode("padded", as: String.self) == "ab ")
            #expect(try row.decode("short", as: String.self) == "v")
        }
    }

    @Test("a value that does not fit is an error that names the column, what it is and what was wanted")
    func mismatches() async throws {
        try await withTestDatabase { database in
            let result = try await database.query(
                "select 1::int8 as big, null::text as nothing, 'x' as x, array[[1],[2]] as square")
            let row = try #require(result.rows.first)
            let cases: [(String, () throws -> Void)] = [
                (#"column "big" is int8, wanted Int32"#, { _ = try row.decode("big", as: Int32.self) }),
                (#"column "nothing" is NULL, wanted String"#, { _ = try row.decode("nothing", as: String.self) }),
                (#"column "x" is text, wanted UUID"#, { _ = try row.decode("x", as: UUID.self) }),
                (
                    #"column "x" holds a text that does not fit, wanted Colour"#,
                    { _ = try row.decode("x", as: Colour.self) }
                ),
                (#"no column "y", wanted Int"#, { _ = try row.decode("y", as: Int.self) }),
                ("no column 4 of 4, wanted Int", { _ = try row.decode(4, as: Int.self) }),
                (
                    #"column "square" has 2 dimensions, wanted Array<Int>"#,
                    { _ = try row.decode("square", as: [Int].self) }
                ),
            ]
            for (text, body) in cases {
                let error = #expect(throws: PostgresError.self) { try body() }
                #expect(error?.kind == .decoding)
                #expect(error?.description.contains(text) == true, "\(String(describing: error))")
            }
        }
    }
}
