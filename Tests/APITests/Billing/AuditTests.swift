import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Postgres
import PostgresTestSupport
import Testing

@testable import API

@Suite("The audit log of billing") struct AuditTests {
    private static let rows: Query = """
        select actor, action, subject, subject_id, tenant, before::text, after::text from flotilla.audit_log order by id
        """

    private func profile(_ city: String) -> JSON {
        [
            "legal_name": "School", "email": "a@school.test",
            "address": ["line1": "1", "postal_code": "1", "city": .string(city), "country": "FR"],
        ]
    }

    @Test("each change names the user, and what the row was before and after") func changes() async throws {
        try await InProcess.with { api in
            let user = UUID()
            let token = try api.token(.admin, subject: user)
            var headers: HTTPHeaders = [:]
            headers["Authorization"] = "Bearer \(token)"
            func send(_ method: HTTPMethod, _ path: String, _ body: JSON) async throws {
                let answer = try await api.send(method, path, body, as: nil, headers: headers)
                #expect((200..<300).contains(answer.status), "\(answer)")
            }
            try await send(.post, "/plans", PlanTests.plan("basic"))
            try await send(.patch, "/plans/basic", ["price_cents": 1])
            try await send(.put, "/subscription", ["plan": "basic", "users": 1, "starts_on": "2026-01-01"])
            try await send(.put, "/billing-profile", profile("Lyon"))
            try await send(.put, "/billing-profile", profile("Metz"))
            // What is the same changes nothing, and is no change.
            try await send(.put, "/billing-profile", profile("Metz"))
            let rows = try await api.context.connections.domains.query(Self.rows, as: "flotilla_dispatcher")
            let found = try rows.map { row in
                "\(try row.decode("action", as: String.self)) \(try row.decode("subject", as: String.self))"
            }
            #expect(
                found == [
                    "insert plans", "insert plans", "insert subscription_changes", "insert billing_profiles",
                    "update billing_profiles",
                ])
            for row in rows {
                #expect(try row.decode("actor", as: String.self) == "user:\(user.uuidString.lowercased())")
                let (before, after) = (
                    try row.decode("before", as: String?.self), try row.decode("after", as: String?.self)
                )
                let isUpdate = try row.decode("action", as: String.self) == "update"
                #expect((before != nil) == isUpdate && after != nil)
                if isUpdate { #expect(before?.contains("Lyon") == true && after?.contains("Metz") == true) }
            }
        }
    }

    @Test(
        "nobody changes the log, plans or subscriptions, not their owner and not the dispatcher",
        arguments: ["flotilla_tenant", "flotilla_dispatcher", nil] as [String?])
    func immutable(role: String?) async throws {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/plans", PlanTests.plan("basic"))
            _ = try await api.send(
                .put, "/subscription", ["plan": "basic", "users": 1, "starts_on": "2026-01-01"], as: .school)
            let url = api.configuration.common.databaseURL.reveal()
            try await withDatabase(.init(url: url)) { owner in
                for table in ["audit_log", "plans", "subscription_changes"] {
                    for change in [
                        "update flotilla.\(table) set \(table == "audit_log" ? "actor = 'x'" : "version = version")",
                        "delete from flotilla.\(table)", "truncate flotilla.\(table) cascade",
                    ] {
                        let error = await #expect(throws: PostgresError.self) {
                            let entry: Query = role.map { "select set_config('role', \($0), true)" } ?? "select 1"
                            _ = try await owner.execute([entry, "\(unescaped: change)"])
                        }
                        // Without the right to, or by the trigger.
                        let expected = role == nil ? ["FL040"] : ["42501", "FL040"]
                        #expect(expected.contains(error?.sqlState ?? ""), "\(change): \(String(describing: error))")
                    }
                }
            }
        }
    }

    @Test("a school sees the log, subscription, profile and use of its own, and no other's") func walls() async throws {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/plans", PlanTests.plan("basic"))
            _ = try await api.send(
                .put, "/subscription", ["plan": "basic", "users": 1, "starts_on": "2026-01-01"], as: .school)
            _ = try await api.send(.put, "/billing-profile", profile("Lyon"), as: .school)
            let event: JSON = [
                "source": "s", "id": "1", "tenant": .string(api.tenant.uuidString), "metric": "m", "quantity": 1,
                "at": "2026-01-01T00:00:00Z",
            ]
            _ = try await api.send(.post, "/usage", [event])
            for table in ["audit_log", "subscription_changes", "billing_profiles", "usage_events"] {
                for (tenant, sees) in [(api.tenant, true), (UUID(), false)] {
                    let rows = try await api.context.connections.domains.query(
                        "select 1 from flotilla.\(unescaped: table)", of: tenant)
                    #expect(rows.isEmpty != sees, "\(table)")
                }
            }
        }
    }
}
