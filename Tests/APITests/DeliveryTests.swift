import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Deliveries") struct DeliveryTests {
    private static let people: JSON = [["email": "ada@one.test"], ["email": "bob@two.test"]]

    private func send(_ api: InProcess, of tenant: UUID? = nil) async throws -> Reply {
        var headers: HTTPHeaders = [:]
        headers["Authorization"] = "Bearer \(try api.token(.school, tenant: tenant))"
        return try await api.send(
            .post, "/notifications", ["to": Self.people, "subject": "A", "body": "B", "channels": ["email"]], as: nil,
            headers: headers)
    }

    @Test("operators see those of every account, others their own, by outcome and channel, the newest first")
    func list()
        async throws
    {
        try await InProcess.with { api in
            let own = try await send(api)
            #expect(own.status == 202, "\(own)")
            #expect(try await send(api, of: UUID()).status == 202)
            let all = try await api.send(.get, "/deliveries", as: .admin)
            #expect(all["items"].array.count == 4, "\(all)")
            let first = try await api.send(.get, "/deliveries?limit=3", as: .admin)
            let cursor = try #require(first["next_cursor"].string)
            let rest = try await api.send(.get, "/deliveries?limit=3&cursor=\(cursor)", as: .admin)
            #expect(first["items"].array + rest["items"].array == all["items"].array, "\(rest)")
            let seen = try await api.send(.get, "/deliveries", as: .school)
            #expect(
                Set(seen["items"].array.map { $0["id"] }) == Set(own["deliveries"].array.map { $0["id"] }), "\(seen)")
            let one = seen["items"][0]
            #expect(one["status"] == "queued" && one["channel"] == "email" && one["created_at"].string != nil)
            #expect(one["tenant"] == .string(api.tenant.uuidString.lowercased()), "\(one)")
            let tenant = api.tenant.uuidString.lowercased()
            for (query, count) in [
                ("status=queued", 4), ("status=failed", 0), ("channel=slack", 0), ("channel=email&tenant=\(tenant)", 2),
            ] {
                let found = try await api.send(.get, "/deliveries?\(query)", as: .admin)
                #expect(found["items"].array.count == count, "\(query) \(found)")
            }
            #expect(try await api.send(.get, "/deliveries?tenant=\(UUID())", as: .school).status == 400)
            #expect(try await api.send(.get, "/deliveries?status=lost", as: .admin).status == 400)
        }
    }
}
