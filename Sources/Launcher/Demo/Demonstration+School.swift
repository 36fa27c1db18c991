import Foundation
import Operations

extension Demonstration {
    /// A small model on a busy machine writes the steps of a path in minutes.
    private static let pathLimit: Duration = .seconds(300)
    private static let pupils = ["Awa", "Chloé", "Idris", "Jules", "Lina", "Noé"]
    private static let lesson = """
        An arch carries a load because its stones press against each other. The stone in the middle of the arch is the keystone.
        Romans built the Pont du Gard of three rows of arches, without mortar.
        """

    private struct Member {
        let id: String
        let client: DemoClient
    }

    /// A school with two professors and a class of six: a path is made, its pupils learn of it, and one of them revises.
    /// - Parameter hasModel: whether a model writes steps and answers.
    func teach(hasModel: Bool) async throws {
        say("")
        let school = try await signUpSchool()
        let professor = try await member("professor", "Mme Roux", of: school)
        _ = try await invite("professor", "M. Klein", by: school)
        let pupil = try await member("student", Self.pupils[0], of: school)
        var ids = [pupil.id]
        for name in Self.pupils.dropFirst() { ids.append(try await invite("student", name, by: school).id) }
        let made = try await professor.client.call(
            "/classes",
            body: .object(["name": .string("6e A"), "student_ids": .array(ids.map { .string($0) })]), expecting: 201)
        guard let group = made.body["id"]?.string else { throw LaunchError("the answer of POST /classes has no id") }
        say("a school with two professors and a class of \(ids.count)")

        let path = try await path(for: group, by: professor, hasModel: hasModel)
        let validated = ContinuousClock.now
        _ = try await professor.client.call("\(path)/validate", method: "POST", expecting: 200)
        let subject = try await news("learning-paths", of: pupil, since: validated)
        say("validated; \(milliseconds(validated, .now)) later a pupil reads: \(subject)")
        try await revise(path, pupil, professor, hasModel: hasModel)
        let sums = try await school.call("/indicators", expecting: 200).body["total"]
        say(
            "indicators: \(sums?["sessions"]?.integer ?? 0) session, \(sums?["questions"]?.integer ?? 0) questions, "
                + "\(sums?["places"]?.integer ?? 0) pupils on the path")
    }

    private func signUpSchool() async throws -> DemoClient {
        let answer = try await DemoClient(base: apiURL).call(
            "/auth/signup",
            body: .object([
                "email": .string(Self.address()), "password": .string("Demo-\(UUID().uuidString)"),
                "company_name": .string("Collège du Pont"),
            ]), expecting: 201)
        guard let token = answer.body["token"]?.string else {
            throw LaunchError("the answer of POST /auth/signup lacks its token")
        }
        return DemoClient(base: apiURL, token: Secret(token))
    }

    private static func address() -> String {
        "demo-\(UUID().uuidString.prefix(8).lowercased())@demo.flotilla.example"
    }

    private func invite(
        _ role: String, _ name: String, by school: DemoClient
    ) async throws -> (id: String, token: String) {
        let answer = try await school.call(
            "/users",
            body: .object([
                "email": .string(Self.address()), "role": .string(role), "name": .string(name),
                "locale": .string("en"),
            ]), expecting: 201
        ).body
        guard let id = answer["id"]?.string, let token = answer["invite_token"]?.string else {
            throw LaunchError("the answer of POST /users lacks the user or the invitation")
        }
        return (id, token)
    }

    /// A user who has accepted the invitation.
    private func member(_ role: String, _ name: String, of school: DemoClient) async throws -> Member {
        let invited = try await invite(role, name, by: school)
        let answer = try await DemoClient(base: apiURL).call(
            "/auth/accept",
            body: .object(["token": .string(invited.token), "password": .string("Demo-\(UUID().uuidString)")]),
            expecting: 200)
        guard let token = answer.body["token"]?.string else {
            throw LaunchError("the answer of POST /auth/accept lacks its token")
        }
        return Member(id: invited.id, client: DemoClient(base: apiURL, token: Secret(token)))
    }

    /// Of the professor's own step and, where there is a model, of what it writes out of a document.
    /// - Returns: the path's place, once it can be validated.
    private func path(for group: String, by professor: Member, hasModel: Bool) async throws -> String {
        var body: [String: JSONValue] = [
            "name": .string("Bridges"), "goals": .array([.string("say how an arch carries a load")]),
            "level": .string("6e"), "language": .string("en"), "class_ids": .array([.string(group)]),
            "steps": .array([.object(["title": .string("Arches"), "content": .string(Self.lesson)])]),
        ]
        if hasModel {
            let document = try await post(
                "/documents",
                .object([
                    "title": .string("Arches"), "content_type": .string("text/plain"), "text": .string(Self.lesson),
                ]), professor.client, until: "preparing")
            body["document_ids"] = .array([document["id"] ?? .null])
            body["generate"] = .boolean(true)
        }
        let asked = ContinuousClock.now
        let answer = try await professor.client.call("/learning-paths", body: .object(body), expecting: 202).body
        let accepted = ContinuousClock.now
        guard let place = answer["status_url"]?.string else {
            throw LaunchError("the answer of POST /learning-paths has no status_url")
        }
        say("POST /learning-paths for \(answer["students"]?.integer ?? 0): 202 after \(milliseconds(asked, accepted))")
        if !hasModel { say("skipped: no model writes steps; the path has the professor's own") }
        while ContinuousClock.now - accepted < Self.pathLimit {
            let path = try await professor.client.call(place, expecting: 200).body
            switch path["status"]?.string {
            case "preparing": try await Task.sleep(for: .milliseconds(100))
            case "ready":
                say("202 to ready: \(milliseconds(accepted, .now)), \(path["steps"]?.items.count ?? 0) steps")
                return place
            default:
                guard hasModel else { throw LaunchError("the learning path is \(path["status"]?.string ?? "unknown")") }
                // A small model may write nothing of use: the professor goes on alone.
                say("skipped: the model's steps are of no use (\(path.first("error_code") ?? "no reason given"))")
                return try await self.path(for: group, by: professor, hasModel: false)
            }
        }
        throw LaunchError("the learning path was not ready within \(Self.pathLimit)")
    }

    private func revise(_ path: String, _ pupil: Member, _ professor: Member, hasModel: Bool) async throws {
        let id = path.split(separator: "/").last.map(String.init) ?? ""
        let begun = try await pupil.client.call(
            "/revision-sessions", body: .object(["learning_path_id": .string(id), "step": .number(1)]),
            expecting: 201)
        guard let session = begun.body["status_url"]?.string else {
            throw LaunchError("the answer of POST /revision-sessions has no status_url")
        }
        if hasModel {
            let question = "What is the stone in the middle of an arch called?"
            let answer = try await post(
                "\(session)/questions", .object(["text": .string(question)]), pupil.client, until: "queued", "running")
            say("  \(question)")
            let text = answer["output"]?.first("text") ?? answer.first("error") ?? "(nothing)"
            say("  \(text.split(whereSeparator: \.isNewline).first.map { String($0.prefix(90)) } ?? "(nothing)")")
        } else {
            say("skipped: no tutor answers, for there is no model")
        }
        let ended = ContinuousClock.now
        let end = try await pupil.client.call("\(session)/end", method: "POST", expecting: 202).body
        say("the session has ended: progress \(end["progress"]?.integer ?? 0) %")
        let subject = try await news("revision-sessions", of: professor, since: ended)
        say("\(milliseconds(ended, .now)) later the professor reads: \(subject)")
    }

    /// The subject of the first message in an inbox that leads to a page.
    private func news(
        _ page: String, of member: Member, since start: ContinuousClock.Instant
    ) async throws -> String {
        while ContinuousClock.now - start < Self.limit {
            let inbox = try await member.client.call("/notifications?unread=true", expecting: 200).body
            let found = inbox["items"]?.items.first { $0["link"]?.string?.contains(page) == true }
            if let found { return found["subject"]?.string ?? "(no subject)" }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LaunchError("no message came within \(Self.limit)")
    }
}
