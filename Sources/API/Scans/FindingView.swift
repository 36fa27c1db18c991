import Foundation
import HTTPServer
import JSON
import Scans
import Schemas

/// A finding as its tenant sees it, with what the rule means.
struct FindingView: Encodable, Sendable {
    let id: UUID
    let rule: String
    let severity: String
    let status: String
    let title: String?
    let meaning: String?
    let remedy: String?
    let resource: Place
    let evidence: RawJSON
    let openedAt: Date
    let confirmedAt: Date
    let closedAt: Date?
    let closeReason: String?
    let mutedAt: Date?
    let muteReason: String?

    /// What it is about.
    struct Place: Encodable, Sendable {
        let id: UUID
        let type: String
        let region: String
        let identifier: String
        let cloudAccount: String
    }

    init(_ finding: Finding) {
        let known = FindingRule(name: finding.rule)
        id = finding.id
        rule = finding.rule
        severity = finding.severity
        status = finding.status.rawValue
        title = known?.title
        meaning = known?.meaning
        remedy = known?.remedy
        resource = Place(
            id: finding.resource, type: finding.type, region: finding.region, identifier: finding.identifier,
            cloudAccount: finding.cloudAccount)
        evidence = RawJSON(finding.evidence)
        openedAt = finding.openedAt
        confirmedAt = finding.confirmedAt
        closedAt = finding.closedAt
        closeReason = finding.closeReason
        mutedAt = finding.mutedAt
        muteReason = finding.muteReason
    }

    /// A page of them, and how far it can be relied on.
    struct List: Encodable, Sendable {
        let page: Page<FindingView>
        let completeness: CompletenessView.OfServices

        func encode(to encoder: any Encoder) throws {
            try page.encode(to: encoder)
            var members = encoder.container(keyedBy: Name.self)
            try members.encode(completeness, forKey: Name("completeness"))
        }
    }
}

extension FindingView.List: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [
            definitions.schema(of: Page<FindingView>.self), definitions.object(of: Self.self, omitting: ["page"]),
        ])
    }
}
