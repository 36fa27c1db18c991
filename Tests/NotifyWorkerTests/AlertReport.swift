import FleetTestSupport
import Foundation

/// What Alertmanager posts to a webhook, version 4.
struct AlertReport {
    var fingerprint = UUID().uuidString.prefix(16).lowercased()
    var status = "firing"
    var labels: [String: JSON] = [:]
    var startsAt = "2026-11-30T14:30:00.739266876+01:00"

    init(_ severity: JSON? = nil) {
        labels = ["alertname": "DiskFull", "instance": "db-1:9100"]
        labels["severity"] = severity
    }

    var alert: JSON {
        [
            "status": .string(status), "labels": .object(labels),
            "annotations": ["summary": "The disk of db-1 is full.", "runbook_url": "https://wiki.test/disk"],
            "startsAt": .string(startsAt),
            "endsAt": .string(status == "firing" ? "0001-01-01T00:00:00Z" : "2026-11-30T15:00:00.1Z"),
            "generatorURL": "http://prometheus.test:9090/graph?g0.expr=disk%3E90&g0.tab=1",
            "fingerprint": .string(fingerprint),
        ]
    }

    static func body(_ reports: [AlertReport]) -> JSON {
        [
            "receiver": "flotilla", "status": "firing", "alerts": .array(reports.map(\.alert)),
            "groupLabels": ["alertname": "DiskFull"], "commonLabels": ["alertname": "DiskFull"],
            "commonAnnotations": [:], "externalURL": "http://alertmanager.test:9093", "version": "4",
            "groupKey": "{}:{alertname=\"DiskFull\"}", "truncatedAlerts": 0, "notificationReason": "later versions",
        ]
    }
}

extension Caller {
    func report(_ reports: AlertReport...) async throws -> Answer { try await report(reports) }

    func report(_ reports: [AlertReport]) async throws -> Answer {
        let answer = try await post("/alerts", AlertReport.body(reports))
        guard answer.status == 202 else { throw Unexpected(answer) }
        return answer
    }

    /// Waits until the jobs of an alert's deliveries are settled, and returns its notification.
    func delivered(alert: JSON) async throws -> JSON {
        let place = alert["status_url"].string ?? ""
        for delivery in try await get(place)["deliveries"].array {
            if let job = delivery["job_id"].string { _ = try await settled(job) }
        }
        return try await get(place).json
    }
}
