public import Foundation
import Jobs
import Postgres
public import Storage

extension GenerationStore {
    /// Interactions that one training reads.
    static let mostInteractions = 1_000_000
    /// Fewer teach nothing.
    static let fewestInteractions = 20

    /// Keeps what people did; of the same thing done twice, the first time. Of several levels of a course, the last one counts.
    /// - Parameter answer: what to keep under the caller's idempotency key, if anything.
    public func record(
        _ interactions: [InteractionRecord], of tenant: UUID, recording answer: IdempotencyRecord?
    ) async throws {
        // Each once, and in one order: two requests with the same ones wait for each other one way only.
        var first: [String: InteractionRecord] = [:]
        for one in interactions {
            let key = "\(one.userID) \(one.kind.rawValue) \(one.courseID)"
            if let known = first[key], known.at <= one.at { continue }
            first[key] = one
        }
        let list = first.sorted { $0.key < $1.key }.map(\.value)
        let levels = interactions.reduce(into: [:] as [String: String]) { levels, one in
            if let level = one.level { levels[one.courseID] = level }
        }.sorted { $0.key < $1.key }
        try await jobs.recording(
            [
                """
                insert into flotilla.interactions as known (tenant, user_id, course_id, kind, at)
                select \(tenant), * from unnest(\(list.map(\.userID)), \(list.map(\.courseID)),
                    \(list.map(\.kind.rawValue)), \(list.map(\.at)))
                on conflict (tenant, user_id, course_id, kind) do update set at = excluded.at where excluded.at < known.at
                """,
                """
                insert into flotilla.course_levels as known (tenant, course_id, level)
                select \(tenant), * from unnest(\(levels.map(\.key)), \(levels.map(\.value)))
                on conflict (tenant, course_id) do update set level = excluded.level where known.level <> excluded.level
                """,
            ], of: tenant
        ) { _ in ((), answer) }
    }

    /// The latest, oldest first.
    func interactions(of tenant: UUID) async throws -> [InteractionRecord] {
        try await database.query(
            """
            select * from (
                select user_id, course_id, kind, at from flotilla.interactions where tenant = \(tenant)
                order by at desc limit \(Int64(Self.mostInteractions))
            ) latest order by at
            """, of: tenant
        ).map { row in
            guard let kind = InteractionRecord.Kind(rawValue: try row.decode("kind")) else {
                throw PostgresError.unreadable("an interaction's kind")
            }
            return InteractionRecord(
                userID: try row.decode("user_id"), courseID: try row.decode("course_id"), kind: kind,
                at: try row.decode("at"))
        }
    }

    /// What a person has completed.
    func completed(by user: UUID, of tenant: UUID) async throws -> Set<String> {
        let rows = try await database.query(
            """
            select course_id from flotilla.interactions
            where tenant = \(tenant) and user_id = \(user) and kind = 'completed'
            """, of: tenant)
        return Set(try rows.map { try $0.decode("course_id", as: String.self) })
    }

    /// The level of most of the courses that a person took up; nil when none of them has one.
    func level(of user: UUID, tenant: UUID) async throws -> String? {
        try await database.query(
            """
            select course.level from flotilla.interactions taken
                join flotilla.course_levels course on course.tenant = taken.tenant and course.course_id = taken.course_id
            where taken.tenant = \(tenant) and taken.user_id = \(user)
            group by course.level order by count(distinct taken.course_id) desc, course.level limit 1
            """, of: tenant
        ).first?.decode("level")
    }

    /// The courses that most people took up, the most popular first.
    /// - Parameter level: nil: of every level, and of none.
    func popularCourses(
        of tenant: UUID, level: String?, limit: Int
    ) async throws -> [(course: String, people: Int)] {
        let within: Query =
            level.map {
                """
                course_id in (
                    select course_id from flotilla.course_levels where tenant = \(tenant) and level = \($0))
                """
            } ?? "true"
        return try await database.query(
            """
            select course_id, count(distinct user_id) as people from flotilla.interactions
            where tenant = \(tenant) and \(within)
            group by course_id order by people desc, course_id limit \(Int64(limit))
            """, of: tenant
        ).map { (try $0.decode("course_id"), Int(try $0.decode("people", as: Int64.self))) }
    }

    /// The model that is served; nil when none was published.
    func publishedModel(of tenant: UUID) async throws -> (id: UUID, bytes: [UInt8])? {
        try await database.query(
            """
            select id, model from flotilla.recommendation_models
            where tenant = \(tenant) and published and model is not null order by id desc limit 1
            """, of: tenant
        ).first.map { (try $0.decode("id"), try $0.decode("model")) }
    }

    /// Newest first.
    public func models(of tenant: UUID, before cursor: UUID?, limit: Int) async throws -> [RecommendationModel] {
        var condition = ListBound.only("tenant", tenant)
        if let cursor { condition = "\(condition) and id < \(cursor)" }
        return try await database.query(
            """
            select id, figures, published, reason, interactions, trained_at from flotilla.recommendation_models
            where \(condition) order by id desc limit \(Int64(limit))
            """, of: tenant
        ).map { row in
            RecommendationModel(
                id: try row.decode("id"),
                figures: try JSONDecoder().decode(
                    [RecommendationModel.Figures].self, from: Data(try row.decode("figures", as: JSONText.self).bytes)),
                isPublished: try row.decode("published"), reason: try row.decode("reason"),
                interactions: Int(try row.decode("interactions", as: Int32.self)),
                trainedAt: try row.decode("trained_at"))
        }
    }

    /// Tenants with interactions that the last training did not know, beyond this one.
    func tenantsToTrain(beyond tenant: UUID, limit: Int) async throws -> [UUID] {
        try await database.query(
            """
            select tenant from flotilla.interactions interaction where tenant > \(tenant)
            group by tenant
            having count(*) >= \(Int64(Self.fewestInteractions)) and count(*) > coalesce((
                select model.interactions from flotilla.recommendation_models model
                where model.tenant = interaction.tenant order by id desc limit 1), 0)
            order by tenant limit \(Int64(limit))
            """, as: Self.operators
        ).map { try $0.decode("tenant") }
    }
}
