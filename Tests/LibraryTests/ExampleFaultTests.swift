import FleetTestSupport
import Flotilla
import Foundation
import TestSupport
import Testing

extension ExampleTests {
    @Test("an attempt that was cut off goes on at its checkpoint, and the executor's death is no error of the job")
    func checkpoint() async throws {
        try await with { fleet, client, worker in
            let count = 3000
            let id = try await client.enqueue(
                Greeting(names: (0..<count).map { "\($0)" }), for: UUID(), JobOptions(timeout: .seconds(60)))
            let saved = {
                try await fleet.count(
                    "select coalesce(jsonb_array_length(checkpoint), 0)::int8 from jobs where id = \(id.uuid)")
            }
            var furthest = 0
            var kills = 0
            var killedAt = 0
            let ended = try await eventually(within: .seconds(60)) {
                let now = try await saved()
                // An attempt that began anew would have saved a shorter list.
                #expect(now >= furthest)
                if now > killedAt + 500, kills < 2, now < count {
                    kills += 1
                    killedAt = now
                    for executor in worker.children { kill(executor, SIGKILL) }
                }
                furthest = max(furthest, now)
                return try await client.job(id)?.status.isSettled == true
            }
            let job = try #require(try await client.job(id))
            #expect(ended && job.status == .succeeded && job.errors == 0)
            #expect(job.attempts.map(\.end) == Array(repeating: .crashed, count: kills) + [.succeeded])
            #expect(kills > 0)
            #expect(try await saved() == count)
            print("figure: \(kills) executors killed under a job of \(count) checkpoints; it never went back")
        }
    }

    @Test("an executor that served its number of jobs is replaced, and no job notices")
    func recycledByJobs() async throws {
        try await with(["FLOTILLA_EXECUTOR_JOBS": "50"]) { _, client, worker in
            let seen = try await run(600, client, worker)
            #expect(seen.count >= 5)
            print("figure: \(seen.count) executors served 600 jobs, 50 each")
        }
    }

    @Test("an executor above its limit of memory is replaced, and no job notices")
    func recycledByMemory() async throws {
        try await with(["FLOTILLA_EXECUTOR_MEMORY": "16MiB"]) { _, client, worker in
            var seen: Set<Int32> = []
            // Every executor is larger than this limit.
            while seen.count < 3 { seen.formUnion(try await run(50, client, worker)) }
        }
    }

    /// - Returns: the executors that were seen meanwhile.
    private func run(_ count: Int, _ client: FlotillaClient, _ worker: FleetProcess) async throws -> Set<Int32> {
        var seen = Set(worker.children)
        let ids = try await client.enqueue((0..<count).map { Greeting(names: ["\($0)"]) }, for: UUID())
        for id in ids {
            let job = try #require(try await client.job(id, settledWithin: .seconds(30)))
            #expect(job.status == .succeeded && job.attempts.allSatisfy { $0.end == .succeeded || $0.end == .released })
            seen.formUnion(worker.children)
        }
        return seen
    }
}
