import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Subscriptions and billing profiles") struct SubscriptionTests {
    private static let terms: JSON = [
        "plan": "basic", "modules": ["ai"], "users": 12, "starts_on": "2026-01-01",
    ]

    @Test("a change is kept with its date and the plan's version; the same one again changes nothing") func life()
        async throws
    {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/plans", PlanTests.plan("basic"))
            let none = try await api.send(.get, "/subscription", as: .school)
            #expect(none.status == 200 && none["plan"] == nil && none["today"] == nil && none["changes"] == [])
            let first = try await api.send(.put, "/subscription", Self.terms, as: .school)
            #expect(first.status == 200 && first["version"] == 1 && first["changes"].array.count == 1, "\(first)")
            // 100.00, 15.00 for the module, 2 users beyond 10 for 2.00 each.
            #expect(first["today"]["monthly_cents"] == 11_900 && first["today"]["users"] == 12, "\(first)")

            _ = try await api.send(.patch, "/plans/basic", ["price_cents": 20_000, "modules": []])
            let again = try await api.send(.put, "/subscription", Self.terms, as: .school)
            #expect(again.json == first.json, "a plan that changed costs who subscribed before what it did: \(again)")
            let now = "2026-02-01"
            let second = try await api.send(
                .put, "/subscription",
                ["plan": "basic", "users": 12, "starts_on": .string(now), "tenant": .string(api.tenant.uuidString)])
            #expect(second["version"] == 2 && second["changes"].array.count == 2, "\(second)")
            #expect(second["today"]["monthly_cents"] == 20_400 && second["changes"][1]["monthly_cents"] == 11_900)

            let later = try await api.send(
                .put, "/subscription", ["plan": "basic", "users": 1, "starts_on": "2999-01-01"], as: .school)
            #expect(later["starts_on"] == "2999-01-01" && later["today"]["starts_on"] == .string(now), "\(later)")
            let ended = try await api.send(
                .put, "/subscription",
                ["plan": "basic", "users": 1, "starts_on": "2026-03-01", "ends_on": "2026-04-01"], as: .school)
            #expect(ended["ends_on"] == "2026-04-01" && ended["today"] == nil, "\(ended)")
            #expect(try await api.send(.get, "/subscription", as: .school).json == ended.json)
        }
    }

    @Test("the same change that is sent many times at once is one") func together() async throws {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/plans", PlanTests.plan("basic"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let answer = try await api.send(.put, "/subscription", Self.terms, as: .school)
                        #expect(answer.status == 200 && answer["changes"].array.count == 1, "\(answer)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a subscription that is changed 200 times within a day is left as it is") func often() async throws {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/plans", PlanTests.plan("basic"))
            for users in 1...200 {
                let answer = try await api.send(
                    .put, "/subscription",
                    ["plan": "basic", "users": .number(Double(users)), "starts_on": "2026-01-01"], as: .school)
                #expect(answer.status == 200)
            }
            let refused = try await api.send(
                .put, "/subscription", ["plan": "basic", "users": 0, "starts_on": "2026-01-01"], as: .school)
            #expect(refused.status == 429 && refused.headers["Retry-After"] == "3600", "\(refused)")
        }
    }

    @Test("mistakes are named with their place, and another school's is not there") func mistakes() async throws {
        try await InProcess.with { api in
            _ = try await api.send(
                .post, "/plans", PlanTests.plan("basic", ["user_price_cents": 1_000_000_000_000]))
            for (change, expected) in [
                (["plan": "none"], ["/plan"]), (["modules": ["ai", "tv"]], ["/modules/1"]),
                (["modules": ["ai", "ai"]], ["/modules/1"]), (["users": -1], ["/users"]), (["users": 1.5], ["/users"]),
                (["users": 1_000_000_000], ["/users"]), (["starts_on": "2026-02-30"], ["/starts_on"]),
                (["ends_on": "2026-01-01"], ["/ends_on"]), (["colour": 1], ["/colour"]),
                (["starts_on": nil, "users": nil], ["/users", "/starts_on"]),
                (["tenant": .string(UUID().uuidString)], ["/tenant"]),
            ] as [([String: JSON], [String])] {
                let plain: [String: JSON] = ["plan": "basic", "users": 5, "starts_on": "2026-01-01"]
                let answer = try await api.send(.put, "/subscription", .object(plain.merging(change) { $1 }))
                #expect(answer.status == 422 && answer.pointers == expected, "\(change): \(answer)")
            }
            let modules = (0..<1000).map { JSON.object(["code": .string("m\($0)"), "price_cents": 1_000_000_000_000]) }
            _ = try await api.send(.post, "/plans", PlanTests.plan("wide", ["modules": .array(modules)]))
            let all = JSON.array((0..<1000).map { .string("m\($0)") })
            let wide = try await api.send(
                .put, "/subscription", ["plan": "wide", "modules": all, "users": 5, "starts_on": "2026-01-01"])
            #expect(wide.status == 422 && wide.pointers == ["/modules"], "\(wide)")
            let other = UUID().uuidString
            for path in ["/subscription", "/billing-profile"] {
                #expect(try await api.send(.get, "\(path)?tenant=\(other)", as: .school).status == 404)
                #expect(try await api.send(.get, "\(path)?tenant=\(other)").status == 404)
                #expect(try await api.send(.get, path, as: .service).status == 403)
            }
            let foreign = try await api.send(
                .put, "/subscription",
                ["plan": "basic", "users": 1, "starts_on": "2026-01-01", "tenant": .string(other)], as: .school)
            #expect(foreign.status == 404, "\(foreign)")
        }
    }

    @Test("a profile is set as a whole; before, it is what invoices say") func profile() async throws {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/users", ["email": "head@school.test", "role": "school"], as: .school)
            let none = try await api.send(.get, "/billing-profile", as: .school)
            #expect(none["legal_name"] == "Company" && none["email"] == "head@school.test", "\(none)")
            #expect(none["address"] == nil && none["updated_at"] == nil)
            var full = Self.profile
            let set = try await api.send(.put, "/billing-profile", .object(full), as: .school)
            #expect(set.status == 200 && set["siren"] == "732829320" && set["address"]["city"] == "Lyon", "\(set)")
            #expect(set["auto_payment"] == full["auto_payment"] && set["time_zone"] == "Europe/Paris")
            #expect(try await api.send(.put, "/billing-profile", .object(full)).json == set.json)
            for name in ["siren", "vat_number", "electronic_address", "auto_payment", "time_zone"] { full[name] = nil }
            let less = try await api.send(.put, "/billing-profile", .object(full), as: .school)
            #expect(less["siren"] == nil && less["auto_payment"] == nil && less["legal_name"] == "École Zoé", "\(less)")
            #expect(try await api.send(.get, "/billing-profile?tenant=\(api.tenant)").json == less.json)
        }
    }

    private static let profile: [String: JSON] = [
        "legal_name": "École Zoé",
        "address": ["line1": "1 rue Neuve", "postal_code": "69001", "city": "Lyon", "country": "FR"],
        "siren": "732 829 320", "vat_number": "FR 44 732829320", "email": "compta@ecole.test",
        "electronic_address": "732829320", "auto_payment": ["customer": "cus_1", "payment_method": "pm_1"],
        "time_zone": "Europe/Paris",
    ]

    @Test("what is wrong with a profile is named with its place") func profileMistakes() async throws {
        let api = try InProcess.alone()
        let address: [String: JSON] = ["line1": "1", "postal_code": "1", "city": "C", "country": "FR"]
        for (change, expected) in [
            (["siren": "732829321"], ["/siren"]), (["siren": "73282932"], ["/siren"]),
            (["vat_number": "732829320"], ["/vat_number"]), (["vat_number": "FR44732829321"], ["/vat_number"]),
            (["vat_number": "QQ123"], ["/vat_number"]), (["email": "compta"], ["/email"]), (["email": nil], ["/email"]),
            (["legal_name": ""], ["/legal_name"]), (["legal_name": " \u{A0}"], ["/legal_name"]),
            (["time_zone": "Paris"], ["/time_zone"]),
            (["address": nil], ["/address"]), (["address": "Lyon"], ["/address"]),
            (
                ["address": .object(address.merging(["country": "FX", "city": nil]) { $1 })],
                ["/address/city", "/address/country"]
            ),
            (["auto_payment": ["customer": "cus_1"]], ["/auto_payment/payment_method"]),
            (["auto_payment": ["customer": "cus 1", "payment_method": "pm_1"]], ["/auto_payment/customer"]),
            (["colour": 1], ["/colour"]),
        ] as [([String: JSON], [String])] {
            let answer = try await api.send(
                .put, "/billing-profile", .object(Self.profile.merging(change) { $1 }), as: .school)
            #expect(answer.status == 422 && answer.pointers == expected, "\(change): \(answer)")
        }
    }
}
