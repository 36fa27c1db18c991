import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Profiles of learners") struct LearnerProfileTests {
    private func path(of member: Classroom.Member) -> String {
        "/users/\(member.id.uuidString.lowercased())/learner-profile"
    }

    @Test("a pupil says level, goals and skills; professors of the pupil and the school read and change them")
    func kept()
        async throws
    {
        try await Classroom.with { room in
            let pupil = room.students[0]
            let empty = try await pupil.get(path(of: pupil))
            #expect(empty.status == 200 && empty["goals"] == [] && empty["level"] == nil, "\(empty)")
            let said: JSON = ["level": "6e", "goals": ["read maps"], "known_skills": ["fractions"]]
            let put = try await room.api.send(.put, path(of: pupil), said, as: .student, user: pupil.id)
            #expect(put.status == 200 && put["level"] == "6e" && put["known_skills"] == ["fractions"], "\(put)")
            #expect(try await room.professor.get(path(of: pupil)).status == 404)
            _ = try await room.path()
            #expect(try await room.professor.get(path(of: pupil))["goals"] == ["read maps"])
            let later = try await room.api.send(.put, path(of: pupil), ["level": "5e"], as: .school)
            #expect(later["level"] == "5e" && later["goals"] == [], "\(later)")

            #expect(try await room.students[1].get(path(of: pupil)).status == 404)
            #expect(try await room.api.send(.get, path(of: room.professor), as: .school).status == 404)
            #expect(try await room.api.send(.get, "/users/\(UUID())/learner-profile", as: .admin).status == 404)
            let wrong = try await room.api.send(.put, path(of: pupil), ["level": "", "skill": []], as: .school)
            #expect(wrong.status == 422 && Set(wrong.pointers) == ["/level", "/skill"], "\(wrong)")
        }
    }

    @Test("a recommendation for a pupil begins at the level of the profile, unless one is asked for") func recommended()
        async throws
    {
        try await Classroom.with { room in
            let pupil = room.students[0]
            _ = try await room.api.send(.put, path(of: pupil), ["level": "6e"], as: .school)
            func level(_ input: [String: JSON]) async throws -> JSON {
                let body = JSON.object(input.merging(["user_id": pupil.name]) { $1 })
                let made = try await room.api.send(
                    .post, "/generations", ["type": "recommendation", "input": body], as: .school)
                guard let path = made["status_url"].string else { throw Classroom.Unexpected(made) }
                return try await room.api.send(.get, path, as: .school)["input"]["level"]
            }
            #expect(try await level([:]) == "6e")
            #expect(try await level(["level": "3e"]) == "3e")
        }
    }
}
