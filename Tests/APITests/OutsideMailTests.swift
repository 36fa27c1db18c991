import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Mails to others than users")
struct OutsideMailTests {
    private static let most = 6

    private func with(_ body: @Sendable (InProcess) async throws -> Void) async throws {
        try await InProcess.with(["FLOTILLA_OUTSIDE_MAILS": "\(Self.most)"], body)
    }

    /// As a school, of the account unless a tenant is named.
    private func send(
        _ api: InProcess, _ count: Int, of tenant: UUID? = nil, by token: String? = nil
    ) async throws -> Reply {
        let people = (0..<count).map { _ in JSON.object(["email": .string("ada@\(UUID().uuidString).test")]) }
        var headers: HTTPHeaders = [:]
        headers["Authorization"] = "Bearer \(try token ?? api.token(.school, tenant: tenant))"
        return try await post(api, .array(people), headers: headers)
    }

    private func post(_ api: InProcess, _ to: JSON, headers: HTTPHeaders) async throws -> Reply {
        try await api.send(
            .post, "/notifications", ["to": to, "subject": "A", "body": "B", "channels": ["email"]], as: nil,
            headers: headers)
    }

    @Test("of a tenant within an hour they are bounded; mails to its users, of other tenants and of operators are not")
    func bounded() async throws {
        try await with { api in
            #expect(try await send(api, Self.most - 1).status == 202)
            let more = try await send(api, 2)
            let seconds = Int(more.headers["Retry-After"] ?? "") ?? 0
            #expect(more.status == 429 && (1...3600).contains(seconds), "\(more)")
            #expect(more["detail"].string?.contains("\(Self.most) mails") == true, "\(more)")
            // What was refused is not counted.
            #expect(try await send(api, 1).status == 202)
            #expect(try await send(api, 1).status == 429)
            let user = try await api.send(
                .post, "/users", ["email": "zoe@school.test", "role": "student"], as: .school)
            var headers: HTTPHeaders = [:]
            headers["Authorization"] = "Bearer \(try api.token(.school))"
            #expect(try await post(api, ["user_id": user["id"]], headers: headers).status == 202, "\(user)")
            #expect(try await post(api, ["email": "Zoe@School.test"], headers: headers).status == 202)
            #expect(try await send(api, Self.most, of: UUID()).status == 202)
            #expect(try await send(api, Self.most + 1, by: api.token(.admin)).status == 202)
        }
    }

    @Test("what no hour has room for is refused with its place") func tooMany() async throws {
        try await with { api in
            let answer = try await send(api, Self.most + 1)
            #expect(answer.status == 422 && answer.pointers == ["/to"], "\(answer)")
        }
    }

    @Test("the next hour begins anew, a repeated request counts once, and many at once are counted one by one")
    func counting() async throws {
        try await with { api in
            _ = try await api.context.connections.domains.query(
                """
                insert into flotilla.outside_mails (tenant, hour, mails)
                values (\(api.tenant), date_trunc('hour', now()) - interval '1 hour', \(Int32(Self.most)))
                """, of: api.tenant)
            let people: JSON = [["email": "lea@elsewhere.test"]]
            var headers: HTTPHeaders = [:]
            headers["Authorization"] = "Bearer \(try api.token(.school))"
            headers["Idempotency-Key"] = "once"
            for _ in 0..<2 { #expect(try await post(api, people, headers: headers).status == 202) }
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<(2 * Self.most) { group.addTask { try await send(api, 1).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == 202 } == Self.most - 1, "\(answers)")
            #expect(answers.allSatisfy { $0 == 202 || $0 == 429 }, "\(answers)")
        }
    }
}
