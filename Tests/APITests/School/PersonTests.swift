import Accounts
import Fleet
import FleetTestSupport
import Foundation
import HTTPServer
import Jobs
import Postgres
import School
import Testing

@testable import API

@Suite("One person's data") struct PersonTests {
    private func name(_ member: Classroom.Member) -> String { member.id.uuidString.lowercased() }

    /// A pupil who has revised, was told of things, and has a profile.
    private func revise(_ member: Classroom.Member, in room: Classroom, _ path: String) async throws {
        let place = "/users/\(name(member))/learner-profile"
        _ = try await room.api.send(
            .put, place, ["level": "6e", "goals": [.string("a goal of \(name(member))")]], as: .school)
        let made = try await member.post(
            "/revision-sessions",
            ["learning_path_id": .string(String(path.split(separator: "/").last ?? "")), "step": 1])
        guard let session = made.headers["Location"] else { throw Classroom.Unexpected(made) }
        let asked = try await member.post("\(session)/questions", ["text": .string("A question of \(name(member))")])
        try await room.succeed(asked["id"].string ?? "", #"{"text": "An answer to \#(name(member))"}"#)
        _ = try await member.post("\(session)/end", ["answers": [["question": "1", "choices": [1]]]])
        let notification = UUID()
        _ = try await room.api.context.connections.domains.queries(
            [
                """
                insert into flotilla.notifications (id, tenant, user_id, subject, body, severity)
                values (\(notification), \(room.api.tenant), \(member.id), 's', 'b', 'P3')
                """,
                """
                insert into flotilla.inbox_items (user_id, notification_id, tenant, subject, body, severity)
                values (\(member.id), \(notification), \(room.api.tenant), \("to \(name(member))"), 'b', 'P3')
                """,
                """
                insert into flotilla.deliveries (id, tenant, notification_id, channel, recipient, user_id, name)
                select gen_random_uuid(), account, \(notification), 'email', email, id, 'of ' || id
                from flotilla.users where id = \(member.id)
                """,
                """
                insert into flotilla.interactions (tenant, user_id, course_id, kind, at)
                values (\(room.api.tenant), \(member.id), 'c', 'viewed', now())
                """,
            ], of: room.api.tenant)
    }

    private func exported(_ room: Classroom, _ place: String, of member: Classroom.Member) async throws {
        let id = UUID(uuidString: String(place.split(separator: "/").last ?? "")) ?? UUID()
        let runner = ArchiveRunner(
            store: SchoolStore(database: room.api.context.connections.domains), rows: Domains.personalRows)
        let outcome = try await runner.run(ExportPerson(archiveID: id, userID: member.id), of: room.api.tenant)
        guard case .succeeded(let success) = outcome else { throw Classroom.Unexpected("\(outcome)") }
        _ = try await room.api.context.connections.domains.queries(
            success.effects.compactMap { $0 as? Query }, of: room.api.tenant)
    }

    private func runner(_ room: Classroom) -> ErasureRunner {
        let database = room.api.context.connections.domains
        return ErasureRunner(
            store: SchoolStore(database: database), accounts: AccountStore(database: database),
            rows: Domains.personalRows, tokensEnd: 0)
    }

    /// Where in the tenant's rows a text stands, in any column.
    private func places(of text: String, in room: Classroom) async throws -> [String] {
        let database = room.api.context.connections.domains
        var found: [String] = []
        for table in Set(Domains.personalRows.filter { $0.shown != nil }.map(\.table)).sorted() where table != "users" {
            let rows = try await database.query(
                """
                select count(*) as count from flotilla.\(unescaped: table) found
                where to_jsonb(found)::text ilike '%' || \(text) || '%'
                """, of: room.api.tenant)
            if try rows[0].decode("count", as: Int64.self) > 0 { found.append(table) }
        }
        return found
    }

    @Test("an archive holds what there is about the person, and nothing about another") func archive() async throws {
        try await Classroom.with { room in
            let (pupil, other) = (room.students[0], room.students[1])
            let path = try await room.validatedPath()
            for member in [pupil, other] { try await revise(member, in: room, path) }
            let asked = try await pupil.post("/users/\(name(pupil))/export")
            #expect(asked.status == 202 && asked["job_id"].string != nil, "\(asked)")
            let place = try #require(asked["status_url"].string)
            #expect(try await pupil.get(place)["status"] == "preparing")
            #expect(try await pupil.get("\(place)/archive").status == 409)

            try await exported(room, place, of: pupil)
            let ready = try await pupil.get(place)
            #expect(ready["status"] == "ready" && ready["incomplete"] == [], "\(ready)")
            let archive = try await pupil.get(try #require(ready["archive_url"].string))
            #expect(archive.headers["Content-Disposition"]?.hasPrefix("attachment") == true)
            let tables = archive["tables"]
            for table in [
                "users", "learner_profiles", "learning_path_students", "revision_sessions", "revision_questions",
                "revision_indicators", "generations", "inbox_items", "interactions", "notifications",
            ] {
                #expect(tables[table].array.count == 1, "\(table): \(tables[table])")
            }
            #expect(tables["deliveries"].array.count == 2, "the invitation is the other one")
            #expect(tables["revision_questions"][0]["text"] == .string("A question of \(name(pupil))"))
            #expect(tables["users"][0]["password_hash"] == nil && tables["users"][0]["email"].string != nil)
            #expect(!"\(archive.json)".contains(name(other)), "nothing names another pupil")
            #expect(
                try await room.count(
                    "select count(*) from flotilla.audit_events where action = 'user.export_requested'") == 1)
        }
    }

    @Test("archives are for the person and the school, five at once; those of others are not there") func mayFetch()
        async throws
    {
        try await Classroom.with { room in
            let (pupil, other) = (room.students[0], room.students[1])
            let asked = try await pupil.post("/users/\(name(pupil))/export")
            let place = try #require(asked["status_url"].string)
            for member in [other, room.professor] {
                #expect(try await member.get(place).status == 404)
                #expect(try await member.get("\(place)/archive").status == 404)
                #expect(try await member.post("/users/\(name(pupil))/export").status == 404)
                #expect(try await member.get("/users/\(name(pupil))/exports").status == 404)
                #expect(try await member.post("/users/\(name(pupil))/erase").status == 403)
            }
            #expect(try await room.api.send(.get, place, as: .school).status == 200)
            #expect(try await room.api.send(.post, "/users/\(UUID())/export", as: .school).status == 404)
            for _ in 0..<4 { #expect(try await pupil.post("/users/\(name(pupil))/export").status == 202) }
            let sixth = try await pupil.post("/users/\(name(pupil))/export")
            #expect(sixth.status == 409 && sixth["rule"] == "too_many_exports", "\(sixth)")
            #expect(try await pupil.get("/users/\(name(pupil))/exports")["items"].array.count == 5)
        }
    }

    @Test("of an erased pupil nothing is left but sums that name nobody; another run changes nothing") func erased()
        async throws
    {
        try await Classroom.with { room in
            let (pupil, other) = (room.students[0], room.students[1])
            let path = try await room.validatedPath()
            for member in [pupil, other] { try await revise(member, in: room, path) }
            let before = try await room.api.send(.get, "/indicators", as: .school)
            let others = try await places(of: name(other), in: room)
            let email = try await room.api.send(.get, "/users/\(name(pupil))", as: .school)["email"].string ?? ""
            let asked = try await room.api.send(.post, "/users/\(name(pupil))/erase", as: .admin)
            #expect(asked.status == 202 && asked["kind"] == "school.erase", "\(asked)")
            let again = try await room.api.send(.post, "/users/\(name(pupil))/erase", as: .admin)
            #expect(again.status == 200 && again["id"] == asked["id"], "\(again)")
            #expect(try await places(of: name(pupil), in: room).count > 6)

            let payload = ErasePerson(userID: pupil.id, byAdmin: true)
            guard case .snoozed = try await runner(room).run(payload, of: room.api.tenant) else {
                throw Classroom.Unexpected("the first pass waits until tokens are over")
            }
            guard case .succeeded = try await runner(room).run(payload, of: room.api.tenant),
                case .succeeded = try await runner(room).run(payload, of: room.api.tenant)
            else { throw Classroom.Unexpected("the second pass is the last") }

            #expect(try await places(of: name(pupil), in: room) == [])
            #expect(try await places(of: email, in: room) == [])
            #expect(try await room.api.send(.get, "/users/\(name(pupil))", as: .school).status == 404)
            #expect(
                try await room.count(
                    "select count(*) from flotilla.token_revocations where subject = \(pupil.id)",
                    as: "flotilla_dispatcher")
                    == 1)
            let after = try await room.api.send(.get, "/indicators", as: .school)
            for member in ["sessions", "questions", "score", "seconds", "active_students"] {
                #expect(after["total"][member] == before["total"][member], "\(member)")
            }
            #expect(try await places(of: name(other), in: room) == others, "another pupil's rows stay")
            #expect(
                try await room.count(
                    "select count(*) from flotilla.audit_events where action = 'user.erasure_requested'") == 2)
        }
    }

    @Test("an erasure that is cut between its steps goes on where it was") func cut() async throws {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let path = try await room.validatedPath()
            try await revise(pupil, in: room, path)
            let database = room.api.context.connections.domains
            // The user went, and the process with it before anything else was done.
            try await AccountStore(database: database).remove(pupil.id, of: room.api.tenant, byAdmin: false)
            guard
                case .succeeded = try await runner(room).run(
                    ErasePerson(userID: pupil.id, byAdmin: false), of: room.api.tenant)
            else { throw Classroom.Unexpected("it does not go on") }
            #expect(try await places(of: name(pupil), in: room) == [])
        }
    }

    @Test("a user whose account was ended is erased afterwards; nobody who never was one of the account's")
    func removed()
        async throws
    {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let path = try await room.validatedPath()
            try await revise(pupil, in: room, path)
            #expect(try await room.api.send(.delete, "/users/\(name(pupil))", as: .school).status == 204)
            #expect(try await places(of: name(pupil), in: room).count > 4)
            let asked = try await room.api.send(.post, "/users/\(name(pupil))/erase", as: .school)
            #expect(asked.status == 202 && asked["status"] == "scheduled", "\(asked)")
            let again = try await room.api.send(.post, "/users/\(name(pupil))/erase", as: .school)
            #expect(again.status == 200 && again["id"] == asked["id"], "\(again)")
            guard
                case .succeeded = try await runner(room).run(
                    ErasePerson(userID: pupil.id, byAdmin: false), of: room.api.tenant)
            else { throw Classroom.Unexpected("there is nothing to wait for any more") }
            #expect(try await places(of: name(pupil), in: room) == [])

            let stranger = UUID()
            _ = try await room.api.context.connections.domains.query(
                """
                insert into flotilla.audit_events (tenant_id, actor, action, object_type, object_id)
                values (\(UUID()), 'school', 'user.removed', 'user', \(stranger.uuidString.lowercased()))
                """, as: "flotilla_dispatcher")
            for id in [stranger, UUID()] {
                let answer = try await room.api.send(.post, "/users/\(id.uuidString.lowercased())/erase", as: .school)
                #expect(answer.status == 404, "\(answer)")
            }
        }
    }

    @Test("invoices, and who did what to them, stay when the one who did it is erased") func invoices() async throws {
        try await Classroom.with { room in
            let member = try await Classroom.member(.school, of: room.api)
            let (database, actor) = (room.api.context.connections.domains, "user:\(name(member))")
            for statement in [
                """
                insert into flotilla.invoices (id, tenant, prefix, year, sequence, number, kind, period, status, currency,
                    seller, buyer, vat_groups, net_cents, vat_cents, total_cents, issued_at, due_at, time_zone)
                values (\(UUID()), \(room.api.tenant), 'T', 2026, 1, 'T-2026-000001', 'invoice', '2026-10', 'EN_ATTENTE', 'EUR',
                    '{}', '{}', '[]', 100, 20, 120, now(), now(), 'UTC')
                """,
                """
                insert into flotilla.audit_log (actor, action, subject, subject_id, tenant)
                values (\(actor), 'update', 'subscription_changes', 's', \(room.api.tenant))
                """,
            ] as [Query] {
                _ = try await database.query(statement, as: "flotilla_dispatcher")
            }
            let payload = ErasePerson(userID: member.id, byAdmin: true)
            _ = try await runner(room).run(payload, of: room.api.tenant)
            guard case .succeeded = try await runner(room).run(payload, of: room.api.tenant) else {
                throw Classroom.Unexpected("the second pass is the last")
            }
            #expect(try await room.api.send(.get, "/users/\(name(member))", as: .school).status == 404)
            #expect(
                try await room.count("select count(*) from flotilla.invoices where tenant = \(room.api.tenant)") == 1)
            #expect(try await room.count("select count(*) from flotilla.audit_log where actor = \(actor)") == 1)
        }
    }

    @Test("the last user who runs a school, and operators, are not erased") func refused() async throws {
        try await Classroom.with { room in
            let school = try await Classroom.member(.school, of: room.api)
            let hash = "$2b$04$" + String(repeating: "a", count: 53)
            _ = try await room.api.context.connections.domains.query(
                """
                update flotilla.users set password_hash = \(hash), accepted_at = now() where id = \(school.id)
                """, as: "flotilla_accounts")
            let last = try await room.api.send(.post, "/users/\(name(school))/erase", as: .school)
            #expect(last.status == 409, "\(last)")
            let outcome = try await runner(room).run(
                ErasePerson(userID: UUID(), byAdmin: false), of: room.api.tenant)
            guard case .succeeded = outcome else { throw Classroom.Unexpected("\(outcome)") }
        }
    }
}
