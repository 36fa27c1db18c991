public import Foundation
import Postgres

extension SchoolStore {
    /// nil when there is no such pupil for the reader: a professor sees those of own classes and paths.
    public func profile(of student: UUID, tenant: UUID, for reader: SchoolReader) async throws -> LearnerProfile? {
        try await database.query(
            """
            select profile.level, coalesce(profile.goals, '{}') as goals,
                coalesce(profile.known_skills, '{}') as known_skills, profile.updated_at
            from flotilla.users student left join flotilla.learner_profiles profile on profile.user_id = student.id
            where student.account = \(tenant) and student.id = \(student) and student.role = 'student'
                and \(reader.seesStudent)
            """, of: tenant
        ).first.map {
            LearnerProfile(
                level: try $0.decode("level"), goals: try $0.decode("goals"),
                knownSkills: try $0.decode("known_skills"), updatedAt: try $0.decode("updated_at"))
        }
    }

    /// What was said before is said no more.
    public func keep(_ profile: LearnerProfile, of student: UUID, tenant: UUID) async throws {
        _ = try await database.query(
            """
            insert into flotilla.learner_profiles (user_id, tenant, level, goals, known_skills)
            values (\(student), \(tenant), \(profile.level), \(profile.goals), \(profile.knownSkills))
            on conflict (user_id) do update set level = excluded.level, goals = excluded.goals,
                known_skills = excluded.known_skills, updated_at = excluded.updated_at
            """, of: tenant)
    }

    /// A pupil's level, in the school's words; nil when it was never said.
    public func level(of student: UUID, tenant: UUID) async throws -> String? {
        try await database.query(
            "select level from flotilla.learner_profiles where user_id = \(student) and tenant = \(tenant)", of: tenant
        ).first?.decode("level")
    }
}
