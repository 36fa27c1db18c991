import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Appointments") struct AppointmentTests {
    /// The next year's: the clocks of Paris go forward on the last Sunday of March.
    private static let start = Date().addingTimeInterval(10 * 86_400)

    private func text(_ date: Date) -> JSON { .string(date.formatted(.iso8601)) }

    private func with(_ body: @Sendable (Classroom) async throws -> Void) async throws {
        try await Classroom.with { room in
            let made = try await room.professor.post(
                "/classes", ["name": "6e", "student_ids": .array([room.students[0].name])])
            guard made.status == 201 else { throw Classroom.Unexpected(made) }
            try await body(room)
        }
    }

    private func propose(_ room: Classroom, _ more: [String: JSON] = [:]) async throws -> Reply {
        let plain: [String: JSON] = [
            "with": room.students[0].name, "starts_at": text(Self.start), "minutes": 30, "subject": "Arches",
        ]
        return try await room.professor.post("/appointments", .object(plain.merging(more) { $1 }))
    }

    /// - Returns: its path.
    private func proposed(_ room: Classroom, _ more: [String: JSON] = [:]) async throws -> String {
        let made = try await propose(room, more)
        guard made.status == 201, let place = made.headers["Location"] else { throw Classroom.Unexpected(made) }
        return place
    }

    private func told(_ room: Classroom, _ template: String) async throws -> Set<UUID> {
        let requests = try await room.requests(template)
        let people = requests.flatMap { Classroom.recipients($0) }
        #expect(Set(people).count == people.count, "told twice: \(requests)")
        return Set(people)
    }

    @Test("proposed, accepted with a room, cancelled: both learn of each, and the reminders are taken back")
    func whole()
        async throws
    {
        try await with { room in
            let (professor, pupil) = (room.professor, room.students[0])
            let both = Set([professor.id, pupil.id])
            let made = try await propose(room)
            #expect(made["status"] == "proposed" && made["room_id"] == .null, "\(made)")
            #expect(made["time_zone"] == "Europe/Paris" && made["minutes"] == 30)
            let place = try #require(made.headers["Location"])
            #expect(try await told(room, "appointment_proposed") == [pupil.id])
            #expect(try await told(room, "appointment_requested") == [professor.id])

            let own = try await professor.post("\(place)/accept")
            #expect(own.status == 409 && own["rule"] == "not_the_guest", "\(own)")
            let accepted = try await pupil.post("\(place)/accept")
            #expect(accepted.status == 200 && accepted["status"] == "accepted", "\(accepted)")
            let roomID = try #require(accepted["room_id"].string.flatMap(UUID.init(uuidString:)))
            #expect(try await professor.get(place)["room_id"] == .string(roomID.uuidString.lowercased()))
            let again = try await pupil.post("\(place)/accept")
            #expect(again.status == 200 && again["room_id"] == accepted["room_id"], "\(again)")
            #expect(try await told(room, "appointment_confirmed") == both)
            let late = try await pupil.post("\(place)/decline")
            #expect(late.status == 409 && late["rule"] == "appointment_status", "\(late)")
            #expect(try await reminders(room, "scheduled") == 4)
            #expect(
                try await room.count(
                    """
                    select count(*) from flotilla.jobs
                    where kind = 'notify.request' and status = 'scheduled' and expires_at = \(Self.whole(Self.start))
                        and run_at in (\(Self.whole(Self.start) - 900), (\(Self.whole(Self.start))::timestamptz
                            at time zone 'Europe/Paris' - interval '1 day') at time zone 'Europe/Paris')
                    """) == 4)

            let cancelled = try await professor.post("\(place)/cancel")
            #expect(cancelled.status == 200 && cancelled["status"] == "cancelled", "\(cancelled)")
            #expect(cancelled["room_id"] == .null)
            #expect(try await reminders(room, "scheduled") == 0)
            #expect(try await reminders(room, "cancelled") == 4)
            #expect(try await pupil.post("\(place)/cancel").status == 200)
            #expect(try await told(room, "appointment_cancelled") == both)
            let list = try await pupil.get("/appointments")
            #expect(list["items"].array.map { $0["status"] } == ["cancelled"], "\(list)")
        }
    }

    private static func whole(_ date: Date) -> Date {
        Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
    }

    private func reminders(_ room: Classroom, _ status: String) async throws -> Int {
        try await room.count(
            """
            select count(*) from flotilla.jobs
            where kind = 'notify.request' and payload ->> 'template' = 'appointment_reminder' and status::text = \(status)
            """)
    }

    @Test("a declined one is over, and both learn of it") func declined() async throws {
        try await with { room in
            let place = try await proposed(room)
            #expect(try await room.students[0].post("\(place)/decline")["status"] == "declined")
            #expect(try await told(room, "appointment_declined").count == 2)
            for verb in ["accept", "cancel"] {
                let refused = try await room.students[0].post("\(place)/\(verb)")
                #expect(refused.status == 409 && refused["rule"] == "appointment_status", "\(refused)")
            }
            #expect(try await reminders(room, "scheduled") == 0)
        }
    }

    @Test("no reminder is made for a time that is past") func soon() async throws {
        try await with { room in
            for (minutes, count) in [(10, 0), (60, 2)] {
                let place = try await proposed(
                    room, ["starts_at": text(Date().addingTimeInterval(Double(minutes) * 60 + 5))])
                #expect(try await room.students[0].post("\(place)/accept").status == 200)
                #expect(try await reminders(room, "scheduled") == count)
            }
        }
    }

    @Test("a time without an offset is that of the clocks of the zone; what these leap over is refused") func clocks()
        async throws
    {
        try await with { room in
            let year = Calendar(identifier: .gregorian).component(.year, from: Date()) + 1
            // The last Sunday of March.
            let sunday = (25...31).first { day in
                let date = try? Date("\(year)-03-\(day)T12:00:00Z", strategy: .iso8601)
                return date.map { Calendar(identifier: .gregorian).component(.weekday, from: $0) } == 1
            }
            let day = "\(year)-03-\(try #require(sunday))"
            let made = try await propose(room, ["starts_at": .string("\(day)T15:00:00"), "time_zone": "Europe/Paris"])
            #expect(made["starts_at"] == .string("\(day)T13:00:00.000000Z"), "\(made)")
            let leapt = try await propose(room, ["starts_at": .string("\(day)T02:30:00")])
            #expect(leapt.status == 422 && leapt.pointers == ["/starts_at"], "\(leapt)")
            #expect(try await room.students[0].post("\(made.headers["Location"] ?? "")/accept").status == 200)
            #expect(
                try await room.count(
                    """
                    select count(*) from flotilla.jobs
                    where run_at = \(try Date("\(day)T14:00:00Z", strategy: .iso8601))::timestamptz - interval '1 day'
                    """) == 2)
        }
    }

    @Test("what is wrong with a proposal is said with its place or its rule") func refusals() async throws {
        try await with { room in
            for (member, value) in [
                ("starts_at", text(Date() - 60)), ("starts_at", text(Date() + 400 * 86_400)), ("starts_at", "soon"),
                ("minutes", 0), ("minutes", 1441), ("subject", ""), ("subject", "a\nb"), ("time_zone", "Paris"),
                ("with", "support"), ("extra", 1),
            ] as [(String, JSON)] {
                let refused = try await propose(room, [member: value])
                #expect(refused.status == 422 && refused.pointers == ["/\(member)"], "\(member) \(value) \(refused)")
            }
            let word = try await propose(room, ["subject": "You asshole"])
            #expect(word.status == 422 && word["rule"] == "blocked_word" && word.pointers == ["/subject"], "\(word)")
            let other = try await propose(room, ["with": room.students[1].name])
            #expect(other.status == 404 && other["rule"] == "not_reachable", "\(other)")
        }
    }

    @Test("an appointment is there for its two alone") func walls() async throws {
        try await with { room in
            let place = try await proposed(room)
            let school = try await Classroom.member(.school, of: room.api)
            for stranger in [room.students[1], school] {
                #expect(try await stranger.get(place).status == 404)
                for verb in ["accept", "decline", "cancel"] {
                    #expect(try await stranger.post("\(place)/\(verb)").status == 404)
                }
                #expect(try await stranger.get("/appointments")["items"].array.isEmpty)
            }
            let token = try room.api.token(.student, tenant: UUID(), subject: room.students[0].id)
            let foreign = try await room.api.send(.get, place, as: nil, headers: ["Authorization": "Bearer \(token)"])
            #expect(foreign.status == 404, "\(foreign)")
        }
    }

    @Test("many who answer at once have one answer, and both learn of one thing") func race() async throws {
        try await with { room in
            let place = try await proposed(room)
            let (professor, pupil) = (room.professor, room.students[0])
            let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
                for number in 0..<9 {
                    group.addTask {
                        switch number % 3 {
                        case 0: try await pupil.post("\(place)/accept")
                        case 1: try await pupil.post("\(place)/decline")
                        default: try await professor.post("\(place)/cancel")
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 || $0.status == 409 }, "\(answers)")
            let status = try await pupil.get(place)["status"].string
            #expect(try await reminders(room, "scheduled") == (status == "accepted" ? 4 : 0))
            for template in ["appointment_confirmed", "appointment_declined", "appointment_cancelled"] {
                #expect([0, 2].contains(try await told(room, template).count), "\(template)")
            }
        }
    }
}
