/// What can be wrong with a resource. Another rule is a file in `Rules` and its place in `FindingRule.all`.
public struct FindingRule: Sendable {
    /// As callers name it: `s3_bucket_public`, …
    public let name: String
    public let type: ResourceType
    public let severity: FindingSeverity
    public let title: String
    /// What it means, for the owner of the account.
    public let meaning: String
    /// How to mend it.
    public let remedy: String
    /// SQL over `seen`, the latest row of a resource, and `known`, its identity: true opens a finding, false closes it,
    /// null (it is not known) leaves it as it is.
    let condition: String
    /// The columns of the row on which it rests.
    let evidence: [String]
    /// Types whose rows the condition looks at, too: after a scan of those it is judged again.
    var alsoReads: [ResourceType] = []

    /// In the order in which callers see them.
    public static let all: [FindingRule] = [
        .publicUnencryptedBucket, .reachableDatabase, .publicBucket, .publicDatabase, .databaseWithoutBackups,
        .unencryptedDatabase, .instanceWithPublicAddress, .unversionedBucket, .instanceStoppedForLong,
        .defaultNetworkInUse,
    ]

    public init?(name: String) {
        guard let rule = Self.all.first(where: { $0.name == name }) else { return nil }
        self = rule
    }

    init(
        _ name: String, on type: ResourceType, _ severity: FindingSeverity, title: String, meaning: String,
        remedy: String, when condition: String, evidence: [String], alsoReads: [ResourceType] = []
    ) {
        self.name = name
        self.type = type
        self.severity = severity
        self.title = title
        self.meaning = meaning
        self.remedy = remedy
        self.condition = condition
        self.evidence = evidence
        self.alsoReads = alsoReads
    }
}

/// How bad a finding is. The tenant is notified of critical ones at once.
public enum FindingSeverity: String, Sendable, CaseIterable {
    case critical, high, medium, low
}
