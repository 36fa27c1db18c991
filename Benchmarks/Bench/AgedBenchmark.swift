import Bare
import Foundation
import Operations
import Redis

/// What millions of settled jobs do to everything that the API and the workers do: measured over an almost empty database,
/// then over one that is four weeks old.
struct AgedBenchmark: Benchmark {
    private static let rounds = 3
    private static let reads = 100
    private static let singles = 4000
    private static let open = 20_000

    let name = "aged"
    let jobs: Int
    let settled: Int

    private static let looks: [(key: String, title: String, unit: String)] = [
        ("single", "POST /jobs, 16 connections", "jobs/s"), ("batch", "POST /jobs/batch of 1,000", "jobs/s"),
        ("drain", "no-op jobs, one worker", "jobs/s"),
        ("bare", "the same statements and scripts, bare", "jobs/s"), ("commit", "one bare commit, p50", "ms"),
        ("accepted50", "POST to 202, p50", "ms"),
        ("start50", "POST to handler start, p50", "ms"), ("start99", "POST to handler start, p99", "ms"),
        ("show", "GET /jobs/{id}, p50", "ms"), ("list", "GET /jobs, p50", "ms"),
        ("failed", "GET /jobs?status=failed, p50", "ms"), ("failed99", "GET /jobs?status=failed, p99", "ms"),
        ("queued", "GET /jobs?status=queued, p50", "ms"), ("kind", "GET /jobs?kind= of few, p50", "ms"),
        ("kind99", "GET /jobs?kind= of few, p99", "ms"),
        ("refill", "20,000 jobs offered after FLUSHALL", "ms"), ("api", "start of the API", "ms"),
        ("enqueuer", "start of the Enqueuer", "ms"), ("worker", "start of a worker to its first result", "ms"),
    ]

    var figures: [FigureKind] {
        Self.looks.flatMap { look in
            [
                FigureKind(key: look.key, title: look.title, unit: look.unit, ceiling: look.key + "Young"),
                FigureKind(key: look.key + "Young", title: "  when the database was young", unit: look.unit),
            ]
        }
    }

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        try await fleet.empty()
        for (key, value) in try await look(fleet, &run) { run.values[key + "Young"] = value }
        try await fleet.empty()
        let aged = try await fleet.aged(settled: settled)
        run.values.merge(try await look(aged, &run)) { $1 }
        try await aged.empty()
        try await fleet.rejuvenate()
        return run
    }

    /// The best of several measurements of each, so that what else the machine does counts less.
    private func look(_ fleet: Fleet, _ run: inout Run) async throws -> [String: Double] {
        var values: [String: Double] = [:]
        for _ in 0..<Self.rounds {
            for (key, value) in try await lookOnce(fleet, &run) {
                let isRate = Self.looks.first { $0.key == key }?.unit == "jobs/s"
                values[key] = values[key].map { isRate ? max($0, value) : min($0, value) } ?? value
            }
        }
        return values
    }

    private func lookOnce(_ fleet: Fleet, _ run: inout Run) async throws -> [String: Double] {
        var values: [String: Double] = [:]
        let enqueuing = Enqueuing(fleet)
        try await fleet.empty()
        values["single"] =
            Double(Self.singles) / (try await enqueuing.singly(jobs: Self.singles, threads: 16) / .seconds(1))
        try await fleet.empty()
        values["batch"] = Double(jobs) / (try await enqueuing.batches(jobs: jobs, threads: 2) / .seconds(1))
        let drain = try await DrainBenchmark(jobs: jobs).run(on: fleet)
        values["drain"] = drain.values["rate"]
        values["bare"] = drain.values["ceiling"]
        let latency = try await LatencyBenchmark().run(on: fleet)
        values["commit"] = latency.values["commit50"]
        for key in ["accepted50", "start50", "start99"] { values[key] = latency.values[key] }
        run.checks += drain.checks + latency.checks
        let id = try await fleet.database.execute([
            "select set_config('role', 'flotilla_dispatcher', true)",
            "select id::text from flotilla.jobs order by id desc limit 1",
        ]).last?.rows.first?.decode(0, as: String.self)
        for (key, path) in [
            ("show", "/jobs/\(id ?? "")"), ("list", "/jobs?limit=50"), ("failed", "/jobs?status=failed&limit=50"),
            ("queued", "/jobs?status=queued&limit=50"), ("kind", "/jobs?kind=rare.kind&limit=50"),
        ] {
            let times = try await read(path, fleet)
            values[key] = times.quantile(0.5)
            values[key + "99"] = times.quantile(0.99)
        }
        values["refill"] = try await refill(fleet)
        values.merge(try await boot(fleet)) { $1 }
        return values
    }

    /// Milliseconds of each.
    private func read(_ path: String, _ fleet: Fleet) async throws -> [Double] {
        let (url, token) = (fleet.apiURL, fleet.token)
        return try await Threads.run(1) { _ in
            let connection = try BareHTTP(url: url, token: token)
            return try (0..<Self.reads).map { _ in
                let start = ContinuousClock.now
                guard try connection.get(path).status == 200 else { throw BareError("GET \(path) failed") }
                return (ContinuousClock.now - start) / .milliseconds(1)
            }
        }[0]
    }

    private func refill(_ fleet: Fleet) async throws -> Double {
        try await fleet.empty()
        _ = try await Enqueuing(fleet).batches(jobs: Self.open, threads: 2)
        try await waitUntilOffered(fleet)
        let start = ContinuousClock.now
        _ = try await fleet.redis.command(RedisCommand("FLUSHALL"))
        try await waitUntilOffered(fleet)
        return (ContinuousClock.now - start) / .milliseconds(1)
    }

    private func waitUntilOffered(_ fleet: Fleet) async throws {
        try await Fleet.eventually(within: .seconds(120), "not every job was offered") {
            let script =
                "local n = 0 for _, k in ipairs(redis.call('KEYS', 'flotilla:{bench}:ready:*')) do n = n + redis.call('ZCARD', k) end return n"
            return try await fleet.redis.command(RedisCommand("EVAL", .text(script), 0)).int ?? 0 >= Int64(Self.open)
        }
    }

    /// Until each answers that it is ready; a worker until it has done a job of those that wait.
    private func boot(_ fleet: Fleet) async throws -> [String: Double] {
        var values: [String: Double] = [:]
        for (program, variable) in [("api", "PORT"), ("enqueuer", "METRICS_PORT")] {
            let port = Int.random(in: 20_000..<30_000)
            let start = ContinuousClock.now
            let child = try await fleet.start(
                program, [variable: "\(port)", "JWT_SECRET": String(repeating: "bench", count: 8)])
            try await Fleet.eventually(within: .seconds(60), "\(program) does not start") {
                (try? BareHTTP(url: "http://127.0.0.1:\(port)").get("/readyz").status) == 200
            }
            values[program] = (ContinuousClock.now - start) / .milliseconds(1)
            _ = await child.terminate(grace: .seconds(30))
        }
        let start = ContinuousClock.now
        let worker = try await fleet.startWorker()
        try await Fleet.eventually(within: .seconds(60), "the worker does not start") {
            try await fleet.number("select count(*)::float8 from (select 1 from flotilla.bench_effects limit 1) one")
                > 0
        }
        values["worker"] = (ContinuousClock.now - start) / .milliseconds(1)
        _ = await worker.terminate(grace: .seconds(30))
        return values
    }
}
