import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension Attacks {
    /// Words that a tenant reads were written for it.
    @Suite("Words of errors and of the log") struct WordAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test("what the database says of a schedule is for the log; the tenant reads a plain sentence")
        func schedule() async throws {
            let answer = try await estate.victim.caller.post(
                "/schedules",
                [
                    "name": "words", "cron": "0 0 1 1 *",
                    "scan": [
                        "provider": "aws", "services": ["ec2"], "role_arn": "arn:aws:iam::111122223333:role/scan",
                    ],
                ])
            let id = try #require(answer["id"].string.flatMap(UUID.init(uuidString:)))
            let database = estate.fleet.database
            try await database.query("alter table scans add constraint refused check (false) not valid")
            try await database.query("update schedules set next_at = now(), try_at = now() where id = \(id)")
            let path = "/schedules/\(id.uuidString.lowercased())"
            let isRefused = try await eventually(within: .seconds(20)) {
                try await estate.victim.caller.get(path)["error"].string != nil
            }
            try await database.query("alter table scans drop constraint refused")
            #expect(isRefused)
            let words = try await estate.victim.caller.get(path)["error"].string ?? ""
            #expect(
                !words.contains("23514") && !words.contains("constraint") && !words.contains("database"), "\(words)")
            #expect(estate.fleet.logs.contains("23514"))
            _ = try await estate.victim.caller.send("DELETE", path)
        }

        @Test("a bulk operation that the database refuses: the tenant reads a sentence, the log has the rest by its id")
        func bulk() async throws {
            let database = estate.fleet.database
            let caller = estate.victim.caller
            let id = try await estate.admin.job(
                "bench.noop", [:], ["tenant": .string(estate.victim.id), "run_at": "2099-01-01T00:00:00Z"])
            try await database.query(
                """
                create function refuse_change() returns trigger language plpgsql as
                    $$ begin raise exception 'a word of the database' using errcode = '23514'; end $$
                """)
            try await database.query(
                """
                create trigger refuse before update on jobs for each row when (new.status = 'cancelled')
                    execute function refuse_change()
                """)
            let begun = try await caller.post("/jobs/cancel", ["filter": ["kind": "bench.noop"]])
            let operation = try #require(begun["id"].string)
            let hasFailed = try await eventually(within: .seconds(20)) {
                try await caller.get("/operations/\(operation)")["status"] == "failed"
            }
            try await database.query("drop function refuse_change() cascade")
            #expect(hasFailed)
            let words = try await caller.get("/operations/\(operation)")["error"].string ?? ""
            #expect(words.contains("log") && !words.contains("23514") && !words.contains("a word"), "\(words)")
            let lines = estate.fleet.logs.split(separator: "\n").filter {
                $0.contains(operation) && $0.contains("23514")
            }
            #expect(lines.count == 1, "\(lines)")
            _ = try await estate.admin.send("DELETE", "/jobs/\(id)")
        }

        @Test("the why of a job under a limit of 0 says that it is 0 and what to do")
        func limitOfNothing() async throws {
            let set: JSON = ["kinds": ["bench.spin": ["running": 0]]]
            #expect(try await estate.admin.send("PATCH", "/queues/bench", body: set.bytes).status == 200)
            // A change holds within a second: jobs that come before that still run.
            var id = ""
            let isLimited = try await eventually {
                id = try await estate.admin.job("bench.spin", ["ms": 1], ["tenant": .string(estate.victim.id)])
                var why: JSON = .null
                _ = try await eventually {
                    let job = try await estate.victim.caller.get("/jobs/\(id)").json
                    why = job["why"]["code"]
                    return why == "limited" || job["status"] == "succeeded"
                }
                return why == "limited"
            }
            let why = try await estate.victim.caller.get("/jobs/\(id)").json["why"]
            #expect(isLimited && why["max_running"] == 0, "\(why)")
            #expect(why["detail"].string?.contains("the limit is 0") == true, "\(why)")
            let unset: JSON = ["kinds": ["bench.spin": .null]]
            #expect(try await estate.admin.send("PATCH", "/queues/bench", body: unset.bytes).status == 200)
            #expect(try await estate.admin.settled(id)["status"] == "succeeded")
        }

        @Test("an operator's change leaves one line: who, what, and the request's id")
        func audit() async throws {
            let admin = estate.admin
            for (method, path, body) in [
                ("POST", "/queues/bench/pause", ""), ("POST", "/queues/bench/resume", ""),
                ("PATCH", "/queues/bench", #"{"running":100}"#), ("PATCH", "/queues/bench", #"{"running":null}"#),
                ("POST", "/jobs/cancel", #"{"filter":{"error_code":"nothing"}}"#),
            ] {
                let id = "audit-\(UUID().uuidString)"
                let answer = try await admin.send(
                    method, path, body: Array(body.utf8), headers: [("X-Request-Id", id)])
                #expect((200..<300).contains(answer.status), "\(answer)")
                let found = try await eventually(within: .seconds(5)) {
                    try estate.fleet.api.log.contains(id)
                }
                #expect(found, "\(method) \(path)")
                let lines = try estate.fleet.api.log.split(separator: "\n").filter { $0.contains(id) }
                #expect(lines.count == 1 && lines[0].contains("an operator changed something"), "\(lines)")
                #expect(lines.first?.contains(#""role":"admin""#) == true && lines.first?.contains(path) == true)
            }
            let made = try await estate.fleet.flotilla(
                "users", "create", "audit-\(UUID().uuidString)@example.org", "--role", "support")
            #expect(made.all.contains("users create"), "\(made.all)")
        }

        @Test("a change by the command leaves the same line on standard error, without settings")
        func commandAudit() async throws {
            let fleet = estate.fleet
            let job = try await estate.admin.job("bench.noop", [:], ["run_at": "2099-01-01T00:00:00Z"])
            let name = "audit-\(UUID().uuidString.lowercased().prefix(8))"
            for (words, action) in [
                (["pause", "bench", "--kind", "bench.spin"], "pause"),
                (["resume", "bench", "--kind", "bench.spin"], "resume"),
                (["limits", "bench", "set", "--kind", "bench.spin", "--running", "5"], "limits set"),
                (["limits", "bench", "set", "--kind", "bench.spin", "--running", "default"], "limits set"),
                (["cancel", job], "cancel"), (["retry", "--error-code", "nothing"], "retry by filter"),
                (["schedules", "add", name, "0 0 1 1 *", "--kind", "bench.noop"], "schedules add"),
                (["schedules", "remove", name], "schedules remove"),
            ] {
                let done = try await fleet.run(words, ["LOG_FORMAT": "json"])
                #expect(done.status == 0, "\(done)")
                let lines = done.all.split(separator: "\n").filter { $0.contains("an operator changed something") }
                #expect(lines.count == 1 && lines.first?.contains(#""action":"\#(action)""#) == true, "\(done.all)")
                #expect(!done.output.contains("an operator"))
                #expect(lines.allSatisfy { !$0.contains("postgresql://") })
            }
            let shown = try await fleet.run(["limits", "bench"], [:])
            #expect(!shown.all.contains("an operator changed something"))
        }

        @Test("a password for a new user comes from a file or standard input, and a bad one is refused")
        func passwordFile() async throws {
            let fleet = estate.fleet
            let file = FileManager.default.temporaryDirectory.appending(path: "password-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let password = "correct horse \(UUID().uuidString)"
            func create(_ text: String, standardInput: Bool) async throws -> (
                email: String, status: Int32, output: String, all: String
            ) {
                try Data("\(text)\nanother line\n".utf8).write(to: URL(filePath: file))
                let email = "file-\(UUID().uuidString.lowercased())@example.org"
                let line = "\(Fleet.folder)/flotilla users create \(email) --role support --json --password-file "
                let made = try await fleet.run(
                    "/bin/sh", ["-c", line + (standardInput ? "- < '\(file)'" : "'\(file)'")])
                return (email, made.status, made.output, made.all)
            }
            for standardInput in [false, true] {
                let made = try await create(password, standardInput: standardInput)
                #expect(
                    made.status == 0 && !made.all.contains(password) && !made.output.contains("password"), "\(made)")
                let body: [String: JSON] = ["email": .string(made.email), "password": .string(password)]
                #expect(try await fleet.anybody.post("/auth/signin", .object(body)).status == 200)
                for bad in ["short", "password1", ""] {
                    let refused = try await create(bad, standardInput: standardInput)
                    #expect(refused.status != 0 && refused.output.isEmpty, "\(bad): \(refused)")
                }
            }
            let missing = try await fleet.flotilla(
                "users", "create", "x@example.org", "--role", "support", "--password-file", "/nowhere")
            #expect(missing.status == 1 && missing.all.contains("/nowhere"), "\(missing)")
        }
    }
}
