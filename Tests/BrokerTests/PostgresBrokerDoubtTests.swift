import Assembly
import FaultProxy
import Foundation
import Jobs
import Operations
import Postgres
import TestSupport
import Testing

@testable import Storage

@Suite struct PostgresBrokerDoubtTests {
    @Test("jobs of a take whose answer was lost are not left running without a worker")
    func lostAnswer() async throws {
        try await PostgresUnderTest.with { test in
            let offers = Make.offers(3, tenant: UUID())
            try await test.enqueue(offers)
            let direct = try #require(URLComponents(string: test.url))
            let proxy = try await FaultProxy.start(to: UInt16(try #require(direct.port)))
            var parts = direct
            parts.port = Int(proxy.port)
            let database = try Connections.database(url: Secret(try #require(parts.string)), name: "proxied")
            let broker = PostgresBroker(store: PostgresJobStore(database: database))
            let suite = JobBrokerSuite(broker: broker)
            #expect(try await suite.take(1).count == 1)
            try await proxy.set(.loseReply)
            let entries = offers.dropFirst().map { OpenJobQueue.Entry(id: $0.id, tenant: $0.tenant, priority: 4) }
            await #expect(throws: PostgresError.self) {
                _ = try await broker.claim(
                    Array(entries), from: "test", tokens: [.random(), .random()], session: suite.session)
            }
            try await proxy.set(.pass)
            var taken: [TakenJob] = []
            let all = try await eventually {
                taken += (try? await suite.take(2)) ?? []
                return taken.count == 2
            }
            #expect(all)
            let running = try await test.store.running(among: taken.map(\.claim))
            #expect(running == Set(taken.map(\.claim)))
            await database.close(grace: .zero)
            await proxy.stop()
        }
    }
}
