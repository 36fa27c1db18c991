import FleetTestSupport
import Foundation
import Postgres
import Testing

@testable import API

@Suite("Usage") struct UsageTests {
    private func event(_ api: InProcess, _ id: String, _ more: [String: JSON] = [:]) -> JSON {
        let plain: [String: JSON] = [
            "source": "meter", "id": .string(id), "tenant": .string(api.tenant.uuidString), "metric": "ai.tokens",
            "quantity": 7, "at": "2026-10-05T10:00:00Z",
        ]
        return .object(plain.merging(more) { $1 })
    }

    private func count(_ api: InProcess) async throws -> Int64 {
        try await api.context.connections.domains.query(
            "select coalesce(sum(quantity), 0)::bigint as sum from flotilla.usage_events", of: api.tenant
        ).first?.decode("sum") ?? -1
    }

    @Test("an event counts once: in one request, in a later one, and in many at once, in whatever order") func once()
        async throws
    {
        try await InProcess.with { api in
            let body = JSON.array(["a", "b", "a"].map { event(api, $0) } + [event(api, "a", ["source": "other"])])
            let first = try await api.send(.post, "/usage", body, as: .service)
            #expect(first.status == 202 && first["accepted"] == 3 && first["duplicates"] == 1, "\(first)")
            let again = try await api.send(.post, "/usage", body)
            #expect(again["accepted"] == 0 && again["duplicates"] == 4, "\(again)")
            #expect(try await count(api) == 21)
            let many = (0..<300).map { event(api, "m\($0)") }
            let accepted = try await withThrowingTaskGroup(of: Double.self) { group in
                for index in 0..<8 {
                    let body = JSON.array(index % 2 == 0 ? many : many.reversed())
                    group.addTask {
                        let answer = try await api.send(.post, "/usage", body, as: .service)
                        #expect(answer.status == 202, "\(answer)")
                        guard case .number(let accepted) = answer["accepted"] else { return -1 }
                        return accepted
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(accepted == 300)
            #expect(try await count(api) == 21 + 7 * 300)
        }
    }

    @Test("all is checked before anything is written") func mistakes() async throws {
        try await InProcess.with { api in
            let late = (Date() + 2 * 86_400).formatted(.iso8601)
            let cases: [([String: JSON], [String])] = [
                (["tenant": .string(UUID().uuidString)], ["/1/tenant"]), (["source": ""], ["/1/source"]),
                (["id": nil], ["/1/id"]), (["metric": "AI"], ["/1/metric"]), (["quantity": 0.5], ["/1/quantity"]),
                (["quantity": 1_000_000_000_001], ["/1/quantity"]), (["quantity": 1e300], ["/1/quantity"]),
                (["at": .string(late)], ["/1/at"]), (["at": "yesterday", "x": 1], ["/1/x", "/1/at"]),
            ]
            for (change, expected) in cases {
                let answer = try await api.send(.post, "/usage", [event(api, "a"), event(api, "b", change)])
                #expect(answer.status == 422 && answer.pointers == expected, "\(change): \(answer)")
            }
            for body in [[], [:], .array((0...1000).map { event(api, "\($0)") })] as [JSON] {
                let answer = try await api.send(.post, "/usage", body)
                #expect(answer.status == 422 && answer.pointers == [""], "\(answer.status)")
            }
            #expect(try await count(api) == 0)
            #expect(try await api.send(.post, "/usage", [event(api, "a")], as: .school).status == 403)
            let negative = try await api.send(.post, "/usage", [event(api, "n", ["quantity": -3])])
            #expect(negative.status == 202)
            #expect(try await count(api) == -3)
        }
    }
}
