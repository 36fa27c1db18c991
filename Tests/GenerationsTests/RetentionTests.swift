import Foundation
import Postgres
import Testing

@testable import Generations

@Suite("Old generations") struct RetentionTests {
    private static let retention = Duration.seconds(100 * 86_400)

    /// A generation with its marks.
    private func generation(_ database: GenerationsDatabase, days: Double, status: String) async throws -> UUID {
        let id = try GenerationsDatabase.identity(daysAgo: days)
        _ = try await database.owner.query(
            """
            insert into flotilla.generations (id, tenant, type, input, job_id, status, finished_at)
            values (\(id), \(database.tenant), 'quiz', '{}', \(id), \(status),
                case when \(status) <> 'open' then now() end)
            """)
        _ = try await database.owner.query(
            """
            insert into flotilla.answer_marks (tenant, quiz_id, question, sha256, score, confidence, feedback)
            values (\(database.tenant), \(id), '1', '', 1, 1, 'f')
            """)
        return id
    }

    private func call(_ database: GenerationsDatabase, days: Double, model: String, cost: Int64) async throws {
        let id = try GenerationsDatabase.identity(daysAgo: days)
        _ = try await database.owner.query(
            """
            insert into flotilla.model_calls
                (id, tenant, job_id, attempt, operation, provider, model, prompt_tokens, cached_tokens, completion_tokens,
                is_estimated, cost_micros, started_at, ended_at, outcome)
            values (\(id), \(database.tenant), \(id), 1, 'chat', 'ollama', \(model), 10, 4, 3, \(cost == 7), \(cost),
                now() - \(days) * interval '1 day', now() - \(days) * interval '1 day', 'succeeded')
            """)
    }

    private func collectAll(_ database: GenerationsDatabase) async throws {
        while try await database.store.collect(olderThan: Self.retention).hasMore {}
    }

    @Test("what is older than it is kept goes with its marks; what is open or younger stays") func generations()
        async throws
    {
        try await GenerationsDatabase.with { database in
            let old = try await generation(database, days: 101, status: "succeeded")
            let open = try await generation(database, days: 101, status: "open")
            let young = try await generation(database, days: 99, status: "failed")
            #expect(try await database.store.collect(olderThan: Self.retention).deleted == 1)
            let left = try await database.owner.query("select id from flotilla.generations order by id").rows
            #expect(Set(try left.map { try $0.decode("id", as: UUID.self) }) == [open, young])
            #expect(
                try await database.count("select count(*) from flotilla.answer_marks where quiz_id = \(old)") == 0)
            #expect(try await database.count("select count(*) from flotilla.answer_marks") == 2)
        }
    }

    @Test("the ledger's sums stay, by month, provider and model, however many rows go, and how often") func ledger()
        async throws
    {
        try await GenerationsDatabase.with { database in
            let calls = [(101.0, "a", 7), (101.0, "a", 5), (140.0, "a", 1), (101.0, "b", 2), (1.0, "a", 100)]
            for (days, model, cost) in calls { try await call(database, days: days, model: model, cost: Int64(cost)) }
            for _ in 0..<2 {
                try await collectAll(database)
                // What comes to the same month later is added.
                try await call(database, days: 101, model: "a", cost: 11)
            }
            try await collectAll(database)
            #expect(try await database.count("select count(*) from flotilla.model_calls") == 1)
            let sum: (Query) async throws -> Int = {
                try await database.count("select coalesce(sum(\($0)), 0)::bigint from flotilla.model_call_sums")
            }
            #expect(try await sum("cost_micros") == 7 + 5 + 1 + 2 + 11 + 11)
            #expect(try await sum("calls") == 6)
            #expect(try await sum("estimated_calls") == 1)
            #expect(try await sum("prompt_tokens") == 60)
            #expect(try await sum("cached_tokens") == 24)
            #expect(try await sum("completion_tokens") == 18)
            let of101 = try await database.count(
                """
                select cost_micros from flotilla.model_call_sums
                where model = 'a' and month = date_trunc('month', (now() - interval '101 days') at time zone 'UTC')::date
                """)
            #expect(of101 >= 7 + 5 + 11 + 11)
        }
    }

    @Test("of trainings, the model that is served stays") func models() async throws {
        try await GenerationsDatabase.with { database in
            for (days, model) in [(200.0, [1] as [UInt8]?), (150, nil), (50, nil)] {
                let id = try GenerationsDatabase.identity(daysAgo: days)
                _ = try await database.owner.query(
                    """
                    insert into flotilla.recommendation_models
                        (id, tenant, model, figures, published, reason, interactions, job_id)
                    values (\(id), \(database.tenant), \(model), '[]', \(model != nil), 'r', 20, \(id))
                    """)
            }
            try await collectAll(database)
            #expect(try await database.count("select count(*) from flotilla.recommendation_models") == 2)
            #expect(try await database.store.publishedModel(of: database.tenant)?.bytes == [1])
        }
    }

    @Test("vectors that no document needs go, all of them and not a page") func vectors() async throws {
        try await GenerationsDatabase.with { database in
            let id = try await database.document([[1, 0], [0, 1]])
            _ = try await database.owner.query(
                """
                insert into flotilla.chunk_vectors (tenant, model, sha256, dimension, vector)
                select \(database.tenant), 'm', int4send(number), 1, '\\x00000000'
                from generate_series(1, \(Int32(GenerationStore.checkedAtOnce + 1))) number
                """)
            _ = try await database.owner.query("update flotilla.chunk_vectors set made_at = now() - interval '2 days'")
            #expect(try await database.store.deleteOrphanedVectors())
            #expect(try await !database.store.deleteOrphanedVectors())
            #expect(try await database.count("select count(*) from flotilla.chunk_vectors") == 2)
            #expect(try await database.store.deleteDocument(id, of: database.tenant))
        }
    }
}
