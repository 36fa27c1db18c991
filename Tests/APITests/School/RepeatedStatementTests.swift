import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Jobs
import Postgres
import School
import Testing

@testable import API

/// Whether a commit whose answer got lost has happened is not known: what it held is run again.
@Suite("Statements of the school that are run again") struct RepeatedStatementTests {
    private func uuid(_ reply: Reply) throws -> UUID {
        guard let id = reply["id"].string.flatMap(UUID.init(uuidString:)) else { throw Classroom.Unexpected(reply) }
        return id
    }

    private func twice(_ statements: [Query], in room: Classroom) async throws {
        for _ in 0..<2 { _ = try await room.api.context.connections.domains.queries(statements, of: room.api.tenant) }
    }

    private func refusal(of statement: Query, in room: Classroom) async -> SchoolRefusal? {
        do {
            _ = try await room.api.context.connections.domains.query(statement, of: room.api.tenant)
            return nil
        } catch { return (error as? DatabaseError)?.schoolRefusal }
    }

    @Test("a message is written once and has one number; an appointment changes once") func meetings() async throws {
        try await Classroom.with { room in
            let (professor, pupil) = (room.professor, room.students[0])
            let (store, tenant) = (SchoolStore(database: room.api.context.connections.domains), room.api.tenant)
            _ = try await professor.post("/classes", ["name": "6e", "student_ids": [pupil.name]])
            let conversation = try uuid(try await professor.post("/conversations", ["with": pupil.name]))
            let party = ConversationParty.user(professor.id, tenant: tenant, role: .professor)
            let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
            try await twice([store.sending("Hello.", as: UUID(), in: conversation, by: party, at: now)], in: room)
            try await twice([store.sending("Hello?", as: UUID(), in: conversation, by: party, at: now)], in: room)
            #expect(try await room.count("select count(*) from flotilla.conversation_messages") == 2)
            #expect(try await store.latestNumber(of: pupil.id) == 2)

            let appointment = try uuid(
                try await professor.post(
                    "/appointments",
                    [
                        "with": pupil.name, "starts_at": .string((now + 86_400).formatted(.iso8601)), "minutes": 30,
                        "subject": "Arches",
                    ]))
            func change(_ moment: Date) -> Query {
                store.change(appointment, to: .accepted, from: [.proposed], at: moment, room: UUID(), reminders: [])
            }
            try await twice([change(now)], in: room)
            #expect(await refusal(of: change(now + 1), in: room) == .contention, "another one's acceptance")
        }
    }

    @Test("a path is validated once, its pupils are marked once, and each generation is replaced once") func paths()
        async throws
    {
        try await Classroom.with { room in
            let (store, tenant) = (SchoolStore(database: room.api.context.connections.domains), room.api.tenant)
            let place = try await room.path()
            let path = try #require(UUID(uuidString: String(place.split(separator: "/").last ?? "")))
            let (now, students) = (
                Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)), room.students.map(\.id)
            )
            try await twice(
                [store.validation(of: path, at: now), store.notification(of: students, of: path, at: now)], in: room)
            #expect(await refusal(of: store.validation(of: path, at: now + 1), in: room) == .contention)
            #expect(await refusal(of: store.notification(of: students, of: path, at: now + 1), in: room) == .contention)

            let minter = room.api.context.minter
            let old = PathGeneration(id: minter.mint().uuid, purpose: .quiz, step: 1, jobID: minter.mint())
            try await twice(store.statements(adding: [old], to: path, tenant: tenant), in: room)
            func replacement() -> [Query] {
                let new = PathGeneration(id: minter.mint().uuid, purpose: .quiz, step: 1, jobID: minter.mint())
                return [store.hold(latest: [old.id], of: path, orTheirSuccessors: [new.id])]
                    + store.statements(adding: [new], to: path, replacing: [old.id], tenant: tenant)
            }
            try await twice(replacement(), in: room)
            #expect(await refusal(of: replacement()[0], in: room) == .contention, "another request replaced it")
            #expect(try await room.professor.get(place)["jobs"].array.count == 1)
        }
    }

    @Test("a question is asked once, also when there is room for no other; a session ends once") func sessions()
        async throws
    {
        try await Classroom.with { room in
            let (store, tenant) = (SchoolStore(database: room.api.context.connections.domains), room.api.tenant)
            let place = try await room.validatedPath(hasQuiz: false)
            let made = try await room.students[0].post(
                "/revision-sessions",
                ["learning_path_id": .string(String(place.split(separator: "/").last ?? "")), "step": 1])
            let session = try uuid(made)
            let minter = room.api.context.minter
            for _ in 0..<3 {
                try await twice(
                    store.asking(
                        "Why?", in: session, generation: minter.mint().uuid, job: minter.mint(), tenant: tenant),
                    in: room)
            }
            #expect(try await room.count("select count(*) from flotilla.revision_questions") == 3)
            let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
            func ending(_ moment: Date) -> Query {
                "select flotilla.end_revision_session(\(session), \(moment), 60, 80, 50, null)"
            }
            try await twice([ending(now)], in: room)
            #expect(await refusal(of: ending(now + 1), in: room) == .sessionEnded)
            let fourth = store.asking(
                "Why?", in: session, generation: minter.mint().uuid, job: minter.mint(), tenant: tenant)
            #expect(await refusal(of: fourth[0], in: room) == .sessionEnded)
            #expect(
                try await room.count(
                    """
                    select count(*) from flotilla.revision_indicators
                    where sessions = 1 and questions = 3 and score_sum = 80 and seconds = 60
                    """) == 1)
        }
    }

    /// What a second transaction comes to that was begun before the first one committed.
    private func second(_ statement: Query, after first: Query, in room: Classroom) async throws -> SchoolRefusal? {
        try await room.meanwhile(first, after: .enter(tenant: room.api.tenant)) {
            await refusal(of: statement, in: room)
        }
    }

    @Test("of two who change the same row at once, the second decides by what the first has made of it") func together()
        async throws
    {
        try await Classroom.with { room in
            let (professor, pupil) = (room.professor, room.students[0])
            let store = SchoolStore(database: room.api.context.connections.domains)
            let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
            let place = try await room.path()
            let path = try #require(UUID(uuidString: String(place.split(separator: "/").last ?? "")))
            let appointment = try uuid(
                try await professor.post(
                    "/appointments",
                    [
                        "with": pupil.name, "starts_at": .string((now + 86_400).formatted(.iso8601)), "minutes": 30,
                        "subject": "Arches",
                    ]))
            let declining = store.change(
                appointment, to: .declined, from: [.proposed], at: now + 1, room: nil, reminders: [])
            let accepting = store.change(
                appointment, to: .accepted, from: [.proposed], at: now, room: UUID(), reminders: [])
            #expect(try await second(declining, after: accepting, in: room) == .contention)
            #expect(
                try await professor.get("/appointments/\(appointment.uuidString.lowercased())")["status"] == "accepted")
            let refused = try await second(
                store.validation(of: path, at: now + 1), after: store.validation(of: path, at: now), in: room)
            #expect(refused == .contention)
            let made = try await pupil.post(
                "/revision-sessions", ["learning_path_id": .string(path.uuidString.lowercased()), "step": 1])
            let session = try uuid(made)
            let asking = store.asking(
                "Why?", in: session, generation: UUID(), job: room.api.context.minter.mint(), tenant: room.api.tenant)
            let ending: Query = "select flotilla.end_revision_session(\(session), \(now), 60, null, 50, null)"
            #expect(try await second(asking[0], after: ending, in: room) == .sessionEnded)
        }
    }
}
