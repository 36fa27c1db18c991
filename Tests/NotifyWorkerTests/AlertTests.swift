import ChannelTestSupport
import FleetTestSupport
import Foundation
import MailTestSupport
import TestSupport
import Testing

extension NotifyFleet {
    /// What Alertmanager reports.
    @Suite("Alerts", .serialized) struct AlertTests {
        let place: NotifyEnvironment
        let service: Caller

        init() async throws {
            place = try NotifyEnvironment.current
            service = try await place.fleet.user(role: "service")
        }

        private func ways(_ notification: JSON) -> [String] {
            notification["deliveries"].array.map {
                "\($0["channel"].string ?? "") \($0["recipient"].string ?? "") \($0["status"].string ?? "")"
            }
        }

        private func events(_ fingerprint: String) async throws -> [JSON] {
            try await place.pagerDuty.requests("/v2/enqueue")
                .map { try JSON(parsing: Array($0.body.utf8)) }
                .filter { $0["dedup_key"] == .string(fingerprint) }
        }

        @Test("a P1 alert opens an incident and says so in the critical channel; its end closes it, there too")
        func firingAndResolved() async throws {
            var report = AlertReport("critical")
            let fired = try await service.report(report)
            #expect(fired["accepted"] == 1 && fired["alerts"][0]["severity"] == "P1", "\(fired)")
            let opened = try await service.delivered(alert: fired["alerts"][0])
            #expect(opened["template"] == "alert_firing" && opened["severity"] == "P1")
            #expect(ways(opened).sorted() == ["pagerduty pagerduty sent", "slack critical sent"], "\(opened)")
            report.status = "resolved"
            // What a later rule calls it does not count: the end goes where the beginning went.
            report.labels["severity"] = "info"
            let ended = try await service.report(report)
            #expect(ended["alerts"][0]["severity"] == "P1", "\(ended)")
            let closed = try await service.delivered(alert: ended["alerts"][0])
            #expect(closed["template"] == "alert_resolved")
            #expect(ways(closed).sorted() == ["pagerduty pagerduty sent", "slack critical sent"], "\(closed)")
            let events = try await events(report.fingerprint)
            #expect(events.map { $0["event_action"].string } == ["trigger", "resolve"], "\(events)")
            #expect(events[0]["payload"]["severity"] == "critical")
            let text = events[0]["payload"].description
            #expect(text.contains("DiskFull") && text.contains("instance: db-1:9100"), "\(text)")
            #expect(events[0]["links"][0]["href"].string?.hasPrefix("http://prometheus.test:9090/graph") == true)
        }

        @Test("what is reported again writes nothing, and a later time of firing is another event")
        func repeated() async throws {
            var report = AlertReport("P1")
            let first = try await service.report(report, report)
            #expect(first["accepted"] == 1 && first["duplicates"] == 1, "\(first)")
            _ = try await service.delivered(alert: first["alerts"][0])
            let again = try await service.report(report)
            #expect(again["accepted"] == 0 && again["duplicates"] == 1, "\(again)")
            #expect(again["alerts"][0]["id"] == first["alerts"][0]["id"])
            #expect(try await events(report.fingerprint).count == 1)
            report.startsAt = "2026-11-30T16:30:00Z"
            let later = try await service.report(report)
            #expect(later["accepted"] == 1)
            _ = try await service.delivered(alert: later["alerts"][0])
            #expect(try await events(report.fingerprint).count == 2)
        }

        @Test("reports of the same alerts at once, in any order, are one event each")
        func together() async throws {
            let reports = (0..<20).map { _ in AlertReport("P3") }
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for turn in 0..<6 {
                    group.addTask { [service] in
                        try await service.report(turn.isMultiple(of: 2) ? reports : reports.reversed())
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map { $0["accepted"].int ?? -1 }.reduce(0, +) == reports.count)
            #expect(Set(answers.flatMap { $0["alerts"].array.map { $0["id"] } }).count == reports.count)
        }

        @Test("a P2 alert goes to the channel of alerts and by e-mail to the operators of every account")
        func secondPriority() async throws {
            var report = AlertReport()
            report.labels["priority"] = "p2"
            _ = try await place.fleet.user(role: "admin")
            let fired = try await service.report(report)
            let deliveries = try await service.get(fired["alerts"][0]["status_url"].string ?? "")["deliveries"].array
            #expect(deliveries.count { $0["channel"] == "slack" && $0["recipient"] == "alerts" } == 1)
            let mailed = Set(deliveries.filter { $0["channel"] == "email" }.compactMap { $0["recipient"].string })
            let operators = try await place.fleet.count("select count(*) from users where role = 'admin'")
            #expect(mailed.count == operators && operators >= 2, "\(mailed)")
            #expect(mailed.allSatisfy { $0.hasPrefix("admin-") })
        }

        @Test(
            "the label severity or priority says how urgent an alert is",
            arguments: [
                ("P1", "P1"), ("p2", "P2"), ("CRITICAL", "P1"), ("warning", "P2"), ("info", "P3"), (nil, "P3"),
            ] as [(String?, String)])
        func severities(_ label: String?, _ severity: String) async throws {
            var report = AlertReport(label.map { .string($0) })
            // An end whose beginning was never reported goes by its own label.
            report.status = "resolved"
            let answer = try await service.report(report)
            #expect(answer["alerts"][0]["severity"] == .string(severity), "\(answer)")
            #expect(answer["alerts"][0]["status"] == "resolved" && answer["accepted"] == 1)
        }

        @Test("the alerts of one report are one message in Slack, and their ends another; PagerDuty hears of each")
        func group() async throws {
            let name = "Group-\(UUID().uuidString)"
            let count = 12
            var reports = (0..<count).map { number in
                var report = AlertReport("P1")
                report.labels["alertname"] = .string(name)
                report.labels["instance"] = .string("db-\(number)")
                return report
            }
            for (status, words) in [("firing", "alerts are firing"), ("resolved", "alerts are resolved")] {
                for index in reports.indices { reports[index].status = status }
                let answer = try await service.report(reports)
                #expect(answer["accepted"].int == count)
                var identities: Set<JSON> = []
                for (alert, report) in zip(answer["alerts"].array, reports) {
                    let notification = try await service.delivered(alert: alert)
                    #expect(
                        ways(notification).sorted() == ["pagerduty pagerduty sent", "slack critical sent"],
                        "\(notification)")
                    let slack = notification["deliveries"].array.first { $0["channel"] == "slack" }
                    #expect(slack?["attempts"].array.count == 1)
                    identities.insert(slack?["job_id"] ?? .null)
                    #expect(try await events(report.fingerprint).count == (status == "firing" ? 1 : 2))
                }
                #expect(identities.count == 1)
                let messages = try await place.slack.requests("/services/T0/B0/right").filter {
                    $0.body.contains(name) && $0.body.contains(words)
                }
                #expect(messages.count == 1, "\(messages)")
                let body = messages.first?.body ?? ""
                #expect(body.contains("\(count) \(words)") && body.contains("and 2 more"), "\(body)")
                #expect(body.components(separatedBy: "The disk of db-1 is full.").count > 10, "\(body)")
            }
        }

        @Test("the P2 alerts of one report are one mail to each operator")
        func groupedMail() async throws {
            let names = ["One-\(UUID().uuidString)", "Two-\(UUID().uuidString)"]
            let reports = names.map { name in
                var report = AlertReport("P2")
                report.labels["alertname"] = .string(name)
                return report
            }
            let alerts = try await service.report(reports)["alerts"].array
            var mailed: Set<String> = []
            for alert in alerts {
                let deliveries = try await service.delivered(alert: alert)["deliveries"].array
                #expect(deliveries.allSatisfy { $0["status"] == "sent" }, "\(deliveries)")
                mailed.formUnion(deliveries.filter { $0["channel"] == "email" }.compactMap { $0["recipient"].string })
            }
            #expect(!mailed.isEmpty)
            for address in mailed {
                let domain = address.split(separator: "@").last.map(String.init) ?? ""
                let mails = try await place.mail.seen(in: domain).filter {
                    $0.recipient == address && names.contains(where: $0.text.contains)
                }
                #expect(mails.count == 1)
                let mail = try await MailParser().parse(Array(try #require(mails.first).data))
                #expect(mail.headers["subject"] == "2 alerts are firing", "\(mail.headers)")
                #expect(names.allSatisfy { mail.parts.first?.text.contains($0) == true }, "\(mail.parts)")
            }
        }

        @Test("many reports at once are one message a second in Slack, and none is lost")
        func many() async throws {
            var alerts: [JSON] = []
            for _ in 0..<Settings.size(5, full: 20) {
                alerts += try await service.report(AlertReport("P1"))["alerts"].array
            }
            var times: [Date] = []
            for alert in alerts {
                let notification = try await service.delivered(alert: alert)
                #expect(ways(notification).allSatisfy { $0.hasSuffix(" sent") }, "\(notification)")
                let slack = notification["deliveries"].array.first { $0["channel"] == "slack" }
                let at = slack?["attempts"][0]["at"].string ?? ""
                times.append(try Date(at, strategy: .iso8601WithFractions))
            }
            // It is when they are taken that is a second apart; each may get to Slack a moment later than another.
            let span = (times.max() ?? .distantPast).timeIntervalSince(times.min() ?? .distantFuture)
            #expect(span > Double(times.count - 1) - 0.7, "\(times)")
        }

        @Test("texts of any length, controls and other addresses are made to fit and lose no alert")
        func oddTexts() async throws {
            var report = AlertReport("P3")
            report.labels["alertname"] = .string("Disk\u{0}\r\nFull \u{202E}" + String(repeating: "é", count: 5000))
            report.labels["path"] = .string(String(repeating: "a", count: 5000))
            report.labels["empty"] = ""
            for number in 0..<300 { report.labels["l\(number)"] = "v" }
            let answer = try await service.report(report)
            #expect(answer["accepted"] == 1)
            let shown = try await service.delivered(alert: answer["alerts"][0])
            // The channel has no setting here; the message was made.
            #expect(ways(shown) == ["slack monitoring failed"], "\(shown)")
            #expect(shown["deliveries"][0]["reason"] == "not_configured")
        }

        @Test("what is wrong with a report is said with its place; unknown members are ignored")
        func refusals() async throws {
            func pointers(_ change: (inout [String: JSON]) -> Void) async throws -> [String] {
                guard case .object(var alert) = AlertReport("P1").alert,
                    case .object(var body) = AlertReport.body([])
                else { return [] }
                change(&alert)
                if body["alerts"] == .array([]) { body["alerts"] = [.object(alert)] }
                let answer = try await service.post("/alerts", .object(body))
                #expect(answer.status == 422, "\(answer)")
                return answer["errors"].array.compactMap { $0["pointer"].string }
            }
            #expect(try await pointers { $0["status"] = "burning" } == ["/alerts/0/status"])
            #expect(try await pointers { $0["fingerprint"] = 7 } == ["/alerts/0/fingerprint"])
            #expect(try await pointers { $0["labels"] = ["severity": 1] } == ["/alerts/0/labels"])
            #expect(try await pointers { $0["startsAt"] = "yesterday" } == ["/alerts/0/startsAt"])
            #expect(
                try await pointers {
                    $0["annotations"] = []
                    $0["endsAt"] = 4
                    $0["generatorURL"] = [:]
                } == ["/alerts/0/annotations", "/alerts/0/endsAt", "/alerts/0/generatorURL"])
            for (name, value) in [
                ("alerts", "none"), ("alerts", []), ("version", "3"), ("version", 4), ("groupLabels", ["a": 1]),
                ("truncatedAlerts", "no"), ("receiver", [:]), ("status", "on"), ("commonLabels", "x"),
                ("alerts", .array(Array(repeating: AlertReport().alert, count: 501))),
            ] as [(String, JSON)] {
                guard case .object(var body) = AlertReport.body([AlertReport()]) else { return }
                body[name] = value
                let answer = try await service.post("/alerts", .object(body))
                #expect(answer.status == 422 && answer["errors"][0]["pointer"] == .string("/\(name)"), "\(answer)")
            }
            #expect(try await place.school.caller.post("/alerts", AlertReport.body([AlertReport()])).status == 403)
        }
    }
}
