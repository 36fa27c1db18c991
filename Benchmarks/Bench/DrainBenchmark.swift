import Bare
import Foundation
import Operations

/// Jobs that do nothing, all of them queued before the one worker starts.
struct DrainBenchmark: Benchmark {
    let name = "drain"
    let jobs: Int

    let figures = [
        FigureKind(
            key: "rate", title: "no-op jobs, one worker", unit: "jobs/s", ceiling: "ceiling", usage: "worker"),
        FigureKind(key: "ceiling", title: "the same statements and scripts, bare", unit: "jobs/s", usage: "bare"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        try await drainBare(fleet, &run)
        try await drain(fleet, &run)
        return run
    }

    private func drain(_ fleet: Fleet, _ run: inout Run) async throws {
        try await fill(fleet)
        let worker = try await fleet.startWorker()
        let meter = UsageMeter(fleet.processes, worker: worker.pid)
        await meter.start()
        do {
            try await fleet.waitUntilDrained(within: .seconds(600))
        } catch {
            worker.signal(SIGKILL)
            throw error
        }
        run.usage["worker"] = await meter.stop(jobs: jobs)
        _ = await worker.terminate(grace: .seconds(30))
        run.values["rate"] = Double(jobs) / (try await span(fleet))
        try await check(fleet, &run, "drain")
    }

    private func drainBare(_ fleet: Fleet, _ run: inout Run) async throws {
        try await fill(fleet)
        let meter = UsageMeter(fleet.processes.merging(["bare": getpid()]) { $1 })
        let ceiling = DrainCeiling(
            databaseURL: fleet.databaseURL, redis: fleet.redisConfiguration, tenant: fleet.tenant)
        let (count, time) = try await ceiling.run()
        run.usage["bare"] = await meter.stop(jobs: jobs)
        run.values["ceiling"] = Double(count) / (time / .seconds(1))
        try await check(fleet, &run, "the bare drain")
    }

    private func fill(_ fleet: Fleet) async throws {
        try await fleet.empty()
        _ = try await Enqueuing(fleet).batches(jobs: jobs, threads: 2)
    }

    /// From the first claim to the last result: the times at which their transactions began.
    private func span(_ fleet: Fleet) async throws -> Double {
        try await fleet.jobs("extract(epoch from max(finished_at) - min(started_at))")
    }

    private func check(_ fleet: Fleet, _ run: inout Run, _ name: String) async throws {
        let succeeded = try await fleet.jobs("count(*) filter (where status = 'succeeded' and attempt = 1)")
        run.check("\(name): every job succeeded", Int(succeeded) == jobs, "\(Int(succeeded)) of \(jobs)")
        let effects = try await fleet.number("select count(*)::float8 from flotilla.bench_effects")
        let distinct = try await fleet.number("select count(distinct job_id)::float8 from flotilla.bench_effects")
        run.check(
            "\(name): exactly one effect each", Int(effects) == jobs && Int(distinct) == jobs,
            "\(Int(effects)) effects of \(Int(distinct)) jobs for \(jobs)")
    }
}
