import FleetTestSupport
import Foundation
import MailTestSupport
import TestSupport
import Testing

/// A channel that stands in for another.
@Suite("A fallback", FleetScope<DrillEnvironment>(), .logs(of: DrillEnvironment.self), .serialized)
struct FallbackTests {
    let place: DrillEnvironment

    init() throws { place = try DrillEnvironment.current }

    /// A school whose address the mail server treats as its name says.
    private func user(_ name: String) async throws -> (caller: Caller, id: JSON) {
        let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
        let tenant = try await place.fleet.signUp()
        _ = try await place.fleet.database.query(
            "update users set email = \("\(name)@\(domain)") where account = \(UUID(uuidString: tenant.id))")
        let me = try await tenant.caller.get("/users")["items"][0]["id"]
        return (tenant.caller, me)
    }

    /// - Returns: the deliveries in the order of the request, once they have ended.
    private func send(_ caller: Caller, _ to: JSON, _ channels: JSON) async throws -> [JSON] {
        let accepted = try await caller.notify(to, ["channels": channels])
        let worker = try await place.startWorker()
        let ended = try await caller.delivered(accepted)["deliveries"].array
        await worker.kill()
        return ended
    }

    private func states(_ deliveries: [JSON]) -> [String] {
        deliveries.map { "\($0["channel"].string ?? "") \($0["status"].string ?? "") \($0["reason"].string ?? "-")" }
    }

    @Test(
        "the inbox gets what was refused as a mail, after it, and nothing where the mail was sent or may have arrived")
    func inbox() async throws {
        let (refused, refusedID) = try await user("rcpt-550")
        let failed = try await send(refused, ["user_id": refusedID], [["email", "in_app"]])
        #expect(states(failed) == ["email failed 550", "in_app sent -"], "\(failed)")
        let times = try failed.map {
            try Date($0["attempts"][0]["at"].string ?? "", strategy: .iso8601WithFractions)
        }
        #expect(times[0] < times[1])
        #expect(try await refused.get("/notifications")["unread"] == 1)
        for (name, status) in [("ada", "sent -"), ("cut-dot", "unknown cut")] {
            let (caller, id) = try await user(name)
            let ended = try await send(caller, ["user_id": id], [["email", "in_app"]])
            #expect(states(ended) == ["email \(status)", "in_app suppressed not_needed"], "\(ended)")
            #expect(ended[1]["attempts"] == [])
            #expect(try await caller.get("/notifications")["unread"] == 0)
        }
    }

    @Test("a mail stands in for an inbox that there is none of, and each person has a fallback of their own")
    func mail() async throws {
        let (caller, id) = try await user("ada")
        let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
        let ended = try await send(
            caller, [["user_id": id], ["email": .string("zoe@\(domain)")]], [["in_app", "email"]])
        #expect(
            states(ended).sorted() == [
                "email sent -", "email suppressed not_needed", "in_app sent -", "in_app suppressed no_address",
            ], "\(ended)")
        #expect(try await place.servers.mail.seen(in: domain).count == 1)
    }

    @Test("Slack stands in for a PagerDuty that refuses")
    func operators() async throws {
        try await place.servers.pagerDuty.script("/v2/enqueue", .init(400, body: "{}"))
        let accepted = try await place.admin.notify(
            .null, ["channels": [["pagerduty", "slack"]], "severity": "P1"])
        let worker = try await place.startWorker()
        let ended = try await place.admin.delivered(accepted)["deliveries"].array
        #expect(states(ended) == ["pagerduty failed 400", "slack sent -"], "\(ended)")
        await worker.kill()
    }

    @Test("lists that are no order of two channels to the same are refused with their place")
    func refusals() async throws {
        for (channels, pointer) in [
            ([["email"]], "/channels/0"), (["in_app", ["email", "webhook"]], "/channels/1"),
            ([["email", "in_app", "email"]], "/channels/0"), ([["email", "slack"]], "/channels/0"),
            (["email", ["email", "in_app"]], "/channels/1"), ([[]], "/channels/0"),
            ([[["email"], "in_app"]], "/channels/0"),
        ] as [(JSON, String)] {
            let answer = try await place.admin.post(
                "/notifications", ["to": ["role": "admin"], "subject": "A", "body": "B", "channels": channels])
            #expect(
                answer.status == 422 && answer["errors"].array.map { $0["pointer"] } == [.string(pointer)],
                "\(channels) \(answer)")
        }
        let access = try await place.admin.post(
            "/notifications",
            [
                "to": ["role": "admin"], "template": "password_changed", "data": ["changed_at": "2026-11-30T09:00:00Z"],
                "channels": [["email", "in_app"]],
            ])
        #expect(access.status == 422 && access["errors"][0]["pointer"] == "/channels", "\(access)")
    }
}
