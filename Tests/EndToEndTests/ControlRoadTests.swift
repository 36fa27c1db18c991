import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("Jobs enqueued by SQL, keys held for a time, and many jobs controlled at once") struct ControlTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var admin: Caller { estate.admin }
        private var fleet: Fleet { estate.fleet }

        /// Jobs of a tenant of their own.
        private func batch(
            _ count: Int, _ kind: String = "bench.noop", _ payload: JSON = [:], for tenant: String,
            _ more: [String: JSON] = [:]
        ) async throws -> [String] {
            let body: [String: JSON] = ["kind": .string(kind), "payload": payload, "tenant": .string(tenant)]
            let jobs = JSON.array((0..<count).map { _ in .object(body.merging(more) { $1 }) })
            let answer = try await admin.post("/jobs/batch", .object(["jobs": jobs]))
            guard answer.status == 202 else { throw Unexpected(answer) }
            return answer["jobs"].array.compactMap { $0["id"].string }
        }

        private func waitFor(_ count: Int, _ status: String, of tenant: String) async throws {
            let tenant = UUID(uuidString: tenant) ?? UUID()
            let reached = try await eventually(within: .seconds(30)) {
                try await fleet.count(
                    "select count(*) from jobs where tenant = \(tenant) and status::text = \(status)") == count
            }
            try #require(reached)
        }

        private func ended(_ path: String, by caller: Caller) async throws -> JSON {
            var record = JSON.null
            let isOver = try await eventually {
                record = try await caller.get(path).json
                return record["status"] != "running"
            }
            #expect(isOver)
            return record
        }

        private func newTenant() -> String { UUID().uuidString.lowercased() }

        @Test("a job that a transaction of SQL enqueued runs within seconds of the commit") func sql() async throws {
            let start = ContinuousClock.now
            let row = try await fleet.database.query("select flotilla.enqueue('bench.noop', '{}')").rows[0]
            let id = try row.decode(0, as: UUID.self).uuidString.lowercased()
            #expect(try await admin.settled(id)["status"] == "succeeded")
            // Two seconds and a busy machine; a look through the jobs of the last minutes takes fifteen.
            #expect(start.duration(to: .now) < .seconds(10))
        }

        @Test("a key with unique_for answers with its job also after that has ended") func uniqueFor() async throws {
            let body: JSON = [
                "kind": "bench.noop", "payload": [:], "unique_key": .string(UUID().uuidString), "unique_for": 3600,
            ]
            let first = try await admin.post("/jobs", body)
            #expect(first.status == 202)
            let id = try #require(first["id"].string)
            #expect(try await admin.settled(id)["status"] == "succeeded")
            let second = try await admin.post("/jobs", body)
            #expect(second.status == 200)
            #expect(second["id"].string == id)
            #expect(second["status"] == "succeeded")
            let alone = try await admin.post("/jobs", ["kind": "bench.noop", "unique_for": 5])
            #expect(alone.status == 422)
            #expect(alone.pointers == ["/unique_for"])
        }

        @Test("a key that an open transaction has just taken: 503 after 2.5 seconds, or when an operator stops it")
        func heldKey() async throws {
            let api = try await fleet.anotherAPI([:])
            let caller = Caller(url: api.url, token: admin.token)
            let (tenant, key) = (UUID(), UUID().uuidString)
            let body: JSON = [
                "kind": "bench.noop", "unique_key": .string(key), "run_at": "2099-01-01T00:00:00Z",
                "tenant": .string(tenant.uuidString.lowercased()),
            ]
            let id = try await fleet.database.withConnection { connection in
                try await connection.transaction {
                    let row = try await connection.query(
                        """
                        select flotilla.enqueue('bench.noop', '{}', tenant => \(tenant), unique_key => \(key),
                            run_at => '2099-01-01T00:00:00Z')
                        """
                    ).rows[0]
                    async let refused = caller.post("/jobs", body)
                    #expect(try await caller.get("/jobs?limit=1").status == 200)
                    let answer = try await refused
                    #expect(answer.status == 503, "\(answer)")
                    #expect(answer.headers["Retry-After"] != nil)
                    #expect(answer.time < .seconds(8), "soon enough to know that it was not accepted")
                    let holder = try await connection.query("select pg_backend_pid()").rows[0].decode(0, as: Int32.self)
                    let stopping = Task {
                        while !Task.isCancelled {
                            try await fleet.database.query(
                                """
                                select pg_cancel_backend(pid) from pg_stat_activity
                                where wait_event_type = 'Lock' and \(holder) = any(pg_blocking_pids(pid))
                                """)
                            try await Task.sleep(for: .milliseconds(10))
                        }
                    }
                    let stopped = try await caller.post("/jobs", body)
                    stopping.cancel()
                    #expect(stopped.status == 503, "\(stopped)")
                    return try row.decode(0, as: UUID.self).uuidString.lowercased()
                }
            }
            let answer = try await caller.post("/jobs", body)
            #expect(answer.status == 200)
            #expect(answer["id"].string == id)
        }

        @Test("a kind that only a worker registered is accepted, one without a program is not") func registeredKinds()
            async throws
        {
            let kind = "custom.\(UUID().uuidString.lowercased())"
            let body: JSON = ["kind": .string(kind), "payload": [:], "run_at": "2099-01-01T00:00:00Z"]
            #expect(try await admin.post("/jobs", body).status == 422)
            try await fleet.database.query(
                """
                insert into job_kinds (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms)
                values (\(kind), 'custom', 12000, 3, 1000, 5000, 1000)
                """)
            #expect(try await eventually { try await admin.post("/jobs", body).status == 202 })
            let id = try #require(try await admin.post("/jobs", body)["id"].string)
            let job = try await admin.get("/jobs/\(id)")
            #expect(job["queue"] == "custom")
            #expect(job["timeout"] == 12)
            let strict = try await fleet.anotherAPI(["FLOTILLA_BENCH": ""])
            let caller = Caller(url: strict.url, token: admin.token)
            #expect(try await caller.post("/jobs", body).status == 202)
            #expect(try await caller.post("/jobs", ["kind": "bench.noop"]).status == 422)
        }

        @Test("payloads beyond 256 KiB are refused in words that say what to do") func largePayload() async throws {
            let body: JSON = [
                "kind": "bench.noop", "payload": ["x": .string(String(repeating: "x", count: 256 << 10))],
            ]
            let answer = try await admin.post("/jobs", body)
            #expect(answer.status == 422)
            #expect(answer.pointers == ["/payload"])
            #expect(answer["errors"][0]["message"].string?.contains("262144 are allowed") == true)
        }

        @Test("dead letters that a filter finds are retried at a rate, and the operation tells how far it is")
        func retryMany() async throws {
            let tenant = newTenant()
            let ids = try await batch(30, "bench.fail", ["times": 1], for: tenant, ["max_attempts": 1])
            try await waitFor(30, "failed", of: tenant)
            let body: JSON = [
                "filter": ["status": "failed", "tenant": .string(tenant), "error_code": "bench"], "rate": 40,
            ]
            let header = [("Idempotency-Key", UUID().uuidString)]
            let answer = try await admin.post("/jobs/retry", body, headers: header)
            #expect(answer.status == 202)
            let path = try #require(answer["status_url"].string)
            #expect(answer.headers["Location"] == path)
            #expect(try await admin.post("/jobs/retry", body, headers: header).body == answer.body)
            let record = try await ended(path, by: admin)
            #expect(record["status"] == "done")
            #expect(record["changed"] == 30)
            try await waitFor(30, "succeeded", of: tenant)
            #expect(try await admin.get("/jobs/\(ids[0])")["attempt"] == 2)
            let listed = try await admin.get("/jobs?tenant=\(tenant)&status=succeeded&limit=100")
            #expect(listed["items"].array.count == 30)
        }

        @Test("waiting and running jobs that a filter finds are cancelled") func cancelMany() async throws {
            let tenant = newTenant()
            _ = try await batch(40, for: tenant, ["run_at": "2099-01-01T00:00:00Z"])
            let running = try await batch(1, "bench.sleep", ["ms": 60_000], for: tenant)
            try await waitFor(1, "running", of: tenant)
            let answer = try await admin.post("/jobs/cancel", ["filter": ["tenant": .string(tenant)]])
            #expect(answer.status == 202)
            let record = try await ended(try #require(answer["status_url"].string), by: admin)
            #expect(record["changed"] == 41)
            #expect(try await admin.settled(running[0])["status"] == "cancelled")
            try await waitFor(41, "cancelled", of: tenant)
        }

        @Test("a filter that names nothing, a state that does not fit and a foreign tenant are refused")
        func bulkRefusals() async throws {
            let school = estate.second.caller
            let table: [(String, JSON, [String])] = [
                ("/jobs/retry", [:], ["/filter"]), ("/jobs/cancel", ["filter": [:]], ["/filter"]),
                ("/jobs/cancel", ["filter": ["kind": nil]], ["/filter"]),
                ("/jobs/retry", ["filter": ["status": "queued"]], ["/filter/status"]),
                ("/jobs/cancel", ["filter": ["status": "failed"]], ["/filter/status"]),
                ("/jobs/retry", ["filter": ["colour": "red"]], ["/filter/colour"]),
                (
                    "/jobs/retry", ["filter": ["kind": "x", "created_after": "soon"], "rate": 0],
                    ["/filter/created_after", "/rate"]
                ),
            ]
            for (path, body, pointers) in table {
                let answer = try await admin.post(path, body)
                #expect(answer.status == 422, "\(path) \(body)")
                #expect(answer.pointers == pointers, "\(answer)")
            }
            #expect(try await school.post("/jobs/retry", ["filter": ["kind": "x"]]).status == 403)
            let foreign: JSON = ["filter": ["tenant": .string(estate.first.id)]]
            #expect(try await school.post("/jobs/cancel", foreign).pointers == ["/filter/tenant"])
            let own = try await school.post("/jobs/cancel", ["filter": ["kind": "no.such"]])
            let path = try #require(own["status_url"].string)
            #expect(try await ended(path, by: school)["changed"] == 0)
            #expect(try await estate.first.caller.get(path).status == 404)
        }

        @Test("the command retries and cancels by id and by filter, waits, and its exit status tells") func commands()
            async throws
        {
            let tenant = newTenant()
            let ids = try await batch(5, "bench.fail", ["times": 1], for: tenant, ["max_attempts": 1])
            try await waitFor(5, "failed", of: tenant)
            let one = try await fleet.run(["retry", ids[0], "--json"])
            #expect(one.status == 0, "\(one.all)")
            let mixed = try await fleet.run(["retry", ids[1], UUID().uuidString, "--json"])
            #expect(mixed.status == 1)
            let items = try JSON(parsing: Array(mixed.output.utf8))["items"].array
            #expect(items.map { $0["ok"] } == [true, false])
            let many = try await fleet.run([
                "retry", "--status", "failed", "--tenant", tenant, "--rate", "50", "--json",
            ])
            #expect(many.status == 0, "\(many.all)")
            #expect(try JSON(parsing: Array(many.output.utf8))["changed"] == 3)
            try await waitFor(5, "succeeded", of: tenant)
            let waiting = try await batch(4, for: tenant, ["run_at": "2099-01-01T00:00:00Z"])
            #expect(try await fleet.run(["cancel", waiting[0]]).status == 0)
            #expect(try await fleet.run(["cancel", waiting[0]]).status == 1)
            let rest = try await fleet.run(["cancel", "--tenant", tenant, "--json"])
            #expect(try JSON(parsing: Array(rest.output.utf8))["changed"] == 3)
            let listed = try await fleet.run(["jobs", "--tenant", tenant, "--status", "cancelled", "--json"])
            #expect(try JSON(parsing: Array(listed.output.utf8))["items"].array.count == 4)
            for mistake in [
                ["retry"], ["cancel"], ["retry", ids[0], "--kind", "x"], ["retry", "--status", "queued"],
                ["cancel", "x"], ["retry", "--kind", "x", "--rate", "0"], ["workers", "quiet"],
                ["workers", "quiet", "x"], ["workers", "resume", "--all", "--worker", "scan"],
            ] {
                #expect(try await fleet.run(mistake).status == 2, "\(mistake)")
            }
            #expect(try await fleet.run(["workers", "quiet", UUID().uuidString]).status == 1)
        }

        @Test("a tenant at its bound is told 429 and when to come back; nothing of a batch beyond is accepted")
        func tenantBound() async throws {
            let api = try await fleet.anotherAPI(["FLOTILLA_MAX_OPEN_JOBS_PER_TENANT": "10"])
            let caller = Caller(url: api.url, token: admin.token)
            let tenant = try await fleet.signUp(role: "arn:aws:iam::111122223333:role/scan")
            func jobs(_ count: Int, _ tenant: String) -> JSON {
                let job: JSON = [
                    "kind": "bench.noop", "tenant": .string(tenant), "run_at": "2099-01-01T00:00:00Z",
                ]
                return ["jobs": .array(Array(repeating: job, count: count))]
            }
            #expect(try await caller.post("/jobs/batch", jobs(11, tenant.id)).status == 429)
            let answer = try await caller.post("/jobs/batch", jobs(10, tenant.id))
            #expect(answer.status == 202)
            let refused = try await caller.post("/jobs/batch", jobs(1, tenant.id))
            #expect(refused.status == 429)
            #expect(refused.isProblem && refused.headers["Retry-After"] == "5")
            #expect(
                refused["limit"] == 10 && refused["detail"].string?.contains("nothing of this was accepted") == true)
            let own = Caller(url: api.url, token: tenant.caller.token)
            let scan: JSON = ["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1"]]
            #expect(try await own.post("/scans", scan).status == 429)
            #expect(try await caller.post("/jobs/batch", jobs(1, newTenant())).status == 202)
            let id = UUID(uuidString: tenant.id) ?? UUID()
            #expect(try await fleet.count("select count(*) from jobs where tenant = \(id)") == 10)
            let first = try #require(answer["jobs"][0]["id"].string)
            #expect(try await caller.send("DELETE", "/jobs/\(first)").status == 200)
            #expect(try await eventually { try await caller.post("/jobs/batch", jobs(1, tenant.id)).status == 202 })
            #expect(try await caller.post("/jobs/batch", jobs(1, tenant.id)).status == 429)
        }
    }
}
