import HTTPServer
import Scans

/// A finding as its tenant sees it, with what the rule means.
enum FindingView {
    static func full(_ finding: Finding) -> JSONValue {
        let rule = FindingRule(name: finding.rule)
        return .object([
            "id": .uuid(finding.id), "rule": .string(finding.rule), "severity": .string(finding.severity),
            "status": .string(finding.status.rawValue), "title": .text(rule?.title), "meaning": .text(rule?.meaning),
            "remedy": .text(rule?.remedy),
            "resource": .object([
                "id": .uuid(finding.resource), "type": .string(finding.type), "region": .string(finding.region),
                "identifier": .string(finding.identifier), "cloud_account": .string(finding.cloudAccount),
            ]),
            "evidence": .stored(finding.evidence), "opened_at": .date(finding.openedAt),
            "confirmed_at": .date(finding.confirmedAt), "closed_at": .date(finding.closedAt),
            "close_reason": .text(finding.closeReason), "muted_at": .date(finding.mutedAt),
            "mute_reason": .text(finding.muteReason),
        ])
    }
}
