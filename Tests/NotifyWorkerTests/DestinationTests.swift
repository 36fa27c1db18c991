import ChannelTestSupport
import FleetTestSupport
import Foundation
import MailTestSupport
import TestSupport
import Testing

/// Destinations that do not answer, and those beside them.
@Suite("A destination that is down", FleetScope<DrillEnvironment>(), .logs(of: DrillEnvironment.self), .serialized)
struct DestinationTests {
    let place: DrillEnvironment

    init() throws { place = try DrillEnvironment.current }

    @Test(
        "beside thousands of deliveries to an endpoint that answers nothing, another tenant's mail starts within a second"
    )
    func besideADeadOne() async throws {
        let fleet = place.fleet
        let count = Settings.size(1000, full: 10_000)
        let dead = try await fleet.signUp().caller
        let path = "/silent-\(UUID().uuidString)"
        try await place.servers.sink.script(path, repeating: .init(fault: .silent), count + 100)
        let made = try await dead.post("/webhook-endpoints", ["url": .string(place.servers.sink.url(path))])
        #expect(made.status == 201)
        for _ in 0..<count { _ = try await dead.notify(["role": "school"], ["channels": ["webhook"]]) }
        let worker = try await place.startWorker()
        let isBusy = try await eventually(within: .seconds(30)) {
            try await fleet.count("select count(*) from delivery_attempts where outcome is null") >= 4
        }
        #expect(isBusy)
        let alive = try await fleet.signUp().caller
        var starts: [TimeInterval] = []
        for _ in 0..<5 {
            let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
            let asked = Date()
            let accepted = try await alive.notify(["email": .string("ada@\(domain)")], ["channels": ["email"]])
            let delivery = try await alive.delivered(accepted)["deliveries"][0]
            #expect(delivery["status"] == "sent", "\(delivery)")
            let at = try Date(delivery["attempts"][0]["at"].string ?? "", strategy: .iso8601WithFractions)
            starts.append(at.timeIntervalSince(asked))
        }
        print(
            "figure: a mail beside \(count) deliveries to a dead endpoint starts after \(starts.map { Int($0 * 1000) }) ms"
        )
        #expect(starts.sorted()[2] < 1, "\(starts)")
        await worker.kill()
    }

    @Test("beside mails that hang, all of one tenant, another tenant's mail starts within a second")
    func besideHangingMail() async throws {
        let fleet = place.fleet
        let (slow, alive) = (try await fleet.signUp().caller, try await fleet.signUp().caller)
        let people = (0..<64).map { JSON.object(["email": .string("silent-rcpt@\($0).slow.test")]) }
        _ = try await slow.notify(.array(people), ["channels": ["email"]])
        let worker = try await place.startWorker()
        let isBusy = try await eventually(within: .seconds(30)) {
            try await fleet.count(
                "select count(*) from delivery_attempts where outcome is null and channel = 'email'") >= 16
        }
        #expect(isBusy)
        let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
        let asked = Date()
        let accepted = try await alive.notify(["email": .string("ada@\(domain)")], ["channels": ["email"]])
        let delivery = try await alive.delivered(accepted)["deliveries"][0]
        #expect(delivery["status"] == "sent", "\(delivery)")
        let at = try Date(delivery["attempts"][0]["at"].string ?? "", strategy: .iso8601WithFractions)
        #expect(at.timeIntervalSince(asked) < 1, "\(delivery)")
        await worker.kill()
        // They would hang in the workers of the tests that follow, too.
        _ = try await fleet.database.query(
            "update jobs set status = 'cancelled', finished_at = now(), token = null where kind = 'notify.email' and status not in ('succeeded', 'failed')"
        )
    }

    @Test("an endpoint that fails again and again is left alone, seen in the open circuit, and served once it is back")
    func circuit() async throws {
        let fleet = place.fleet
        let school = try await fleet.signUp().caller
        let path = "/down-\(UUID().uuidString)"
        try await place.servers.sink.script(path, repeating: .init(500), 30)
        let made = try await school.post("/webhook-endpoints", ["url": .string(place.servers.sink.url(path))])
        let worker = try await place.startWorker()
        var accepted: [Answer] = []
        for _ in 0..<12 { accepted.append(try await school.notify(["role": "school"], ["channels": ["webhook"]])) }
        let id = made["id"].string ?? ""
        let isOpen = try await eventually(within: .seconds(20)) {
            try await fleet.count(
                "select count(*) from delivery_circuits where destination = \("webhook \(id)") and open_until > now()")
                == 1
        }
        #expect(isOpen)
        let isShown = try await eventually(within: .seconds(14)) {
            String(decoding: try await fleet.anybody.get("/metrics").body, as: UTF8.self)
                .contains(#"flotilla_destinations_down{channel="webhook"} 1"#)
        }
        #expect(isShown)
        let down = try await fleet.flotilla("webhooks", "--down", "--json")
        #expect(down.output.contains(id) && down.output.contains("left_alone_until"), "\(down)")
        // What comes now waits without a call.
        let waiting = try await school.notify(["role": "school"], ["channels": ["webhook"]])
        let job = waiting["deliveries"][0]["job_id"].string ?? ""
        let isSnoozed = try await eventually(within: .seconds(10)) {
            try await place.admin.get("/jobs/\(job)")["status"] == "scheduled"
        }
        #expect(isSnoozed)
        #expect(try await place.servers.sink.requests(path).count < 12)
        try await place.servers.sink.script(path, repeating: .init(204), 0)
        // The first of those that wait finds out.
        let isSent = try await eventually(within: .seconds(40)) {
            try await school.get(waiting["status_url"].string ?? "")["deliveries"][0]["status"] == "sent"
        }
        #expect(isSent)
        let closed = try await fleet.count(
            "select count(*) from delivery_circuits where destination = \("webhook \(id)")")
        #expect(closed == 0)
        await worker.kill()
    }

    @Test("a delivery that cannot be read holds up none of those that are read with it")
    func unreadable() async throws {
        let fleet = place.fleet
        let school = try await fleet.signUp().caller
        let made = try await school.post(
            "/webhook-endpoints", ["url": .string(place.servers.sink.url("/\(UUID().uuidString)"))])
        #expect(made.status == 201)
        var accepted: [Answer] = []
        for _ in 0..<8 { accepted.append(try await school.notify(["role": "school"], ["channels": ["webhook"]])) }
        let ids = accepted.map { UUID(uuidString: $0["deliveries"][0]["id"].string ?? "") ?? UUID() }
        // Of the first four, which are claimed together and looked up by two trips.
        let broken = [ids[1], ids[2]]
        _ = try await fleet.database.query("update deliveries set recipient = 'no endpoint' where id = any(\(broken))")
        let worker = try await place.startWorker()
        for index in [0, 3, 4, 5, 6, 7] {
            let delivery = try await school.delivered(accepted[index])["deliveries"][0]
            #expect(delivery["status"] == "sent" && delivery["attempts"].array.count == 1, "\(delivery)")
        }
        let isTriedAgain = try await eventually(within: .seconds(20)) {
            try await fleet.failedAttempts(broken) >= 2
        }
        #expect(isTriedAgain)
        #expect(try await fleet.failedAttempts(ids.filter { !broken.contains($0) }) == 0)
        await worker.kill()
        _ = try await fleet.database.query(
            "update deliveries set recipient = \(made["id"].string ?? "") where id = any(\(broken))")
    }

    @Test("the end of alerts comes after each beginning, however long that one takes")
    func endAfterBeginning() async throws {
        let service = try await place.fleet.user(role: "service")
        var reports = [AlertReport("P1"), AlertReport("P1")].sorted { $0.fingerprint < $1.fingerprint }
        // The message of both ends has the job of the first one's: it is the second that takes long.
        try await place.servers.slack.script(
            "/services/T0/B0/right", .init(200, body: "ok"), .init(429, headers: ["Retry-After": "3"]))
        try await place.servers.pagerDuty.script(
            "/v2/enqueue", repeating: .init(429, headers: ["Retry-After": "1"]), 2)
        var fired: [JSON] = []
        for report in reports { fired += try await service.report(report)["alerts"].array }
        for index in reports.indices { reports[index].status = "resolved" }
        let ended = try await service.report(reports)
        let worker = try await place.startWorker()
        for (alert, report) in zip(ended["alerts"].array, reports) {
            let closed = try await service.delivered(alert: alert)
            #expect(closed["deliveries"].array.allSatisfy { $0["status"] == "sent" }, "\(closed)")
            let events = try await place.servers.pagerDuty.requests("/v2/enqueue")
                .filter { $0.body.contains(report.fingerprint) }
            let actions = try events.map { try JSON(parsing: Array($0.body.utf8))["event_action"].string }
            #expect(actions.last == "resolve" && actions.dropLast().allSatisfy { $0 == "trigger" }, "\(actions)")
        }
        for alert in fired { _ = try await service.delivered(alert: alert) }
        let messages = try await place.servers.slack.requests("/services/T0/B0/right").map(\.body)
        let end = try #require(messages.lastIndex { $0.contains("2 alerts are resolved") })
        #expect(end == messages.count - 1 && messages.filter { $0.contains("is firing") }.count >= 2, "\(messages)")
        await worker.kill()
    }

    @Test("a worker killed again and again: every mail is handed over, and only what is unknown may be so twice")
    func killedAgainAndAgain() async throws {
        let fleet = place.fleet
        let count = Settings.size(120, full: 10_000)
        let school = try await fleet.signUp().caller
        let domain = "\(UUID().uuidString.prefix(8).lowercased()).test"
        for start in stride(from: 0, to: count, by: 200) {
            let people = (start..<min(count, start + 200)).map { JSON.object(["email": .string("n\($0)@\(domain)")]) }
            _ = try await school.notify(.array(people), ["channels": ["email"]])
        }
        var kills = 0
        var open = count
        let deadline = ContinuousClock.now + .seconds(Settings.isFull ? 240 : 120)
        while open > 0, ContinuousClock.now < deadline {
            let worker = try await place.startWorker(["CONCURRENCY": Settings.isFull ? "16" : "4"])
            try await Task.sleep(for: .seconds(Settings.isFull ? 1 : 0.3))
            await worker.kill()
            kills += 1
            open = try await fleet.count(
                """
                select count(*) from deliveries join jobs on jobs.id = deliveries.job_id
                where recipient like \("%@\(domain)") and deliveries.status = 'queued'
                    and jobs.status not in ('failed', 'cancelled', 'succeeded')
                """)
        }
        let worker = try await place.startWorker()
        let isDone = try await eventually(within: .seconds(60)) {
            try await fleet.count(
                "select count(*) from deliveries where recipient like \("%@\(domain)") and status = 'queued'") == 0
        }
        #expect(isDone)
        await worker.kill()
        let arrived = try await place.servers.mail.counts(in: domain)
        let sent = try await fleet.count(
            "select count(*) from deliveries where recipient like \("%@\(domain)") and status = 'sent'")
        let unknown = try await fleet.count(
            "select count(*) from deliveries where recipient like \("%@\(domain)") and status = 'unknown'")
        print(
            "figure: \(count) mails, \(kills) kills: \(sent) sent, \(unknown) unknown, \(arrived.count) arrived, "
                + "\(arrived.values.count { $0 > 1 }) twice")
        #expect(sent + unknown == count)
        #expect(arrived.values.allSatisfy { $0 == 1 })
        #expect(arrived.count >= sent && arrived.count <= sent + unknown)
    }
}

extension Fleet {
    /// Attempts of deliveries' jobs that ended in an error.
    fileprivate func failedAttempts(_ deliveries: [UUID]) async throws -> Int {
        try await count(
            "select coalesce(sum(errors), 0) from jobs where id in (select job_id from deliveries where id = any(\(deliveries)))"
        )
    }
}
