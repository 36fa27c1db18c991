import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("Jobs that follow others, and batches, over HTTP and on the command line") struct FollowTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var admin: Caller { estate.admin }

        private func noop(_ more: [String: JSON] = [:]) -> JSON { job("bench.noop", [:], more) }

        private func job(_ kind: String, _ payload: JSON, _ more: [String: JSON] = [:]) -> JSON {
            .object(more.merging(["kind": .string(kind), "payload": payload]) { $1 })
        }

        private func finished(_ batch: String) async throws -> JSON {
            var record = JSON.null
            let isOver = try await eventually(within: .seconds(30)) {
                record = try await admin.get("/batches/\(batch)").json
                return record["status"] == "finished"
            }
            #expect(isOver)
            return record
        }

        private func post(_ jobs: [JSON], batch: JSON? = nil) async throws -> Answer {
            var body: [String: JSON] = ["jobs": .array(jobs)]
            body["batch"] = batch
            return try await admin.post("/jobs/batch", .object(body))
        }

        @Test("a graph of one request runs in its order: what follows starts after all that it follows has ended")
        func graph() async throws {
            let answer = try await post([
                job("bench.sleep", ["ms": 3000]), job("bench.sleep", ["ms": 100], ["after": ["#0"]]),
                noop(["after": ["#0"]]), noop(["after": ["#1", "#2"]]),
            ])
            #expect(answer.status == 202)
            let ids = answer["jobs"].array.compactMap { $0["id"].string }
            #expect(
                answer["jobs"].array.map { $0["status"].string } == ["queued", "scheduled", "scheduled", "scheduled"])
            let waiting = try await admin.get("/jobs/\(ids[3])")
            #expect(waiting["status"] == "scheduled" && waiting["run_at"] == .null)
            #expect(waiting["after"].array.compactMap(\.string) == [ids[1], ids[2]])
            var times: [(start: Date, end: Date)] = []
            for id in ids {
                let job = try await admin.settled(id)
                #expect(job["status"] == "succeeded")
                times.append((try date(job["started_at"]), try date(job["finished_at"])))
            }
            #expect(times[0].end <= times[1].start && times[0].end <= times[2].start)
            #expect(max(times[1].end, times[2].end) <= times[3].start)
            // A chain costs no second for each of its links.
            #expect(times[3].end.timeIntervalSince(times[0].end) < 3)
        }

        private func date(_ json: JSON) throws -> Date {
            try Date(json.string ?? "", strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }

        @Test("followers of a dead letter are cancelled with the reason, unless they said that they run all the same")
        func failure() async throws {
            let failing = try await admin.job("bench.fail", ["times": 9], ["max_attempts": 1])
            let child = try await admin.post("/jobs", noop(["after": [.string(failing)]]))
            let keen = try await admin.post("/jobs", noop(["after": [.string(failing)], "after_failed": "run"]))
            let record = try await admin.settled(child["id"].string ?? "")
            #expect(record["status"] == "cancelled" && record["error"]["code"] == "parent_failed")
            #expect(try await admin.settled(keen["id"].string ?? "")["status"] == "succeeded")
            let late = try await admin.post("/jobs", noop(["after": [.string(failing)]]))
            #expect(try await admin.settled(late["id"].string ?? "")["status"] == "cancelled")
        }

        @Test("a batch tells its progress, lists its members and calls back once with its counts") func batch()
            async throws
        {
            let answer = try await post(
                [noop(), noop(), job("bench.fail", ["times": 9], ["max_attempts": 1]), noop(["after": ["#2"]])],
                batch: ["name": "nightly", "callback": noop()])
            #expect(answer.status == 202)
            let id = try #require(answer["batch_id"].string)
            let callback = try #require(answer["callback_job_id"].string)
            #expect(answer.headers["Location"] == "/batches/\(id)")
            let record = try await finished(id)
            #expect(record["total"] == 4 && record["succeeded"] == 2 && record["failed"] == 1)
            #expect(record["cancelled"] == 1 && record["pending"] == 0 && record["progress"]["percent"] == 100)
            #expect(record["name"] == "nightly" && record["callback_job_id"].string == callback)
            #expect(record["finished_at"].string != nil)
            #expect(try await admin.settled(callback)["status"] == "succeeded")
            let rows = try await estate.fleet.database.query(
                "select (payload -> 'batch' ->> 'failed')::bigint from jobs where id = \(UUID(uuidString: callback) ?? UUID())"
            )
            #expect(try rows.rows[0].decode(0, as: Int64.self) == 1)
            let members = try await admin.get("/jobs?batch=\(id)")["items"].array
            #expect(
                Set(members.compactMap { $0["id"].string }) == Set(answer["jobs"].array.compactMap { $0["id"].string }))
            #expect(members.allSatisfy { $0["batch_id"].string == id })
            #expect(try await admin.get("/batches?limit=1000")["items"].array.contains { $0["id"].string == id })
            #expect(try await admin.post("/jobs", noop(["batch": .string(id)])).status == 422)
            #expect(try await admin.send("DELETE", "/batches/\(id)").status == 409)
            let empty = try await post([], batch: ["callback": noop()])
            #expect(empty.status == 202)
            #expect(try await admin.settled(empty["callback_job_id"].string ?? "")["status"] == "succeeded")
        }

        @Test("a whole batch is cancelled, by HTTP and by the command; another tenant sees nothing of it")
        func cancel() async throws {
            let far: [String: JSON] = ["run_at": "2099-01-01T00:00:00Z"]
            let jobs = (0..<40).map { _ in noop(far) } + [job("bench.sleep", ["ms": 60_000])]
            for isCommand in [false, true] {
                let answer = try await post(jobs, batch: ["callback": noop()])
                let id = try #require(answer["batch_id"].string)
                let runs = try #require(answer["jobs"][40]["id"].string)
                #expect(try await eventually { try await admin.get("/jobs/\(runs)")["status"] == "running" })
                let stranger = estate.fleet.anybody
                #expect(try await stranger.get("/batches/\(id)").status == 401)
                let tenant = try await estate.fleet.signUp()
                #expect(try await tenant.caller.get("/batches/\(id)").status == 404)
                #expect(try await tenant.caller.send("DELETE", "/batches/\(id)").status == 404)
                #expect(try await tenant.caller.get("/batches")["items"].array.isEmpty)
                if isCommand {
                    let shown = try await estate.fleet.flotilla("batch", id, "--json")
                    #expect(shown.status == 0 && shown.output.contains(#""total":41"#), "\(shown.all)")
                    let result = try await estate.fleet.flotilla("cancel", "--batch", id, "--json")
                    #expect(result.status == 0 && result.output.contains(#""cancelled":4"#))
                    #expect(try await estate.fleet.flotilla("batches").output.contains(id))
                    #expect(try await estate.fleet.flotilla("jobs", "--batch", id).output.contains(runs))
                    #expect(try await estate.fleet.flotilla("cancel", "--batch", "x").status == 2)
                } else {
                    #expect(try await admin.send("DELETE", "/batches/\(id)").status == 202)
                }
                let record = try await finished(id)
                #expect(record["cancelled"] == 41 && record["cancelled_at"].string != nil)
                #expect(try await admin.settled(answer["callback_job_id"].string ?? "")["status"] == "succeeded")
            }
        }

        @Test("what is wrong with a graph or a batch is named, and nothing of it is accepted") func mistakes()
            async throws
        {
            let nobody = JSON.string(UUID().uuidString.lowercased())
            let unknown = try await admin.post("/jobs", noop(["after": [nobody]]))
            #expect(unknown.status == 422 && unknown.pointers == ["/after"])
            #expect(unknown["errors"][0]["message"].string?.contains(nobody.string ?? "-") == true)
            let foreign = JSON.string(
                try await admin.job("bench.noop", [:], ["tenant": .string(UUID().uuidString)]))
            let other = try await admin.post("/jobs", noop(["after": [foreign]]))
            #expect(other.status == 422 && other.pointers == ["/after"])
            #expect(try await post([noop(), noop(["after": [nobody]])]).pointers == ["/jobs/1/after"])
            #expect(try await post([noop(["after": ["#0"]])]).pointers == ["/jobs/0/after"])
            #expect(try await post([noop(["after": ["#1"]]), noop()]).pointers == ["/jobs/0/after"])
            #expect(try await post([noop(["unique_key": "k"]), noop(["after": ["#0"]])]).pointers == ["/jobs/1/after"])
            #expect(try await admin.post("/jobs", noop(["after_failed": "run"])).pointers == ["/after_failed"])
            #expect(try await admin.post("/jobs", noop(["after": "x"])).pointers == ["/after"])
            #expect(
                try await post([noop()], batch: ["nam": "x"]).pointers == ["/batch/nam"])
            #expect(
                try await post([noop()], batch: ["callback": noop(["unique_key": "k"])]).pointers
                    == ["/batch/callback/unique_key"])
            #expect(
                try await post([noop()], batch: ["callback": ["kind": "no.such"]]).pointers == ["/batch/callback/kind"])
            #expect(try await post([]).pointers == ["/jobs"])
            #expect(try await admin.post("/jobs", noop(["batch": nobody])).status == 422)
            #expect(try await admin.get("/jobs?batch=x").status == 400)
            let mine = ["tenant": JSON.string(UUID().uuidString)]
            #expect(try await post([noop(mine)], batch: [:]).pointers == ["/jobs/0/tenant"])
        }

        @Test("a request with an Idempotency-Key makes its batch once") func idempotency() async throws {
            let header = [("Idempotency-Key", UUID().uuidString)]
            let body: JSON = ["jobs": [["kind": "bench.noop", "payload": [:]]], "batch": ["name": "once"]]
            let first = try await admin.post("/jobs/batch", body, headers: header)
            let second = try await admin.post("/jobs/batch", body, headers: header)
            #expect(first.status == 202 && second.body == first.body)
            #expect(try await finished(first["batch_id"].string ?? "")["total"] == 1)
        }
    }
}
