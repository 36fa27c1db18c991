import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension WatchTests {
    private func why(_ id: String, _ caller: Caller? = nil) async throws -> JSON {
        try await (caller ?? school).get("/jobs/\(id)").json["why"]
    }

    private func job(_ kind: String, _ payload: JSON = [:], _ options: [String: JSON] = [:]) async throws -> String {
        try await estate.admin.job(kind, payload, options.merging(["tenant": .string(estate.tenant.id)]) { $1 })
    }

    @Test("an open job says why: its time, its retry, its place behind its own tenant's, its owner; a settled one not")
    func why() async throws {
        let later = try await job("bench.noop", [:], ["run_at": "2099-01-01T00:00:00Z"])
        let scheduled = try await why(later)
        #expect(scheduled["code"] == "scheduled" && scheduled["run_at"].string?.hasPrefix("2099-01-01") == true)

        let failing = try await job("bench.fail", ["times": 7])
        let isRetrying = try await eventually {
            let why = try await why(failing)
            return why["code"] == "retrying" && why["retry_at"].string != nil && why["error"] == "bench"
        }
        #expect(isRetrying)

        // More than the worker's slots, so that the last ones wait.
        var ids: [String] = []
        for _ in 0..<24 { ids.append(try await job("bench.sleep", ["ms": 4000])) }
        let last = ids[23]
        let waits = try await eventually {
            let why = try await why(last)
            return why["code"] == "waiting_for_turn" && (5...23).contains(why["ahead"].int ?? 0)
        }
        let waiting = try await why(last)
        #expect(waits, "\(waiting)")
        #expect(waiting["detail"].string?.contains("\(waiting["ahead"].int ?? -1)") == true)
        #expect(waiting["workers"] == 1)
        let printed = try await estate.fleet.flotilla("job", last, "--json")
        let row = try JSON(parsing: Array(printed.output.utf8))
        #expect(printed.status == 0 && row["why"]["code"] == "waiting_for_turn", "\(printed.all)")
        #expect(row["why"]["facts"]["ahead"].int != nil)
        let table = try await estate.fleet.flotilla("job", last).output
        #expect(table.contains("waiting_for_turn"))

        let api = try await estate.fleet.anotherAPI(["REDIS_URL": "redis://127.0.0.1:1"])
        let alone = Caller(url: api.url, token: school.token)
        #expect(try await why(last, alone)["code"] == "dispatcher_away")
        for id in ids.dropFirst(8) { _ = try await estate.admin.send("DELETE", "/jobs/\(id)") }

        let slow = try await job("bench.sleep", ["ms": 3000], ["priority": 0])
        let runs = try await eventually { try await why(slow)["code"] == "running" }
        #expect(runs)
        let running = try await why(slow)
        #expect(running["attempt"] == 1 && running["worker_session"].string != nil)
        guard case .number(let silence) = running["owner_last_seen_seconds"] else { throw Unexpected("\(running)") }
        #expect(silence < 10)
        #expect(running["since"].string != nil && running["time_limit_at"].string != nil)
        let done = try await school.settled(slow)
        #expect(done["status"] == "succeeded" && done["why"] == .null)
    }

    @Test("an open job says which limit or pause holds it, and for whom it waits")
    func held() async throws {
        let set: JSON = ["kinds": ["bench.sleep": ["keys": ["why": ["running": 1]]]]]
        #expect(try await estate.admin.send("PATCH", "/queues/bench", body: set.bytes).status == 200)
        #expect(try await estate.admin.post("/queues/bench/pause", ["kind": "bench.spin"]).status == 200)
        // A change holds within a second.
        try await Task.sleep(for: .seconds(1))
        let first = try await job("bench.sleep", ["ms": 4000], ["limit_key": "why", "priority": 0])
        let second = try await job("bench.sleep", ["ms": 1], ["limit_key": "why", "priority": 0])
        let third = try await job("bench.noop", [:], ["after": .array([.string(first), .string(second)])])
        let isLimited = try await eventually { try await why(second)["code"] == "limited" }
        let limited = try await why(second)
        #expect(isLimited, "\(limited)")
        #expect(limited["scope"] == "key" && limited["running"] == 1 && limited["max_running"] == 1, "\(limited)")
        let waiting = try await why(third)
        #expect(waiting["code"] == "waiting_for_jobs" && waiting["count"] == 2, "\(waiting)")
        #expect(Set(waiting["jobs"].array.compactMap(\.string)) == [first, second])

        let fourth = try await job("bench.spin", ["ms": 1])
        let isPaused = try await eventually { try await why(fourth)["code"] == "paused" }
        #expect(isPaused)
        #expect(try await estate.admin.post("/queues/bench/resume", ["kind": "bench.spin"]).status == 200)
        for id in [first, second, third, fourth] { #expect(try await school.settled(id)["status"] == "succeeded") }
    }

    @Test("jobs that have to run alone stay queued behind the one that does, and say so")
    func alone() async throws {
        var ids: [String] = []
        for _ in 0..<3 {
            let soon = Date(timeIntervalSinceNow: 1.5).formatted(.iso8601)
            ids.append(try await job("bench.sleep", ["ms": 3000], ["priority": 0, "run_at": .string(soon)]))
        }
        let numbers = ids.compactMap(UUID.init(uuidString:))
        try await estate.fleet.database.query("update jobs set crashes = 2 where id = any(\(numbers))")
        func jobs(_ status: String) async throws -> [String] {
            try await estate.fleet.database.query(
                "select id::text from jobs where id = any(\(numbers)) and status::text = \(status)"
            ).rows.map { try $0.decode(0, as: String.self) }
        }
        let isAlone = try await eventually {
            let (running, queued) = (try await jobs("running"), try await jobs("queued"))
            return running.count == 1 && queued.count == 2
        }
        #expect(isAlone)
        let first = try #require(try await jobs("running").first)
        for id in ids where id != first {
            var why = JSON.null
            let waits = try await eventually {
                why = try await self.why(id)
                return why["code"] == "waiting_to_run_alone" && why["jobs"].array.first?.string == first
            }
            #expect(waits, "\(why)")
            #expect(why["crashes"] == 2 && why["detail"].string?.contains(first) == true, "\(why)")
        }
        for id in ids {
            let job = try await school.settled(id)
            #expect(job["status"] == "succeeded" && (job["attempt"].int ?? 0) <= 3, "\(job)")
        }
    }

    @Test("a job whose queue no worker serves says so") func noWorker() async throws {
        let id = UUID()
        try await estate.fleet.database.query(
            """
            insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, payload)
            select (left(flotilla.uuid_floor(now())::text, 13) || '-7' || substr(\(id)::text, 16))::uuid,
                \(UUID(uuidString: estate.tenant.id)), 'bench.noop', 'nobody', 'queued', 4, 8, 60000, '{}'
            """)
        let row = try await estate.fleet.database.query("select id::text from jobs where queue = 'nobody'").rows[0]
        let found = try row.decode(0, as: String.self)
        #expect(try await why(found)["code"] == "no_worker")
        try await estate.fleet.database.query("update jobs set kind = 'no.such' where queue = 'nobody'")
        #expect(try await why(found)["code"] == "unknown_kind")
        try await estate.fleet.database.query("delete from jobs where queue = 'nobody'")
    }

    @Test("a reader that stays behind is cut off, and goes on with the last id that it saw") func slow() async throws {
        let id = try await estate.emit(1200, bytes: 30_000, ms: 2)
        let reader = try RawReader(school, "/jobs/\(id)/events")
        let job = try await school.settled(id)
        #expect(job["status"] == "succeeded")
        let text = await reader.rest()
        #expect(text.contains("event: chunk") && !text.contains("event: done"), "\(text.suffix(400))")
        var parser = EventParser()
        let seen = parser.take(Array(text.utf8))
        let more = try await school.events(of: id, after: seen.last?.id)
        #expect(more.named("reset").count == 1 && more.last?.name == "done" && more.chunks.last == 1200)
    }
}
