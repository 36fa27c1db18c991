import FleetTestSupport
import Foundation
import HTTPServer
import Postgres
import Testing

@testable import API

@Suite("Rules of appointments") struct AppointmentRuleTests {
    private func with(_ body: @Sendable (Classroom) async throws -> Void) async throws {
        try await Classroom.with { room in
            let made = try await room.professor.post(
                "/classes", ["name": "6e", "student_ids": .array(room.students.map(\.name))])
            guard made.status == 201 else { throw Classroom.Unexpected(made) }
            try await body(room)
        }
    }

    private func propose(_ room: Classroom, _ more: [String: JSON] = [:]) async throws -> Reply {
        let plain: [String: JSON] = [
            "with": room.students[0].name, "starts_at": .string((Date() + 5 * 86_400).formatted(.iso8601)),
            "minutes": 30, "subject": "Arches",
        ]
        let made = try await room.professor.post("/appointments", .object(plain.merging(more) { $1 }))
        guard made.status == 201 else { throw Classroom.Unexpected(made) }
        return made
    }

    private func place(_ reply: Reply) -> String { reply.headers["Location"] ?? "" }

    @Test(
        "a room's id is random: of version 4, another one for each, and it tells nothing of the appointment or the time"
    )
    func rooms() async throws {
        try await with { room in
            var rooms: [UUID] = []
            var known: [String] = []
            for _ in 0..<8 {
                let made = try await propose(room)
                let accepted = try await room.students[0].post("\(place(made))/accept")
                rooms.append(try #require(accepted["room_id"].string.flatMap(UUID.init(uuidString:))))
                known += [made["id"].string ?? "", room.professor.id.uuidString, room.students[0].id.uuidString]
            }
            #expect(Set(rooms).count == 8)
            // 122 random bits (RFC 9562): 4 bits say the version, 2 the variant.
            #expect(rooms.allSatisfy { $0.uuid.6 >> 4 == 4 && $0.uuid.8 >> 6 == 0b10 }, "\(rooms)")
            // Eight random bytes are the same once in 2 to the 56th; those of a time or of an id are.
            let bytes = rooms.map { id in withUnsafeBytes(of: id.uuid) { Array($0) } }
            let first = try #require(bytes.first)
            let constant = first.indices.filter { place in bytes.allSatisfy { $0[place] == first[place] } }
            #expect(constant.isEmpty, "bytes that never change: \(constant) of \(rooms)")
            #expect(Set(known.map { $0.lowercased() }).isDisjoint(with: rooms.map { $0.uuidString.lowercased() }))
        }
    }

    @Test("once it has begun it is neither accepted nor cancelled; a cancelled one has no room") func past()
        async throws
    {
        try await with { room in
            let (proposed, accepted, cancelled) = (
                place(try await propose(room)), place(try await propose(room)), place(try await propose(room))
            )
            for place in [accepted, cancelled] {
                #expect(try await room.students[0].post("\(place)/accept")["room_id"] != .null)
            }
            #expect(try await room.professor.post("\(cancelled)/cancel").status == 200)
            #expect(try await room.professor.get(cancelled)["room_id"] == .null)
            _ = try await room.api.context.connections.domains.query(
                "update flotilla.appointments set starts_at = now() - interval '1 minute' where tenant = \(room.api.tenant)",
                of: room.api.tenant)
            for (member, path) in [
                (room.students[0], "\(proposed)/accept"), (room.professor, "\(proposed)/cancel"),
                (room.students[0], "\(accepted)/cancel"),
            ] {
                let refused = try await member.post(path)
                #expect(refused.status == 409 && refused["rule"] == "appointment_past", "\(path): \(refused)")
            }
        }
    }

    @Test("each of the two reads the other's name, and when and about what they meet") func names() async throws {
        try await with { room in
            let made = try await propose(room, ["time_zone": "America/New_York"])
            #expect(try await room.students[0].post("\(place(made))/accept").status == 200)
            for template in ["appointment_confirmed", "appointment_reminder"] {
                for request in try await room.requests(template) {
                    let isPupil = Classroom.recipients(request) == [room.students[0].id]
                    #expect(request["data"]["person"] == (isPupil ? "A professor" : "A student"), "\(request)")
                    #expect("\(request["data"]["starts_at"])".contains("America/New_York"), "\(request)")
                    #expect(request["data"]["about"] == "Arches", "\(request)")
                }
            }
        }
    }

    @Test("its zone is the one that is named, else the proposer's, else the school's") func zones() async throws {
        try await with { room in
            func zone(_ more: [String: JSON] = [:]) async throws -> JSON { try await propose(room, more)["time_zone"] }
            #expect(try await zone() == "Europe/Paris")
            let profile = try await room.api.send(
                .put, "/billing-profile",
                [
                    "legal_name": "A school", "email": "bills@school.test", "time_zone": "Indian/Reunion",
                    "address": [
                        "line1": "1 rue", "postal_code": "97400", "city": "Saint-Denis", "country": "FR",
                    ],
                ], as: .school)
            #expect(profile.status == 200, "\(profile)")
            #expect(try await zone() == "Indian/Reunion")
            let own = try await room.api.send(
                .put, "/notification-preferences", ["time_zone": "Asia/Tokyo"], as: .professor, user: room.professor.id)
            #expect(own.status == 200, "\(own)")
            #expect(try await zone() == "Asia/Tokyo")
            #expect(try await zone(["time_zone": "America/New_York"]) == "America/New_York")
        }
    }

    @Test("of an appointment with a user who is removed nobody is reminded") func removed() async throws {
        try await with { room in
            let (going, staying) = (try await propose(room), try await propose(room, ["with": room.students[1].name]))
            for (member, made) in zip(room.students, [going, staying]) {
                #expect(try await member.post("\(place(made))/accept").status == 200)
            }
            func waiting() async throws -> Int {
                try await room.count(
                    """
                    select count(*) from flotilla.jobs
                    where payload ->> 'template' = 'appointment_reminder' and status = 'scheduled' and expires_at > now()
                    """)
            }
            #expect(try await waiting() == 8)
            let gone = try await room.api.send(
                .delete, "/users/\(room.students[0].id.uuidString.lowercased())", as: .school)
            #expect(gone.status == 204, "\(gone)")
            #expect(try await room.professor.get(place(going)).status == 404)
            #expect(try await waiting() == 4, "those of the other appointment")
        }
    }
}
