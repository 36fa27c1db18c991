import FleetTestSupport
import Foundation
import Postgres

extension Attacks.RepeatAttacks {
    /// As `plan(of:)`, of a professor and a pupil of one class.
    func meetingPlan(of pattern: String, _ professor: SchoolMember, _ student: SchoolMember) async throws -> Plan? {
        let made = try await professor.caller.post(
            "/classes", ["name": "6e", "professor_ids": [], "student_ids": [.string(student.name)]])
        guard made.status == 201 else { throw Unexpected(made) }
        let other: JSON = ["with": .string(student.name)]
        if pattern == "/conversations" {
            return Plan(
                caller: professor.caller, path: pattern, body: other,
                count: count(
                    "select count(*) from conversation_members where user_id = \(professor.id)"))
        }
        if pattern == "/conversations/{id}/messages" {
            let opened = try await professor.caller.post("/conversations", other)
            guard let id = opened["id"].string else { throw Unexpected(opened) }
            return Plan(
                caller: professor.caller, path: "/conversations/\(id)/messages", body: ["text": "Hello."],
                count: count(
                    "select count(*) from conversation_messages where conversation_id = \(UUID(uuidString: id))"))
        }
        let start = Date().addingTimeInterval(5 * 86_400).formatted(.iso8601)
        let proposal: JSON = [
            "with": .string(student.name), "starts_at": .string(start), "minutes": 30, "subject": "Arches",
        ]
        if pattern == "/appointments" {
            return Plan(
                caller: professor.caller, path: pattern, body: proposal,
                count: count("select count(*) from appointments where proposer_id = \(professor.id)"))
        }
        let proposed = try await professor.caller.post("/appointments", proposal)
        guard let id = proposed["id"].string, let appointment = UUID(uuidString: id) else { throw Unexpected(proposed) }
        guard let verb = pattern.split(separator: "/").last, ["accept", "decline", "cancel"].contains(verb) else {
            return nil
        }
        let requests = count(
            """
            select count(*) / 2 from jobs where kind = 'notify.request'
                and payload ->> 'link' = \("/#/appointments/\(appointment.uuidString.lowercased())")
                and payload ->> 'template' in ('appointment_confirmed', 'appointment_declined', 'appointment_cancelled')
            """)
        return Plan(caller: student.caller, path: "/appointments/\(id)/\(verb)", count: requests)
    }
}
