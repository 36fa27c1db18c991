import Bare
import Foundation

/// Who gets how much of the fleet: 100 tenants whose backlogs follow Zipf's law, and one small tenant beside another's
/// flood.
struct FairnessBenchmark: Benchmark {
    private static let tenants = 100
    /// Of the biggest tenant.
    private static let most = 8000
    private static let flood = 100_000
    private static let probes = 40

    let name = "fairness"

    let figures = [
        FigureKind(key: "least", title: "served over fair share, the worst off of 100 tenants", unit: ""),
        FigureKind(key: "most", title: "served over fair share, the best off of 100 tenants", unit: ""),
        FigureKind(key: "start50", title: "one job beside 100,000 of 20 ms: POST to start, median", unit: "ms"),
        FigureKind(key: "startMax", title: "one job beside 100,000 of 20 ms: POST to start, worst", unit: "ms"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        try await shares(fleet, &run)
        try await probe(fleet, &run)
        return run
    }

    // MARK: Shares

    /// Slot-time is what the jobs slept, counted until the first tenant has no job left that waits.
    private func shares(_ fleet: Fleet, _ run: inout Run) async throws {
        try await fleet.empty()
        var jobs: [String] = []
        for rank in 1...Self.tenants {
            let tenant = UUID().uuidString.lowercased()
            for number in 0..<(Self.most / rank) {
                let ms = [10, 20, 30, 60][(number + rank) % 4]
                jobs.append(#"{"kind":"bench.sleep","payload":{"ms":\#(ms)},"tenant":"\#(tenant)"}"#)
            }
        }
        try post(jobs, to: fleet)
        let first = try await fleet.startWorker()
        defer { first.signal(SIGKILL) }
        try await Task.sleep(for: .seconds(1))
        let second = try await fleet.startWorker()
        defer { second.signal(SIGKILL) }
        try await Fleet.eventually(within: .seconds(120), "no tenant ran dry") {
            try await dry(fleet) > 0
        }
        let ratios = try await ratios(fleet)
        run.values["least"] = ratios.min() ?? 0
        run.values["most"] = ratios.max() ?? 0
        run.check(
            "shares of slot-time within 10 %", (ratios.min() ?? 0) >= 0.9 && (ratios.max() ?? 2) <= 1.1,
            "\(ratios.min() ?? 0) to \(ratios.max() ?? 0)")
    }

    /// Tenants without a job that waits.
    private func dry(_ fleet: Fleet) async throws -> Int64 {
        let answers = try await fleet.database.execute([
            "select set_config('role', 'flotilla_dispatcher', true)",
            """
            select count(*) from (select tenant from flotilla.jobs group by tenant
                having count(*) filter (where status = 'queued') = 0) dry
            """,
        ])
        return try answers.last?.rows.first?.decode(0, as: Int64.self) ?? 0
    }

    private func ratios(_ fleet: Fleet) async throws -> [Double] {
        let answers = try await fleet.database.execute([
            "select set_config('role', 'flotilla_dispatcher', true)",
            """
            with dry as (
                select min(at) as at from (
                    select max(started_at) as at from flotilla.jobs group by tenant
                    having count(*) filter (where status = 'queued') = 0) ended
            ), served as (
                select tenant, coalesce(sum((payload->>'ms')::float8) filter (where started_at <= dry.at), 0) as time
                from flotilla.jobs cross join dry group by tenant
            )
            select time / (avg(time) over ()) from served
            """,
        ])
        return try answers.last?.rows.map { try $0.decode(0, as: Double.self) } ?? []
    }

    // MARK: The small tenant

    private func probe(_ fleet: Fleet, _ run: inout Run) async throws {
        try await fleet.empty()
        let flood = #"{"kind":"bench.sleep","payload":{"ms":20},"tenant":"\#(UUID().uuidString.lowercased())"}"#
        try post(Array(repeating: flood, count: Self.flood), to: fleet)
        let worker = try await fleet.startWorker()
        defer { worker.signal(SIGKILL) }
        try await Fleet.eventually(within: .seconds(60), "the worker does not start") {
            try await fleet.number("select count(*)::float8 from flotilla.bench_effects") > 200
        }
        let connection = try BareHTTP(url: fleet.apiURL, token: fleet.token)
        let small = UUID().uuidString.lowercased()
        let body = Array(#"{"kind":"bench.noop","payload":{},"tenant":"\#(small)"}"#.utf8)
        var sent: [(id: UUID, at: Date)] = []
        for _ in 0..<Self.probes {
            let at = Date()
            let answer = try connection.post("/jobs", body)
            guard answer.status == 202,
                let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any],
                let id = (object["id"] as? String).flatMap({ UUID(uuidString: $0) })
            else { throw BareError("POST /jobs was answered \(answer.status)") }
            sent.append((id, at))
            try await Task.sleep(for: .milliseconds(Int.random(in: 150...350)))
        }
        try await Task.sleep(for: .seconds(1))
        var times: [Double] = []
        for job in sent {
            let rows = try await fleet.database.query(
                "select committed_at from flotilla.bench_effects where job_id = \(job.id)"
            ).rows
            guard let row = rows.first else { continue }
            times.append(try row.decode(0, as: Date.self).timeIntervalSince(job.at) * 1000)
        }
        run.check("every probe ran", times.count == Self.probes, "\(times.count) of \(Self.probes)")
        let left = try await fleet.jobs("count(*) filter (where status = 'queued')")
        run.check("the flood lasted", left > 1000, "\(Int(left)) jobs were left")
        run.values["start50"] = times.quantile(0.5)
        run.values["startMax"] = times.max() ?? 0
        run.check(
            "a small tenant's job starts within 100 ms at the median", times.quantile(0.5) <= 100,
            "\(times.quantile(0.5)) ms")
        run.check(
            "a small tenant's job starts within 500 ms at worst", (times.max() ?? 0) <= 500, "\(times.max() ?? 0) ms")
    }

    private func post(_ jobs: [String], to fleet: Fleet) throws {
        let connection = try BareHTTP(url: fleet.apiURL, token: fleet.token)
        for start in stride(from: 0, to: jobs.count, by: 1000) {
            let part = jobs[start..<min(start + 1000, jobs.count)].joined(separator: ",")
            let answer = try connection.post("/jobs/batch", Array("{\"jobs\":[\(part)]}".utf8))
            guard answer.status == 202 else { throw BareError("POST /jobs/batch was answered \(answer.status)") }
        }
    }
}
