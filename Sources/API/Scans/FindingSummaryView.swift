import Foundation
import HTTPServer
import JSON
import Scans

/// A tenant's findings, counted: what a first look shows.
struct FindingSummaryView: Encodable, Sendable {
    let open: Int
    let muted: Int
    /// Of those that are open, by severity, the worst first.
    let bySeverity: [Severity]
    /// The worst first.
    let byRule: [Rule]
    let examined: Int
    let complete: Bool

    init(_ summary: FindingSummary) {
        open = summary.rules.reduce(0) { $0 + $1.open }
        muted = summary.rules.reduce(0) { $0 + $1.muted }
        bySeverity = FindingSeverity.allCases.map { severity in
            let counts = summary.rules.filter { $0.severity == severity.rawValue }
            return Severity(severity: severity.rawValue, open: counts.reduce(0) { $0 + $1.open })
        }
        let order = FindingSeverity.allCases.map(\.rawValue)
        byRule = summary.rules.map { Rule($0) }.sorted {
            let left = order.firstIndex(of: $0.severity) ?? order.count
            let right = order.firstIndex(of: $1.severity) ?? order.count
            return left != right ? left < right : $0.open > $1.open
        }
        examined = summary.examined
        complete = summary.isComplete
    }

    struct Severity: Encodable, Sendable {
        let severity: String
        let open: Int
    }

    struct Rule: Encodable, Sendable {
        let rule: String
        let severity: String
        let title: String?
        let type: String?
        let open: Int
        let muted: Int
        let oldestOpenedAt: Date

        init(_ count: FindingSummary.Count) {
            let known = FindingRule(name: count.rule)
            rule = count.rule
            severity = count.severity
            title = known?.title
            type = known?.type.name
            open = count.open
            muted = count.muted
            oldestOpenedAt = count.oldestOpenedAt
        }
    }
}
