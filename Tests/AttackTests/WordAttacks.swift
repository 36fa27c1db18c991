import Fleet
import Foundation
import Postgres
import TestSupport
import Testing

extension Attacks {
    /// Words that a tenant reads were written for it.
    @Suite("Words of errors and of the log") struct WordAttacks {
        let estate: AttackEstate

        init() throws { estate = try AttackEstate.current }

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
    }
}
