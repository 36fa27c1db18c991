public import Foundation
public import Jobs

/// What users of a tenant are to find in their inbox.
public struct InAppNotification: JobPayload {
    public static var definition: JobDefinition {
        JobDefinition(kind: "notify.in_app", queue: "notify", timeout: .seconds(30))
    }

    /// Such as `findings.opened`.
    public let template: String
    public let severity: String
    public let scanRunID: UUID
    /// Ids.
    public let findings: [UUID]

    public init(template: String, severity: String, scanRunID: UUID, findings: [UUID]) {
        self.template = template
        self.severity = severity
        self.scanRunID = scanRunID
        self.findings = findings
    }

    private enum CodingKeys: String, CodingKey {
        case template, severity, findings
        case scanRunID = "scan_run_id"
    }
}
