import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Attacks {
    /// What cannot be stored is the caller's mistake, wherever it stands.
    @Suite("Text and numbers in every place") struct TextAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test("U+0000, overlong and invisible text is 422 or 400 with its place")
        func known() async throws {
            let admin = estate.admin
            let null = "a\u{0}"
            for path in ["/jobs/cancel", "/jobs/retry"] {
                for name in ["kind", "queue", "error_code"] {
                    for text in [null, String(repeating: "x", count: 5000)] {
                        let answer = try await admin.post(path, ["filter": [name: .string(text)]])
                        #expect(answer.status == 422 && answer.pointers == ["/filter/\(name)"], "\(answer)")
                    }
                }
            }
            // Known by then: a zone that was found once is found by its first characters.
            let plain: [String: JSON] = ["name": "zone", "cron": "0 0 1 1 *", "kind": "bench.noop"]
            for zone in ["Europe/Paris", "Europe/Paris\u{0}"] {
                let body = plain.merging(["time_zone": .string(zone)]) { $1 }
                let answer = try await admin.post("/schedules", .object(body))
                #expect(answer.status == (zone.contains("\u{0}") ? 422 : 201), "\(answer)")
                if let id = answer["id"].string { _ = try await admin.send("DELETE", "/schedules/\(id)") }
            }
            let patch: JSON = ["kinds": ["bench.noop": ["keys": .object([null: ["running": 1]])]]]
            #expect(try await admin.send("PATCH", "/queues/bench", body: patch.bytes).status == 422)
            for path in ["/jobs?kind=a%00", "/jobs?error_code=%00", "/resources?type=vpc&state=%00"] {
                #expect(try await estate.victim.caller.get(path).status == 400, "\(path)")
            }
            #expect(try await admin.get("/queues/a%00").status >= 400)
        }

        @Test("a scan for a tenant that does not exist is 422")
        func strangers() async throws {
            var caller = estate.fleet.anybody
            caller.token = try AttackTokens.sign(tenant: UUID().uuidString.lowercased(), role: "school")
            let answer = try await caller.post(
                "/scans",
                [
                    "provider": "aws", "services": ["ec2"], "role_arn": "arn:aws:iam::111122223333:role/scan",
                    "regions": ["eu-west-1"],
                ])
            #expect(answer.status == 422, "\(answer)")
        }

        @Test(
            "names that hide or turn what follows are refused; markup is a name like any other",
            arguments: [
                "a\u{7}b", "a\u{85}b", "a\u{202E}b", "\u{2067}a", "a\u{200F}", "a\u{2028}b",
                "<script>alert(1)</script>",
            ])
        func names(name: String) async throws {
            let isMarkup = name.hasPrefix("<")
            let email = "name-\(UUID().uuidString.lowercased())@example.org"
            let signUp = try await estate.fleet.anybody.post(
                "/auth/signup",
                [
                    "email": .string(email), "password": "correct horse battery staple",
                    "company_name": .string(name),
                ])
            #expect(signUp.status == (isMarkup ? 201 : 422), "\(signUp)")
            let batch = try await estate.admin.post(
                "/jobs/batch", ["jobs": [["kind": "bench.noop"]], "batch": ["name": .string(name)]])
            #expect(batch.status == (isMarkup ? 202 : 422), "\(batch)")
            let schedule = try await estate.victim.caller.post(
                "/schedules",
                [
                    "name": .string(name), "cron": "0 0 1 1 *",
                    "scan": [
                        "provider": "aws", "services": ["ec2"], "role_arn": "arn:aws:iam::111122223333:role/scan",
                    ],
                ])
            #expect(schedule.status == (isMarkup ? 201 : 422), "\(schedule)")
        }
    }
}
