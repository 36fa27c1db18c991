import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("Schedules by API and command") struct ScheduleTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var admin: Caller { estate.admin }
        private var fleet: Fleet { estate.fleet }

        private func newName() -> String { "t-\(UUID().uuidString.lowercased().prefix(13))" }

        private func body(_ name: String, _ more: [String: JSON] = [:]) -> JSON {
            let plain: [String: JSON] = [
                "name": .string(name), "cron": "0 3 1 1 *", "time_zone": "Europe/Paris", "kind": "bench.noop",
                "payload": ["n": 1],
            ]
            return .object(plain.merging(more) { $1 })
        }

        @Test("a schedule of seconds fires jobs that run, until it is paused; what it did can be read")
        func fires() async throws {
            let name = newName()
            let made = try await admin.post("/schedules", body(name, ["cron": "* * * * * *", "missed": "all"]))
            #expect(made.status == 201)
            let path = try #require(made.headers["Location"])
            #expect(made["next"].array.count == 5 && made["overdue"] == false && made["payload"]["n"] == 1)
            var occurrences: [JSON] = []
            let fired = try await eventually(within: .seconds(30)) {
                occurrences = try await admin.get("\(path)/occurrences").json["items"].array
                return occurrences.count >= 2
            }
            try #require(fired)
            let paused = try await admin.post("/schedules/\(name)/pause", nil)
            #expect(paused.status == 200 && paused["paused"] == true && paused["next_at"] == nil)
            let job = try #require(occurrences[0]["jobs"][0].string)
            #expect(try await admin.settled(job)["status"] == "succeeded")
            let pages = try await admin.pages("\(path)/occurrences", limit: 1)
            #expect(Set(pages.flatMap { $0 }.compactMap { $0["occurrence"].string }).count >= 2)
            #expect(try await admin.send("DELETE", path).status == 204)
            #expect(try await admin.get(path).status == 404)
            #expect(try await admin.get("/jobs/\(job)").status == 200)
        }

        @Test("a schedule is changed by a merge patch; other times are a new generation, and the next ones are shown")
        func patch() async throws {
            let name = newName()
            let header = [("Idempotency-Key", UUID().uuidString)]
            let made = try await admin.post("/schedules", body(name), headers: header)
            #expect(try await admin.post("/schedules", body(name), headers: header).body == made.body)
            #expect(try await admin.post("/schedules", body(name)).status == 409)
            func patch(_ changes: JSON) async throws -> Answer {
                try await admin.send("PATCH", "/schedules/\(name)", body: changes.bytes)
            }
            let changed = try await patch(["cron": "30 2 29 3 *", "payload": ["n": nil, "m": 2], "priority": 7])
            #expect(changed.status == 200 && changed["generation"] == 2 && changed["priority"] == 7)
            #expect(changed["payload"] == ["m": 2] && changed["kind"] == "bench.noop")
            let same = try await patch(["missed": "skip", "priority": nil])
            #expect(same["generation"] == 2 && same["missed"] == "skip" && same["priority"] == nil)
            #expect(try await patch(["cron": "0 0 31 2 *"]).pointers == ["/cron"])
            #expect(try await patch(["paused": true]).pointers == ["/paused"])
            #expect(try await patch(["scan": ["provider": "aws", "services": ["ec2"]]]).status == 422)
            let listed = try await admin.pages("/schedules", limit: 2).flatMap { $0 }
            #expect(listed.contains { $0["name"].string == name })
            #expect(try await admin.send("DELETE", "/schedules/\(name)").status == 204)
        }

        @Test("fired now, a schedule makes its job beside the calendar, once for a key, also while it is paused")
        func fire() async throws {
            let name = newName()
            _ = try await admin.post("/schedules", body(name, ["paused": true]))
            let header = [("Idempotency-Key", UUID().uuidString)]
            let fired = try await admin.send("POST", "/schedules/\(name)/fire", headers: header)
            #expect(fired.status == 202)
            #expect(try await admin.send("POST", "/schedules/\(name)/fire", headers: header).body == fired.body)
            let id = try #require(fired["jobs"][0]["id"].string)
            #expect(try await admin.settled(id)["status"] == "succeeded")
            let records = try await admin.get("/schedules/\(name)/occurrences")["items"].array
            #expect(records.count == 1 && records[0]["outcome"] == "fired" && records[0]["jobs"][0].string == id)
            #expect(try await admin.post("/schedules/\(name)/resume", nil)["next"].array.count == 5)
            #expect(try await admin.send("DELETE", "/schedules/\(name)").status == 204)
        }

        @Test("a school schedules scans and nothing else, sees only its own, and no label names it")
        func tenants() async throws {
            let school = try await fleet.signUp(role: "arn:aws:iam::111122223333:role/scan")
            let caller = school.caller
            let scan: JSON = ["provider": "aws", "services": ["ec2", "s3"], "regions": ["eu-west-1"]]
            let name = "Jede Nacht \(UUID().uuidString)"
            let body: JSON = ["name": .string(name), "cron": "0 3 * * *", "time_zone": "Europe/Paris", "scan": scan]
            let made = try await caller.post("/schedules", body)
            #expect(made.status == 201 && made["owner"].string == school.id, "\(made)")
            let path = try #require(made.headers["Location"])
            #expect(made["scan"] == scan)
            func refused(_ change: [String: JSON]) async throws -> [String] {
                guard case .object(let members) = body else { return [] }
                return try await caller.post("/schedules", .object(members.merging(change) { $1 })).pointers
            }
            #expect(try await refused(["cron": "* * * * *"]) == ["/cron"])
            #expect(try await refused(["scan": ["provider": "aws", "services": ["ec9"]]]) == ["/scan/services/0"])
            #expect(try await refused(["scan": nil]) == ["/scan"])
            #expect(try await refused(["scan": nil, "kind": "bench.noop"]) == ["/scan"])
            // Fired by the calendar: its time is put into the past.
            let id = try #require(UUID(uuidString: made["id"].string ?? ""))
            try await fleet.database.query("update schedules set next_at = now() where id = \(id)")
            try await fleet.database.query("update schedules set try_at = next_at where id = \(id)")
            let fired = try await eventually(within: .seconds(20)) {
                try await caller.get("\(path)/occurrences")["items"].array.count == 1
            }
            #expect(fired)
            let scans = try await caller.get("/scans")["items"].array
            #expect(scans.count == 1 && scans[0]["runs"].array.count == 2)
            let jobs = try await caller.get("\(path)/occurrences")["items"][0]["jobs"].array
            #expect(Set(jobs) == Set(scans[0]["runs"].array.map { $0["job_id"] }))
            let now = try await caller.send("POST", "\(path)/fire")
            #expect(now.status == 202 && now["jobs"].array.count == 2)
            #expect(try await caller.get("/scans")["items"].array.count == 2)
            // Another school, and the metrics.
            let other = estate.second.caller
            for path in [path, "\(path)/occurrences"] { #expect(try await other.get(path).status == 404) }
            #expect(try await other.send("POST", "\(path)/fire").status == 404)
            #expect(try await other.send("DELETE", path).status == 404)
            #expect(try await other.get("/schedules")["items"].array.isEmpty)
            #expect(try await other.get("/schedules?owner=\(school.id)").status == 400)
            let metrics = String(decoding: try await fleet.anybody.get("/metrics").body, as: UTF8.self)
            #expect(metrics.contains(#"flotilla_schedule_lag_seconds{name="(tenants)"}"#))
            #expect(!metrics.contains("Jede Nacht") && !metrics.contains(school.id))
            #expect(try await caller.send("DELETE", path).status == 204)
        }

        @Test("the command adds, lists, changes, pauses, fires, previews and removes")
        func command() async throws {
            let name = newName()
            func json(_ arguments: [String]) async throws -> JSON {
                let process = try await fleet.run(["schedules"] + arguments + ["--json"])
                #expect(process.status == 0, "\(arguments): \(process.all)")
                return try JSON(parsing: Array(process.output.utf8))
            }
            let added = try await json([
                "add", name, "0 3 1 1 *", "--kind", "bench.noop", "--time-zone", "Europe/Paris", "--missed", "all",
            ])
            let turnTime = #/20\d\d-03-29T0[23]:[03]0:00\+0[12]:00/#
            #expect(added["items"][0]["name"].string == name && added["items"][0]["missed"] == "all")
            #expect(try await json([])["items"].array.contains { $0["name"].string == name })
            let changed = try await json(["set", name, "--cron", "0 4 1 1 *", "--overlap", "skip"])
            #expect(changed["items"][0]["generation"] == 2 && changed["items"][0]["overlap"] == "skip")
            #expect(try await json(["pause", name])["items"][0]["paused"] == true)
            let job = try #require(try await json(["fire", name])["jobs"][0].string)
            #expect(try await admin.settled(job)["status"] == "succeeded")
            #expect(try await json(["resume", name])["items"][0]["paused"] == false)
            #expect(try await json(["next", name, "--count", "3"])["next"].array.count == 3)
            let turn = try await json(["next", "30 2 29 3 *", "--time-zone", "Europe/Paris", "--count", "2"])
            #expect(turn["next"].array.count == 2)
            let shown = try await fleet.run(["schedules", "next", "30 2 29 3 *", "--time-zone", "Europe/Paris"])
            let times = shown.output.split(separator: "\n")
            #expect(times.count == 5 && times.allSatisfy { $0.wholeMatch(of: turnTime) != nil }, "\(shown.output)")
            let metrics = String(decoding: try await fleet.anybody.get("/metrics").body, as: UTF8.self)
            #expect(metrics.contains("flotilla_schedule_lag_seconds{name=\"\(name)\"} 0"))
            #expect(try await json(["remove", name])["removed"].string == name)
            for mistake in [
                ["add", name, "0 3 * * *"], ["add", name, "x", "--kind", "bench.noop"],
                ["add", "A B", "@daily", "--kind", "bench.noop"],
                ["add", name, "@daily", "--kind", "no.such"], ["set", name, "--missed", "x"], ["dance", name],
                ["pause"],
                ["add", name, "@daily", "--kind", "bench.noop", "--time-zone", "Mars"],
            ] {
                let status = try await fleet.run(["schedules"] + mistake).status
                #expect(status == 2 || mistake[0] == "set" && status == 1, "\(mistake): \(status)")
            }
            #expect(try await fleet.run(["schedules", "remove", name]).status == 1)
        }
    }
}
