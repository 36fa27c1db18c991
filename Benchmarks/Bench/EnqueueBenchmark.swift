import Bare
import Foundation
import Redis

/// How fast jobs are accepted, each answered after its commit; and what a queued one takes in Redis.
struct EnqueueBenchmark: Benchmark {
    private static let singles = 4000
    /// Connections that post singly, as many as the bare transactions beside them.
    private static let connections = 16

    let name = "enqueue"
    let jobs: Int

    let figures = [
        FigureKind(
            key: "single", title: "POST /jobs, 16 connections", unit: "jobs/s", ceiling: "singleCeiling",
            usage: "single"),
        FigureKind(
            key: "singleCeiling", title: "the same transactions and offers, bare", unit: "jobs/s", usage: "singleBare"),
        FigureKind(
            key: "batch", title: "POST /jobs/batch of 1,000", unit: "jobs/s", ceiling: "batchCeiling", usage: "batch"),
        FigureKind(
            key: "batchCeiling", title: "the same transactions and offers, bare", unit: "jobs/s", usage: "batchBare"),
        FigureKind(key: "bytes", title: "Redis, for each queued job", unit: "bytes"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        let enqueuing = Enqueuing(fleet)
        let ceiling = EnqueueCeiling(
            databaseURL: fleet.databaseURL, redis: fleet.redisConfiguration, tenant: fleet.tenant)
        let payload = Array(Enqueuing.payload.utf8)
        try await measure(fleet, &run, "singleCeiling", "singleBare", Self.singles, isBare: true) {
            try await ceiling.run(jobs: Self.singles, batch: 1, threads: Self.connections, payload: payload)
        }
        try await measure(fleet, &run, "single", "single", Self.singles) {
            try await enqueuing.singly(jobs: Self.singles, threads: Self.connections)
        }
        let batched = min(jobs, 40_000)
        try await measure(fleet, &run, "batchCeiling", "batchBare", batched, isBare: true) {
            try await ceiling.run(jobs: batched, batch: Enqueuing.batch, threads: 2, payload: payload)
        }
        try await fleet.empty()
        let before = try await usedMemory(fleet)
        try await measure(fleet, &run, "batch", "batch", batched) {
            try await enqueuing.batches(jobs: batched, threads: 2)
        }
        run.values["bytes"] = Double(try await usedMemory(fleet) - before) / Double(batched)
        return run
    }

    private func measure(
        _ fleet: Fleet, _ run: inout Run, _ key: String, _ span: String, _ count: Int, isBare: Bool = false,
        _ body: () async throws -> Duration
    ) async throws {
        try await fleet.empty()
        let client = isBare ? "bare" : "client"
        let meter = UsageMeter(fleet.processes.merging([client: getpid()]) { $1 })
        let time = try await body()
        run.usage[span] = await meter.stop(jobs: count)
        run.values[key] = Double(count) / (time / .seconds(1))
        let rows = try await fleet.jobs("count(*)")
        run.check("\(key): one row for each answer", Int(rows) == count, "\(Int(rows)) rows for \(count)")
        // Offered beside the answers.
        try await Fleet.eventually(within: .seconds(30), "\(key): not every job was offered") {
            let script =
                "local n = 0 for _, k in ipairs(redis.call('KEYS', 'flotilla:{bench}:ready:*')) do n = n + redis.call('ZCARD', k) end return n"
            // More, when the Enqueuer had looked at the jobs of the run before just as they were removed.
            return try await fleet.redis.command(RedisCommand("EVAL", .text(script), 0)).int ?? 0 >= Int64(count)
        }
    }

    private func usedMemory(_ fleet: Fleet) async throws -> Int {
        let info = try await fleet.redis.command(RedisCommand("INFO", "memory")).utf8 ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") }
        return line.flatMap { Int($0.dropFirst(12)) } ?? 0
    }
}
