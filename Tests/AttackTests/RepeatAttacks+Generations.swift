import FleetTestSupport
import Foundation
import Postgres

extension Attacks.RepeatAttacks {
    static func isOfGenerations(_ pattern: String) -> Bool {
        ["/documents", "/generations", "/interactions"].contains(pattern)
    }

    /// As `plan(of:)`. No worker asks a model.
    func generationPlan(of pattern: String) async throws -> Plan? {
        let (caller, mark) = (estate.victim.caller, UUID())
        switch pattern {
        case "/documents":
            return Plan(
                caller: caller, path: pattern,
                body: ["title": .string(mark.uuidString), "content_type": "text/plain", "text": "One line."],
                count: count("select count(*) from documents where title = \(mark.uuidString)"))
        case "/generations":
            let input: JSON = ["subject": .string(mark.uuidString), "level": "x", "goals": ["y"], "language": "en"]
            return Plan(
                caller: caller, path: pattern, body: ["type": "learning_path", "input": input],
                count: count("select count(*) from generations where input ->> 'subject' = \(mark.uuidString)"))
        case "/interactions":
            let interaction: JSON = [
                "user_id": .string(mark.uuidString), "course_id": "c", "kind": "viewed", "at": "2026-01-01T00:00:00Z",
            ]
            return Plan(
                caller: caller, path: pattern, body: [interaction],
                count: count("select count(*) from interactions where user_id = \(mark)"))
        default: return nil
        }
    }
}
