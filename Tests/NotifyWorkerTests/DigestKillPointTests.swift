import ChannelTestSupport
import FleetTestSupport
import Foundation
import MailTestSupport
import Postgres
import TestSupport
import Testing

/// What becomes of several deliveries that go as one message when its worker is killed.
@Suite("A digest that is cut off", FleetScope<DrillEnvironment>(), .logs(of: DrillEnvironment.self), .serialized)
struct DigestKillPointTests {
    enum Victim: String, Sendable, CaseIterable {
        case supervisor, executor
    }

    enum Point: String, Sendable, CaseIterable {
        /// The attempts are about to be recorded.
        case beforeLedger
        /// They are recorded, and there is no answer.
        case afterLedger
        /// The other side has the message, and its answer is not written.
        case beforeCommit
    }

    let place: DrillEnvironment

    init() throws { place = try DrillEnvironment.current }

    /// Locks a delivery's row from the time that a condition holds until the gate opens.
    private func lock(
        _ id: UUID, _ locked: Gate, _ released: Gate, when isTime: @escaping @Sendable () async throws -> Bool
    )
        -> Task<Void, any Error>
    {
        let database = place.fleet.database
        return Task {
            _ = try await eventually(within: .seconds(30)) { try await isTime() }
            try await database.withConnection { connection in
                try await connection.transaction {
                    _ = try await connection.execute(["select id from deliveries where id = \(id) for update"])
                    locked.open()
                    await released.wait()
                }
            }
        }
    }

    /// - Parameter deliveries: in the order of their making; the first leads.
    /// - Returns: them as they ended.
    private func kill(
        _ victim: Victim, _ point: Point, _ deliveries: [UUID], of notifications: [String], of caller: Caller,
        hasArrived: @escaping @Sendable () async throws -> Bool
    ) async throws -> [JSON] {
        let fleet = place.fleet
        let (locked, released) = (Gate(), Gate())
        let holding =
            point == .afterLedger
            ? nil
            : lock(deliveries[0], locked, released) {
                if point == .beforeLedger { return true }
                return try await hasArrived()
            }
        if point == .beforeLedger { await locked.wait() }
        let worker = try await place.startWorker()
        let isStopped = try await eventually(within: .seconds(30)) {
            guard point == .afterLedger else {
                return try await fleet.count("select count(*) from pg_locks where not granted") > 0
            }
            let begun = try await fleet.count(
                "select count(*) from delivery_attempts where delivery_id = any(\(deliveries)) and outcome is null")
            return try await hasArrived() && begun == deliveries.count
        }
        #expect(isStopped)
        switch victim {
        case .supervisor: await worker.kill()
        case .executor: for child in worker.children { Foundation.kill(child, SIGKILL) }
        }
        _ = try await fleet.database.query("select pg_terminate_backend(pid) from pg_locks where not granted")
        released.open()
        _ = try? await holding?.value
        let successor = victim == .supervisor ? try await place.startWorker() : worker
        var ended: [JSON] = []
        let isOver = try await eventually(within: .seconds(60)) {
            ended = []
            for notification in notifications {
                ended += try await caller.get(notification)["deliveries"].array.filter {
                    deliveries.map { .string($0.uuidString.lowercased()) }.contains($0["id"])
                }
            }
            return ended.allSatisfy { $0["status"] != "queued" }
        }
        #expect(isOver && ended.count == deliveries.count, "\(ended)")
        await successor.kill()
        return ended
    }

    @Test(
        "of a digest of mails each delivery is sent once, or unknown where it may have been",
        arguments: Victim.allCases,
        Point.allCases)
    func mails(_ victim: Victim, _ point: Point) async throws {
        let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
        let name = [.beforeLedger: "ada", .afterLedger: "silent-rcpt", .beforeCommit: "slow-dot"][point] ?? ""
        var accepted: [Answer] = []
        for number in 1...3 {
            accepted.append(
                try await place.admin.notify(
                    ["email": .string("\(name)@\(domain)")],
                    [
                        "template": "message_received", "data": ["sender": .string("Ada \(number)")],
                        "channels": ["email"],
                    ]))
        }
        func ids(_ member: String) throws -> [UUID] {
            try accepted.map { try #require(UUID(uuidString: $0["deliveries"][0][member].string ?? "")) }
        }
        let jobs = try ids("job_id")
        #expect(try await place.admin.get("/jobs/\(jobs[0])")["kind"] == "notify.digest")
        try await place.hasten([jobs[0]])
        let mail = place.servers.mail
        let ended = try await kill(
            victim, point, ids("id"), of: accepted.compactMap { $0["status_url"].string }, of: place.admin,
            hasArrived: {
                if point == .afterLedger { return true }
                return try await !mail.seen(in: domain).isEmpty
            })
        let arrived = try await mail.seen(in: domain).count
        print("figure: digest, \(victim) killed, \(point): \(ended[0]["status"].string ?? "?"), \(arrived) arrived")
        switch point {
        case .beforeLedger:
            #expect(arrived == 1 && ended.allSatisfy { $0["status"] == "sent" }, "\(ended)")
            #expect(Set(ended.map { $0["message_id"] }).count == 1)
        case .afterLedger, .beforeCommit:
            #expect(arrived == (point == .afterLedger ? 0 : 1))
            #expect(ended.allSatisfy { $0["status"] == "unknown" && $0["reason"] == "cut_off" }, "\(ended)")
        }
        #expect(ended.allSatisfy { $0["attempts"].array.count == 1 }, "\(ended)")
    }

    @Test("P1 alerts of one report that may be in Slack are sent again, as one message", arguments: Victim.allCases)
    func alerts(_ victim: Victim) async throws {
        let service = try await place.fleet.user(role: "service")
        let name = UUID().uuidString
        let reports = (0..<3).map { _ in
            var report = AlertReport("P1")
            report.labels["alertname"] = .string(name)
            return report
        }
        let slack = place.servers.slack
        let path = "/services/T0/B0/right"
        try await slack.script(path, .init(fault: .silent))
        let urls = try await service.report(reports)["alerts"].array.compactMap { $0["status_url"].string }
        var deliveries: [UUID] = []
        for url in urls {
            let slack = try await service.get(url)["deliveries"].array.first { $0["channel"] == "slack" }
            deliveries.append(try #require(UUID(uuidString: slack?["id"].string ?? "")))
        }
        let ended = try await kill(
            victim, .afterLedger, deliveries, of: urls, of: service,
            hasArrived: { try await slack.requests(path).contains { $0.body.contains(name) } })
        #expect(ended.allSatisfy { $0["status"] == "sent" }, "\(ended)")
        #expect(ended.allSatisfy { $0["attempts"].array.map { $0["outcome"] } == ["unknown", "sent"] }, "\(ended)")
        #expect(try await slack.requests(path).count { $0.body.contains(name) } == 2)
    }
}
