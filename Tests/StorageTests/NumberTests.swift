import Foundation
import Jobs
import Postgres
import TestSupport
import Testing

/// Our measure of numbers beside the server's own.
@Suite struct NumberTests {
    private static func literal(_ random: inout SeededGenerator) -> String {
        func digits(_ range: ClosedRange<Int>) -> String {
            String(
                (0..<Int.random(in: range, using: &random)).map { _ in "0123456789".randomElement(using: &random) ?? "0"
                })
        }
        var text = Bool.random(using: &random) ? "-" : ""
        let isLong = Int.random(in: 0..<8, using: &random) == 0
        let whole = digits(isLong ? 1...420 : 1...5).drop { $0 == "0" }
        text += whole.isEmpty ? "0" : String(whole)
        if Bool.random(using: &random) {
            text += "." + (Bool.random(using: &random) ? "000" : "") + digits(1...(isLong ? 420 : 20))
        }
        if Bool.random(using: &random) {
            text += ["e", "E", "e+", "e-", "E-"].randomElement(using: &random) ?? "e"
            text += Bool.random(using: &random) ? digits(1...2) : "\(Int.random(in: 0...430, using: &random))"
        }
        return text
    }

    @Test("a number takes as many characters as PostgreSQL writes, and what is bounded is stored")
    func spelling() async throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        let fixed = ["0", "-0", "-0.0", "0e-5", "0.0e3", "1e-399", "1e399", "100e-2", "0.001e3", "0.00012e2", "1E+2"]
        let literals = fixed + (0..<Settings.size(3000, full: 100_000)).map { _ in Self.literal(&random) }
        try await StorageDatabase.with { fixture in
            for start in stride(from: 0, to: literals.count, by: 1000) {
                let page = Array(literals[start..<min(start + 1000, literals.count)])
                let rows = try await fixture.owner.query(
                    "select length((text::jsonb)::text) from unnest(\(page)) with ordinality item(text, n) order by n"
                ).rows
                for (literal, row) in zip(page, rows) {
                    let own = NumberText(literal.utf8)
                    #expect(own.count == Int(try row.decode(0, as: Int32.self)), "\(literal)")
                }
            }
            // Beyond our bounds the server has its own.
            for literal in ["1e131072", "1e-16384", "1e999999999999", "0e2000000000"] {
                #expect(!NumberText(literal.utf8).isBounded)
                await #expect(throws: PostgresError.self, "\(literal)") {
                    try await fixture.owner.query("select \(literal)::text::jsonb")
                }
            }
        }
    }

    @Test("flotilla.enqueue refuses a number that is too long, in words that say what to do")
    func enqueue() async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.owner.query(
                """
                insert into job_kinds (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms)
                values ('test.kind', 'test', 30000, 3, 1000, 5000, 1000)
                """)
            for payload in [#"{"a": [1, {"b": 1e-400}]}"#, #"{"a": 1e401}"#, #"{"a": 1e-16000}"#] {
                let error = await #expect(throws: PostgresError.self, "\(payload)") {
                    try await fixture.owner.query("select flotilla.enqueue('test.kind', \(payload)::text::jsonb)")
                }
                #expect(error?.kind == .server(sqlState: "22023"))
                #expect("\(String(reflecting: error))".contains("number of more than 400 digits"))
            }
            let text = String(repeating: "9", count: 1000)
            for payload in [#"{"a": [1, {"b": 1e-398}]}"#, #"{"a": 1e399}"#, #"{"a": "\#(text)"}"#] {
                try await fixture.owner.query("select flotilla.enqueue('test.kind', \(payload)::text::jsonb)")
            }
        }
    }
}
