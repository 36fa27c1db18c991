public import Foundation
import Cryptography

/// What happened to an alert, for PagerDuty's Events API v2.
public struct PagerDutyEvent: Sendable, Hashable {
    public enum Action: String, Sendable, Hashable, Codable {
        case trigger, acknowledge, resolve
    }

    public enum Severity: String, Sendable, Hashable, Codable {
        case critical, error, warning, info

        /// - Parameter priority: `P1`, `P2` or `P3`.
        public init(priority: String) {
            switch priority {
            case "P1": self = .critical
            case "P2": self = .error
            default: self = .info
            }
        }
    }

    static let longestSummary = 1_024
    static let longestKey = 255

    public var action: Action
    /// Ties a resolution to its alert, and makes repetitions harmless. Of any length: PagerDuty gets a digest of a long one.
    public var key: String
    public var summary: String
    /// What is affected, such as a host or an account.
    public var source: String
    public var severity: Severity
    public var timestamp: Date?
    public var details: [String: String]
    /// An `http` or `https` URL; another one is left out.
    public var link: String?

    public init(
        _ action: Action, key: String, summary: String, source: String = "flotilla", severity: Severity = .info,
        timestamp: Date? = nil, details: [String: String] = [:], link: String? = nil
    ) {
        self.action = action
        self.key = key
        self.summary = summary
        self.source = source
        self.severity = severity
        self.timestamp = timestamp
        self.details = details
        self.link = link
    }

    /// As PagerDuty gets it.
    var sentKey: String {
        key.unicodeScalars.count <= Self.longestKey ? key : "sha256-\(Hex.encode(SHA256.digest(key)))"
    }
}
