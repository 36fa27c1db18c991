import FleetTestSupport
import Foundation
import RedisTestSupport
import TestSupport
import Testing

extension HoldingTests {
    private func batch(_ count: Int, _ more: [String: JSON] = [:]) -> JSON {
        let job = JSON.object(["kind": "bench.noop", "payload": [:]].merging(more) { $1 })
        return ["jobs": .array(Array(repeating: job, count: count))]
    }

    @Test("a queue at its bound is told 503 and when to come back, also by a process that just started")
    func queueBound() async throws {
        // What earlier tests left is gone first.
        try await wipeRedis()
        let open = try await fleet.count(
            "select count(*) from jobs where queue = 'bench' and status in ('queued', 'scheduled', 'retrying')")
        let filled = try await eventually {
            let run = try await fleet.run(["queues", "--json"])
            let row = try JSON(parsing: Array(run.output.utf8))["items"].array.first { $0["queue"] == "bench" }
            return row?["ready"].int == open
        }
        try #require(filled, "\(open) open")
        let bound = ["FLOTILLA_MAX_OPEN_JOBS_PER_QUEUE": "\(open + 20)"]
        let caller = Caller(url: try await fleet.anotherAPI(bound).url, token: admin.token)
        #expect(try await caller.post("/jobs/batch", batch(15)).status == 202)
        let refused = try await caller.post("/jobs/batch", batch(6))
        #expect(refused.status == 503)
        #expect(refused.isProblem && refused.headers["Retry-After"] == "5")
        #expect(refused["queue"] == "bench" && refused["limit"].int == open + 20)
        // Those that wait for a far time count, although the dispatcher does not know them.
        #expect(try await caller.post("/jobs/batch", batch(5, ["run_at": "2099-01-01T00:00:00Z"])).status == 202)
        #expect(try await caller.post("/jobs/batch", batch(1)).status == 503)
        let fresh = Caller(url: try await fleet.anotherAPI(bound).url, token: admin.token)
        #expect(try await fresh.post("/jobs/batch", batch(1)).status == 503)
        #expect(try await fleet.count("select count(*) from jobs where queue = 'bench' and run_at > '2098-01-01'") >= 5)
        try await estate.withWorkers(of: "BenchWorker") { _ in
            let hasRoom = try await eventually { try await caller.post("/jobs/batch", batch(1)).status == 202 }
            #expect(hasRoom)
        }
        _ = try await fleet.database.query(
            "update jobs set status = 'cancelled', finished_at = now() where run_at > '2098-01-01'")
    }

    @Test("202 comes as fast with a frozen Redis, and with none, as with one that answers")
    func acceptedWithoutRedis() async throws {
        func times(
            _ what: String, between prepare: () -> Void = {}, and restore: () async throws -> Void = {}
        ) async throws -> [Duration] {
            var times: [Duration] = []
            for _ in 0..<8 {
                prepare()
                for _ in 0..<5 {
                    let answer = try await admin.post("/jobs", ["kind": "bench.noop", "payload": [:]])
                    #expect(answer.status == 202)
                    times.append(answer.time)
                }
                try await restore()
            }
            times.sort()
            print("\(what): median \(times[20]), slowest \(times[39])")
            return times
        }
        let usual = try await times("usual")
        // Again and again: only the first who waits for a server that froze would wait long.
        let frozen = try await times("frozen", between: { fleet.redis.freeze() }) {
            fleet.redis.thaw()
            let isBack = try await eventually { try await fleet.anybody.get("/readyz")["broker"] == "up" }
            #expect(isBack)
        }
        await fleet.redis.kill()
        let away = try await times("away")
        try await fleet.redis.restart()
        // A busy machine slows single requests down; a wait for Redis would slow most of them.
        for times in [frozen, away] { #expect(times[36] < usual[36] + .milliseconds(50)) }
        try await estate.withWorkers(of: "BenchWorker") { _ in
            let isDone = try await eventually {
                try await fleet.count(
                    "select count(*) from jobs where kind = 'bench.noop' and status = 'queued'") == 0
            }
            #expect(isDone)
        }
    }

    @Test("a quiet worker finishes what it holds and takes no more, until it is told to go on") func quiet()
        async throws
    {
        try await estate.withWorkers(of: "BenchWorker") { workers in
            let running = try await admin.job("bench.sleep", ["ms": 10_000])
            _ = try await estate.holder(of: running, among: workers)
            let short = try await fleet.run(["workers", "quiet", "--worker", "bench", "--timeout", "1", "--json"])
            #expect(short.status == 1, "\(short.all)")
            // It may have found something of the tests before, too.
            #expect(try JSON(parsing: Array(short.output.utf8))["held"].int ?? 0 >= 1, "\(short.all)")
            let long = try await fleet.run(["workers", "quiet", "--all", "--timeout", "30"])
            #expect(long.status == 0, "\(long.all)")
            #expect(try await admin.get("/jobs/\(running)")["status"] == "succeeded")
            let waiting = try await admin.job("bench.noop")
            let list = try await fleet.run(["workers", "--json"])
            let rows = try JSON(parsing: Array(list.output.utf8))["items"].array
            #expect(rows.contains { $0["quiet"] == true })
            #expect(try await admin.get("/jobs/\(waiting)", headers: [("Prefer", "wait=2")])["status"] == "queued")
            let session = try #require(rows.first { $0["quiet"] == true }?["session"].string)
            #expect(try await fleet.run(["workers", "resume", session]).status == 0)
            try await expectAllOnce([waiting])
        }
    }

    /// Whether the process left with `EX_CONFIG`; one that stays is ended.
    private func refused(_ process: FleetProcess) async throws -> Bool {
        guard try await eventually({ !process.isRunning }) else {
            await estate.killWhole(process)
            return false
        }
        return await process.end() == .status(78)
    }

    @Test("a Redis that would drop keys is refused at the start, in one line that says what to set")
    func evicting() async throws {
        for policy in ["allkeys-lru", "volatile-ttl"] {
            try await withRedisServer(.init(arguments: ["--maxmemory-policy", policy])) { server in
                for program in ["api", "enqueuer", "BenchWorker"] {
                    let process = try await fleet.start(program, ["REDIS_URL": server.url, "PORT": "0"])
                    #expect(try await refused(process), "\(program): \(process.log)")
                    #expect(process.log.contains("maxmemory-policy is \(policy)"), "\(program): \(process.log)")
                    #expect(process.log.contains("noeviction"))
                }
                let doctor = try await fleet.flotilla("doctor", environment: ["REDIS_URL": server.url])
                #expect(doctor.status == 1 && doctor.output.contains("maxmemory-policy is \(policy)"))
            }
        }
    }

    @Test("a Redis that forbids asking is not refused; where INFO tells what CONFIG does not, that counts")
    func forbidden() async throws {
        let policy = ["--maxmemory-policy", "allkeys-lru"]
        let user = ["--user", "default", "on", "nopass", "~*", "&*", "+@all", "-config"]
        try await withRedisServer(.init(arguments: policy + user + ["-info"])) { server in
            _ = try await fleet.anotherAPI(["REDIS_URL": server.url])
        }
        try await withRedisServer(.init(arguments: policy + ["--rename-command", "CONFIG", ""])) { server in
            let process = try await fleet.start("enqueuer", ["REDIS_URL": server.url])
            #expect(try await refused(process), "\(process.log)")
        }
    }

    @Test("a Redis that is away at the start is not refused; one that comes back and drops keys is told of")
    func evictingLater() async throws {
        try await withRedisServer(.init(arguments: ["--maxmemory-policy", "allkeys-lru"])) { server in
            await server.kill()
            let caller = try await fleet.anotherAPI(["REDIS_URL": server.url])
            #expect(try await eventually { try await caller.get("/readyz")["broker"] == "down" })
            try await server.restart()
            #expect(try await eventually { try await caller.get("/readyz")["broker"] == "evicting" })
            let ready = try await caller.get("/readyz")
            #expect(ready.status == 200 && ready["status"] == "degraded")
        }
    }
}
