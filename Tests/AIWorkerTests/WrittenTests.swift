import FleetTestSupport
import Foundation
import ModelTestSupport
import TestSupport
import Testing

extension ModelFleet {
    @Suite("Generations") struct WrittenTests {
        let estate: ModelEnvironment

        init() throws { estate = try ModelEnvironment.current }

        @Test("an answer is followed as it is written, and what it cost is the sum of its calls") func answer()
            async throws
        {
            let school = try await estate.fleet.signUp().caller
            _ = try await estate.fleet.database.query(
                """
                insert into flotilla.model_prices (model, prompt_micros, completion_micros)
                values (\(try await ModelServer.shared(.good).model), 1000000, 3000000) on conflict do nothing
                """)
            let document = try await estate.parts.document("The bridge has seven arches.", as: school)
            let input: [String: JSON] = [
                "question": "How many arches?", "document_ids": [document["id"]], "language": "en",
            ]
            let accepted = try await estate.parts.accepted("answer", input, ["max_tokens": 300], as: school)
            let job = try #require(accepted["job_id"].string)
            let events = try await school.events(of: job)
            let id = try #require(accepted["id"].string)
            let generation = try await estate.parts.ended(id, as: school)
            #expect(generation["status"] == "succeeded", "\(generation)")
            let written = events.filter { $0.name == "chunk" }.compactMap { $0.json["text"].string }.joined()
            #expect(written == generation["output"]["text"].string)
            #expect(!written.isEmpty && generation["prompt_version"].string?.hasPrefix("answer-") == true)
            #expect(generation["model"].string?.isEmpty == false)
            let calls = generation["attempts"].array
            #expect(!calls.isEmpty && calls.allSatisfy { $0["outcome"] == "succeeded" })
            let sum = { (name: String) in calls.reduce(0) { $0 + ($1[name].int ?? 0) } }
            #expect(generation["usage"]["prompt_tokens"].int == sum("prompt_tokens"))
            #expect(generation["usage"]["completion_tokens"].int == sum("completion_tokens"))
            #expect(generation["cost_micros"].int == sum("cost_micros"))
            let tokens = sum("prompt_tokens") + 3 * sum("completion_tokens")
            #expect(generation["cost_micros"].int == tokens && tokens > 0)
        }

        @Test("what is to have a form has it, and is counted as the tenant's use") func forms() async throws {
            let school = try await estate.fleet.signUp()
            let path = try await estate.parts.generation(
                "learning_path",
                ["subject": "Bridges", "level": "first year", "goals": ["know arches"], "steps": 1, "language": "en"],
                as: school.caller)
            #expect(path["status"] == "succeeded", "\(path)")
            #expect(path["output"]["steps"].array.count == 1)
            let used = try await estate.fleet.count(
                """
                select count(*) from flotilla.usage_events
                where tenant = \(UUID(uuidString: school.id)) and metric = 'generations' and source = 'generations'
                """)
            #expect(used == 1)
        }

        @Test("a quiz is marked: closed questions by their choices, open ones once for the same answer") func quiz()
            async throws
        {
            let school = try await estate.fleet.signUp().caller
            let quiz = try await estate.parts.generation(
                "quiz",
                [
                    "topic": "Bridges", "count": 2, "level": "first year", "kinds": ["single", "open"],
                    "language": "en",
                ],
                as: school)
            #expect(quiz["status"] == "succeeded", "\(quiz)")
            let questions = quiz["output"]["questions"].array
            #expect(questions.count == 2 && questions.map { $0["id"] } == ["1", "2"])
            let answers = questions.map { question -> JSON in
                question["kind"] == "open"
                    ? ["question": question["id"], "text": "Because of the keystone."]
                    : ["question": question["id"], "choices": question["correct"]]
            }
            let input: [String: JSON] = ["quiz_id": quiz["id"], "answers": .array(answers)]
            let first = try await estate.parts.generation("quiz_evaluation", input, as: school)
            #expect(first["status"] == "succeeded", "\(first)")
            for (question, mark) in zip(questions, first["output"]["questions"].array) where question["kind"] != "open"
            {
                #expect(mark["score"] == 1)
            }
            let second = try await estate.parts.generation("quiz_evaluation", input, as: school)
            #expect(second["output"] == first["output"])
            #expect(second["attempts"] == [])
        }

        @Test("another account's generations, documents and quizzes are not there") func walls() async throws {
            let (own, other) = (try await estate.fleet.signUp().caller, try await estate.fleet.signUp().caller)
            let document = try await estate.parts.document("A secret.", as: own)
            let asked = try await other.post(
                "/generations",
                [
                    "type": "answer",
                    "input": ["question": "What?", "document_ids": [document["id"]], "language": "en"],
                ])
            #expect(asked.status == 422)
            let accepted = try await estate.parts.accepted("context", ["document_ids": [document["id"]]], as: own)
            let id = try #require(accepted["id"].string)
            #expect(try await other.get("/generations/\(id)").status == 404)
            #expect(try await other.send("DELETE", "/generations/\(id)").status == 404)
            #expect(try await other.get("/generations")["items"] == [])
            #expect(try await other.get("/documents/\(document["id"].string ?? "")").status == 404)
        }

        @Test("a spent budget stops before the model is asked") func budget() async throws {
            let school = try await estate.fleet.signUp()
            _ = try await estate.fleet.database.query(
                """
                insert into flotilla.generation_budgets (tenant, tokens) values (\(UUID(uuidString: school.id)), 0)
                """)
            let generation = try await estate.parts.generation(
                "learning_path", ["subject": "Bridges", "level": "x", "goals": ["y"], "language": "en"],
                as: school.caller)
            #expect(generation["status"] == "failed" && generation["error_code"] == "budget_spent")
            #expect(generation["attempts"] == [])
            #expect(try await estate.parts.calls(of: school, "chat") == 0)
        }

        @Test("a model that the operator has not named is refused") func models() async throws {
            let school = try await estate.fleet.signUp().caller
            let generation = try await estate.parts.generation(
                "learning_path", ["subject": "Bridges", "level": "x", "goals": ["y"], "language": "en"],
                ["model": "gpt-expensive"], as: school)
            #expect(generation["status"] == "failed" && generation["error_code"] == "model_not_allowed")
        }
    }
}
