import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Postgres

@testable import API

/// A school in this process: its people, and models that answer when a test says so.
struct Classroom: Sendable {
    let api: InProcess
    let professor: Member
    let students: [Member]

    struct Member: Sendable {
        let api: InProcess
        let id: UUID
        let role: Role

        var name: JSON { .string(id.uuidString.lowercased()) }

        func post(_ path: String, _ body: JSON? = nil, headers: HTTPHeaders = [:]) async throws -> Reply {
            try await api.send(.post, path, body, as: role, user: id, headers: headers)
        }

        func patch(_ path: String, _ body: JSON) async throws -> Reply {
            try await api.send(.patch, path, body, as: role, user: id)
        }

        func get(_ path: String) async throws -> Reply { try await api.send(.get, path, as: role, user: id) }
    }

    static func with(students: Int = 2, _ body: @Sendable (Classroom) async throws -> Void) async throws {
        try await InProcess.with { api in
            let professor = try await member(.professor, of: api)
            var people: [Member] = []
            for _ in 0..<students { people.append(try await member(.student, of: api)) }
            try await body(Classroom(api: api, professor: professor, students: people))
        }
    }

    static func member(_ role: Role, of api: InProcess, locale: String = "fr") async throws -> Member {
        let answer = try await api.send(
            .post, "/users",
            [
                "email": .string("\(UUID().uuidString.lowercased())@school.test"), "role": .string(role.rawValue),
                "name": .string("A \(role.rawValue)"), "locale": .string(locale),
            ], as: .school)
        guard let id = answer["id"].string.flatMap(UUID.init(uuidString:)) else { throw Unexpected(answer) }
        return Member(api: api, id: id, role: role)
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
        init(_ value: some CustomStringConvertible) { description = value.description }
    }

    static let steps: JSON = [["title": "Arches", "content": "Seven of them."], ["title": "Stones"]]

    /// - Returns: its path, such as `/learning-paths/ID`.
    func path(_ more: [String: JSON] = [:]) async throws -> String {
        let plain: [String: JSON] = [
            "name": "Bridges", "goals": ["arches"], "level": "6e", "steps": Self.steps, "language": "en",
            "student_ids": .array(students.map(\.name)),
        ]
        let answer = try await professor.post("/learning-paths", .object(plain.merging(more) { $1 }))
        guard answer.status == 202, let path = answer["status_url"].string else { throw Unexpected(answer) }
        return path
    }

    /// A path that pupils may revise, each step with the quiz below.
    func validatedPath(_ more: [String: JSON] = [:], hasQuiz: Bool = true) async throws -> String {
        let path = try await path(more)
        let answer = try await professor.post("\(path)/validate")
        guard answer.status == 200 else { throw Unexpected(answer) }
        if hasQuiz {
            for job in answer["jobs"].array where job["type"] == "quiz" {
                try await succeed(job["id"].string ?? "", Self.quiz)
            }
        }
        return path
    }

    static let quiz = """
        {"questions": [
            {"id": "1", "kind": "single", "question": "How many?", "choices": ["six", "seven"], "correct": [1],
             "explanation": "Count them."},
            {"id": "2", "kind": "single", "question": "Of what?", "choices": ["stone", "wood"], "correct": [0]}]}
        """

    /// Ends a generation as its worker would, in its own transaction.
    func succeed(_ generation: String, _ output: String, citations: String = "[]") async throws {
        try await end(
            generation,
            "status = 'succeeded', output = \(JSONText(output)), citations = \(JSONText(citations))")
    }

    func fail(_ generation: String, _ code: String, _ message: String) async throws {
        try await end(generation, "status = 'failed', error_code = \(code), error = \(message)")
    }

    private func end(_ generation: String, _ change: Query) async throws {
        let rows = try await api.context.connections.domains.query(
            """
            update flotilla.generations set \(change), finished_at = now()
            where id = \(UUID(uuidString: generation)) and status = 'open' returning id
            """, of: api.tenant)
        guard rows.count == 1 else { throw Unexpected("no open generation \(generation)") }
    }

    /// The requests that people learn of something, oldest first: the ids and the data.
    func requests(_ template: String) async throws -> [JSON] {
        try await api.context.connections.database.query(
            """
            select payload from flotilla.jobs where kind = 'notify.request' and payload ->> 'template' = \(template)
            order by id
            """
        ).rows.map { try JSON(parsing: try $0.decode("payload", as: JSONText.self).bytes) }
    }

    /// The users whom a request names.
    static func recipients(_ request: JSON) -> [UUID] {
        request["to"].array.compactMap { $0["user_id"].string.flatMap(UUID.init(uuidString:)) }
    }

    /// - Parameter role: nil: the tenant's.
    func count(_ query: Query, as role: String? = nil) async throws -> Int {
        let database = api.context.connections.domains
        let rows =
            if let role { try await database.query(query, as: role) } else {
                try await database.query(query, of: api.tenant)
            }
        return Int(try rows[0].decode(0, as: Int64.self))
    }
}
