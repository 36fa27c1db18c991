import FleetTestSupport
import Foundation
import Redis
import TestSupport
import Testing

/// The road when its processes and servers are killed, frozen or wiped.
@Suite("A fleet under fire", .serialized, FleetScope<FaultEnvironment>(), .logs(of: FaultEnvironment.self))
struct HoldingTests {
    let estate: FaultEnvironment

    init() throws { estate = try FaultEnvironment.current }

    var fleet: Fleet { estate.fleet }
    var school: Caller { estate.tenant.caller }
    var admin: Caller { estate.admin }
    /// Within a lease and what a busy machine adds.
    var recovery: Duration { FaultEnvironment.lease + .seconds(5) }

    // MARK: Scans

    func expectOnce(_ scan: (id: String, job: String), _ regions: Int) async throws {
        let view = try await school.get("/scans/\(scan.id)").json
        #expect(view["status"] == "success", "\(view)")
        #expect(view["total_resources"].int == 2 * regions)
        let id = UUID(uuidString: scan.id) ?? UUID()
        let rows = try await fleet.count(
            """
            select count(*) from ec2_instances resource join scan_runs run on run.id = resource.scan_run_id
            where run.scan_id = \(id)
            """)
        #expect(rows == 2 * regions)
    }

    @Test("an executor killed in mid-scan: the scan runs again at once, and its resources are there once")
    func executorKilled() async throws {
        try await estate.withWorkers(of: "ScanWorker") { workers in
            try await estate.aws.script("DescribeInstances", region: "eu-west-1", .silent)
            let scan = try await school.scan(["eu-west-1", "eu-west-2"])
            #expect(try await estate.asked("eu-west-1"))
            let executor = try #require(workers[0].children.first)
            let start = ContinuousClock.now
            kill(executor, SIGKILL)
            let job = try await school.settled(scan.job)
            #expect(start.duration(to: .now) < recovery)
            #expect(job["status"] == "succeeded", "\(job)")
            #expect(job["attempt"] == 2)
            #expect(job["attempts"][0]["ended"] == "crashed")
            #expect(workers[0].isRunning)
            try await expectOnce(scan, 2)
        }
    }

    @Test("a worker killed in mid-scan: another one runs the scan within a lease, and its resources are there once")
    func workerKilled() async throws {
        try await estate.withWorkers(2, of: "ScanWorker") { workers in
            try await estate.aws.script("DescribeInstances", region: "eu-central-1", .silent)
            let scan = try await school.scan(["eu-central-1", "eu-north-1"])
            #expect(try await estate.asked("eu-central-1"))
            let holder = try await estate.holder(of: scan.job, among: workers)
            let start = ContinuousClock.now
            await estate.killWhole(holder)
            let job = try await school.settled(scan.job)
            #expect(start.duration(to: .now) < recovery)
            #expect(job["status"] == "succeeded", "\(job)")
            #expect(job["attempts"][0]["ended"] == "lost")
            try await expectOnce(scan, 2)
        }
    }

    @Test("an executor ends with its supervisor, whatever it is doing") func orphan() async throws {
        try await estate.withWorkers(of: "BenchWorker") { workers in
            let id = try await admin.job("bench.spin", ["ms": 3000])
            _ = try await estate.holder(of: id, among: workers)
            let executors = workers[0].children
            #expect(executors.count == 1)
            await workers[0].kill()
            let gone = try await eventually(within: .seconds(2)) {
                !executors.contains(where: FleetProcess.isRunning)
            }
            #expect(gone)
            try await estate.putAway(id)
        }
    }

    @Test("a claim that is committed after its executor died is found: the job runs again, and once")
    func claimOutlivesExecutor() async throws {
        let id = try await admin.job("bench.noop")
        let row = UUID(uuidString: id) ?? UUID()
        try await fleet.database.withConnection { connection in
            try await connection.query("begin")
            try await connection.query("select id from jobs where id = \(row) for update")
            try await estate.withWorkers(of: "BenchWorker") { workers in
                #expect(try await claimsWaiting(1))
                for executor in workers[0].children { kill(executor, SIGKILL) }
                // The next executor's claim waits behind the one whose executor is gone.
                #expect(try await claimsWaiting(2))
                try await connection.query("commit")
                try await expectAllOnce([id])
            }
        }
    }

    private func claimsWaiting(_ count: Int) async throws -> Bool {
        try await eventually {
            try await fleet.count(
                """
                select count(*) from pg_stat_activity
                where application_name = 'flotilla-bench' and wait_event_type = 'Lock'
                """) >= count
        }
    }

    @Test("Redis wiped in mid-scan: the scan goes on, and runs once") func wipedInMidScan() async throws {
        try await estate.withWorkers(of: "ScanWorker") { _ in
            try await estate.aws.script("DescribeInstances", region: "sa-east-1", .together(2))
            let scan = try await school.scan(["sa-east-1"])
            #expect(try await estate.asked("sa-east-1"))
            try await wipeRedis()
            // The second of the two that the endpoint waits for.
            try await estate.aws.script("DescribeInstances", region: "sa-east-1", .together(2))
            let other = try await school.scan(["sa-east-1"])
            #expect(try await school.settled(scan.job)["status"] == "succeeded")
            #expect(try await school.settled(other.job)["status"] == "succeeded")
            try await expectOnce(scan, 1)
            try await expectOnce(other, 1)
        }
    }

    @Test("a role that does not open ends the run at once, in words that say what to check") func shutRole()
        async throws
    {
        try await estate.withWorkers(of: "ScanWorker") { _ in
            try await estate.aws.script("AssumeRole", .error("AccessDenied", status: 403, message: "not you"))
            let scan = try await school.scan(["eu-west-1"])
            let job = try await school.settled(scan.job)
            #expect(job["status"] == "failed")
            #expect(job["attempt"] == 1)
            let view = try await school.get("/scans/\(scan.id)").json
            let error = try #require(view["runs"][0]["error"].string)
            #expect(error.contains("assume the role") && error.contains("external id"), "\(error)")
            #expect(!error.contains("not you"))
        }
    }

    // MARK: Redis

    func wipeRedis() async throws {
        let client = RedisClient(try RedisConfiguration(url: fleet.redis.url))
        defer { client.close() }
        _ = try await client.command(RedisCommand("FLUSHALL"))
    }

    func sleepers(_ count: Int, ms: Double) async throws -> [String] {
        var ids: [String] = []
        for _ in 0..<count { ids.append(try await admin.job("bench.sleep", ["ms": .number(ms)])) }
        return ids
    }

    func expectAllOnce(_ ids: [String]) async throws {
        for id in ids { #expect(try await admin.settled(id)["status"] == "succeeded") }
        #expect(try await estate.effects(of: ids) == ids.count)
    }

    @Test("Redis wiped while jobs run and wait: all of them end, and take effect once") func wiped() async throws {
        try await estate.withWorkers(of: "BenchWorker", ["CONCURRENCY": "4"]) { _ in
            let ids = try await sleepers(40, ms: 200)
            #expect(try await eventually { try await estate.effects(of: ids) >= 5 })
            try await wipeRedis()
            try await expectAllOnce(ids)
        }
    }

    @Test("Redis killed and started again while jobs run and wait: all of them end, and take effect once")
    func redisKilled() async throws {
        try await estate.withWorkers(of: "BenchWorker", ["CONCURRENCY": "4"]) { _ in
            let ids = try await sleepers(40, ms: 200)
            #expect(try await eventually { try await estate.effects(of: ids) >= 5 })
            await fleet.redis.kill()
            try await fleet.redis.restart()
            try await expectAllOnce(ids)
        }
    }

    @Test("without Redis a request is accepted at once, and /readyz says degraded; the job runs when it is back")
    func withoutRedis() async throws {
        try await estate.withWorkers(of: "BenchWorker") { _ in
            await fleet.redis.kill()
            let degraded = try await eventually {
                try await fleet.anybody.get("/readyz")["status"] == "degraded"
            }
            #expect(degraded)
            let ready = try await fleet.anybody.get("/readyz")
            #expect(ready.status == 200)
            #expect(ready["broker"] == "down")
            var ids: [String] = []
            for _ in 0..<5 {
                let answer = try await admin.post("/jobs", ["kind": "bench.noop", "payload": [:]])
                #expect(answer.status == 202)
                #expect(answer.time < .milliseconds(500), "\(answer)")
                ids.append(answer["id"].string ?? "")
            }
            #expect(try await admin.get("/jobs/\(ids[0])")["status"].string?.isEmpty == false)
            try await fleet.redis.restart()
            try await expectAllOnce(ids)
            #expect(try await eventually { try await fleet.anybody.get("/readyz")["status"] == "ready" })
        }
    }

    // MARK: Enqueuer and API

    @Test("without an Enqueuer jobs still run; what a dead worker held is put back when one is there again")
    func enqueuerAway() async throws {
        await estate.killEnqueuer()
        try await estate.withWorkers(of: "BenchWorker") { workers in
            try await expectAllOnce(try await sleepers(3, ms: 10))
            let id = try await admin.job("bench.sleep", ["ms": 2500])
            await estate.killWhole(try await estate.holder(of: id, among: workers))
            try await estate.withWorkers(of: "BenchWorker") { _ in
                try await estate.restartEnqueuer()
                try await expectAllOnce([id])
            }
        }
    }

    @Test("a row that nobody offered, as when an API dies after its commit, is found within seconds")
    func offerLost() async throws {
        try await estate.withWorkers(of: "BenchWorker") { _ in
            let start = ContinuousClock.now
            let rows = try await fleet.database.query(
                """
                insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, payload)
                select overlay(overlay(flotilla.uuid_floor(now())::text placing '7' from 15 for 1)
                    placing '8' || right(md5(random()::text), 3) || '-' || left(md5(random()::text), 12)
                    from 20 for 17)::uuid,
                    \(UUID(uuidString: estate.tenant.id) ?? UUID()), 'bench.noop', 'bench', 'queued', 4, 8, 60000, '{}'
                returning id
                """
            ).rows
            let id = try #require(try rows.first?.decode(0, as: UUID.self)).uuidString.lowercased()
            try await expectAllOnce([id])
            #expect(start.duration(to: .now) < .seconds(5))
        }
    }

    @Test("an API killed and started again still knows what it accepted") func apiKilled() async throws {
        let ids = try await sleepers(3, ms: 10)
        try await fleet.api.kill()
        try await fleet.startAPI()
        try await estate.withWorkers(of: "BenchWorker") { _ in try await expectAllOnce(ids) }
    }
}
