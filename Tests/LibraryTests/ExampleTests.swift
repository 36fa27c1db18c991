import FleetTestSupport
import Flotilla
import Foundation
import Testing

/// The example beside the sources, as its own process over real servers. `./test` builds it and says where it is.
@Suite(.serialized) struct ExampleTests {
    struct Greeting: JobPayload {
        static let definition = JobDefinition(kind: "greeter.greeting", queue: "greetings", timeout: .seconds(10))
        let names: [String]
    }

    func with(
        _ settings: [String: String] = [:], _ body: (Fleet, FlotillaClient, FleetProcess) async throws -> Void
    ) async throws {
        let program = try #require(
            ProcessInfo.processInfo.environment["FLOTILLA_TEST_EXAMPLE"], "the example's program: run ./test")
        let fleet = try await Fleet.start()
        do {
            let worker = try await fleet.startWorker(program, settings)
            _ = try await fleet.start("enqueuer")
            let client = try FlotillaClient(databaseURL: fleet.postgres.url(), redisURL: fleet.redis.url)
            try await body(fleet, client, worker)
            await client.close()
        } catch {
            Issue.record("\(error)\n\(fleet.logs)")
        }
        await fleet.stop()
    }

    @Test("a kind defined elsewhere goes the whole way, from a client to its worker and back")
    func greeting() async throws {
        try await with { _, client, _ in
            let tenant = UUID()
            let ids = try await client.enqueue(
                [Greeting(names: ["Ada"]), Greeting(names: []), Greeting(names: ["Grace", "Mary"])], for: tenant)
            var jobs: [JobRecord] = []
            for id in ids { jobs.append(try #require(try await client.job(id, settledWithin: .seconds(20)))) }
            #expect(jobs.map(\.status) == [.succeeded, .failed, .succeeded])
            let result = try #require(jobs[2].result)
            #expect(String(decoding: result, as: UTF8.self).contains("Hello, Grace! Hello, Mary!"))
            #expect(jobs[1].error?.code == "no_names" && jobs[0].tenant == tenant)
        }
    }

    @Test("without a dispatcher at hand a client's job is found within seconds; one that waits can be cancelled")
    func withoutDispatcher() async throws {
        try await with { fleet, _, _ in
            let client = try FlotillaClient(databaseURL: fleet.postgres.url())
            let id = try await client.enqueue(Greeting(names: ["Ada"]), for: UUID())
            #expect(try await client.job(id, settledWithin: .seconds(10))?.status == .succeeded)
            let later = JobOptions(runAt: Date() + 3600, uniqueKey: "once")
            let tenant = UUID()
            let waiting = try await client.enqueue(Greeting(names: ["Ada"]), for: tenant, later)
            #expect(try await client.enqueue(Greeting(names: ["Ada"]), for: tenant, later) == waiting)
            #expect(try await client.job(waiting)?.status == .scheduled)
            #expect(try await client.cancel(waiting))
            #expect(try await client.job(waiting, settledWithin: .seconds(5))?.status == .cancelled)
            #expect(try await !client.cancel(waiting))
            await client.close()
        }
    }
}
