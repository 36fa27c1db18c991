import Assembly
import Foundation
import Jobs
import Operations
import Testing

@testable import Execution

@Suite("The figures of the whole fleet")
struct FleetFiguresTests {
    private func figures(_ road: Road) -> FleetFigures { FleetFigures(store: road.store, broker: road.broker) }

    /// Five jobs that may run, of which one runs and one is to be tried again; two wait for a time, one for another job.
    private func fill(_ road: Road) async throws {
        try await road.store.register([Make.definition])
        var jobs = try await road.enqueue(5)
        _ = try await road.enqueue(2, runAt: Date() + 3600)
        var child = NewJob(
            id: Make.minter.mint(), tenant: jobs[4].tenant, definition: Make.definition, payload: Array("{}".utf8))
        child.after = [jobs[4].id]
        _ = try await road.store.enqueue([child])
        try await road.broker.offer(jobs.map(\.offer))
        let taken = try await road.take(2)
        let claims = try await road.store.claim(taken.map(\.claim), for: UUID(), durably: true)
        jobs.removeAll { job in claims.contains { $0.claim.id == job.id } }
        let again = claims[0]
        let error = JobError(code: "busy", message: "Not now.")
        _ = try await road.store.settle([
            Settlement(
                claim: again.claim, tenant: again.tenant, isUnique: false,
                transition: .retry(after: .seconds(3600), error: error, end: .error))
        ])
        try await road.broker.settle([EndedLease(claim: again.claim, slotTime: .zero)], in: Make.queue)
        // The oldest by far.
        try await road.owner.query(
            "update jobs set created_at = now() - interval '100 seconds' where id = \(jobs[1].id.uuid)")
    }

    private static let depth: [JobStatus: Int] = [.queued: 3, .running: 1, .retrying: 1, .scheduled: 3]

    @Test("every open job is counted under its status, with Redis and without")
    func depth() async throws {
        try await Road.with { road in
            try await fill(road)
            let withRedis = try #require(try await figures(road).read()[Make.queue])
            #expect(withRedis.depth == Self.depth)
            #expect((.seconds(100) ... .seconds(200)).contains(withRedis.oldest))
            await road.server.kill()
            let without = try #require(try await figures(road).read()[Make.queue])
            #expect(without.depth == Self.depth)
            #expect((.seconds(100) ... .seconds(200)).contains(without.oldest))
        }
    }

    @Test("a queue without jobs has zeros, so that an alarm has something to compare")
    func empty() async throws {
        try await Road.with { road in
            try await road.store.register([Make.definition])
            #expect(try await figures(road).read()[Make.queue]?.oldest == .zero)
            let registry = MetricsRegistry()
            let figures = figures(road)
            registry.collectFleet(from: figures)
            #expect(await !registry.render().contains("flotilla_queue_depth"), "nothing was read yet")
            let service = figures.service(logger: road.logger)
            let running = Task { try await service.run() }
            var text = ""
            while !text.contains("flotilla_queue_depth") {
                text = await registry.render()
                try await Task.sleep(for: .milliseconds(10))
            }
            await service.stop(by: .now)
            try await running.value
            for status in ["scheduled", "queued", "running", "retrying"] {
                #expect(text.contains(#"flotilla_queue_depth{queue="test",status="\#(status)"} 0"#))
            }
            #expect(text.contains(#"flotilla_jobs_running{queue="test"} 0"#))
            #expect(text.contains(#"flotilla_queue_oldest_seconds{queue="test"} 0"#))
        }
    }

    @Test("a job that waits behind ten thousand jobs of a later time is found to be the oldest")
    func behindManyThatWait() async throws {
        try await Road.with { road in
            try await road.store.register([Make.definition])
            _ = try await road.enqueue(10_500, age: .seconds(60), runAt: Date() + 3600)
            let jobs = try await road.enqueue(1)
            try await road.broker.offer(jobs.map(\.offer))
            try await road.owner.query(
                "update jobs set created_at = now() - interval '50 seconds' where id = \(jobs[0].id.uuid)")
            try await road.owner.query("analyze flotilla.due")
            let read = try #require(try await figures(road).read()[Make.queue])
            #expect(read.oldest >= .seconds(50) && read.oldest < .seconds(150))
            #expect(read.depth[.queued] == 1)
            // From a sample of half of them.
            #expect((8_000...13_000).contains(read.depth[.scheduled] ?? 0), "\(read)")
        }
    }
}
