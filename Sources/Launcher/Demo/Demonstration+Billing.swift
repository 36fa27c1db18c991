import Foundation
import Operations

extension Demonstration {
    /// What the three schools of the demonstration subscribe to.
    private struct BilledSchool {
        let name: String
        let plan: String
        let users: Int
        let modules: [String]
        /// Of the month that is billed; nil: since long before.
        let firstDay: Int?
    }

    private static let schools = [
        BilledSchool(name: "École des Lilas", plan: "demo-school", users: 40, modules: [], firstDay: nil),
        BilledSchool(name: "Lycée Jean-Moulin", plan: "demo-campus", users: 620, modules: ["ai"], firstDay: nil),
        BilledSchool(name: "Institut du Vieux-Port", plan: "demo-school", users: 55, modules: ["ai"], firstDay: 16),
    ]

    private static func plan(_ code: String, _ name: String, cents: Int, users: Int, module: Int) -> JSONValue {
        .object([
            "code": .string(code), "name": .object(["fr": .string(name), "en": .string(name)]),
            "currency": .string("EUR"), "price_cents": .number(Double(cents)),
            "included_users": .number(Double(users)), "user_price_cents": .number(150),
            "modules": .array([.object(["code": .string("ai"), "price_cents": .number(Double(module))])]),
            "metered": .array([
                .object([
                    "metric": .string("scans"), "included": .number(100), "unit_price_micros": .number(50_000),
                ])
            ]), "vat_rate": .number(20),
        ])
    }

    private static let plans = [
        plan("demo-school", "École", cents: 9_900, users: 50, module: 2_900),
        plan("demo-campus", "Campus", cents: 49_000, users: 500, module: 9_900),
    ]

    /// Two plans, three schools, and their bills of the month before this one.
    func bill(_ operators: DemoClient) async throws {
        say("")
        for plan in Self.plans where try await operators.status(of: "/plans/\(plan["code"]?.string ?? "")") == 404 {
            _ = try await operators.call("/plans", body: plan, expecting: 201)
        }
        let (month, first) = Self.monthBefore(Date())
        var names: [String: String] = [:]
        for school in Self.schools {
            let id = try await signUp(school.name)
            names[id] = school.name
            let start = school.firstDay.map { String(format: "%@-%02d", month, $0) } ?? first
            _ = try await operators.call(
                "/subscription",
                body: .object([
                    "tenant": .string(id), "plan": .string(school.plan), "users": .number(Double(school.users)),
                    "modules": .array(school.modules.map { .string($0) }), "starts_on": .string(start),
                ]), method: "PUT", expecting: 200)
        }
        let asked = ContinuousClock.now
        let answer = try await operators.call(
            "/billing/runs",
            body: .object([
                "period": .string(month), "tenants": .array(names.keys.sorted().map { .string($0) }),
            ]), expecting: 202
        ).body
        let accepted = ContinuousClock.now
        guard let place = answer["status_url"]?.string else {
            throw LaunchError("the answer of POST /billing/runs has no status_url")
        }
        say("POST /billing/runs for \(month): 202 after \(milliseconds(asked, accepted))")
        let run = try await over(place, operators, since: accepted)
        guard run["status"]?.string == "succeeded" else {
            throw LaunchError("the bills ended as \(run["status"]?.string ?? "unknown"): \(run.first("reason") ?? "")")
        }
        say("202 to all invoices: \(milliseconds(accepted, .now))")
        try await showInvoices(names, month, operators)
    }

    private func signUp(_ name: String) async throws -> String {
        let visitor = DemoClient(base: apiURL)
        let answer = try await visitor.call(
            "/auth/signup",
            body: .object([
                "email": .string("demo-\(UUID().uuidString.prefix(8).lowercased())@demo.flotilla.example"),
                "password": .string("Demo-\(UUID().uuidString)"), "company_name": .string(name),
            ]), expecting: 201
        ).body
        guard let id = answer["user"]?["account"]?["id"]?.string else {
            throw LaunchError("the answer of POST /auth/signup has no account")
        }
        return id
    }

    private func over(
        _ place: String, _ operators: DemoClient, since accepted: ContinuousClock.Instant
    ) async throws -> JSONValue {
        while ContinuousClock.now - accepted < Self.limit {
            let run = try await operators.call(place, expecting: 200).body
            if run["status"]?.string != "running" { return run }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LaunchError("the bills were not done within \(Self.limit)")
    }

    private func showInvoices(_ names: [String: String], _ month: String, _ operators: DemoClient) async throws {
        let invoices = try await operators.call("/invoices?period=\(month)&limit=100", expecting: 200).body["items"]
        let rows = (invoices?.items ?? []).compactMap { invoice -> [String]? in
            guard let tenant = invoice["tenant"]?.string, let name = names[tenant] else { return nil }
            return [
                invoice["number"]?.string ?? "?", name, Self.euros(invoice["net_cents"]),
                Self.euros(invoice["vat_cents"]),
                Self.euros(invoice["total_cents"]), invoice["status"]?.string ?? "?",
            ]
        }
        for line in TextTable.lines(["invoice", "school", "net", "VAT", "total", "status"], rows) { say("  \(line)") }
        guard rows.count == names.count else { throw LaunchError("there are \(rows.count) invoices of \(names.count)") }
    }

    private static func euros(_ cents: JSONValue?) -> String {
        guard case .number(let cents)? = cents else { return "?" }
        return String(format: "%.2f €", cents / 100)
    }

    /// Such as `2026-10`, and a first day long before it.
    private static func monthBefore(_ now: Date) -> (month: String, longBefore: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Paris") ?? .gmt
        let parts = calendar.dateComponents([.year, .month], from: now)
        let (year, month) = (parts.year ?? 2026, parts.month ?? 1)
        let (ofYear, before) = month == 1 ? (year - 1, 12) : (year, month - 1)
        return (String(format: "%04d-%02d", ofYear, before), String(format: "%04d-01-01", ofYear - 1))
    }
}
