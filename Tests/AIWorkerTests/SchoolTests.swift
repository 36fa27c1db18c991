import FleetTestSupport
import Foundation
import ModelTestSupport
import TestSupport
import Testing

extension ScriptedFleet {
    /// From a professor's wish to a pupil's score, by the workers that models and people are reached by.
    @Suite("A school") struct SchoolTests {
        let estate: ScriptedEnvironment

        init() throws { estate = try ScriptedEnvironment.current }

        private static let path = """
            {"title": "Bridges", "steps": [
                {"title": "Arches", "objective": "Count them", "content": "Seven.", "minutes": 5},
                {"title": "Stones", "objective": "Name them", "content": "Granite.", "minutes": 5}]}
            """

        private static let quiz: String = {
            let questions = (1...4).map { number in
                """
                {"kind": "single", "question": "Which of these is arch number \(number)?",
                 "choices": ["The first one", "The second one", "The third one", "The fourth one"],
                 "correct": [\(number - 1)], "explanation": "They are counted from the left.", "skill": "counting",
                 "difficulty": "easy"}
                """
            }
            return #"{"questions": [\#(questions.joined(separator: ","))]}"#
        }()

        private struct Person {
            let caller: Caller
            let id: String
        }

        private func person(_ role: String, of school: Caller) async throws -> Person {
            let invited = try await school.post(
                "/users",
                [
                    "email": .string("\(UUID().uuidString.lowercased())@school.test"), "role": .string(role),
                    "name": .string("A \(role)"), "locale": "fr",
                ])
            let accepted = try await estate.fleet.anybody.post(
                "/auth/accept", ["token": invited["invite_token"], "password": "a long enough word 7"])
            guard let token = accepted["token"].string, let id = invited["id"].string else {
                throw Unexpected(accepted)
            }
            return Person(caller: Caller(url: school.url, token: token), id: id)
        }

        private func path(_ path: String, as caller: Caller, until isOver: @escaping (JSON) -> Bool) async throws
            -> JSON
        {
            var found = JSON.null
            let isDone = try await eventually(within: .seconds(180)) {
                found = try await caller.get(path).json
                return isOver(found)
            }
            guard isDone else { throw Unexpected("the path is not there yet: \(found)") }
            return found
        }

        /// What an inbox holds of a topic, once it holds something.
        private func inbox(of person: Person, _ part: String) async throws -> [JSON] {
            var found: [JSON] = []
            _ = try await eventually(within: .seconds(120)) {
                found = try await person.caller.get("/notifications")["items"].array.filter {
                    $0["link"].string?.contains(part) == true
                }
                return !found.isEmpty
            }
            return found
        }

        @Test(
            "a path is written, validated and learned of once by each pupil; a pupil asks, is marked, and the professor learns of it; with a worker that dies between"
        )
        func whole() async throws {
            _ = try await estate.fleet.startWorker("NotifyWorker")
            let school = try await estate.fleet.signUp().caller
            let professor = try await person("professor", of: school)
            let pupils = [try await person("student", of: school), try await person("student", of: school)]
            let document = try await estate.parts.document("The bridge has seven arches.", as: school)

            _ = try await estate.script([ScriptedEnvironment.answer(Self.path)])
            let made = try await professor.caller.post(
                "/learning-paths",
                [
                    "name": "Bridges", "goals": ["count arches"], "level": "6e", "language": "en", "generate": true,
                    "student_ids": .array(pupils.map { .string($0.id) }), "document_ids": [document["id"]],
                    "allowed": ["hint"], "agent": ["instructions": "Be patient."],
                ])
            #expect(made.status == 202 && made["jobs"].array.count == 2, "\(made)")
            let place = try #require(made["status_url"].string)
            let ready = try await path(place, as: professor.caller) {
                $0["status"] == "ready" || $0["status"] == "draft"
            }
            #expect(
                ready["status"] == "ready" && ready["steps"].array.map { $0["title"] } == ["Arches", "Stones"],
                "\(ready)")

            _ = try await estate.script([ScriptedEnvironment.answer(Self.quiz)])
            let validated = try await professor.caller.post("\(place)/validate", [:])
            await estate.parts.killWorker()
            #expect(validated.status == 200 && validated["status"] == "validated", "\(validated)")
            try await estate.parts.startWorker()
            let again = try await professor.caller.post("\(place)/validate", [:])
            #expect(again.status == 200)
            _ = try await path(place, as: professor.caller) { $0["steps"].array.allSatisfy { $0["has_quiz"] == true } }
            for pupil in pupils {
                let messages = try await inbox(of: pupil, "/learning-paths/")
                #expect(
                    messages.count == 1 && messages[0]["subject"].string?.contains("parcours") == true, "\(messages)")
            }

            let begun = try await pupils[0].caller.post(
                "/revision-sessions", ["learning_path_id": made["id"], "step": 1])
            #expect(begun.status == 201, "\(begun)")
            let session = "/revision-sessions/\(begun["id"].string ?? "")"
            // Solutions are not allowed: whether the question asks for one is judged first.
            let before = try await estate.script([
                ScriptedEnvironment.answer(#"{"asks_for_solution": false}"#),
                ScriptedEnvironment.answer("Look: “The bridge has seven arches”."),
            ])
            let asked = try await pupils[0].caller.post("\(session)/questions", ["text": "How many arches are there?"])
            #expect(asked.status == 202, "\(asked)")
            let answer = try await estate.parts.ended(asked["id"].string ?? "", as: pupils[0].caller)
            #expect(answer["status"] == "succeeded" && answer["citations"].array.count == 1, "\(answer)")
            let sent = try #require(
                try await estate.provider.requests(ScriptedEnvironment.path).dropFirst(before).last?.body)
            #expect(sent.contains("Be patient.") && sent.contains("hint") && sent.contains("Seven."))
            let events = try await pupils[0].caller.events(of: asked["job_id"].string ?? "")
            #expect(events.contains { $0.name == "done" })
            let archived = try await professor.caller.get(session)["questions"][0]
            #expect(archived["answer"] == answer["output"]["text"] && archived["complexity"] == "medium", "\(archived)")

            let open = try await pupils[0].caller.get(session)
            let answers = open["quiz"]["questions"].array.enumerated().map { index, question -> JSON in
                ["question": question["id"], "choices": [.number(Double(index))]]
            }
            let ended = try await pupils[0].caller.post("\(session)/end", ["answers": .array(answers)])
            #expect(ended.status == 202 && ended["score"] == 100 && ended["progress"] == 50, "\(ended)")
            let messages = try await inbox(of: professor, "/revision-sessions/")
            #expect(messages.count == 1 && messages[0]["subject"].string?.contains("session") == true, "\(messages)")
            #expect(try await inbox(of: pupils[1], "/learning-paths/").count == 1)
        }
    }
}
