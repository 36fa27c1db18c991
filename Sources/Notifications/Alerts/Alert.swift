public import Foundation

/// An alert as Alertmanager reports it: that it fires, or that it is over.
///
/// Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
public struct Alert: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case firing, resolved
    }

    public let status: Status
    /// By which Alertmanager knows it, through all of its repetitions.
    public let fingerprint: String
    public let labels: [String: String]
    public let annotations: [String: String]
    public let startsAt: Date
    /// Of one that is resolved.
    public let endsAt: Date?
    /// The graph or the rule behind it.
    public let generatorURL: String?

    public init(
        status: Status, fingerprint: String, labels: [String: String], annotations: [String: String] = [:],
        startsAt: Date, endsAt: Date? = nil, generatorURL: String? = nil
    ) {
        self.status = status
        self.fingerprint = fingerprint
        self.labels = labels
        self.annotations = annotations
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.generatorURL = generatorURL
    }

    /// Of one request; `max_alerts` of Alertmanager's `webhook_config` keeps it to them.
    public static let most = 500
    /// In bytes.
    public static let longestFingerprint = 100

    /// By the label `severity` or `priority`: P1 to P3 in any case, and the words that rules of Prometheus use.
    public var severity: Severity {
        for name in ["severity", "priority"] {
            switch labels[name]?.lowercased() {
            case "p1", "critical": return .p1
            case "p2", "warning": return .p2
            case "p3": return .p3
            default: continue
            }
        }
        return .p3
    }

    /// One that fires at a time is one event however often it is reported, and its end is another.
    var key: String { key(of: status) }

    /// Of the event that this one ends.
    var beginning: String { key(of: .firing) }

    private func key(of status: Status) -> String {
        "alert.\(fingerprint).\(Int(exactly: startsAt.timeIntervalSince1970.rounded(.down)) ?? 0).\(status.rawValue)"
    }
}
