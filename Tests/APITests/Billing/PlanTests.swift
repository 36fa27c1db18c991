import Accounts
import FleetTestSupport
import Foundation
import Testing

@testable import API

@Suite("Plans") struct PlanTests {
    static func plan(_ code: String, _ more: [String: JSON] = [:]) -> JSON {
        let plain: [String: JSON] = [
            "code": .string(code), "name": ["fr": "Formule", "en": "Plan"], "currency": "EUR", "price_cents": 10_000,
            "included_users": 10, "user_price_cents": 200, "modules": [["code": "ai", "price_cents": 1500]],
            "metered": [["metric": "scans", "included": 5, "unit_price_micros": 20_000]], "vat_rate": 20,
        ]
        return .object(plain.merging(more) { $1 })
    }

    @Test("a plan is made, seen by schools, and changed to a new version; the same change twice is one") func life()
        async throws
    {
        try await InProcess.with { api in
            let made = try await api.send(.post, "/plans", Self.plan("basic", ["vat_rate": 5.5]))
            #expect(made.status == 201 && made["version"] == 1 && made["vat_rate"] == 5.5, "\(made)")
            #expect(made.headers["Location"] == "/plans/basic")
            #expect(try await api.send(.post, "/plans", Self.plan("basic")).status == 409)
            _ = try await api.send(.post, "/plans", Self.plan("alpha", ["modules": []]))
            for role in [.school, .service, .admin] as [Role] {
                let page = try await api.send(.get, "/plans?limit=1", as: role)
                #expect(page["items"][0]["code"] == "alpha" && page["next_cursor"] == "alpha", "\(page)")
                let rest = try await api.send(.get, "/plans?cursor=alpha", as: role)
                #expect(rest["items"].array.count == 1 && rest["items"][0]["code"] == "basic", "\(rest)")
            }
            for _ in 0..<2 {
                let changed = try await api.send(
                    .patch, "/plans/basic", ["price_cents": 12_000, "name": ["en": "Basic"], "metered": nil])
                #expect(changed.status == 200 && changed["version"] == 2, "\(changed)")
                #expect(changed["name"] == ["fr": "Formule", "en": "Basic"] && changed["metered"] == [])
                #expect(changed["modules"] == made["modules"] && changed["vat_rate"] == 5.5)
            }
            #expect(try await api.send(.get, "/plans/basic", as: .school)["price_cents"] == 12_000)
            #expect(try await api.send(.get, "/plans/nothing").status == 404)
            #expect(try await api.send(.patch, "/plans/nothing", ["price_cents": 1]).status == 404)
            #expect(try await api.send(.patch, "/plans/basic", ["price_cents": 1], as: .school).status == 403)
        }
    }

    @Test("every mistake is named with its place") func mistakes() async throws {
        let api = try InProcess.alone()
        let cases: [([String: JSON], Set<String>)] = [
            (["code": "Basic"], ["/code"]), (["name": ["fr": "F"]], ["/name/en"]), (["name": "Plan"], ["/name"]),
            (["currency": "EURO"], ["/currency"]), (["currency": "XAU"], ["/currency"]),
            (["price_cents": 99.5], ["/price_cents"]), (["price_cents": -1], ["/price_cents"]),
            (["price_cents": 1e18], ["/price_cents"]), (["price_cents": nil], ["/price_cents"]),
            (["vat_rate": 5.555], ["/vat_rate"]), (["vat_rate": 100.01], ["/vat_rate"]),
            (["vat_rate": "20"], ["/vat_rate"]), (["vat_exemption_reason": "Art. 261"], ["/vat_exemption_reason"]),
            (
                ["modules": [["code": "a", "price_cents": 1], 7, ["code": "a", "price_cents": 0.5]]],
                ["/modules/1", "/modules/2/price_cents", "/modules/2/code"]
            ),
            (["metered": [["metric": "", "unit_price_micros": 1]]], ["/metered/0/metric"]),
            (
                ["metered": [["metric": "m", "included": -1, "price": 1]]],
                ["/metered/0/included", "/metered/0/price", "/metered/0/unit_price_micros"]
            ),
            (["colour": 1, "user_price_cents": "x", "code": ""], ["/colour", "/user_price_cents", "/code"]),
        ]
        for (change, expected) in cases {
            let answer = try await api.send(.post, "/plans", Self.plan("basic", change))
            #expect(
                answer.status == 422 && Set(answer.pointers) == expected && answer.pointers.count == expected.count,
                "\(change): \(answer)")
        }
        // What a Double would round.
        for number in ["20.000000000000000001", "5.555", "1e-3", "8.2500000000000000000000001"] {
            let body = String(decoding: Self.plan("basic").bytes, as: UTF8.self)
                .replacing("\"vat_rate\":20", with: "\"vat_rate\":\(number)")
            let answer = try await api.send(.post, "/plans", bytes: Array(body.utf8))
            #expect(answer.status == 422 && answer.pointers == ["/vat_rate"], "\(number): \(answer)")
        }
    }

    @Test(
        "rates are read to the hundredth", arguments: ["0", "0.01", "5.5", "5.50", "8.25", "20", "2e1", "99.99", "100"])
    func rates(number: String) async throws {
        try await InProcess.with { api in
            let body = String(decoding: Self.plan("basic").bytes, as: UTF8.self)
                .replacing("\"vat_rate\":20", with: "\"vat_rate\":\(number)")
            let answer = try await api.send(.post, "/plans", bytes: Array(body.utf8))
            #expect(answer.status == 201 && answer["vat_rate"] == .number(Double(number) ?? -1), "\(answer)")
        }
    }

    @Test("changes that are made at once are versions one after the other, and none is lost") func together()
        async throws
    {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/plans", Self.plan("basic", ["modules": []]))
            let members = ["price_cents", "included_users", "user_price_cents"]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, member) in (members + members).enumerated() {
                    group.addTask {
                        // Each member is changed to two values.
                        let value = Double(1000 + index / members.count)
                        let answer = try await api.send(.patch, "/plans/basic", .object([member: .number(value)]))
                        #expect(answer.status == 200 && answer[member] == .number(value), "\(answer)")
                    }
                }
                try await group.waitForAll()
            }
            let plan = try await api.send(.get, "/plans/basic")
            #expect(plan["version"] == 7, "\(plan)")
            for member in members {
                let value = plan[member]
                #expect(value == 1000 || value == 1001, "\(member) is lost: \(plan)")
            }
        }
    }
}
