import ChannelTestSupport
import FleetTestSupport
import Foundation
import MailTestSupport
import Postgres
import TestSupport
import Testing

/// What is killed while a delivery is under way, where, and what becomes of the delivery.
@Suite("A delivery that is cut off", FleetScope<DrillEnvironment>(), .logs(of: DrillEnvironment.self), .serialized)
struct KillPointTests {
    enum Victim: String, Sendable, CaseIterable {
        case supervisor, executor, database
    }

    enum Point: String, Sendable, CaseIterable {
        /// The attempt is about to be recorded.
        case beforeLedger
        /// The other side has the message, and its answer is not written.
        case beforeCommit
    }

    let place: DrillEnvironment

    init() throws { place = try DrillEnvironment.current }

    /// - Returns: the delivery as it ended, and how many messages arrived.
    private func run(
        _ channel: String, _ victim: Victim, _ point: Point
    ) async throws -> (delivery: JSON, arrived: Int) {
        let fleet = place.fleet
        let path = "/\(UUID().uuidString)"
        let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
        let endpoint = try await place.admin.post(
            "/webhook-endpoints", ["url": .string(place.servers.sink.url(path)), "events": ["message"]])
        let accepted = try await place.admin.notify(
            channel == "email" ? ["email": .string("ada@\(domain)")] : .null,
            ["channels": [.string(channel)], "severity": "P1", "subject": .string(path)])
        let ids = accepted["deliveries"].array.filter {
            channel != "webhook" || $0["recipient"] == endpoint["id"]
        }
        let id = try #require(UUID(uuidString: ids.first?["id"].string ?? ""))
        // A row that is locked for any change stops the attempt's row; locked for a change of no key, it stops the result.
        let lock: Query = point == .beforeLedger ? "for update" : "for no key update"
        let locked = Gate()
        let released = Gate()
        let holding = Task {
            try await fleet.database.withConnection { connection in
                try await connection.transaction {
                    _ = try await connection.execute(["select id from deliveries where id = \(id) \(lock)"])
                    locked.open()
                    await released.wait()
                }
            }
        }
        await locked.wait()
        let worker = try await place.startWorker()
        let isStopped = try await eventually(within: .seconds(30)) {
            try await fleet.count("select count(*) from pg_locks where not granted") > 0
        }
        #expect(isStopped)
        switch victim {
        case .supervisor: await worker.kill()
        case .executor: for child in worker.children { kill(child, SIGKILL) }
        case .database: try await fleet.postgres.kill()
        }
        if victim != .database {
            // PostgreSQL would finish the statement although its client is dead: end the backend too.
            _ = try await fleet.database.query("select pg_terminate_backend(pid) from pg_locks where not granted")
        }
        released.open()
        _ = try? await holding.value
        if victim == .database { try await fleet.postgres.start() }
        let successor = victim == .supervisor ? try await place.startWorker() : worker
        let status = accepted["status_url"].string ?? ""
        var delivery = JSON.null
        _ = try await eventually(within: .seconds(60)) {
            guard let answer = try? await place.admin.get(status), answer.status == 200 else { return false }
            delivery = answer["deliveries"].array.first { $0["id"] == ids.first?["id"] } ?? .null
            return delivery["status"] != "queued"
        }
        await successor.kill()
        _ = try await place.admin.send("DELETE", "/webhook-endpoints/\(endpoint["id"].string ?? "")")
        let arrived =
            switch channel {
            case "email": try await place.servers.mail.seen(in: domain).count
            case "webhook": try await place.servers.sink.requests(path).count
            case "slack":
                try await place.servers.slack.requests("/services/T0/B0/right").count { $0.body.contains(path) }
            default: try await place.servers.pagerDuty.requests("/v2/enqueue").count { $0.body.contains(path) }
            }
        print(
            "figure: \(channel), \(victim) killed, \(point): \(delivery["status"].string ?? "?"), \(arrived) arrived, attempts "
                + delivery["attempts"].array.map { $0["code"].string ?? "open" }.joined(separator: " "))
        return (delivery, arrived)
    }

    @Test(
        "killed before the attempt is recorded, it is sent once, whichever the channel", arguments: Victim.allCases,
        ["email", "webhook"])
    func beforeLedger(_ victim: Victim, _ channel: String) async throws {
        let (delivery, arrived) = try await run(channel, victim, .beforeLedger)
        #expect(delivery["status"] == "sent" && arrived == 1, "\(delivery)")
        #expect(delivery["attempts"].array.count == 1)
    }

    @Test(
        "killed after the call and before its result, what has no key is unknown and not sent again",
        arguments: [Victim.supervisor, .executor], ["email", "slack"])
    func withoutKey(_ victim: Victim, _ channel: String) async throws {
        let (delivery, arrived) = try await run(channel, victim, .beforeCommit)
        #expect(delivery["status"] == "unknown" && arrived == 1, "\(delivery)")
        #expect(delivery["reason"] == "cut_off")
        #expect(delivery["attempts"].array.map { $0["code"].string } == ["cut_off"])
    }

    @Test(
        "killed after the call and before its result, what has a key is sent again under the same",
        arguments: [Victim.supervisor, .executor], ["webhook", "pagerduty"])
    func withKey(_ victim: Victim, _ channel: String) async throws {
        let (delivery, arrived) = try await run(channel, victim, .beforeCommit)
        #expect(delivery["status"] == "sent" && arrived == 2, "\(delivery)")
        #expect(delivery["attempts"].array.map { $0["outcome"].string } == ["unknown", "sent"])
    }

    @Test(
        "a database that dies before the result is written gets it afterwards: sent, once",
        arguments: ["email", "webhook", "slack", "pagerduty"])
    func database(_ channel: String) async throws {
        let (delivery, arrived) = try await run(channel, .database, .beforeCommit)
        #expect(delivery["status"] == "sent" && arrived == 1, "\(delivery)")
    }
}

/// Opens once.
final class Gate: Sendable {
    private let (stream, continuation) = AsyncStream<Void>.makeStream()

    func open() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}
