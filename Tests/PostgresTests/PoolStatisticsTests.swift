import Postgres
import PostgresTestSupport
import Testing

@Suite("What a pool shows of itself")
struct PoolStatisticsTests {
    @Test("connections, those in use, who waits, and whose wait was in vain")
    func counts() async throws {
        try await withTestDatabase(
            .with {
                $0.sharedConnections = 2
                $0.maximumExclusiveConnections = 1
                $0.exclusiveWait = .seconds(2)
            }
        ) { database in
            #expect(await database.statistics() == PoolStatistics(maximum: 3))
            try await database.query("select 1")
            #expect(await database.statistics() == PoolStatistics(size: 1, maximum: 3))
            try await database.withConnection { _ async throws in
                #expect(await database.statistics() == PoolStatistics(size: 2, maximum: 3, inUse: 1))
                let second = Task { try await database.withConnection { _ in } }
                while await database.statistics().waiting == 0 { await Task.yield() }
                #expect(await database.statistics().waiting == 1)
                await #expect(throws: PostgresError.self) { try await second.value }
                #expect(await database.statistics() == PoolStatistics(size: 2, maximum: 3, inUse: 1, timeouts: 1))
            }
            await #expect(throws: PostgresError.self) {
                try await database.query("select pg_sleep(5)", deadline: .milliseconds(100))
            }
            #expect(await database.statistics().timeouts == 2)
        }
    }

    @Test("a pool that is closed answers too")
    func closed() async throws {
        try await withTestDatabase { database in
            try await database.query("select 1")
            await database.close()
            #expect(await database.statistics() == PoolStatistics())
        }
    }
}
