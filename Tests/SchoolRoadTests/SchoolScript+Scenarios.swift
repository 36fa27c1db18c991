import FleetTestSupport
import Foundation
import TestSupport

extension SchoolScript {
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

    /// What learning paths ask for in an account that pays.
    func subscribe() async throws {
        _ = try await post(
            "plan", by: place.admin, "/plans",
            [
                "code": "school", "name": ["fr": "École", "en": "School"], "currency": "EUR", "price_cents": 9900,
                "included_users": 2, "user_price_cents": 150, "modules": [["code": "ai", "price_cents": 2900]],
                "vat_rate": 20,
            ])
        for (path, body) in [
            (
                "/subscription",
                ["plan": "school", "modules": ["ai"], "users": 4, "starts_on": "2026-01-01"] as JSON
            ),
            (
                "/billing-profile",
                [
                    "legal_name": "Collège des Arches", "email": .string(school.email),
                    "address": [
                        "line1": "1 rue du Pont", "postal_code": "13002", "city": "Marseille", "country": "FR",
                    ],
                ]
            ),
        ] {
            let answer = try await school.caller.send("PUT", path, body: body.bytes)
            guard answer.status == 200 else { throw Unexpected(answer) }
        }
    }

    /// A professor makes a learning path.
    /// - Returns: its id.
    func makePath() async throws -> JSON {
        let document = try await post(
            "document", by: professor.caller, "/documents",
            [
                "title": "A course", "content_type": "text/plain", "text": "The bridge has seven arches.",
                "language": "en",
            ], killing: "AIWorker")
        _ = try await awaiting(document["status_url"].string ?? "", as: professor.caller) { $0["status"] == "ready" }
        try await place.answer(Self.path)
        let made = try await post(
            "path", by: professor.caller, "/learning-paths",
            [
                "name": "Bridges", "goals": ["count arches"], "level": "6e", "language": "en", "generate": true,
                "student_ids": [.string(lea.id), .string(tom.id)], "document_ids": [document["id"]],
            ], killing: "AIWorker")
        let address = made["status_url"].string ?? ""
        _ = try await awaiting(address, as: professor.caller) { $0["status"] == "ready" }
        try await place.answer(Self.quiz)
        _ = try await post("validation", by: professor.caller, "\(address)/validate", [:], killing: "NotifyWorker")
        try await disturbance?.strike("AIWorker")
        _ = try await awaiting(address, as: professor.caller) { path in
            path["steps"].array.count == 2 && path["steps"].array.allSatisfy { $0["has_quiz"] == true }
        }
        return made["id"]
    }

    /// A pupil revises with the tutor.
    func revise(_ path: JSON) async throws {
        try await place.answer("Count them: “The bridge has seven arches”.")
        let begun = try await post(
            "session", by: lea.caller, "/revision-sessions", ["learning_path_id": path, "step": 1])
        let session = "/revision-sessions/\(begun["id"].string ?? "")"
        for (number, text) in ["How many arches are there?", "Why are there seven?"].enumerated() {
            let asked = try await post(
                "question-\(number)", by: lea.caller, "\(session)/questions", ["text": .string(text)],
                killing: "AIWorker")
            let events = try await lea.caller.events(of: asked["job_id"].string ?? "")
            let ends = events.filter { $0.name == "done" }
            guard ends.count == 1 else { throw Unexpected("a stream of an answer that ends \(ends.count) times") }
            let answer = try await lea.caller.get(asked["status_url"].string ?? "")["output"]["text"].string ?? "?"
            heard.withLock { $0.append("answer: \(answer)") }
        }
        let open = try await lea.caller.get(session)
        let answers = open["quiz"]["questions"].array.enumerated().map { index, question -> JSON in
            ["question": question["id"], "choices": [.number(Double(index))]]
        }
        _ = try await post(
            "end", by: lea.caller, "\(session)/end", ["answers": .array(answers)], killing: "NotifyWorker")
    }

    /// Professor and pupil write to each other, both connected; another pupil, who is not, learns of two messages later. They meet.
    func meet() async throws {
        let ear = try await Ear(lea.caller, at: "/conversations/events")
        let opened = try await post("talk", by: professor.caller, "/conversations", ["with": .string(lea.id)])
        let talk = "/conversations/\(opened["id"].string ?? "")/messages"
        _ = try await post(
            "message-1", by: professor.caller, talk, ["text": "Good evening, Lea."], killing: "NotifyWorker")
        try await ear.awaitEvents("message", 1)
        _ = try await post("message-2", by: lea.caller, talk, ["text": "Good evening."])
        try await messages.awaitEvents("message", 1)
        let other = try await post("talk-2", by: professor.caller, "/conversations", ["with": .string(tom.id)])
        for number in 3...4 {
            _ = try await post(
                "message-\(number)", by: professor.caller,
                "/conversations/\(other["id"].string ?? "")/messages", ["text": .string("Message \(number).")])
        }
        // The reminder, 15 minutes before, comes in a quarter of a minute.
        let start = Date().addingTimeInterval(915)
        let proposed = try await post(
            "appointment", by: professor.caller, "/appointments",
            [
                "with": .string(lea.id), "starts_at": .string(start.ISO8601Format()), "minutes": 30,
                "subject": "Arches", "time_zone": "Europe/Paris",
            ])
        _ = try await post(
            "acceptance", by: lea.caller, "/appointments/\(proposed["id"].string ?? "")/accept", [:],
            killing: "NotifyWorker")
        heard.withLock {
            $0 += ear.events("message").map { "message: \($0.json["text"].string ?? "?")" }
        }
    }

    /// The school is billed for the month before this one.
    func bill() async throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let before = calendar.date(byAdding: .month, value: -1, to: Date()) ?? Date()
        let month = calendar.dateComponents([.year, .month], from: before)
        let period = String(format: "%04d-%02d", month.year ?? 0, month.month ?? 0)
        let run = try await post(
            "bills", by: place.admin, "/billing/runs",
            ["period": .string(period), "tenants": [.string(tenant)]], killing: "BillingWorker")
        _ = try await awaiting(run["status_url"].string ?? "", as: place.admin) { $0["status"] == "succeeded" }
    }
}
