import FleetTestSupport
import Foundation
import Synchronization
import TestSupport

/// The four scenarios as one script over HTTP: a professor makes a learning path, a pupil revises with the tutor, professor and pupil
/// write to each other and meet, the school is billed. Each request has a key of its own, by which it can be sent again.
final class SchoolScript: Sendable {
    struct Step: Sendable {
        let name: String
        let caller: Caller
        let path: String
        let body: JSON
        let answer: Answer
    }

    let place: SchoolFleet
    /// nil: nothing is killed, and nothing is sent twice.
    let disturbance: Disturbance?
    let tenant: String
    let school: Person
    let professor: Person
    let lea: Person
    let tom: Person
    /// The professor's, open all the time.
    let (inbox, messages): (Ear, Ear)
    /// What the pupil who revises was sent while it was connected.
    let heard = Mutex<[String]>([])
    private let steps = Mutex<[Step]>([])

    var people: [Person] { [school, professor, lea, tom] }

    init(_ place: SchoolFleet, _ disturbance: Disturbance?) async throws {
        self.place = place
        self.disturbance = disturbance
        let address = "direction@\(place.domain)"
        let signedUp = try await place.fleet.anybody.post(
            "/auth/signup",
            [
                "email": .string(address), "password": "correct horse battery staple",
                "company_name": "Collège des Arches",
            ])
        guard signedUp.status == 201, let token = signedUp["token"].string,
            let id = signedUp["user"]["id"].string, let tenant = signedUp["user"]["account"]["id"].string
        else { throw Unexpected(signedUp) }
        self.tenant = tenant
        let school = Person(
            name: "school", id: id, email: address, caller: Caller(url: place.fleet.anybody.url, token: token))
        self.school = school
        professor = try await Self.join("Ada", "professor", place, school)
        lea = try await Self.join("Lea", "student", place, school)
        tom = try await Self.join("Tom", "student", place, school)
        inbox = try await Ear(professor.caller, at: "/notifications/events")
        messages = try await Ear(professor.caller, at: "/conversations/events")
    }

    private static func join(
        _ name: String, _ role: String, _ place: SchoolFleet, _ school: Person
    ) async throws -> Person {
        let email = "\(name.lowercased())@\(place.domain)"
        let invited = try await school.caller.post(
            "/users",
            ["email": .string(email), "role": .string(role), "name": .string(name), "locale": "fr"])
        let accepted = try await place.fleet.anybody.post(
            "/auth/accept", ["token": invited["invite_token"], "password": "a long enough word 7"])
        guard let token = accepted["token"].string, let id = invited["id"].string else { throw Unexpected(accepted) }
        return Person(name: name, id: id, email: email, caller: Caller(url: school.caller.url, token: token))
    }

    /// Everything, from the first request to the last.
    func run() async throws {
        try await subscribe()
        let path = try await makePath()
        try await revise(path)
        try await meet()
        try await bill()
    }

    /// Sends every request once more, with its key.
    /// - Returns: what was not answered as before.
    func repeatAll() async throws -> [String] {
        var different: [String] = []
        for step in steps.withLock({ $0 }) {
            let again = try await send(step.name, step.caller, step.path, step.body)
            if again.status != step.answer.status || again.body != step.answer.body {
                different.append("\(step.name): \(step.answer), then \(again)")
            }
        }
        return different
    }

    // MARK: For the scenarios

    /// Sends a request. When workers are killed, one of `program` is, and the request is sent again.
    func post(
        _ name: String, by caller: Caller, _ path: String, _ body: JSON, killing program: String? = nil
    ) async throws -> Answer {
        let answer = try await send(name, caller, path, body)
        guard (200..<300).contains(answer.status) else { throw Unexpected("\(name): \(answer)") }
        steps.withLock {
            $0.append(Step(name: name, caller: caller, path: path, body: body, answer: answer))
        }
        guard let disturbance, let program else { return answer }
        try await disturbance.strike(program)
        let again = try await send(name, caller, path, body)
        guard again.status == answer.status, again.body == answer.body else {
            throw Unexpected("\(name), sent again: \(answer), then \(again)")
        }
        return answer
    }

    private func send(_ name: String, _ caller: Caller, _ path: String, _ body: JSON) async throws -> Answer {
        try await caller.post(path, body, headers: [("Idempotency-Key", name)])
    }

    /// What stands at a path once it is so.
    func awaiting(
        _ path: String, as caller: Caller, _ isSo: @escaping @Sendable (JSON) -> Bool
    ) async throws -> JSON {
        var found = JSON.null
        let isThere = try await eventually(within: .seconds(60)) {
            found = try await caller.get(path).json
            return isSo(found)
        }
        guard isThere else { throw Unexpected("\(path) is not so: \(found)\n\(place.fleet.logs.suffix(8000))") }
        return found
    }
}
