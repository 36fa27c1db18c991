import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension Attacks {
    /// One thing said twice, or in two spellings, that two readers may take differently.
    @Suite("Two readings") struct SpellingAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test("a parameter or a header that is repeated is refused, whichever of them would be right")
        func repeated() async throws {
            let admin = estate.admin
            for path in ["/jobs?limit=1&limit=2", "/jobs?status=queued&kind=a&status=failed", "/scans?limit=1&limit=1"]
            {
                let answer = try await admin.get(path)
                #expect(answer.status == 400 && "\(answer)".contains("more than once"), "\(path): \(answer)")
            }
            let body: JSON = ["kind": "bench.noop", "payload": [:]]
            let keys = [("Idempotency-Key", "first-\(UUID())"), ("Idempotency-Key", "second-\(UUID())")]
            let keyed = try await admin.post("/jobs", body, headers: keys)
            #expect(keyed.status == 400 && "\(keyed)".contains("Idempotency-Key"), "\(keyed)")
            let token = try #require(admin.token)
            let stranger = try await Caller(url: admin.url, token: token).get(
                "/jobs", headers: [("Authorization", "Bearer \(estate.victim.caller.token ?? "")")])
            #expect(stranger.status == 400, "\(stranger)")
        }

        @Test("two spellings of one character are two limit keys, two members of a payload and two unique keys")
        func composition() async throws {
            let admin = estate.admin
            let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
            let body =
                #"{"kinds": {"bench.noop": {"keys": {"\#(composed)": {"running": 3}, "\#(decomposed)": {"running": 7}}}}}"#
            let set = try await admin.send("PATCH", "/queues/bench", body: Array(body.utf8))
            #expect(set.status == 200, "\(set)")
            for (key, running) in [(composed, 3), (decomposed, 7)] {
                let found = try await estate.fleet.count(
                    "select count(*) from limits where subject = \(key) and max_running = \(Int32(running))")
                #expect(found == 1, "\(key.unicodeScalars.count)")
            }
            let shown = try await admin.get("/queues/bench")
            let text = String(decoding: shown.body, as: UTF8.self).utf8
            for (key, running) in [(composed, 3), (decomposed, 7)] {
                let member = Array("\"\(key)\":{\"running\":\(running)".utf8)
                #expect(Array(text).firstRange(of: member) != nil, "\(key.unicodeScalars.count) in \(shown)")
            }
            let reset = Array(#"{"kinds": {"bench.noop": null}}"#.utf8)
            #expect(try await admin.send("PATCH", "/queues/bench", body: reset).status == 200)

            var ids: Set<String> = []
            for key in [composed, decomposed, composed] {
                let job =
                    #"{"kind": "bench.noop", "unique_key": "\#(key)", "unique_for": 60, "payload": {"\#(composed)": 1, "\#(decomposed)": 2}}"#
                let answer = try await admin.send("POST", "/jobs", body: Array(job.utf8))
                ids.insert(try #require(answer["id"].string, "\(answer)"))
            }
            #expect(ids.count == 2)
            let kept = try await estate.fleet.count(
                "select count(*) from jobs, jsonb_object_keys(payload) where id::text = any(\(Array(ids)))")
            #expect(kept == 4)
        }

        @Test("a schedule's name is none that a path cannot hold", arguments: [".", "..", " ", " a", "a "])
        func names(_ name: String) async throws {
            let answer = try await estate.victim.caller.post(
                "/schedules",
                ["name": .string(name), "cron": "0 0 1 1 *", "scan": ["provider": "aws", "services": ["ec2"]]])
            #expect(answer.status == 422 && answer.pointers.contains("/name"), "\(answer)")
        }

        @Test("the last moments that have a text are written as such, and what lies beyond is refused with the bound")
        func lastMoment() async throws {
            for text in ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.99999Z", "9999-12-31T23:59:59.5Z"] {
                let id = try await estate.admin.job("bench.noop", [:], ["run_at": .string(text)])
                let job = try await estate.admin.get("/jobs/\(id)")
                #expect(job["run_at"].string?.hasPrefix("9999-12-31T23:59:59.") == true, "\(job)")
                #expect(
                    try await estate.fleet.count(
                        "select extract(year from run_at at time zone 'UTC')::bigint from jobs where id = \(UUID(uuidString: id) ?? UUID())"
                    ) == 9999)
                #expect(try await estate.admin.send("DELETE", "/jobs/\(id)").status < 300)
            }
            let beyond = try await estate.admin.post(
                "/jobs", ["kind": "bench.noop", "payload": [:], "run_at": "9999-12-31T23:59:59-01:00"])
            #expect(beyond.status == 422 && "\(beyond)".contains("0001 to 9999"), "\(beyond)")
        }

        @Test("a bench job of fewer than no megabytes ends nothing but itself")
        func negativeMemory() async throws {
            let id = try await estate.admin.job("bench.memory", ["mb": -1, "ms": 1])
            let job = try await estate.admin.settled(id)
            #expect(job["status"] == "succeeded" && job["crashes"] == 0, "\(job)")
        }

        @Test(
            "a time in a row that no arithmetic can hold is the row's fault: refused where it is written, never a 4xx for who reads"
        )
        func infiniteTime() async throws {
            let (admin, database) = (estate.admin, estate.fleet.database)
            let name = "spoilt-\(UUID().uuidString.lowercased().prefix(8))"
            let made = try await admin.post(
                "/schedules", ["name": .string(name), "cron": "0 0 1 1 *", "kind": "bench.noop"])
            #expect(made.status == 201, "\(made)")
            for value in ["'infinity'", "'-infinity'", "'10000-01-01 00:00:00+00'"] {
                await #expect(throws: PostgresError.self) {
                    try await database.query("update schedules set next_at = \(unescaped: value) where name = \(name)")
                }
            }
            // As a hand could that also takes the check away.
            let check = try await database.query(
                "select pg_get_constraintdef(oid) from pg_constraint where conname = 'times_are_bounded' and conrelid = 'flotilla.schedules'::regclass"
            ).rows[0].decode(0, as: String.self)
            try await database.query("alter table schedules drop constraint times_are_bounded")
            try await database.query("update schedules set next_at = 'infinity' where name = \(name)")
            let list = try await admin.get("/schedules")
            #expect(list.status == 500 || list.status == 200, "\(list)")
            try await database.query("delete from schedules where name = \(name)")
            try await database.query("alter table schedules add constraint times_are_bounded \(unescaped: check)")
            #expect(try await admin.get("/schedules").status == 200)
        }
    }
}
