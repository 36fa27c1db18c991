import FleetTestSupport
import Foundation
import HTTPClient
import TestSupport
import Testing

extension Drills {
    @Suite("Graphs", .serialized) struct Graphs {
        @Test("graphs of random shape end rightly while workers, executors and enqueuers are killed and Redis is wiped")
        func killedAtRandom() async throws {
            try await Drill.run("graphs") { drill in
                drill.report("seed \(Settings.seed)")
                var generator = SeededGenerator(Settings.seed)
                let workers = SupervisedWorkers(drill.fleet)
                try await workers.add(2, of: "BenchWorker")
                let enqueuers = SupervisedWorkers(drill.fleet)
                try await enqueuers.add(2, of: "enqueuer")
                let rounds = Settings.size(24, full: 200)
                var graphs: [Accepted] = []
                for round in 0..<rounds {
                    let graph = Graph(using: &generator)
                    graphs.append(try await Self.post(graph, to: drill))
                    try await Task.sleep(for: .milliseconds(Int.random(in: 50...400, using: &generator)))
                    if round % 8 == 3 { try await drill.flush() }
                    switch round % 3 {
                    case 0: await enqueuers.members.randomElement(using: &generator)?.kill()
                    case 1: await workers.members.randomElement(using: &generator)?.kill()
                    default:
                        let executors = workers.members.flatMap(\.children)
                        if let victim = executors.randomElement(using: &generator) { kill(pid_t(victim), SIGKILL) }
                    }
                }
                let time = try await drill.drained(within: .seconds(90))
                let finished = try await eventually(within: .seconds(20)) {
                    try await drill.fleet.count(
                        """
                        select (select count(*) from job_batches where finished_at is null)
                            + (select count(*) from dependencies_ended) + (select count(*) from batch_changes)
                            + (select count(*) from job_waiting)
                            + (select count(*) from job_dependencies where outcome is null)
                            + (select count(*) from jobs where status not in ('succeeded', 'failed', 'cancelled'))
                        """) == 0
                }
                #expect(finished, "seed \(Settings.seed)\n\(Drill.tail(of: drill.fleet))")
                try await Self.expectRight(graphs, drill)
                let counts = try await drill.verdict()
                drill.report(
                    "\(rounds) graphs, \(counts.statuses.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }) "
                        + "jobs, drained \(time.text) after the load; \(counts)")
                #expect(counts.doubled == 0 && counts.withoutEffect == 0)
                await enqueuers.end()
                await workers.end()
            }
        }

        private static func post(_ graph: Graph, to drill: Drill) async throws -> Accepted {
            let key = [("Idempotency-Key", UUID().uuidString)]
            for _ in 0..<200 {
                if let answer = try? await drill.admin.post("/jobs/batch", graph.body, headers: key),
                    answer.status == 202
                {
                    return Accepted(
                        ids: answer["jobs"].array.compactMap { $0["id"].string.flatMap(UUID.init) },
                        expected: graph.outcomes)
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            throw Unexpected("a graph was not accepted")
        }

        private static func expectRight(_ graphs: [Accepted], _ drill: Drill) async throws {
            let rows = try await drill.fleet.database.query("select id, status::text from jobs").rows
            let states = Dictionary(
                uniqueKeysWithValues: try rows.map {
                    (try $0.decode(0, as: UUID.self), try $0.decode(1, as: String.self))
                })
            for graph in graphs {
                #expect(graph.ids.map { states[$0] } == graph.expected, "seed \(Settings.seed)")
            }
            let early = try await drill.fleet.count(
                """
                select count(*) from job_dependencies edge
                join jobs child on child.id = edge.child join jobs parent on parent.id = edge.parent
                where least(child.started_at, (select min(started_at) from job_attempts where job_id = child.id))
                    < parent.finished_at
                """)
            #expect(early == 0, "started before those that they follow had ended, seed \(Settings.seed)")
            let miscounted = try await drill.fleet.count(
                """
                select count(*) from job_batches batch
                join jobs callback on callback.id = batch.callback
                cross join lateral (
                    select count(*) as total, count(*) filter (where status = 'succeeded') as succeeded,
                        count(*) filter (where status = 'failed') as failed,
                        count(*) filter (where status = 'cancelled') as cancelled, max(finished_at) as ended
                    from jobs where batch_id = batch.id) members
                where (batch.total, batch.succeeded, batch.failed, batch.cancelled)
                        <> (members.total, members.succeeded, members.failed, members.cancelled)
                    or callback.status <> 'succeeded' or callback.started_at < members.ended
                    or (callback.payload -> 'batch' ->> 'failed')::bigint <> members.failed
                    or (callback.payload -> 'batch' ->> 'total')::bigint <> members.total
                    or (select count(*) from bench_effects where job_id = callback.id) <> 1
                """)
            #expect(miscounted == 0, "batches whose counts or callbacks are wrong, seed \(Settings.seed)")
            #expect(try await drill.fleet.count("select count(*) from job_batches") == graphs.count)
        }
    }
}

/// A graph that was accepted.
private struct Accepted {
    let ids: [UUID]
    let expected: [String]
}

/// Up to forty jobs, each of which follows some earlier ones; some of them fail for good.
private struct Graph {
    private(set) var jobs: [JSON] = []
    /// How each ends.
    private(set) var outcomes: [String] = []

    init(using generator: inout SeededGenerator) {
        // Narrow graphs are chains, wide ones fan out and in.
        let width = Int.random(in: 1...12, using: &generator)
        for index in 0..<Int.random(in: 1...40, using: &generator) {
            let candidates = Array(max(0, index - width)..<index)
            let parents = candidates.shuffled(using: &generator).prefix(Int.random(in: 0...4, using: &generator))
                .sorted()
            let runsAnyway = Int.random(in: 0..<3, using: &generator) == 0
            let fails = Int.random(in: 0..<12, using: &generator) == 0
            let isSlow = Int.random(in: 0..<3, using: &generator) == 0
            var job: [String: JSON] = [
                "kind": fails ? "bench.fail" : isSlow ? "bench.sleep" : "bench.noop",
                "payload": fails
                    ? ["times": 99]
                    : isSlow ? ["ms": .number(Double.random(in: 5...80, using: &generator).rounded())] : [:],
            ]
            if fails { job["max_attempts"] = 1 }
            if !parents.isEmpty {
                job["after"] = .array(parents.map { .string("#\($0)") })
                if runsAnyway { job["after_failed"] = "run" }
            }
            let isCancelled = !runsAnyway && parents.contains { outcomes[$0] != "succeeded" }
            outcomes.append(isCancelled ? "cancelled" : fails ? "failed" : "succeeded")
            jobs.append(.object(job))
        }
    }

    var body: JSON {
        ["jobs": .array(jobs), "batch": ["callback": ["kind": "bench.noop", "payload": [:]]]]
    }
}
