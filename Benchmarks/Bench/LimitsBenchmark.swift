import Bare
import Foundation

/// What a backlog of 100,000 jobs that a limit blocks costs the others: the same drain without it and beside it.
struct LimitsBenchmark: Benchmark {
    private static let backlog = 100_000

    let name = "limits"
    let jobs: Int

    let figures = [
        FigureKind(key: "alone", title: "no-op jobs, one worker", unit: "jobs/s"),
        FigureKind(
            key: "beside", title: "the same beside 100,000 limited jobs", unit: "jobs/s", ceiling: "alone"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        _ = try await fleet.database.query(
            """
            insert into flotilla.limits (queue, scope, kind, max_running) values ('bench', 'kind', 'bench.sleep', 1)
            on conflict do nothing
            """)
        try await fleet.empty()
        run.values["alone"] = try await drain(fleet)
        try await fleet.empty()
        let connection = try BareHTTP(url: fleet.apiURL, token: fleet.token)
        let job = #"{"kind":"bench.sleep","payload":{"ms":60000}}"#
        let body = Array("{\"jobs\":[\(Array(repeating: job, count: 1000).joined(separator: ","))]}".utf8)
        for _ in 0..<(Self.backlog / 1000) {
            guard try connection.post("/jobs/batch", body).status == 202 else { throw BareError("no backlog") }
        }
        run.values["beside"] = try await drain(fleet)
        let running = try await fleet.jobs("count(*) filter (where kind = 'bench.sleep' and attempt > 0)")
        run.check("the limit held", running <= 1, "\(Int(running)) jobs of a limit of 1")
        _ = try await fleet.database.query("delete from flotilla.limits where queue = 'bench'")
        try await fleet.empty()
        return run
    }

    private func drain(_ fleet: Fleet) async throws -> Double {
        _ = try await Enqueuing(fleet).batches(jobs: jobs, threads: 2)
        let worker = try await fleet.startWorker()
        defer { worker.signal(SIGKILL) }
        try await Fleet.eventually(within: .seconds(300), "the queue was not drained") {
            try await fleet.number("select count(*)::float8 from flotilla.bench_effects") >= Double(jobs)
        }
        return Double(jobs)
            / (try await fleet.jobs(
                "extract(epoch from max(finished_at) filter (where kind = 'bench.noop') - min(started_at) filter (where kind = 'bench.noop'))"
            ))
    }
}
