import Assembly
import FaultProxy
import Foundation
import Jobs
import Operations
import Postgres
import Storage
import Testing

@Suite struct LostAnswerTests {
    /// Runs `body` with a store whose connections pass through a proxy.
    private func withProxy(
        _ body: @Sendable (StorageDatabase, PostgresJobStore, FaultProxy) async throws -> Void
    ) async throws {
        try await StorageDatabase.with { fixture in
            var parts = try #require(URLComponents(string: fixture.url))
            let proxy = try await FaultProxy.start(to: UInt16(try #require(parts.port)))
            parts.port = Int(proxy.port)
            let database = try Connections.database(url: Secret(try #require(parts.string)), name: "proxied")
            do {
                try await body(fixture, PostgresJobStore(database: database), proxy)
            } catch {
                await database.close(grace: .zero)
                await proxy.stop()
                throw error
            }
            await database.close(grace: .zero)
            await proxy.stop()
        }
    }

    @Test("a result whose answer is lost on the wire was written; asking again says so, and it counts once")
    func settlement() async throws {
        try await withProxy { fixture, store, proxy in
            let test = fixture
            let job = Make.job()
            let claim = try await test.claimed(job)
            _ = try await store.serverTime()
            let settlement = test.settlement(claim, effects: [test.effect(job.id, false)])
            try await proxy.set(.loseReply)
            await #expect(throws: PostgresError.self) { _ = try await store.settle([settlement]) }
            try await proxy.set(.pass)
            #expect(try await store.settle([settlement]).committed == [claim])
            #expect(try await test.effects(job.id) == 1)
        }
    }

    @Test("a claim whose answer is lost is given again to the same token, and counts as one attempt")
    func claim() async throws {
        try await withProxy { fixture, store, proxy in
            let job = Make.job()
            _ = try await fixture.store.enqueue([job])
            let claim = job.claim()
            let session = UUID()
            _ = try await store.serverTime()
            try await proxy.set(.loseReply)
            await #expect(throws: PostgresError.self) {
                _ = try await store.claim([claim], for: session, durably: false)
            }
            #expect(try await fixture.store.running(among: [claim]) == [claim])
            try await proxy.set(.pass)
            #expect(try await store.claim([claim], for: session, durably: false).map(\.attempt) == [1])
        }
    }

    @Test("jobs whose acceptance was not heard of are accepted once when they are sent again")
    func enqueue() async throws {
        try await withProxy { fixture, store, proxy in
            let jobs = [Make.job(), Make.job(unique: "once")]
            _ = try await store.serverTime()
            try await proxy.set(.loseReply)
            await #expect(throws: PostgresError.self) { _ = try await store.enqueue(jobs) }
            try await proxy.set(.pass)
            #expect(try await store.enqueue(jobs).isEmpty)
            #expect(try await fixture.count("select count(*) from jobs") == 2)
        }
    }
}
