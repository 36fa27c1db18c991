import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension HoldingTests {
    @Test("SIGTERM lets a short job end, and the worker leaves with status 0") func drains() async throws {
        try await estate.withWorkers(of: "BenchWorker") { workers in
            let id = try await admin.job("bench.sleep", ["ms": 2500])
            _ = try await estate.holder(of: id, among: workers)
            #expect(await workers[0].terminate() == .status(0))
            let job = try await admin.settled(id)
            #expect(job["status"] == "succeeded")
            #expect(job["attempt"] == 1)
            #expect(try await estate.effects(of: [id]) == 1)
        }
    }

    @Test("SIGTERM hands a long job back within the grace, uncounted, and the worker leaves with status 0")
    func handsBack() async throws {
        try await estate.withWorkers(of: "BenchWorker", ["CONCURRENCY": "1"]) { workers in
            let id = try await admin.job("bench.sleep", ["ms": 60_000])
            _ = try await estate.holder(of: id, among: workers)
            let waiting = try await admin.job("bench.noop")
            let start = ContinuousClock.now
            #expect(await workers[0].terminate() == .status(0))
            #expect(start.duration(to: .now) < .seconds(6))
            let job = try await admin.get("/jobs/\(id)").json
            #expect(job["status"] == "queued", "\(job)")
            #expect(job["errors"] == 0)
            #expect(job["crashes"] == 0)
            #expect(job["attempts"][0]["ended"] == "released")
            let sessions = try await fleet.count(
                "select count(*) from worker_sessions where pid = \(Int32(workers[0].pid))")
            #expect(sessions == 0, "a worker that left says so")
            try await estate.putAway(id)
            try await estate.withWorkers(of: "BenchWorker") { _ in try await expectAllOnce([waiting]) }
        }
    }

    @Test("a worker frozen beyond its lease: its job runs elsewhere, and its late result changes nothing")
    func frozen() async throws {
        try await estate.withWorkers(2, of: "BenchWorker") { workers in
            let id = try await admin.job("bench.sleep", ["ms": 3000])
            let holder = try await estate.holder(of: id, among: workers)
            let frozen = [holder.pid] + holder.children
            for process in frozen { kill(process, SIGSTOP) }
            let start = ContinuousClock.now
            let job = try await admin.settled(id)
            #expect(start.duration(to: .now) < recovery + .seconds(1))
            #expect(job["status"] == "succeeded")
            #expect(job["attempt"] == 2)
            for process in frozen { kill(process, SIGCONT) }
            // Thawed, it takes and ends other work, and what it had is refused.
            #expect(await holder.line(with: "came too late") != nil)
            #expect(try await estate.effects(of: [id]) == 1)
            #expect(try await admin.get("/jobs/\(id)")["attempt"] == 2)
            #expect(holder.isRunning)
            let more = try await sleepers(20, ms: 50)
            try await expectAllOnce(more)
        }
    }

    /// The executor is stopped before it can read the row, so that only the lease in Redis says that a worker has the job.
    @Test("a job that a worker has, and for which no claim was written, is shown as running; its row is queued")
    func runsWithoutAClaim() async throws {
        try await estate.withWorkers(of: "BenchWorker") { workers in
            try await expectAllOnce([try await admin.job("bench.noop")])
            let executors = workers[0].children
            for process in executors { kill(process, SIGSTOP) }
            let id = try await admin.job("bench.noop")
            let isShown = try await eventually { try await admin.get("/jobs/\(id)")["status"] == "running" }
            let job = try await admin.get("/jobs/\(id)").json
            let queued = try await fleet.count(
                "select count(*) from jobs where id = '\(unescaped: id)' and status = 'queued' and attempt = 0")
            for process in executors { kill(process, SIGCONT) }
            #expect(isShown && queued == 1 && job["attempt"] == 1 && job["why"]["code"] == "taken", "\(job)")
            try await expectAllOnce([id])
            #expect(try await admin.get("/jobs/\(id)")["attempt"] == 1)
        }
    }

    // MARK: PostgreSQL

    @Test("PostgreSQL frozen: whoever asks has a 503 with Retry-After after ten seconds; thawed, all goes on")
    func frozenPostgres() async throws {
        let id = try await admin.job("bench.noop")
        try await fleet.postgres.pause()
        let asking = Task { [admin, school, fleet] in
            try await withThrowingTaskGroup(of: Answer.self) { group in
                let noop: JSON = ["kind": "bench.noop", "payload": [:]]
                group.addTask { try await admin.post("/jobs", noop) }
                group.addTask { try await admin.post("/jobs", noop, headers: [("Idempotency-Key", UUID().uuidString)]) }
                group.addTask { try await admin.post("/jobs/batch", ["jobs": [noop, noop]]) }
                group.addTask { try await admin.get("/jobs/\(id)") }
                group.addTask { try await admin.get("/jobs/\(id)", headers: [("Prefer", "wait=1")]) }
                group.addTask { try await admin.get("/jobs?status=failed") }
                group.addTask { try await school.post("/scans", ["provider": "aws", "services": ["ec2"]]) }
                group.addTask { try await school.get("/findings") }
                group.addTask {
                    // Judged in the background, within two seconds.
                    try await Task.sleep(for: .seconds(2))
                    return try await fleet.anybody.get("/readyz")
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        // The other tests need the server, whatever became of these requests.
        let answers = await asking.result
        try await fleet.postgres.resume()
        for answer in try answers.get() {
            #expect(answer.status == 503, "\(answer)")
            #expect(answer.headers["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
            #expect(answer.time < .seconds(15), "\(answer)")
        }
        #expect(try await eventually { try await fleet.anybody.get("/readyz").status == 200 })
        try await estate.withWorkers(of: "BenchWorker") { _ in
            try await expectAllOnce(try await sleepers(3, ms: 10) + [id])
        }
    }

    @Test("without PostgreSQL: 503 with Retry-After, /readyz 503, /healthz 200; what ran meanwhile is not lost")
    func withoutPostgres() async throws {
        try await estate.withWorkers(of: "BenchWorker") { workers in
            let id = try await admin.job("bench.sleep", ["ms": 2500])
            _ = try await estate.holder(of: id, among: workers)
            try await fleet.postgres.stop()
            let answers = try await [
                admin.post("/jobs", ["kind": "bench.noop", "payload": [:]]), admin.get("/jobs/\(id)"),
                school.post("/scans", ["provider": "aws", "services": ["ec2"]]), fleet.anybody.get("/readyz"),
            ]
            for answer in answers {
                #expect(answer.status == 503, "\(answer)")
                #expect(answer.headers["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
                #expect(answer.time < .seconds(15), "\(answer)")
            }
            #expect(answers[0].isProblem)
            #expect(try await fleet.anybody.get("/healthz").status == 200)
            try await fleet.postgres.start()
            #expect(try await eventually { try await fleet.anybody.get("/readyz").status == 200 })
            let job = try await admin.settled(id)
            #expect(job["status"] == "succeeded", "\(job)")
            #expect(try await estate.effects(of: [id]) == 1)
            try await expectAllOnce(try await sleepers(3, ms: 10))
        }
    }
}
