import FleetTestSupport
import Foundation
import Postgres

extension Attacks.RepeatAttacks {
    static func isOfSchool(_ pattern: String) -> Bool {
        ["/classes", "/learning-paths", "/revision-sessions", "/users/{id}/", "/conversations", "/appointments"]
            .contains {
                pattern.hasPrefix($0)
            }
    }

    struct SchoolMember {
        let id: UUID
        let caller: Caller

        var name: String { id.uuidString.lowercased() }
    }

    private func member(_ role: String) async throws -> SchoolMember {
        let email = "\(UUID().uuidString.lowercased())@example.org"
        let answer = try await estate.victim.caller.post("/users", ["email": .string(email), "role": .string(role)])
        guard let id = answer["id"].string.flatMap(UUID.init(uuidString:)) else { throw Unexpected(answer) }
        var caller = estate.fleet.anybody
        caller.token = try AttackTokens.sign(id, tenant: estate.victim.id, role: role)
        return SchoolMember(id: id, caller: caller)
    }

    /// A path of one step, which no model has to write.
    private func pathBody(_ name: String, for student: SchoolMember) -> JSON {
        [
            "name": .string(name), "goals": ["arches"], "level": "6e", "language": "en",
            "steps": [["title": "Arches", "content": "Seven of them."]], "student_ids": [.string(student.name)],
        ]
    }

    /// As `plan(of:)`. No worker asks a model.
    func schoolPlan(of pattern: String) async throws -> Plan? {
        let (professor, student) = (try await member("professor"), try await member("student"))
        let mark = UUID().uuidString
        if pattern == "/users/{id}/export" {
            return Plan(
                caller: student.caller, path: "/users/\(student.name)/export",
                count: count("select count(*) from person_archives where user_id = \(student.id)"))
        }
        if pattern == "/users/{id}/erase" {
            return Plan(
                caller: estate.victim.caller, path: "/users/\(student.name)/erase",
                count: count(
                    "select count(*) from jobs where kind = 'school.erase' and lower(payload ->> 'user_id') = \(student.name)"
                )
            )
        }
        if pattern == "/classes" {
            return Plan(
                caller: professor.caller, path: pattern,
                body: ["name": .string(mark), "professor_ids": [.string(professor.name)], "student_ids": []],
                count: count("select count(*) from classes where name = \(mark)"))
        }
        if pattern.hasPrefix("/conversations") || pattern.hasPrefix("/appointments") {
            return try await meetingPlan(of: pattern, professor, student)
        }
        if pattern == "/learning-paths" {
            return Plan(
                caller: professor.caller, path: pattern, body: pathBody(mark, for: student),
                count: count("select count(*) from learning_paths where name = \(mark)"))
        }
        let made = try await professor.caller.post("/learning-paths", pathBody(mark, for: student))
        guard let id = made["id"].string, let path = UUID(uuidString: id) else { throw Unexpected(made) }
        let place = "/learning-paths/\(id)"
        switch pattern {
        case "/learning-paths/{id}/validate":
            return Plan(
                caller: professor.caller, path: "\(place)/validate",
                count: count("select count(*) from learning_path_generations where path_id = \(path)"))
        case "/learning-paths/{id}/archive":
            return Plan(
                caller: professor.caller, path: "\(place)/archive",
                count: count("select count(*) from learning_paths where id = \(path) and archived_at is not null"))
        default: break
        }
        let validated = try await professor.caller.post("\(place)/validate", [:])
        guard validated.status == 200 else { throw Unexpected(validated) }
        if pattern == "/learning-paths/{id}/retry" {
            try await estate.fleet.database.query(
                "update learning_path_generations set outcome = 'failed', ended_at = now() where path_id = \(path)")
            return Plan(
                caller: professor.caller, path: "\(place)/retry",
                count: count(
                    "select count(*) from learning_path_generations where path_id = \(path) and outcome is null"))
        }
        let beginning: JSON = ["learning_path_id": .string(id), "step": 1]
        if pattern == "/revision-sessions" {
            return Plan(
                caller: student.caller, path: pattern, body: beginning,
                count: count("select count(*) from revision_sessions where path_id = \(path)"))
        }
        let begun = try await student.caller.post("/revision-sessions", beginning)
        guard let id = begun["id"].string, let session = UUID(uuidString: id) else { throw Unexpected(begun) }
        switch pattern {
        case "/revision-sessions/{id}/questions":
            return Plan(
                caller: student.caller, path: "/revision-sessions/\(id)/questions", body: ["text": "How many?"],
                count: count("select count(*) from revision_questions where session_id = \(session)"))
        case "/revision-sessions/{id}/end":
            return Plan(
                caller: student.caller, path: "/revision-sessions/\(id)/end",
                count: count(
                    "select count(*) from revision_sessions where id = \(session) and ended_at is not null"))
        default: return nil
        }
    }
}
