import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("What operators ask: jobs, limits, queues, the audit, one stream", .serialized) struct AskingTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var admin: Caller { estate.admin }
        private var fleet: Fleet { estate.fleet }

        /// What was done to an object, the latest first.
        private func audit(_ type: String, _ id: String, by caller: Caller? = nil) async throws -> [JSON] {
            let answer = try await (caller ?? admin).get("/audit?object_type=\(type)&object_id=\(id)")
            guard answer.status == 200 else { throw Unexpected(answer) }
            return answer["items"].array
        }

        @Test("what an admin and the command do to a queue is in the audit, with who did it") func audited()
            async throws
        {
            #expect(try await admin.post("/queues/ai/pause", [:]).status == 200)
            #expect(try await fleet.run(["resume", "ai"]).status == 0)
            let events = try await audit("queue", "ai")
            #expect(events.prefix(2).map { $0["action"].string } == ["queue.resumed", "queue.paused"])
            let (resumed, paused) = (try #require(events.first), try #require(events.dropFirst().first))
            #expect(paused["actor"] == "admin" && paused["actor_id"] != .null && paused["request_id"] != .null)
            #expect(paused["after"]["paused"] == true)
            #expect(resumed["actor"].string?.hasPrefix("flotilla ") == true && resumed["actor_id"] == .null)
            #expect(try await admin.get("/audit?object_id=ai").status == 400)
        }

        @Test("a school sees what was done to its own users and schedules, and nothing of others") func walls()
            async throws
        {
            let (first, second) = (estate.first.caller, estate.second.caller)
            let email = "audited-\(UUID().uuidString.lowercased())@example.org"
            let user = try await first.post("/users", ["email": .string(email), "role": "student", "name": "Ada"])
            let id = try #require(user["id"].string)
            #expect(try await first.send("DELETE", "/users/\(id)").status == 204)
            let events = try await audit("user", id, by: first)
            #expect(events.map { $0["action"].string } == ["user.removed", "user.created"])
            #expect(events.last?["after"]["email"] == "***" && events.last?["after"]["name"] == "***")
            #expect(events.last?["actor"] == "school")
            #expect(try await audit("user", id, by: second).isEmpty)
            #expect(try await second.get("/audit?tenant=\(estate.first.id)").status == 400)
            #expect(try await fleet.user(role: "support").get("/audit").status == 403)
        }

        @Test(
            "a job shows its payload to operators with secrets masked, its keys, its trace; to a school only what is its own"
        )
        func details() async throws {
            let trace = "0af7651916cd43dd8448eb211c80319c"
            let answer = try await admin.post(
                "/jobs",
                [
                    "kind": "bench.noop", "payload": ["ms": 1, "api_token": "t"],
                    "limit_key": "asking", "unique_key": .string(UUID().uuidString), "tenant": .string(estate.first.id),
                ], headers: [("traceparent", "00-\(trace)-b7ad6b7169203331-01"), ("X-Request-Id", "asking-1")])
            let id = try #require(answer["id"].string)
            let job = try await admin.settled(id)
            #expect(job["payload"]["api_token"] == "***" && job["payload"]["ms"] == 1)
            #expect(job["limit_key"] == "asking" && job["request_id"] == "asking-1")
            #expect(job["trace_parent"].string?.contains(trace) == true)
            let own = try await estate.first.caller.get("/jobs/\(id)").json
            #expect(own["limit_key"] == "asking" && own["payload"] == .null && own["worker"] == .null)
            #expect(try await estate.second.caller.get("/jobs/\(id)/related").status == 404)
            for filter in [
                "limit_key=asking", "request_id=asking-1", "trace_id=\(trace)", "payload.ms=1&payload.api_token=t",
            ] {
                let list = try await admin.get("/jobs?\(filter)&tenant=\(estate.first.id)")
                #expect(list.status == 200 && list["items"].array.contains { $0["id"].string == id }, "\(filter)")
                #expect(list["examined"] != .null && list["complete"] == true, "\(filter)")
                #expect(list["items"][0]["result"] == .null)
            }
            #expect(try await admin.get("/jobs?limit_key=nothing")["items"].array.isEmpty)
            #expect(try await estate.first.caller.get("/jobs?payload.ms=1").status == 403)
            #expect(try await admin.get("/jobs?payload.=1").status == 400)
            #expect(try await admin.get("/jobs?trace_id=x").status == 400)
        }

        @Test("a failed job runs again with another payload, which the audit says; a domain's does not") func edited()
            async throws
        {
            let id = try await admin.job("bench.fail", ["times": 99], ["max_attempts": 1])
            #expect(try await admin.settled(id)["status"] == "failed")
            #expect(try await admin.post("/jobs/\(id)/retry", ["payload": 7]).status == 422)
            #expect(try await admin.post("/jobs/\(id)/retry", ["other": 7]).status == 422)
            #expect(try await admin.post("/jobs/\(id)/retry", ["payload": ["times": 0]]).status == 202)
            let job = try await admin.settled(id)
            #expect(job["status"] == "succeeded" && job["payload"]["times"] == 0)
            #expect(try await audit("job", id).first?["action"] == "job.edited")
        }

        @Test("what a job follows and what follows it, and the graph of their batch") func related() async throws {
            let answer = try await admin.post(
                "/jobs/batch",
                [
                    "jobs": [
                        ["kind": "bench.noop"], ["kind": "bench.sleep", "payload": ["ms": 1], "after": ["#0"]],
                        ["kind": "bench.noop", "after": ["#1"]],
                    ], "batch": ["name": "asked"],
                ])
            let ids = answer["jobs"].array.compactMap { $0["id"].string }
            try #require(ids.count == 3, "\(answer)")
            _ = try await admin.settled(ids[2])
            let related = try await admin.get("/jobs/\(ids[1])/related").json
            #expect(related["follows"].array.map { $0["id"].string } == [ids[0]])
            #expect(related["follows"][0]["outcome"] == "succeeded")
            #expect(related["followed_by"].array.map { $0["id"].string } == [ids[2]])
            #expect(related["followed_by"][0]["kind"] == "bench.noop" && related["complete"] == true)
            let batch = try #require(answer["batch_id"].string)
            #expect(related["batch_id"].string == batch)
            let graph = try await admin.get("/batches/\(batch)/graph").json
            #expect(graph["by"] == "job" && graph["nodes"].array.count == 3 && graph["edges"].array.count == 2)
            #expect(graph["edges"].array.allSatisfy { $0["outcome"] == "succeeded" })
            #expect(try await estate.second.caller.get("/batches/\(batch)/graph").status == 404)
        }

        @Test("a large batch is shown by kind") func largeGraph() async throws {
            let jobs = (0..<301).map { _ in JSON.object(["kind": "bench.noop", "run_at": "2099-01-01T00:00:00Z"]) }
            let answer = try await admin.post("/jobs/batch", ["jobs": .array(jobs), "batch": ["name": "large"]])
            let batch = try #require(answer["batch_id"].string)
            let graph = try await admin.get("/batches/\(batch)/graph").json
            #expect(graph["by"] == "kind" && graph["complete"] == true)
            #expect(graph["nodes"][0]["counts"]["scheduled"] == 301)
            #expect(try await admin.send("DELETE", "/batches/\(batch)").status == 202)
            #expect(try await audit("batch", batch).first?["action"] == "batch.cancelled")
        }

        @Test("a dry run counts and changes nothing") func dryRun() async throws {
            let tenant = UUID().uuidString.lowercased()
            let options: [String: JSON] = ["max_attempts": 1, "tenant": .string(tenant)]
            for _ in 0..<3 {
                let id = try await admin.job("bench.fail", ["times": 99], options)
                #expect(try await admin.settled(id)["status"] == "failed")
            }
            let filter: JSON = ["filter": ["tenant": .string(tenant)]]
            let counted = try await admin.post("/jobs/retry?dry_run=true", filter)
            #expect(counted.status == 200 && counted["found"] == 3 && counted["complete"] == true, "\(counted)")
            #expect(try await admin.post("/jobs/cancel?dry_run=true", filter)["found"] == 0)
            let id = try #require(UUID(uuidString: tenant))
            #expect(
                try await fleet.count(
                    "select count(*) from bulk_operations where lower(filter ->> 'tenant') = \(id)::text")
                    == 0)
            #expect(
                try await fleet.count("select count(*) from jobs where tenant = \(id) and status = 'failed'") == 3)
            #expect(try await admin.post("/jobs/retry?dry_run=maybe", filter).status == 400)
        }

        @Test("all limits and who set them, and how tenants share a queue") func limits() async throws {
            let body: JSON = ["kinds": ["notify.email": ["running": 3]]]
            #expect(try await admin.send("PATCH", "/queues/notify", body: body.bytes).status == 200)
            let rules = try await admin.pages("/limits", limit: 1).flatMap { $0 }
            let own = rules.first {
                $0["queue"] == "notify" && $0["kind"] == "notify.email" && $0["set_by"] == "operator"
            }
            #expect(own?["running"] == 3 && own?["changed_at"] != .null)
            #expect(rules.contains { $0["set_by"] == "program" })
            #expect(try await fleet.user(role: "school").get("/limits").status == 403)
            let tenant = UUID().uuidString.lowercased()
            let id = try await admin.job("bench.sleep", ["ms": 3000], ["tenant": .string(tenant)])
            let isShown = try await eventually {
                let shares = try await admin.get("/queues/bench/tenants")["items"].array
                return shares.contains { $0["tenant"].string == tenant && $0["running"] == 1 && $0["ratio"] != .null }
            }
            #expect(isShown)
            #expect(try await admin.settled(id)["status"] == "succeeded")
            #expect(try await admin.get("/queues/nowhere/tenants").status == 404)
        }

        @Test("one stream tells of a job, an inbox and the fleet, each under its name, and goes on when one ends")
        func topics() async throws {
            let id = try await admin.job("bench.sleep", ["ms": 500])
            var seen: Set<String> = []
            var isDone = false
            for try await event in try await admin.listen(at: "/events?topics=job:\(id),inbox,overview") {
                let topic = event.name == "ready" ? "ready" : event.json["topic"].string ?? ""
                seen.insert(topic)
                #expect(event.id.isEmpty)
                if topic == "job:\(id)", event.name == "done" {
                    isDone = true
                    #expect(event.json["data"]["status"] == "succeeded")
                }
                // After the job's end the fleet's figures change again.
                if isDone, event.name == "changed" { break }
                if isDone { _ = try await admin.job("bench.sleep", ["ms": 1500]) }
            }
            #expect(isDone && seen.isSuperset(of: ["ready", "job:\(id)", "inbox", "overview"]), "\(seen)")
        }

        @Test("a stream of another's job, scan or fleet does not begin") func strangers() async throws {
            let scan = try await estate.first.caller.scan(["eu-west-1"])
            for topic in ["job:\(scan.job)", "scan:\(scan.id)"] {
                #expect(try await estate.second.caller.get("/events?topics=\(topic)").status == 404, "\(topic)")
            }
            #expect(try await estate.second.caller.get("/events?topics=overview").status == 403)
            for topics in ["", "job", "job:x", "inbox,other"] {
                #expect(try await admin.get("/events?topics=\(topics)").status == 400, "\(topics)")
            }
            var services: Set<String> = []
            for try await event in try await estate.first.caller.listen(at: "/events?topics=scan:\(scan.id)")
            where event.name != "ready" {
                #expect(event.json["topic"].string == "scan:\(scan.id)")
                services.insert(event.json["service"].string ?? "")
                if event.name == "done" { break }
            }
            #expect(services == ["ec2"])
        }

        @Test("a preview of a schedule's times, and none of what is no expression") func preview() async throws {
            let body: JSON = ["cron": "0 8 * * 1-5", "time_zone": "Europe/Paris", "count": 3]
            let answer = try await admin.post("/schedules/preview", body)
            #expect(
                answer.status == 200 && answer["next"].array.count == 3 && answer["shortest_gap"] == 86400, "\(answer)")
            let wrong = try await admin.post("/schedules/preview", ["cron": "x", "time_zone": "Nowhere"])
            #expect(wrong.status == 422 && Set(wrong.pointers) == ["/cron", "/time_zone"])
            let often = try await estate.first.caller.post("/schedules/preview", ["cron": "* * * * *"])
            #expect(often.pointers == ["/cron"])
        }

        @Test("findings are counted, and lists are tables for who asks") func tables() async throws {
            let scan = try await estate.finishedScan(["eu-west-1"])
            let summary = try await estate.first.caller.get("/findings/summary")
            #expect(summary.status == 200 && summary["by_severity"].array.count == 4 && summary["complete"] == true)
            let answer = try await estate.first.caller.get(
                "/scans/\(scan.id)/resources?type=ec2_instance&limit=10", headers: [("Accept", "text/csv")])
            #expect(answer.status == 200 && answer.headers["Content-Type"]?.hasPrefix("text/csv") == true)
            let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\r\n")
            #expect(lines.count == 11 && lines[0].contains("instance_id"))
            #expect(answer.headers["X-Next-Cursor"] != nil)
        }
    }
}
