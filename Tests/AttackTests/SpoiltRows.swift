import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension Attacks {
    /// Rows of jobs as no program of ours writes them, but a hand may: each process of the fleet meets them.
    @Suite("Spoilt rows") struct SpoiltRows {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let integers = ["-2147483648", "-1", "0", "2147483647"]
        private static let times = [
            "'infinity'", "'-infinity'", "'294276-12-31 23:59:59.999999+00'", "'4713-01-01 00:00:00+00 BC'",
            "'0001-01-01 00:00:00+00'", "now()",
        ]
        private static let texts = [
            "''", "'x'", "'a b'", "'{x}'", "repeat('x', 2000)", #"E'\u202E\u0085\uFFFF'"#, "'bench.noop'", "'bench'",
            "'-'", "'1-2-3'",
        ]
        private static let documents = [
            "'null'", "'[]'", "'{}'", "'1e400'", "'-1e-400'", "'\"text\"'", #"'{"code":1}'"#,
            #"'{"code":"x","message":null,"detail":[]}'"#, #"'{"percent":1e300,"message":7}'"#,
            "'99999999999999999999'",
            "(repeat('[', 900) || repeat(']', 900))::jsonb", #"'{"":{"":{"":null}}}'"#, "to_jsonb(repeat('x', 100000))",
        ]
        private static let states = ["scheduled", "queued", "running", "retrying", "succeeded", "failed", "cancelled"]
        private static let columns: [(names: [String], values: [String])] = [
            (["attempt", "errors", "crashes"], integers),
            (["max_attempts", "timeout_ms"], ["1", "2147483647"]),
            (["priority"], ["0", "9"]),
            (["created_at"], times),
            (
                ["run_at", "expires_at", "started_at", "finished_at", "cancel_requested_at"],
                times + ["null"]
            ),
            (["kind", "queue"], texts),
            (
                ["attempt_end", "unique_key", "limit_key", "trace_parent", "trace_carried", "request_id"],
                texts + ["null"]
            ),
            (["payload"], documents),
            (["result", "error", "checkpoint"], documents + ["null"]),
            (["status"], states.map { "'\($0)'" }),
            (["token"], ["null", "0", "-9223372036854775808", "9223372036854775807"]),
            (["session", "batch_id"], ["null", "gen_random_uuid()"]),
        ]

        @Test(
            "a row that was spoilt by hand ends no process, and the others are read and run", .timeLimit(.minutes(5)))
        func rows() async throws {
            let seed = Settings.seed
            print("seed \(seed)")
            var random = SeededGenerator(seed)
            let (admin, database) = (estate.admin, estate.fleet.database)
            let (api, ended) = (try estate.fleet.api.pid, estate.fleet.ended)
            let good = try await admin.job("bench.noop")
            _ = try await admin.settled(good)
            var (ids, lists, alone) = ([String](), [Int: Int](), [Int: Int]())
            for _ in 0..<Settings.size(120, full: 4_000) {
                let id = try await admin.job("bench.noop", [:], ["run_at": "2099-01-01T00:00:00Z"])
                ids.append(id)
                let changes = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ -> (String, String)? in
                    guard let column = Self.columns.randomElement(using: &random),
                        let name = column.names.randomElement(using: &random),
                        let value = column.values.randomElement(using: &random)
                    else { return nil }
                    return (name, value)
                }
                let text = Dictionary(changes) { $1 }.map { "\($0) = \($1)" }.joined(separator: ", ")
                try await database.query("update jobs set \(unescaped: text) where id = \(id)::uuid")
                let answer = try await admin.get("/jobs/\(id)")
                alone[answer.status, default: 0] += 1
                #expect([200, 500].contains(answer.status), "\(text): \(answer)")
                let list = try await admin.get("/jobs?limit=5")
                lists[list.status, default: 0] += 1
                #expect(list.status == 200, "\(text): \(list)")
            }
            let last = try await admin.job("bench.noop")
            #expect(try await admin.settled(last)["status"] == "succeeded")
            #expect(try await admin.get("/jobs/\(good)").status == 200)
            print(
                """
                figure: \(ids.count) spoilt rows: alone \(alone.sorted { $0.key < $1.key }), in lists \
                \(lists.sorted { $0.key < $1.key })
                """)
            #expect(try estate.fleet.api.pid == api && estate.fleet.api.isRunning)
            #expect(estate.fleet.ended == ended)
            for id in ids { try await database.query("delete from jobs where id = \(id)::uuid") }
        }
    }
}
