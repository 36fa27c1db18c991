import Cryptography
import FleetTestSupport
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

/// How long people wait for one another, printed as `figure:` lines; what is demanded is far above, since machines differ.
@Suite("The school's times", .serialized) struct SchoolFigureTests {
    private static let pupils = 200

    private static func report(_ text: String) {
        FileHandle.standardOutput.write(Data("figure: \(text)\n".utf8))
    }

    /// A school with a professor and a class, whose tokens are signed here: passwords would take the time.
    private struct Class {
        let professor: Caller
        let pupils: [(caller: Caller, id: String)]
        let id: JSON

        init(of place: SchoolFleet, _ count: Int) async throws {
            let tenant = try await place.fleet.signUp()
            let account = UUID(uuidString: tenant.id)
            let ids = (0...count).map { _ in UUID() }
            _ = try await place.fleet.database.query(
                """
                insert into flotilla.users (id, account, email, password_hash, role, name, locale, accepted_at)
                select id, \(account), 'p' || number || '@' || \(place.domain), '$2b$04$' || repeat('a', 53),
                    case number when 1 then 'professor' else 'student' end, 'Person ' || number, 'fr', now()
                from unnest(\(ids)) with ordinality as made(id, number)
                """)
            func caller(_ id: UUID, _ role: String) throws -> Caller {
                let claims = JWTClaims(
                    subject: id.uuidString.lowercased(), tenant: tenant.id, role: role,
                    expiresAt: Date() + 3600, issuedAt: Date())
                return Caller(
                    url: tenant.caller.url, token: try JWTSigner.secret(Array(Fleet.jwtSecret.utf8)).sign(claims))
            }
            professor = try caller(ids[0], "professor")
            pupils = try ids.dropFirst().map { (try caller($0, "student"), $0.uuidString.lowercased()) }
            let made = try await professor.post(
                "/classes", ["name": "6e", "student_ids": .array(pupils.map { .string($0.id) })])
            guard made.status == 201 else { throw Unexpected(made) }
            id = made["id"]
        }
    }

    /// When which message came.
    private final class Arrivals: Sendable {
        private let known = Mutex<[String: ContinuousClock.Instant]>([:])

        var times: [String: ContinuousClock.Instant] { known.withLock { $0 } }

        func hear(_ stream: AsyncThrowingStream<ServerEvent, any Error>) async throws {
            for try await event in stream where event.name == "message" {
                let now = ContinuousClock.now
                known.withLock { $0[event.json["text"].string ?? "?"] = now }
            }
        }
    }

    private static func withFleet(_ domain: String, _ body: (SchoolFleet) async throws -> Void) async throws {
        let place = try await SchoolFleet.start(domain: domain)
        do {
            try await body(place)
        } catch {
            await place.stop()
            throw error
        }
        await place.stop()
    }

    private static func quantiles(_ times: [Duration]) -> String {
        let sorted = times.sorted().map { $0 / .milliseconds(1) }
        guard let last = sorted.last else { return "nothing" }
        return String(
            format: "p50 %.1f ms, p99 %.1f ms, at most %.1f ms", sorted[sorted.count / 2],
            sorted[sorted.count * 99 / 100], last)
    }

    @Test("a message from POST to the stream of the other, at 200 connections") func messages() async throws {
        try await Self.withFleet("messages.school.test") { place in
            let group = try await Class(of: place, Self.pupils)
            let arrivals = Arrivals()
            var talks: [String] = []
            var listening: [Task<Void, any Error>] = []
            defer { for task in listening { task.cancel() } }
            for pupil in group.pupils {
                let opened = try await group.professor.post("/conversations", ["with": .string(pupil.id)])
                talks.append("/conversations/\(opened["id"].string ?? "")/messages")
                let stream = try await pupil.caller.listen(at: "/conversations/events", within: .seconds(300))
                listening.append(Task { try await arrivals.hear(stream) })
            }
            var sent: [String: ContinuousClock.Instant] = [:]
            var answers: [Duration] = []
            for number in 0..<400 {
                let text = "Message \(number)"
                sent[text] = .now
                let answer = try await group.professor.post(talks[number % talks.count], ["text": .string(text)])
                guard answer.status == 201 else { throw Unexpected(answer) }
                answers.append(answer.time)
            }
            let isThere = try await eventually(within: .seconds(30)) { arrivals.times.count == sent.count }
            #expect(isThere, "\(arrivals.times.count) of \(sent.count) came")
            let times = arrivals.times.compactMap { text, time in sent[text].map { time - $0 } }
            let bare = try await Self.commits(place)
            Self.report("POST to the stream, \(Self.pupils) connections: \(Self.quantiles(times))")
            Self.report(
                "POST to its 201: \(Self.quantiles(answers)); a bare commit of the row: \(Self.quantiles(bare))")
            #expect(times.sorted()[times.count / 2] < .seconds(1))
        }
    }

    /// The same row, inserted over one connection and committed.
    private static func commits(_ place: SchoolFleet) async throws -> [Duration] {
        _ = try await place.fleet.database.query(
            "create table public.bare_messages (like flotilla.conversation_messages including indexes)")
        var times: [Duration] = []
        for number in 0..<400 {
            let start = ContinuousClock.now
            _ = try await place.fleet.database.query(
                """
                insert into public.bare_messages (id, conversation_id, tenant, sender_id, reader_id, number, text, created_at)
                values (\(UUID()), \(UUID()), \(UUID()), \(UUID()), \(UUID()), \(Int64(number)), 'Message', now())
                """)
            times.append(.now - start)
        }
        return times
    }

    @Test("a path for 200 pupils, from POST until each has it in the inbox and by mail") func path() async throws {
        try await Self.withFleet("paths.school.test") { place in
            let group = try await Class(of: place, Self.pupils)
            let made = try await group.professor.post(
                "/learning-paths",
                [
                    "name": "Bridges", "goals": ["count arches"], "level": "6e", "language": "en",
                    "steps": [["title": "Arches", "content": "Seven."]], "class_ids": [group.id],
                ])
            #expect(made.status == 202 && made["students"] == 200, "\(made)")
            let start = ContinuousClock.now
            let validated = try await group.professor.post("\(made["status_url"].string ?? "")/validate", [:])
            #expect(validated.status == 200, "\(validated)")
            let isInInboxes = try await eventually {
                try await place.fleet.count("select count(distinct user_id) from inbox_items") == Self.pupils
            }
            let inboxes = ContinuousClock.now - start
            let isMailed = try await eventually { try await place.mailCounts().count == Self.pupils }
            let mails = ContinuousClock.now - start
            #expect(isInInboxes && isMailed)
            #expect(try await place.mailCounts().values.allSatisfy { $0 == 1 })
            Self.report(
                "POST /learning-paths for \(Self.pupils): 202 after \(made.time); validated after \(validated.time); all "
                    + "inboxes after \(inboxes), all mails after \(mails)")
        }
    }
}
