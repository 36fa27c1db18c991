import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension ModelFleet {
    @Suite("Recommendations") struct RecommendationTests {
        let estate: ModelEnvironment

        init() throws { estate = try ModelEnvironment.current }

        private func interaction(
            _ user: UUID, _ course: String, _ kind: String, _ second: Int, level: String? = nil
        ) -> JSON {
            var members: [String: JSON] = [
                "user_id": .string(user.uuidString.lowercased()), "course_id": .string(course), "kind": .string(kind),
                "at": .string(Date(timeIntervalSince1970: 1_780_000_000 + Double(second)).ISO8601Format()),
            ]
            if let level { members["level"] = .string(level) }
            return .object(members)
        }

        @Test("newcomers get what is popular and never what they have completed; a model is trained and judged")
        func popular() async throws {
            let tenant = try await estate.fleet.signUp()
            let school = tenant.caller
            let people = (0..<12).map { _ in UUID() }
            var list: [JSON] = []
            for (index, person) in people.enumerated() {
                for course in 0..<6 where course == 0 || (index + course) % 3 != 0 {
                    list.append(interaction(person, "course-\(course)", "started", index * 10 + course))
                }
            }
            list.append(interaction(people[0], "course-0", "completed", 5))
            let kept = try await school.post("/interactions", .array(list))
            #expect(kept.status == 202)
            #expect(try await school.post("/interactions", .array(list)).status == 202)
            for (person, expected) in [(UUID(), "course-0"), (people[0], "course-1")] {
                let input: [String: JSON] = ["user_id": .string(person.uuidString), "limit": 3]
                let generation = try await estate.parts.generation("recommendation", input, as: school)
                let courses = generation["output"]["courses"].array
                #expect(courses.count == 3 && courses.allSatisfy { $0["source"] == "popularity" }, "\(generation)")
                #expect(courses.contains { $0["course_id"].string == expected })
                if person == people[0] { #expect(!courses.contains { $0["course_id"] == "course-0" }) }
            }
            let admin = try await estate.fleet.user(role: "admin")
            let trained = try await admin.post(
                "/jobs", ["kind": "ai.training", "payload": [:], "tenant": .string(tenant.id)])
            let ended = try await admin.settled(trained["id"].string ?? "")
            #expect(ended["status"] == "succeeded", "\(ended)")
            let isJudged = try await eventually(within: .seconds(60)) {
                try await school.get("/recommendation-models")["items"].array.count == 1
            }
            #expect(isJudged)
            let model = try await school.get("/recommendation-models")["items"][0]
            #expect(model["reason"].string?.isEmpty == false && model["interactions"].int == list.count)
        }

        @Test("newcomers get what is popular within their level: the one that is named, or that of what they took up")
        func levels() async throws {
            let school = try await estate.fleet.signUp().caller
            let (first, second, third) = (UUID(), UUID(), UUID())
            var list = [first, second, third].map { interaction($0, "easy", "started", 1, level: "expert") }
            list += [interaction(first, "easy-2", "started", 2, level: "beginner")]
            list += [first, second].map { interaction($0, "hard", "started", 3, level: "expert") }
            list += [
                interaction(second, "hard-2", "viewed", 4, level: "expert"), interaction(third, "none", "viewed", 5),
            ]
            // What is said last of a course's level holds, and what says nothing changes nothing.
            list += [
                interaction(first, "easy", "viewed", 6, level: "beginner"), interaction(second, "easy", "viewed", 7),
            ]
            #expect(try await school.post("/interactions", .array(list)).status == 202)
            func courses(_ user: UUID, _ level: String?) async throws -> (level: JSON, courses: [String]) {
                var input: [String: JSON] = ["user_id": .string(user.uuidString), "limit": 10]
                if let level { input["level"] = .string(level) }
                let output = try await estate.parts.generation("recommendation", input, as: school)["output"]
                #expect(output["courses"].array.allSatisfy { $0["source"] == "popularity" })
                return (output["level"], output["courses"].array.compactMap { $0["course_id"].string })
            }
            #expect(try await courses(UUID(), "beginner") == ("beginner", ["easy", "easy-2"]))
            #expect(try await courses(UUID(), "expert") == ("expert", ["hard", "hard-2"]))
            #expect(try await courses(second, nil) == ("expert", ["hard", "hard-2"]))
            let all = ["easy", "hard", "easy-2", "hard-2", "none"]
            #expect(try await courses(UUID(), nil) == (.null, all))
            #expect(try await courses(UUID(), "unheard of") == (.null, all))
        }

        @Test("what cannot be learned from is refused with its place") func refused() async throws {
            let school = try await estate.fleet.signUp().caller
            var late = interaction(UUID(), "c", "viewed", 0)
            late = [
                "user_id": late["user_id"], "course_id": "c", "kind": "viewed", "at": "2999-01-01T00:00:00Z",
            ]
            let answer = try await school.post("/interactions", [interaction(UUID(), "c", "bought", 0), late])
            #expect(answer.status == 422)
            #expect(answer["errors"].array.map { $0["pointer"].string } == ["/0/kind", "/1/at"])
        }
    }
}
