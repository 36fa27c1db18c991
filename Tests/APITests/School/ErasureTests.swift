import Accounts
import Fleet
import FleetTestSupport
import Foundation
import HTTPServer
import Jobs
import Postgres
import PostgresTestSupport
import Testing

@testable import API
@testable import School

@Suite("What an erased person leaves") struct ErasureTests {
    private func name(_ member: Classroom.Member) -> String { member.id.uuidString.lowercased() }

    private func erase(_ member: Classroom.Member, in room: Classroom) async throws {
        let database = room.api.context.connections.domains
        let runner = ErasureRunner(
            store: SchoolStore(database: database), accounts: AccountStore(database: database),
            rows: Domains.personalRows, tokensEnd: 0)
        let payload = ErasePerson(userID: member.id, byAdmin: true)
        _ = try await runner.run(payload, of: room.api.tenant)
        guard case .succeeded = try await runner.run(payload, of: room.api.tenant) else {
            throw Classroom.Unexpected("the second pass is the last")
        }
    }

    /// Tables that keep what jobs were asked with, who did what, and whose tokens are over: docs/school.md.
    private static let kept: Set<String> = ["jobs", "audit_events", "audit_log", "token_revocations", "job_unique"]

    /// The tables in which a text stands, in any row of anybody and any column.
    private func places(of text: String, in room: Classroom) async throws -> [String] {
        try await withDatabase(.init(url: room.api.databaseURL)) { owner in
            let tables = try await owner.query(
                """
                select relname as name from pg_class
                where relnamespace = 'flotilla'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1
                """
            ).rows.map { try $0.decode("name", as: String.self) }
            #expect(tables.count > 60)
            var found: [String] = []
            for table in tables where !Self.kept.contains(table) {
                let rows = try await owner.query(
                    """
                    select exists (
                        select from flotilla.\(unescaped: table) found
                        where to_jsonb(found)::text ilike '%' || \(text) || '%') as holds
                    """
                ).rows
                if try rows[0].decode("holds", as: Bool.self) { found.append(table) }
            }
            return found
        }
    }

    /// Writes to another one, meets, revises, asks, and has an archive made.
    private func live(_ member: Classroom.Member, with other: Classroom.Member, in room: Classroom, _ path: String)
        async throws
    {
        for (one, two) in [(member, other), (other, member)] {
            let made = try await one.post("/conversations", ["with": two.name])
            guard let id = made["id"].string else { throw Classroom.Unexpected(made) }
            _ = try await one.post("/conversations/\(id)/messages", ["text": .string("from \(name(one))")])
            let proposal: JSON = [
                "with": two.name, "starts_at": .string((Date() + 86_400).formatted(.iso8601)), "minutes": 30,
                "subject": "Arches",
            ]
            guard try await one.post("/appointments", proposal).status == 201 else { throw Classroom.Unexpected(made) }
        }
        let support = try await member.post("/conversations", ["with": "support"])
        _ = try await member.post("/conversations/\(support["id"].string ?? "")/messages", ["text": "Help!"])
        _ = try await room.api.send(
            .post, "/conversations/\(support["id"].string ?? "")/messages", ["text": "Gladly."], as: .support)
        let id = JSON.string(String(path.split(separator: "/").last ?? ""))
        let made = try await member.post("/revision-sessions", ["learning_path_id": id, "step": 1])
        guard let session = made.headers["Location"] else { throw Classroom.Unexpected(made) }
        let asked = try await member.post("\(session)/questions", ["text": .string("I am \(name(member))")])
        try await room.succeed(
            asked["id"].string ?? "", #"{"text": "to \#(name(member))"}"#,
            citations: #"[{"quote": "of \#(name(member))"}]"#)
        _ = try await member.post("\(session)/end", ["answers": [["question": "1", "choices": [1]]]])
        // One that goes on.
        guard try await member.post("/revision-sessions", ["learning_path_id": id, "step": 1]).status == 201,
            try await member.post("/users/\(name(member))/export").status == 202
        else { throw Classroom.Unexpected("the pupil does what pupils do") }
    }

    @Test("no row of any table names an erased pupil, and what others wrote to it is still theirs") func everywhere()
        async throws
    {
        try await Classroom.with { room in
            let (pupil, other) = (room.students[0], room.students[1])
            _ = try await room.professor.post(
                "/classes", ["name": "6e", "student_ids": .array(room.students.map(\.name))])
            let path = try await room.validatedPath()
            try await live(pupil, with: other, in: room, path)
            let before = try await places(of: name(pupil), in: room)
            for table in [
                "appointments", "class_members", "conversations", "conversation_members", "conversation_messages",
                "conversation_parties", "generations", "person_archives", "revision_questions", "revision_sessions",
            ] { #expect(before.contains(table), "\(table): \(before)") }

            try await erase(pupil, in: room)
            #expect(try await places(of: name(pupil), in: room) == [])
            #expect(
                try await room.count("select count(*) from flotilla.revision_sessions where marks is not null") == 0)
            #expect(try await room.count("select count(*) from flotilla.revision_sessions where ended_at is null") == 0)
            #expect(try await room.count("select count(*) from flotilla.revision_sessions") == 1)

            let list = try await other.get("/conversations")
            let id = try #require(list["items"][0]["id"].string)
            #expect(list["items"].array.count == 1 && list["items"][0]["name"] == .null, "\(list)")
            let messages = try await other.get("/conversations/\(id)/messages")
            #expect(messages["items"].array.map { $0["text"] } == [.string("from \(name(other))")], "\(messages)")
            let refused = try await other.post("/conversations/\(id)/messages", ["text": "Are you there?"])
            #expect(refused.status == 404 && refused["rule"] == "not_reachable", "\(refused)")
        }
    }

    @Test("operators, and the last one who can sign in of those who run a school, are not erased") func refused()
        async throws
    {
        try await Classroom.with { room in
            let domains = room.api.context.connections.domains
            let (school, invited) = (
                try await Classroom.member(.school, of: room.api), try await Classroom.member(.school, of: room.api)
            )
            let hash = "$2b$04$" + String(repeating: "a", count: 53)
            _ = try await domains.query(
                "update flotilla.users set password_hash = \(hash), accepted_at = now() where id = \(school.id)",
                as: "flotilla_accounts")
            #expect(try await room.api.send(.post, "/users/\(name(school))/erase", as: .school).status == 409)
            let runner = ErasureRunner(
                store: SchoolStore(database: domains), accounts: AccountStore(database: domains),
                rows: Domains.personalRows, tokensEnd: 0)
            let outcome = try await runner.run(ErasePerson(userID: school.id, byAdmin: false), of: room.api.tenant)
            guard case .discarded(let error, _, _) = outcome else { throw Classroom.Unexpected("\(outcome)") }
            #expect(error.code == "user_last", "\(error)")
            #expect(try await room.api.send(.get, "/users/\(name(school))", as: .school).status == 200)
            #expect(try await room.api.send(.post, "/users/\(name(invited))/erase", as: .school).status == 202)

            _ = try await domains.query(
                "update flotilla.users set role = 'support' where id = \(room.students[0].id)", as: "flotilla_accounts")
            for role in [Role.school, .admin] {
                let answer = try await room.api.send(.post, "/users/\(name(room.students[0]))/erase", as: role)
                #expect([403, 409].contains(answer.status), "\(answer)")
            }
        }
    }

    @Test("an archive is gone when its time is over, and is not kept by who fetched it") func expired() async throws {
        try await Classroom.with { room in
            let (pupil, store) = (room.students[0], SchoolStore(database: room.api.context.connections.domains))
            let asked = try await pupil.post("/users/\(name(pupil))/export")
            let place = try #require(asked["status_url"].string)
            let id = try #require(UUID(uuidString: String(place.split(separator: "/").last ?? "")))
            let tenant = room.api.tenant
            for content in ["first", "second"] {
                _ = try await room.api.context.connections.domains.query(
                    store.filling(id, with: Array(#"{"made": "\#(content)"}"#.utf8), incomplete: [], at: Date()),
                    of: tenant)
            }
            let archive = try await pupil.get("\(place)/archive")
            #expect(
                archive["made"] == "first" && archive.headers["Cache-Control"] == "no-store", "filled once: \(archive)")
            #expect(try await store.removeExpiredArchives() == 0)
            _ = try await room.count(
                """
                with changed as (
                    update flotilla.person_archives set expires_at = now() where id = \(id) returning 1
                ) select count(*) from changed
                """)
            for path in [place, "\(place)/archive"] { #expect(try await pupil.get(path).status == 404) }
            #expect(try await pupil.get("/users/\(name(pupil))/exports")["items"] == [])
            #expect(try await store.removeExpiredArchives() == 1)
        }
    }
}
