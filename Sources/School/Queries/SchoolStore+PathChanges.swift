public import Foundation
public import Postgres

/// What changes paths: statements for the transaction of the jobs that come with them.
extension SchoolStore {
    /// Makes a path; repeated with the same id it changes nothing.
    public func creation(of path: NewLearningPath) -> [Query] {
        let (id, tenant) = (path.id, path.tenant)
        return [
            """
            insert into flotilla.learning_paths (id, tenant, professor_id, name, goals, level, language, allowed,
                discipline, instructions, document_ids)
            values (\(id), \(tenant), \(path.professorID), \(path.name), \(path.goals), \(path.level), \(path.language),
                \(path.allowed), \(path.agent?.discipline), \(path.agent?.instructions), \(path.documentIDs))
            on conflict (id) do nothing
            """,
            Self.insertion(of: path.steps, into: id, tenant: tenant),
            Self.insertion(of: path.studentIDs, into: id, tenant: tenant),
        ]
    }

    /// Changes a path that has one of these statuses, which are those in which the change may be made.
    public func statements(
        changing id: UUID, _ change: PathChange, while statuses: [LearningPath.Status], tenant: UUID
    ) -> [Query] {
        var statements = [
            Self.hold(id, statuses),
            """
            update flotilla.learning_paths
            set name = coalesce(\(change.name), name), goals = coalesce(\(change.goals), goals),
                level = coalesce(\(change.level), level), allowed = coalesce(\(change.allowed), allowed),
                discipline = case when \(change.agent == nil) then discipline else \((change.agent ?? nil)?.discipline) end,
                instructions = case when \(change.agent == nil) then instructions else \((change.agent ?? nil)?.instructions) end
            where id = \(id) and tenant = \(tenant)
            """,
        ]
        if let steps = change.steps {
            statements += [
                "delete from flotilla.learning_path_steps where path_id = \(id) and tenant = \(tenant)",
                Self.insertion(of: steps, into: id, tenant: tenant),
            ]
        }
        if let students = change.studentIDs {
            statements += [
                """
                delete from flotilla.learning_path_students
                where path_id = \(id) and tenant = \(tenant) and not student_id = any(\(students))
                """,
                Self.insertion(of: students, into: id, tenant: tenant),
            ]
        }
        return statements
    }

    /// Keeps what was asked of models for a path.
    /// - Parameter replaced: earlier ones in whose place these are, in their order; empty: none.
    public func statements(
        adding generations: [PathGeneration], to path: UUID, replacing replaced: [UUID] = [], tenant: UUID
    ) -> [Query] {
        if generations.isEmpty { return [] }
        var statements: [Query] = [
            """
            insert into flotilla.learning_path_generations (generation_id, path_id, tenant, type, step, job_id)
            select id, \(path), \(tenant), type, step, job
            from unnest(\(generations.map(\.id)), \(generations.map(\.purpose.rawValue)),
                \(generations.map { $0.step.map { Int32(clamping: $0) } }), \(generations.map(\.jobID.uuid)))
                asked (id, type, step, job)
            on conflict (generation_id) do nothing
            """
        ]
        if !replaced.isEmpty {
            statements.append(
                """
                update flotilla.learning_path_generations made set replaced_by = new.id
                from unnest(\(replaced), \(generations.map(\.id))) new (old, id)
                where made.generation_id = new.old and made.path_id = \(path) and made.tenant = \(tenant)
                """)
        }
        return statements
    }

    /// Fails (`contention`) unless each of these generations still is the latest of its purpose.
    public func hold(latest generations: [UUID], of path: UUID, orTheirSuccessors new: [UUID]) -> Query {
        """
        select flotilla.hold_path_generations(\(path), \(generations), \(new))
        """
    }

    public func validation(of path: UUID, at moment: Date) -> Query {
        "select flotilla.validate_learning_path(\(path), \(moment))"
    }

    /// Marks pupils as those who learn of a path by a request that commits with this.
    public func notification(of students: [UUID], of path: UUID, at moment: Date) -> Query {
        "select flotilla.notify_learning_path_students(\(path), \(students), \(moment))"
    }

    /// Of one that is archived already: nothing.
    public func archival(of path: UUID, tenant: UUID) -> Query {
        """
        update flotilla.learning_paths set archived_at = now()
        where id = \(path) and tenant = \(tenant) and archived_at is null
        """
    }

    private static func hold(_ path: UUID, _ statuses: [LearningPath.Status]) -> Query {
        "select flotilla.hold_learning_path(\(path), variadic \(statuses.map(\.rawValue)))"
    }

    private static func insertion(of steps: [PathStep], into path: UUID, tenant: UUID) -> Query {
        """
        insert into flotilla.learning_path_steps (path_id, number, tenant, title, objective, content, minutes)
        select \(path), number, \(tenant), title, objective, content, minutes
        from unnest(\(steps.indices.map { Int32(clamping: $0 + 1) }), \(steps.map(\.title)), \(steps.map(\.objective)),
            \(steps.map(\.content)), \(steps.map { $0.minutes.map { Int32(clamping: $0) } }))
            given (number, title, objective, content, minutes)
        on conflict do nothing
        """
    }

    private static func insertion(of students: [UUID], into path: UUID, tenant: UUID) -> Query {
        """
        insert into flotilla.learning_path_students (path_id, student_id, tenant)
        select \(path), id, \(tenant) from flotilla.users
        where account = \(tenant) and role = 'student' and id = any(\(students))
        on conflict do nothing
        """
    }
}

extension PostgresError {
    /// What a statement of a path or a session was refused for; nil for anything else.
    public var schoolRefusal: SchoolRefusal? {
        switch sqlState {
        case "FL060", "FL061": .contention
        case "FL062": .sessionEnded
        case "FL063": .questionsWait(SchoolLimits.openQuestions)
        case "FL064": .tooManyQuestions(SchoolLimits.questions)
        case "FL068": .notReachable
        case "FL069": .contention
        default: nil
        }
    }
}
